import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Theme = "light" | "dark";

const TOKENS = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

const TEXT: ReadonlyArray<readonly [ink: string, ground: string]> = [
  ...["paper", "surface", "sunken"].flatMap((ground) => [
    ["ink", ground] as const,
    ["ink-soft", ground] as const,
    ["accent", ground] as const,
  ]),
  ["ink", "line"],
  ["ink", "accent-wash"],
  ["ink-soft", "accent-wash"],
  ["accent", "accent-wash"],
  ["accent-strong", "accent-wash"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["ink", "amber-wash"],
  ["ink-soft", "amber-wash"],
  ["accent", "amber-wash"],
  ["amber", "amber-wash"],
  ["ink", "red-wash"],
  ["ink-soft", "red-wash"],
  ["accent", "red-wash"],
  ["red", "red-wash"],
  ["red", "paper"],
  ["red", "surface"],
  ["on-red", "red"],
];

const SHAPES: ReadonlyArray<readonly [shape: string, ground: string]> = [
  ["accent", "paper"],
  ["accent", "surface"],
  ["line-strong", "paper"],
  ["line-strong", "surface"],
  ["amber-line", "amber-wash"],
  ["red-line", "red-wash"],
];

function colour(token: string, theme: Theme): string {
  const found = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(TOKENS);
  const value = found?.[theme === "light" ? 1 : 2];
  if (value === undefined) throw new Error(`no colour --${token}`);
  return value;
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, two: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(two)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  it.each(TEXT)("writes %s on %s at 7:1 or more", (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(7);
  });

  it.each(SHAPES)("draws %s on %s at 3:1 or more", (shape, ground) => {
    expect(contrast(colour(shape, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
