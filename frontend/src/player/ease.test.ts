import { describe, expect, test } from "vitest";
import { figureOf } from "./figure";
import type { CueSheet } from "./model";
import { chosenSheet, stepAt } from "./sheet";
import type { State } from "./state";
import { Drive } from "./testing/drive";
import { cue, cueSheet, sessionSheet, timed, untilReady } from "./testing/fixtures";
import { stageOf } from "./view";

/** A sore day: into a position of ease and a minute of breathing before the stretch, a word on walking at the end. */
function soreDay() {
  const sheet = sessionSheet();
  const gentle = sheet.sheets["mobilise-only"]!;
  const pose = "Lie on your back, knees bent.";
  const eased: CueSheet = {
    ...cueSheet("mobilise-only", [...gentle.blocks]),
    opening: [
      timed("opening"),
      untilReady("ease.position", { pose, cues: [cue(0, "First a position of ease.")] }),
      timed("ease.breathe", { role: "rest", seconds: 60, pose, caption: "Breathe slowly.", breath: { in_seconds: 4, out_seconds: 6 } }),
    ],
    closing: [timed("closing"), timed("ease.walk")],
    ease: { exercise: "si-glute-bridge", variant: "two-leg", side: null },
  };
  return { ...sheet, sheets: { ...sheet.sheets, "mobilise-only": eased } };
}

const sheet = soreDay();
const now = (state: State) => stepAt(chosenSheet(sheet, state), state, state.cursor).id;
const isAt = (id: string) => (state: State) => state.screen.kind === "step" && now(state) === id;
const begun = () => new Drive(sheet).begin(6).do({ type: "begin" });

describe("a sore day", () => {
  test("shows the position and its figure, breathing with the pacer", () => {
    const { state } = begun().until(isAt("ease.breathe"), 240).pass(2);
    expect(figureOf(sheet, state)).toMatchObject({
      shown: { exercise: "si-glute-bridge", variant: "two-leg", side: "left", symmetric: true },
      moment: { phase: "start", at: 1 },
      works: false,
    });
    const stage = stageOf(sheet, state);
    expect([stage.place.text, stage.breath?.isIn, stage.canEase]).toEqual(["Lie on your back, knees bent.", true, false]);
  });

  test("has no figure while it is only told what comes", () => {
    expect(figureOf(sheet, begun().state)).toBeNull();
  });

  test("counts no work for breathing, and ends with the word on walking", () => {
    const run = begun().until(isAt("ease.breathe"), 240).until(isAt("b0.position"), 240);
    expect(run.events.filter(({ type }) => type.startsWith("set-"))).toEqual([]);
    expect(run.until(isAt("ease.walk"), 2400).lines).toContain("ease.walk.");
  });

  test("skips one step of it at a time, so that nobody is told to move from where they are not", () => {
    const run = begun();
    for (const id of ["ease.position", "ease.breathe", "b0.position"]) {
      run.do({ type: "skip" });
      expect(now(run.state)).toBe(id);
    }
  });

  test("is stopped at any moment, and it hurts is asked as everywhere", () => {
    const run = begun().until(isAt("ease.breathe"), 240).do({ type: "hurts" });
    expect(run.state.screen.kind).toBe("hurts-number");
    run.do({ type: "rate", value: 9 }).do({ type: "kind", quality: "ache" });
    const said = run.lines.length;
    expect(run.state.screen.kind).toBe("outcome");
    expect(run.do({ type: "stop" }).pass(120).state.screen.kind).toBe("stopped");
    expect(run.lines.slice(said).filter((line) => line.startsWith("ease"))).toEqual([]);
  });
});
