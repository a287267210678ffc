/** Whether a kept sheet may start a session while the server does not answer. */

import type { Offline } from "./model";

/**
 * Return why not, as a sentence for the person, or undefined where it may.
 *
 * @param now wall time in milliseconds
 */
export function whyHeld(offline: Offline, now: number): string | undefined {
  if (now < Date.parse(offline.valid_from)) return offline.when_early;
  return now < Date.parse(offline.valid_until) ? undefined : offline.when_old;
}
