import { beforeEach, expect, test, vi } from "vitest";
import { offerPacer } from "./pacer";

function pacer() {
  let tap = (): void => undefined;
  const button = { textContent: "", addEventListener: (_: string, tapped: () => void) => (tap = tapped) };
  const [word, count] = [{ textContent: "" }, { textContent: "" }];
  const disc = { style: { transitionDuration: "" } };
  const parts: Record<string, unknown> = { button, ".pacer__word": word, ".pacer__count": count, ".pacer__disc": disc };
  const dataset: Record<string, string> = { in: "4", out: "6", breaths: "2" };
  const place = { hidden: true, dataset, querySelector: (name: string) => parts[name] ?? null };
  const page = { querySelector: () => place } as unknown as Document;
  return { page, place, button, word, count, disc, tap: () => tap() };
}

beforeEach(() => void vi.useFakeTimers());

test("it waits until it is asked", () => {
  const { page, place, button, word } = pacer();
  offerPacer(page);
  vi.advanceTimersByTime(60_000);
  expect([place.hidden, button.textContent, word.textContent]).toEqual([false, "Begin", ""]);
});

test("it says in and out at the pace, and ends after its breaths", () => {
  const { page, place, button, word, count, disc, tap } = pacer();
  offerPacer(page);
  tap();
  expect([word.textContent, place.dataset["breath"], disc.style.transitionDuration, button.textContent]).toEqual(["In", "in", "4s", "Stop"]);
  vi.advanceTimersByTime(4000);
  expect([word.textContent, place.dataset["breath"], disc.style.transitionDuration]).toEqual(["Out", "out", "6s"]);
  vi.advanceTimersByTime(6000);
  expect(word.textContent).toBe("In");
  vi.advanceTimersByTime(10_000);
  expect([word.textContent, button.textContent, place.dataset["breath"]]).toEqual(["", "Once more", undefined]);
  expect(count.textContent).toContain("as long as you like");
});

test("stop ends it at once, and it begins anew", () => {
  const { page, word, button, tap } = pacer();
  offerPacer(page);
  tap();
  vi.advanceTimersByTime(5000);
  tap();
  vi.advanceTimersByTime(60_000);
  expect([word.textContent, button.textContent]).toEqual(["", "Begin"]);
  tap();
  expect(word.textContent).toBe("In");
});

test("a page without one is left alone", () => {
  expect(() => offerPacer({ querySelector: () => null } as unknown as Document)).not.toThrow();
});
