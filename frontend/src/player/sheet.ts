/** Reading a session sheet: its parts, steps, sets and times. No rule lives here; a missing thing raises. */

import type { BlockSheet, CueSheet, Length, Mode, QuestionStep, SessionSheet, Step } from "./model";
import type { Cursor, State } from "./state";

/** Return how long a full session is to be: as was chosen, where that is offered. */
export function lengthOf(sheet: SessionSheet, state: State): Length {
  const offers = sheet.lengths?.offers ?? [];
  const chosen = offers.find((offer) => offer.length === state.length);
  return chosen?.length ?? sheet.lengths?.default ?? "everything";
}

/** Return the cue sheet of a mode, of a full session in the chosen length; undefined where the sheet has none. */
export function sheetIn(sheet: SessionSheet, state: State, mode: Mode): CueSheet | undefined {
  const length = mode === "full" ? lengthOf(sheet, state) : null;
  return sheet.lengths?.offers.find((offer) => offer.length === length)?.sheet ?? sheet.sheets[mode];
}

/** Return the cue sheet of the chosen mode and length. */
export function chosenSheet(sheet: SessionSheet, state: State): CueSheet {
  const found = state.mode === null ? undefined : sheetIn(sheet, state, state.mode);
  if (!found) throw new RangeError(`no cue sheet for mode ${state.mode}`);
  return found;
}

export const closingPart = (cues: CueSheet): number => cues.blocks.length + 1;

/** Return the block of a part; undefined for the opening and the closing. */
export function blockOf(cues: CueSheet, part: number): BlockSheet | undefined {
  return cues.blocks[part - 1];
}

/** Return the block that an answer belongs to: the current one, or the nearest from the opening and the closing. */
export function nearestBlock(cues: CueSheet, part: number): BlockSheet {
  const block = cues.blocks[Math.min(Math.max(part, 1), cues.blocks.length) - 1];
  if (!block) throw new RangeError("the sheet has no blocks");
  return block;
}

/** Return the steps of a part as they are to be done now, with the easier alternative where it was taken. */
export function stepsOf(cues: CueSheet, state: State, part: number): readonly Step[] {
  if (part === 0) return cues.opening;
  if (part === closingPart(cues)) return cues.closing;
  const block = nearestBlock(cues, part);
  const from = state.eased[part];
  if (from === undefined) return state.explained.includes(part) ? block.more : block.steps;
  const steps = easedSteps(block, from, state.brief.includes(part));
  return state.rechecked.includes(part) && block.easier ? withRecheck(steps, block.easier.recheck) : steps;
}

/** Put the question for the worst pain after the first of these sets, before its rest. */
function withRecheck(steps: readonly Step[], recheck: QuestionStep): readonly Step[] {
  const set = steps.find(isWork)?.set;
  const last = steps.findLastIndex((step) => step.set === set && step.kind !== "until-ready");
  if (set === undefined || last < 0) return steps;
  return [...steps.slice(0, last + 1), { ...recheck, set }, ...steps.slice(last + 1)];
}

/**
 * Return the easier alternative from set `from` on (its last set where it has fewer), beginning with how to get into
 * position (briefly where most of that was heard).
 */
function easedSteps(block: BlockSheet, from: number, isBrief: boolean): readonly Step[] {
  const [opening, ...others] = block.easier?.steps ?? block.steps;
  const steps = [...(isBrief && block.easier ? [block.easier.brief] : opening ? [opening] : []), ...others];
  const head = steps.findIndex((step) => !isTold(step));
  const first = Math.min(from, lastSet(steps));
  const later = steps.slice(head).filter((step) => step.set >= first);
  return [...steps.slice(0, head), ...later.slice(later.findIndex((step) => !isRest(step)))];
}

/** Tell whether more can be told of the part under the cursor than is told now. */
export function canExplain(cues: CueSheet, { cursor: { part }, eased, explained }: State): boolean {
  const block = blockOf(cues, part);
  return (block?.more.length ?? 0) > 0 && eased[part] === undefined && !explained.includes(part);
}

/** What a block is now: as it was planned, or its easier alternative where that was taken. */
export interface Version {
  readonly name: string;
  readonly dose: string;
  readonly position: string;
}

/** Return the name, the dose and the start position of a part as it is to be done now. */
export function versionOf(block: BlockSheet, state: State, part: number): Version {
  const easier = state.eased[part] === undefined ? null : block.easier;
  if (!easier) return { name: block.name, dose: block.dose, position: block.position.join(" ") };
  return { name: easier.name, dose: easier.dose, position: easier.steps[0]?.pose ?? "" };
}

/** Tell whether a step only says what to do: getting into position, or how the movement goes. */
const isTold = (step: Step): boolean => step.kind === "until-ready" || (step.kind === "timed" && step.role === "say");

/** Tell whether a step is a rest. */
export const isRest = (step: Step): boolean => step.kind === "timed" && step.role === "rest";

