import { describe, expect, test } from "vitest";
import { reduce } from "./reducer";
import { chosenSheet, lengthOf, sheetIn } from "./sheet";
import { START, type State } from "./state";
import { cueSheet, sessionSheet, stretch } from "./testing/fixtures";

const SHORT = cueSheet("full", [stretch()]);
const LENGTHS = {
  question: "How long have you got?",
  default: "usual" as const,
  offers: [
    { length: "short" as const, name: "8 minutes", sheet: SHORT },
    { length: "usual" as const, name: "The usual", sheet: cueSheet("full", [stretch(), stretch()]) },
    { length: "everything" as const, name: "Everything", sheet: null },
  ],
};
const sheet = sessionSheet({ lengths: LENGTHS });
const choosing = (length: State["length"]): State => ({ ...START, length });

describe("the length of a session", () => {
  test("without a choice everything is done", () => {
    const whole = sessionSheet();
    expect(lengthOf(whole, choosing("short"))).toBe("everything");
    expect(sheetIn(whole, choosing("short"), "full")).toBe(whole.sheets["full"]);
  });

  test("where nobody chose it is the default, and each length has its own sheet", () => {
    expect(lengthOf(sheet, START)).toBe("usual");
    expect(chosenSheet(sheet, { ...choosing("short"), mode: "full" })).toBe(SHORT);
    expect(chosenSheet(sheet, { ...choosing("everything"), mode: "full" })).toBe(sheet.sheets["full"]);
  });

  test("a length that is not offered is the default", () => {
    const two = sessionSheet({ lengths: { ...LENGTHS, default: "everything", offers: [LENGTHS.offers[0]!, LENGTHS.offers[2]!] } });
    expect(lengthOf(two, choosing("usual"))).toBe("everything");
  });

  test("a gentler session has no length", () => {
    expect(chosenSheet(sheet, { ...choosing("short"), mode: "mobilise-only" })).toBe(sheet.sheets["mobilise-only"]);
  });

  test("the gate takes a choice, changes it, and the record says it with what was planned", () => {
    let [state] = reduce(sheet, START, { type: "length", now: 0, length: "everything" });
    [state] = reduce(sheet, state, { type: "length", now: 1, length: "short" });
    expect(state.screen.kind).toBe("gate");
    const [begun, effects] = reduce(sheet, state, { type: "rate", now: 2, value: 3 });
    const started = effects.find((effect) => effect.kind === "record")?.event;
    expect(started).toMatchObject({ type: "session-started", length: "short" });
    expect(started).toHaveProperty("planned.length", 1);
    const [later] = reduce(sheet, begun, { type: "length", now: 3, length: "everything" });
    expect(later.length).toBe("short");
  });

  test("the record of a gentler session says no length", () => {
    const [asked] = reduce(sheet, choosing("short"), { type: "rate", now: 0, value: 6 });
    const [, effects] = reduce(sheet, asked, { type: "begin", now: 1 });
    expect(effects.find((effect) => effect.kind === "record")?.event).toMatchObject({ mode: "mobilise-only", length: null });
  });
});
