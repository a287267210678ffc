import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { look } from "./oldest.mjs";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(join(import.meta.dirname, "tmp-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function found(name: string, text: string): string[] {
  const path = join(folder, name);
  writeFileSync(path, text);
  return look([path]).complaints.map((said: string) => said.replace(/^\S+:(\d+) (\S+) .* (\S+)$/, "$1 $2 $3"));
}

test("what an older browser lacks is found by its type, in scripts and in components, with its line", () => {
  expect(found("a.ts", "export const late = AbortSignal.timeout(5);\nexport const own = { timeout: (n: number) => n };\nown.timeout(5);\n")).toEqual([
    "1 AbortSignal.timeout safari_ios",
  ]);
  expect(found("b.svelte", '<script lang="ts">\n  const urls = URL.canParse("x");\n</script>\n<p>{urls}</p>\n')).toEqual([
    "2 URL.canParse safari_ios",
  ]);
  expect(found("c.ts", "export const list = [1].findLast(Boolean);\nexport const copy = structuredClone(list);\n")).toEqual([]);
});
