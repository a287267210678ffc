/** The right to run a session, which one tab has at a time, so that nobody hears two voices. */

const LOCK = "ilium-session";

/** Hold the right to run a session in this tab, for as long as the page lives. */
export async function claim(steal: boolean, lost: () => void): Promise<boolean> {
  if (!("locks" in navigator)) return true;
  return new Promise((resolve) => {
    const options = steal ? { steal } : { ifAvailable: true };
    const held = navigator.locks.request(LOCK, options, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
    held.catch(lost);
  });
}

/** Take the right away from every tab, for a moment: a session that runs somewhere ends without a word. */
export async function stopSessions(): Promise<void> {
  if ("locks" in navigator) await navigator.locks.request(LOCK, { steal: true }, () => undefined);
}
