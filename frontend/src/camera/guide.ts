/** Where the camera goes for one exercise, and what the server is asked to look for. */

import type { Begin } from "../generated/camera-messages";
import type { BlockSheet } from "../player/model";

/** Return the sentences of the exercise's own specification; none where it has none. */
export const placeOf = (_block: BlockSheet): readonly string[] => [];

/** Return what is asked for before a set of a block. */
export const watching = ({ exercise, variant, working_side, symmetric }: BlockSheet, purpose: "preflight" | "set"): Begin => ({
  type: "begin",
  purpose,
  exercise,
  variant,
  side: symmetric ? "both" : working_side,
});
