/** The baked body as `ilium_lab.figure.body` writes it: a header in JSON, then plain arrays. */

import { Matrix4, Vector3 } from "three";

/** Raised for a file that cannot be used: truncated, of another version, or not what it says. */
export class Unusable extends Error {}

export interface Group {
  readonly material: string;
  readonly first: number;
  readonly count: number;
}

export interface Body {
  /** Places as baked, x, y, z in metres: x to the body's left, y to its back, z up. */
  readonly points: Float32Array;
  /** Four bones a vertex, and how much of each in 255ths. */
  readonly bones: Uint8Array;
  readonly weights: Uint8Array;
  readonly triangles: Uint16Array;
  readonly groups: readonly Group[];
  /** Where each bone begins in the mesh as baked, and the rotation that brings it to the zero position. */
  readonly heads: readonly Vector3[];
  readonly neutral: readonly Matrix4[];
}

interface Column {
  readonly offset: number;
  readonly type: string;
  readonly shape: readonly number[];
}

interface Header {
  readonly version: number;
  readonly step: number;
  readonly bones: readonly string[];
  readonly groups: readonly Group[];
  readonly arrays: Readonly<Record<string, Column>>;
}

const MAGIC = 0x44424c49; // "ILBD", little-endian
const INFLUENCES = 4;

/** Read a body file made for these bones; throws Unusable. */
export function decodeBody(content: ArrayBuffer, bones: readonly string[]): Body {
  const { header, start } = readHeader(content);
  if (header.version !== 1) throw new Unusable(`the body is of version ${header.version}, not 1`);
  if (header.bones.join() !== bones.join()) throw new Unusable("the body was made for another skeleton");
  const column = (name: string, type: string, width: number, rows?: number): [start: number, count: number] =>
    place(content, start, header.arrays[name], name, type, width, rows);
  const steps = new Int16Array(content, ...column("points", "<i2", 3));
  const count = steps.length / 3;
  const triangles = new Uint16Array(content, ...column("triangles", "<u2", 3));
  if (triangles.some((vertex) => vertex >= count)) throw new Unusable("the body's triangles name vertices that it does not have");
  const links = new Uint8Array(content, ...column("bones", "|u1", INFLUENCES, count));
  if (links.some((bone) => bone >= bones.length)) throw new Unusable("the body hangs on bones that it does not have");
  const heads = new Float32Array(content, ...column("heads", "<f4", 3, bones.length));
  const neutral = new Float32Array(content, ...column("neutral", "<f4", 9, bones.length));
  return {
    points: Float32Array.from(steps, (value) => value * header.step),
    bones: links,
    weights: new Uint8Array(content, ...column("weights", "|u1", INFLUENCES, count)),
    triangles,
    groups: groupsOf(header, triangles.length / 3),
    heads: bones.map((_, bone) => new Vector3().fromArray(heads, bone * 3)),
    neutral: bones.map((_, bone) => rotationOf(neutral.subarray(bone * 9, bone * 9 + 9))),
  };
}

function readHeader(content: ArrayBuffer): { header: Header; start: number } {
  const view = new DataView(content);
  if (content.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw new Unusable("this is not a body");
  const start = 8 + view.getUint32(4, true);
  if (start > content.byteLength) throw new Unusable("the body is truncated");
  try {
    return { header: JSON.parse(new TextDecoder().decode(content.slice(8, start))) as Header, start };
  } catch {
    throw new Unusable("the body's header cannot be read");
  }
}

const BYTES: Readonly<Record<string, number>> = { "<i2": 2, "<u2": 2, "<f4": 4, "|u1": 1 };

/** Return where an array begins and how many numbers it has, once it is known to be what we need. */
function place(
  content: ArrayBuffer,
  start: number,
  column: Column | undefined,
  name: string,
  type: string,
  width: number,
  rows: number | undefined,
): [start: number, count: number] {
  if (!column || column.type !== type) throw new Unusable(`the body has no ${name} of type ${type}`);
  const count = column.shape.reduce((all, one) => all * one, 1);
  const bytes = count * (BYTES[type] ?? Number.NaN);
  if (!(start + column.offset + bytes <= content.byteLength)) throw new Unusable(`the body is truncated in ${name}`);
  if (count % width !== 0 || (rows !== undefined && count !== rows * width)) throw new Unusable(`the body's ${name} has another shape`);
  return [start + column.offset, count];
}

function groupsOf(header: Header, triangles: number): readonly Group[] {
  let next = 0;
  for (const group of header.groups) {
    if (group.first !== next) throw new Unusable("the body's materials have gaps");
    next += group.count;
  }
  if (next !== triangles) throw new Unusable("the body's materials do not cover it");
  return header.groups;
}

function rotationOf(rows: Float32Array): Matrix4 {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = rows;
  return new Matrix4().set(a, b, c, 0, d, e, f, 0, g, h, i, 0, 0, 0, 0, 1);
}
