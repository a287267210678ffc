/** What the screen shows of a state: plain values, no rules. */

import { leads } from "./camera";
import type { BlockSheet, BreathsStep, CueSheet, RepetitionsStep, SessionSheet, Step, TimedStep, UntilReadyStep } from "./model";
import {
  blockOf,
  canExplain,
  chosenSheet,
  cursorAfter,
  durationMs,
  isRest,
  isWork,
  nearestBlock,
  repetitionMs,
  secondsLeft,
  setOf,
  stepAt,
  versionOf,
  workLeft,
} from "./sheet";
import type { State } from "./state";
import { WORDS } from "./words";

/** The number that is readable from the floor, with what it counts. */
export interface Big {
  readonly text: string;
  readonly label: string;
}

/** Where a breath is: `full` from 0 (breathed out) to 1 (breathed in). */
export interface Breath {
  readonly isIn: boolean;
  readonly full: number;
}

export interface Stage {
  readonly name: string;
  readonly side: string;
  readonly caption: string;
  readonly place: { readonly about: string; readonly text: string };
  readonly big: Big | null;
  readonly breath: Breath | null;
  readonly where: string;
  readonly share: number;
  readonly next: string;
  readonly isWaiting: boolean;
  readonly canFinish: boolean;
  readonly canEase: boolean;
  /** More can be told of it than is told now. */
  readonly canExplain: boolean;
  readonly skips: "rest" | "exercise" | "talk";
  /** A tap counts a repetition that the camera has missed. */
  readonly canCount: boolean;
  /** What the camera does, in words and whether it sees; null where it is off. */
  readonly camera: { readonly text: string; readonly isSeeing: boolean } | null;
  /** Whether the joints are recorded, in words; empty where nobody asked for it. */
  readonly recording: string;
  readonly waitsForTap: boolean;
}

/** Return the exercise's name and side for the heading. */
export function titleOf(cues: CueSheet, state: State): { name: string; side: string } {
  const block = blockOf(cues, state.cursor.part);
  if (!block) return { name: state.cursor.part === 0 ? WORDS.opening : WORDS.closing, side: "" };
  const step = stepAt(cues, state, state.cursor);
  const { name } = versionOf(block, state, state.cursor.part);
  return { name, side: WORDS.sides[step.side ?? block.working_side] };
}

/** Return everything that the running step shows. */
export function stageOf(sheet: SessionSheet, state: State): Stage {
  const cues = chosenSheet(sheet, state);
  const step = stepAt(cues, state, state.cursor);
  const block = blockOf(cues, state.cursor.part);
  return {
    ...titleOf(cues, state),
    caption: captionOf(sheet, state, step),
    place: placeOf(cues, state, step, block),
    big: state.run.settle > 0 ? settling(state) : bigOf(sheet, state, step),
    breath: breathOf(state, step),
    where: whereOf(state, step, block),
    share: shareOf(state, step),
    next: nextOf(cues, state),
    isWaiting: step.kind === "until-ready",
    canFinish: step.kind === "breaths" && step.breath === null,
    canEase: block !== undefined && workLeft(cues, state).length > 0,
    canExplain: canExplain(cues, state),
    skips: !block ? "talk" : isRest(step) ? "rest" : "exercise",
    canCount: step.kind === "repetitions" && leads(sheet, state),
    camera: cameraOf(sheet, state, step),
    recording: recordingOf(state),
    waitsForTap: step.kind === "until-ready" && waitsForTap(sheet, state),
  };
}

function cameraOf(sheet: SessionSheet, state: State, step: Step): Stage["camera"] {
  const { seen } = state;
  if (seen.link === "off") return null;
  if (seen.link === "lost") return { text: WORDS.cameraLost, isSeeing: false };
  if (isWork(step) && !leads(sheet, state)) return { text: WORDS.cameraByTime, isSeeing: false };
  if (seen.missing) return { text: WORDS.notMeasured(seen.missing), isSeeing: false };
  return { text: WORDS.cameraSees, isSeeing: true };
}

const recordingOf = ({ seen: { isRecorded } }: State): string =>
  isRecorded === null ? "" : isRecorded ? WORDS.recording : WORDS.notRecording;

const waitsForTap = (sheet: SessionSheet, state: State): boolean =>
  sheet.readiness === "tap" && (state.run.stage === "cues" || state.run.stage === "lead");

