import { expect, test } from "vitest";
import type { Finding } from "../generated/findings";
import { watched } from "./camera";
import { chosenSheet, stepAt } from "./sheet";
import type { State } from "./state";
import { Drive } from "./testing/drive";
import { sessionSheet } from "./testing/fixtures";
import { stageOf } from "./view";
import { WORDS } from "./words";

const at = (state: State): string => stepAt(chosenSheet(sessionSheet(), state), state, state.cursor).id;
const isAt = (id: string) => (state: State) => state.screen.kind === "step" && at(state) === id;
const set = (run: Drive) => run.events.findLast((event) => event.type === "set-completed" || event.type === "set-ended");

type Untimed<Each> = Each extends Finding ? Omit<Each, "at_ms"> : never;
const seen = (run: Drive, finding: Untimed<Finding>): Drive => run.do({ type: "finding", finding: { ...finding, at_ms: run.now } as Finding });
const repetition = (run: Drive): Drive => seen(run, { type: "repetition-counted", number: 1, seconds: 4, range: 1 });
const holding = (run: Drive, isHeld: boolean): Drive => seen(run, { type: "hold-time", number: 1, seconds: 1, holding: isHeld });
const missing = (run: Drive): Drive =>
  seen(run, { type: "not-measured", reason: "out-of-view", part: "left hip", say: "I cannot see your left hip." });

const begun = (): Drive => new Drive(sessionSheet()).begin().do({ type: "camera", link: "on" });
const REPETITIONS = "b2.s1.repetitions";
const toRepetitions = (): Drive => begun().do({ type: "camera", link: "off" }).until(isAt("b2.position"), 1200).do({ type: "camera", link: "on" }).until(isAt(REPETITIONS));

// --- Repetitions -----------------------------------------------------------------------------------------------------------

test("repetitions wait for the camera, not for the tempo", () => {
  const run = toRepetitions().pass(20);
  expect(at(run.state)).toBe(REPETITIONS);
  expect(stageOf(run.sheet, run.state).big).toEqual({ text: "0", label: WORDS.doneOf(3) });
});

test("each number is said the moment it is seen, and the set ends with the last", () => {
  const run = toRepetitions().pass(5);
  for (const number of [1, 2, 3]) {
    repetition(run);
    expect(run.heard.at(-1)).toMatchObject({ now: run.now, effect: { kind: "cue", text: `${number}.` } });
    run.pass(3);
  }
  expect(at(run.state)).toBe("b2.s2.rest");
  expect(set(run)).toMatchObject({ type: "set-completed", repetitions: 3, counted: "camera" });
  expect(run.most).toBe(1);
});

test("two repetitions that are told at once are said one after the other", () => {
  const run = toRepetitions().pass(5);
  repetition(repetition(run)).pass(2);
  const said = run.lines.filter((text) => text !== "");
  expect(said.slice(-2)).toEqual(["1.", "2."]);
  expect(run.most).toBe(1);
});

test("a tap counts what the camera has missed, and the record says so", () => {
  const run = repetition(toRepetitions().pass(5)).pass(2).do({ type: "count" }).pass(2).do({ type: "count" }).pass(2);
  expect(set(run)).toMatchObject({ repetitions: 3, counted: "mixed" });
});

test("a tap counts nothing while the tempo counts", () => {
  const run = begun().do({ type: "camera", link: "off" }).until(isAt(REPETITIONS), 1200).pass(1).do({ type: "count" });
  expect(run.state.run.elapsed).toBeLessThan(1500);
});

test("repetitions outside a set, while paused or while settling count for nothing", () => {
  const run = toRepetitions().pass(2).do({ type: "pause" });
  repetition(run).do({ type: "go-on" });
  repetition(run).pass(1);
  expect(run.state.run.elapsed).toBe(0);
});

test("a set left half way keeps what the camera counted", () => {
  const run = repetition(toRepetitions().pass(5)).pass(2).do({ type: "stop" });
  expect(run.events.find((event) => event.type === "set-ended")).toMatchObject({ repetitions: 1, counted: "camera" });
});

// --- Holds -----------------------------------------------------------------------------------------------------------------

test("a hold's clock runs only while it is held", () => {
  const run = begun().until(isAt("b0.hold1"));
  run.pass(4);
  expect(stageOf(run.sheet, run.state).caption).toBe(WORDS.clockWaits);
  expect(run.state.run.elapsed).toBe(0);
  holding(run, true).pass(4);
  holding(run, false).pass(6);
  expect(Math.round(run.state.run.elapsed / 1000)).toBe(4);
  holding(run, true).until(isAt("b0.rest1"), 7);
});

// --- Not seen ---------------------------------------------------------------------------------------------------------------

