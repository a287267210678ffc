import { expect, test } from "vitest";
import { clock, progressOf, stageOf, titleOf } from "./view";
import type { PlannedStep } from "./model";
import { chosenSheet, stepAt } from "./sheet";
import type { State } from "./state";
import { Drive } from "./testing/drive";
import { sessionSheet } from "./testing/fixtures";
import { numberTyped } from "./ui/keys";

const sheet = sessionSheet();
const isAt = (id: string) => (state: State) =>
  state.screen.kind === "step" && stepAt(chosenSheet(sheet, state), state, state.cursor).id === id;
const at = (id: string, seconds = 0): State => new Drive(sheet).begin().until(isAt(id), 1200).pass(seconds).state;

test.each([
  [7, "7"],
  [99, "99"],
  [100, "1:40"],
  [600, "10:00"],
])("%i seconds read %s", (seconds, text) => expect(clock(seconds)).toBe(text));

test("a hold counts down, breathes, and says where we are and what comes", () => {
  const stage = stageOf(sheet, at("b0.hold1", 5));
  expect(stage).toMatchObject({ name: "Lumbar roll", side: "right leg", where: "Hold 1 of 2", next: "Next: rest, 10 seconds" });
  expect(Number(stage.big?.text)).toBeLessThanOrEqual(6);
  expect(stage.breath?.isIn).toBe(false);
});

test("repetitions count up, and name the phase of the movement", () => {
  const stage = stageOf(sheet, at("b2.s1.repetitions", 9.5));
  expect(stage).toMatchObject({ big: { text: "2", label: "of 3" }, caption: "Lower slowly.", where: "Set 1 of 2" });
});

test("sides that take turns are counted each by itself", () => {
  const inTurn = (step: PlannedStep): PlannedStep => ({ ...step, side: step.set % 2 ? "left" : "right", of_sets: step.of_sets * 2 });
  const cues = sheet.sheets["full"]!;
  const blocks = cues.blocks.map((one, index) =>
    index === 2 ? { ...one, working_side: "both" as const, steps: one.steps.map(inTurn) } : one,
  );
  const turns = { ...sheet, sheets: { ...sheet.sheets, full: { ...cues, blocks } } };
  expect(stageOf(turns, at("b2.s1.repetitions")).where).toBe("Set 1 of 2");
  expect(stageOf(turns, at("b2.s2.repetitions")).where).toBe("Set 1 of 2");
  expect(stageOf(turns, at("b2.s2.rest")).next).toBe("Next: set 1 of 2");
});

test("a count does not take the instruction's place", () => {
  const state = at("b0.hold1", 5.5);
  expect(state.speaking?.must).not.toBe(true);
  expect(stageOf(sheet, state).caption).toBe("Hold.");
});

test("the breath fills while breathing in and empties while breathing out", () => {
  const state = at("b1.hold1");
  const full = (ms: number): number => stageOf(sheet, { ...state, run: { ...state.run, elapsed: ms } }).breath?.full ?? -1;
  expect([full(0), full(2000), full(4000), full(7000)]).toEqual([0, 0.5, 1, 0.5]);
});

test("too hard is offered only where there is something left of an exercise", () => {
  expect(stageOf(sheet, at("opening")).canEase).toBe(false);
  expect(stageOf(sheet, at("b2.s2.rest")).canEase).toBe(true);
});

test("once the easier version was taken the screen shows its name, its dose and its position", () => {
  const run = new Drive(sheet).begin().until(isAt("b0.hold1")).do({ type: "too-hard" });
  expect(stageOf(sheet, run.state)).toMatchObject({ name: "Knee rolls", side: "right leg", where: "1 hold of 5 seconds" });
  run.pass(0.1);
  expect(stageOf(sheet, run.state).caption).toBe("Easier version: Knee rolls.");
  expect(stageOf(sheet, run.state).place).toEqual({ about: "Position", text: "Bend both knees." });
  run.until((state) => {
    expect(stageOf(sheet, state).share).toBeGreaterThanOrEqual(0);
    return isAt("b0.easy.hold1")(state);
  });
  expect(titleOf(chosenSheet(sheet, run.state), { ...run.state, screen: { kind: "paused", waited: 0 } }).name).toBe("Knee rolls");
});

test("the session's progress only grows", () => {
  const run = new Drive(sheet).begin();
  let last = 0;
  run.until((state) => {
    if (state.screen.kind !== "step") return true;
    const { share } = progressOf(sheet, state);
    expect(share).toBeGreaterThanOrEqual(last - 1e-9);
    last = share;
    return false;
  }, 1200);
  expect(last).toBeGreaterThan(0.95);
});

test("the other side is named when its turn has come", () => {
  const state = at("b3.s1.repetitions");
  expect(titleOf(chosenSheet(sheet, state), state)).toEqual({ name: "SI glute bridge", side: "left leg" });
});

test.each([
  [0, 1000, { digit: 1, at: 500 }, 10],
  [0, 3000, { digit: 1, at: 500 }, 0],
  [0, 1000, undefined, 0],
  [7, 1000, { digit: 1, at: 900 }, 7],
])("the digit %i at %i ms after %j points at %i", (digit, at, before, value) => {
  expect(numberTyped(digit, at, before)).toBe(value);
});
