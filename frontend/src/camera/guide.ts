/** Where the camera goes for one exercise, and what the server is asked to look for. */

import type { Begin } from "../generated/camera-messages";
import { watched } from "../player/camera";
import type { BlockSheet, SessionSheet } from "../player/model";
import type { State } from "../player/state";
import { WORDS } from "./words";

/** Return where it goes in the specification's own sentence, or why it cannot measure this; without either, for any exercise. */
export function placeOf(block: BlockSheet | undefined): readonly string[] {
  const { place = "", why = "" } = block?.camera ?? {};
  if (place !== "") return [place, WORDS.light];
  return why === "" ? WORDS.placeLines : [why];
}

/** Return what is asked for before a set of a block. */
export const watching = ({ exercise, variant, working_side, symmetric }: BlockSheet, purpose: "preflight" | "set"): Begin => ({
  type: "begin",
  purpose,
  exercise,
  variant,
  side: symmetric ? "both" : working_side,
});

/** Return what is asked for in a session as it stands; undefined where there is nothing to measure. */
export function measuring({ sheet, state }: { readonly sheet: SessionSheet; readonly state: State }): Begin | undefined {
  const set = watched(sheet, state);
  if (!set) return undefined;
  const { exercise, variant, side, set: number } = set;
  // A sheet that was kept before there were recordings asks for none; the server looks at the settings once more.
  const record = sheet.record_landmarks === true;
  return { type: "begin", purpose: "set", exercise, variant, side, set: number, raised_hand: sheet.raised_hand, record };
}
