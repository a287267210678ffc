/** Move the focus to the summary of what is still open, so that it is read first. */
export function focusErrors(page: Document): void {
  page.querySelector<HTMLElement>("#errors")?.focus();
}
