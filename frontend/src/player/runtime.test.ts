import { expect, test, vi } from "vitest";
import { keepOrClose } from "./boot";
import type { Outgoing } from "./model";
import { restore } from "./reducer";
import { dailyCheck, Session, type Device, type Sounds, type World } from "./runtime";
import { MemoryStore, type Saved } from "./storage";
import { sessionSheet } from "./testing/fixtures";
import type { Hearing, Line } from "./speaker";

const HOUR = 3_600_000;

class Clock implements Device {
  passed = 0;
  constructor(private readonly start = Date.UTC(2026, 2, 1, 9)) {}
  monotonic = (): number => this.passed;
  wall = (): number => this.start + this.passed;
  random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
}

class Ear implements Sounds {
  readonly heard: string[] = [];
  isSpeaking = true;
  readonly state = "there";
  choice: Hearing = { voice: true, sound: true };
  choose = (hearing: Hearing): void => void (this.choice = hearing);
  unlock = (): void => void this.heard.push("(unlock)");
  play = (line: Line): void => void this.heard.push(line.text);
  sample = (text: string): void => void this.heard.push(text);
  silence = (): void => void this.heard.push("(silence)");
}

function world(): World & { device: Clock; sounds: Ear; store: MemoryStore; sent: Outgoing[]; expected: number[] } {
  const store = new MemoryStore();
  const expected: number[] = [];
  const sent: Outgoing[] = [];
  const send = async (): Promise<void> => void sent.push(...(await store.queued(100)).map((item) => item.event));
  return { device: new Clock(), sounds: new Ear(), store, sent, send: () => void send(), expected, expect: (events) => void expected.push(events) };
}

test("what is about to be kept is said at once, before the device has kept it", () => {
  const around = world();
  new Session(sessionSheet(), around).act({ type: "rate", value: 2 });
  expect([around.expected, around.sent]).toEqual([[1], []]);
});

const begun = () => {
  const around = world();
  const session = new Session(sessionSheet(), around);
  session.act({ type: "rate", value: 2 });
  return { around, session };
};

test("the first tap opens the sound and says the first line in the same turn", () => {
  const { around } = begun();
  expect(around.sounds.heard).toEqual(["(unlock)", "opening."]);
});

test("an event is on the device before it is sent, with its session, its clock and its place's time", async () => {
  const { around, session } = begun();
  expect(around.sent).toEqual([]);
  await session.whenWritten();
  const [started] = (await around.store.queued(1)).map((item) => item.event);
  expect(started).toMatchObject({ type: "session-started", session: session.id, offset_ms: 0, pain_before: 2 });
  expect(started?.at).toMatch(/^2026-03-01T\d\d:00:00\.000[+-]\d\d:\d\d$/);
  await Promise.resolve();
  expect(around.sent).toHaveLength(1);
});

test("a pause silences in the same turn", () => {
  const { around, session } = begun();
  around.sounds.heard.length = 0;
  session.act({ type: "toggle" });
  expect(around.sounds.heard.slice(0, 2)).toEqual(["(unlock)", "(silence)"]);
});

test("a session under way is kept every two seconds", async () => {
  const { around, session } = begun();
  for (let n = 0; n < 30; n += 1) {
    around.device.passed += 100;
    session.do({ type: "tick" });
  }
  await session.whenWritten();
  expect((await around.store.load())?.offset).toBeGreaterThanOrEqual(2000);
});

test("after a reload the session's clock goes on and never back", async () => {
  const { around, session } = begun();
  around.device.passed = 5000;
  session.save();
  await session.whenWritten();
  const saved = await around.store.load();
  if (!saved) throw new Error("nothing was saved");
  const later = { ...around, device: new Clock(around.device.wall() + 60_000) };
  const again = new Session(saved.sheet, later, { ...saved, state: restore(saved.state) });
  later.device.passed = 1000;
  again.act({ type: "stop" });
  await again.whenWritten();
  const events = (await around.store.queued(100)).map((item) => item.event);
  expect(events.at(-1)).toMatchObject({ type: "session-stopped", session: session.id, offset_ms: 66_000 });
});

test("a sheet that cannot be obeyed ends the session, which says so, and keeps what was saved", async () => {
  const { around, session } = begun();
  await session.whenWritten();
  const before = (await around.store.load())?.state;
  const failed = vi.fn();
  session.failed = failed;
  Object.assign(session.sheet, { sheets: {} });
  expect(() => session.act({ type: "back" })).toThrow("no cue sheet");
  expect(() => session.act({ type: "back" })).not.toThrow();
  expect([failed.mock.calls.length, around.sounds.heard.slice(-3, -1)]).toEqual([1, ["(unlock)", "(silence)"]]);
  expect((await around.store.load())?.state).toEqual(before);
});

