/** What the player knows between two moments, what can happen to it, and what it asks for. All of it is plain JSON. */

import type { Finding, PhaseChanged } from "../generated/findings";
import type { Draft, Length, Mode, PauseReason, Question, SkipReason, Tone } from "./model";

/** Where we are: part 0 is the opening, 1 to n the blocks, n + 1 the closing; `index` counts the part's steps. */
export interface Cursor {
  readonly part: number;
  readonly index: number;
}

/**
 * The clock of the running step, in milliseconds.
 *
 * `stage` and `wait` belong to until-ready steps: `cues` while it is said what to do, `lead` while the person moves,
 * `starting` while the start is announced, `count` for the last five seconds. `settle` holds the clock back for a
 * moment after a pause.
 */
export interface Run {
  readonly elapsed: number;
  readonly nextCue: number;
  readonly stage: "cues" | "lead" | "starting" | "count";
  readonly wait: number;
  readonly extra: number;
  readonly settle: number;
}

/** What the voice is saying now; after `until` it counts as ended, whatever the engine says. */
export interface Speaking {
  readonly key: number;
  readonly text: string;
  readonly must: boolean;
  readonly until: number;
}

/** What has been done of the set in progress, by step and by repetition, so that a step done again counts once. */
export interface Tally {
  readonly part: number;
  readonly set: number;
  readonly repetitions: Readonly<Record<string, number>>;
  readonly held: Readonly<Record<string, number>>;
  /** Who counted or timed what was done so far, each once. */
  readonly ways: readonly Way[];
}

/** Who counts: the tempo of the clock, the camera, or the person with a tap. */
export type Way = "tempo" | "camera" | "tap";

/** What the camera tells of the set in progress. */
export interface Seen {
  readonly link: "off" | "on" | "lost";
  /** What is not seen just now, in words; empty while everything needed is. */
  readonly missing: string;
  /** Since when, and when anything missing was last said aloud, in monotonic milliseconds. */
  readonly missingSince: number | null;
  readonly missingSaid: number | null;
  /** The position of a hold is seen to be held. */
  readonly isHolding: boolean;
  /** Where in a repetition the camera sees the person; null while that is not known. */
  readonly phase: PhaseChanged["phase"] | null;
  /** The set that the clock leads in spite of the camera. */
  readonly byTime: string | null;
  /** Milliseconds in which the camera led and nothing moved on, and how many of them something was missing. */
  readonly idle: number;
  readonly unseen: number;
  /** Where the phone was last said to go; null until the camera is on. */
  readonly place: string | null;
  /** The server says that it records where the joints are, or that it does not; null where nobody asked for it. */
  readonly isRecorded: boolean | null;
  /** What waits until nothing else is being said; left out after `until`, where that is a time. */
  readonly say: { readonly text: string; readonly until: number | null } | null;
  /** Lines that are said once in a session, or until the camera comes back, and were. */
  readonly told: readonly string[];
}

/** A number for pain with its kind, and the part that it was said of. */
export interface Told {
  readonly value: number;
  readonly quality: string;
  readonly part: number;
}

/**
 * What was said of an exercise so far: the highest number of "It hurts", what holds of the whole of it, and the outcome
 * that an answer at the end led to.
 */
export interface Said {
  readonly hurt: Told | null;
  readonly worst: Told | "no-worse" | null;
  readonly effort: number | null;
  readonly advice: string | null;
}

export const UNSAID: Said = { hurt: null, worst: null, effort: null, advice: null };

export type Screen =
  | { readonly kind: "gate" }
  | { readonly kind: "gate-gentle"; readonly mode: Mode; readonly say: string }
  | { readonly kind: "gate-rest"; readonly say: string }
  | { readonly kind: "step" }
  | { readonly kind: "paused"; readonly waited: number }
  | { readonly kind: "resume"; readonly why: "reload" | "hidden" | "lost" }
  /** `said` is the number that is about to be changed; until another one is chosen it stands. */
  | { readonly kind: "hurts-number"; readonly said: number | null }
  | { readonly kind: "hurts-kind"; readonly value: number }
  | { readonly kind: "outcome"; readonly outcome: string }
  | { readonly kind: "skip-why" }
  | { readonly kind: "no-easier" }
  /** The end: everything that was begun, and what was said of it; then a number of one exercise, its kind, its effort. */
  | { readonly kind: "review" }
  | { readonly kind: "review-number"; readonly exercise: string; readonly said: number | null }
  | { readonly kind: "review-kind"; readonly exercise: string; readonly value: number }
  | { readonly kind: "review-effort"; readonly exercise: string }
  | { readonly kind: "finished"; readonly outcome: string | null }
  | { readonly kind: "stopped"; readonly outcome: string | null }
  | { readonly kind: "emergency"; readonly outcome: string };

export interface State {
  readonly screen: Screen;
  readonly mode: Mode | null;
  /** How long a full session is to be; null where nobody chose. */
  readonly length: Length | null;
  readonly painBefore: number | null;
  readonly cursor: Cursor;
  readonly run: Run;
  readonly speaking: Speaking | null;
  readonly nextKey: number;
  /** Monotonic milliseconds of the last action; null before the first one and after a reload. */
  readonly now: number | null;
  readonly hidden: boolean;
  /** A `SessionPaused` is on record that no `SessionResumed` has followed. */
  readonly halted: boolean;
  /** Part to the set from which its easier alternative is done. */
  readonly eased: Readonly<Record<string, number>>;
  /** Parts eased after how they begin was heard: their easier alternative does not say it again. */
  readonly brief: readonly number[];
  /** Parts of which the person asked to be told more: everything is said in them. */
  readonly explained: readonly number[];
  /** Parts eased because of pain: after their next set the pain is asked for. */
  readonly rechecked: readonly number[];
  /** Exercises left because of pain: they never come back in this session. */
  readonly left: readonly string[];
  /** Keys of the sets on record as completed. */
  readonly done: readonly string[];
  readonly tally: Tally | null;
  readonly seen: Seen;
  /** Parts of which something was done. */
  readonly begun: readonly number[];
  /** Exercises of which an answer was red, each time. */
  readonly redIn: readonly string[];
  /** What was said of each exercise. */
  readonly said: Readonly<Record<string, Said>>;
  /** How the session came to its end, while it is being rated. */
  readonly ended: "finished" | "stopped" | null;
}

