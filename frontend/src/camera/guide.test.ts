import { expect, test } from "vitest";
import type { SessionSheet } from "../player/model";
import { Drive } from "../player/testing/drive";
import { sessionSheet } from "../player/testing/fixtures";
import { measuring } from "./guide";

const recorded = (sheet: SessionSheet): boolean | undefined => {
  const { state } = new Drive(sheet).begin().until((now) => now.cursor.part === 1, 60);
  return measuring({ sheet, state })?.record;
};

test("a set is recorded only where the sheet says so, and never by an old sheet that does not know", () => {
  const { record_landmarks: _, ...old } = sessionSheet();
  expect(recorded(sessionSheet())).toBe(false);
  expect(recorded({ ...sessionSheet(), record_landmarks: true })).toBe(true);
  expect(recorded(old as SessionSheet)).toBe(false);
});
