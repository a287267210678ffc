import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import { START } from "./state";
import { MemoryStore, openStore, withMemory, type Saved, type Store } from "./storage";
import { event } from "./testing/events";
import { sessionSheet } from "./testing/fixtures";

let names = 0;
const stores: [string, () => Promise<Store>][] = [
  ["memory", async () => new MemoryStore()],
  ["IndexedDB", () => openStore(`test-${(names += 1)}`)],
];

const saved = (more: Partial<Saved> = {}): Saved => ({
  session: "s",
  sheet: sessionSheet(),
  state: START,
  offset: 5,
  savedAt: 7,
  ...more,
});
const ids = async (store: Store): Promise<string[]> => (await store.queued(100)).map((item) => item.event.id);

describe.each(stores)("%s", (_name, open) => {
  test("what is kept is read again as it was", async () => {
    const store = await open();
    await store.commit(saved(), [event("a")]);
    expect(await store.load()).toEqual(saved());
    await store.commit(saved({ offset: 9 }), []);
    expect((await store.load())?.offset).toBe(9);
    await store.commit(undefined, []);
    expect(await store.load()).toBeUndefined();
  });

  test("events queue in order, and only those named are forgotten", async () => {
    const store = await open();
    await store.commit(saved(), [event("a"), event("b")]);
    await store.commit(saved(), [event("c")]);
    const [, second] = await store.queued(2);
    expect(second?.event.id).toBe("b");
    await store.remove([second?.key ?? 0]);
    expect(await ids(store)).toEqual(["a", "c"]);
    expect(await store.count()).toBe(2);
  });

  test("a parked event leaves the queue", async () => {
    const store = await open();
    await store.commit(undefined, [event("a"), event("b")]);
    const [first] = await store.queued(1);
    if (first) await store.park(first, "refused");
    expect(await ids(store)).toEqual(["b"]);
  });
});

test("the state of one page is there for the next, with its sheet", async () => {
  await (await openStore("again")).commit(saved(), [event("a")]);
  const next = await openStore("again");
  expect(await next.load()).toEqual(saved());
  expect(await ids(next)).toEqual(["a"]);
});

test("when the disk refuses, events go to memory and the store says that it keeps nothing", async () => {
  const broken: Store = new MemoryStore();
  const first: Store = { ...bound(broken), isDurable: true, commit: () => Promise.reject(new Error("full")) };
  const store = withMemory(first);
  await store.commit(saved(), [event("a")]);
  expect(store.isDurable).toBe(false);
  expect(await ids(store)).toEqual(["a"]);
  await store.remove((await store.queued(1)).map((item) => item.key));
  expect(await store.count()).toBe(0);
});

const bound = (store: Store): Store => ({
  isDurable: store.isDurable,
  commit: (kept, events) => store.commit(kept, events),
  load: () => store.load(),
  queued: (atMost) => store.queued(atMost),
  remove: (keys) => store.remove(keys),
  park: (item, reason) => store.park(item, reason),
  count: () => store.count(),
});
