import { expect, test } from "vitest";
import type { Draft, PlannedStep } from "./model";
import { reduce, restore } from "./reducer";
import { canSayNoWorse, rowsOf } from "./rows";
import { chosenSheet, secondsLeft, stepAt } from "./sheet";
import { START, type Screen, type State } from "./state";
import { Drive } from "./testing/drive";
import { cueSheet, PAIN, sessionSheet, stretch } from "./testing/fixtures";

const at = (state: State): string => stepAt(chosenSheet(sessionSheet(), state), state, state.cursor).id;
const isAt = (id: string) => (state: State) => state.screen.kind === "step" && at(state) === id;
const shows = (kind: Screen["kind"]) => (state: State) => state.screen.kind === kind;
const drive = (more = {}): Drive => new Drive(sessionSheet(more));
const toHold = (): Drive => drive().begin().until(isAt("b0.hold1")).pass(3);

// --- A whole session -----------------------------------------------------------------------------------------------------

test("a session that nobody touches runs to its end, asks nothing on the way, and can be rated then", () => {
  const run = drive().begin().until(shows("review"), 1200);
  expect(run.types).toEqual([
    "session-started",
    ...Array(6).fill("set-completed"),
    "session-finished",
  ]);
  const rows = rowsOf(chosenSheet(run.sheet, run.state), run.state);
  expect(rows.map((row) => [row.name, row.part])).toEqual([["Lumbar roll", 1], ["Figure four", 2], ["SI glute bridge", 4]]);
  expect(rows.every(canSayNoWorse)).toBe(true);
});

test("every set is on record with its side, repetitions and held seconds", () => {
  const run = drive().begin().until(shows("review"), 1200);
  const sets = run.events.flatMap((event) =>
    event.type === "set-completed" ? [[event.block, event.set, event.side, event.repetitions, event.held_seconds]] : [],
  );
  expect(sets).toEqual([
    [0, 1, "right", 2, 20],
    [1, 1, "right", 1, 30],
    [2, 1, "right", 3, 0],
    [2, 2, "right", 3, 0],
    [3, 1, "left", 3, 0],
    [3, 2, "left", 3, 0],
  ]);
});

test("the clock loses no time from step to step", () => {
  const run = toHold().until(isAt("b0.rest1"));
  const start = run.heard.find(({ effect }) => effect.kind === "cue" && effect.text === "Hold it there.")?.now ?? 0;
  const rest = run.heard.find(({ effect }) => effect.kind === "cue" && effect.text === "Rest.")?.now ?? 0;
  expect(rest - start).toBeGreaterThanOrEqual(10_000);
  expect(rest - start).toBeLessThanOrEqual(10_600);
});

test("a voice that speaks at half the pace says every instruction in full and leaves counts out", () => {
  const run = new Drive(sessionSheet(), 0.4).begin().until(shows("review"), 2400);
  expect(run.most).toBe(1);
  for (const line of ["opening.", "Lie on your back.", "Bend both knees.", "Hold it there.", "Rest.", "closing."]) {
    expect(run.lines).toContain(line);
  }
});

test("an engine that never says it ended does not hold the session up for ever", () => {
  const run = new Drive(sessionSheet(), 1e-6).begin();
  expect(run.until(isAt("b0.hold1"), 120).most).toBe(1);
});

// --- The start gate --------------------------------------------------------------------------------------------------------

test("much pain before the start offers the gentle session, with its reason, and waits", () => {
  const run = drive().begin(6).pass(30);
  expect(run.state.screen).toEqual({ kind: "gate-gentle", mode: "mobilise-only", say: "Gentle today." });
  run.do({ type: "begin" });
  expect(run.events[1]).toMatchObject({ type: "session-started", mode: "mobilise-only", pain_before: 6 });
});

test("very much pain before the start leads to no session, and that is on record", () => {
  const run = drive().begin(9).do({ type: "begin" }).do({ type: "rate", value: 0 }).pass(5);
  expect(run.state.screen).toEqual({ kind: "gate-rest", say: "Rest today." });
  expect(run.events).toEqual([{ type: "start-held-back", pain_before: 9 }]);
});

test.each([-1, 11, 2.5, Number.NaN])("a rating of %s raises", (value) => {
  expect(() => reduce(sessionSheet(), START, { type: "rate", now: 0, value })).toThrow(RangeError);
});

