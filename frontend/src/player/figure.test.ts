import { describe, expect, test } from "vitest";
import { figureOf } from "./figure";
import { chosenSheet, stepAt } from "./sheet";
import type { State } from "./state";
import { Drive } from "./testing/drive";
import { sessionSheet } from "./testing/fixtures";

const sheet = sessionSheet();
const isAt = (id: string) => (state: State) =>
  state.screen.kind === "step" && stepAt(chosenSheet(sheet, state), state, state.cursor).id === id;
const drive = (id: string): Drive => new Drive(sheet).begin().until(isAt(id), 1200);

describe("the figure of a session", () => {
  test("shows the block's variant for the step's side, in time with the count", () => {
    const now = figureOf(sheet, drive("b2.s1.repetitions").pass(9.5).state);
    expect(now?.shown).toEqual({ exercise: "si-glute-bridge", variant: "si-glute-bridge-planned", side: "right", symmetric: false });
    expect(now?.moment.phase).toBe("lower");
    expect(now?.moment.at).toBeCloseTo(0.17, 1);
  });

  test("breathes with the pacer in a hold, and by itself elsewhere", () => {
    expect(figureOf(sheet, drive("b0.hold1").pass(2).state)?.breath).toBeCloseTo(0.5, 1);
    expect(figureOf(sheet, drive("b0.rest1").state)?.breath).toBeNull();
  });

  test("shows the easier alternative once it was taken", () => {
    const eased = drive("b0.hold1").do({ type: "too-hard" });
    expect(figureOf(sheet, eased.state)?.shown.variant).toBe("knee-rolls");
  });

  test("is not there before the exercises", () => {
    expect(figureOf(sheet, new Drive(sheet).begin().state)).toBeNull();
  });

  test("is not there where the person wants none, and is on a sheet that was kept before there was one", () => {
    const state = drive("b0.hold1").state;
    expect(figureOf({ ...sheet, figure: false }, state)).toBeNull();
    const { figure: _, ...older } = sheet;
    expect(figureOf(older as typeof sheet, state)).not.toBeNull();
  });

  test("follows what the camera sees while it counts, and the count again once the clock takes over", () => {
    const run = drive("b2.position").do({ type: "camera", link: "on" }).until(isAt("b2.s1.repetitions"), 120).pass(2);
    const seen = (phase: "start" | "out" | "end" | "back"): unknown => {
      run.do({ type: "finding", finding: { type: "phase-changed", at_ms: run.now, phase } });
      return figureOf(sheet, run.state)?.moment;
    };
    expect(seen("out")).toEqual({ phase: "lift", at: 0.5 });
    expect(seen("end")).toEqual({ phase: "hold", at: 1 });
    expect(seen("back")).toEqual({ phase: "lower", at: 0.5 });
    expect(seen("start")).toEqual({ phase: "lower", at: 1 });
    run.do({ type: "camera", link: "lost" }).pass(9.5);
    expect(figureOf(sheet, run.state)?.moment.at).not.toBe(1);
  });
});
