/** What the camera's findings mean to the running session. Unsure means that the clock takes over, never a verdict. */

import type { Finding, RecordingState } from "../generated/findings";
import { blockOf, chosenSheet, cueFrom, durationMs, nearestBlock, repetitionMs, setOf, sheetIn, stepAt, workLeft } from "./sheet";
import type { SessionSheet, Step } from "./model";
import { playCue } from "./speech";
import { isUnderWay, set, setRun, setSeen, type Seen, type State, type Turn } from "./state";
import { countedBy, variantOf } from "./tally";

/** Our choices, in milliseconds: so long a set waits for someone who is not seen, or is seen and does not move. */
const UNSEEN_MS = 12_000;
const STILL_MS = 45_000;
/** A cue about form that could not be said for so long is left out, in milliseconds: our choice. */
const STALE_MS = 5_000;
/** So long after a repetition its number is still said, in milliseconds: our choice. */
const LATE_MS = 1_500;
/** What is missing for less than this is not spoken of, in milliseconds: our choice. */
const FLICKER_MS = 1000;
/** What is not seen is said again only after so long, in milliseconds: our choice. */
const AGAIN_MS = 15_000;
/** So much longer a start waits for somebody who moves the phone, in milliseconds: our choice. */
const PHONE_MS = 20_000;
/** Characters a second, as for the player's own lines. */
const PACE = 13;

const SEEN = { missing: "", missingSince: null } as const;
const MOVING = { idle: 0, unseen: 0 } as const;

/** What the camera is to watch: the set that is being done, or that comes next in this block. */
export interface Watched {
  readonly key: string;
  readonly exercise: string;
  readonly variant: string;
  readonly side: "left" | "right" | "both";
  readonly set: number;
}

/** Return what the camera is to watch now; undefined where there is nothing to count or to hold. */
export function watched(sheet: SessionSheet, state: State): Watched | undefined {
  if (!isUnderWay(state)) return undefined;
  const cues = chosenSheet(sheet, state);
  const block = blockOf(cues, state.cursor.part);
  const step = block && workLeft(cues, state)[0];
  if (!block || !step) return undefined;
  const variant = variantOf(block, state.eased[state.cursor.part] !== undefined);
  const side = block.symmetric ? "both" : (step.side ?? block.working_side);
  const number = setOf(step);
  return { key: `${state.cursor.part}.${number}.${side}.${variant}`, exercise: block.exercise, variant, side, set: number };
}

const isMeasurable = (step: Step): boolean => step.kind === "repetitions" || (step.kind === "timed" && step.role === "hold");

/** Tell whether the camera, not the clock, leads the step under the cursor. */
export function leads(sheet: SessionSheet, state: State): boolean {
  const { seen } = state;
  if (seen.link !== "on" || !isMeasurable(stepAt(chosenSheet(sheet, state), state, state.cursor))) return false;
  return watched(sheet, state)?.key !== seen.byTime;
}

/** The camera came, was switched off or was lost; each loss is said, at most once a set, and the clock takes over at once. */
export function link(sheet: SessionSheet, turn: Turn, link: Seen["link"]): Turn {
  const before = turn.state.seen;
  if (before.link === link) return turn;
  const told = link === "on" ? before.told.filter((line) => line !== sheet.words.camera_lost) : before.told;
  const place = before.link === "off" ? placeNow(sheet, turn.state) : before.place;
  const changed = setSeen(turn, { link, told, place, isHolding: false, say: null, isRecorded: null, phase: null, ...SEEN, ...MOVING });
  if (before.link === "on" && isUnderWay(turn.state)) return byTime(sheet, changed, link === "lost" ? sheet.words.camera_lost : "");
  // A set that began by the clock ends by the clock.
  return link === "on" && turn.state.tally ? byTime(sheet, changed, "") : changed;
}

/** Say where the phone goes, as an exercise begins that the camera sees from elsewhere, and leave time to move it. */
export function tellPlace(sheet: SessionSheet, turn: Turn): Turn {
  const { seen, cursor, run } = turn.state;
  const place = cursor.index === 0 ? (blockOf(chosenSheet(sheet, turn.state), cursor.part)?.camera?.place ?? "") : "";
  if (seen.link !== "on" || place === "" || place === seen.place) return turn;
  // Queued, so that it cuts nothing off; the step's own instructions wait until it has been said.
  return setRun(setSeen(turn, { place, say: { text: place, until: null } }), { extra: run.extra + PHONE_MS });
}

/** Return where the phone goes for the exercise that is being done, or comes first: the check before it has said so. */
function placeNow(sheet: SessionSheet, state: State): string | null {
  const cues = sheetIn(sheet, state, state.mode ?? "full");
  return cues && cues.blocks.length > 0 ? (nearestBlock(cues, state.cursor.part).camera?.place ?? null) : null;
}

/** Let the clock lead the rest of this set; the line is said once in a session, and not where the clock leads already. */
function byTime(sheet: SessionSheet, turn: Turn, line: string): Turn {
  const { seen } = turn.state;
  const given = setSeen(turn, { byTime: watched(sheet, turn.state)?.key ?? null, isHolding: false, ...MOVING });
  const isNews = seen.byTime === null || given.state.seen.byTime !== seen.byTime;
  if (line === "" || !isNews || seen.told.includes(line)) return given;
  return setSeen(given, { told: [...seen.told, line], say: { text: line, until: null } });
}

