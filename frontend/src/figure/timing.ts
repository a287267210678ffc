/** Which point of its clip the figure shows at a moment of the session. Pure: steps and times in, a moment out. */

import type { Step } from "../player/model";
import type { Moment } from "./messages";

export const START: Moment = { phase: "start", at: 1 };

/**
 * Return the moment of the clip that belongs to step `index` of a part, `elapsedMs` into it.
 *
 * A movement runs over the step's own seconds. A hold stands still. A rest keeps the pose that the movement before it
 * ended in: between two holds that is not the start. Getting into position, and what is only said, show the start.
 */
export function momentOf(steps: readonly Step[], index: number, elapsedMs: number): Moment {
  const step = steps[index];
  if (!step) throw new RangeError(`no step ${index}`);
  switch (step.kind) {
    case "until-ready":
    case "question":
      return START;
    case "breaths":
      return step.phase === null ? START : { phase: step.phase, at: 1 };
    case "repetitions":
      return inTempo(step, elapsedMs);
    case "timed":
      if (step.role === "rest") return lastPose(steps, index);
      return step.phase === null ? START : { phase: step.phase, at: step.role === "hold" ? 1 : share(elapsedMs, step.seconds) };
  }
}

const share = (elapsedMs: number, seconds: number): number => Math.min(1, Math.max(0, elapsedMs / (seconds * 1000)));

/** Return the moment within a repetition; after the last one, its end. */
function inTempo(step: Step & { kind: "repetitions" }, elapsedMs: number): Moment {
  const each = step.tempo.reduce((sum, phase) => sum + phase.seconds * 1000, 0);
  const last = step.tempo.at(-1);
  if (!last || !(each > 0)) return START;
  if (elapsedMs >= each * step.repetitions) return { phase: last.phase, at: 1 };
  let into = elapsedMs % each;
  for (const { phase, kind, seconds } of step.tempo) {
    if (into < seconds * 1000) return { phase, at: kind === "hold" ? 1 : share(into, seconds) };
    into -= seconds * 1000;
  }
  return { phase: last.phase, at: 1 };
}

/** Return the pose in which what came before a rest ended. */
function lastPose(steps: readonly Step[], index: number): Moment {
  for (let before = index - 1; before >= 0; before -= 1) {
    const step = steps[before];
    if (!step || step.kind === "until-ready") return START;
    const phase = step.kind === "repetitions" ? step.tempo.at(-1)?.phase : step.phase;
    if (phase) return { phase, at: 1 };
  }
  return START;
}
