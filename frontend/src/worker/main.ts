/** The service worker: keeps one whole build, and never changes the build under a session. */

import { answer, forgetOthers, keepAll, keepPagesAgain, type Build, type World } from "./keeping";
import type { WorkerScope } from "./scope";

const scope = self as unknown as WorkerScope & { readonly ILIUM_BUILD: Build };

const world: World = {
  build: scope.ILIUM_BUILD,
  origin: scope.location.origin,
  caches,
  fetch: (request, options) => fetch(request, options),
};

scope.addEventListener("install", (event) => event.waitUntil(keepAll(world).then(takeOver)));
scope.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => scope.clients.claim())));
scope.addEventListener("message", (event) => event.waitUntil(told(event.data)));
scope.addEventListener("fetch", (event) => {
  const response = answer(world, event.request, (work) => event.waitUntil(work));
  if (response) event.respondWith(response);
});

/** Become the worker in use, unless a session is open in some tab: then the next page after it asks again. */
async function takeOver(): Promise<void> {
  if (!(await isSessionOpen())) await scope.skipWaiting();
}

/** Forget older builds, never a newer one that waits; while a session is open it may still need files of its own. */
async function tidy(): Promise<void> {
  const { installing, waiting } = scope.registration;
  if (!installing && !waiting && !(await isSessionOpen())) await forgetOthers(world);
}

async function isSessionOpen(): Promise<boolean> {
  const open = await scope.clients.matchAll({ includeUncontrolled: true, type: "window" });
  return open.some((client) => new URL(client.url).pathname === world.build.session);
}

async function told(message: unknown): Promise<void> {
  if (message === "take-over") return takeOver();
  if (message === "pages-changed") return tidy().then(() => keepPagesAgain(world));
}
