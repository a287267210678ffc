import { describe, expect, test } from "vitest";
import type { Finding } from "../generated/findings";
import { preflight, told, type Check } from "./preflight";
import { NOTHING_TOLD, tell } from "./telling";
import { body, sighting } from "./testing";
import { WORDS } from "./words";

const check = (id: string, more: Parameters<typeof sighting>[0] = {}): Check | undefined =>
  preflight(sighting(more)).find((one) => one.id === id);

const hidden = (...indices: number[]) => body(Object.fromEntries(indices.map((index) => [index, { visibility: 0.1 }])));
const outside = (...indices: number[]) => body(Object.fromEntries(indices.map((index) => [index, { x: 0.99 }])));

describe("before a set", () => {
  test("a whole body alone in the light passes", () => {
    expect(preflight(sighting()).every(({ ok }) => ok)).toBe(true);
  });

  test("one side of each pair is enough: the other is behind it", () => {
    expect(check("body", { landmarks: hidden(23, 25, 11, 27) })?.ok).toBe(true);
  });

  test.each([
    ["body", { landmarks: outside(25, 26) }, "I cannot see your knees."],
    ["body", { landmarks: hidden(23, 24, 27, 28) }, "I cannot see your hips and feet."],
    ["light", { brightness: 0.05 }, "It is too dark."],
    ["turned", { width: 480, height: 640 }, "Turn the phone on its side."],
    ["alone", { people: 2 }, "Somebody else is in view."],
  ] as const)("%s says what to mend", (id, more, words) => {
    expect(check(id, more)).toMatchObject({ ok: false, say: expect.stringContaining(words) });
  });

  test("an empty picture is neither right nor wrong", () => {
    expect(check("body", { people: 0, landmarks: [] })?.ok).toBeNull();
    expect(check("alone", { people: 0, landmarks: [] })?.ok).toBeNull();
  });
});

test("of the server's checks only those that need the exercise are shown, the newest of each", () => {
  const base = { type: "preflight", at_ms: 1, say: "" } as const;
  const checks = [
    { ...base, item: "view", ok: false, say: "Turn round." },
    { ...base, item: "person", ok: true },
    { ...base, item: "view", ok: true, say: "I see you from the side." },
  ] as const;
  expect(checks.reduce<readonly Check[]>(told, [])).toEqual([{ id: "view", ok: true, say: "I see you from the side." }]);
});

test("what the server finds of view and start position is on the list while it holds", () => {
  const find = (checks: readonly Check[], finding: object): readonly Check[] => told(checks, { at_ms: 1, ...finding } as Finding);
  const wrong = find([], { type: "not-measured", reason: "bad-view", part: "", say: "I see you from the feet." });
  expect(wrong).toEqual([{ id: "view", ok: false, say: "I see you from the feet." }]);
  const ready = find(find(wrong, { type: "measured-again" }), { type: "position", state: "ready" });
  expect(ready.map(({ id }) => id)).toEqual(["start-pose"]);
  expect(find(ready, { type: "position", state: "getting-ready" })).toEqual([]);
});

describe("telling", () => {
  const dark = preflight(sighting({ brightness: 0 }));
  const fine = preflight(sighting());
  const lines = (...moments: [number, readonly Check[]][]): string[] => {
    let telling = NOTHING_TOLD;
    return moments.map(([now, checks]) => {
      const [line, next] = tell(telling, checks, now);
      telling = next;
      return line;
    });
  };

  test("a check is said once it has stood for a moment, and again only much later", () => {
    const said = lines([0, dark], [1000, dark], [2600, dark], [5000, dark], [15_000, dark]);
    expect(said.map((line) => line !== "")).toEqual([false, false, true, false, true]);
  });

  test("that all is well is said once", () => {
    const said = lines([0, fine], [3000, fine], [30_000, fine]);
    expect(said.filter((line) => line.endsWith(WORDS.ready))).toHaveLength(1);
  });

  test("what changes all the time is not said", () => {
    expect(lines([0, dark], [2000, fine], [4000, dark], [6000, fine]).join("")).toBe("");
  });
});
