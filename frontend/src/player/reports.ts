/** What the person says of pain and effort, on record; and what was said but has no event yet when a session ends. */

import type { BlockSheet, CueSheet, Outcome, SessionSheet, SkipReason } from "./model";
import { decide, plainQuality, unsaidQuality } from "./pain";
import { blockOf, chosenSheet, nearestBlock, workLeft } from "./sheet";
import { record, set, type Screen, type State, type Turn } from "./state";

export interface PainAnswer {
  readonly moment: "during" | "worst";
  readonly value: number;
  readonly quality: string;
  readonly part?: number;
  /** The session is being left: nothing easier follows. */
  readonly isLast?: boolean;
}

/** Put an answer on record with what the table makes of it, and return that. */
export function reportPain(sheet: SessionSheet, turn: Turn, answer: PainAnswer): [Turn, Outcome] {
  const { state } = turn;
  const cues = chosenSheet(sheet, state);
  const asked = { mode: cues.mode, before: state.painBefore ?? 0, now: answer.value, quality: answer.quality };
  const mayEase = answer.moment === "during" && !answer.isLast && canEase(cues, state);
  const { outcome, isRed } = decide(sheet.pain, asked, state.reds, mayEase);
  const block = nearestBlock(cues, answer.part ?? state.cursor.part);
  const reported = record(set(turn, { reds: state.reds + (isRed ? 1 : 0) }), {
    type: "pain-reported",
    moment: answer.moment,
    value: answer.value,
    quality: answer.quality,
    outcome: outcome.id,
    block: block.index,
    exercise: block.exercise,
  });
  return [reported, outcome];
}

/** Put the worst pain of an exercise on record, whose kind nobody asks for. */
export function reportWorst(sheet: SessionSheet, turn: Turn, value: number, part: number): [Turn, Outcome] {
  return reportPain(sheet, turn, { moment: "worst", value, quality: plainQuality(sheet.pain), part });
}

export function reportEffort(sheet: SessionSheet, turn: Turn, value: number, part: number): Turn {
  const block = nearestBlock(chosenSheet(sheet, turn.state), part);
  return record(turn, { type: "effort-reported", value, block: block.index, exercise: block.exercise });
}

export function recordSkip(turn: Turn, block: BlockSheet, why: SkipReason): Turn {
  const { index, exercise, working_side } = block;
  return record(turn, { type: "block-skipped", block: index, exercise, side: working_side, why });
}

/** Tell whether an easier version of what is being done is left. */
export function canEase(cues: CueSheet, state: State): boolean {
  const block = blockOf(cues, state.cursor.part);
  const isEased = state.eased[state.cursor.part] !== undefined;
  return Boolean(block?.easier) && !isEased && workLeft(cues, state).length > 0;
}

/** Return the number that was said on a screen that still waits for more; null where there is none. */
export function numberSaid(screen: Screen): number | null {
  if (screen.kind === "hurts-kind") return screen.value;
  return screen.kind === "hurts-number" ? (screen.said ?? null) : null;
}

/**
 * Put on record what the person said on a screen that is being left for good: a number without its kind, or that an
 * exercise was too hard or not wanted. The second value is the outcome of the number, where there was one.
 */
export function keepSaid(sheet: SessionSheet, turn: Turn): [Turn, Outcome | null] {
  const { screen, cursor } = turn.state;
  const value = numberSaid(screen);
  const quality = unsaidQuality(sheet.pain);
  if (value !== null) return reportPain(sheet, turn, { moment: "during", value, quality, isLast: true });
  const why = screen.kind === "no-easier" ? "too-hard" : screen.kind === "skip-why" ? "not-said" : null;
  return [why === null ? turn : recordSkip(turn, nearestBlock(chosenSheet(sheet, turn.state), cursor.part), why), null];
}