test("what is not seen is shown, nothing is counted, and after a while the clock takes over, said once", () => {
  const run = missing(toRepetitions().pass(2)).pass(5);
  const stage = stageOf(run.sheet, run.state);
  expect([stage.caption, stage.camera?.text]).toEqual(["I cannot see your left hip.", WORDS.notMeasured("I cannot see your left hip.")]);
  run.until(isAt("b2.s2.rest"), 60);
  expect(run.lines.filter((line) => line === run.sheet.words.camera_unseen)).toHaveLength(1);
  missing(run.until(isAt("b2.s2.repetitions"))).until(isAt("b3.position"), 60);
  expect(run.lines.filter((line) => line === run.sheet.words.camera_unseen)).toHaveLength(1);
  expect(run.events.filter((event) => event.type === "set-completed").at(-1)).not.toHaveProperty("counted");
});

test("what is not seen is said, but not each time that it flickers", () => {
  const run = missing(toRepetitions().pass(5)).pass(4);
  seen(run, { type: "measured-again" }).pass(1);
  missing(run).pass(4);
  expect(run.lines.filter((line) => line === "I cannot see your left hip.")).toHaveLength(1);
  expect(run.most).toBe(1);
});

test("a picture that stops for a moment is not spoken of", () => {
  const run = toRepetitions().pass(2);
  for (let n = 0; n < 40; n += 1) seen(missing(run).pass(0.3), { type: "measured-again" }).pass(0.2);
  expect(run.lines).not.toContain("I cannot see your left hip.");
  expect(at(run.state)).toBe(REPETITIONS);
});

test("nothing is said about form once the last repetition is counted", () => {
  const run = toRepetitions().pass(5);
  for (const _ of [1, 2, 3]) repetition(run).pass(3);
  repetition(run.until(isAt("b2.s2.repetitions"), 60).pass(5));
  for (const _ of [2, 3]) repetition(run.pass(3));
  seen(run, { type: "cue", form: "too-fast", say: "Take your time." }).pass(3);
  expect(run.lines).not.toContain("Take your time.");
  expect(at(run.state)).not.toBe("b2.s2.repetitions");
});

test("someone who is seen and rests is waited for longer", () => {
  expect(at(toRepetitions().pass(40).state)).toBe(REPETITIONS);
  expect(at(toRepetitions().pass(75).state)).not.toBe(REPETITIONS);
});

test("an exercise that a camera cannot measure goes by the clock at once", () => {
  const run = toRepetitions();
  seen(run, { type: "unmeasured", say: "The camera does not count this one." }).until(isAt("b2.s2.rest"), 25);
  expect(run.lines).not.toContain(run.sheet.words.camera_unseen);
});

// --- Coming and going ---------------------------------------------------------------------------------------------------------

test("a camera that is lost in a set is told once, and the clock goes on from the next repetition", () => {
  const run = repetition(toRepetitions().pass(5)).pass(2).do({ type: "camera", link: "lost" });
  run.until(isAt("b2.s2.rest"), 14);
  expect(run.lines.filter((line) => line === run.sheet.words.camera_lost)).toHaveLength(1);
  expect(set(run)).toMatchObject({ repetitions: 3, counted: "mixed" });
  expect(run.most).toBe(1);
});

test("a camera that is lost again in the same set is not told again, in the next set it is", () => {
  const run = toRepetitions().pass(2);
  const told = (): number => run.lines.filter((line) => line === run.sheet.words.camera_lost).length;
  const comesAndGoes = (): Drive => run.do({ type: "camera", link: "lost" }).pass(4).do({ type: "camera", link: "on" });
  comesAndGoes();
  comesAndGoes();
  expect(told()).toBe(1);
  run.until(isAt("b2.s2.repetitions"), 60).pass(2);
  comesAndGoes();
  expect(told()).toBe(2);
});

/** A session whose exercises are each seen from a place of their own, the last two from the same. */
function seenFromPlaces(): Drive {
  const sheet = structuredClone(sessionSheet());
  const places = ["At your feet.", "At your feet.", "Beside your hips."];
  for (const cues of Object.values(sheet.sheets)) {
    cues?.blocks.forEach((block, index) => {
      const place = places[Math.min(index, places.length - 1)] ?? "";
      Object.assign(block, { camera: { place, view: "side", why: "", azimuth: 90, position: "supine" } });
    });
  }
  return new Drive(sheet).begin();
}

test("where the phone goes is said as an exercise begins that the camera sees from elsewhere", () => {
  const run = seenFromPlaces().do({ type: "camera", link: "on" }).until(isAt("b2.position"), 1200);
  expect(run.lines.filter((line) => line.startsWith("At your"))).toEqual([]); // the check before the start has said it
  expect(run.state.run.extra).toBe(20_000);
  run.pass(8);
  expect(run.lines.at(run.lines.indexOf("Beside your hips.") + 1)).toBe("Lie on your back.");
  run.until(isAt("b3.position"), 1200).pass(5);
  expect(run.lines.filter((line) => line === "Beside your hips.")).toHaveLength(1);
  expect(run.state.run.extra).toBe(0);
  expect(run.most).toBe(1);
});

