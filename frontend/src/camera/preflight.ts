/** What can be told before a set: by the engine, and by the picture. Words, never a score. */

import type { Finding, Preflight } from "../generated/findings";
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

/** What the engine checks, in the order in which it is shown: one row for each that can be told. */
const ITEMS: readonly Preflight["item"][] = ["person", "alone", "in-frame", "confident", "distance", "view", "start-pose"];

/**
 * Return the list, the most urgent first.
 *
 * The engine knows what the exercise needs, so it has the word on the body. This page keeps what only the picture itself can
 * tell, and looks at the body for as long as no engine answers: without the server, or before an exercise was chosen.
 */
export function preflight(sighting: Sighting, told: readonly Check[]): readonly Check[] {
  const own = [light(sighting), turned(sighting)];
  return isFromEngine(told) ? [...own, ...told.filter(({ ok }) => ok !== null)] : [...own, alone(sighting), body(sighting), ...told];
}

const isFromEngine = (told: readonly Check[]): boolean => told.some(({ id }) => ITEMS.some((item) => item === id));

/** Tell whether nothing is left to mend, and everything could be told. */
export const isReady = (sighting: Sighting, told: readonly Check[]): boolean =>
  preflight(sighting, told).every(({ ok }) => ok) && (!isFromEngine(told) || told.every(({ ok }) => ok));

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

/** Return the engine's checks after one more finding. */
export function told(checks: readonly Check[], finding: Finding): readonly Check[] {
  if (finding.type === "unmeasured") return [{ id: "unmeasured", ok: null, say: finding.say }];
  if (finding.type !== "preflight") return checks;
  const { item, ok, say } = finding;
  const found = [...checks.filter(({ id }) => id !== item), { id: item, ok, say }];
  return ITEMS.flatMap((each) => found.filter(({ id }) => id === each));
}
