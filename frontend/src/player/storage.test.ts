import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import type { Outgoing } from "./model";
import { START } from "./state";
import { MemoryStore, openStore, STATE_SHAPE, withMemory, type Saved, type Store } from "./storage";
import { event } from "./testing/events";
import { sessionSheet, standing } from "./testing/fixtures";

let names = 0;
const stores: [string, () => Promise<Store>][] = [
  ["memory", async () => new MemoryStore()],
  ["IndexedDB", () => openStore(`test-${(names += 1)}`)],
];

const saved = (more: Partial<Saved> = {}): Saved => ({
  shape: STATE_SHAPE,
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
    expect((await store.waiting()).events).toBe(2);
  });

  test("what waits is counted by events and by sessions", async () => {
    const store = await open();
    await store.commit(saved(), [event("a"), { ...event("b"), session: "t" } as Outgoing, event("c")]);
    await store.commit(undefined, [{ type: "daily-check-answered", id: "d", at: "2026-03-01T09:00:00Z", anything_new: false }]);
    expect(await store.waiting()).toEqual({ events: 4, sessions: 2 });
  });

  test("what a session without the server needs is kept beside the session, until it is forgotten", async () => {
    const store = await open();
    const kept = { sheet: sessionSheet(), pages: "p" };
    await store.keep(kept);
    await store.commit(undefined, []);
    expect(await store.kept()).toEqual(kept);
    await store.keep(undefined);
    expect(await store.kept()).toBeUndefined();
  });

  test("what holds is kept with the events that made it so, and takes the sheet for later along", async () => {
    const store = await open();
    const hold = { standing: standing({ kind: "held" }), forgetsSheet: true, since: 1 };
    await store.keep({ sheet: sessionSheet(), pages: "p" });
    await store.commit(saved(), [event("a")], { ...hold, forgetsSheet: false });
    expect(await store.kept()).toBeDefined();
    await store.commit(saved(), [event("b")], hold);
    await store.commit(undefined, []);
    expect([await store.held(), await store.kept()]).toEqual([hold, undefined]);
    await store.hold(undefined);
    expect(await store.held()).toBeUndefined();
  });

  test("forgetting leaves nothing, and what comes next is kept whole", async () => {
    const store = await open();
    await store.commit(saved(), [event("a")]);
    await store.keep({ sheet: sessionSheet(), pages: "p" });
    await store.clear();
    expect([await store.load(), await store.kept(), (await store.waiting()).events]).toEqual([undefined, undefined, 0]);
    await store.commit(saved(), []);
    expect(await store.load()).toEqual(saved());
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

test("when the disk refuses, what holds goes to memory too, and the last word lifts it", async () => {
  const first: Store = { ...bound(new MemoryStore()), commit: () => Promise.reject(new Error("full")) };
  const store = withMemory(first);
  const hold = { standing: standing({ kind: "held" }), forgetsSheet: true, since: 1 };
  await store.commit(saved(), [event("a")], hold);
  expect(await store.held()).toEqual(hold);
  await store.hold(undefined);
  expect(await store.held()).toBeUndefined();
});

test("when the disk refuses, events go to memory and the store says that it keeps nothing", async () => {
  const broken: Store = new MemoryStore();
  const first: Store = { ...bound(broken), isDurable: true, commit: () => Promise.reject(new Error("full")) };
  const store = withMemory(first);
  await store.commit(saved(), [event("a")]);
  expect(store.isDurable).toBe(false);
  expect(await ids(store)).toEqual(["a"]);
  await store.remove((await store.queued(1)).map((item) => item.key));
  expect((await store.waiting()).events).toBe(0);
});

const bound = (store: Store): Store => ({
  isDurable: store.isDurable,
  commit: (kept, events, hold) => store.commit(kept, events, hold),
  load: () => store.load(),
  queued: (atMost) => store.queued(atMost),
  remove: (keys) => store.remove(keys),
  park: (item, reason) => store.park(item, reason),
  waiting: () => store.waiting(),
  keep: (held) => store.keep(held),
  kept: () => store.kept(),
  hold: (hold) => store.hold(hold),
  held: () => store.held(),
  clear: () => store.clear(),
});