/** An instruction stands while it is said; counts and single words leave the step's own caption in place. */
function captionOf(sheet: SessionSheet, state: State, step: Step): string {
  if (state.speaking?.must) return state.speaking.text;
  if (leads(sheet, state)) return seenCaption(state, step);
  if (step.kind === "repetitions") return tempoPhase(step, state.run.elapsed)?.caption ?? step.caption;
  if (step.kind === "until-ready" && state.run.stage !== "cues") {
    return waitsForTap(sheet, state) ? WORDS.tapWhenReady : WORDS.getReady;
  }
  return step.caption;
}

/** While the camera leads: what it does not see, else what it waits for. */
function seenCaption({ seen }: State, step: Step): string {
  if (seen.missing) return seen.missing;
  if (step.kind === "timed" && !seen.isHolding) return WORDS.clockWaits;
  return step.caption;
}

/** Return the text in the figure's place, with what it is about: the position, or while resting what to feel. */
function placeOf(cues: CueSheet, state: State, step: Step, block: BlockSheet | undefined): Stage["place"] {
  if (!block && step.pose !== "") return { about: WORDS.position, text: step.pose };
  if (!block) return { about: WORDS.today, text: namesOf(cues).join(" · ") };
  if (isRest(step)) return { about: WORDS.feel, text: block.feel };
  const pose = step.kind === "repetitions" ? tempoPhase(step, state.run.elapsed)?.pose : step.pose;
  return { about: WORDS.position, text: pose || versionOf(block, state, state.cursor.part).position };
}

const namesOf = (cues: CueSheet): string[] => [...new Set(cues.blocks.map((block) => block.name))];

const exercisesOf = (cues: CueSheet): string[] => [...new Set(cues.blocks.map((block) => block.exercise))];

function tempoPhase(step: RepetitionsStep, elapsed: number): RepetitionsStep["tempo"][number] | undefined {
  let into = (elapsed % repetitionMs(step)) / 1000;
  return step.tempo.find((phase) => (into -= phase.seconds) < 0) ?? step.tempo[0];
}

const settling = (state: State): Big => ({ text: String(Math.ceil(state.run.settle / 1000)), label: WORDS.goingOnIn });

function bigOf(sheet: SessionSheet, state: State, step: Step): Big | null {
  switch (step.kind) {
    case "timed":
      return timedBig(state, step);
    case "breaths":
      return breathsBig(state, step);
    case "repetitions":
      return leads(sheet, state) ? countedBig(state, step) : repetitionsBig(state, step);
    case "until-ready":
      return readyBig(sheet, state, step);
    case "question":
      return null;
  }
}

function timedBig(state: State, step: TimedStep): Big | null {
  if (step.role !== "hold" && step.role !== "rest") return null;
  return { text: clock(remaining(state, step)), label: labelOf(state, step) };
}

function labelOf(state: State, step: TimedStep): string {
  if (step.role === "rest") return WORDS.restFor;
  return remaining(state, step) < 100 ? WORDS.holdFor : WORDS.holdForMinutes;
}

const remaining = (state: State, step: Step): number => Math.max(0, Math.ceil((durationMs(step) - state.run.elapsed) / 1000));

