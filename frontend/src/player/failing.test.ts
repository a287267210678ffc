import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Page, Phase } from "./boot";
import { FAILED, settled } from "./failing";

const shown: Phase[] = [];
const page: Page = { show: (phase) => void shown.push(phase), tell: () => undefined };

beforeEach(() => {
  shown.length = 0;
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockReturnValue(undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a start that fails is shown", async () => {
  await settled(page, Promise.reject(new TypeError("no")));
  expect(shown).toEqual([FAILED]);
});

test("a start that works shows nothing of its own, also later", async () => {
  await settled(page, Promise.resolve());
  vi.advanceTimersByTime(600_000);
  expect(shown).toEqual([]);
});

test("a start that hangs is shown after a while", () => {
  void settled(page, new Promise(() => undefined));
  vi.advanceTimersByTime(29_000);
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(shown).toEqual([FAILED]);
});
