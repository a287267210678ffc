/** How much of each vertex belongs to a region of the body: for the tint of what works, and for the chest that breathes. */

import { BufferAttribute, BufferGeometry, Matrix4, Vector3 } from "three";
import type { Region } from "./data";
import { item, type Rig } from "./kinematics";
import type { Shown, Side } from "./messages";

/** A vertex counts fully up to this share of the ellipsoid's size, and not at all beyond the other. */
const INNER = 0.75;
const OUTER = 1.1;
/** How far a surface may look away from a region's side: cosines where the tint begins and is full. */
const AWAY = 0.0;
const TOWARDS = 0.35;
/** The leg that works is tinted this much all over, so that it is told from the other. */
const LEG = 0.3;

const OTHER: Readonly<Record<Side, Side>> = { left: "right", right: "left" };

/** The skin in the zero position: places and where it faces, x, y, z in turn. */
export class Surface {
  readonly points: Float32Array;
  readonly normals: Float32Array;

  constructor(private readonly rig: Rig) {
    const count = rig.body.points.length / 3;
    const world = rig.forward(new Float64Array(rig.size));
    this.points = new Float32Array(count * 3);
    rig.skin(world, Array.from({ length: count }, (_, vertex) => vertex)).forEach((at, vertex) => at.toArray(this.points, vertex * 3));
    this.normals = normalsOf(this.points, rig.body.triangles);
    this.world = world;
  }

  private readonly world: readonly Matrix4[];

  /** Return for each vertex how much it belongs to a region on a side, from 0 to 1. */
  shares(region: Region, side: Side): Float32Array {
    const sign = region.sided && side === "right" ? -1 : 1;
    const named = (bone: string): number => this.rig.data.bones.findIndex(({ name }) => name === bone || (region.sided && name === `${side}.${bone}`));
    const bones = new Set(region.bones.map(named));
    const middle = new Vector3().setFromMatrixPosition(item(this.world, named(region.from)));
    middle.add(new Vector3(sign * region.offset[0], region.offset[1], region.offset[2]));
    const facing = new Vector3(sign * region.facing[0], region.facing[1], region.facing[2]).normalize();
    const size = new Vector3(...region.size);
    const at = new Vector3();
    return Float32Array.from({ length: this.points.length / 3 }, (_, vertex) => {
      if (this.held(vertex, bones) < 0.5) return 0;
      const out = at.fromArray(this.points, vertex * 3).sub(middle).divide(size).length();
      const towards = at.fromArray(this.normals, vertex * 3).dot(facing);
      return (1 - smooth(INNER, OUTER, out)) * smooth(AWAY, TOWARDS, towards);
    });
  }

  /** Return how much of a vertex hangs on these bones. */
  held(vertex: number, bones: ReadonlySet<number>): number {
    const { body } = this.rig;
    let sum = 0;
    for (let influence = vertex * 4; influence < vertex * 4 + 4; influence += 1) {
      if (bones.has(body.bones[influence] ?? -1)) sum += (body.weights[influence] ?? 0) / 255;
    }
    return sum;
  }

  /** Return how much each vertex is tinted: the regions the exercise works on, and a little the whole working leg. */
  tint(shown: Shown): Float32Array {
    const out = new Float32Array(this.points.length / 3);
    for (const name of this.rig.data.targets[shown.exercise] ?? []) {
      const [role = "", part = ""] = name.split(".");
      const region = this.rig.data.regions.find((known) => known.name === (part || role));
      for (const side of region ? sidesOf(role, shown) : []) keepMost(out, this.shares(region as Region, side));
    }
    if (!shown.symmetric) keepMost(out, this.leg(shown.side));
    return out;
  }

  private leg(side: Side): Float32Array {
    const bones = new Set(["thigh_top", "thigh", "shank", "foot"].map((name) => this.rig.bone(`${side}.${name}`)));
    return Float32Array.from({ length: this.points.length / 3 }, (_, vertex) => LEG * this.held(vertex, bones));
  }

  /** Return how much each vertex rises with a breath: the front of the chest and the belly. */
  chest(): Float32Array {
    const bones = new Set(["lumbar_middle", "lumbar_high", "thorax_low", "thorax_high"].map((name) => this.rig.bone(name)));
    return Float32Array.from({ length: this.points.length / 3 }, (_, vertex) => {
      const front = -(this.normals[vertex * 3 + 1] ?? 0);
      return this.held(vertex, bones) * smooth(-0.2, 0.8, front);
    });
  }
}

function sidesOf(role: string, { side, symmetric }: Shown): readonly Side[] {
  if (symmetric || (role !== "working" && role !== "other")) return ["left", "right"];
  return [role === "working" ? side : OTHER[side]];
}

function keepMost(out: Float32Array, more: Float32Array): void {
  more.forEach((value, index) => {
    out[index] = Math.max(out[index] ?? 0, value);
  });
}

function smooth(low: number, high: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return share * share * (3 - 2 * share);
}

/** Return unit normals at the vertices. */
export function normalsOf(points: Float32Array, triangles: Uint16Array): Float32Array {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(points, 3));
  geometry.setIndex(new BufferAttribute(triangles, 1));
  geometry.computeVertexNormals();
  return geometry.getAttribute("normal").array as Float32Array;
}
