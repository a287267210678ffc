import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { forgetEverything } from "./forget";
import { openStore } from "./storage";
import { event } from "./testing/events";
import { sessionSheet } from "./testing/fixtures";

afterEach(() => void vi.unstubAllGlobals());

test("nothing of Ilium is left in the browser, and a session in another tab is ended first", async () => {
  const done: string[] = [];
  const names = new Set(["ilium-one", "ilium-two"]);
  const unregister = async (): Promise<void> => void done.push("unregister");
  const request = async (name: string, options: { steal: boolean }, run: () => void): Promise<void> => {
    done.push(`${name} steal ${options.steal}`);
    run();
  };
  vi.stubGlobal("navigator", { locks: { request }, serviceWorker: { getRegistrations: async () => [{ unregister }] } });
  vi.stubGlobal("caches", { keys: async () => [...names], delete: async (name: string) => names.delete(name) });
  vi.stubGlobal("window", { caches: true });
  for (const kind of ["localStorage", "sessionStorage"]) vi.stubGlobal(kind, { clear: () => done.push(kind) });
  const store = await openStore();
  await store.commit(undefined, [event("a")]);
  await store.keep({ sheet: sessionSheet(), pages: "p" });
  await forgetEverything();
  expect(done).toEqual(["ilium-session steal true", "unregister", "localStorage", "sessionStorage"]);
  expect([names.size, (await store.waiting()).events, await store.kept()]).toEqual([0, 0, undefined]);
});
