import { expect, test } from "vitest";
import { AT_FIRST, paced, type Pace } from "./pace";

const after = (times: readonly number[], hasBody = true): Pace =>
  times.reduce((pace, ms) => paced(pace, ms, hasBody), AT_FIRST);

test("the larger model stays where it sees eight pictures a second, whatever the first one took", () => {
  expect(after([900, 80, 80, 120, 80, 80, 300])).toEqual({ model: "full", times: null });
});

test("the smaller model takes over where it does not", () => {
  expect(after([100, 130, 130, 130, 90, 130, 130])).toEqual({ model: "lite", times: null });
});

test("it is decided once", () => {
  const decided = after([100, 90, 90, 90, 90, 90, 90]);
  expect(paced(decided, 5000, true)).toBe(decided);
});

test("pictures without a body decide nothing", () => {
  expect(after([500, 500, 500, 500, 500, 500, 500, 500], false)).toEqual(AT_FIRST);
});