/** Take in one finding of our own server; what is about no running set changes nothing. */
export function find(sheet: SessionSheet, turn: Turn, finding: Finding): Turn {
  if (turn.state.seen.link !== "on" || !isUnderWay(turn.state)) return turn;
  switch (finding.type) {
    case "repetition-counted":
      return turn.state.screen.kind === "step" ? count(sheet, setSeen(turn, SEEN), "camera") : turn;
    case "hold-time":
      return setSeen(turn, { isHolding: finding.holding, ...SEEN, ...MOVING });
    case "not-measured":
      return setSeen(turn, { missing: finding.say, missingSince: turn.state.seen.missingSince ?? turn.state.now, isHolding: false });
    case "measured-again":
      return setSeen(turn, SEEN);
    case "position":
      return setSeen(turn, { phase: finding.state === "moving" ? turn.state.seen.phase : "start", ...MOVING });
    case "phase-changed":
      return setSeen(turn, { phase: finding.phase, ...MOVING });
    case "cue":
    case "praise":
      return setSeen(turn, { say: { text: finding.say, until: (turn.state.now ?? 0) + STALE_MS } });
    case "kept":
      return recorded(turn, finding);
    case "unmeasured":
      return byTime(sheet, turn, "");
    case "raised-hand": // the reducer pauses
    case "preflight": // shown by the camera's own page
    case "set-measured": // for the record of a study, not of a session
      return turn;
  }
}

/** That the joints are recorded, or no longer, is shown while it is so; each is said once in a session. */
function recorded(turn: Turn, { on, say }: RecordingState): Turn {
  const shown = setSeen(turn, { isRecorded: on });
  const { told } = shown.state.seen;
  return told.includes(say) ? shown : setSeen(shown, { told: [...told, say], say: { text: say, until: null } });
}

/** One more repetition, seen or told by a tap; its number is said at once, and nothing else over it. */
export function count(sheet: SessionSheet, turn: Turn, by: "camera" | "tap"): Turn {
  const step = stepAt(chosenSheet(sheet, turn.state), turn.state, turn.state.cursor);
  const isOver = turn.state.run.elapsed >= durationMs(step);
  if (step.kind !== "repetitions" || isOver || !leads(sheet, turn.state) || turn.state.run.settle > 0) return turn;
  const number = Math.min(step.repetitions, Math.round(turn.state.run.elapsed / repetitionMs(step)) + 1);
  const elapsed = number * repetitionMs(step);
  const moved = setRun(setSeen(countedBy(turn, by), MOVING), { elapsed, nextCue: cueFrom(step, elapsed) });
  if (moved.state.speaking) return soon(moved, `${number}.`);
  return playCue(moved, { at: 0, say: `${number}.`, seconds: 0.6, tone: null, must: false });
}

/**
 * Say a count as soon as the line before it has ended, or leave it out: the first two repetitions come at once, because the
 * first is only sure with the second.
 */
function soon(turn: Turn, text: string): Turn {
  return turn.state.seen.say ? turn : setSeen(turn, { say: { text, until: (turn.state.now ?? 0) + LATE_MS } });
}

/** Let time pass while the camera leads: a set that stays unseen, or still, goes on by the clock. */
export function wait(sheet: SessionSheet, turn: Turn, ms: number): Turn {
  const { seen } = turn.state;
  const [idle, unseen] = [seen.idle + ms, seen.unseen + (seen.missing ? ms : 0)];
  if (unseen >= UNSEEN_MS || idle >= STILL_MS) return byTime(sheet, turn, sheet.words.camera_unseen);
  return tellMissing(setSeen(turn, { idle, unseen }));
}

/** Say what is not seen once that has lasted for a moment, and not each time that it flickers. */
function tellMissing(turn: Turn): Turn {
  const { seen, now } = turn.state;
  if (now === null || seen.missingSince === null || now - seen.missingSince < FLICKER_MS) return turn;
  if (seen.missingSaid !== null && now - seen.missingSaid < AGAIN_MS) return turn;
  return setSeen(turn, { missingSaid: now, say: { text: seen.missing, until: now + STALE_MS } });
}

/** Say what waits to be said about form, or that the camera is off, once nothing else is being said. */
export function speakUp(turn: Turn): Turn {
  const { seen, speaking, now } = turn.state;
  if (!seen.say || speaking) return turn;
  const { text, until } = seen.say;
  const heard = setSeen(turn, { say: null });
  if (until !== null && (now ?? 0) > until) return heard;
  return playCue(heard, { at: 0, say: text, seconds: text.length / PACE + 0.5, tone: null, must: true });
}

/** A new step forgets what was to be said about the last one, but not that the camera is off. */
export function forgetCue(turn: Turn): Turn {
  return turn.state.seen.say?.until == null ? turn : set(turn, { seen: { ...turn.state.seen, say: null } });
}
