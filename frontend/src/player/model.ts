/** The player's names for the generated wire types; everything in the sheet is obeyed, nothing is computed. */

import type {
  BlockEased,
  BlockSkipped,
  DailyCheckAnswered,
  EffortReported,
  GuidanceAsked,
  NoWorseSaid,
  PainReported,
  QuestionUnanswered,
  SessionFinished,
  SessionPaused,
  SessionResumed,
  SessionStarted,
  SessionStopped,
  SetCompleted,
  SetEnded,
  StartHeldBack,
  StartRated,
} from "../generated/events";
import type { BlockSheet, CueSheet, LengthChoice, Outcome, QuestionStep } from "../generated/session-sheet";

export type { BlockSheet, Cue, CueSheet, GateRow, LengthChoice, Offline, Outcome, PainTable, Quality, SessionSheet, StandingNow, Words } from "../generated/session-sheet";
export type { BreathsStep, QuestionStep, RepetitionsStep, TimedStep, UntilReadyStep } from "../generated/session-sheet";

export type PlannedStep = BlockSheet["steps"][number];
/** A step of a sheet, or the one question that the player puts between them. */
export type Step = PlannedStep | QuestionStep;
export type Mode = CueSheet["mode"];
export type Length = LengthChoice["default"];
export type Tone = "start" | "end" | "tick";
export type Question = "worst" | "effort";
export type SkipReason = BlockSkipped["why"];
export type StopReason = SessionStopped["why"];
export type PauseReason = SessionPaused["why"];
export type StopOutcome = NonNullable<Outcome["stop_why"]>;

/** Every event that a session makes. */
export type SessionEvent =
  | SessionStarted
  | StartRated
  | StartHeldBack
  | SetCompleted
  | SetEnded
  | BlockEased
  | BlockSkipped
  | GuidanceAsked
  | PainReported
  | NoWorseSaid
  | EffortReported
  | QuestionUnanswered
  | SessionPaused
  | SessionResumed
  | SessionStopped
  | SessionFinished;

/** Every event that a device sends: those of sessions, and the daily re-check where the player asked it. */
export type Outgoing = SessionEvent | DailyCheckAnswered;

type Stamped = "id" | "at" | "session" | "offset_ms";
type Unstamped<Each> = Each extends SessionEvent ? Omit<Each, Stamped> : never;

/** A session event as the reducer writes it; the runtime stamps its id, its times and its session. */
export type Draft = Unstamped<SessionEvent>;
