import { describe, expect, test } from "vitest";
import { Pace, QUALITIES } from "./pace";

/** Draw so many pictures, each so many milliseconds after the one before; returns the levels that were told. */
function drawn(each: number, pictures: number, from = 0): number[] {
  const levels: number[] = [];
  const pace = new Pace((level) => levels.push(level), () => undefined);
  pace.start(from);
  for (let picture = 1; picture <= pictures; picture += 1) pace.drawn(picture * each);
  return levels;
}

describe("the quality of the figure", () => {
  test("stays while pictures come quickly", () => {
    expect(drawn(17, 2000)).toEqual([0]);
  });

  test("falls level by level while they come slowly, and no further than the last", () => {
    expect(drawn(120, 2000)).toEqual(QUALITIES.map((_, level) => level));
  });

  test("does not fall because the page was busy at first", () => {
    expect(drawn(120, 40)).toEqual([0]);
  });

  test("does not fall because the page was away", () => {
    expect(drawn(60_000, 200)).toEqual([0]);
  });

  test("begins lower where there is no graphics card", () => {
    expect(drawn(30, 500, 1)).toEqual([1]);
  });
});
