/** Where body and clips are: the build copies them under names that change with their content. */

import body from "../../../src/ilium/figure/library/body.bin?url";

const CLIPS: Readonly<Record<string, string>> = import.meta.glob("../../../src/ilium/figure/library/clips/*.json", {
  query: "?url",
  import: "default",
  eager: true,
});

export const BODY = body;

/** Return the address of a variant's clip; undefined where there is none. */
export function clipAddress(exercise: string, variant: string): string | undefined {
  return CLIPS[`../../../src/ilium/figure/library/clips/${exercise}.${variant}.json`];
}
