import { describe, expect, test } from "vitest";
import { FIGURE } from "../generated/figure";
import { decodeBody, Unusable } from "./body";
import { bodyFile } from "./testing/files";

const BONES = FIGURE.bones.map((bone) => bone.name);

/** Return the file with its header's text changed to one of the same length. */
function withHeader(from: string, to: string): ArrayBuffer {
  const content = new Uint8Array(bodyFile());
  const length = new DataView(content.buffer).getUint32(4, true);
  const text = new TextDecoder().decode(content.subarray(8, 8 + length));
  expect(text).toContain(from);
  content.set(new TextEncoder().encode(text.replace(from, to)), 8);
  return content.buffer;
}

describe("the body's file", () => {
  test("holds a body of about a person's size whose weights add up", () => {
    const body = decodeBody(bodyFile(), BONES);
    const heights = body.points.filter((_, index) => index % 3 === 2);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(1.5);
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1.9);
    expect(body.weights.slice(0, 4).reduce((sum, weight) => sum + weight, 0)).toBe(255);
    expect(body.triangles.length / 3).toBeLessThanOrEqual(12_000);
  });

  test.each([0, 7, 300, 5_000, 162_000])("cut off after %d bytes it is refused", (bytes) => {
    expect(() => decodeBody(bodyFile().slice(0, bytes), BONES)).toThrow(Unusable);
  });

  test("of another version it is refused", () => {
    expect(() => decodeBody(withHeader('"version":1', '"version":7'), BONES)).toThrow("version 7");
  });

  test("with an array of another type it is refused", () => {
    expect(() => decodeBody(withHeader('"<i2"', '"<u2"'), BONES)).toThrow("points");
  });

  test("for another skeleton it is refused", () => {
    expect(() => decodeBody(bodyFile(), BONES.slice(1))).toThrow("another skeleton");
  });

  test("something else is no body", () => {
    expect(() => decodeBody(new TextEncoder().encode("<!doctype html>").buffer as ArrayBuffer, BONES)).toThrow("not a body");
  });
});
