/** The player: `(state, action) -> [state, effects]`, without clock, chance or browser. */

import type { Finding } from "../generated/findings";
import { count, find, link } from "./camera";
import { announce, pass } from "./clock";
import type { BlockSheet, CueSheet, Mode, SessionSheet, SkipReason, Step } from "./model";
import {
  completeStep,
  endPause,
  enter,
  enterNextPart,
  goOn,
  halt,
  stop,
} from "./moves";
import { gateRow } from "./pain";
import { numberSaid, onScale, recordSkip, reportPain, reportWorst } from "./reports";
import { leaveReview, onReview } from "./review";
import {
  blockOf,
  canExplain,
  chosenSheet,
  cursorBefore,
  cursorOfSet,
  isRest,
  lengthOf,
  nearestBlock,
  setOf,
  stepAt,
  workLeft,
} from "./sheet";
import { hear, hearLost, notice, silence } from "./speech";
import {
  asPauseReason,
  isOver,
  isReview,
  isUnderWay,
  record,
  set,
  setRun,
  show,
  START,
  UNSEEN,
  type Action,
  type Effect,
  type PersonAction,
  type State,
  type Turn,
} from "./state";
import { endSet, variantOf } from "./tally";

/** A gap between two moments longer than this means that the page slept, in milliseconds. */
const GAP_MS = 2000;
/** A session left for longer than this is closed, in milliseconds: our choice. */
export const ABANDONED_MS = 6 * 3600 * 1000;
/** After this long a pause is spoken of once, in milliseconds: our choice. */
const LONG_PAUSE_MS = 120_000;
/** Back within this much of a step's beginning goes to the step before, in milliseconds. */
const BACK_MS = 3000;
/** What may still be asked for in the moment in which a gap is found. */
const NEVER_SWALLOWED: readonly Action["type"][] = ["hurts", "stop", "visibility", "voice-ended", "camera", "finding", "held"];

/** Return what comes of one action, and what it asks for. */
export function reduce(sheet: SessionSheet, state: State, action: Action): [State, readonly Effect[]] {
  const before: Turn = { state, effects: [] };
  const caught = catchUp(sheet, before, action.now);
  const hasSlept = caught.state.screen.kind === "resume" && state.screen.kind !== "resume";
  const after = hasSlept && !NEVER_SWALLOWED.includes(action.type) ? caught : act(sheet, caught, action);
  return [after.state, after.effects];
}

/**
 * Return the state in which a saved session is shown again: nothing goes on before the person says so. What an older
 * version did not save is as at the start.
 */
export function restore(saved: State): State {
  const rested: State = { ...START, ...saved, now: null, speaking: null, hidden: false, seen: UNSEEN };
  const isRunning = ["step", "paused", "skip-why", "no-easier"].includes(saved.screen.kind);
  return isRunning ? { ...rested, screen: { kind: "resume", why: "reload" } } : rested;
}

// --- Time ------------------------------------------------------------------------------------------------------------

function catchUp(sheet: SessionSheet, turn: Turn, now: number): Turn {
  const ms = Math.max(0, now - (turn.state.now ?? now));
  const timed = hearLost(set(turn, { now: Math.max(now, turn.state.now ?? now) }));
  if (ms > ABANDONED_MS && isUnderWay(timed.state)) return stop(sheet, timed, "abandoned", null);
  const { screen, hidden } = timed.state;
  if (screen.kind === "paused") return waitPaused(sheet, timed, screen.waited, ms);
  if (screen.kind !== "step") return timed;
  return ms > GAP_MS ? interrupt(sheet, timed, hidden ? "hidden" : "lost", ms) : pass(sheet, timed, ms);
}

function waitPaused(sheet: SessionSheet, turn: Turn, waited: number, ms: number): Turn {
  const after = waited + ms;
  const waiting = show(turn, { kind: "paused", waited: after });
  const isDue = waited < LONG_PAUSE_MS && after >= LONG_PAUSE_MS;
  return isDue ? notice(waiting, sheet.words.long_pause) : waiting;
}

/** The pause began when the page was last awake, `ms` milliseconds ago: nothing was done since. */
function interrupt(sheet: SessionSheet, turn: Turn, why: "hidden" | "lost", ms: number): Turn {
  return notice(show(halt(turn, asPauseReason(why), ms), { kind: "resume", why }), sheet.words.lost);
}

// --- Actions -----------------------------------------------------------------------------------------------------------