/** Return seconds below 100 as they are, longer times as minutes and seconds. */
export function clock(seconds: number): string {
  return seconds < 100 ? String(seconds) : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function breathsBig(state: State, step: BreathsStep): Big {
  if (!step.breath) return { text: String(step.breaths), label: WORDS.breathsFree };
  const one = (step.breath.in_seconds + step.breath.out_seconds) * 1000;
  return { text: String(nth(state, one, step.breaths)), label: WORDS.ofBreaths(step.breaths) };
}

function repetitionsBig(state: State, step: RepetitionsStep): Big {
  return { text: String(nth(state, repetitionMs(step), step.repetitions)), label: WORDS.of(step.repetitions) };
}

/** The camera counts what was done, the tempo what is being done. */
function countedBig(state: State, step: RepetitionsStep): Big {
  return { text: String(Math.round(state.run.elapsed / repetitionMs(step))), label: WORDS.doneOf(step.repetitions) };
}

const nth = (state: State, one: number, most: number): number => Math.min(most, Math.floor(state.run.elapsed / one) + 1);

function readyBig(sheet: SessionSheet, state: State, step: UntilReadyStep): Big | null {
  const { stage, wait, extra } = state.run;
  if (stage === "cues" || (stage === "lead" && sheet.readiness === "tap")) return null;
  if (stage === "lead") {
    const left = Math.ceil((step.lead_in_seconds * 1000 + extra - wait) / 1000);
    return { text: clock(Math.max(0, left)), label: WORDS.takeYourTime };
  }
  return { text: String(stage === "count" ? 5 - Math.floor(wait / 1000) : 5), label: WORDS.startingIn };
}

/** Return where the paced breath is; null where nothing paces it. */
export function breathOf(state: State, step: Step): Breath | null {
  if ((step.kind !== "timed" && step.kind !== "breaths") || !step.breath || state.run.settle > 0) return null;
  const { in_seconds, out_seconds } = step.breath;
  const into = (state.run.elapsed / 1000) % (in_seconds + out_seconds);
  const isIn = into < in_seconds;
  return { isIn, full: isIn ? into / in_seconds : 1 - (into - in_seconds) / out_seconds };
}

function whereOf(state: State, step: Step, block: BlockSheet | undefined): string {
  if (step.kind === "until-ready") return block ? versionOf(block, state, state.cursor.part).dose : "";
  const [number, sets] = setOfSide(step, block);
  const set = sets > 1 ? WORDS.setOf(number, sets) : "";
  const repetition = step.repetition > 0 && step.of_repetitions > 1 ? WORDS.holdOf(step.repetition, step.of_repetitions) : "";
  return [set, repetition].filter(Boolean).join(" · ");
}

/** Return which set of its own side this is, and of how many: where sides take turns, each is counted by itself. */
function setOfSide(step: Step, block: BlockSheet | undefined): readonly [number, number] {
  const turns = step.side && block?.working_side === "both" ? 2 : 1;
  return [Math.ceil(setOf(step) / turns), step.of_sets / turns];
}

/** Return how much of the step is behind us, from 0 to 1. */
function shareOf(state: State, step: Step): number {
  if (step.kind === "until-ready" && state.run.stage !== "cues") return readyShare(state, step);
  const all = durationMs(step);
  return all > 0 ? Math.min(1, state.run.elapsed / all) : 0;
}

function readyShare({ run }: State, step: UntilReadyStep): number {
  const all = step.lead_in_seconds * 1000 + run.extra;
  return run.stage === "lead" && all > 0 ? Math.min(1, run.wait / all) : 1;
}

/** Return what comes after this, in a few words: the next rest, set, hold or exercise. */
function nextOf(cues: CueSheet, state: State): string {
  for (let at = cursorAfter(cues, state, state.cursor); at; at = cursorAfter(cues, state, at)) {
    const step = stepAt(cues, state, at);
    if (at.part !== state.cursor.part) return WORDS.next(nextPart(cues, at.part, step));
    const words = nextStep(step, blockOf(cues, at.part));
    if (words) return WORDS.next(words);
  }
  return "";
}

function nextPart(cues: CueSheet, part: number, step: Step): string {
  const block = blockOf(cues, part);
  if (!block) return WORDS.theEnd;
  return [block.name, WORDS.sides[step.side ?? block.working_side]].join(", ");
}

function nextStep(step: Step, block: BlockSheet | undefined): string {
  if (isRest(step)) return WORDS.rest(Math.round(durationMs(step) / 1000));
  if (step.kind === "question") return WORDS.question;
  if (!isWork(step)) return "";
  return step.repetition > 0 && step.of_repetitions > 1
    ? WORDS.holdOf(step.repetition, step.of_repetitions).toLowerCase()
    : setWords(step, block).toLowerCase();
}

function setWords(step: Step, block: BlockSheet | undefined): string {
  const [number, sets] = setOfSide(step, block);
  return WORDS.setOf(number, Math.max(sets, 1));
}

/** How far the whole session is. */
export interface Progress {
  readonly share: number;
  readonly minutes: number;
  readonly exercise: number;
  readonly exercises: number;
}

export function progressOf(sheet: SessionSheet, state: State): Progress {
  const cues = chosenSheet(sheet, state);
  const exercises = exercisesOf(cues);
  const left = secondsLeft(cues, state);
  const all = secondsLeft(cues, { ...state, cursor: { part: 0, index: 0 }, run: { ...state.run, elapsed: 0 }, left: [] });
  return {
    share: Math.min(1, Math.max(0, 1 - left / all)),
    minutes: Math.ceil(left / 60),
    exercise: exercises.indexOf(nearestBlock(cues, state.cursor.part).exercise) + 1,
    exercises: exercises.length,
  };
}
