/** Mat, chair, wall and pillows, as `ilium_lab.figure.sheet` places them. */

import { BoxGeometry, Group, Mesh, Vector3 } from "three";
import { RoundedBoxGeometry } from "three/examples/jsm/geometries/RoundedBoxGeometry.js";
import type { Box, FigureData, Triple } from "./data";
import type { Side } from "./messages";
import { solidMaterial, type Uniforms } from "./paint";

/** Colours by night, 0-255, where those of the contact sheet would glare: our choice. */
const NIGHT: Readonly<Record<string, Triple>> = {
  mat: [66, 84, 82],
  floor: [92, 98, 98],
  chair: [132, 118, 102],
  cushion: [168, 156, 134],
};
const SOFT = 0.045;

/** What the furniture is placed by, metres. */
export interface Places {
  /** How far to the front the skin reaches in the start pose: the smallest y. */
  readonly front: number;
  /** The middle of the head in the start pose. */
  readonly head: Vector3;
  /** The middle between the knees now. */
  readonly knees: Vector3;
}

/** The furniture of one clip; `follow` moves what moves with the body. */
export class Furniture {
  readonly group = new Group();
  private readonly kneePillow: Mesh | undefined;

  constructor(
    private readonly data: FigureData,
    private readonly shared: Uniforms,
    private readonly isNight: boolean,
    props: readonly string[],
    side: Side,
    places: Places,
  ) {
    const { sizes } = data;
    this.add(sizes.mat);
    for (const prop of props) {
      for (const box of data.props[prop] ?? []) this.add(side === "left" ? box : inMirror(box));
    }
    if (props.includes("wall")) {
      const front = places.front - sizes.wall_gap;
      this.add([[-0.7, front - 0.03, 0], [0.7, front, 1.75], "floor"]);
    }
    if (props.includes("side-pillow")) {
      const [half, thick] = sizes.head_pillow;
      this.pillow(half, thick).position.set(places.head.x, places.head.y, thick / 2);
    }
    if (props.includes("knee-pillow")) {
      const [half, thick] = sizes.knee_pillow;
      this.kneePillow = this.pillow(half, thick);
    }
    this.follow(places.knees);
  }

  follow(knees: Vector3): void {
    const thick = this.data.sizes.knee_pillow[1];
    this.kneePillow?.position.set(knees.x, knees.y, Math.max(thick / 2, knees.z));
  }

  dispose(): void {
    for (const mesh of this.group.children as Mesh[]) {
      mesh.geometry.dispose();
      (mesh.material as ReturnType<typeof solidMaterial>).dispose();
    }
  }

  private add([low, high, material]: Box): void {
    const size = high.map((value, axis) => value - (low[axis] ?? 0)) as [number, number, number];
    const mesh = new Mesh(new BoxGeometry(...size), this.paint(material));
    mesh.position.set((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2);
    this.group.add(mesh);
  }

  private pillow(half: number, thick: number): Mesh {
    const mesh = new Mesh(new RoundedBoxGeometry(2 * half, 1.6 * half, thick, 3, SOFT), this.paint("cushion"));
    this.group.add(mesh);
    return mesh;
  }

  private paint(material: string): ReturnType<typeof solidMaterial> {
    const colour = (this.isNight ? NIGHT[material] : undefined) ?? this.data.colours[material] ?? [200, 200, 200];
    return solidMaterial(this.shared, new Vector3(...colour).divideScalar(255));
  }
}

const inMirror = ([low, high, material]: Box): Box => [[-high[0], low[1], low[2]], [-low[0], high[1], high[2]], material];