function act(sheet: SessionSheet, turn: Turn, action: Action): Turn {
  switch (action.type) {
    case "tick":
      return turn;
    case "visibility":
      return set(turn, { hidden: action.hidden });
    case "voice-ended":
      return hear(turn, action.key);
    case "camera":
      return link(sheet, turn, action.link);
    case "finding":
      return found(sheet, turn, action.finding);
    case "held":
      return hold(sheet, turn, action.say);
    default:
      return isOver(turn.state) ? turn : actOnScreen(sheet, turn, action);
  }
}

/** What holds the person ends a session, and the rating of one; what was said is on record by then. */
function hold(sheet: SessionSheet, turn: Turn, say: string): Turn {
  if (isUnderWay(turn.state)) return stop(sheet, turn, "held", null, say);
  return isReview(turn.state.screen) ? show(leaveReview(sheet, turn), { kind: "stopped", outcome: null }) : turn;
}

/** A raised hand pauses; it is only told to us where the person switched that on. */
function found(sheet: SessionSheet, turn: Turn, finding: Finding): Turn {
  const isHand = finding.type === "raised-hand" && turn.state.seen.link === "on" && turn.state.screen.kind === "step";
  return isHand ? pause(sheet, turn) : find(sheet, turn, finding);
}

function actOnScreen(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  const { screen } = turn.state;
  switch (screen.kind) {
    case "gate":
      return onGate(sheet, turn, action);
    case "gate-gentle":
      return onGentle(sheet, turn, action, screen);
    case "step":
      return onStep(sheet, turn, action);
    case "paused":
    case "resume":
      return onPaused(sheet, turn, action);
    case "hurts-number":
      return onHurtsNumber(sheet, turn, action);
    case "hurts-kind":
      return onHurtsKind(sheet, turn, action, screen.value);
    case "outcome":
      return onOutcome(sheet, turn, action);
    case "skip-why":
      return onSkipWhy(sheet, turn, action);
    case "no-easier":
      return onNoEasier(sheet, turn, action);
    case "review":
    case "review-number":
    case "review-kind":
    case "review-effort":
      return onReview(sheet, turn, action, screen);
    default:
      return turn;
  }
}

// --- The start gate ------------------------------------------------------------------------------------------------------

function onGate(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  if (action.type === "length") return set(turn, { length: action.length });
  return action.type === "rate" ? passGate(sheet, turn, onScale(action.value)) : turn;
}

function passGate(sheet: SessionSheet, turn: Turn, pain: number): Turn {
  const row = gateRow(sheet, pain);
  const asked = set(turn, { painBefore: pain });
  if (row.mode === null || !hasBlocks(sheet, row.mode)) {
    const held = record(asked, { type: "start-held-back", pain_before: pain });
    return notice(show(held, { kind: "gate-rest", say: row.say }), row.say);
  }
  if (row.mode === "full") return begin(sheet, asked, row.mode, row.say);
  // The gentler session may not be taken, and the page be left: the number is kept all the same.
  const rated = record(asked, { type: "start-rated", pain_before: pain });
  return notice(show(rated, { kind: "gate-gentle", mode: row.mode, say: row.say }), row.say);
}

const hasBlocks = (sheet: SessionSheet, mode: Mode): boolean => (sheet.sheets[mode]?.blocks.length ?? 0) > 0;

function onGentle(sheet: SessionSheet, turn: Turn, action: PersonAction, screen: { mode: Mode; say: string }): Turn {
  if (action.type === "begin" || action.type === "go-on") return begin(sheet, silence(turn), screen.mode, "");
  if (action.type === "cancel") return show(silence(turn), { kind: "gate" });
  return turn;
}

function begin(sheet: SessionSheet, turn: Turn, mode: Mode, say: string): Turn {
  const begun = set(turn, { mode });
  const cues = chosenSheet(sheet, begun.state);
  const started = record(begun, {
    type: "session-started",
    programme: sheet.programme,
    track: sheet.track,
    side: sheet.side,
    mode,
    sheet: sheet.id,
    pain_before: begun.state.painBefore ?? 0,
    planned: cues.blocks.map(plannedBlock),
    ladders: sheet.ladders ?? null,
    length: mode === "full" ? lengthOf(sheet, begun.state) : null,
  });
  const said = say === "" ? started : notice(started, say);
  return cues.opening.length > 0 ? enter(sheet, said, { part: 0, index: 0 }) : enterNextPart(sheet, said);
}

