/** What is kept on this device: the session in progress, and the events that the server has not acknowledged yet. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Outgoing, SessionSheet } from "./model";
import type { Hold } from "./standing";
import type { State } from "./state";

/** The shape of a saved state; it goes up whenever a player could not go on from an older one. */
export const STATE_SHAPE = 3;

/** A session as it was last seen; `offset` is its clock in milliseconds, `savedAt` wall time in milliseconds. */
export interface Saved {
  readonly shape: number;
  readonly session: string;
  readonly sheet: SessionSheet;
  readonly state: State;
  readonly offset: number;
  readonly savedAt: number;
}

/** An event that waits to be sent; `key` is its place in the queue. */
export interface Queued {
  readonly key: number;
  readonly event: Outgoing;
}

/** What is kept for a session without the server; `pages` marks what the kept pages say. */
export interface Kept {
  readonly sheet: SessionSheet | null;
  readonly pages: string;
}

/** What waits to be sent: events, and the sessions that they are of. */
export interface Waiting {
  readonly events: number;
  readonly sessions: number;
}

/** Where a session and its events are kept; every write is whole or has not happened. */
export interface Store {
  /** Whether what is kept outlives the page. */
  readonly isDurable: boolean;
  /**
   * Keep the session as it is now together with the events that made it so, and what they hold; undefined forgets the
   * session, and leaves what is held as it is.
   */
  commit(saved: Saved | undefined, events: readonly Outgoing[], hold?: Hold): Promise<void>;
  load(): Promise<Saved | undefined>;
  /** Return the oldest events of the queue, in order. */
  queued(atMost: number): Promise<Queued[]>;
  /** Forget events that the server has acknowledged. */
  remove(keys: readonly number[]): Promise<void>;
  /** Take an event that the server refuses out of the queue, and keep it with the reason. */
  park(item: Queued, reason: string): Promise<void>;
  waiting(): Promise<Waiting>;
  /** Keep what a session without the server needs; undefined forgets it. */
  keep(kept: Kept | undefined): Promise<void>;
  kept(): Promise<Kept | undefined>;
  /** Keep what holds the person on this device; undefined holds nothing any more. */
  hold(hold: Hold | undefined): Promise<void>;
  held(): Promise<Hold | undefined>;
  /** Forget everything. */
  clear(): Promise<void>;
}

function waitingOf(events: readonly Outgoing[]): Waiting {
  // A start that was not made is no session.
  const ofSessions = events.filter((event) => event.type !== "start-held-back" && event.type !== "start-rated");
  const sessions = new Set(ofSessions.flatMap((event) => ("session" in event ? [event.session] : [])));
  return { events: events.length, sessions: sessions.size };
}

const NAME = "ilium-player";
type Snapshot = Omit<Saved, "sheet">;

interface Shape extends DBSchema {
  session: { key: string; value: Snapshot };
  sheet: { key: string; value: SessionSheet };
  kept: { key: string; value: Kept };
  hold: { key: string; value: Hold };
  outbox: { key: number; value: Outgoing };
  parked: { key: number; value: { event: Outgoing; reason: string } };
}

/** So long a browser may take to open its database, in milliseconds; some never answer. */
const OPEN_MS = 5000;

/** Open the database of this browser, or fall back to memory where there is none, as in some private windows. */
export async function openStore(name = NAME): Promise<Store> {
  try {
    return withMemory(new DatabaseStore(await inTime(openDatabase(name), OPEN_MS)));
  } catch {
    return new MemoryStore();
  }
}

function inTime<Value>(asked: Promise<Value>, ms: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer in time")), ms);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function openDatabase(name: string): Promise<IDBPDatabase<Shape>> {
  return openDB<Shape>(name, 3, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore("session");
        db.createObjectStore("sheet");
        db.createObjectStore("outbox", { autoIncrement: true });
        db.createObjectStore("parked", { autoIncrement: true });
      }
      if (from < 2) db.createObjectStore("kept");
      db.createObjectStore("hold");
    },
    // A page of another version must be able to change the shape; this page's next write then says that it keeps nothing.
    blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close(),
  });
}

class DatabaseStore implements Store {
  readonly isDurable = true;
  /** The sheet that is already kept, so that each save writes only what changes. */
  private sheetId = "";

  constructor(private readonly db: IDBPDatabase<Shape>) {}

  async commit(saved: Saved | undefined, events: readonly Outgoing[], hold?: Hold): Promise<void> {
    const names = ["session", "sheet", "outbox", "hold", "kept"] as const;
    const transaction = this.db.transaction(names, "readwrite", { durability: "strict" });
    const outbox = transaction.objectStore("outbox");
    const sheet = saved && saved.sheet.id !== this.sheetId ? saved.sheet : undefined;
    await Promise.all([
      ...events.map((event) => outbox.add(event)),
      saved ? transaction.objectStore("session").put(withoutSheet(saved), "current") : transaction.objectStore("session").clear(),
      sheet ? transaction.objectStore("sheet").put(sheet, "current") : undefined,
      hold ? transaction.objectStore("hold").put(hold, "current") : undefined,
      hold?.forgetsSheet ? transaction.objectStore("kept").clear() : undefined,
      transaction.done,
    ]);
    if (sheet) this.sheetId = sheet.id;
  }

