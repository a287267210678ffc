/** When a session cannot be got ready, or breaks: what the page says, and the way on. */

import type { Page, Phase } from "./boot";
import { close } from "./closing";
import { DEVICE } from "./device";
import { openStore, type Store } from "./storage";

/** So long it may take until the page says that something is wrong, in milliseconds: twice a request's patience. */
const SLOW_MS = 30_000;

export const FAILED: Phase = { kind: "failed", startAnew };

/**
 * Wait for the session to be got ready. If that fails, or takes too long, the page says so; what comes after all is shown
 * in the place of that.
 */
export async function settled(page: Page, ready: Promise<void>): Promise<void> {
  const slow = setTimeout(() => page.show(FAILED), SLOW_MS);
  try {
    await ready;
  } catch (error) {
    console.error(error);
    page.show(FAILED);
  } finally {
    clearTimeout(slow);
  }
}

/** Close the session that was left here, with what was said in it, forget the kept one, and load the page again. */
async function startAnew(): Promise<void> {
  const store = await openStore();
  await closeSaved(store).catch(() => store.commit(undefined, []));
  await store.keep(undefined).catch(() => undefined);
  location.reload();
}

async function closeSaved(store: Store): Promise<void> {
  const saved = await store.load();
  await (saved ? close(saved, store, DEVICE) : store.commit(undefined, []));
}