function plannedBlock(block: BlockSheet) {
  const { exercise, exercise_name, name, variant, phase, working_side, sets, repetitions, hold_seconds, breaths, rung, guidance } = block;
  const planned = { exercise, name: exercise_name, variant, variant_name: name, phase, working_side };
  return { ...planned, sets, repetitions, hold_seconds, breaths, rung, guidance };
}

// --- While a step runs -----------------------------------------------------------------------------------------------------

function onStep(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  const step = stepAt(chosenSheet(sheet, turn.state), turn.state, turn.state.cursor);
  switch (action.type) {
    case "toggle":
      return waitsForTap(sheet, turn, step) ? ready(sheet, turn, step) : pause(sheet, turn);
    case "pause":
      return pause(sheet, turn);
    case "hurts":
      return askHurts(sheet, turn);
    case "too-hard":
      return tooHard(sheet, turn);
    case "skip":
      return askSkip(sheet, turn, step);
    case "back":
      return goBack(sheet, turn);
    case "again":
      return startSetAgain(sheet, turn);
    case "ready":
      return ready(sheet, turn, step);
    case "more-time":
      return giveTime(sheet, turn, step);
    case "explain":
      return explain(sheet, turn);
    case "count":
      return count(sheet, turn, "tap");
    case "rate":
      return step.kind === "question" ? answerRecheck(sheet, turn, onScale(action.value)) : turn;
    case "pass":
      return step.kind === "question" ? completeStep(sheet, silence(turn)) : turn;
    case "stop":
      return stop(sheet, turn, "person", null);
    default:
      return turn;
  }
}

const waitsForTap = (sheet: SessionSheet, turn: Turn, step: Step): boolean =>
  step.kind === "until-ready" && sheet.readiness === "tap" && ["cues", "lead"].includes(turn.state.run.stage);

function pause(sheet: SessionSheet, turn: Turn): Turn {
  return notice(show(halt(turn, "person"), { kind: "paused", waited: 0 }), sheet.words.paused);
}

/** The person is ready: the start is announced, so that hands find their way back; breaths taken freely are done. */
function ready(sheet: SessionSheet, turn: Turn, step: Step): Turn {
  if (step.kind === "until-ready") return turn.state.run.stage === "count" ? turn : announce(turn, step);
  if (step.kind === "breaths" && !step.breath) return completeStep(sheet, silence(turn));
  return turn;
}

function giveTime(sheet: SessionSheet, turn: Turn, step: Step): Turn {
  if (step.kind !== "until-ready") return turn;
  const { run } = turn.state;
  const more = leadInMs(sheet, turn.state, step);
  if (run.stage === "cues") return setRun(turn, { extra: run.extra + more });
  const isWaiting = run.stage === "lead";
  const extra = isWaiting ? run.extra + more : run.extra;
  const placed = setRun(turn, { stage: "lead", wait: isWaiting ? run.wait : 0, extra });
  return notice(placed, sheet.words.more_time);
}

/** Return the quiet time before a start in milliseconds; where one is in position already, that of the others. */
function leadInMs(sheet: SessionSheet, state: State, step: Step & { kind: "until-ready" }): number {
  const first = chosenSheet(sheet, state).blocks.flatMap(({ steps }) => steps.slice(0, 1));
  const usual = first.map((one) => (one.kind === "until-ready" ? one.lead_in_seconds : 0));
  return Math.max(step.lead_in_seconds, ...usual) * 1000;
}

function goBack(sheet: SessionSheet, turn: Turn): Turn {
  const { state } = turn;
  const cues = chosenSheet(sheet, state);
  const isFresh = state.run.elapsed + state.run.wait < BACK_MS && state.run.stage === "cues";
  const cursor = isFresh ? cursorBefore(cues, state, state.cursor) : state.cursor;
  return enter(sheet, notice(turn, sheet.words.back), cursor);
}

function startSetAgain(sheet: SessionSheet, turn: Turn): Turn {
  const again = notice(endPause(turn), sheet.words.back);
  return enter(sheet, again, cursorOfSet(chosenSheet(sheet, turn.state), turn.state));
}

