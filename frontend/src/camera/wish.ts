/** Whether the person wants the camera in the session that comes next; in this tab only, and never for another day. */

const KEY = "ilium-camera";

const today = (): string => new Date().toDateString();

export function wish(isWanted: boolean, storage: Storage = sessionStorage): void {
  if (isWanted) storage.setItem(KEY, today());
  else storage.removeItem(KEY);
}

export const isWished = (storage: Storage = sessionStorage): boolean => storage.getItem(KEY) === today();
