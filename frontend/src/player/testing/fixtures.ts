/** A small, whole session sheet for tests: a stretch on the sore side, then strengthening on both sides. */

import type { BlockSheet, Cue, CueSheet, Mode, Offline, PlannedStep, SessionSheet, StandingNow } from "../model";

type Part<Kind extends PlannedStep["kind"]> = Partial<PlannedStep & { kind: Kind }>;
type Alternative = NonNullable<BlockSheet["easier"]>;

export function cue(at: number, say: string, more: Partial<Cue> = {}): Cue {
  return { at, say, seconds: say === "" ? 0 : Math.max(0.6, say.length / 15), tone: null, must: true, ...more };
}

const base = (id: string) => ({
  id,
  caption: id,
  cues: [] as Cue[],
  side: null,
  phase: null,
  pose: "",
  expected_seconds: 5,
  set: 0,
  of_sets: 0,
  repetition: 0,
  of_repetitions: 0,
});

export const timed = (id: string, more: Part<"timed"> = {}): PlannedStep => ({
  ...base(id),
  kind: "timed",
  seconds: 5,
  role: "say",
  movement: null,
  breath: null,
  cues: [cue(0, `${id}.`)],
  ...more,
});

export const hold = (id: string, set: number, repetition: number, more: Part<"timed"> = {}): PlannedStep =>
  timed(id, {
    role: "hold",
    seconds: 10,
    set,
    of_sets: 1,
    repetition,
    of_repetitions: 2,
    side: "right",
    caption: "Hold.",
    pose: "Your right knee rests across your body.",
    breath: { in_seconds: 4, out_seconds: 6 },
    cues: [
      cue(0, "Hold it there.", { tone: "start" }),
      ...[5, 4, 3, 2, 1].map((left) => cue(10 - left, `${left}.`, { must: false })),
    ],
    ...more,
  });

export const untilReady = (id: string, more: Part<"until-ready"> = {}): PlannedStep => ({
  ...base(id),
  kind: "until-ready",
  lead_in_seconds: 20,
  starting: "Starting in",
  set: 1,
  of_sets: 1,
  caption: "Get into position.",
  cues: [cue(0, "Lie on your back."), cue(2, "Bend both knees.")],
  ...more,
});

export const repetitions = (id: string, set: number, more: Part<"repetitions"> = {}): PlannedStep => ({
  ...base(id),
  kind: "repetitions",
  set,
  of_sets: 2,
  of_repetitions: 3,
  repetitions: 3,
  side: "right",
  expected_seconds: 18,
  caption: "Bridge",
  tempo: [
    { phase: "lift", kind: "move", caption: "Lift your hips.", pose: "Your hips are up.", seconds: 2 },
    { phase: "hold", kind: "hold", caption: "Hold.", pose: "Your hips are up.", seconds: 1 },
    { phase: "lower", kind: "return", caption: "Lower slowly.", pose: "Your hips are down.", seconds: 3 },
  ],
  cues: [0, 6, 12].flatMap((at, n) => [cue(at, n === 0 ? "Lift." : "", { must: false, tone: "tick" }), cue(at + 2, `${n + 1}.`, { must: false })]),
  ...more,
});

export const breaths = (id: string, set: number, more: Part<"breaths"> = {}): PlannedStep => ({
  ...base(id),
  kind: "breaths",
  set,
  of_sets: 1,
  repetition: 1,
  of_repetitions: 1,
  side: "right",
  breaths: 3,
  max_seconds: 60,
  breath: { in_seconds: 4, out_seconds: 6 },
  expected_seconds: 30,
  caption: "Hold, and breathe.",
  cues: [cue(0, "Three easy breaths.", { tone: "start" })],
  ...more,
});

export const recheck = (id: string): Alternative["recheck"] => ({
  ...base(id),
  kind: "question",
  seconds: 15,
  low_label: "none",
  high_label: "worst you can imagine",
  caption: "Worst pain during that?",
  cues: [cue(0, "Worst, nought to ten?")],
});

export const rest = (id: string, set: number, seconds = 20): PlannedStep =>
  timed(id, { role: "rest", seconds, set, caption: "Rest. Next: set two of two.", cues: [cue(0, "Rest.")] });

