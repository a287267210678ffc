import { expect, test } from "vitest";
import type { PlannedStep, SessionSheet } from "./model";
import { chosenSheet, stepAt } from "./sheet";
import type { State } from "./state";
import { Drive } from "./testing/drive";
import { cue, sessionSheet, stretch } from "./testing/fixtures";
import { stageOf } from "./view";

/** A session whose first exercise is known: its counts alone are said, and all of it on request. */
function known(): SessionSheet {
  const sheet = sessionSheet();
  const [, ...others] = sheet.sheets["full"]?.blocks ?? [];
  const more = stretch().steps.map((step): PlannedStep => ({ ...step, cues: [cue(0, `All of ${step.id}.`)] }));
  const first = { ...stretch(), guidance: "counts" as const, more };
  return { ...sheet, sheets: { ...sheet.sheets, full: { ...sheet.sheets["full"]!, blocks: [first, ...others] } } };
}

const isAt = (id: string) => (state: State): boolean =>
  state.screen.kind === "step" && stepAt(chosenSheet(known(), state), state, state.cursor).id === id;
const begun = (): Drive => new Drive(known()).begin().until(isAt("b0.position")).pass(1);

test("more is told at once, is on record, and can be asked for once", () => {
  const run = begun();
  expect(stageOf(run.sheet, run.state).canExplain).toBe(true);
  run.do({ type: "explain" }).pass(0.1);
  expect(run.lines.at(-1)).toBe("All of b0.position.");
  expect(run.events.at(-1)).toEqual({ type: "guidance-asked", block: 0, exercise: "lumbar-roll" });
  expect(stageOf(run.sheet, run.state).canExplain).toBe(false);
  expect(run.do({ type: "explain" }).events.filter((event) => event.type === "guidance-asked")).toHaveLength(1);
});

test("in the middle of a set it begins again, and the set counts once", () => {
  const run = begun().until(isAt("b0.hold2")).pass(3).do({ type: "explain" });
  expect(isAt("b0.position")(run.state)).toBe(true);
  run.until(isAt("b0.hold2")).pass(0.1);
  expect(run.lines.at(-1)).toBe("All of b0.hold2.");
  run.until((state) => state.cursor.part === 2, 1200);
  const sets = run.events.filter((event) => event.type === "set-completed" && event.block === 0);
  expect(sets).toMatchObject([{ repetitions: 2, held_seconds: 20 }]);
});

test("asked for in a pause it goes on from there", () => {
  const run = begun().do({ type: "pause" }).pass(1).do({ type: "explain" }).pass(0.1);
  expect(run.state.screen.kind).toBe("step");
  expect(run.types.slice(-2)).toEqual(["session-resumed", "guidance-asked"]);
});

test("there is nothing to tell of what is told whole, nor of an easier version", () => {
  const run = new Drive(sessionSheet()).begin().until(isAt("b0.position")).pass(1);
  expect(stageOf(run.sheet, run.state).canExplain).toBe(false);
  expect(run.do({ type: "explain" }).types).not.toContain("guidance-asked");
  const eased = begun().do({ type: "too-hard" }).pass(0.1);
  expect(stageOf(eased.sheet, eased.state).canExplain).toBe(false);
});
