import { Matrix4, SkinnedMesh, BufferAttribute, BufferGeometry, Skeleton, Bone, Vector3 } from "three";
import { describe, expect, test } from "vitest";
import { FIGURE } from "../generated/figure";
import { decodeBody } from "./body";
import { decodeClip, forSide } from "./clip";
import { item, Rig } from "./kinematics";
import { bodyFile, clipFile, goldenFile } from "./testing/files";

const BODY = decodeBody(bodyFile(), FIGURE.bones.map((bone) => bone.name));
const RIG = new Rig(FIGURE, BODY);
/** Metres. */
const NEAR = 1e-4;

const apart = (at: Vector3, [x = 0, y = 0, z = 0]: readonly number[]): number => at.distanceTo(new Vector3(x, y, z));

describe.each([
  ["si-glute-bridge", "si-bridge"],
  ["side-plank-clam-shell", "side-plank-clam"],
])("%s %s", (exercise, variant) => {
  const clip = decodeClip(clipFile(exercise, variant), FIGURE);

  test.each(["left", "right"] as const)("bones and skin stand where NumPy has them, for the %s", (side) => {
    const golden = goldenFile(exercise, variant, side);
    for (const { frame, bones, skin } of golden.rows) {
      const world = RIG.forward(forSide(FIGURE, item(clip.poses, frame), side));
      bones.forEach((place, bone) => expect(apart(new Vector3().setFromMatrixPosition(item(world, bone)), place)).toBeLessThan(NEAR));
      const vertices = skin.map((_, index) => index * golden.every);
      RIG.skin(world, vertices).forEach((at, index) => expect(apart(at, item(skin, index))).toBeLessThan(NEAR));
    }
  });

  test("the right is the left in a mirror", () => {
    const pose = item(clip.poses, 20);
    const vertices = [5, 500, 5000];
    const left = RIG.skin(RIG.forward(pose), vertices);
    const mirror = new Matrix4().makeScale(-1, 1, 1);
    const twins = vertices.map((vertex) => twinOf(vertex));
    const right = RIG.skin(RIG.forward(forSide(FIGURE, pose, "right")), twins);
    left.forEach((at, index) => expect(at.applyMatrix4(mirror).distanceTo(item(right, index))).toBeLessThan(NEAR));
  });
});

/** Return the vertex on the other side of the baked body. */
function twinOf(vertex: number): number {
  const [x = 0, y = 0, z = 0] = BODY.points.subarray(vertex * 3, vertex * 3 + 3);
  const material = (at: number): number => BODY.groups.findIndex(({ first, count }) => BODY.triangles.subarray(first * 3, (first + count) * 3).includes(at));
  for (let at = 0; at < BODY.points.length / 3; at += 1) {
    const [u = 0, v = 0, w = 0] = BODY.points.subarray(at * 3, at * 3 + 3);
    if (Math.hypot(u + x, v - y, w - z) < 1e-5 && material(at) === material(vertex)) return at;
  }
  throw new RangeError(`vertex ${vertex} has no twin`);
}

test("three.js skins with our bones and inverses as we do", () => {
  const world = RIG.forward(item(decodeClip(clipFile("figure-four", "seated"), FIGURE).poses, 20));
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(BODY.points, 3));
  geometry.setAttribute("skinIndex", new BufferAttribute(BODY.bones, 4));
  geometry.setAttribute("skinWeight", new BufferAttribute(BODY.weights, 4, true));
  const bones = world.map((matrix) => Object.assign(new Bone(), { matrixWorld: matrix }));
  const mesh = new SkinnedMesh(geometry);
  mesh.bind(new Skeleton(bones, [...RIG.inverses]), new Matrix4());
  for (const vertex of [3, 333, 3333]) {
    const ours = item(RIG.skin(world, [vertex]), 0);
    const theirs = mesh.applyBoneTransform(vertex, new Vector3().fromArray(BODY.points, vertex * 3));
    expect(ours.distanceTo(theirs)).toBeLessThan(NEAR);
  }
});
