import { expect, test } from "vitest";
import { countingSleep, SLEPT_MS } from "./clocks";
import { Session, type World } from "./runtime";
import { MemoryStore } from "./storage";
import { sessionSheet } from "./testing/fixtures";

const MINUTE = 60_000;

/** A machine whose own count stands still while it sleeps, and whose wall clock can be set. */
class Machine {
  own = 0;
  time = Date.UTC(2026, 2, 1, 9);
  monotonic = (): number => this.own;
  wall = (): number => this.time;
  random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  wake(ms: number): void {
    this.own += ms;
    this.time += ms;
  }
  sleep(ms: number): void {
    this.time += ms;
  }
}

test("time asleep counts, whether the machine's own count stood still or not", () => {
  const machine = new Machine();
  const clock = countingSleep(machine);
  machine.wake(1000);
  expect(clock.monotonic()).toBe(1000);
  machine.sleep(60 * MINUTE);
  machine.wake(100);
  expect(clock.monotonic()).toBe(60 * MINUTE + 1100);
  machine.wake(60 * MINUTE);
  expect(clock.monotonic()).toBe(120 * MINUTE + 1100);
});

test("a wall that is set back changes nothing, and what passes afterwards counts", () => {
  const machine = new Machine();
  const clock = countingSleep(machine);
  machine.time -= 60 * MINUTE;
  machine.wake(100);
  expect(clock.monotonic()).toBe(100);
  machine.sleep(10 * MINUTE);
  machine.wake(100);
  expect(clock.monotonic()).toBe(10 * MINUTE + 200);
});

test("a time server's small steps do not count as sleep, however many there are", () => {
  const machine = new Machine();
  const clock = countingSleep(machine);
  for (let n = 0; n < 50; n += 1) {
    machine.wake(100);
    machine.time += n % 2 === 0 ? SLEPT_MS : -1500;
    expect(clock.monotonic()).toBe((n + 1) * 100);
  }
});

function session(machine: Machine): { session: Session; store: MemoryStore; heard: string[] } {
  const store = new MemoryStore();
  const heard: string[] = [];
  const sounds: World["sounds"] = {
    isSpeaking: true,
    state: "there",
    choice: { voice: true, sound: true },
    choose: () => undefined,
    unlock: () => undefined,
    play: ({ text }) => void heard.push(text),
    silence: () => undefined,
    sample: () => undefined,
  };
  const world: World = { device: countingSleep(machine), sounds, store, send: () => undefined, expect: () => undefined };
  const session = new Session(sessionSheet(), world);
  session.act({ type: "rate", value: 2 });
  return { session, store, heard };
}

function live(machine: Machine, running: Session, ms: number): void {
  for (let passed = 0; passed < ms; passed += 100) {
    machine.wake(100);
    running.do({ type: "tick" });
  }
}

test("an hour asleep pauses the session before another word, and the pause began when the machine fell asleep", async () => {
  const machine = new Machine();
  const { session: running, store, heard } = session(machine);
  live(machine, running, 5000);
  const said = heard.length;
  machine.sleep(60 * MINUTE);
  live(machine, running, 3000);
  expect(running.state.screen).toEqual({ kind: "resume", why: "lost" });
  expect(heard.slice(said)).toEqual(["You were in the middle of a session."]);
  running.act({ type: "go-on" });
  await running.whenWritten();
  const [, paused, resumed] = (await store.queued(10)).map(({ event }) => event);
  expect(paused).toMatchObject({ type: "session-paused", why: "lost", offset_ms: 5000 });
  expect(Date.parse(paused?.at ?? "")).toBe(Date.UTC(2026, 2, 1, 9) + 5000);
  expect(resumed).toMatchObject({ type: "session-resumed", offset_ms: 60 * MINUTE + 8000 });
});

test("a machine that slept for longer than a session may be left ends it, also while it was paused", () => {
  const machine = new Machine();
  const { session: running } = session(machine);
  running.act({ type: "pause" });
  machine.sleep(7 * 60 * MINUTE);
  live(machine, running, 100);
  expect(running.state.screen).toEqual({ kind: "stopped", outcome: null });
});
