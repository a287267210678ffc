/** What `generated/figure.ts` holds: the skeleton's turns, props, colours and targets, as Python has them. */

export type Axis = "x" | "y" | "z";
export type Triple = readonly [number, number, number];
/** An upright box: its low and its high corner in metres, and its material. */
export type Box = readonly [Triple, Triple, string];

export interface Region {
  readonly name: string;
  /** The bone at whose beginning the offset starts. */
  readonly from: string;
  /** Middle and half sizes of an ellipsoid, metres, in the zero position. */
  readonly offset: Triple;
  readonly size: Triple;
  readonly facing: Triple;
  readonly bones: readonly string[];
  readonly sided: boolean;
}

export interface FigureData {
  readonly bones: readonly {
    readonly name: string;
    readonly parent: number;
    /** Axis of the parent's zero position, index of the angle, share of it. */
    readonly turns: readonly (readonly [Axis, number, number])[];
  }[];
  readonly angles: readonly { readonly name: string; readonly mirror: number; readonly sign: number }[];
  readonly props: Readonly<Record<string, readonly Box[]>>;
  readonly sizes: {
    readonly mat: Box;
    readonly wall_gap: number;
    readonly knee_pillow: readonly [number, number];
    readonly head_pillow: readonly [number, number];
  };
  /** 0-255, before light. */
  readonly colours: Readonly<Record<string, Triple>>;
  readonly regions: readonly Region[];
  /** For each exercise the regions it works on, such as `working.buttock`. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
}
