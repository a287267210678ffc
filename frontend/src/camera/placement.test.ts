import { expect, test } from "vitest";
import type { BlockSheet } from "../player/model";
import { planOf, SIZE, type Plan } from "./placement";

type Guide = NonNullable<BlockSheet["camera"]>;
const block = (azimuth: number | null, position: Guide["position"], working_side: BlockSheet["working_side"]): BlockSheet =>
  ({ camera: { place: "", view: null, why: "", azimuth, position }, working_side, symmetric: false }) as unknown as BlockSheet;
const plan = (...given: Parameters<typeof block>): Plan | undefined => planOf(block(...given));

test("at the feet of a body that lies is below, at its left is to the right of a body with its belly up", () => {
  expect(plan(0, "supine", "left")?.phone).toMatchObject({ x: SIZE / 2, y: 250 });
  expect(plan(90, "supine", "left")?.phone).toMatchObject({ x: 214, turn: -90 });
});

test("the other side is the mirror image", () => {
  const [left, right] = [plan(-80, "side-lying", "left"), plan(80, "side-lying", "right")];
  expect((left?.phone.x ?? 0) + (right?.phone.x ?? 0)).toBeCloseTo(SIZE);
  expect([left?.body, right?.body]).toEqual(["left", "right"]);
});

test("in front of the belly is where a body on its side faces", () => {
  const found = plan(-80, "side-lying", "left");
  expect(found?.phone.x).toBeLessThan(SIZE / 2);
});

test("what is not measured, and a sheet that was kept before, have no plan", () => {
  expect(plan(null, "supine", "left")).toBeUndefined();
  expect(planOf({ ...block(0, "supine", "left"), camera: { place: "", view: null, why: "" } as unknown as Guide })).toBeUndefined();
});
