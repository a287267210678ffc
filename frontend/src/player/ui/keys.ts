/** The keyboard of the player. */

import type { Doing } from "../runtime";
import type { SimpleAction } from "../state";

const KEYS: Readonly<Record<string, SimpleAction>> = {
  " ": "toggle",
  h: "hurts",
  t: "too-hard",
  s: "skip",
  b: "back",
  ArrowLeft: "back",
  r: "ready",
  m: "more-time",
};

/** A second digit within this time belongs to the first, in milliseconds. */
const PAIR_MS = 1500;

/** Return what a key asks for; undefined for a key that is not ours, or that a control under the focus needs. */
export function actionOf(event: KeyboardEvent): Doing | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  const type = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  return type === undefined || isTaken(event) ? undefined : { type };
}

/** Space presses the button under the focus, and the arrows move along a scale. */
function isTaken(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.key === " ") return event.target.closest("button, a, summary") !== null;
  return event.key === "ArrowLeft" && event.target.closest(".keypad") !== null;
}

/** The digit typed last on a scale, and when. */
export interface Typed {
  readonly digit: number;
  readonly at: number;
}

/** Return the number that a typed digit points at: ten is a one and, soon after, a nought. */
export function numberTyped(digit: number, at: number, before: Typed | undefined): number {
  const isTen = digit === 0 && before?.digit === 1 && at - before.at <= PAIR_MS;
  return isTen ? 10 : digit;
}
