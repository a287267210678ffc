/** Landmark frames as they travel, binary and little-endian: the twin of `ilium/motion/wire.py`, which describes them. */

export interface Landmark {
  /** Fractions of the picture: x of its width from the left, y of its height downwards, z in x's scale. Never mirrored. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** The detector's own confidence, 0 to 1. */
  readonly visibility: number;
}

/** Metres about the middle of the hips. */
export type Point = Pick<Landmark, "x" | "y" | "z">;

export type Model = "lite" | "full";

/** What was seen in one picture. */
export interface Frame {
  readonly seq: number;
  /** When the picture was taken, in milliseconds of a clock that never goes back. */
  readonly captureMs: number;
  readonly width: number;
  readonly height: number;
  readonly inferMs: number;
  readonly model: Model;
  readonly people: number;
  /** The 33 landmarks of the first body; empty where there is none. */
  readonly landmarks: readonly Landmark[];
  /** The same in metres; empty where there are none. */
  readonly world: readonly Point[];
}

const MAGIC = 0x4c49;
const VERSION = 1;
export const COUNT = 33;
const HEADER = 24;
const POSE = 1;
const WORLD = 2;
const SEVERAL = 4;
const MODELS: Readonly<Record<Model, number>> = { lite: 1, full: 2 };

/** Return a frame as bytes; raise where a body is not 33 finite landmarks. */
export function encode(frame: Frame): ArrayBuffer {
  const hasPose = frame.landmarks.length > 0;
  const hasWorld = hasPose && frame.world.length > 0;
  const bytes = new ArrayBuffer(HEADER + (hasPose ? COUNT * 8 : 0) + (hasWorld ? COUNT * 6 : 0));
  const view = new DataView(bytes);
  writeHeader(view, frame, (hasPose ? POSE : 0) | (hasWorld ? WORLD : 0) | (frame.people > 1 ? SEVERAL : 0));
  if (hasPose) writeLandmarks(view, whole(frame.landmarks));
  if (hasWorld) writeWorld(view, whole(frame.world));
  return bytes;
}

function whole<Each extends Point>(points: readonly Each[]): readonly Each[] {
  if (points.length !== COUNT) throw new RangeError(`${points.length} landmarks, not ${COUNT}`);
  return points;
}

function writeHeader(view: DataView, frame: Frame, flags: number): void {
  view.setUint16(0, MAGIC, true);
  view.setUint8(2, VERSION);
  view.setUint8(3, flags);
  view.setUint32(4, frame.seq, true);
  view.setFloat64(8, finite(frame.captureMs), true);
  view.setUint16(16, frame.width, true);
  view.setUint16(18, frame.height, true);
  view.setUint16(20, scaled(frame.inferMs, 1, 0, 65535), true);
  view.setUint8(22, COUNT);
  view.setUint8(23, MODELS[frame.model]);
}

/** This detector gives no presence: 0 on the wire. */
function writeLandmarks(view: DataView, landmarks: readonly Landmark[]): void {
  landmarks.forEach(({ x, y, z, visibility }, number) => {
    const at = HEADER + number * 8;
    [x, y, z].forEach((value, axis) => view.setInt16(at + axis * 2, scaled(value, 8192), true));
    view.setUint8(at + 6, scaled(visibility, 255, 0, 255));
    view.setUint8(at + 7, 0);
  });
}

function writeWorld(view: DataView, points: readonly Point[]): void {
  points.forEach(({ x, y, z }, number) => {
    const at = HEADER + COUNT * 8 + number * 6;
    [x, y, z].forEach((value, axis) => view.setInt16(at + axis * 2, scaled(value, 1000), true));
  });
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`a frame cannot hold ${value}`);
  return value;
}

/** Return a value in whole steps within the range of its field; halves go to the even step, as Python rounds. */
function scaled(value: number, scale: number, low = -32768, high = 32767): number {
  const steps = finite(value) * scale;
  const down = Math.floor(steps);
  const isHalf = steps - down === 0.5;
  return Math.min(high, Math.max(low, isHalf ? down + (down % 2 === 0 ? 0 : 1) : Math.round(steps)));
}
