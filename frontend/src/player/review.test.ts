import { expect, test } from "vitest";
import { abandonment } from "./closing";
import type { Draft } from "./model";
import { restore } from "./reducer";
import { rowsOf } from "./rows";
import { chosenSheet, stepAt } from "./sheet";
import type { State } from "./state";
import { Drive, type Doing } from "./testing/drive";
import { sessionSheet } from "./testing/fixtures";

const isAt = (id: string) => (state: State): boolean =>
  state.screen.kind === "step" && stepAt(chosenSheet(sessionSheet(), state), state, state.cursor).id === id;
const toHold = (): Drive => new Drive(sessionSheet()).begin().until(isAt("b0.hold1")).pass(3);
const toEnd = (run: Drive): Drive => run.until((state) => state.screen.kind === "review", 2000);
const finished = (): Drive => toEnd(new Drive(sessionSheet()).begin());
const hurts = (run: Drive, value: number, quality: string): Drive =>
  run.do({ type: "hurts" }).do({ type: "rate", value }).do({ type: "kind", quality });

/** Say a number of an exercise at the end, and its kind where one is asked for. */
const say = (run: Drive, exercise: string, value: number, ...kind: string[]): Drive => {
  run.do({ type: "say", about: "worst", exercise }).do({ type: "rate", value });
  return kind.reduce((sofar, quality) => sofar.do({ type: "kind", quality }), run);
};
const all = (run: Drive, ...doings: Doing[]): Drive => doings.reduce((sofar, doing) => sofar.do(doing), run);
const since = (run: Drive, type: Draft["type"]): Draft[] => run.events.slice(run.types.indexOf(type) + 1);

test("one tap says of everything that was begun that it was no worse, and makes no number of it", () => {
  const run = finished().do({ type: "no-worse" });
  expect(since(run, "session-finished")).toEqual([
    { type: "no-worse-said", block: 0, exercise: "lumbar-roll" },
    { type: "no-worse-said", block: 1, exercise: "figure-four" },
    { type: "no-worse-said", block: 3, exercise: "si-glute-bridge" },
  ]);
  expect(run.state.screen).toEqual({ kind: "review" });
  expect(run.do({ type: "no-worse" }).types.filter((type) => type === "no-worse-said")).toHaveLength(3);
});

test("the session is on record as finished before anything is asked, and nothing pressed changes nothing", () => {
  const run = finished();
  expect(run.types.at(-1)).toBe("session-finished");
  expect(run.lines.at(-1)).toBe("How was it?");
  run.pass(3600);
  expect(run.types.at(-1)).toBe("session-finished");
  expect(run.state.screen).toEqual({ kind: "review" });
});

test("everything can be left out, which is on record, and the end is said", () => {
  const run = finished().do({ type: "pass" });
  expect(run.types.slice(-6)).toEqual(Array(6).fill("question-unanswered"));
  expect(run.state.screen).toEqual({ kind: "finished", outcome: null });
  expect(run.lines.at(-1)).toBe("All done for today.");
});

test("a number up to the pain before has no kind; a higher one asks for it, and both go through the table", () => {
  const run = say(finished(), "lumbar-roll", 2);
  expect(run.events.at(-1)).toMatchObject({ moment: "worst", value: 2, quality: "ache", outcome: "green", block: 0 });
  run.do({ type: "say", about: "worst", exercise: "figure-four" }).do({ type: "rate", value: 3 });
  expect(run.state.screen).toEqual({ kind: "review-kind", exercise: "figure-four", value: 3 });
  run.do({ type: "kind", quality: "sharp" });
  expect(run.events.at(-1)).toMatchObject({ moment: "worst", value: 3, quality: "sharp", outcome: "red", block: 1 });
  expect(run.state.screen).toEqual({ kind: "review" });
});

test("what an answer led to is told at the end, and no more once it was corrected", () => {
  expect(say(finished(), "lumbar-roll", 4, "ache").do({ type: "pass" }).state.screen).toEqual({ kind: "finished", outcome: "amber" });
  const corrected = say(say(finished(), "lumbar-roll", 4, "ache"), "lumbar-roll", 2).do({ type: "pass" });
  expect(corrected.state.screen).toEqual({ kind: "finished", outcome: null });
});

test("no worse covers nothing of which pain was told, and a later number holds against it", () => {
  const hurt = toEnd(hurts(toHold(), 2, "ache").do({ type: "go-on" })).do({ type: "no-worse" });
  expect(hurt.state.said["lumbar-roll"]).toMatchObject({ hurt: { value: 2, quality: "ache" }, worst: null });
  expect(hurt.types.filter((type) => type === "no-worse-said")).toHaveLength(2);
  const told = say(finished(), "figure-four", 1).do({ type: "no-worse" });
  expect(told.state.said["figure-four"]?.worst).toMatchObject({ value: 1 });
  const corrected = say(finished().do({ type: "no-worse" }), "figure-four", 5, "ache");
  expect(corrected.state.said["figure-four"]?.worst).toMatchObject({ value: 5 });
});

test("of it hurts the highest is shown", () => {
  const twice = hurts(hurts(toHold(), 3, "ache").do({ type: "go-on" }).pass(5), 2, "ache");
  expect(twice.state.said["lumbar-roll"]?.hurt).toEqual({ value: 3, quality: "ache", part: 1 });
});

