import { beforeAll, expect, test, vi } from "vitest";
import { actionOf, digitOf, isKey, meaningOf } from "./keys";

/** A key press as a browser tells it: what was typed, and where the key lies. */
const press = (key: string, code: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false, target: null, ...more }) as KeyboardEvent;

beforeAll(() => void vi.stubGlobal("Element", class {}));

const LETTERS = { h: "hurts", t: "too-hard", s: "skip", b: "back", r: "ready", m: "more-time", e: "explain" } as const;
/** What some keyboards type where the Latin letters of our shortcuts lie. */
const LAYOUTS: Record<string, Record<string, string>> = {
  english: { h: "h", t: "t", s: "s", b: "b", r: "r", m: "m", v: "v" },
  capitals: { h: "H", t: "T", s: "S", b: "B", r: "R", m: "M", v: "V" },
  russian: { h: "р", t: "е", s: "ы", b: "и", r: "к", m: "ь", v: "м" },
  ukrainian: { h: "р", t: "е", s: "і", b: "и", r: "к", m: "ь", v: "м" },
  greek: { h: "η", t: "τ", s: "σ", b: "β", r: "ρ", m: "μ", v: "ω" },
  arabic: { h: "ا", t: "ف", s: "س", b: "لا", r: "ق", m: "ة", v: "ر" },
  hebrew: { h: "י", t: "א", s: "ד", b: "נ", r: "ר", m: "צ", v: "ה" },
  thai: { h: "้", t: "ะ", s: "ห", b: "ิ", r: "พ", m: "ท", v: "อ" },
  korean: { h: "ㅗ", t: "ㅅ", s: "ㄴ", b: "ㅠ", r: "ㄱ", m: "ㅡ", v: "ㅍ" },
  "an input method": { h: "Process", t: "Process", s: "Process", b: "Process", r: "Process", m: "Process", v: "Process" },
};
const PRESSES = Object.entries(LAYOUTS).flatMap(([layout, keys]) => Object.entries(keys).map(([letter, key]) => [layout, letter, key] as const));

test.each(PRESSES)("on a keyboard that is %s the key %s, which types %s, is ours", (_, letter, key) => {
  const event = press(key, `Key${letter.toUpperCase()}`);
  expect(meaningOf(event)).toBe(letter);
  if (letter in LETTERS) expect(actionOf(event)).toEqual({ type: LETTERS[letter as keyof typeof LETTERS] });
  else expect(isKey(event, "v")).toBe(true);
});

test.each([
  ["é", "Digit2", 2], // French
  ["&", "Digit1", 1],
  ["à", "Digit0", 0],
  ["(", "Digit5", 5],
  ["ě", "Digit2", 2], // Czech
  ["+", "Digit1", 1],
  ["٣", "Digit3", 3], // Arabic
  ["۷", "Numpad7", 7], // Persian
  ["8", "Numpad8", 8],
  ["Process", "Digit4", 4],
  ["Dead", "Digit6", 6],
])("%s on %s is the digit %i", (key, code, digit) => expect(digitOf(press(key, code))).toBe(digit));

test.each([
  ["a shifted sign", press("!", "Digit1", { shiftKey: true })],
  ["a number pad that moves", press("ArrowLeft", "Numpad4")],
  ["a Russian question mark", press("?", "Digit7", { shiftKey: true })],
  ["a combination of the browser's", press("1", "Digit1", { ctrlKey: true })],
])("%s is no digit", (_, event) => expect(digitOf(event)).toBeUndefined());

test("a shifted digit of a French keyboard is that digit", () => {
  expect(digitOf(press("2", "Digit2", { shiftKey: true }))).toBe(2);
});

test.each([
  [",", "KeyM", undefined], // French: M lies elsewhere, and is found by what it types
  ["m", "Semicolon", "more-time"],
  ["h", "KeyJ", "hurts"], // Dvorak
  ["d", "KeyH", undefined],
  ["x", "KeyB", undefined],
  ["ı", "KeyR", undefined], // Turkish
  ["ç", "KeyB", undefined],
])("a Latin %s on %s is what was typed", (key, code, type) => {
  expect(actionOf(press(key, code))).toEqual(type && { type });
});

test.each([
  ["?", "Minus"],
  ["?", "Comma"],
  ["?", "Digit7"],
  ["؟", "Slash"],
])("%s asks for the list of keys", (key, code) => expect(isKey(press(key, code, { shiftKey: true }), "?")).toBe(true));

test("a full-width space is a space, and named keys are themselves", () => {
  expect(actionOf(press("　", "Space"))).toEqual({ type: "toggle" });
  expect(isKey(press("Escape", "Escape"), "Escape")).toBe(true);
  expect(actionOf(press("ArrowLeft", "ArrowLeft"))).toEqual({ type: "back" });
});

test("combinations of the browser's and held keys are left alone", () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }]) {
    expect(actionOf(press("р", "KeyH", more))).toBeUndefined();
  }
});