/** Say everything of the running block, from the beginning of its set; the record says that it was asked for. */
function explain(sheet: SessionSheet, turn: Turn): Turn {
  const { state } = turn;
  const cues = chosenSheet(sheet, state);
  const block = blockOf(cues, state.cursor.part);
  if (!block || !canExplain(cues, state)) return turn;
  const asked = record(endPause(silence(turn)), { type: "guidance-asked", block: block.index, exercise: block.exercise });
  const told = set(asked, { explained: [...state.explained, state.cursor.part] });
  return enter(sheet, told, cursorOfSet(chosenSheet(sheet, told.state), told.state));
}

// --- Paused ------------------------------------------------------------------------------------------------------------------

function onPaused(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  switch (action.type) {
    case "toggle":
    case "go-on":
      return goOn(sheet, turn);
    case "again":
      return startSetAgain(sheet, turn);
    case "back":
      return goBack(sheet, endPause(turn));
    case "explain":
      return explain(sheet, turn);
    case "hurts":
      return askHurts(sheet, turn);
    case "stop":
      return stop(sheet, turn, "person", null);
    default:
      return turn;
  }
}

// --- It hurts ------------------------------------------------------------------------------------------------------------------

/** Ask how bad it is; `said` is the number that was said already, where it is to be changed. */
function askHurts(sheet: SessionSheet, turn: Turn, said: number | null = null): Turn {
  return notice(show(halt(turn, "it-hurts"), { kind: "hurts-number", said }), sheet.pain.question);
}

const askKind = (sheet: SessionSheet, turn: Turn, value: number): Turn =>
  notice(show(turn, { kind: "hurts-kind", value }), sheet.pain.quality_question);

/** A number that was said is never dropped by leaving the screen on which it can be changed. */
function onHurtsNumber(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  const said = numberSaid(turn.state.screen);
  switch (action.type) {
    case "rate":
      return askKind(sheet, turn, onScale(action.value));
    case "cancel":
      return said === null ? show(silence(turn), { kind: "paused", waited: 0 }) : askKind(sheet, turn, said);
    case "stop":
      return stop(sheet, turn, "pain", null);
    default:
      return turn;
  }
}

function onHurtsKind(sheet: SessionSheet, turn: Turn, action: PersonAction, value: number): Turn {
  switch (action.type) {
    case "kind":
      return answerHurts(sheet, turn, value, action.quality);
    case "cancel":
      return askHurts(sheet, turn, value);
    case "stop":
      return stop(sheet, turn, "pain", null);
    default:
      return turn;
  }
}

function answerHurts(sheet: SessionSheet, turn: Turn, value: number, quality: string): Turn {
  const [reported, outcome] = reportPain(sheet, turn, { moment: "during", value, quality });
  const answered = show(reported, { kind: "outcome", outcome: outcome.id });
  switch (outcome.then) {
    case "continue":
      return notice(answered, outcome.say);
    case "ease":
      return notice(show(easeForPain(sheet, answered), { kind: "outcome", outcome: outcome.id }), outcome.say);
    case "stop-exercise":
      return notice(leaveExercise(sheet, answered), outcome.say);
    case "stop-session":
    case "emergency":
      return stop(sheet, answered, outcome.stop_why ?? "pain", outcome.id);
  }
}

/** Leave every block of the current exercise that is not behind us; it does not come back in this session. */
function leaveExercise(sheet: SessionSheet, turn: Turn): Turn {
  const cues = chosenSheet(sheet, turn.state);
  const { exercise } = nearestBlock(cues, turn.state.cursor.part);
  if (turn.state.left.includes(exercise)) return turn;
  const ended = endSet(cues, silence(turn));
  const skipped = cues.blocks.filter((block, at) => block.exercise === exercise && isAhead(cues, turn.state, at + 1));
  const recorded = skipped.reduce((sofar, block) => recordSkip(sofar, block, "pain-stop"), ended);
  return set(recorded, { left: [...turn.state.left, exercise] });
}

function isAhead(cues: CueSheet, state: State, part: number): boolean {
  return part > state.cursor.part || (part === state.cursor.part && workLeft(cues, state).length > 0);
}

function onOutcome(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  switch (action.type) {
    case "go-on":
    case "toggle":
      return goOn(sheet, turn);
    case "hurts":
      return askHurts(sheet, turn);
    case "stop":
      return stop(sheet, turn, "pain", null);
    default:
      return turn;
  }
}

// --- Too hard, skip ------------------------------------------------------------------------------------------------------------

