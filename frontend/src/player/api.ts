/** Talking to our own server. */

import type { Outgoing, SessionSheet, StandingNow } from "./model";
import type { Answer, Rejected } from "./outbox";
import type { Kept } from "./storage";

const PATIENCE_MS = 15_000;
/** A request of at most this many bytes may outlive the page. */
const KEEPALIVE_BYTES = 60_000;
/** Refusals that may pass: the token, time, size, too many at once. */
const PASSING = [403, 408, 429];

let token = "";

/** Return a signal that gives a request up; `AbortSignal.timeout` is younger than the oldest browsers we are for. */
function patience(): AbortSignal {
  const giver = new AbortController();
  setTimeout(() => giver.abort(), PATIENCE_MS);
  return giver.signal;
}

function pageToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

async function freshToken(): Promise<string> {
  const response = await fetch("/api/token", { signal: patience() });
  const body = (await response.json()) as { token?: string };
  return body.token ?? "";
}

/** Send one batch; a token that the page lacks is fetched, and one that has grown old is renewed once. */
export async function postEvents(events: readonly Outgoing[]): Promise<Answer> {
  token ||= pageToken() || (await freshToken());
  const first = await post(events);
  if (first.status !== 403) return read(first);
  token = await freshToken();
  return read(await post(events));
}

function post(events: readonly Outgoing[]): Promise<Response> {
  const body = JSON.stringify({ events });
  return fetch("/api/events", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body,
    keepalive: body.length < KEEPALIVE_BYTES,
    signal: patience(),
  });
}

async function read(response: Response): Promise<Answer> {
  if (response.status === 413) return { kind: "too-large" };
  if (response.status >= 500 || PASSING.includes(response.status)) return { kind: "later" };
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) return { kind: "refused", index: wholeOrNull(body["index"]), reason: String(body["error"] ?? response.status) };
  const standing = (body["standing"] ?? undefined) as StandingNow | undefined;
  return { kind: "stored", acknowledged: list<string>(body["acknowledged"]), rejected: list<Rejected>(body["rejected"]), standing };
}

const wholeOrNull = (value: unknown): number | null => (Number.isInteger(value) ? (value as number) : null);
const list = <Item>(value: unknown): Item[] => (Array.isArray(value) ? (value as Item[]) : []);

/** The shape of sheet that this player obeys. */
export const SHEET_VERSION: SessionSheet["version"] = 5;

/**
 * Why there is no sheet: the server does not answer, it says that there is no session now, or it is of another version
 * than this page.
 */
export type SheetAnswer =
  | { readonly kind: "sheet"; readonly sheet: SessionSheet }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "outdated" }
  | { readonly kind: "unreachable" };

/** Fetch today's session. */
export async function fetchSheet(): Promise<SheetAnswer> {
  try {
    const response = await fetch("/api/session-sheet", { signal: patience() });
    if (response.ok) return asSheet((await response.json()) as SessionSheet);
    if (response.status >= 500) return { kind: "unreachable" };
    const body = (await response.json()) as { error?: string };
    return { kind: "refused", reason: body.error ?? "" };
  } catch {
    return { kind: "unreachable" };
  }
}

const asSheet = (sheet: SessionSheet): SheetAnswer =>
  sheet.version === SHEET_VERSION ? { kind: "sheet", sheet } : { kind: "outdated" };

/** A question on the way to a movement must not wait long for a server that does not answer, in milliseconds. */
const STANDING_MS = 4000;

/** Fetch where the person stands; undefined where the server does not answer. */
export async function fetchStanding(): Promise<StandingNow | undefined> {
  const giver = new AbortController();
  const timer = setTimeout(() => giver.abort(), STANDING_MS);
  try {
    const response = await fetch("/api/standing", { signal: giver.signal });
    return response.ok ? ((await response.json()) as StandingNow) : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** What this device is to keep, and where the person stands. */
export interface KeptAnswer extends Kept {
  readonly standing: StandingNow;
}

/** Fetch what this device is to keep for a session without the server; undefined where the server does not answer. */
export async function fetchKept(): Promise<KeptAnswer | undefined> {
  try {
    const response = await fetch("/api/kept", { signal: patience() });
    return response.ok ? ((await response.json()) as KeptAnswer) : undefined;
  } catch {
    return undefined;
  }
}
