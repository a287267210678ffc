/** What was done of each set, and the events that say so. */

import type { BlockSheet, CueSheet, Draft, Step } from "./model";
import { blockOf, durationMs, isWork, repetitionMs, setOf, stepAt, stepsOf } from "./sheet";
import { record, set, type State, type Tally, type Turn, type Way } from "./state";

const sum = (values: Readonly<Record<string, number>>): number => Object.values(values).reduce((a, b) => a + b, 0);

/** Open the tally of the set under the cursor, when its step is work; a set in progress elsewhere ends first. */
export function beginWork(cues: CueSheet, turn: Turn): Turn {
  const { cursor, tally } = turn.state;
  const step = stepAt(cues, turn.state, cursor);
  if (!isWork(step) || !blockOf(cues, cursor.part)) return turn;
  if (tally && tally.part === cursor.part && tally.set === setOf(step)) return turn;
  const ended = endSet(cues, turn);
  return set(ended, { tally: { part: cursor.part, set: setOf(step), repetitions: {}, held: {}, ways: [] } });
}

/** Note who counts or times what is being done now. */
export function countedBy(turn: Turn, way: Way): Turn {
  const { tally } = turn.state;
  return !tally || tally.ways.includes(way) ? turn : set(turn, { tally: { ...tally, ways: [...tally.ways, way] } });
}

/** Count the step under the cursor as done, and record the set when that was its last work. */
export function countStep(cues: CueSheet, turn: Turn): Turn {
  const { cursor, tally } = turn.state;
  const step = stepAt(cues, turn.state, cursor);
  if (!tally || !isWork(step)) return turn;
  const counted = set(turn, { tally: withStep(tally, step, turn.state.run.elapsed) });
  const rest = stepsOf(cues, turn.state, cursor.part).slice(cursor.index + 1);
  const goesOn = rest.some((later) => isWork(later) && setOf(later) === tally.set);
  return goesOn ? counted : completeSet(cues, counted);
}

function withStep(tally: Tally, step: Step, elapsed: number): Tally {
  const name = step.repetition > 0 ? String(step.repetition) : step.id;
  const repetitions = step.kind === "repetitions" ? step.repetitions : 1;
  const held = step.kind === "repetitions" ? 0 : Math.round(Math.min(elapsed, durationMs(step)) / 1000);
  return {
    ...tally,
    repetitions: { ...tally.repetitions, [name]: repetitions },
    held: { ...tally.held, [step.id]: held },
  };
}

function completeSet(cues: CueSheet, turn: Turn): Turn {
  const { tally } = turn.state;
  if (!tally) return turn;
  const key = doneKey(turn.state, tally.part, tally.set);
  const closed = set(turn, { tally: null });
  if (turn.state.done.includes(key)) return closed;
  const done = account(cues, turn.state, tally);
  const marked = set(begun(closed, tally.part, done), { done: [...turn.state.done, key] });
  return record(marked, { type: "set-completed", ...done });
}

/** Record the set in progress as left before its end, with what was done of the step under the cursor. */
export function endSet(cues: CueSheet, turn: Turn): Turn {
  const { tally } = turn.state;
  if (!tally) return turn;
  const closed = set(turn, { tally: null });
  if (turn.state.done.includes(doneKey(turn.state, tally.part, tally.set))) return closed;
  const done = account(cues, turn.state, withPartial(cues, turn.state, tally));
  return record(begun(closed, tally.part, done), { type: "set-ended", ...done });
}

/** Note that something of a part was done. */
function begun(turn: Turn, part: number, { repetitions, held_seconds }: Account): Turn {
  const isNothing = repetitions === 0 && (held_seconds ?? 0) === 0;
  return isNothing || turn.state.begun.includes(part) ? turn : set(turn, { begun: [...turn.state.begun, part] });
}

function withPartial(cues: CueSheet, state: State, tally: Tally): Tally {
  const step = stepAt(cues, state, state.cursor);
  const isOurs = isWork(step) && tally.part === state.cursor.part && tally.set === setOf(step);
  if (!isOurs || state.run.elapsed <= 0) return tally;
  if (step.kind !== "repetitions") return { ...tally, held: { ...tally.held, [step.id]: wholeSeconds(state) } };
  const repetitions = Math.min(step.repetitions, Math.floor(state.run.elapsed / repetitionMs(step)));
  return { ...tally, repetitions: { ...tally.repetitions, [step.id]: repetitions } };
}

const wholeSeconds = (state: State): number => Math.floor(state.run.elapsed / 1000);

type Account = Omit<Draft & { type: "set-completed" }, "type">;

function account(cues: CueSheet, state: State, tally: Tally): Account {
  const block = blockOf(cues, tally.part);
  if (!block) throw new RangeError(`part ${tally.part} is no block`);
  const eased = state.eased[tally.part] !== undefined;
  const first = stepsOf(cues, state, tally.part).find((step) => isWork(step) && setOf(step) === tally.set);
  return {
    block: block.index,
    set: tally.set,
    side: first?.side ?? block.working_side,
    exercise: block.exercise,
    variant: variantOf(block, eased),
    repetitions: sum(tally.repetitions),
    held_seconds: sum(tally.held),
    eased,
    ...waysOf(tally),
  };
}

/** The clock's own tempo goes without saying. */
function waysOf({ ways }: Tally): Pick<Account, "counted"> {
  const [only, ...others] = ways;
  if (only === undefined || (only === "tempo" && others.length === 0)) return {};
  return { counted: others.length > 0 ? "mixed" : only };
}

/** Return the id of the variant that is being done. */
export function variantOf(block: BlockSheet, eased: boolean): string {
  return eased ? (block.easier?.variant ?? block.variant) : block.variant;
}

const doneKey = (state: State, part: number, number: number): string =>
  `${part}.${number}.${state.eased[part] === undefined ? "planned" : "eased"}`;
