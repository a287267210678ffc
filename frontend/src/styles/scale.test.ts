import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const SOURCES = new URL("../", import.meta.url);
const STYLED = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) => /\.(css|svelte)$/.test(name));
const read = (name: string): string => readFileSync(new URL(name, SOURCES), "utf8");

/** What a declaration says of the size of words: `font-size` as it is, and the shorthand's part before the height of a line. */
const sizes = (text: string): readonly string[] => {
  const own = [...text.matchAll(/font-size:\s*([^;}]+)/g)].map(([, size]) => size!.trim());
  const short = [...text.matchAll(/[\s;{]font:\s*([^;}]+)/g)].map(([, font]) => font!.split("/")[0]!.trim());
  return [...own, ...short];
};

describe("the type scale", () => {
  const steps = new Set([...read("styles/tokens.css").matchAll(/(--size-[a-z0-9-]+):/g)].map(([, step]) => `var(${step})`));

  it.each(STYLED.filter((name) => !name.endsWith("tokens.css")))("holds every size of words in %s", (name) => {
    const outside = sizes(read(name)).filter((size) => size !== "inherit" && !steps.has(size));
    expect(outside).toEqual([]);
  });

  it("has no step that nothing uses", () => {
    const used = new Set(STYLED.flatMap((name) => sizes(read(name))));
    expect([...steps].filter((step) => !used.has(step))).toEqual([]);
  });

  it("sees a size that is no step", () => {
    expect(sizes("a { font-size: 1.37rem; } b { font: 17px / 1.2 serif }")).toEqual(["1.37rem", "17px"]);
  });
});
