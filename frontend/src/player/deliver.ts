/** For every other page: send what a session left on this device, and keep what one without the server needs. */

import { fetchKept, fetchStanding, postEvents, SHEET_VERSION } from "./api";
import type { Kept, Store } from "./storage";
import { whyHeld } from "./offline";
import { Sender, type Delivery } from "./outbox";
import { holding, keepStanding, listenToOthers, tellOthers } from "./standing";
import { openStore } from "./storage";
import { WORDS } from "./words";

/** Send what waits, now and whenever the network comes back; say on the page what waits and what is kept. */
export async function deliverPending(page: Document): Promise<void> {
  const store = await openStore();
  const sender = new Sender(store, postEvents, (delivery) => {
    showWaiting(page, delivery);
    if (delivery.isReached && delivery.waiting === 0) void keepForLater(store);
  });
  window.addEventListener("online", () => sender.kick());
  await fillOffline(page, store);
  tellOthers();
  listenToOthers(() => void lookAgain(page));
  sender.kick();
}

/** Say how much waits once the server did not take it, and that it was sent once it did. */
export function showWaiting(page: Document, { waiting, sessions, isReached }: Delivery): void {
  const status = page.getElementById("waiting");
  if (!status) return;
  if (waiting > 0 && !isReached) status.textContent = WORDS.waiting(sessions);
  else if (waiting === 0 && status.textContent) status.textContent = WORDS.allSent;
}

/** Keep the session that today's answers allow, or none; and let the kept pages say what they say now. */
async function keepForLater(store: Store): Promise<void> {
  const [kept, before] = [await fetchKept(), await store.kept().catch(() => undefined)];
  if (!kept || (await store.waiting()).events > 0) return;
  await keepStanding(store, kept.standing, Date.now());
  await store.keep({ sheet: kept.sheet, pages: kept.pages }).catch(() => undefined);
  if (kept.pages !== before?.pages) await tellWorker("pages-changed");
}

async function tellWorker(message: string): Promise<void> {
  if ("serviceWorker" in navigator) (await navigator.serviceWorker.ready).active?.postMessage(message);
}

/** Fill the page that stands in while the server does not answer: what waits, and whether a session can start. */
async function fillOffline(page: Document, store: Store): Promise<void> {
  const part = (name: string): HTMLElement | null => page.querySelector<HTMLElement>(`[data-offline="${name}"]`);
  const [start, session, waiting, notSent] = [part("start"), part("session"), part("waiting"), part("not-sent")];
  if (!start || !session || !waiting || !notSent) return;
  if (location.pathname === part("again")?.dataset["self"]) part("again")?.setAttribute("href", "/");
  notSent.hidden = new URLSearchParams(location.search).get("sent") !== "no";
  const { sessions, events } = await store.waiting();
  waiting.textContent = events > 0 ? WORDS.waiting(sessions) : WORDS.nothingWaits;
  const saved = await store.load().catch(() => undefined);
  const held = holding((await store.held().catch(() => undefined))?.standing, Date.now());
  const reason = held ? [held.title, held.say, held.call].filter(Boolean).join(" ") : whyNoSession(await store.kept().catch(() => undefined), Date.now());
  start.hidden = reason !== undefined && (!saved || held !== undefined);
  session.textContent = start.hidden ? (reason ?? "") : WORDS.canStart;
}

/** Return why no session can start from what is kept; undefined where one can. */
export function whyNoSession(kept: Kept | undefined, now: number): string | undefined {
  const sheet = kept?.sheet;
  if (!sheet?.offline || sheet.version !== SHEET_VERSION) return WORDS.nothingKept;
  return whyHeld(sheet.offline, now);
}

/**
 * A page that offers a start asks once another page of this browser says that something may have changed, and loads again
 * only where nothing may start any more: each page says so as it loads, and two of them must not go on for ever.
 */
async function lookAgain(page: Document): Promise<void> {
  if (!page.querySelector('form[action="/start/"]')) return;
  const standing = await fetchStanding();
  if (standing && standing.kind !== "free") location.reload();
}