test("an unknown kind of pain raises", () => {
  const run = toHold().do({ type: "hurts" }).do({ type: "rate", value: 3 });
  expect(() => run.do({ type: "kind", quality: "purple" })).toThrow("quality purple");
});

// --- Until ready -------------------------------------------------------------------------------------------------------------

test("a change of position waits for the lead-in, is announced and counted, and only then starts", () => {
  const run = drive().begin().until((state) => state.run.stage === "lead");
  const waitsFrom = run.now;
  run.until(isAt("b0.enter"));
  expect(run.now - waitsFrom).toBeGreaterThan(25_000);
  expect(run.lines.slice(-7)).toEqual(["Starting in", "5", "4", "3", "2", "1", "b0.enter."]);
});

test("more time lengthens the lead-in and takes back a start that was announced", () => {
  const run = drive().begin().until((state) => state.run.stage === "count").do({ type: "more-time" });
  expect(run.lines.at(-1)).toBe("Take your time.");
  expect(run.pass(19).state.run.stage).toBe("lead");
});

test("with tap readiness nothing starts before the person says so, and a tap announces the start", () => {
  const run = drive({ readiness: "tap" }).begin().until((state) => state.run.stage === "lead").pass(600);
  expect(run.state.run.stage).toBe("lead");
  run.do({ type: "toggle" });
  expect(run.lines.at(-1)).toBe("Starting in");
  run.pass(2).do({ type: "toggle" });
  expect(run.state.screen.kind).toBe("paused");
});

test("breaths taken freely end when the person says so, and hold what was held", () => {
  const free = sessionSheet();
  const step = free.sheets["full"]?.blocks[1]?.steps[1];
  if (step?.kind !== "breaths") throw new Error("the fixture has changed");
  step.breath = null;
  const run = new Drive(free).begin().until(isAt("b1.hold1")).pass(22).do({ type: "ready" });
  expect(run.events.at(-1)).toMatchObject({ type: "set-completed", block: 1, repetitions: 1, held_seconds: 22 });
});

// --- Pause and back ------------------------------------------------------------------------------------------------------------

test("a tap pauses at once, with silence first, and nothing moves until the person goes on", () => {
  const run = toHold().do({ type: "toggle" });
  const kinds = run.heard.filter((heard) => heard.now === run.now).map(({ effect }) => effect.kind);
  expect(kinds.slice(0, 2)).toEqual(["silence", "record"]);
  const { elapsed } = run.state.run;
  run.pass(300);
  expect(run.state.run.elapsed).toBe(elapsed);
  expect(run.lines.filter((line) => line === "Still paused.")).toHaveLength(1);
  run.do({ type: "toggle" });
  expect(run.state.screen.kind).toBe("step");
  expect(run.types.slice(-2)).toEqual(["session-paused", "session-resumed"]);
});

test("a hold goes on where it was, after a moment to settle, and what is to be done is said again", () => {
  const run = toHold().do({ type: "toggle" }).pass(5).do({ type: "toggle" });
  const { elapsed } = run.state.run;
  expect(run.lines.at(-1)).toBe("Going on. Hold.");
  expect(run.pass(4).state.run.elapsed).toBe(elapsed);
  expect(run.pass(3).state.run.elapsed).toBeGreaterThan(elapsed);
});

test("repetitions go on with a whole repetition", () => {
  const run = drive().begin().until(isAt("b2.s1.repetitions"), 1200).pass(8).do({ type: "toggle" }).do({ type: "toggle" });
  expect(run.state.run.elapsed).toBe(6000);
});

test("back starts a step again, and within three seconds the step before", () => {
  const run = toHold().pass(1).do({ type: "back" });
  expect([at(run.state), run.state.run.elapsed]).toEqual(["b0.hold1", 0]);
  run.do({ type: "back" });
  expect(at(run.state)).toBe("b0.enter");
  for (let n = 0; n < 4; n += 1) run.do({ type: "back" });
  expect(at(run.state)).toBe("opening");
});

