import { expect, test } from "vitest";
import { refusalOf } from "./device";

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "none"],
  ["OverconstrainedError", "none"],
  ["NotReadableError", "busy"],
  ["TypeError", "failed"],
])("a browser's %s is %s", (name, refusal) => {
  expect(refusalOf(new DOMException("", name))).toBe(refusal);
});

test("anything else that is thrown is a failure", () => {
  expect(refusalOf("odd")).toBe("failed");
});
