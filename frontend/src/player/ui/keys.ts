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
  e: "explain",
};

/** A second digit within this time belongs to the first, in milliseconds. */
const PAIR_MS = 1500;

/** The keys that a shortcut of ours may be, apart from digits. */
const OURS = /^[a-z ?]$/;
/** Keys that stand for a character which is still being put together: dead keys and input methods. */
const UNFINISHED = ["Dead", "Process", "Unidentified"];

/**
 * Return what a key stands for here: a small Latin letter, a digit, a space, "?", or a named key such as "ArrowLeft".
 *
 * On a keyboard that types another script, and for digits wherever a row of digits types signs, it is the physical key. A
 * Latin letter or a sign that was typed is always itself, wherever it lies.
 *
 * @example meaningOf({ key: "р", code: "KeyH", shiftKey: false }) // "h", on a Russian keyboard
 */
export function meaningOf({ key, code, shiftKey }: Pick<KeyboardEvent, "key" | "code" | "shiftKey">): string {
  const typed = key.toLowerCase();
  if (OURS.test(typed) || /^\d$/.test(typed)) return typed;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined && !shiftKey && isCharacter(key)) return digit;
  return isOfAnotherScript(key) ? (physical(code, shiftKey) ?? key) : key;
}

/** Whether something was typed: named keys, such as "ArrowLeft" on a number pad, are plain words. */
const isCharacter = (key: string): boolean => UNFINISHED.includes(key) || !/^[A-Z][A-Za-z0-9]+$/.test(key);

/** Whether what was typed is neither a Latin letter nor a sign that Latin keyboards have. */
const isOfAnotherScript = (key: string): boolean =>
  UNFINISHED.includes(key) || /[^\p{Script=Latin}\p{ASCII}]/u.test(key.normalize("NFC"));

function physical(code: string, shiftKey: boolean): string | undefined {
  if (code === "Space") return " ";
  if (code === "Slash" && shiftKey) return "?";
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
}

const isPlain = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.metaKey && !event.altKey;

/** Tell whether a key press is this one of ours, and no combination that belongs to the browser. */
export const isKey = (event: KeyboardEvent, wanted: string): boolean => isPlain(event) && meaningOf(event) === wanted;

/** Return the digit that was typed; undefined for any other key. */
export function digitOf(event: KeyboardEvent): number | undefined {
  const meaning = meaningOf(event);
  return isPlain(event) && /^\d$/.test(meaning) ? Number(meaning) : undefined;
}

/** Return what a key asks for; undefined for a key that is not ours, or that a control under the focus needs. */
export function actionOf(event: KeyboardEvent): Doing | undefined {
  if (!isPlain(event) || event.repeat) return undefined;
  const meaning = meaningOf(event);
  const type = KEYS[meaning];
  return type === undefined || isTaken(event, meaning) ? undefined : { type };
}

/** Space presses the button or choice under the focus, and the arrows move along a scale or among choices. */
function isTaken(event: KeyboardEvent, meaning: string): boolean {
  if (!(event.target instanceof Element)) return false;
  if (meaning === " ") return event.target.closest("button, a, summary, input") !== null;
  return meaning === "ArrowLeft" && event.target.closest(".keypad, input") !== null;
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
