/** What the person says of pain and effort, on record; and what was said but has no event yet when a session ends. */

import type { BlockSheet, CueSheet, Outcome, SessionSheet, SkipReason } from "./model";
import { decide, plainQuality, unsaidQuality } from "./pain";
import { blockOf, chosenSheet, nearestBlock, workLeft } from "./sheet";
import { record, set, UNSAID, type Said, type Screen, type State, type Told, type Turn } from "./state";

export interface PainAnswer {
  readonly moment: "during" | "worst";
  readonly value: number;
  readonly quality: string;
  readonly part?: number;
  /** The session is being left: nothing easier follows. */
  readonly isLast?: boolean;
}

/**
 * Put an answer on record with what the table makes of it, and return that. What is said of the whole of an exercise
 * after a red of it is about that red, and no second one.
 */
export function reportPain(sheet: SessionSheet, turn: Turn, answer: PainAnswer): [Turn, Outcome] {
  const { state } = turn;
  const cues = chosenSheet(sheet, state);
  const asked = { mode: cues.mode, before: state.painBefore ?? 0, now: answer.value, quality: answer.quality };
  const mayEase = answer.moment === "during" && !answer.isLast && canEase(cues, state);
  const part = answer.part ?? state.cursor.part;
  const block = nearestBlock(cues, part);
  const others = state.redIn.filter((exercise) => answer.moment === "during" || exercise !== block.exercise);
  const { outcome, isRed } = decide(sheet.pain, asked, others.length, mayEase);
  const kept = remember(turn, block.exercise, answer.moment, { value: answer.value, quality: answer.quality, part });
  const reported = record(set(kept, { redIn: isRed ? [...others, block.exercise] : state.redIn }), {
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

/** Keep what was said of an exercise, for the end: of "It hurts" the highest number, of the whole of it the last. */
function remember(turn: Turn, exercise: string, moment: PainAnswer["moment"], told: Told): Turn {
  const said = saidOf(turn.state, exercise);
  if (moment === "worst") return keep(turn, exercise, { ...said, worst: told });
  return said.hurt && said.hurt.value > told.value ? turn : keep(turn, exercise, { ...said, hurt: told });
}

const keep = (turn: Turn, exercise: string, said: Said): Turn => set(turn, { said: { ...turn.state.said, [exercise]: said } });

export const saidOf = (state: State, exercise: string): Said => state.said[exercise] ?? UNSAID;

/** Note what an answer at the end leads to, to be told when everything was answered; a later answer takes its place. */
export function advise(turn: Turn, exercise: string, outcome: Outcome): Turn {
  return keep(turn, exercise, { ...saidOf(turn.state, exercise), advice: outcome.then === "continue" ? null : outcome.id });
}

/** Return a number of the scale; raise RangeError where it is none. */
export function onScale(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 10) throw new RangeError(`0 to 10, not ${value}`);
  return value;
}

/** Put on record that an exercise made nothing worse: no number is made of it. */
export function reportNoWorse(sheet: SessionSheet, turn: Turn, part: number): Turn {
  const { index, exercise } = nearestBlock(chosenSheet(sheet, turn.state), part);
  const kept = keep(turn, exercise, { ...saidOf(turn.state, exercise), worst: "no-worse" });
  return record(kept, { type: "no-worse-said", block: index, exercise });
}

/** Put the worst pain of an exercise on record, whose kind nobody asks for. */
export function reportWorst(sheet: SessionSheet, turn: Turn, value: number, part: number): [Turn, Outcome] {
  return reportPain(sheet, turn, { moment: "worst", value, quality: plainQuality(sheet.pain), part });
}

export function reportEffort(sheet: SessionSheet, turn: Turn, value: number, part: number): Turn {
  const { index, exercise } = nearestBlock(chosenSheet(sheet, turn.state), part);
  const kept = keep(turn, exercise, { ...saidOf(turn.state, exercise), effort: value });
  return record(kept, { type: "effort-reported", value, block: index, exercise });
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
  if (screen.kind === "hurts-kind" || screen.kind === "review-kind") return screen.value;
  return screen.kind === "hurts-number" || screen.kind === "review-number" ? (screen.said ?? null) : null;
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