  async load(): Promise<Saved | undefined> {
    const transaction = this.db.transaction(["session", "sheet"]);
    const snapshot = await transaction.objectStore("session").get("current");
    const sheet = await transaction.objectStore("sheet").get("current");
    return snapshot && sheet ? { ...snapshot, sheet } : undefined;
  }

  async queued(atMost: number): Promise<Queued[]> {
    const found: Queued[] = [];
    let cursor = await this.db.transaction("outbox").store.openCursor();
    while (cursor && found.length < atMost) {
      found.push({ key: cursor.key, event: cursor.value });
      cursor = await cursor.continue();
    }
    return found;
  }

  async remove(keys: readonly number[]): Promise<void> {
    const transaction = this.db.transaction("outbox", "readwrite");
    await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
  }

  async park({ key, event }: Queued, reason: string): Promise<void> {
    const transaction = this.db.transaction(["outbox", "parked"], "readwrite");
    await Promise.all([
      transaction.objectStore("parked").add({ event, reason }),
      transaction.objectStore("outbox").delete(key),
      transaction.done,
    ]);
  }

  async waiting(): Promise<Waiting> {
    return waitingOf(await this.db.getAll("outbox"));
  }

  async keep(kept: Kept | undefined): Promise<void> {
    await (kept ? this.db.put("kept", kept, "current") : this.db.clear("kept"));
  }

  kept(): Promise<Kept | undefined> {
    return this.db.get("kept", "current");
  }

  async hold(hold: Hold | undefined): Promise<void> {
    await (hold ? this.db.put("hold", hold, "current") : this.db.clear("hold"));
  }

  held(): Promise<Hold | undefined> {
    return this.db.get("hold", "current");
  }

  async clear(): Promise<void> {
    const names = [...this.db.objectStoreNames];
    const transaction = this.db.transaction(names, "readwrite", { durability: "strict" });
    await Promise.all([...names.map((name) => transaction.objectStore(name).clear()), transaction.done]);
    this.sheetId = "";
  }
}

function withoutSheet({ sheet: _, ...snapshot }: Saved): Snapshot {
  return snapshot;
}

/** Keeps everything for as long as the page lives. */
export class MemoryStore implements Store {
  readonly isDurable = false;
  readonly parked: { event: Outgoing; reason: string }[] = [];
  private saved: Saved | undefined;
  private queue: Queued[] = [];
  private sheet: Kept | undefined;
  private holds: Hold | undefined;
  private nextKey = -1;

  async commit(saved: Saved | undefined, events: readonly Outgoing[], hold?: Hold): Promise<void> {
    this.saved = saved;
    this.holds = hold ?? this.holds;
    if (hold?.forgetsSheet) this.sheet = undefined;
    for (const event of events) this.queue.push({ key: this.nextKey--, event });
  }

  async load(): Promise<Saved | undefined> {
    return this.saved;
  }

  async queued(atMost: number): Promise<Queued[]> {
    return this.queue.slice(0, atMost);
  }

  async remove(keys: readonly number[]): Promise<void> {
    this.queue = this.queue.filter((item) => !keys.includes(item.key));
  }

  async park(item: Queued, reason: string): Promise<void> {
    this.parked.push({ event: item.event, reason });
    await this.remove([item.key]);
  }

  async waiting(): Promise<Waiting> {
    return waitingOf(this.queue.map((item) => item.event));
  }

  async keep(kept: Kept | undefined): Promise<void> {
    this.sheet = kept;
  }

  async kept(): Promise<Kept | undefined> {
    return this.sheet;
  }

  async hold(hold: Hold | undefined): Promise<void> {
    this.holds = hold;
  }

  async held(): Promise<Hold | undefined> {
    return this.holds;
  }

  async clear(): Promise<void> {
    this.saved = this.sheet = this.holds = undefined;
    this.queue = [];
    this.parked.length = 0;
  }
}

/**
 * Return a store that loses no event when a write to the first one fails, as on a full disk: it goes to memory, and the
 * store says from then on that what it keeps does not outlive the page. Keys of the memory are negative.
 */
export function withMemory(first: Store): Store {
  const memory = new MemoryStore();
  let isDurable = first.isDurable;
  const isMemory = (key: number): boolean => key < 0;
  return {
    get isDurable() {
      return isDurable;
    },
    async commit(saved, events, hold) {
      try {
        await first.commit(saved, events, hold);
        isDurable = first.isDurable && (await memory.waiting()).events === 0;
      } catch {
        isDurable = false;
        await memory.commit(saved, events, hold);
      }
    },
    load: () => first.load(),
    async queued(atMost) {
      const kept = await first.queued(atMost).catch(() => []);
      return [...kept, ...(await memory.queued(atMost - kept.length))];
    },
    async remove(keys) {
      await memory.remove(keys.filter(isMemory));
      await first.remove(keys.filter((key) => !isMemory(key)));
    },
    park: (item, reason) => (isMemory(item.key) ? memory.park(item, reason) : first.park(item, reason)),
    async waiting() {
      const none: Waiting = { events: 0, sessions: 0 };
      const [kept, held] = [await first.waiting().catch(() => none), await memory.waiting()];
      return { events: kept.events + held.events, sessions: Math.max(kept.sessions, held.sessions) };
    },
    keep: (kept) => first.keep(kept),
    kept: () => first.kept(),
    async hold(hold) {
      await memory.hold(undefined);
      await first.hold(hold);
    },
    held: async () => (await memory.held()) ?? first.held(),
    async clear() {
      await memory.clear();
      await first.clear();
    },
  };
}
