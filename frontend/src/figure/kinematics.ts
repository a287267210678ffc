/** Forward kinematics and skinning, as `ilium_lab.figure.kinematics` and `skin` have them; lengths in metres. */

import { Matrix4, Vector3 } from "three";
import type { Body } from "./body";
import { PLACE, type Pose } from "./clip";
import type { Axis, FigureData } from "./data";

const TURN: Readonly<Record<Axis, (matrix: Matrix4, angle: number) => Matrix4>> = {
  x: (matrix, angle) => matrix.makeRotationX(angle),
  y: (matrix, angle) => matrix.makeRotationY(angle),
  z: (matrix, angle) => matrix.makeRotationZ(angle),
};

/** A skeleton with the sizes of one body. */
export class Rig {
  /** Takes a point of the baked mesh to the zero position of a bone, from that bone's beginning. */
  readonly inverses: readonly Matrix4[];
  private readonly offsets: readonly Matrix4[];
  private readonly step = new Matrix4();

  constructor(
    readonly data: FigureData,
    readonly body: Body,
  ) {
    this.inverses = body.heads.map((head, bone) => item(body.neutral, bone).clone().multiply(moveBy(head.clone().negate())));
    this.offsets = data.bones.map(({ parent }, bone) => moveBy(this.offset(bone, parent)));
  }

  private offset(bone: number, parent: number): Vector3 {
    if (parent < 0) return new Vector3();
    const along = item(this.body.heads, bone).clone().sub(item(this.body.heads, parent));
    return along.applyMatrix4(item(this.body.neutral, parent));
  }

  get size(): number {
    return PLACE + this.data.angles.length;
  }

  /** Put every bone where the pose has it: columns are the bone's left, back and up, then its beginning. */
  place(pose: Pose, out: readonly Matrix4[]): void {
    this.data.bones.forEach(({ parent, turns }, bone) => {
      const world = item(out, bone);
      if (parent < 0) world.makeTranslation(pose[0] ?? 0, pose[1] ?? 0, pose[2] ?? 0);
      else world.multiplyMatrices(item(out, parent), item(this.offsets, bone));
      for (const [axis, angle, share] of turns) world.multiply(TURN[axis](this.step, share * (pose[PLACE + angle] ?? 0)));
    });
  }

  /** Return where every bone is in a pose. */
  forward(pose: Pose): Matrix4[] {
    const out = this.data.bones.map(() => new Matrix4());
    this.place(pose, out);
    return out;
  }

  /** Return the index of a bone; throws for a name that is none. */
  bone(name: string): number {
    const found = this.data.bones.findIndex((bone) => bone.name === name);
    if (found < 0) throw new RangeError(`no bone ${name}`);
    return found;
  }

  /** Return some of the skin's vertices where the bones have them. */
  skin(world: readonly Matrix4[], vertices: readonly number[]): Vector3[] {
    const matrices = world.map((bone, index) => bone.clone().multiply(item(this.inverses, index)));
    const part = new Vector3();
    return vertices.map((vertex) => {
      const out = new Vector3();
      for (let influence = vertex * 4; influence < vertex * 4 + 4; influence += 1) {
        const weight = (this.body.weights[influence] ?? 0) / 255;
        if (weight === 0) continue;
        part.fromArray(this.body.points, vertex * 3).applyMatrix4(item(matrices, this.body.bones[influence] ?? 0));
        out.addScaledVector(part, weight);
      }
      return out;
    });
  }
}

const moveBy = (by: Vector3): Matrix4 => new Matrix4().makeTranslation(by);

/** Return an element that must be there. */
export function item<Item>(items: readonly Item[], index: number): Item {
  const found = items[index];
  if (found === undefined) throw new RangeError(`no element ${index}`);
  return found;
}