test("without the camera nothing is said of the phone", () => {
  const run = seenFromPlaces().until(isAt("b2.position"), 1200).pass(5);
  expect(run.lines).not.toContain("Beside your hips.");
});

test("switched off by the person it goes on without a word", () => {
  const run = toRepetitions().pass(2).do({ type: "camera", link: "off" }).until(isAt("b2.s2.rest"), 20);
  expect(run.lines).not.toContain(run.sheet.words.camera_lost);
  expect(stageOf(run.sheet, run.state).camera).toBeNull();
});

test("a set that began by the clock ends by it, and the camera leads the next", () => {
  const run = begun().do({ type: "camera", link: "off" }).until(isAt(REPETITIONS), 1200).pass(7).do({ type: "camera", link: "on" });
  run.until(isAt("b2.s2.rest"), 14);
  expect(at(run.until(isAt("b2.s2.repetitions"), 60).pass(20).state)).toBe("b2.s2.repetitions");
});

// --- Cues ------------------------------------------------------------------------------------------------------------------------

test("a cue is said after the count, never over it", () => {
  const run = repetition(toRepetitions().pass(5));
  seen(run, { type: "cue", form: "hips-low", say: "A little higher." }).pass(2);
  expect(run.lines.slice(-2)).toEqual(["1.", "A little higher."]);
  expect(run.most).toBe(1);
});

test("a cue that could not be said in time is left out", () => {
  const run = new Drive(sessionSheet(), 0.02).begin().do({ type: "camera", link: "on" });
  seen(run, { type: "cue", form: "hips-low", say: "A little higher." }).pass(300);
  expect(run.lines).not.toContain("A little higher.");
});

test("a raised hand pauses the set", () => {
  expect(seen(toRepetitions(), { type: "raised-hand" }).state.screen.kind).toBe("paused");
});

// --- What to watch ------------------------------------------------------------------------------------------------------------------

test("the camera watches the set that is being done or comes next, with its side", () => {
  const run = begun();
  expect(watched(run.sheet, run.state)).toBeUndefined();
  expect(watched(run.sheet, run.until(isAt("b2.position"), 1200).state)).toMatchObject({ exercise: "si-glute-bridge", side: "right", set: 1 });
  expect(watched(run.sheet, run.until(isAt("b2.s2.rest"), 600).state)).toMatchObject({ set: 2 });
});

// --- A whole session --------------------------------------------------------------------------------------------------------------------

test("a whole session runs by the camera alone, at the person's own pace", () => {
  const run = begun();
  const PACE = 5;
  const move = (): void => {
    const step = stepAt(chosenSheet(run.sheet, run.state), run.state, run.state.cursor);
    if (step.kind === "repetitions") repetition(run);
    if (step.kind === "timed" && step.role === "hold" && !run.state.seen.isHolding) holding(run, true);
    else if (step.kind === "timed" && step.role !== "hold" && run.state.seen.isHolding) holding(run, false);
  };
  while (run.state.screen.kind === "step") {
    run.pass(PACE);
    if (run.state.screen.kind === "step") move();
  }
  const sets = run.events.flatMap((event) => (event.type === "set-completed" ? [[event.repetitions, event.held_seconds, event.counted]] : []));
  expect(sets).toEqual([
    [2, 20, "camera"],
    [1, 30, undefined], // breaths go by their own pacer
    ...Array(4).fill([3, 0, "camera"]),
  ]);
  expect(run.types).toContain("session-finished");
  expect(run.most).toBe(1);
  expect(run.lines).not.toContain(run.sheet.words.camera_unseen);
});

// --- Recordings --------------------------------------------------------------------------------------------------------------

const kept = (run: Drive, on: boolean, say: string): Drive => seen(run, { type: "kept", on, say });

test("that the joints are recorded is shown all the while, and said once in a session", () => {
  const run = kept(toRepetitions().pass(5), true, "Your joints are being recorded.").pass(4);
  expect(stageOf(run.sheet, run.state).recording).toBe(WORDS.recording);
  kept(run, true, "Your joints are being recorded.").pass(4);
  expect(run.lines.filter((text) => text === "Your joints are being recorded.")).toHaveLength(1);
  expect(at(run.state)).toBe(REPETITIONS);
});

test("a recording that ends is said, and the set goes on", () => {
  const run = kept(kept(toRepetitions().pass(5), true, "Recorded."), false, "The disk is full.").pass(6);
  expect(stageOf(run.sheet, run.state).recording).toBe(WORDS.notRecording);
  expect(run.lines).toContain("The disk is full.");
  expect(stageOf(repetition(run).sheet, run.state).big?.text).toBe("1");
});

test("without the camera nothing is shown of a recording", () => {
  const run = kept(toRepetitions().pass(5), true, "Recorded.").do({ type: "camera", link: "lost" }).pass(1);
  expect(stageOf(run.sheet, run.state).recording).toBe("");
});
