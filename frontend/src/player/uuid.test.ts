import { expect, test } from "vitest";
import { uuid7, wallTime } from "./uuid";

test("an id is a UUID of version 7 that begins with its time", () => {
  const id = uuid7(0x0123456789ab, new Uint8Array(10).fill(255));
  expect(id).toBe("01234567-89ab-7fff-bfff-ffffffffffff");
});

test("ids sort by time", () => {
  const bytes = new Uint8Array(10);
  const times = [1, 255, 256, 1_700_000_000_000, 1_700_000_000_001];
  const ids = times.map((time) => uuid7(time, bytes));
  expect([...ids].sort()).toEqual(ids);
});

test.each([
  [-60, "2026-03-01T13:30:00.250+01:00"],
  [0, "2026-03-01T12:30:00.250+00:00"],
  [210, "2026-03-01T09:00:00.250-03:30"],
])("wall time carries the offset of the place (%i)", (offset, written) => {
  const date = new Date("2026-03-01T12:30:00.250Z");
  date.getTimezoneOffset = () => offset;
  expect(wallTime(date)).toBe(written);
  expect(new Date(written).getTime()).toBe(date.getTime());
});