test("a session taken over by another tab does and keeps nothing more", async () => {
  const { around, session } = begun();
  await session.whenWritten();
  session.release();
  session.act({ type: "stop" });
  await session.whenWritten();
  expect((await around.store.waiting()).events).toBe(1);
});

// --- What was saved ------------------------------------------------------------------------------------------------------

async function savedAfter(hours: number, act: (session: Session) => void = () => undefined) {
  const { around, session } = begun();
  act(session);
  await session.whenWritten();
  const saved = (await around.store.load()) as Saved;
  around.device.passed += hours * HOUR;
  return { kept: await keepOrClose(saved, around.store, around.device), store: around.store };
}

test("a session of this morning can go on", async () => {
  const { kept } = await savedAfter(5);
  expect(kept).toBeDefined();
});

test("a session that nobody came back to for six hours is closed as abandoned", async () => {
  const { kept, store } = await savedAfter(7);
  expect(kept).toBeUndefined();
  expect((await store.queued(100)).at(-1)?.event).toMatchObject({ type: "session-stopped", why: "abandoned" });
  expect(await store.load()).toBeUndefined();
});

const typesOf = async (store: MemoryStore): Promise<string[]> => (await store.queued(100)).map((item) => item.event.type);

test("a session that nobody came back to keeps what was said last, at the time when it was said", async () => {
  const { store } = await savedAfter(7, (session) => {
    session.act({ type: "hurts" });
    session.act({ type: "rate", value: 8 });
  });
  expect(await typesOf(store)).toEqual(["session-started", "session-paused", "pain-reported", "session-stopped"]);
  const [said, left] = (await store.queued(100)).slice(-2).map((item) => item.event);
  expect(said).toMatchObject({ type: "pain-reported", value: 8, quality: "not-said", outcome: "red", offset_ms: 0 });
  expect(Date.parse(said?.at ?? "")).toBe(Date.UTC(2026, 2, 1, 9));
  expect(left).toMatchObject({ why: "abandoned", offset_ms: 7 * HOUR });
});

test("a session left for a year closes with a clock that the record takes", async () => {
  const { store } = await savedAfter(24 * 365);
  expect((await store.queued(100)).at(-1)?.event).toMatchObject({ type: "session-stopped", offset_ms: 1e10 });
});

test("a session that is over is forgotten without another word", async () => {
  const { kept, store } = await savedAfter(7, (session) => session.act({ type: "stop" }));
  expect(kept).toBeUndefined();
  const types = (await store.queued(100)).map((item) => item.event.type);
  expect(types.filter((type) => type === "session-stopped")).toHaveLength(1);
});

test.each([
  ["state", (saved: Saved): Saved => ({ ...saved, shape: 0, state: {} as Saved["state"] })],
  ["sheet", (saved: Saved): Saved => ({ ...saved, sheet: { ...saved.sheet, version: 1 as 5 } })],
])("a session of another version's %s is closed at once, and nothing of it is lost", async (_name, age) => {
  const { around, session } = begun();
  await session.whenWritten();
  const saved = age((await around.store.load()) as Saved);
  expect(await keepOrClose(saved, around.store, around.device)).toBe("updated");
  const types = (await around.store.queued(100)).map((item) => item.event.type);
  expect(types).toEqual(["session-started", "session-stopped"]);
  expect(await around.store.load()).toBeUndefined();
});

test("a number that waits for its kind in what the version before saved is not lost either", async () => {
  const { around, session } = begun();
  session.act({ type: "hurts" });
  session.act({ type: "rate", value: 8 });
  await session.whenWritten();
  const saved = (await around.store.load()) as Saved;
  const { begun: _, redIn: __, said: ___, ended: ____, ...older } = saved.state;
  const then = { ...older, reds: 0, open: [], advice: null } as unknown as Saved["state"];
  const before: Saved = { ...saved, shape: 2, sheet: { ...saved.sheet, version: 4 as 5 }, state: then };
  expect(await keepOrClose(before, around.store, around.device)).toBe("updated");
  expect((await typesOf(around.store)).slice(-2)).toEqual(["pain-reported", "session-stopped"]);
});

// --- What is kept for a session without the server ----------------------------------------------------------------------------

async function keptAfter(why: "urgent" | "person"): Promise<unknown> {
  const { around, session } = begun();
  await around.store.keep({ sheet: session.sheet, pages: "p" });
  session.save([{ type: "session-stopped", why }]);
  await session.whenWritten();
  return around.store.kept();
}

test("a stop with a warning sign forgets the kept sheet; an ordinary stop does not", async () => {
  expect(await keptAfter("urgent")).toBeUndefined();
  expect(await keptAfter("person")).toBeDefined();
});

test("the daily question's answer is an event of its own, with the place's time", () => {
  const said = dailyCheck(true, new Clock());
  expect(said).toMatchObject({ type: "daily-check-answered", anything_new: true });
  expect(Date.parse(said.at)).toBe(Date.UTC(2026, 2, 1, 9));
});
