/** One clock of two: what a browser counts stands still while some machines sleep, and the clock on the wall is set. */

import type { Device } from "./runtime";

/**
 * So far the wall may run ahead of the page's own count between two looks, in milliseconds, before it counts as sleep: our
 * choice. Time servers step a clock by less than a second, a session looks ten times a second, and a gap of two seconds
 * pauses it anyway.
 */
export const SLEPT_MS = 2000;

/**
 * Return the device with a count of milliseconds that goes on while the machine sleeps, and never back.
 *
 * `performance.now()` stands still in sleep on Linux and macOS. Where the wall has run ahead of it by more than
 * `SLEPT_MS` since the last look, the wall's time counts. A wall that is set back, or a little forward, changes nothing.
 *
 * @example const device = countingSleep({ monotonic: () => performance.now(), wall: Date.now, random });
 */
export function countingSleep(device: Device): Device {
  let own = device.monotonic();
  let wall = device.wall();
  let passed = own;
  const monotonic = (): number => {
    const [ownPassed, wallPassed] = [device.monotonic() - own, device.wall() - wall];
    own += ownPassed;
    wall += wallPassed;
    passed += wallPassed - ownPassed > SLEPT_MS ? wallPassed : Math.max(0, ownPassed);
    return passed;
  };
  return { ...device, monotonic };
}
