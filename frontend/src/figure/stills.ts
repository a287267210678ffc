/** Still pictures, for where the figure cannot move. */

import type { Side } from "./messages";

const STILLS: Readonly<Record<string, string>> = import.meta.glob("../../../src/ilium/figure/library/stills/*.{png,svg}", {
  query: "?url",
  import: "default",
  eager: true,
});
const BY_NAME = new Map(Object.entries(STILLS).map(([path, address]) => [nameOf(path), address]));

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1, path.lastIndexOf("."));
}

/** Return the address of the picture of a phase's end; undefined where there is none, and words must do. */
export function stillOf(exercise: string, variant: string, phase: string, side: Side): string | undefined {
  return BY_NAME.get(`${exercise}.${variant}.${phase}.${side}`);
}
