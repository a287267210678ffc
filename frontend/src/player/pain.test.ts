import { describe, expect, test } from "vitest";
import type { Mode } from "./model";
import { decide } from "./pain";
import { PAIN } from "./testing/fixtures";

const table = PAIN;
const then = (before: number, now: number, quality = "ache", mode: Mode = "full") =>
  decide(table, { mode, before, now, quality }, 0, false).outcome.then;

describe("what a number leads to", () => {
  test("one point more goes on, two end the exercise, also where a session begins at five", () => {
    expect([then(5, 6), then(4, 6), then(0, 2), then(3, 4)]).toEqual(["continue", "stop-exercise", "stop-exercise", "continue"]);
  });

  test("seven, three points more and a sharp kind are red at any number before", () => {
    const red = (before: number, now: number, quality = "ache") => decide(table, { mode: "full", before, now, quality }, 0, false).isRed;
    expect([red(5, 7), red(7, 7), red(0, 3), red(3, 0, "sharp"), red(4, 6)]).toEqual([true, true, true, true, false]);
  });

  test("on a sore day every rise ends the stretch, and pain that stays goes on", () => {
    expect([then(2, 3, "ache", "mobilise-only"), then(6, 7, "ache", "mobilise-only"), then(7, 7, "ache", "mobilise-only")]).toEqual([
      "stop-exercise",
      "stop-exercise",
      "continue",
    ]);
  });
});
