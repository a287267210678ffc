import { expect, test, vi } from "vitest";
import { claim, stopSessions } from "./lock";

type Granted = (lock: object | null) => unknown;

/** A lock manager by hand: `answer` grants, refuses or raises. */
const manager = (answer: (granted: Granted) => Promise<unknown>): LockManager =>
  ({ request: (_: string, __: object, granted: Granted) => answer(granted) }) as unknown as LockManager;

const blocked = manager(() => Promise.reject(new DOMException("denied", "SecurityError")));

test("the right is held where it is free, and not where another tab has it", async () => {
  expect(await claim(false, vi.fn(), manager(async (granted) => granted({})))).toBe(true);
  expect(await claim(false, vi.fn(), manager(async (granted) => granted(null)))).toBe(false);
});

test("a right taken away later is told as lost", async () => {
  let take: (error: Error) => void = () => undefined;
  const lost = vi.fn();
  const locks = manager((granted) => {
    void granted({});
    return new Promise((_, reject) => (take = reject));
  });
  expect(await claim(false, lost, locks)).toBe(true);
  take(new DOMException("stolen", "AbortError"));
  await Promise.resolve();
  await Promise.resolve();
  expect(lost).toHaveBeenCalledOnce();
});

test("a browser that gives no rights here is no other tab", async () => {
  const lost = vi.fn();
  for (const steal of [false, true]) expect(await claim(steal, lost, blocked)).toBe(true);
  await stopSessions(blocked);
  expect(lost).not.toHaveBeenCalled();
});
