import { beforeEach, describe, expect, test } from "vitest";
import { answer, cacheName, forgetOthers, keepAll, keepPagesAgain, Mixture, type Build, type World } from "./keeping";

const ORIGIN = "http://ilium.test";
const FILE = "/static/app/assets/player-abc.js";
const BUILD: Build = {
  id: "one",
  files: [FILE, "/static/app/favicon.svg"],
  pages: ["/offline/", "/session/", "/exercises/a/", "/exercises/a/?side=left"],
  offline: "/offline/",
  session: "/session/",
  start: "/start/",
};

/** A cache as the browser has it, keyed by path and question. */
class FakeCache {
  readonly kept = new Map<string, Response>();
  private key(asked: Request | string): string {
    const url = new URL(typeof asked === "string" ? asked : asked.url, ORIGIN);
    return url.pathname + url.search;
  }
  match = async (asked: Request | string): Promise<Response | undefined> => this.kept.get(this.key(asked))?.clone();
  put = async (asked: Request | string, response: Response): Promise<void> => void this.kept.set(this.key(asked), response);
}

class FakeCaches {
  readonly all = new Map<string, FakeCache>();
  open = async (name: string): Promise<FakeCache> => {
    const cache = this.all.get(name) ?? new FakeCache();
    this.all.set(name, cache);
    return cache;
  };
  match = async (asked: Request | string): Promise<Response | undefined> => {
    for (const cache of this.all.values()) {
      const found = await cache.match(asked);
      if (found) return found;
    }
    return undefined;
  };
  keys = async (): Promise<string[]> => [...this.all.keys()];
  delete = async (name: string): Promise<boolean> => this.all.delete(name);
}

let kept: FakeCaches;
let asked: string[];
let build: string;
let isAway: boolean;

const world = (more: Partial<Build> = {}): World => ({
  build: { ...BUILD, ...more },
  origin: ORIGIN,
  caches: kept as unknown as CacheStorage,
  fetch: async (request) => {
    const url = new URL(typeof request === "string" ? request : request.url, ORIGIN);
    asked.push(url.pathname + url.search);
    if (isAway) throw new TypeError("network");
    return new Response(`${build} ${url.pathname}${url.search}`, { headers: { "X-Ilium-Build": build } });
  },
});

beforeEach(() => {
  [kept, asked, build, isAway] = [new FakeCaches(), [], "one", false];
});

/** A navigation, which no constructor makes. */
function request(path: string, more: { mode?: string; method?: string } = {}, fields = new FormData()): Request {
  const { mode = "navigate", method = "GET" } = more;
  const made = { url: path.startsWith("http") ? path : ORIGIN + path, mode, method } as Request;
  return Object.assign(made, { clone: () => made, formData: async () => fields });
}

async function told(path: string, more: { mode?: string; method?: string } = {}): Promise<string> {
  const work: Promise<unknown>[] = [];
  const response = await answer(world(), request(path, more), (each) => work.push(each));
  await Promise.all(work);
  return response ? response.text() : "left to the browser";
}

const inCache = (path: string): Promise<string> | undefined =>
  kept.all.get(cacheName(BUILD))?.kept.get(path)?.clone().text();

describe("keeping", () => {
  test("a build is kept with every file and page", async () => {
    await keepAll(world());
    expect([...(kept.all.get("ilium-one")?.kept.keys() ?? [])].sort()).toEqual([...BUILD.files, ...BUILD.pages].sort());
  });

  test("a page of another build is not kept, and the whole installation fails", async () => {
    build = "two";
    await expect(keepAll(world())).rejects.toBeInstanceOf(Mixture);
  });

  test("a file that another build kept under the same hash is not fetched again", async () => {
    await keepAll(world());
    [asked, build] = [[], "two"];
    await keepAll(world({ id: "two" }));
    expect(asked).not.toContain(FILE);
    expect(asked).toContain("/static/app/favicon.svg");
  });

  test("pages are kept again as they are now, but never of another build", async () => {
    await keepAll(world());
    const page = kept.all.get("ilium-one")?.kept;
    page?.set("/offline/", new Response("yesterday"));
    await keepPagesAgain(world());
    expect(await inCache("/offline/")).toBe("one /offline/");
    build = "two";
    await keepPagesAgain(world());
    expect(await inCache("/offline/")).toBe("one /offline/");
  });

  test("other builds are forgotten, and nothing of anybody else", async () => {
    for (const name of ["ilium-zero", "ilium-one", "others"]) await kept.open(name);
    await forgetOthers(world());
    expect([...kept.all.keys()]).toEqual(["ilium-one", "others"]);
  });
});

