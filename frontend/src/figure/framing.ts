/** Where the camera stands: degrees round the body and up, the point looked at, and how much is seen, in metres. */

import { Matrix4, PerspectiveCamera, Vector3 } from "three";
import type { Clip } from "./clip";
import type { Preset, Side } from "./messages";

export interface View {
  /** 0 looks from the front of an upright body, 90 from its left. */
  readonly azimuth: number;
  readonly elevation: number;
  readonly centre: Vector3;
  readonly width: number;
}

/** Room around the body; and how many widths away the camera stands, which makes the perspective mild. */
const ROOM = 1.1;
const AWAY = 5;
const LOWEST = -5;
const HIGHEST = 90;

/** Return the camera's axes: right, up, towards the camera. */
export function axesOf(azimuth: number, elevation: number): [right: Vector3, up: Vector3, back: Vector3] {
  const round = (azimuth * Math.PI) / 180;
  const high = (elevation * Math.PI) / 180;
  const back = new Vector3(Math.sin(round) * Math.cos(high), -Math.cos(round) * Math.cos(high), Math.sin(high));
  const right = new Vector3(Math.cos(round), Math.sin(round), 0);
  return [right, back.clone().cross(right), back];
}

/** Return the view that holds all these points; `aspect` is width by height. */
export function framed(points: readonly Vector3[], azimuth: number, elevation: number, aspect: number): View {
  const axes = axesOf(azimuth, elevation);
  const centre = new Vector3();
  for (const axis of axes) {
    const [low, high] = spanOf(points, axis);
    centre.addScaledVector(axis, (low + high) / 2);
  }
  const [right, up, back] = axes.map((axis) => points.map((point) => point.dot(axis) - centre.dot(axis)));
  // What is near looks larger, by how far away the camera is; that depends on the width, which is found in a few rounds.
  let width = 1;
  for (let round = 0; round < 6; round += 1) {
    const halves = points.map((_, index) => {
      const nearer = 1 - (back?.[index] ?? 0) / (AWAY * width);
      return Math.max(Math.abs(right?.[index] ?? 0), Math.abs(up?.[index] ?? 0) * aspect) / Math.max(0.2, nearer);
    });
    width = 2 * ROOM * Math.max(...halves);
  }
  return { azimuth, elevation, centre, width };
}

function spanOf(points: readonly Vector3[], axis: Vector3): [number, number] {
  const along = points.map((point) => point.dot(axis));
  return [Math.min(...along), Math.max(...along)];
}

/** Return where a preset looks from: degrees round and up, for this working side. */
export function presetAngles(preset: Preset, clip: Clip, side: Side): [azimuth: number, elevation: number] {
  const sign = side === "left" ? 1 : -1;
  switch (preset) {
    case "best":
      return [sign * clip.azimuth, clip.elevation];
    case "side":
      return [sign * (clip.azimuth < 0 ? -90 : 90), 8];
    case "front":
      return [0, 18];
    case "above":
      return [sign * clip.azimuth, HIGHEST];
  }
}

/** Return the view after walking round the body, up, and nearer. */
export function turned(view: View, azimuth: number, elevation: number, zoom: number): View {
  const high = Math.min(HIGHEST, Math.max(LOWEST, view.elevation + elevation));
  return { ...view, azimuth: view.azimuth + azimuth, elevation: high, width: Math.min(6, Math.max(0.4, view.width / zoom)) };
}

/** Place a camera. */
export function aim(camera: PerspectiveCamera, view: View, aspect: number): void {
  const [right, up, back] = axesOf(view.azimuth, view.elevation);
  const away = AWAY * view.width;
  camera.fov = (360 / Math.PI) * Math.atan(view.width / aspect / 2 / away);
  camera.aspect = aspect;
  camera.near = Math.max(0.05, away - 4);
  camera.far = away + 4;
  camera.matrixAutoUpdate = false;
  camera.matrix.copy(new Matrix4().makeBasis(right, up, back)).setPosition(view.centre.clone().addScaledVector(back, away));
  camera.matrixWorldNeedsUpdate = true;
  camera.updateProjectionMatrix();
}
