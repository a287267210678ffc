/** Moving through the sheet: entering a step, going on, going back, pausing, stopping. */

import { forgetCue, tellPlace } from "./camera";
import type { PauseReason, SessionSheet, Step, StopReason } from "./model";
import { outcomeById } from "./pain";
import { keepSaid } from "./reports";
import { rowsOf } from "./rows";
import {
  chosenSheet,
  cueFrom,
  cursorAfter,
  firstOfNextPart,
  isLeft,
  isRest,
  isWork,
  repetitionMs,
  stepAt,
} from "./sheet";
import { notice, silence } from "./speech";
import { FRESH_RUN, record, set, show, type Cursor, type Turn } from "./state";
import { beginWork, countStep, endSet } from "./tally";

/** After a pause the clock of an exercise waits this long once the line is said, in milliseconds: our choice. */
const SETTLE_MS = 3000;

/** Start the step at the cursor from its beginning; an exercise left for pain is passed over. */
export function enter(sheet: SessionSheet, turn: Turn, cursor: Cursor): Turn {
  if (isLeft(chosenSheet(sheet, turn.state), turn.state, cursor.part)) return enterNextPart(sheet, turn);
  const there = set(forgetCue(turn), { cursor, run: FRESH_RUN, screen: { kind: "step" } });
  return tellPlace(sheet, beginWork(chosenSheet(sheet, there.state), there));
}

/** Count the running step as done and start the next one, or finish. */
export function completeStep(sheet: SessionSheet, turn: Turn): Turn {
  const cues = chosenSheet(sheet, turn.state);
  const counted = countStep(cues, turn);
  return enterOrFinish(sheet, counted, cursorAfter(cues, counted.state, counted.state.cursor));
}

/** Start the part after the current one, or finish. */
export function enterNextPart(sheet: SessionSheet, turn: Turn): Turn {
  const { state } = turn;
  return enterOrFinish(sheet, turn, firstOfNextPart(chosenSheet(sheet, state), state, state.cursor.part));
}

function enterOrFinish(sheet: SessionSheet, turn: Turn, cursor: Cursor | undefined): Turn {
  return cursor ? enter(sheet, turn, cursor) : finish(sheet, turn);
}

/** The session has come to its end: on record before any answer is asked for again. */
function finish(sheet: SessionSheet, turn: Turn): Turn {
  const recorded = record(turn, { type: "session-finished" });
  if (!canRate(sheet, recorded)) return close(sheet, recorded);
  return notice(show(set(recorded, { ended: "finished" }), { kind: "review" }), sheet.words.review);
}

const canRate = (sheet: SessionSheet, { state }: Turn): boolean => rowsOf(chosenSheet(sheet, state), state).length > 0;

/** Show the end, after what was said at it. What is said at a stop has been said by then. */
export function close(sheet: SessionSheet, turn: Turn): Turn {
  const rows = rowsOf(chosenSheet(sheet, turn.state), turn.state);
  const outcome = rows.findLast((row) => row.said.advice !== null)?.said.advice ?? null;
  if (turn.state.ended === "stopped") return show(turn, { kind: "stopped", outcome });
  return notice(show(turn, { kind: "finished", outcome }), sheet.words.finished);
}

/** Stop everything that runs, for a pause or a question; `SessionPaused` goes on record once, `ago` milliseconds before now. */
export function halt(turn: Turn, why: PauseReason, ago = 0): Turn {
  const quiet = silence(turn);
  return quiet.state.halted ? quiet : record(set(quiet, { halted: true }), { type: "session-paused", why }, ago);
}

/** Put the end of a pause on record. */
export function endPause(turn: Turn): Turn {
  return turn.state.halted ? record(set(turn, { halted: false }), { type: "session-resumed" }) : turn;
}

/** Go on with the step under the cursor: an instruction from its beginning, work where it was left. */
export function goOn(sheet: SessionSheet, turn: Turn): Turn {
  const cues = chosenSheet(sheet, turn.state);
  if (isLeft(cues, turn.state, turn.state.cursor.part)) return enterNextPart(sheet, endPause(silence(turn)));
  const step = stepAt(cues, turn.state, turn.state.cursor);
  const resumed = show(endPause(turn), { kind: "step" });
  if (!isWork(step)) return notice(set(resumed, { run: restRun(step, turn) }), sheet.words.resumed);
  const elapsed = resumePoint(step, turn.state.run.elapsed);
  const nextCue = cueFrom(step, elapsed);
  const placed = set(resumed, { run: { ...FRESH_RUN, elapsed, nextCue, settle: SETTLE_MS } });
  return notice(placed, `${sheet.words.resumed} ${step.caption}`);
}

function restRun(step: Step, turn: Turn): typeof FRESH_RUN {
  if (!isRest(step)) return FRESH_RUN;
  const elapsed = turn.state.run.elapsed;
  return { ...FRESH_RUN, elapsed, nextCue: cueFrom(step, elapsed) };
}

/** Return where work goes on: a repetition or a breath from its own beginning, a hold where it was. */
function resumePoint(step: Step, elapsed: number): number {
  if (step.kind === "repetitions") return wholeTimes(elapsed, repetitionMs(step));
  if (step.kind !== "breaths" || !step.breath) return elapsed;
  return wholeTimes(elapsed, (step.breath.in_seconds + step.breath.out_seconds) * 1000);
}

const wholeTimes = (elapsed: number, one: number): number => Math.floor(elapsed / one) * one;

/**
 * End the session before its end: silence first, then the record, with whatever was said, then one line. Where it was the
 * person's own choice, what was begun can then be rated.
 */
export function stop(sheet: SessionSheet, turn: Turn, why: StopReason, told: string | null, say?: string): Turn {
  const cues = chosenSheet(sheet, turn.state);
  const [kept, said] = keepSaid(sheet, silence(turn));
  const outcome = told ?? (said?.then === "stop-session" ? said.id : null);
  const ended = endSet(cues, kept);
  const recorded = set(record(ended, { type: "session-stopped", why }), { halted: false });
  if (why === "person" && canRate(sheet, recorded)) {
    const rated = show(set(recorded, { ended: "stopped" }), { kind: "review" });
    return notice(rated, `${sheet.words.stopped} ${sheet.words.review}`);
  }
  const found = outcome === null ? null : outcomeById(sheet.pain, outcome);
  const isEmergency = found?.then === "emergency";
  const shown = show(recorded, isEmergency ? { kind: "emergency", outcome: found.id } : { kind: "stopped", outcome });
  return notice(shown, say ?? (found && found.then !== "continue" ? found.say : sheet.words.stopped));
}
