import { describe, expect, test } from "vitest";
import { hold, repetitions, timed, untilReady } from "../player/testing/fixtures";
import { momentOf, START } from "./timing";

const enter = timed("knee-up", { role: "enter", movement: "enter", phase: "knee-up", seconds: 10 });
const move = timed("lift", { role: "move", movement: "move", phase: "lift", seconds: 4 });
const held = hold("hold", 1, 1, { phase: "hold" });
const back = timed("lower", { role: "return", movement: "return", phase: "lower", seconds: 3 });
const rest = timed("rest", { role: "rest", seconds: 20 });
const TEMPO = [
  { phase: "lift", kind: "move", caption: "Lift.", pose: "", seconds: 2 },
  { phase: "hold", kind: "hold", caption: "Hold.", pose: "", seconds: 1 },
  { phase: "lower", kind: "return", caption: "Lower.", pose: "", seconds: 3 },
] as const;
const counted = repetitions("reps", 1, { repetitions: 8, tempo: [...TEMPO] });
const STEPS = [untilReady("position"), enter, move, held, back, rest, counted];

describe("the moment of the clip", () => {
  test.each([
    ["getting into position is the start", 0, 3000, START],
    ["a movement begins where it begins", 2, 0, { phase: "lift", at: 0 }],
    ["a movement runs over the step's own seconds", 2, 1000, { phase: "lift", at: 0.25 }],
    ["a movement that waits for the voice has ended", 2, 9000, { phase: "lift", at: 1 }],
    ["a hold stands still", 3, 2000, { phase: "hold", at: 1 }],
    ["a rest between holds keeps the pose it came from", 5, 2000, { phase: "lower", at: 1 }],
    ["a repetition begins with its first phase", 6, 0, { phase: "lift", at: 0 }],
    ["in a repetition the hold stands still", 6, 2500, { phase: "hold", at: 1 }],
    ["in a repetition the way back runs over its own seconds", 6, 4500, { phase: "lower", at: 0.5 }],
    ["the fifth repetition is as the first", 6, 24_000 + 4500, { phase: "lower", at: 0.5 }],
    ["after the last repetition it has ended", 6, 48_000, { phase: "lower", at: 1 }],
  ])("%s", (_, index, elapsed, moment) => {
    expect(momentOf(STEPS, index, elapsed)).toEqual(moment);
  });

  test("a rest after repetitions keeps the end of the last phase", () => {
    expect(momentOf([counted, rest], 1, 0)).toEqual({ phase: "lower", at: 1 });
  });

  test("a rest after nothing, and what is only said, are the start", () => {
    expect(momentOf([rest], 0, 0)).toEqual(START);
    expect(momentOf([timed("say")], 0, 0)).toEqual(START);
  });

  test("a step that is not there is an error", () => {
    expect(() => momentOf(STEPS, 99, 0)).toThrow(RangeError);
  });
});