test("back before an exercise's beginning says how to get into the one before, and a set done again counts once", () => {
  const run = drive().begin().until(isAt("b1.position")).do({ type: "back" });
  expect(at(run.state)).toBe("b0.position");
  run.until(isAt("b1.hold1"));
  expect(run.types.filter((type) => type === "set-completed")).toHaveLength(1);
});

// --- It hurts -----------------------------------------------------------------------------------------------------------------

const hurts = (run: Drive, value: number, quality: string): Drive =>
  run.do({ type: "hurts" }).do({ type: "rate", value }).do({ type: "kind", quality });

test("it hurts, green: the session waits, and goes on with the same hold when the person says so", () => {
  const run = hurts(toHold(), 2, "ache").pass(600);
  expect(run.state.screen).toEqual({ kind: "outcome", outcome: "green" });
  run.do({ type: "go-on" });
  expect(isAt("b0.hold1")(run.state)).toBe(true);
  expect(run.events.find((event) => event.type === "pain-reported")).toEqual({
    type: "pain-reported",
    moment: "during",
    value: 2,
    quality: "ache",
    outcome: "green",
    block: 0,
    exercise: "lumbar-roll",
  });
});

test("it hurts, amber: the exercise is left, with what was done of its set, and the next waits for the person", () => {
  const run = hurts(toHold(), 4, "ache").pass(600);
  expect(run.types.slice(-4)).toEqual(["session-paused", "pain-reported", "set-ended", "block-skipped"]);
  expect(run.events.at(-2)).toMatchObject({ set: 1, repetitions: 0, held_seconds: 3 });
  expect(run.state.screen).toEqual({ kind: "outcome", outcome: "amber" });
  run.do({ type: "go-on" });
  expect(at(run.state)).toBe("b1.position");
});

test("an exercise left for pain does not come back by another way", () => {
  const run = hurts(toHold(), 4, "ache").do({ type: "hurts" }).do({ type: "cancel" }).do({ type: "again" });
  expect(at(run.state)).toBe("b1.position");
  expect(run.types.filter((type) => type === "block-skipped")).toHaveLength(1);
});

test("leaving an exercise leaves all its blocks that are still to come", () => {
  const run = hurts(drive().begin().until(isAt("b2.s2.rest"), 1200), 7, "ache");
  const skipped = run.events.flatMap((event) => (event.type === "block-skipped" ? [[event.block, event.why]] : []));
  expect(skipped).toEqual([[2, "pain-stop"], [3, "pain-stop"]]);
  expect(at(run.do({ type: "go-on" }).state)).toBe("closing");
  expect(at(run.do({ type: "back" }).state)).toBe("b1.position");
});

test("the second red ends the session", () => {
  const run = hurts(toHold(), 7, "ache").do({ type: "go-on" }).pass(5);
  hurts(run, 3, "sharp");
  expect(run.state.screen).toEqual({ kind: "stopped", outcome: "second-red" });
  expect(run.events.at(-1)).toEqual({ type: "session-stopped", why: "pain" });
});

test.each([
  ["numb", "stopped", "leg-symptoms"],
  ["weak", "stopped", "urgent"],
  ["unwell", "stopped", "unwell"],
  ["chest", "emergency", "emergency"],
])("%s ends the session whatever the number", (quality, kind, why) => {
  const run = hurts(toHold(), 0, quality);
  expect(run.state.screen.kind).toBe(kind);
  expect(run.events.at(-1)).toEqual({ type: "session-stopped", why });
});

const lenient = (): Drive =>
  new Drive({ ...sessionSheet(), pain: { ...PAIN, zone_outcome: { ...PAIN.zone_outcome, a: "amber-easier" } } })
    .begin()
    .until(isAt("b0.hold1"))
    .pass(3);

test("under the traffic light amber takes the easier version, which waits for the person", () => {
  const run = hurts(lenient(), 4, "ache").pass(600);
  expect(run.state.screen).toEqual({ kind: "outcome", outcome: "amber-easier" });
  expect(run.types.slice(-2)).toEqual(["set-ended", "block-eased"]);
  run.do({ type: "go-on" }).pass(5);
  expect(run.state.screen.kind).toBe("step");
});

test("under the traffic light a second amber, with nothing easier left, leaves the exercise", () => {
  const run = hurts(lenient(), 4, "ache").do({ type: "go-on" }).pass(5);
  hurts(run, 4, "ache");
  expect(run.state.screen).toEqual({ kind: "outcome", outcome: "amber" });
  expect(run.types).toContain("block-skipped");
});

