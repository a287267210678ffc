import { describe, expect, test } from "vitest";
import { FIGURE } from "../generated/figure";
import { decodeBody } from "./body";
import { Rig } from "./kinematics";
import { Surface } from "./regions";
import { bodyFile } from "./testing/files";

const BODY = decodeBody(bodyFile(), FIGURE.bones.map((bone) => bone.name));
const SURFACE = new Surface(new Rig(FIGURE, BODY));
const SHOWN = { exercise: "side-plank-clam-shell", variant: "side-lying-clam", side: "right", symmetric: false } as const;

/** Return the sum of a tint over the vertices left of the middle, and right of it. */
function sums(tint: Float32Array): [left: number, right: number] {
  let [left, right] = [0, 0];
  tint.forEach((value, vertex) => {
    const across = SURFACE.points[vertex * 3] ?? 0;
    if (across > 1e-4) left += value;
    if (across < -1e-4) right += value;
  });
  return [left, right];
}

describe("the tint", () => {
  test.each(FIGURE.regions)("finds the region $name on the body", (region) => {
    const strong = SURFACE.shares(region, "left").filter((share) => share > 0.7).length;
    expect(strong).toBeGreaterThan(15);
    expect(strong).toBeLessThan(BODY.points.length / 3 / 10);
  });

  test("is stronger on the working side", () => {
    const [left, right] = sums(SURFACE.tint(SHOWN));
    expect(right).toBeGreaterThan(2 * left);
  });

  test("for the other side is its mirror image", () => {
    const [left, right] = sums(SURFACE.tint(SHOWN));
    const [other, one] = sums(SURFACE.tint({ ...SHOWN, side: "left" }));
    expect(other).toBeCloseTo(right, 0);
    expect(one).toBeCloseTo(left, 0);
  });

  test("is the same on both sides where both do the same", () => {
    const [left, right] = sums(SURFACE.tint({ exercise: "si-glute-bridge", variant: "two-leg", side: "left", symmetric: true }));
    expect(left).toBeGreaterThan(10);
    expect(left).toBeCloseTo(right, 0);
  });
});

test("a breath lifts the front of the chest, not the back", () => {
  const chest = SURFACE.chest();
  const facing = (vertex: number): number => SURFACE.normals[vertex * 3 + 1] ?? 0;
  const lifted = [...chest.keys()].filter((vertex) => (chest[vertex] ?? 0) > 0.5);
  expect(lifted.length).toBeGreaterThan(50);
  expect(lifted.every((vertex) => facing(vertex) < 0)).toBe(true);
});
