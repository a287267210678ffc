import { expect, test } from "vitest";
import { rememberZone } from "./zone";

test("the zone's name is kept for a year, for every page", () => {
  const page = { cookie: "" } as Document;
  rememberZone(page, "Europe/Berlin");
  expect(page.cookie).toBe("tz=Europe/Berlin; path=/; max-age=31536000; samesite=lax");
});
