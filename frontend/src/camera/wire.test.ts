import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { body, sighting } from "./testing";
import { encode, type Frame } from "./wire";

/** Frames with their bytes, which the server's tests read too. */
const golden = JSON.parse(
  readFileSync(fileURLToPath(new URL("../../../tests/golden/landmark-frames.json", import.meta.url)), "utf8"),
) as readonly { readonly what: string; readonly frame: Frame; readonly hex: string }[];

const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString("hex");

describe("a frame on the wire", () => {
  test.each(golden)("$what has the bytes that the server reads", ({ frame, hex: wanted }) => {
    expect(hex(encode(frame))).toBe(wanted);
  });

  test("a landmark far outside the picture stays within what the field holds", () => {
    const view = new DataView(encode(sighting({ landmarks: body({ 0: { x: 9, y: -9 } }) })));
    expect([view.getInt16(24, true), view.getInt16(26, true)]).toEqual([32767, -32768]);
  });

  test.each([
    ["a body of fewer landmarks", { landmarks: body().slice(1) }],
    ["a landmark that is no number", { landmarks: body({ 3: { y: NaN } }) }],
    ["a time that is none", { captureMs: Infinity }],
  ])("%s is refused", (_, more) => {
    expect(() => encode(sighting(more))).toThrow(RangeError);
  });
});
