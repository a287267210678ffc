/** Where the camera goes for one exercise, and what the server is asked to look for. */

import type { Begin } from "../generated/camera-messages";
import type { BlockSheet } from "../player/model";

/** Return where it goes in the specification's own sentence, or why it cannot measure this; none where it says nothing. */
export const placeOf = ({ camera }: BlockSheet): readonly string[] =>
  [camera?.place ?? "", camera?.why ?? ""].filter((line) => line !== "");

/** Return what is asked for before a set of a block. */
export const watching = ({ exercise, variant, working_side, symmetric }: BlockSheet, purpose: "preflight" | "set"): Begin => ({
  type: "begin",
  purpose,
  exercise,
  variant,
  side: symmetric ? "both" : working_side,
});
