/** Setting up the service worker, from every page. */

/** Register the worker, and let a newer one that waits take over unless a session is open. Without workers, do nothing. */
export async function keepPages(): Promise<void> {
  const registration = await register().catch(() => undefined); // refused in some private windows, or the server is away
  registration?.waiting?.postMessage("take-over");
}

async function register(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  return navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
}
