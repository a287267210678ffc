/** What the keys of a headset, a lock screen or a desktop ask of the player. */

import type { SessionSheet } from "./model";
import type { Doing } from "./runtime";
import { chosenSheet, stepAt } from "./sheet";
import type { State } from "./state";

/** The keys that are answered, by their names in the Media Session API. */
export const MEDIA_KEYS = ["play", "pause", "stop", "previoustrack", "nexttrack"] as const;
export type MediaKey = (typeof MEDIA_KEYS)[number];

/**
 * Return what a media key does now; undefined where it does nothing.
 *
 * Such keys are pressed without looking, also by a headset that is put on or taken off. They may end movement at any time,
 * and let it go on only from a pause: never from a question, an outcome, or before a session.
 */
export function mediaDoing(sheet: SessionSheet, state: State, key: MediaKey): Doing | undefined {
  const { kind } = state.screen;
  switch (key) {
    case "pause":
    case "stop":
      return kind === "step" ? { type: "pause" } : undefined;
    case "play":
      return kind === "paused" || kind === "resume" ? { type: "go-on" } : undefined;
    case "previoustrack":
      return isMoving(sheet, state) ? { type: "back" } : undefined;
    case "nexttrack":
      return isMoving(sheet, state) ? { type: "skip" } : undefined;
  }
}

const isMoving = (sheet: SessionSheet, state: State): boolean =>
  state.screen.kind === "step" && stepAt(chosenSheet(sheet, state), state, state.cursor).kind !== "question";
