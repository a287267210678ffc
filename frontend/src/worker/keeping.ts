/** What the service worker keeps and answers, apart from the events that ask it; see docs/decisions/0006. */

/** What the server tells the worker of its build; all but `id` are addresses. */
export interface Build {
  readonly id: string;
  readonly files: readonly string[];
  readonly pages: readonly string[];
  readonly offline: string;
  readonly session: string;
  readonly start: string;
}

/** The worker's world, so that tests can stand in for it. */
export interface World {
  readonly build: Build;
  readonly origin: string;
  readonly caches: CacheStorage;
  fetch(request: Request | string, options?: RequestInit): Promise<Response>;
}

const PREFIX = "ilium-";
const HEADER = "X-Ilium-Build";
const FILES = "/static/app/assets/";
/** The camera's detector and models: large, so kept only once they were asked for. */
const CAMERA = "/static/app/assets/camera/";
/** After so long without an answer a kept page is shown, in milliseconds: our choice. */
const PATIENCE_MS = 10_000;
const LOOSELY: CacheQueryOptions = { ignoreVary: true };

export const cacheName = (build: Build): string => PREFIX + build.id;

/** Raised when the server has become another build while this one was being kept. */
export class Mixture extends Error {}

/** Keep everything of this build, or nothing: the installation fails where a part is missing or of another build. */
export async function keepAll(world: World): Promise<void> {
  const cache = await world.caches.open(cacheName(world.build));
  await Promise.all([...world.build.files.map((file) => keepFile(world, cache, file)), keepPages(world, cache)]);
}

async function keepFile(world: World, cache: Cache, file: string): Promise<void> {
  const known = file.startsWith(FILES) ? await world.caches.match(file, LOOSELY) : undefined;
  const response = known ?? (await world.fetch(file, { cache: file.startsWith(FILES) ? "default" : "reload" }));
  if (!response.ok) throw new Mixture(`${file}: ${response.status}`);
  await cache.put(file, response);
}

async function keepPages(world: World, cache: Cache): Promise<void> {
  await Promise.all(world.build.pages.map((page) => keepPage(world, cache, page)));
}

async function keepPage(world: World, cache: Cache, page: string): Promise<void> {
  const response = await world.fetch(page, { cache: "reload" });
  if (!isOurs(world.build, response)) {
    await response.body?.cancel(); // what is not read holds its connection
    throw new Mixture(`${page}: ${response.status}`);
  }
  await cache.put(page, response);
}

const isOurs = (build: Build, response: Response): boolean =>
  response.ok && !response.redirected && response.headers.get(HEADER) === build.id;

/** Fetch the kept pages again, because they may say something else now; those of another build stay as they were. */
export async function keepPagesAgain(world: World): Promise<void> {
  const cache = await world.caches.open(cacheName(world.build));
  await Promise.allSettled(world.build.pages.map((page) => keepPage(world, cache, page)));
}

/** Forget what other builds kept. */
export async function forgetOthers(world: World): Promise<void> {
  const names = await world.caches.keys();
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== cacheName(world.build));
  await Promise.all(others.map((name) => world.caches.delete(name)));
}

/** How a request is to be answered; undefined leaves it to the browser. */
export function answer(world: World, request: Request, later: (work: Promise<unknown>) => void): Promise<Response> | undefined {
  const url = new URL(request.url);
  if (url.origin !== world.origin) return undefined;
  if (request.mode === "navigate") return request.method === "GET" ? page(world, request, later) : form(world, request);
  if (request.method !== "GET") return undefined;
  if (url.pathname.startsWith(FILES)) return file(world, request, later);
  return world.build.files.includes(url.pathname) ? fileNow(world, request) : undefined;
}

/** Hashed files never change: any kept one is the one. */
async function file(world: World, request: Request, later: (work: Promise<unknown>) => void): Promise<Response> {
  const known = await world.caches.match(request, LOOSELY);
  if (known) return known;
  const response = await world.fetch(request);
  if (response.ok && new URL(request.url).pathname.startsWith(CAMERA)) later(keepAsked(world, request, response.clone()));
  return response;
}

async function keepAsked(world: World, request: Request, response: Response): Promise<void> {
  await (await world.caches.open(cacheName(world.build))).put(request.url, response);
}

/** Files without a hash come from the server while it answers, as the pages do. */
function fileNow(world: World, request: Request): Promise<Response> {
  return world.fetch(request).catch(async () => (await kept(world, request.url)) ?? Response.error());
}

/** A page comes from the server while it answers, else it is the kept one or the page that says so. */
async function page(world: World, request: Request, later: (work: Promise<unknown>) => void): Promise<Response> {
  try {
    const response = await inTime(world.fetch(request));
    if (isOurs(world.build, response)) {
      const isKept = world.build.pages.includes(name(request.url));
      later(keepFresh(world, request, isKept ? response.clone() : undefined));
    }
    return response;
  } catch {
    return standIn(world, request.url);
  }
}

function inTime(asked: Promise<Response>): Promise<Response> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_MS));
  return Promise.race([asked, late]);
}

/** Keep a page as it was just seen, and everything if the browser has lost it. No copy is made that nobody reads. */
async function keepFresh(world: World, request: Request, copy: Response | undefined): Promise<void> {
  const cache = await world.caches.open(cacheName(world.build));
  if (copy) await cache.put(name(request.url), copy);
  if (!(await cache.match(world.build.offline, LOOSELY))) await keepAll(world);
}

/** The path and question by which a page is kept. */
function name(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

async function standIn(world: World, url: string): Promise<Response> {
  return (await kept(world, url)) ?? (await kept(world, world.build.offline)) ?? lastResort();
}

/** Return the kept answer for an address, else for the same address without its question. */
async function kept(world: World, url: string): Promise<Response | undefined> {
  const cache = await world.caches.open(cacheName(world.build));
  const { pathname, search } = new URL(url, world.origin);
  return (await cache.match(pathname + search, LOOSELY)) ?? cache.match(pathname, LOOSELY);
}

/** What is said when the browser has thrown away all that was kept. */
function lastResort(): Response {
  const text = "Your Ilium does not answer, and this browser has thrown its pages away. Start Ilium, then load this page again.";
  return new Response(text, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/**
 * A form that does not arrive says so; the start of a session goes on with the kept one, which asks the same question,
 * and is as long as was chosen.
 */
async function form(world: World, request: Request): Promise<Response> {
  const { build, origin } = world;
  const start = new URL(request.url).pathname === build.start ? request.clone() : undefined;
  try {
    return await world.fetch(request);
  } catch {
    return Response.redirect(origin + (start ? build.session + (await lengthIn(start)) : `${build.offline}?sent=no`), 303);
  }
}

/** Return the length that a form chooses, as the question of an address. */
async function lengthIn(request: Request): Promise<string> {
  const chosen = (await request.formData()).get("for");
  return typeof chosen === "string" ? `?${new URLSearchParams({ for: chosen })}` : "";
}
