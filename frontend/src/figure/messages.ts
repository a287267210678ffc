/** What the page and the figure's worker say to each other. */

export type Side = "left" | "right";

/** Which body is shown: whose side works, and of which variant. */
export interface Shown {
  readonly exercise: string;
  readonly variant: string;
  readonly side: Side;
  /** Both sides do the same. */
  readonly symmetric: boolean;
}

/** Where in its clip the figure is: a phase of it, and how far through from 0 to 1. */
export interface Moment {
  readonly phase: string;
  readonly at: number;
}

export type Preset = "best" | "side" | "front" | "above";

export interface Look {
  readonly isNight: boolean;
  /** Key poses that fade into each other instead of movement. */
  readonly isReduced: boolean;
  /** The working side and the target area are tinted. */
  readonly isTinted: boolean;
}

export interface Size {
  /** CSS pixels, and device pixels in one of them. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export type ToWorker =
  | ({ readonly type: "open"; readonly canvas: OffscreenCanvas } & Size & Look)
  | ({ readonly type: "size" } & Size)
  | ({ readonly type: "look" } & Look)
  | ({ readonly type: "show"; readonly breath: number | null } & Shown & Moment)
  | { readonly type: "preset"; readonly preset: Preset }
  /** Degrees to walk round the figure and up; `zoom` above 1 comes nearer. */
  | { readonly type: "turn"; readonly azimuth: number; readonly elevation: number; readonly zoom: number }
  /** Stop drawing until something is shown again. */
  | { readonly type: "rest" };

export interface ShownPhase {
  readonly id: string;
  readonly kind: string;
  readonly seconds: number;
}

export type FromWorker =
  /** The first picture of this variant is on the canvas. */
  | { readonly type: "ready"; readonly variant: string; readonly phases: readonly ShownPhase[]; readonly isLying: boolean }
  /** This variant cannot be shown; others may. */
  | { readonly type: "missing"; readonly variant: string; readonly why: string }
  /** Nothing can be shown here. */
  | { readonly type: "failed"; readonly why: string }
  /** Frames drawn in the last second or so, and the level of quality: 0 is the best. */
  | { readonly type: "pace"; readonly fps: number; readonly level: number };
