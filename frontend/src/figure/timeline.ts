/** The movement as an exercise page plays it: every phase once, long ones shortened, round and round. */

import type { Moment, ShownPhase } from "./messages";

/** Seconds, our choice: how long the start stands, how long a hold does, and the longest that a movement takes. */
const START_SECONDS = 1.2;
const HOLD_SECONDS = 2.5;
const LONGEST_SECONDS = 4;

export interface Stretch {
  readonly phase: string;
  readonly isStill: boolean;
  readonly seconds: number;
}

export function timelineOf(phases: readonly ShownPhase[]): readonly Stretch[] {
  return phases.map(({ id, kind, seconds }) => {
    if (kind === "start") return { phase: id, isStill: true, seconds: START_SECONDS };
    if (kind === "hold") return { phase: id, isStill: true, seconds: HOLD_SECONDS };
    return { phase: id, isStill: false, seconds: Math.min(LONGEST_SECONDS, Math.max(0.5, seconds)) };
  });
}

/** Return which stretch a moment is in, and where; the time goes round. */
export function momentIn(timeline: readonly Stretch[], seconds: number): { readonly index: number; readonly moment: Moment } {
  const all = timeline.reduce((sum, stretch) => sum + stretch.seconds, 0);
  let into = all > 0 ? seconds % all : 0;
  for (const [index, { phase, isStill, seconds: lasts }] of timeline.entries()) {
    if (into < lasts) return { index, moment: { phase, at: isStill ? 1 : into / lasts } };
    into -= lasts;
  }
  return { index: 0, moment: { phase: "start", at: 1 } };
}

/** Return when a stretch begins, in seconds. */
export function beginOf(timeline: readonly Stretch[], index: number): number {
  return timeline.slice(0, index).reduce((sum, stretch) => sum + stretch.seconds, 0);
}