test.each([
  ["chest", "emergency", "emergency"],
  ["weak", "stopped", "urgent"],
  ["numb", "stopped", "leg-symptoms"],
])("%s said at the end leads where it leads in a session, and keeps that the rest was not answered", (quality, kind, outcome) => {
  const run = say(finished(), "lumbar-roll", 4, quality);
  expect(run.state.screen).toEqual({ kind, outcome });
  expect(run.events.find((event) => event.type === "pain-reported")).toMatchObject({ quality, outcome });
  expect(run.lines.at(-1)).toBe(`Said of ${outcome}.`);
  expect(run.types.filter((type) => /session-(stopped|finished)/.test(type))).toEqual(["session-finished"]);
  expect(run.types.filter((type) => type === "question-unanswered")).toHaveLength(5);
});

test("the second red of a session ends it at the end, too, and a second number of one exercise is no second red", () => {
  const once = say(say(finished(), "lumbar-roll", 8, "ache"), "lumbar-roll", 9, "ache");
  expect(once.state.screen).toEqual({ kind: "review" });
  expect(say(once, "figure-four", 8, "ache").state.screen).toEqual({ kind: "stopped", outcome: "second-red" });
  const pressed = toEnd(hurts(toHold(), 8, "ache").do({ type: "go-on" }));
  expect(say(pressed, "lumbar-roll", 8, "ache").state.screen).toEqual({ kind: "review" });
});

test("a stop by the person can be rated, with one line for both; what was begun stands there", () => {
  const run = toHold().do({ type: "toggle" }).do({ type: "stop" });
  expect(run.types.slice(-2)).toEqual(["set-ended", "session-stopped"]);
  expect(run.state.screen).toEqual({ kind: "review" });
  expect(rowsOf(chosenSheet(run.sheet, run.state), run.state).map((row) => row.exercise)).toEqual(["lumbar-roll"]);
  expect(run.lines.at(-1)).toBe("We stop here. How was it?");
  const before = run.lines.length;
  run.do({ type: "no-worse" }).do({ type: "pass" });
  expect(run.state.screen).toEqual({ kind: "stopped", outcome: null });
  expect(run.lines).toHaveLength(before);
});

test("nothing is asked where nothing was begun, nor after a stop for pain", () => {
  const early = new Drive(sessionSheet()).begin().pass(3).do({ type: "stop" });
  expect(early.state.screen).toEqual({ kind: "stopped", outcome: null });
  expect(toHold().do({ type: "hurts" }).do({ type: "stop" }).state.screen.kind).toBe("stopped");
});

test("effort is asked one exercise after the other, can be left at any, and changed alone", () => {
  const run = finished().do({ type: "say", about: "effort", exercise: "lumbar-roll" }).do({ type: "rate", value: 3 });
  expect(run.events.at(-1)).toEqual({ type: "effort-reported", value: 3, block: 0, exercise: "lumbar-roll" });
  expect(run.state.screen).toEqual({ kind: "review-effort", exercise: "figure-four" });
  expect(run.do({ type: "cancel" }).state.screen).toEqual({ kind: "review" });
  all(run, { type: "say", about: "effort", exercise: "lumbar-roll" }, { type: "rate", value: 5 });
  expect([run.state.screen, run.state.said["lumbar-roll"]?.effort]).toEqual([{ kind: "review" }, 5]);
  all(run, { type: "say", about: "effort", exercise: "si-glute-bridge" }, { type: "rate", value: 10 });
  expect(run.state.screen).toEqual({ kind: "review" });
});

test("a number that waits for its kind is never dropped: by going back, by a reload, by leaving its kind unsaid", () => {
  const asked = (): Drive => say(finished(), "lumbar-roll", 8);
  expect(all(asked(), { type: "cancel" }).state.screen).toEqual({ kind: "review-number", exercise: "lumbar-roll", said: 8 });
  expect(all(asked(), { type: "cancel" }, { type: "cancel" }).state.screen).toMatchObject({ kind: "review-kind", value: 8 });
  expect(asked().do({ type: "pass" }).events.at(-1)).toMatchObject({ value: 8, quality: "not-said", outcome: "red" });
  expect(restore(JSON.parse(JSON.stringify(asked().state)) as State).screen).toMatchObject({ kind: "review-kind", value: 8 });
});

test("the end that nobody came back to is closed with what was said, and is no stop", () => {
  const { sheet, state } = say(finished(), "lumbar-roll", 8);
  const device = { monotonic: () => 0, wall: () => 0, random: (bytes: number) => new Uint8Array(bytes) };
  const events = abandonment({ shape: 3, session: "s", sheet, state, offset: 0, savedAt: 0 }, device);
  expect(events[0]).toMatchObject({ type: "pain-reported", value: 8, quality: "not-said" });
  expect(events.slice(1).every((event) => event.type === "question-unanswered")).toBe(true);
});

test("what holds the person ends the rating, with a number that was said", () => {
  const run = say(finished(), "lumbar-roll", 8).do({ type: "held", say: "Held." });
  expect(run.state.screen).toEqual({ kind: "stopped", outcome: null });
  expect(run.events.some((event) => event.type === "pain-reported" && event.value === 8)).toBe(true);
});

test("an exercise that was not begun cannot be rated", () => {
  const run = toHold().do({ type: "stop" }).do({ type: "say", about: "worst", exercise: "figure-four" });
  expect(run.state.screen).toEqual({ kind: "review" });
});
