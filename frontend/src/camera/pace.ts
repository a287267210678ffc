/** Which of the two models this device can run fast enough: measured on the first pictures that hold a body. */

import type { Model } from "./wire";

/** The larger model is kept where it sees at least this many pictures a second: camera.md's advice, on two machines. */
const WANTED_PER_SECOND = 8;
/** The first picture prepares the model and tells nothing. */
const WARM_UP = 1;
const MEASURED = 6;

export interface Pace {
  readonly model: Model;
  /** Milliseconds of each picture with a body so far; null once it is decided. */
  readonly times: readonly number[] | null;
}

export const AT_FIRST: Pace = { model: "full", times: [] };

/** Return the pace after one more picture, which took this long; pictures without a body cost less and do not count. */
export function paced(pace: Pace, ms: number, hasBody: boolean): Pace {
  if (pace.times === null || !hasBody) return pace;
  const times = [...pace.times, ms];
  if (times.length < WARM_UP + MEASURED) return { ...pace, times };
  return { model: median(times.slice(WARM_UP)) > 1000 / WANTED_PER_SECOND ? "lite" : "full", times: null };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