export function block(index: number, more: Partial<BlockSheet> & Pick<BlockSheet, "exercise" | "phase" | "steps">): BlockSheet {
  return {
    index,
    camera: null,
    exercise_name: more.exercise,
    name: more.exercise,
    variant: `${more.exercise}-planned`,
    guidance: "full",
    more: [],
    working_side: "right",
    lies_on: null,
    symmetric: false,
    sets: 1,
    repetitions: 2,
    hold_seconds: 10,
    breaths: null,
    rest_seconds: 20,
    rung: "holds-3x10",
    source: "test",
    dose: "2 holds of 10 seconds",
    why: "why",
    feel: "feel",
    position: ["Lie on your back."],
    expected_seconds: 100,
    easier: null,
    ...more,
  };
}

export const stretch = (index = 0): BlockSheet =>
  block(index, {
    exercise: "lumbar-roll",
    name: "Lumbar roll",
    phase: "mobilise",
    steps: [
      untilReady("b0.position"),
      timed("b0.enter", { role: "enter", set: 1 }),
      hold("b0.hold1", 1, 1),
      rest("b0.rest1", 1, 10),
      hold("b0.hold2", 1, 2),
    ],
    easier: {
      variant: "knee-rolls",
      name: "Knee rolls",
      dose: "1 hold of 5 seconds",
      steps: [
        untilReady("b0.easy.position", { pose: "Bend both knees." }),
        hold("b0.easy.hold1", 1, 1, { seconds: 5, cues: [cue(0, "Hold.")] }),
      ],
      brief: { ...untilReady("b0.easy.position", { pose: "Bend both knees." }), lead_in_seconds: 0, cues: [cue(0, "Easier version: Knee rolls.")] } as Alternative["brief"],
      recheck: recheck("b0.easy.recheck"),
    },
  });

const bridge = (index: number, side: "left" | "right"): BlockSheet =>
  block(index, {
    exercise: "si-glute-bridge",
    name: "SI glute bridge",
    phase: "strengthen",
    working_side: side,
    sets: 2,
    repetitions: 3,
    hold_seconds: null,
    dose: "2 sets of 3",
    steps: [
      untilReady(`b${index}.position`, { of_sets: 2 }),
      repetitions(`b${index}.s1.repetitions`, 1, { side }),
      rest(`b${index}.s2.rest`, 2),
      repetitions(`b${index}.s2.repetitions`, 2, { side }),
    ],
  });

const breathing = (index: number): BlockSheet =>
  block(index, {
    exercise: "figure-four",
    name: "Figure four",
    phase: "mobilise",
    breaths: 3,
    hold_seconds: null,
    steps: [untilReady(`b${index}.position`), breaths(`b${index}.hold1`, 1)],
  });

export function cueSheet(mode: Mode, blocks: BlockSheet[]): CueSheet {
  return {
    mode,
    minutes: 10,
    notes: [],
    opening: [timed("opening")],
    blocks,
    closing: [timed("closing")],
    ease: null,
  };
}

/** Return the zones of the rules: 7 or a rise of 3 is red, a rise of 2 amber, gently a rise of 1 too; sharp is red. */
function zones(isSharp: boolean, mode: Mode): string[] {
  const zone = (before: number, now: number): string => {
    if (isSharp) return "r";
    const isGentle = mode === "mobilise-only";
    if (isGentle && now <= before) return "g";
    if (now >= 7 || now - before >= 3) return "r";
    return now - before >= (isGentle ? 1 : 2) ? "a" : "g";
  };
  const scale = [...Array(11).keys()];
  return scale.map((before) => scale.map((now) => zone(before, now)).join(""));
}

const quality = (id: string, outcome: string | null = null, sharp = false) => ({ id, label: id, sharp, outcome, green_outcome: null, offered: true });

const outcome = (id: string, then: "continue" | "ease" | "stop-exercise" | "stop-session" | "emergency") => ({
  id,
  title: `Title of ${id}.`,
  say: `Said of ${id}.`,
  then,
  counts_red: false,
  again: null,
  otherwise: null,
  stop_why: null,
});

