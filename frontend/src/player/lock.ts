/** The right to run a session, which one tab has at a time, so that nobody hears two voices. */

const LOCK = "ilium-session";

/**
 * Hold the right to run a session in this tab, for as long as the page lives; false where another tab has it. A browser
 * that gives no rights at all, or none to this address, leaves each tab to itself.
 */
export async function claim(steal: boolean, lost: () => void, locks = lockManager()): Promise<boolean> {
  if (!locks) return true;
  return new Promise((resolve) => {
    let isHeld = false;
    const options = steal ? { steal } : { ifAvailable: true };
    const held = locks.request(LOCK, options, (lock) => {
      isHeld = lock !== null;
      resolve(isHeld);
      return isHeld ? new Promise<void>(() => undefined) : undefined;
    });
    held.catch(() => (isHeld ? lost() : resolve(true)));
  });
}

/** Take the right away from every tab, for a moment: a session that runs somewhere ends without a word. */
export async function stopSessions(locks = lockManager()): Promise<void> {
  await locks?.request(LOCK, { steal: true }, () => undefined).catch(() => undefined);
}

/** Where a browser blocks what a page may keep, it may block this too, some by raising. */
function lockManager(): LockManager | undefined {
  try {
    return navigator.locks;
  } catch {
    return undefined;
  }
}
