/** Looking up the pain decision table of the sheet, exactly as `PainTable` documents it. */

import type { GateRow, Mode, Outcome, PainTable, SessionSheet } from "./model";

/** Return the row of the start gate for this much pain; raise RangeError where there is none. */
export function gateRow(sheet: SessionSheet, pain: number): GateRow {
  return found(sheet.gate.find((row) => row.pain === pain), `gate row ${pain}`);
}

/** Return the outcome with this id; raise RangeError where there is none. */
export function outcomeById(table: PainTable, id: string): Outcome {
  return found(table.outcomes.find((outcome) => outcome.id === id), `outcome ${id}`);
}

/** Return the kind of pain that stands for "no kind was asked": the first that is neither sharp nor decides alone. */
export function plainQuality(table: PainTable): string {
  return found(table.qualities.find((each) => !each.sharp && !each.outcome), "plain quality").id;
}

/**
 * Return the kind of pain that stands for "the session was left before its kind was said": the one that is no choice. A
 * sheet of an earlier version has none; the plain one reads the number then.
 */
export function unsaidQuality(table: PainTable): string {
  return table.qualities.find((each) => each.offered === false)?.id ?? plainQuality(table);
}

export interface Answer {
  readonly mode: Mode;
  readonly before: number;
  readonly now: number;
  readonly quality: string;
}

/**
 * Return what follows from one answer.
 *
 * `canEase` says whether an easier version is left; without one, what would ease stops the exercise.
 * `isRed` says that the answer itself is a red; with a red before it, the outcome is the one that `again` names.
 */
export function decide(
  table: PainTable,
  answer: Answer,
  reds: number,
  canEase: boolean,
): { outcome: Outcome; isRed: boolean } {
  const first = outcomeById(table, firstOutcome(table, answer));
  if (first.then === "ease" && !canEase) {
    return { outcome: outcomeById(table, found(first.otherwise ?? undefined, "outcome without easing")), isRed: false };
  }
  const outcome = first.again !== null && reds > 0 ? outcomeById(table, first.again) : first;
  return { outcome, isRed: first.counts_red };
}

function firstOutcome(table: PainTable, answer: Answer): string {
  const quality = found(table.qualities.find((each) => each.id === answer.quality), `quality ${answer.quality}`);
  if (quality.outcome !== null) return quality.outcome;
  const zones = quality.sharp ? table.sharp_zones : table.zones;
  const zone = found(zones[answer.mode]?.[answer.before]?.[answer.now], `zone ${answer.before} ${answer.now}`);
  if (zone === "g" && quality.green_outcome !== null) return quality.green_outcome;
  return found(table.zone_outcome[zone], `outcome of zone ${zone}`);
}

function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new RangeError(`the sheet has no ${what}`);
  return value;
}
