import { expect, test } from "vitest";
import { forgetHere } from "./forget";

const page = () => {
  const shown: Record<string, { hidden: boolean }> = {
    "[data-forgotten]": { hidden: true },
    "[data-not-forgotten]": { hidden: true },
  };
  return { shown, document: { querySelector: (selector: string) => shown[selector] } as unknown as Document };
};

test("the page says that the browser has forgotten", async () => {
  const { shown, document } = page();
  await forgetHere(document, () => Promise.resolve());
  expect(shown).toEqual({ "[data-forgotten]": { hidden: false }, "[data-not-forgotten]": { hidden: true } });
});

test("the page says so when the browser could not", async () => {
  const { shown, document } = page();
  await forgetHere(document, () => Promise.reject(new Error("blocked")));
  expect(shown).toEqual({ "[data-forgotten]": { hidden: true }, "[data-not-forgotten]": { hidden: false } });
});