describe("answering", () => {
  beforeEach(() => keepAll(world()));

  test("a page comes from the server while it answers, and is kept as it was seen", async () => {
    const page = kept.all.get("ilium-one")?.kept;
    page?.set("/exercises/a/", new Response("yesterday"));
    expect(await told("/exercises/a/")).toBe("one /exercises/a/");
    expect(await inCache("/exercises/a/")).toBe("one /exercises/a/");
  });

  test("a page of a newer build is shown, and not kept beside this one", async () => {
    build = "two";
    expect(await told("/exercises/a/")).toBe("two /exercises/a/");
    expect(await inCache("/exercises/a/")).toBe("one /exercises/a/");
  });

  test("a page that is not for keeping is not kept", async () => {
    await told("/history/");
    expect(inCache("/history/")).toBeUndefined();
  });

  test.each([
    ["/exercises/a/", "one /exercises/a/"],
    ["/exercises/a/?side=left", "one /exercises/a/?side=left"],
    ["/exercises/a/?side=up", "one /exercises/a/"],
    ["/history/", "one /offline/"],
    ["/", "one /offline/"],
  ])("without the server %s is %s", async (path, words) => {
    isAway = true;
    expect(await told(path)).toBe(words);
  });

  test("when the browser has lost what was kept it says so, and keeps all of it again", async () => {
    kept.all.clear();
    isAway = true;
    expect(await told("/session/")).toContain("has thrown its pages away");
    isAway = false;
    await told("/history/");
    expect(await inCache("/session/")).toBe("one /session/");
  });

  test.each([
    ["/start/", "/session/"],
    ["/country/", "/offline/?sent=no"],
  ])("a form to %s that does not arrive leads to %s", async (path, place) => {
    isAway = true;
    const response = await answer(world(), request(path, { method: "POST" }), () => undefined);
    expect([response?.status, response?.headers.get("location")]).toEqual([303, ORIGIN + place]);
  });

  test("a start that does not arrive is as long as was chosen", async () => {
    isAway = true;
    const fields = new FormData();
    fields.set("for", "short");
    const response = await answer(world(), request("/start/", { method: "POST" }, fields), () => undefined);
    expect(response?.headers.get("location")).toBe(`${ORIGIN}/session/?for=short`);
    expect(await told("/session/?for=short")).toBe("one /session/");
  });

  test("hashed files are never asked for twice; others only without the server", async () => {
    asked = [];
    expect(await told(FILE, { mode: "cors" })).toBe(`one ${FILE}`);
    expect(asked).toEqual([]);
    build = "two";
    expect(await told("/static/app/favicon.svg", { mode: "no-cors" })).toBe("two /static/app/favicon.svg");
    isAway = true;
    expect(await told("/static/app/favicon.svg", { mode: "no-cors" })).toBe("one /static/app/favicon.svg");
  });

  test("what the camera needs is kept once it was asked for", async () => {
    const model = "/static/app/assets/camera/pose_lite-abc.task";
    await told("/static/app/assets/other-abc.js", { mode: "cors" });
    await told(model, { mode: "cors" });
    isAway = true;
    expect(await told(model, { mode: "cors" })).toBe(`one ${model}`);
    await expect(told("/static/app/assets/other-abc.js", { mode: "cors" })).rejects.toThrow("network");
  });

  test.each([
    ["/api/events", { mode: "cors", method: "POST" }],
    ["/api/session-sheet", { mode: "cors" }],
    ["/healthz", { mode: "cors" }],
    ["http://elsewhere.test/", { mode: "navigate" }],
  ])("%s is left to the browser", async (path, more) => {
    expect(await told(path, more)).toBe("left to the browser");
  });
});
