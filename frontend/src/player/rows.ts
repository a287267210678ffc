/** What can be rated at the end of a session: every exercise that was begun. */

import type { CueSheet } from "./model";
import { saidOf } from "./reports";
import { nearestBlock } from "./sheet";
import type { Said, State } from "./state";

/** One exercise that was begun. An answer about it goes to `part`: where one was given before, else its last one. */
export interface Row {
  readonly exercise: string;
  readonly name: string;
  readonly part: number;
  readonly said: Said;
}

export function rowsOf(cues: CueSheet, state: State): readonly Row[] {
  const begun = [...state.begun].sort((one, other) => one - other);
  const exercises = new Set(begun.map((part) => nearestBlock(cues, part).exercise));
  return [...exercises].map((exercise) => {
    const parts = begun.filter((part) => nearestBlock(cues, part).exercise === exercise);
    const last = parts.at(-1) ?? 0;
    const names = new Set(parts.map((part) => nearestBlock(cues, part).name));
    const said = saidOf(state, exercise);
    const part = said.worst === null || said.worst === "no-worse" ? last : said.worst.part;
    return { exercise, name: [...names].join(", then "), part, said };
  });
}

/** Tell whether "no worse than before" can be said of an exercise: never where pain was told, or it was said already. */
export const canSayNoWorse = ({ said }: Row): boolean => said.hurt === null && said.worst === null;
