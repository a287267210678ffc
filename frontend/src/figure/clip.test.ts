import { describe, expect, test } from "vitest";
import { FIGURE } from "../generated/figure";
import { Unusable } from "./body";
import { between, decodeClip, distance, isLying, keyPoses, mirrored, PLACE, poseAt } from "./clip";
import { clipFile } from "./testing/files";

const TEXT = clipFile("si-glute-bridge", "si-bridge");
const CLIP = decodeClip(TEXT, FIGURE);
const angle = (name: string): number => PLACE + FIGURE.angles.findIndex((known) => known.name === name);

const changed = (change: (file: Record<string, unknown>) => void): string => {
  const file = JSON.parse(TEXT) as Record<string, unknown>;
  change(file);
  return JSON.stringify(file);
};

describe("a clip's file", () => {
  test("gives each phase its poses, from its beginning to its end", () => {
    const [start] = keyPoses(CLIP);
    expect(poseAt(CLIP, "start", 1)).toEqual(start);
    expect(poseAt(CLIP, "lift", 1)).toEqual(poseAt(CLIP, "hold", 0));
    expect(distance(poseAt(CLIP, "knee-up", 1), poseAt(CLIP, "lift", 0))).toBeLessThan(0.01);
  });

  test("has angles in radians: the lifted working hip is straighter than at the start", () => {
    const hip = angle("left.hip.flexion");
    expect(poseAt(CLIP, "lift", 1)[hip]).toBeLessThan((poseAt(CLIP, "start", 1)[hip] ?? 0) - 0.5);
  });

  test("a pose between two frames lies between them", () => {
    const [one = CLIP.poses[0], other = CLIP.poses[0]] = CLIP.poses.slice(20, 22);
    if (!one || !other) throw new RangeError();
    expect(distance(one, between(one, other, 0.5))).toBeCloseTo(distance(one, other) / 2, 9);
  });

  test.each([
    ["truncated", TEXT.slice(0, 4000), "truncated"],
    ["of another version", changed((file) => (file["version"] = 2)), "version 2"],
    ["without a part", changed((file) => delete file["phases"]), "lacks a part"],
    ["with an unknown angle", changed((file) => (file["angles"] = { "left.tail.flexion": 1 })), "left.tail.flexion"],
    ["with columns of other lengths", changed((file) => (file["angles"] = { "left.hip.flexion": [1, 2] })), "other lengths"],
    ["with phases that have gaps", changed((file) => (file["phases"] = [{ id: "start", kind: "start", seconds: 0, first: 1, frames: 1 }])), "no place"],
    ["with something that is no number", changed((file) => (file["place"] = [0, 0, null])), ""],
  ])("%s it is refused", (_, text, why) => {
    expect(() => decodeClip(text, FIGURE)).toThrow(why === "" ? Error : why);
    if (why !== "") expect(() => decodeClip(text, FIGURE)).toThrow(Unusable);
  });

  test("an unknown phase is refused", () => {
    expect(() => poseAt(CLIP, "jump", 0)).toThrow("no phase jump");
  });

  test("tells lying from sitting and standing", () => {
    expect(isLying(CLIP, FIGURE)).toBe(true);
    expect(isLying(decodeClip(clipFile("figure-four", "seated"), FIGURE), FIGURE)).toBe(false);
  });
});

describe("the mirror image of a pose", () => {
  const pose = poseAt(CLIP, "lift", 0.5);
  const other = mirrored(FIGURE, pose);

  test("gives the right what the left had", () => {
    expect(other[angle("right.hip.flexion")]).toBe(pose[angle("left.hip.flexion")]);
    expect(other[angle("left.knee.flexion")]).toBe(pose[angle("right.knee.flexion")]);
  });

  test("turns leaning, turning and the place round", () => {
    expect(other[angle("pelvis.list")]).toBe(-(pose[angle("pelvis.list")] ?? 0));
    expect(other[0]).toBe(-(pose[0] ?? 0));
    expect(other[2]).toBe(pose[2]);
  });

  test("twice is the pose itself", () => {
    expect(distance(mirrored(FIGURE, other), pose)).toBe(0);
  });
});