const lastSet = (steps: readonly Step[]): number => Math.max(...steps.map((step) => step.set));

const isQuestion = (step: Step): boolean => step.kind === "question";

/** Return the step under the cursor. */
export function stepAt(cues: CueSheet, state: State, cursor: Cursor): Step {
  const step = stepsOf(cues, state, cursor.part)[cursor.index];
  if (!step) throw new RangeError(`no step ${cursor.index} in part ${cursor.part}`);
  return step;
}

/** Tell whether a step is the exercise itself: a hold, breaths or repetitions. */
export function isWork(step: Step): boolean {
  return step.kind === "breaths" || step.kind === "repetitions" || (step.kind === "timed" && step.role === "hold");
}

/** Return the number of a step's set, from 1. */
export const setOf = (step: Step): number => Math.max(1, step.set);

/** Return the milliseconds of one repetition. */
export function repetitionMs(step: Step & { kind: "repetitions" }): number {
  return step.tempo.reduce((sum, phase) => sum + phase.seconds, 0) * 1000;
}

/** Return how long a step's clock runs, in milliseconds; for until-ready, up to its last cue. */
export function durationMs(step: Step): number {
  switch (step.kind) {
    case "timed":
    case "question":
      return step.seconds * 1000;
    case "repetitions":
      return step.repetitions * repetitionMs(step);
    case "breaths":
      return breathsMs(step);
    case "until-ready":
      return Math.max(0, ...step.cues.map((cue) => cue.at)) * 1000;
  }
}

function breathsMs(step: Step & { kind: "breaths" }): number {
  const paced = step.breath ? step.breaths * (step.breath.in_seconds + step.breath.out_seconds) : step.max_seconds;
  return Math.min(paced, step.max_seconds) * 1000;
}

/** Return the number of a step's first cue from a moment of its clock on, in milliseconds. */
export function cueFrom(step: Step, elapsed: number): number {
  const found = step.cues.findIndex((cue) => cue.at * 1000 >= elapsed);
  return found < 0 ? step.cues.length : found;
}

/** Return the work steps of the current part that are not yet behind us. */
export function workLeft(cues: CueSheet, state: State): readonly Step[] {
  return stepsOf(cues, state, state.cursor.part).slice(state.cursor.index).filter(isWork);
}

/** Return the cursor after the given one, leaving out empty parts and exercises left for pain; undefined at the end. */
export function cursorAfter(cues: CueSheet, state: State, cursor: Cursor): Cursor | undefined {
  if (cursor.index + 1 < stepsOf(cues, state, cursor.part).length) return { part: cursor.part, index: cursor.index + 1 };
  return firstOfNextPart(cues, state, cursor.part);
}

/** Return the first step after the given part; undefined at the end. */
export function firstOfNextPart(cues: CueSheet, state: State, part: number): Cursor | undefined {
  for (let next = part + 1; next <= closingPart(cues); next += 1) {
    if (isOpen(cues, state, next)) return { part: next, index: 0 };
  }
  return undefined;
}

const isOpen = (cues: CueSheet, state: State, part: number): boolean =>
  stepsOf(cues, state, part).length > 0 && !isLeft(cues, state, part);

/** Tell whether a part belongs to an exercise that was left for pain. */
export function isLeft(cues: CueSheet, state: State, part: number): boolean {
  const block = blockOf(cues, part);
  return block !== undefined && state.left.includes(block.exercise);
}

/**
 * Return the cursor of the step before, never a question. Before a part's first step it is the part before from its
 * beginning, so that how to get into position is said again; at the start of the session, the cursor itself.
 */
export function cursorBefore(cues: CueSheet, state: State, { part, index }: Cursor): Cursor {
  const found = stepsOf(cues, state, part).slice(0, index).findLastIndex((step) => !isQuestion(step));
  if (found >= 0) return { part, index: found };
  for (let before = part - 1; before >= 0; before -= 1) {
    if (isOpen(cues, state, before)) return { part: before, index: 0 };
  }
  return { part, index };
}

/** Return the beginning of the set under the cursor; for a first set the beginning of its part, position included. */
export function cursorOfSet(cues: CueSheet, state: State): Cursor {
  const steps = stepsOf(cues, state, state.cursor.part);
  const at = stepAt(cues, state, state.cursor).set;
  const found = steps.findIndex((step) => step.set === at && at > 1 && !isRest(step));
  return { part: state.cursor.part, index: Math.max(0, found) };
}

/** Return the seconds that the rest of the session is expected to last. */
export function secondsLeft(cues: CueSheet, state: State): number {
  const current = stepAt(cues, state, state.cursor);
  let total = Math.max(0, current.expected_seconds - state.run.elapsed / 1000);
  for (let at = cursorAfter(cues, state, state.cursor); at; at = cursorAfter(cues, state, at)) {
    total += stepAt(cues, state, at).expected_seconds;
  }
  return total;
}
