/** What can be told before a set, from the landmarks and the light of one picture. Words, never a score. */

import type { Finding } from "../generated/findings";
import type { Sighting } from "./messages";
import type { Landmark } from "./wire";

/** Our choices, not validated: darker than this (0 black, 1 white) is too dark; nearer to the edge is out of view. */
const DARK = 0.15;
const MARGIN = 0.03;
/** Below this the detector itself does not claim to see a joint. */
const CLEAR = 0.5;

export interface Check {
  readonly id: string;
  /** null while it cannot be told. */
  readonly ok: boolean | null;
  readonly say: string;
}

/** Indices of the body's landmarks, left and right, in the order in which they are named. */
const PARTS: readonly (readonly [string, readonly [number, number]])[] = [
  ["hips", [23, 24]],
  ["knees", [25, 26]],
  ["shoulders", [11, 12]],
  ["feet", [27, 28]],
];

/** Return the list, the most urgent first. */
export function preflight(sighting: Sighting): readonly Check[] {
  return [light(sighting), turned(sighting), alone(sighting), body(sighting)];
}

const light = ({ brightness }: Sighting): Check =>
  brightness < DARK
    ? { id: "light", ok: false, say: "It is too dark. Put a light on, or open a curtain." }
    : { id: "light", ok: true, say: "There is enough light." };

const turned = ({ width, height }: Sighting): Check =>
  width < height
    ? { id: "turned", ok: false, say: "Turn the phone on its side." }
    : { id: "turned", ok: true, say: "The picture is wide." };

const alone = ({ people }: Sighting): Check =>
  people > 1
    ? { id: "alone", ok: false, say: "Somebody else is in view. Ask them to step out of the picture." }
    : { id: "alone", ok: people === 1 ? true : null, say: people === 1 ? "You are alone in the picture." : "Nobody is in the picture yet." };

function body({ landmarks, people }: Sighting): Check {
  if (people === 0) return { id: "body", ok: null, say: "I cannot see you yet. Lie down where the camera can see all of you." };
  const hidden = PARTS.filter(([, [left, right]]) => !(isSeen(landmarks[left]) || isSeen(landmarks[right]))).map(([name]) => name);
  if (hidden.length === 0) return { id: "body", ok: true, say: "I can see your hips, knees, shoulders and feet." };
  return { id: "body", ok: false, say: `I cannot see your ${listed(hidden)}. Move the phone further away, or tilt it.` };
}

function isSeen(landmark: Landmark | undefined): boolean {
  if (!landmark || landmark.visibility < CLEAR) return false;
  const isInside = (value: number): boolean => value >= MARGIN && value <= 1 - MARGIN;
  return isInside(landmark.x) && isInside(landmark.y);
}

/** Return words as a list: "hips, knees and feet". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** What only the exercise's own rules can tell; the rest is told here, also without the server. */
const OF_THE_EXERCISE = ["distance", "view", "start-pose"] as const;

/** Return the server's checks after one more finding. */
export function told(checks: readonly Check[], finding: Finding): readonly Check[] {
  switch (finding.type) {
    case "unmeasured":
      return [{ id: "unmeasured", ok: null, say: finding.say }];
    case "not-measured": // what this page sees by itself is on its list already
      return FROM_OUTSIDE.includes(finding.reason) ? put(checks, { id: "view", ok: false, say: finding.say }) : checks;
    case "measured-again":
      return checks.filter(({ id }) => id !== "view");
    case "position":
      return finding.state === "ready" ? put(checks, READY) : checks.filter(({ id }) => id !== READY.id);
    case "preflight": {
      const { item, ok, say } = finding;
      return OF_THE_EXERCISE.some((id) => id === item) ? put(checks, { id: item, ok, say }) : checks;
    }
    default:
      return checks;
  }
}

const READY: Check = { id: "start-pose", ok: true, say: "You are in the start position." };
const FROM_OUTSIDE: readonly string[] = ["bad-view", "not-this-exercise"];

const put = (checks: readonly Check[], check: Check): readonly Check[] => [
  ...checks.filter(({ id }) => id !== check.id && id !== "unmeasured"),
  check,
];
