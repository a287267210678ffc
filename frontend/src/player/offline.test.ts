import { expect, test } from "vitest";
import { whyNoSession } from "./deliver";
import { whyHeld } from "./offline";
import { OFFLINE, sessionSheet } from "./testing/fixtures";
import { WORDS } from "./words";

const at = (time: string): number => Date.parse(time);

test.each([
  ["2026-03-01T08:54:59Z", OFFLINE.when_early],
  ["2026-03-01T08:55:00Z", undefined],
  ["2026-03-15T08:59:59Z", undefined],
  ["2026-03-15T09:00:00Z", OFFLINE.when_old],
])("at %s the kept sheet says %s", (time, reason) => {
  expect(whyHeld(OFFLINE, at(time))).toBe(reason);
});

test("the page without the server names the reason why no session can start", () => {
  const now = at("2026-03-02T09:00:00Z");
  expect(whyNoSession({ sheet: sessionSheet(), pages: "p" }, now)).toBeUndefined();
  expect(whyNoSession({ sheet: sessionSheet(), pages: "p" }, at("2026-04-02T09:00:00Z"))).toBe(OFFLINE.when_old);
  for (const sheet of [null, sessionSheet({ offline: null }), sessionSheet({ version: 1 as 5 })]) {
    expect(whyNoSession({ sheet, pages: "p" }, now)).toBe(WORDS.nothingKept);
  }
  expect(whyNoSession(undefined, now)).toBe(WORDS.nothingKept);
});