/** The steps of the easier version with two sets: position, hold, question for the pain, hold. */
const RECHECK = 2;

/** A session under the traffic light, eased for pain, after the first of two sets of the easier version. */
function rechecked(): Drive {
  const block = stretch();
  const steps = block.easier!.steps.flatMap((step): PlannedStep[] =>
    step.kind === "timed" ? [step, { ...step, id: "b0.easy.hold2", set: 2 }] : [step],
  );
  const rest = sessionSheet().sheets["full"]!.blocks.slice(1);
  const full = cueSheet("full", [{ ...block, easier: { ...block.easier!, steps } }, ...rest]);
  const pain = { ...PAIN, zone_outcome: { ...PAIN.zone_outcome, a: "amber-easier" } };
  const run = new Drive(sessionSheet({ pain, sheets: { full } })).begin().until(isAt("b0.hold1")).pass(3);
  return hurts(run, 4, "ache").do({ type: "go-on" }).until(isIn(1, RECHECK));
}

const isIn = (part: number, index: number) => (state: State) => state.cursor.part === part && state.cursor.index === index;

test("after the next set of the easier version the pain is asked for: amber again leaves the exercise", () => {
  const run = rechecked();
  expect(run.types.filter((type) => type === "set-completed")).toHaveLength(1);
  run.do({ type: "rate", value: 4 });
  expect(run.state.screen).toEqual({ kind: "outcome", outcome: "amber" });
  expect(run.types.filter((type) => type === "set-completed")).toHaveLength(1);
  expect(run.do({ type: "go-on" }).pass(1).state.cursor.part).toBe(2);
});

test("a recheck that is green goes on with the easier version", () => {
  expect(rechecked().do({ type: "rate", value: 2 }).state.cursor).toEqual({ part: 1, index: RECHECK + 1 });
});

test("a recheck left unanswered goes on, and the exercise can still be rated at the end", () => {
  const run = rechecked().until(isIn(1, RECHECK + 1)).until(shows("review"), 1200);
  expect(run.types).not.toContain("question-unanswered");
  expect(run.state.said["lumbar-roll"]).toMatchObject({ hurt: { value: 4 }, worst: null });
});

test("a recheck is asked also where the next set is the last, and may end the exercise", () => {
  const run = hurts(lenient(), 4, "ache").do({ type: "go-on" }).until(isAt("b0.easy.recheck"));
  expect(run.types.at(-1)).toBe("set-completed");
  run.do({ type: "rate", value: 8 });
  expect(run.state.screen).toEqual({ kind: "outcome", outcome: "red" });
  expect(at(run.do({ type: "go-on" }).state)).toBe("b1.position");
});

test("an exercise skipped before its recheck asks nothing", () => {
  const run = rechecked().do({ type: "back" }).do({ type: "skip" }).do({ type: "why", why: "no-time" });
  expect(run.state.cursor).toEqual({ part: 2, index: 0 });
});

test("too hard asks for no recheck", () => {
  expect(toHold().do({ type: "too-hard" }).state.rechecked).toEqual([]);
});

test("pain that moves up out of the leg goes on, unless its number is no longer green", () => {
  expect(hurts(toHold(), 2, "up-leg").state.screen).toEqual({ kind: "outcome", outcome: "centralised" });
  expect(hurts(toHold(), 7, "up-leg").state.screen).toEqual({ kind: "outcome", outcome: "red" });
});

// --- Whatever was said is kept ------------------------------------------------------------------------------------------------

const reported = (run: Drive): Draft[] => run.events.filter((event) => event.type === "pain-reported");

test.each([
  [2, "amber"],
  [4, "amber"],
  [8, "red"],
])("a stop after the number %i, before its kind, keeps the number, and it is never green", (value, outcome) => {
  const run = toHold().do({ type: "hurts" }).do({ type: "rate", value }).do({ type: "stop" });
  expect(reported(run)).toEqual([
    { type: "pain-reported", moment: "during", value, quality: "not-said", outcome, block: 0, exercise: "lumbar-roll" },
  ]);
  expect(run.events.at(-1)).toEqual({ type: "session-stopped", why: "pain" });
});

