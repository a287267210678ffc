import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outgoing } from "./model";
import { drain, sendBatch, Sender, type Answer, type Delivery, type Post } from "./outbox";
import { MemoryStore } from "./storage";
import { chance } from "./testing/drive";
import { event } from "./testing/events";

/** A server that keeps events by id, refuses some for good, and fails in every way at random. */
class Server {
  readonly stored = new Set<string>();

  constructor(
    private readonly random: () => number,
    private readonly bad: ReadonlySet<string>,
  ) {}

  readonly post: Post = async (events) => {
    const dice = this.random();
    if (dice < 0.2) throw new TypeError("network");
    if (dice < 0.3) return { kind: "later" };
    if (dice < 0.4 && events.length > 1) return { kind: "too-large" };
    const wrong = events.findIndex((each) => this.bad.has(each.id));
    if (wrong >= 0) return this.refuse(events, wrong);
    for (const each of events) this.stored.add(each.id);
    if (this.random() < 0.2) throw new TypeError("the answer was lost");
    const acknowledged = events.map((each) => each.id).filter(() => this.random() < 0.8);
    return { kind: "stored", acknowledged, rejected: [] };
  };

  private refuse(events: readonly Outgoing[], wrong: number): Answer {
    if (this.random() < 0.5) return { kind: "refused", index: this.random() < 0.5 ? wrong : null, reason: "malformed" };
    const rest = events.filter((each) => !this.bad.has(each.id)).map((each) => each.id);
    for (const id of rest) this.stored.add(id);
    return { kind: "stored", acknowledged: rest, rejected: [{ id: events[wrong]?.id ?? "", reason: "conflict" }] };
  }
}

test.each([...Array(60).keys()])("any run of failures stores every good event and parks only the bad ones (%i)", async (seed) => {
  const random = chance(seed);
  const names = [...Array(1 + Math.floor(random() * 12)).keys()].map((n) => `e${n}`);
  const bad = new Set(names.filter(() => random() < 0.15));
  const server = new Server(random, bad);
  const store = new MemoryStore();
  await store.commit(undefined, names.map(event));
  let size = 5;
  for (let round = 0; ((await store.waiting()).events) > 0; round += 1) {
    expect(round).toBeLessThan(500);
    const before = new Set((await store.queued(100)).map((item) => item.event.id));
    size = (await sendBatch(store, server.post, size)).size;
    const after = new Set((await store.queued(100)).map((item) => item.event.id));
    const parked = new Set(store.parked.map((each) => each.event.id));
    for (const id of before) if (!after.has(id)) expect(server.stored.has(id) || parked.has(id)).toBe(true);
  }
  expect(new Set(store.parked.map((each) => each.event.id))).toEqual(bad);
  expect(server.stored).toEqual(new Set(names.filter((name) => !bad.has(name))));
});

test("draining tells whether anything is left", async () => {
  const store = new MemoryStore();
  await store.commit(undefined, ["a", "b"].map(event));
  expect(await drain(store, async () => ({ kind: "later" }))).toBe(false);
  expect(await drain(store, async (events) => ({ kind: "stored", acknowledged: events.map((each) => each.id), rejected: [] }))).toBe(true);
  expect((await store.waiting()).events).toBe(0);
});

// --- The sender ----------------------------------------------------------------------------------------------------------

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const acknowledge: Post = async (events) => ({ kind: "stored", acknowledged: events.map((each) => each.id), rejected: [] });

function sender(post: Post): { store: MemoryStore; sender: Sender; told: Delivery[] } {
  const store = new MemoryStore();
  const told: Delivery[] = [];
  return { store, sender: new Sender(store, post, (delivery) => told.push(delivery)), told };
}

test("it tells when everything is sent", async () => {
  const made = sender(acknowledge);
  await made.store.commit(undefined, [event("a")]);
  made.sender.kick();
  await vi.runAllTimersAsync();
  expect(made.told.at(-1)).toEqual({ waiting: 0, sessions: 0, isReached: true });
});

test("what is about to wait is no longer told as sent", async () => {
  const made = sender(acknowledge);
  made.sender.kick();
  await vi.runAllTimersAsync();
  made.sender.expect(2);
  expect(made.told.at(-1)).toEqual({ waiting: 2, sessions: 1, isReached: true });
});

test("it waits longer and longer while the server is away, and sends at once when asked again", async () => {
  const times: number[] = [];
  let isAway = true;
  const made = sender(async (events) => {
    times.push(Date.now());
    return isAway ? { kind: "later" } : acknowledge(events);
  });
  await made.store.commit(undefined, [event("a")]);
  made.sender.kick();
  await vi.advanceTimersByTimeAsync(16_000);
  const waits = times.slice(1).map((time, n) => time - (times[n] ?? 0));
  expect(waits).toEqual([1000, 2000, 4000, 8000]);
  expect(made.told.at(-1)).toEqual({ waiting: 1, sessions: 1, isReached: false });
  isAway = false;
  made.sender.kick();
  await vi.advanceTimersByTimeAsync(0);
  expect((await made.store.waiting()).events).toBe(0);
});

test("what comes while it sends is sent too", async () => {
  let release = (): void => undefined;
  const made = sender(async (events) => {
    await new Promise<void>((resolve) => (release = resolve));
    return acknowledge(events);
  });
  await made.store.commit(undefined, [event("a")]);
  made.sender.kick();
  await vi.advanceTimersByTimeAsync(0);
  await made.store.commit(undefined, [event("b")]);
  made.sender.kick();
  release();
  await vi.advanceTimersByTimeAsync(0);
  release();
  await vi.advanceTimersByTimeAsync(0);
  expect((await made.store.waiting()).events).toBe(0);
});
