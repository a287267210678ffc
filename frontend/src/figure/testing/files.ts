/** The committed body and clips, and NumPy's golden numbers, read from the repository. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../../", import.meta.url);
const LIBRARY = "src/ilium/figure/library/";

const read = (path: string): Buffer => readFileSync(fileURLToPath(new URL(path, ROOT)));

export function bodyFile(): ArrayBuffer {
  const content = read(`${LIBRARY}body.bin`);
  return content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as ArrayBuffer;
}

export const clipFile = (exercise: string, variant: string): string => read(`${LIBRARY}clips/${exercise}.${variant}.json`).toString();

export interface Golden {
  readonly every: number;
  readonly rows: readonly { readonly frame: number; readonly bones: number[][]; readonly skin: number[][] }[];
}

export const goldenFile = (exercise: string, variant: string, side: string): Golden =>
  JSON.parse(read(`tests/golden/figure/${exercise}.${variant}.${side}.json`).toString()) as Golden;
