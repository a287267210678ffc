import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Draft, StandingNow } from "./model";
import { holdAfter, holding, keepStanding, learn } from "./standing";
import { MemoryStore, type Store } from "./storage";
import { sessionSheet, standing } from "./testing/fixtures";

const NOON = Date.parse("2026-03-01T12:00:00");
const HOUR = 3600 * 1000;
const sheet = sessionSheet();

const stopped = (why: "pain" | "unwell" | "leg-symptoms" | "urgent" | "emergency" | "person" | "held" | "abandoned"): Draft => ({
  type: "session-stopped",
  why,
});

function hurt(outcome: string): Draft {
  return { type: "pain-reported", moment: "worst", value: 9, quality: "chest", outcome, block: 0, exercise: "bridge" };
}

describe("what a stop leaves behind on the device", () => {
  test.each([
    [[stopped("pain")], "rest", false],
    [[stopped("unwell")], "rest", false],
    [[stopped("leg-symptoms")], "rest", true],
    [[{ type: "start-held-back", pain_before: 9 } as Draft], "rest", false],
    [[stopped("urgent")], "held", true],
    [[hurt("emergency"), stopped("emergency")], "held", true],
    [[hurt("emergency")], "held", true],
  ] as const)("%j is %s until the server says otherwise", (drafts, kind, forgetsSheet) => {
    const hold = holdAfter(sheet, drafts, NOON);
    expect(hold).toMatchObject({ standing: { kind, day: kind === "rest" ? "2026-03-01" : null }, forgetsSheet });
  });

  test.each([[[stopped("person")]], [[stopped("held")]], [[stopped("abandoned")]], [[hurt("red")]], [[]]])("%j leaves nothing", (drafts) => {
    expect(holdAfter(sheet, drafts, NOON)).toBeUndefined();
  });
});

describe("how long it holds without the server", () => {
  const rest = standing({ kind: "rest", day: "2026-03-01" });

  test("a rest holds for its day, also when the clock is set back, and no longer", () => {
    for (const hours of [-72, -1, 0, 11]) expect(holding(rest, NOON + hours * HOUR)).toBe(rest);
    expect(holding(rest, NOON + 13 * HOUR)).toBeUndefined();
  });

  test("a hold has no end, and nothing else holds", () => {
    const held = standing({ kind: "held" });
    expect(holding(held, NOON + 1e12)).toBe(held);
    for (const kind of ["free", "ask"] as const) expect(holding(standing({ kind }), NOON)).toBeUndefined();
    expect(holding(undefined, NOON)).toBeUndefined();
  });
});

describe("what the server says", () => {
  let answer: StandingNow | undefined;
  beforeEach(() => {
    vi.stubGlobal("fetch", async () => {
      if (!answer) throw new Error("no server");
      return new Response(JSON.stringify(answer));
    });
  });
  afterEach(() => void vi.unstubAllGlobals());

  async function kept(): Promise<Store> {
    const store = new MemoryStore();
    await store.keep({ sheet, pages: "p" });
    return store;
  }

  test.each(["held", "rest", "ask"] as const)("%s takes the sheet for later away", async (kind) => {
    const store = await kept();
    answer = standing({ kind });
    expect(await learn(store, NOON)).toEqual(answer);
    expect(await store.kept()).toBeUndefined();
    expect((await store.held())?.standing).toEqual(kind === "ask" ? undefined : answer);
  });

  test("free lifts what the device remembered, but not what the server has not heard of", async () => {
    const store = await kept();
    answer = standing({ kind: "free" });
    await store.commit(undefined, [], holdAfter(sheet, [stopped("emergency")], NOON));
    await learn(store, NOON - 1);
    expect(await store.held()).toBeDefined();
    await learn(store, NOON + 1);
    expect(await store.held()).toBeUndefined();
    const event = { type: "daily-check-answered", id: "d", at: "2026-03-01T09:00:00Z", anything_new: true } as const;
    await store.commit(undefined, [event], holdAfter(sheet, [stopped("emergency")], NOON));
    await learn(store, NOON + 2);
    await keepStanding(store, answer, NOON + 2);
    expect(await store.held()).toBeDefined();
  });

  test("no answer changes nothing", async () => {
    const store = await kept();
    answer = undefined;
    await store.commit(undefined, [], holdAfter(sheet, [stopped("pain")], NOON));
    expect(await learn(store, NOON + 1)).toBeUndefined();
    expect(await store.held()).toBeDefined();
    expect(await store.kept()).toBeDefined();
  });
});
