/** What the moving figure shows of a session: which variant and side, and where in its movement. Pure. */

import type { Moment, Shown } from "../figure/messages";
import { momentOf, START } from "../figure/timing";
import { leads } from "./camera";
import type { CueSheet, SessionSheet, Step } from "./model";
import { blockOf, chosenSheet, stepAt, stepsOf } from "./sheet";
import type { State } from "./state";
import { breathOf } from "./view";

export interface FigureNow {
  readonly shown: Shown;
  readonly moment: Moment;
  /** How full the paced breath is, from 0 to 1; null where nothing paces it. */
  readonly breath: number | null;
  /** Whether something works, which is tinted and named; in a position of ease nothing does. */
  readonly works: boolean;
}

/** Return what the figure shows now; null where the person wants none, and before and after the exercises. */
export function figureOf(sheet: SessionSheet, state: State): FigureNow | null {
  const cues = chosenSheet(sheet, state);
  const { part, index } = state.cursor;
  const block = blockOf(cues, part);
  const step = stepAt(cues, state, state.cursor);
  // A sheet that was kept before there was a figure does not say that it is off.
  if (sheet.figure === false) return null;
  if (!block) return inEase(cues, state, step);
  const variant = state.eased[part] === undefined ? block.variant : (block.easier?.variant ?? block.variant);
  return {
    shown: { exercise: block.exercise, variant, side: step.side ?? "left", symmetric: step.side === null },
    moment: followed(sheet, state, step) ?? momentOf(stepsOf(cues, state, part), index, state.run.elapsed),
    breath: breathOf(state, step)?.full ?? null,
    works: true,
  };
}

/** In a position of ease the figure lies or sits as it begins, and breathes. */
function inEase({ ease }: CueSheet, state: State, step: Step): FigureNow | null {
  if (!ease || step.pose === "") return null;
  const { exercise, variant, side } = ease;
  const shown = { exercise, variant, side: side ?? "left", symmetric: side === null };
  return { shown, moment: START, breath: breathOf(state, step)?.full ?? null, works: false };
}

/** While the camera counts, the figure is where the person is seen to be; undefined where the clock leads. */
function followed(sheet: SessionSheet, state: State, step: Step): Moment | undefined {
  const { phase } = state.seen;
  if (step.kind !== "repetitions" || phase === null || !leads(sheet, state)) return undefined;
  const first = step.tempo[0];
  const last = step.tempo.at(-1);
  const far = step.tempo.findLast(({ kind }) => kind !== "return") ?? first;
  if (!first || !last || !far) return undefined;
  switch (phase) {
    case "start":
      return { phase: last.phase, at: 1 };
    case "out":
      return { phase: first.phase, at: 0.5 };
    case "end":
      return { phase: far.phase, at: 1 };
    case "back":
      return { phase: last.phase, at: 0.5 };
  }
}
