/** Whether the person wants the camera in the session that comes next; in this tab only, and never for another day. */

const KEY = "ilium-camera";

const today = (): string => new Date().toDateString();

/** Where a browser keeps nothing for this address the wish is lost, and the session asks for the camera itself. */
export function wish(isWanted: boolean, storage: Storage | undefined = tabStorage()): void {
  try {
    if (isWanted) storage?.setItem(KEY, today());
    else storage?.removeItem(KEY);
  } catch {
    // Full, or blocked.
  }
}

export function isWished(storage: Storage | undefined = tabStorage()): boolean {
  try {
    return storage?.getItem(KEY) === today();
  } catch {
    return false;
  }
}

function tabStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
