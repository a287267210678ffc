import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { event } from "./testing/events";

const asked: { url: string; token: string | undefined }[] = [];
let answers: Response[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.resetModules();
  vi.stubGlobal("document", { querySelector: () => ({ content: "old" }) });
  vi.stubGlobal("fetch", async (url: string, options: { headers?: Record<string, string> }) => {
    asked.push({ url, token: options.headers?.["X-CSRFToken"] });
    const answer = answers.shift();
    if (!answer) throw new TypeError("network");
    return answer;
  });
});
afterEach(() => void vi.unstubAllGlobals());

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const post = async () => (await import("./api")).postEvents([event("a")]);
const fetchSheet = async () => (await import("./api")).fetchSheet();

test("an old token is renewed once, and the batch sent again", async () => {
  answers = [json({ error: "token" }, 403), json({ token: "new" }), json({ acknowledged: ["a"], rejected: [] })];
  expect(await post()).toEqual({ kind: "stored", acknowledged: ["a"], rejected: [] });
  expect(asked.map((each) => each.token)).toEqual(["old", undefined, "new"]);
});

test.each([
  [400, { error: "no", index: 3 }, { kind: "refused", index: 3, reason: "no" }],
  [400, { error: "no" }, { kind: "refused", index: null, reason: "no" }],
  [413, {}, { kind: "too-large" }],
  [429, {}, { kind: "later" }],
  [503, {}, { kind: "later" }],
])("an answer of %i %j means %j", async (status, body, meaning) => {
  answers = [json(body, status)];
  expect(await post()).toEqual(meaning);
});

test.each([
  [[json({ error: "First say where it hurts." }, 409)], { kind: "refused", reason: "First say where it hurts." }],
  [[json({}, 503)], { kind: "unreachable" }],
  [[], { kind: "unreachable" }],
])("without a sheet it says why", async (given, meaning) => {
  answers = [...given];
  expect(await fetchSheet()).toEqual(meaning);
});

test("a page without a token fetches one first", async () => {
  vi.stubGlobal("document", { querySelector: () => null });
  answers = [json({ token: "new" }), json({ acknowledged: ["a"], rejected: [] })];
  expect(await post()).toMatchObject({ kind: "stored" });
  expect(asked.map((each) => each.url)).toEqual(["/api/token", "/api/events"]);
  expect(asked[1]?.token).toBe("new");
});

test("a sheet of another version is not obeyed", async () => {
  answers = [json({ version: 1 }), json({ version: 5 })];
  expect(await fetchSheet()).toEqual({ kind: "outdated" });
  expect(await fetchSheet()).toMatchObject({ kind: "sheet" });
});

test("what is to be kept is known only from the server's own answer", async () => {
  answers = [json({ sheet: null, pages: "p" }), json({}, 503)];
  const ask = async () => (await import("./api")).fetchKept();
  expect([await ask(), await ask(), await ask()]).toEqual([{ sheet: null, pages: "p" }, undefined, undefined]);
});
