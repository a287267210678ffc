import { describe, expect, test } from "vitest";
import type { Finding, Preflight } from "../generated/findings";
import { isReady, preflight, told, type Check } from "./preflight";
import { NOTHING_TOLD, tell } from "./telling";
import { body, sighting } from "./testing";
import { WORDS } from "./words";

const check = (id: string, more: Parameters<typeof sighting>[0] = {}): Check | undefined =>
  preflight(sighting(more), []).find((one) => one.id === id);

const hidden = (...indices: number[]) => body(Object.fromEntries(indices.map((index) => [index, { visibility: 0.1 }])));
const outside = (...indices: number[]) => body(Object.fromEntries(indices.map((index) => [index, { x: 0.99 }])));

describe("before a set", () => {
  test("a whole body alone in the light passes", () => {
    expect(preflight(sighting(), []).every(({ ok }) => ok)).toBe(true);
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

const found = (item: Preflight["item"], ok: boolean | null, say = ""): Finding => ({ type: "preflight", at_ms: 1, item, ok, say });
const heard = (...findings: readonly Finding[]): readonly Check[] => findings.reduce<readonly Check[]>(told, []);
const whole = (): readonly Finding[] => ["person", "alone", "in-frame", "confident", "distance", "view", "start-pose"].map((item) => found(item as Preflight["item"], true, item));

describe("with an engine that answers", () => {
  test("it has the word on the body, the newest of each, in its order", () => {
    const checks = heard(found("view", false, "Turn round."), found("person", true), found("alone", true), found("view", true, "From the side."));
    const shown = preflight(sighting({ landmarks: hidden(23, 24) }), checks);
    expect(shown.map(({ id }) => id)).toEqual(["light", "turned", "person", "alone", "view"]);
    expect(shown.at(-1)).toEqual({ id: "view", ok: true, say: "From the side." });
  });

  test("what it cannot tell yet is left out, and nothing is ready before it can", () => {
    const checks = heard(...whole(), found("view", null));
    expect(preflight(sighting(), checks).some(({ id }) => id === "view")).toBe(false);
    expect(isReady(sighting(), checks)).toBe(false);
    expect(isReady(sighting(), heard(...whole()))).toBe(true);
    expect(isReady(sighting({ brightness: 0 }), heard(...whole()))).toBe(false);
  });

  test("an exercise that it does not measure is said, and the page looks by itself", () => {
    const checks = heard({ type: "unmeasured", at_ms: 0, say: "Count by yourself." });
    expect(preflight(sighting(), checks).map(({ id }) => id)).toEqual(["light", "turned", "alone", "body", "unmeasured"]);
  });

  test("what belongs to a set changes nothing", () => {
    const checks = heard(found("person", true));
    expect(told(checks, { type: "measured-again", at_ms: 2 })).toBe(checks);
  });
});

describe("telling", () => {
  const dark = preflight(sighting({ brightness: 0 }), []);
  const fine = preflight(sighting(), []);
  const lines = (...moments: [number, readonly Check[]][]): string[] => {
    let telling = NOTHING_TOLD;
    return moments.map(([now, checks]) => {
      const [line, next] = tell(telling, checks, checks.every(({ ok }) => ok), now);
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
