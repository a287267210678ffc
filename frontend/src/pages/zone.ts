const YEAR_SECONDS = 365 * 24 * 3600;

/** Tell the server the name of the browser's time zone, for the greeting and the dates of the next page. */
export function rememberZone(page: Document, zone: string): void {
  page.cookie = `tz=${zone}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
