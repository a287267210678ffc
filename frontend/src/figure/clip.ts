/** A clip as `ilium_lab.figure.clip` writes it: joint angles frame by frame, for the left as the working side. */

import { Unusable } from "./body";
import type { FigureData } from "./data";
import type { Side } from "./messages";

const DEGREE = 100;
const METRE = 10_000;
/** The first numbers of a pose are the pelvis's x, y, z in metres; then come all angles in radians. */
export const PLACE = 3;

/** A pose: metres and radians. */
export type Pose = Float64Array;

export interface ClipPhase {
  readonly id: string;
  readonly kind: "start" | "enter" | "move" | "hold" | "return" | "exit";
  readonly seconds: number;
  readonly first: number;
  readonly frames: number;
}

export interface Clip {
  readonly exercise: string;
  readonly variant: string;
  readonly azimuth: number;
  readonly elevation: number;
  readonly props: readonly string[];
  readonly phases: readonly ClipPhase[];
  /** Frame by frame, for the left as the working side. */
  readonly poses: readonly Pose[];
}

interface File {
  readonly version: number;
  readonly exercise: string;
  readonly variant: string;
  readonly azimuth: number;
  readonly elevation: number;
  readonly props: readonly string[];
  readonly phases: readonly ClipPhase[];
  readonly place: readonly (number | readonly number[])[];
  readonly angles: Readonly<Record<string, number | readonly number[]>>;
}

/** Read a clip; throws Unusable where it is truncated, of another version, or does not fit the skeleton. */
export function decodeClip(text: string, data: FigureData): Clip {
  const file = parse(text);
  const { exercise, variant, azimuth, elevation, props, phases } = file;
  const frames = framesOf(phases);
  const poses = Array.from({ length: frames }, () => new Float64Array(PLACE + data.angles.length));
  if (file.place.length !== PLACE) throw new Unusable(`the clip ${variant} has no place`);
  file.place.forEach((column, axis) => fill(poses, axis, column, 1 / METRE, variant));
  for (const [name, column] of Object.entries(file.angles)) {
    const angle = data.angles.findIndex((known) => known.name === name);
    if (angle < 0) throw new Unusable(`the clip ${variant} has an unknown angle ${name}`);
    fill(poses, PLACE + angle, column, Math.PI / 180 / DEGREE, variant);
  }
  return { exercise, variant, azimuth, elevation, props, phases, poses };
}

function parse(text: string): File {
  let file: File;
  try {
    file = JSON.parse(text) as File;
  } catch {
    throw new Unusable("the clip is truncated");
  }
  if (file.version !== 1) throw new Unusable(`the clip is of version ${file.version}, not 1`);
  const isWhole =
    typeof file.exercise === "string" &&
    typeof file.variant === "string" &&
    Number.isFinite(file.azimuth) &&
    Number.isFinite(file.elevation) &&
    [file.props, file.phases, file.place].every(Array.isArray) &&
    typeof file.angles === "object";
  if (!isWhole) throw new Unusable("the clip lacks a part");
  return file;
}

function framesOf(phases: readonly ClipPhase[]): number {
  let next = 0;
  for (const phase of phases) {
    if (phase.first !== next || !(phase.frames >= 1)) throw new Unusable(`the clip's phase ${phase.id} has no place`);
    next += phase.frames;
  }
  if (phases[0]?.kind !== "start") throw new Unusable("the clip has no start");
  return next;
}

function fill(poses: readonly Pose[], column: number, values: number | readonly number[], unit: number, variant: string): void {
  if (typeof values !== "number" && values.length !== poses.length) throw new Unusable(`the clip ${variant} has columns of other lengths`);
  poses.forEach((pose, frame) => {
    const value = typeof values === "number" ? values : values[frame];
    if (!Number.isFinite(value)) throw new Unusable(`the clip ${variant} holds something that is no number`);
    pose[column] = (value ?? 0) * unit;
  });
}

/** Return the pose in a phase, `at` from 0 (its beginning) to 1 (its end); throws Unusable for an unknown phase. */
export function poseAt(clip: Clip, phaseId: string, at: number): Pose {
  const phase = clip.phases.find((known) => known.id === phaseId);
  if (!phase) throw new Unusable(`the clip ${clip.variant} has no phase ${phaseId}`);
  const frame = Math.min(1, Math.max(0, at)) * (phase.frames - 1);
  const before = Math.min(Math.floor(frame), phase.frames - 1);
  const after = Math.min(before + 1, phase.frames - 1);
  return between(frameOf(clip, phase.first + before), frameOf(clip, phase.first + after), frame - before);
}

function frameOf(clip: Clip, frame: number): Pose {
  const pose = clip.poses[frame];
  if (!pose) throw new RangeError(`no frame ${frame}`);
  return pose;
}

/** Return the pose `share` of the way from one to another, angle by angle. */
export function between(from: Pose, to: Pose, share: number): Pose {
  return from.map((value, index) => value + ((to[index] ?? value) - value) * share);
}

/** Return how far two poses are from each other: the largest difference of an angle, in radians. */
export function distance(one: Pose, other: Pose): number {
  return one.reduce((most, value, index) => (index < PLACE ? most : Math.max(most, Math.abs(value - (other[index] ?? 0)))), 0);
}

/** Return the key poses: the start, and the end of each phase. */
export function keyPoses(clip: Clip): readonly Pose[] {
  return clip.phases.map((phase) => frameOf(clip, phase.first + phase.frames - 1));
}

/** Return the same pose for the other side: left and right change places, leaning and turning change sign. */
export function mirrored(data: FigureData, pose: Pose): Pose {
  const out = new Float64Array(pose.length);
  out.set(pose.subarray(0, PLACE));
  out[0] = -(pose[0] ?? 0);
  data.angles.forEach(({ mirror, sign }, angle) => {
    out[PLACE + angle] = sign * (pose[PLACE + mirror] ?? 0);
  });
  return out;
}

/** Return a pose of the clip as it is for this working side. */
export const forSide = (data: FigureData, pose: Pose, side: Side): Pose => (side === "left" ? pose : mirrored(data, pose));

/** Tell whether the body lies in the clip's start. */
export function isLying(clip: Clip, data: FigureData): boolean {
  const recline = data.angles.findIndex((angle) => angle.name === "pelvis.recline");
  return Math.abs(frameOf(clip, 0)[PLACE + recline] ?? 0) > Math.PI / 3;
}
