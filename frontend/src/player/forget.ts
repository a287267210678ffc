/** Forgetting everything that this browser keeps for Ilium. */

import { stopSessions } from "./lock";
import { openStore } from "./storage";

/**
 * Forget sessions, events that wait, kept sheets and pages, and every setting of this browser's own.
 *
 * A session in another tab ends without a word, so that it writes nothing afterwards. Cookies are the server's to forget.
 * Call it last, and then leave the page: the next page of Ilium begins to keep things anew.
 *
 * @example await forgetEverything(); location.assign("/");
 */
export async function forgetEverything(): Promise<void> {
  await stopSessions();
  await (await openStore()).clear();
  if ("serviceWorker" in navigator) {
    const registrations = await navigator.serviceWorker.getRegistrations();
    await Promise.all(registrations.map((registration) => registration.unregister()));
  }
  if ("caches" in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  for (const storage of ["localStorage", "sessionStorage"] as const) clear(storage);
}

/** Where a browser blocks a storage for this address, nothing is in it. */
function clear(storage: "localStorage" | "sessionStorage"): void {
  try {
    globalThis[storage].clear();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