test("under the traffic light nothing is eased any more for a number that a stop follows", () => {
  const run = lenient().do({ type: "hurts" }).do({ type: "rate", value: 4 }).do({ type: "stop" });
  expect(reported(run)).toMatchObject([{ outcome: "amber" }]);
  expect(run.types).not.toContain("block-eased");
});

test("a second red whose kind was not said tells what a second red tells", () => {
  const run = hurts(toHold(), 7, "ache").do({ type: "go-on" }).pass(5);
  run.do({ type: "hurts" }).do({ type: "rate", value: 9 }).do({ type: "stop" });
  expect(run.state.screen).toEqual({ kind: "stopped", outcome: "second-red" });
});

test("a number can be changed, and until it is, no way off the screen drops it", () => {
  const asked = (): Drive => toHold().do({ type: "hurts" }).do({ type: "rate", value: 8 }).do({ type: "cancel" });
  expect(asked().state.screen).toEqual({ kind: "hurts-number", said: 8 });
  expect(asked().do({ type: "cancel" }).state.screen).toEqual({ kind: "hurts-kind", value: 8 });
  expect(reported(asked().do({ type: "stop" }))).toMatchObject([{ value: 8, quality: "not-said" }]);
  const changed = asked().do({ type: "rate", value: 3 }).do({ type: "stop" });
  expect(reported(changed)).toMatchObject([{ value: 3 }]);
});

test("an answer with its kind is on record once", () => {
  expect(reported(hurts(toHold(), 0, "chest"))).toHaveLength(1);
  expect(reported(hurts(toHold(), 8, "ache").do({ type: "stop" }))).toHaveLength(1);
});

test("a reload between the number and its kind asks for the kind again, and a stop there keeps the number", () => {
  const run = toHold().do({ type: "hurts" }).do({ type: "rate", value: 8 });
  run.state = restore(JSON.parse(JSON.stringify(run.state)) as State);
  expect(run.state.screen).toEqual({ kind: "hurts-kind", value: 8 });
  expect(reported(run.do({ type: "stop" }))).toMatchObject([{ value: 8 }]);
});

test("too hard, with nothing easier left, is kept by a stop", () => {
  const run = toHold().do({ type: "too-hard" }).do({ type: "too-hard" });
  expect(run.state.screen.kind).toBe("no-easier");
  expect(run.do({ type: "stop" }).events.find((event) => event.type === "block-skipped")).toMatchObject({ why: "too-hard" });
});

test("pain before a gentler session is on record before anybody takes it, and again with its start", () => {
  const run = drive().begin(7);
  expect(run.events).toEqual([{ type: "start-rated", pain_before: 7 }]);
  run.do({ type: "cancel" }).do({ type: "rate", value: 3 });
  expect(run.types).toEqual(["start-rated", "session-started"]);
});

test("pain for which only a gentler session is left, of which there is none, is on record", () => {
  const full = sessionSheet().sheets["full"]!;
  const run = drive({ sheets: { full, "mobilise-only": cueSheet("mobilise-only", []) } }).begin(6);
  expect(run.state.screen.kind).toBe("gate-rest");
  expect(run.events).toEqual([{ type: "start-held-back", pain_before: 6 }]);
});

test("a slip of the thumb on it hurts leads back to the pause, not to the movement", () => {
  const run = toHold().do({ type: "hurts" }).do({ type: "cancel" }).pass(60);
  expect(run.state.screen.kind).toBe("paused");
});

// --- Too hard, skip, stop ---------------------------------------------------------------------------------------------------------

test("too hard takes the easier alternative, position first, and says so in the record", () => {
  const run = toHold().do({ type: "too-hard" });
  expect(at(run.state)).toBe("b0.easy.position");
  expect(run.types.slice(-2)).toEqual(["set-ended", "block-eased"]);
  run.until(isAt("b1.position"));
  expect(run.events.at(-1)).toMatchObject({ type: "set-completed", variant: "knee-rolls", eased: true, held_seconds: 5 });
});

