import { describe, expect, test } from "vitest";
import { beginOf, momentIn, timelineOf } from "./timeline";

const LINE = timelineOf([
  { id: "start", kind: "start", seconds: 0 },
  { id: "knee-up", kind: "enter", seconds: 10 },
  { id: "lift", kind: "move", seconds: 2 },
  { id: "hold", kind: "hold", seconds: 1 },
]);

describe("the timeline of an exercise page", () => {
  test("stands in the start and in holds, and shortens what is long", () => {
    expect(LINE.map(({ seconds }) => seconds)).toEqual([1.2, 4, 2, 2.5]);
    expect(LINE.map(({ isStill }) => isStill)).toEqual([true, false, false, true]);
  });

  test("a movement runs from its beginning to its end", () => {
    expect(momentIn(LINE, beginOf(LINE, 2))).toEqual({ index: 2, moment: { phase: "lift", at: 0 } });
    expect(momentIn(LINE, beginOf(LINE, 2) + 1).moment).toEqual({ phase: "lift", at: 0.5 });
  });

  test("it goes round", () => {
    expect(momentIn(LINE, 9.7 + 0.1).moment.phase).toBe("start");
  });

  test("without phases it is the start", () => {
    expect(momentIn([], 3).moment.phase).toBe("start");
  });
});
