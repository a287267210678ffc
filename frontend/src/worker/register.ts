/** Setting up the service worker, from every page. */

/** Register the worker, and let a newer one that waits take over unless a session is open. Without workers, do nothing. */
export async function keepPages(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const asked = navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const registration = await asked.catch(() => undefined); // refused in some private windows, or the server is away
  registration?.waiting?.postMessage("take-over");
}