test("too hard begins the easier version briefly once how the exercise begins was heard, and in full before", () => {
  const heard = toHold();
  const from = heard.now;
  heard.do({ type: "too-hard" }).pass(0.1);
  expect(heard.lines.at(-1)).toBe("Easier version: Knee rolls.");
  expect((heard.until(isAt("b0.easy.hold1")).now - from) / 1000).toBeLessThan(20);
  const early = drive().begin().until(isAt("b0.position")).do({ type: "too-hard" }).pass(0.1);
  expect(early.lines.at(-1)).toBe("Lie on your back.");
  const waiting = drive().begin().until((state) => state.run.stage === "lead").do({ type: "too-hard" }).pass(0.1);
  expect(waiting.lines.at(-1)).toBe("Easier version: Knee rolls.");
});

test("more time before the easier version is as much as before the exercise", () => {
  const run = toHold().do({ type: "too-hard" }).pass(0.1).do({ type: "more-time" });
  const from = run.now;
  expect((run.until(isAt("b0.easy.hold1")).now - from) / 1000).toBeGreaterThan(20);
});

test("where there is no easier one, it says so and offers to skip", () => {
  const run = drive().begin().until(isAt("b2.s1.repetitions"), 1200).do({ type: "too-hard" }).pass(60);
  expect(run.state.screen.kind).toBe("no-easier");
  run.do({ type: "skip" });
  expect(run.events.filter((event) => event.type === "block-skipped")).toMatchObject([{ block: 2, why: "too-hard" }]);
  expect(at(run.state)).toBe("b3.position");
});

test("skip asks why, and skip again leaves it unsaid", () => {
  const run = toHold().do({ type: "skip" }).pass(60);
  expect(run.state.screen.kind).toBe("skip-why");
  run.do({ type: "skip" });
  expect(run.events.find((event) => event.type === "block-skipped")).toMatchObject({ why: "not-said", side: "right" });
  expect(at(run.state)).toBe("b1.position");
  expect(at(run.do({ type: "back" }).state)).toBe("b0.position");
});

test("a rest is skipped without a question", () => {
  const run = drive().begin().until(isAt("b2.s2.rest"), 1200).do({ type: "skip" });
  expect(at(run.state)).toBe("b2.s2.repetitions");
  expect(run.types).not.toContain("block-skipped");
});

test("stop for today keeps what was done and ends in silence but for one line", () => {
  const run = toHold().do({ type: "toggle" }).do({ type: "stop" });
  expect(run.types.slice(-2)).toEqual(["set-ended", "session-stopped"]);
  const before = run.heard.length;
  run.pass(600).do({ type: "toggle" }).do({ type: "go-on" });
  expect(run.heard).toHaveLength(before);
});

// --- Sleep, reload ------------------------------------------------------------------------------------------------------------------

test("a page that slept pauses and asks, and the tap that woke it starts nothing", () => {
  const run = toHold().do({ type: "visibility", hidden: true });
  run.now += 60_000;
  run.do({ type: "toggle" });
  expect(run.state.screen).toEqual({ kind: "resume", why: "hidden" });
  expect(run.events.at(-1)).toEqual({ type: "session-paused", why: "hidden" });
});

test("a hidden page whose clock keeps ticking goes on", () => {
  const run = toHold().do({ type: "visibility", hidden: true }).until(isAt("b1.position"));
  expect(run.types).not.toContain("session-paused");
});

test.each(["step", "paused", "skip-why"])("after a reload at %s nothing goes on before the person says so", (kind) => {
  const run = toHold();
  if (kind === "paused") run.do({ type: "toggle" });
  if (kind === "skip-why") run.do({ type: "skip" });
  run.state = restore(JSON.parse(JSON.stringify(run.state)) as State);
  run.now = 0;
  run.pass(600);
  expect(run.state.screen).toEqual({ kind: "resume", why: "reload" });
  expect(isAt("b0.hold1")(run.do({ type: "go-on" }).state)).toBe(true);
  expect(secondsLeft(chosenSheet(run.sheet, run.state), run.state)).toBeGreaterThan(60);
});

test("start this set again begins with the position for the first set, and after the rest for a later one", () => {
  const first = toHold().do({ type: "toggle" }).do({ type: "again" });
  expect(at(first.state)).toBe("b0.position");
  const second = drive().begin().until(isAt("b2.s2.repetitions"), 1200).do({ type: "toggle" }).do({ type: "again" });
  expect(at(second.state)).toBe("b2.s2.repetitions");
});
