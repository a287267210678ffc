import type { Device } from "./runtime";

/** The clocks and the chance of this browser. */
export const DEVICE: Device = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
};