function tooHard(sheet: SessionSheet, turn: Turn): Turn {
  const { state } = turn;
  const cues = chosenSheet(sheet, state);
  const block = blockOf(cues, state.cursor.part);
  const next = workLeft(cues, state)[0];
  if (!block || !next) return turn;
  if (!block.easier || state.eased[state.cursor.part] !== undefined) {
    return notice(show(halt(turn, "person"), { kind: "no-easier" }), sheet.words.no_easier);
  }
  return ease(sheet, turn, block, setOf(next));
}

/** Put the easier version in place, silently; it begins when the person says so, and its pain is asked for early. */
function easeForPain(sheet: SessionSheet, turn: Turn): Turn {
  const cues = chosenSheet(sheet, turn.state);
  const block = blockOf(cues, turn.state.cursor.part);
  const next = workLeft(cues, turn.state)[0];
  if (!block || !next) throw new RangeError("nothing is left to ease");
  const { part } = turn.state.cursor;
  const watched = set(turn, { rechecked: [...turn.state.rechecked, part] });
  return silence(ease(sheet, watched, block, setOf(next)));
}

function ease(sheet: SessionSheet, turn: Turn, block: BlockSheet, from: number): Turn {
  const { part } = turn.state.cursor;
  const ended = endSet(chosenSheet(sheet, turn.state), turn);
  const recorded = record(ended, {
    type: "block-eased",
    block: block.index,
    exercise: block.exercise,
    from_variant: block.variant,
    to_variant: variantOf(block, true),
  });
  const brief = hasHeardPosition(turn.state) ? [...turn.state.brief, part] : turn.state.brief;
  const eased = set(silence(recorded), { eased: { ...turn.state.eased, [part]: from }, brief });
  return enter(sheet, eased, { part, index: 0 });
}

/** Tell whether how the part under the cursor begins was said to its end. */
const hasHeardPosition = ({ cursor, run }: State): boolean => cursor.index > 0 || run.stage !== "cues";

function onNoEasier(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  switch (action.type) {
    case "skip":
      return skipBlock(sheet, turn, "too-hard");
    case "go-on":
    case "toggle":
    case "cancel":
      return goOn(sheet, turn);
    case "hurts":
      return askHurts(sheet, turn);
    case "stop":
      return stop(sheet, turn, "person", null);
    default:
      return turn;
  }
}

/** A rest or a line is skipped at once; an exercise asks why, and never insists. */
function askSkip(sheet: SessionSheet, turn: Turn, step: Step): Turn {
  const cues = chosenSheet(sheet, turn.state);
  if (!blockOf(cues, turn.state.cursor.part)) return completeStep(sheet, silence(turn));
  if (step.kind === "question") return completeStep(sheet, silence(turn));
  if (isRest(step) || workLeft(cues, turn.state).length === 0) return completeStep(sheet, silence(turn));
  return show(halt(turn, "person"), { kind: "skip-why" });
}

function onSkipWhy(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  switch (action.type) {
    case "why":
      return skipBlock(sheet, turn, action.why);
    case "skip":
      return skipBlock(sheet, turn, "not-said");
    case "cancel":
    case "go-on":
    case "toggle":
      return goOn(sheet, turn);
    case "hurts":
      return askHurts(sheet, turn);
    case "stop":
      return stop(sheet, turn, "person", null);
    default:
      return turn;
  }
}

function skipBlock(sheet: SessionSheet, turn: Turn, why: SkipReason): Turn {
  const { state } = turn;
  const cues = chosenSheet(sheet, state);
  const block = nearestBlock(cues, state.cursor.part);
  const ended = endSet(cues, turn);
  const recorded = endPause(recordSkip(ended, block, why));
  return enterNextPart(sheet, notice(recorded, sheet.words.skipped));
}

// --- The question after what was eased for pain ------------------------------------------------------------------------------------

function answerRecheck(sheet: SessionSheet, turn: Turn, value: number): Turn {
  const [reported, outcome] = reportWorst(sheet, silence(turn), value, turn.state.cursor.part);
  if (outcome.then === "stop-session" || outcome.then === "emergency") {
    return stop(sheet, reported, outcome.stop_why ?? "pain", outcome.id);
  }
  const isMoreToCome = workLeft(chosenSheet(sheet, turn.state), turn.state).length > 0;
  if (outcome.then === "continue" || !(outcome.counts_red || isMoreToCome)) return completeStep(sheet, reported);
  const left = leaveExercise(sheet, halt(reported, "it-hurts"));
  return notice(show(left, { kind: "outcome", outcome: outcome.id }), outcome.say);
}
