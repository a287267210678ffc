/** Made-up sightings for the camera's tests. */

import type { Sighting } from "./messages";
import { COUNT, type Landmark } from "./wire";

/** A body in the middle of the picture, every landmark certain; `more` moves some of them. */
export function body(more: Readonly<Record<number, Partial<Landmark>>> = {}): Landmark[] {
  const plain = { x: 0.5, y: 0.5, z: 0, visibility: 1 };
  return Array.from({ length: COUNT }, (_, number) => ({ ...plain, ...more[number] }));
}

export const sighting = (more: Partial<Sighting> = {}): Sighting => ({
  seq: 1,
  captureMs: 1000,
  width: 640,
  height: 480,
  inferMs: 60,
  model: "full",
  people: 1,
  landmarks: body(),
  world: [],
  brightness: 0.5,
  ...more,
});
