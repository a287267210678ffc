/** Time passing over the running step: its cues, its end, and the wait until the person is ready. */

import { leads, speakUp, wait } from "./camera";
import type { SessionSheet, Step } from "./model";
import { completeStep } from "./moves";
import { chosenSheet, durationMs, isWork, stepAt } from "./sheet";
import { playCue, silence } from "./speech";
import { setRun, type Turn } from "./state";
import { countedBy } from "./tally";

/** A count that is due longer ago than this is left out, in milliseconds. */
const LATE_MS = 600;
const COUNT_FROM = 5;

type UntilReady = Step & { kind: "until-ready" };

/** Let `ms` milliseconds pass. What is left over at a step's end counts for the next one, so that no time is lost. */
export function pass(sheet: SessionSheet, turn: Turn, ms: number): Turn {
  if (turn.state.screen.kind !== "step") return turn;
  if (turn.state.run.settle > 0) return settle(turn, ms);
  // A set that is over comes before anything that could still be said about it.
  const heard = isCounted(sheet, turn) ? turn : speakUp(turn);
  const step = stepAt(chosenSheet(sheet, heard.state), heard.state, heard.state.cursor);
  if (step.kind === "until-ready" && heard.state.run.stage !== "cues") return passReady(sheet, heard, step, ms);
  if (leads(sheet, heard.state)) return passSeen(sheet, heard, step, ms);
  return passCues(sheet, isWork(step) ? countedBy(heard, "tempo") : heard, step, ms);
}

function isCounted(sheet: SessionSheet, turn: Turn): boolean {
  const step = stepAt(chosenSheet(sheet, turn.state), turn.state, turn.state.cursor);
  return leads(sheet, turn.state) && turn.state.run.elapsed >= durationMs(step);
}

/** While the camera leads, repetitions move on only when one was seen, and a hold's clock only while it is held. */
function passSeen(sheet: SessionSheet, turn: Turn, step: Step, ms: number): Turn {
  const isTimed = step.kind === "timed" && turn.state.seen.isHolding;
  if (isTimed) return passCues(sheet, countedBy(turn, "camera"), step, ms);
  if (turn.state.run.elapsed >= durationMs(step)) return turn.state.speaking ? turn : completeStep(sheet, turn);
  const due = turn.state.speaking ? turn : playDue(turn, step, turn.state.run.elapsed, durationMs(step));
  return wait(sheet, due, ms);
}

/** Hold the clock back after a pause, once the line about going on has been said. */
function settle(turn: Turn, ms: number): Turn {
  return turn.state.speaking ? turn : setRun(turn, { settle: Math.max(0, turn.state.run.settle - ms) });
}

function passCues(sheet: SessionSheet, turn: Turn, step: Step, ms: number): Turn {
  const limit = durationMs(step);
  const target = turn.state.run.elapsed + ms;
  const played = playDue(turn, step, Math.min(target, limit), limit);
  const { run, speaking } = played.state;
  if (run.elapsed < limit || run.nextCue < step.cues.length || speaking?.must) return played;
  if (step.kind === "until-ready") return speaking ? played : setRun(played, { stage: "lead" });
  return pass(sheet, completeStep(sheet, played), Math.min(ms, Math.max(0, target - limit)));
}

/**
 * Play the cues due up to `target`, in order. An instruction that falls due while another line is being said holds the
 * step's clock until it can start; a count is left out instead.
 */
function playDue(turn: Turn, step: Step, target: number, limit: number): Turn {
  let now = turn;
  for (let cue = step.cues[now.state.run.nextCue]; cue; cue = step.cues[now.state.run.nextCue]) {
    const at = Math.min(cue.at * 1000, limit);
    if (at > target) break;
    if (cue.must && now.state.speaking) return setRun(now, { elapsed: Math.max(turn.state.run.elapsed, at) });
    const isDropped = !cue.must && (now.state.speaking !== null || target - at > LATE_MS);
    now = setRun(isDropped ? now : playCue(now, cue), { nextCue: now.state.run.nextCue + 1 });
  }
  return setRun(now, { elapsed: target });
}

function passReady(sheet: SessionSheet, turn: Turn, step: UntilReady, ms: number): Turn {
  const { run, speaking } = turn.state;
  switch (run.stage) {
    case "lead":
      return speaking ? turn : passLead(sheet, setRun(turn, { wait: run.wait + ms }), step);
    case "starting":
      return speaking ? turn : passCount(sheet, setRun(turn, { stage: "count", wait: 0 }), ms);
    case "count":
      return passCount(sheet, turn, ms);
    case "cues":
      throw new RangeError("the cues of a step are not its wait");
  }
}

function passLead(sheet: SessionSheet, turn: Turn, step: UntilReady): Turn {
  if (sheet.readiness === "tap" || turn.state.run.wait < leadMs(turn, step)) return turn;
  return announce(turn, step);
}

const leadMs = (turn: Turn, step: UntilReady): number => step.lead_in_seconds * 1000 + turn.state.run.extra;

/** Say that the start is near; the last five seconds are counted after that line. */
export function announce(turn: Turn, step: UntilReady): Turn {
  const placed = setRun(silence(turn), { stage: "starting", wait: 0, nextCue: step.cues.length });
  if (step.starting === "") return placed;
  return playCue(placed, { at: 0, say: step.starting, seconds: step.starting.length / 13 + 0.5, tone: null, must: true });
}

/** Count the last five seconds aloud, as far as the voice keeps up, and start. */
function passCount(sheet: SessionSheet, turn: Turn, ms: number): Turn {
  const before = turn.state.run.wait;
  const after = before + ms;
  if (after >= COUNT_FROM * 1000) return pass(sheet, completeStep(sheet, turn), after - COUNT_FROM * 1000);
  const moved = setRun(turn, { wait: after });
  const isNew = before === 0 || Math.floor(before / 1000) < Math.floor(after / 1000);
  if (!isNew || turn.state.speaking) return moved;
  const say = String(COUNT_FROM - Math.floor(after / 1000));
  return playCue(moved, { at: 0, say, seconds: 0.6, tone: null, must: false });
}
