import { afterEach, expect, test, vi } from "vitest";
import { isWished, wish } from "./wish";

afterEach(() => vi.unstubAllGlobals());

test("a wish holds in this tab, until it is taken back", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as unknown as Storage;
  wish(true, storage);
  expect(isWished(storage)).toBe(true);
  wish(false, storage);
  expect(isWished(storage)).toBe(false);
});

test("a browser whose storage raises has no wish, and nothing else comes of it", () => {
  const raise = (): never => {
    throw new DOMException("denied", "SecurityError");
  };
  vi.stubGlobal("sessionStorage", undefined);
  Object.defineProperty(globalThis, "sessionStorage", { get: raise, configurable: true });
  wish(true);
  expect(isWished()).toBe(false);
  const storage = { getItem: raise, setItem: raise, removeItem: raise } as unknown as Storage;
  wish(true, storage);
  expect(isWished(storage)).toBe(false);
});
