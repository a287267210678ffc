/** Still pictures, for where the figure cannot move: their addresses, as `ilium.app.stills` lays them down. */

import type { Side } from "./messages";

/** Return the address of the picture of a phase's end, of the start, or of that as the camera sees it. Where the server has none it answers 404. */
export function stillOf(exercise: string, variant: string, phase: string, side: Side): string {
  return `/stills/${exercise}/${variant}/${phase}/${side}.png`;
}