export const PAIN: SessionSheet["pain"] = {
  question: "How bad is it now?",
  quality_question: "What kind of pain is it?",
  qualities: [
    quality("ache"),
    quality("sharp", null, true),
    { ...quality("up-leg"), green_outcome: "centralised" },
    quality("numb", "leg-symptoms"),
    quality("weak", "urgent"),
    quality("unwell", "unwell"),
    quality("chest", "emergency"),
    { ...quality("not-said"), offered: false, green_outcome: "amber" },
  ],
  zones: { full: zones(false, "full"), "mobilise-only": zones(false, "mobilise-only") },
  sharp_zones: { full: zones(true, "full"), "mobilise-only": zones(true, "mobilise-only") },
  zone_outcome: { g: "green", a: "amber", r: "red" },
  outcomes: [
    { ...outcome("green", "continue"), mark: "green" },
    { ...outcome("amber", "stop-exercise"), mark: "amber" },
    { ...outcome("amber-easier", "ease"), mark: "amber", otherwise: "amber" },
    { ...outcome("centralised", "continue"), mark: "centralised" },
    { ...outcome("red", "stop-exercise"), mark: "red", counts_red: true, again: "second-red" },
    { ...outcome("second-red", "stop-session"), mark: "red", counts_red: true, stop_why: "pain" },
    { ...outcome("leg-symptoms", "stop-session"), mark: "peripheralised", stop_why: "leg-symptoms" },
    { ...outcome("urgent", "stop-session"), mark: "urgent", stop_why: "urgent" },
    { ...outcome("unwell", "stop-session"), mark: "unwell", stop_why: "unwell" },
    { ...outcome("emergency", "emergency"), mark: "emergency", stop_why: "emergency" },
  ],
};

const gate = [...Array(11).keys()].map((pain) => {
  if (pain >= 8) return { pain, mode: null, say: "Rest today." };
  return pain >= 6 ? { pain, mode: "mobilise-only" as const, say: "Gentle today." } : { pain, mode: "full" as const, say: "" };
});

export function standing(more: Partial<StandingNow>): StandingNow {
  const none: StandingNow = { kind: "free", ends: false, level: "calm", title: "", say: "", do: [], lifts: "", call: "", day: null };
  return { ...none, ends: more.kind !== undefined && more.kind !== "free", ...more };
}

export const OFFLINE: Offline = {
  valid_from: "2026-03-01T08:55:00+00:00",
  valid_until: "2026-03-15T09:00:00+00:00",
  question: "Is anything new?",
  examples: "For example a fall.",
  nothing_new: "Nothing new",
  something_new: "Something is new",
  when_new: "You said that something is new.",
  when_early: "The clock has gone back.",
  when_old: "It has been two weeks.",
  stops: {
    pain: standing({ kind: "rest", title: "That is enough for today" }),
    unwell: standing({ kind: "rest", title: "That is enough for today" }),
    "leg-symptoms": standing({ kind: "rest", title: "That is enough for today" }),
    "much-pain": standing({ kind: "rest", title: "Rest today" }),
    urgent: standing({ kind: "held", level: "urgent", title: "Have this looked at today" }),
    emergency: standing({ kind: "held", level: "emergency", title: "Get help now", call: "112" }),
  },
  asks_after: ["leg-symptoms", "urgent", "emergency"],
};

export function sessionSheet(more: Partial<SessionSheet> = {}): SessionSheet {
  return {
    version: 5,
    id: "abc0123456789def",
    programme: "sacroiliac",
    programme_name: "Sacroiliac routine",
    track: "gradual",
    side: "right",
    readiness: "lead-in",
    raised_hand: false,
    record_landmarks: false,
    voice: true,
    rate: 1,
    sound: true,
    figure: true,
    language: "en-GB",
    emergency: "112",
    advice: "111",
    emergency_signs: ["Numb between the legs", "New trouble with bladder or bowel"],
    start_question: "How much does it hurt right now?",
    gate,
    sheets: {
      full: cueSheet("full", [stretch(), breathing(1), bridge(2, "right"), bridge(3, "left")]),
      "mobilise-only": cueSheet("mobilise-only", [stretch()]),
    },
    pain: PAIN,
    words: {
      paused: "Paused.",
      resumed: "Going on.",
      long_pause: "Still paused.",
      no_easier: "This is the easiest one.",
      skipped: "Skipped.",
      back: "Going back.",
      more_time: "Take your time.",
      lost: "You were in the middle of a session.",
      review: "How was it?",
      finished: "All done for today.",
      stopped: "We stop here.",
      voice_sample: "This is the voice.",
      camera_lost: "The camera is off.",
      camera_unseen: "I cannot see you.",
    },
    offline: OFFLINE,
    ...more,
  } as SessionSheet;
}
