/** When a check is said aloud: a person on the floor cannot read the list. */

import type { Check } from "./preflight";
import { WORDS } from "./words";

/** Our choices, in milliseconds: a check must stand this long to be said, and is said again only after so long. */
const STEADY_MS = 2500;
const AGAIN_MS = 12_000;

export interface Telling {
  /** What would be said now, and since when. */
  readonly wanted: string;
  readonly since: number;
  readonly said: string;
  readonly saidAt: number;
}

export const NOTHING_TOLD: Telling = { wanted: "", since: 0, said: "", saidAt: -Infinity };

/** Return what is to be said now, empty for nothing, and what to remember. */
export function tell(telling: Telling, checks: readonly Check[], isReady: boolean, now: number): [string, Telling] {
  const wanted = wantedOf(checks, isReady);
  const kept = wanted === telling.wanted ? telling : { ...telling, wanted, since: now };
  const isSteady = wanted !== "" && now - kept.since >= STEADY_MS;
  const isNews = wanted !== kept.said || (!wanted.endsWith(WORDS.ready) && now - kept.saidAt >= AGAIN_MS);
  return isSteady && isNews ? [wanted, { ...kept, said: wanted, saidAt: now }] : ["", kept];
}

/** The first thing to mend; that all is well once nothing is left; nothing while something cannot be told. */
function wantedOf(checks: readonly Check[], isReady: boolean): string {
  const failing = checks.find(({ ok }) => ok === false);
  if (failing) return failing.say;
  const body = checks.find(({ id }) => id === "confident" || id === "body");
  return isReady && body ? `${body.say} ${WORDS.ready}` : "";
}