/** What can happen; `now` is in monotonic milliseconds. */
export type Action =
  | { readonly type: "tick"; readonly now: number }
  | { readonly type: "visibility"; readonly now: number; readonly hidden: boolean }
  | { readonly type: "voice-ended"; readonly now: number; readonly key: number }
  | { readonly type: "rate"; readonly now: number; readonly value: number }
  | { readonly type: "length"; readonly now: number; readonly length: Length }
  | { readonly type: "kind"; readonly now: number; readonly quality: string }
  | { readonly type: "why"; readonly now: number; readonly why: Exclude<SkipReason, "pain-stop"> }
  | { readonly type: "say"; readonly now: number; readonly about: Question; readonly exercise: string }
  | { readonly type: "held"; readonly now: number; readonly say: string }
  | { readonly type: "camera"; readonly now: number; readonly link: Seen["link"] }
  | { readonly type: "finding"; readonly now: number; readonly finding: Finding }
  | { readonly type: SimpleAction; readonly now: number };

/** What a person does. */
export type PersonAction = Exclude<Action, { type: "tick" | "visibility" | "voice-ended" | "camera" | "finding" | "held" }>;

export type SimpleAction =
  | "begin"
  | "toggle"
  | "pause"
  | "go-on"
  | "again"
  | "stop"
  | "hurts"
  | "too-hard"
  | "skip"
  | "cancel"
  | "back"
  | "ready"
  | "more-time"
  | "explain"
  | "count"
  | "no-worse"
  | "pass";

/**
 * What the reducer asks for. `cue` comes from the sheet's steps; `notice` answers the person. Both are ended by the
 * action `voice-ended` with their key. `silence` ends every sound at once.
 */
export type Effect =
  | { readonly kind: "cue"; readonly key: number; readonly text: string; readonly tone: Tone | null; readonly seconds: number }
  | { readonly kind: "notice"; readonly key: number; readonly text: string; readonly seconds: number }
  | { readonly kind: "silence" }
  /** `ago`: it happened so many milliseconds before now. */
  | { readonly kind: "record"; readonly event: Draft; readonly ago?: number };

/** The sheet's state while its reducer works on it, with what was asked for so far. */
export interface Turn {
  readonly state: State;
  readonly effects: readonly Effect[];
}

export const FRESH_RUN: Run = { elapsed: 0, nextCue: 0, stage: "cues", wait: 0, extra: 0, settle: 0 };

export const UNSEEN: Seen = {
  link: "off",
  missing: "",
  missingSince: null,
  missingSaid: null,
  isHolding: false,
  phase: null,
  byTime: null,
  idle: 0,
  unseen: 0,
  place: null,
  isRecorded: null,
  say: null,
  told: [],
};

export const START: State = {
  screen: { kind: "gate" },
  mode: null,
  length: null,
  painBefore: null,
  cursor: { part: 0, index: 0 },
  run: FRESH_RUN,
  speaking: null,
  nextKey: 1,
  now: null,
  hidden: false,
  halted: false,
  eased: {},
  brief: [],
  explained: [],
  rechecked: [],
  left: [],
  done: [],
  tally: null,
  seen: UNSEEN,
  begun: [],
  redIn: [],
  said: {},
  ended: null,
};

/** Return the turn with some fields of its state changed. */
export const set = (turn: Turn, change: Partial<State>): Turn => ({ ...turn, state: { ...turn.state, ...change } });

/** Return the turn with some fields of its step clock changed. */
export const setRun = (turn: Turn, change: Partial<Run>): Turn => set(turn, { run: { ...turn.state.run, ...change } });

/** Return the turn with some of what the camera tells changed. */
export const setSeen = (turn: Turn, change: Partial<Seen>): Turn => set(turn, { seen: { ...turn.state.seen, ...change } });

export const ask = (turn: Turn, ...effects: Effect[]): Turn => ({ ...turn, effects: [...turn.effects, ...effects] });

export const record = (turn: Turn, event: Draft, ago = 0): Turn =>
  ask(turn, ago > 0 ? { kind: "record", event, ago } : { kind: "record", event });

export const show = (turn: Turn, screen: Screen): Turn => set(turn, { screen });

/** Tell whether a session is under way: begun, and neither finished nor stopped. */
export function isUnderWay(state: State): boolean {
  return state.mode !== null && !isReview(state.screen) && !["finished", "stopped", "emergency"].includes(state.screen.kind);
}

/** Tell whether the session is at its end and can be rated. */
export function isReview({ kind }: Screen): boolean {
  return kind === "review" || kind === "review-number" || kind === "review-kind" || kind === "review-effort";
}

/** Tell whether nothing more can come of this session. */
export function isOver(state: State): boolean {
  return ["gate-rest", "finished", "stopped", "emergency"].includes(state.screen.kind);
}

/** Return the reason a draft gives for a pause that the browser caused. */
export const asPauseReason = (why: "reload" | "hidden" | "lost"): PauseReason => (why === "hidden" ? "hidden" : "lost");
