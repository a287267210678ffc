import { PerspectiveCamera, Vector3 } from "three";
import { describe, expect, test } from "vitest";
import { FIGURE } from "../generated/figure";
import { decodeClip } from "./clip";
import { aim, framed, presetAngles, turned } from "./framing";
import { clipFile } from "./testing/files";

const POINTS = [new Vector3(0, -0.9, 0), new Vector3(0.2, 0.8, 0.4), new Vector3(-0.2, 0, 0.1)];
const CLIP = decodeClip(clipFile("si-glute-bridge", "si-bridge"), FIGURE);

describe("the view", () => {
  test.each([0, 35, 90, -80, 140])("from azimuth %d holds all points", (azimuth) => {
    const camera = new PerspectiveCamera();
    const aspect = 1.5;
    aim(camera, framed(POINTS, azimuth, 20, aspect), aspect);
    camera.updateMatrixWorld();
    for (const point of POINTS) {
      const seen = point.clone().project(camera);
      expect(Math.max(Math.abs(seen.x), Math.abs(seen.y))).toBeLessThan(1);
      expect(Math.abs(seen.z)).toBeLessThan(1);
    }
  });

  test("from the front has the body's left on the right hand", () => {
    const camera = new PerspectiveCamera();
    aim(camera, framed(POINTS, 0, 10, 1), 1);
    camera.updateMatrixWorld();
    expect(new Vector3(0.2, 0, 0.2).project(camera).x).toBeGreaterThan(new Vector3(-0.2, 0, 0.2).project(camera).x);
  });

  test("is mirrored with the side", () => {
    const [left, high] = presetAngles("best", CLIP, "left");
    expect(presetAngles("best", CLIP, "right")).toEqual([-left, high]);
  });

  test("cannot go under the floor nor over the top, nor too near", () => {
    const view = framed(POINTS, 0, 20, 1);
    expect(turned(view, 0, -200, 1).elevation).toBe(-5);
    expect(turned(view, 0, 200, 1).elevation).toBe(90);
    expect(turned(view, 0, 0, 1000).width).toBe(0.4);
  });
});
