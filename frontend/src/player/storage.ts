/** What is kept on this device: the session in progress, and the events that the server has not acknowledged yet. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { SessionEvent, SessionSheet } from "./model";
import type { State } from "./state";

/** A session as it was last seen; `offset` is its clock in milliseconds, `savedAt` wall time in milliseconds. */
export interface Saved {
  readonly session: string;
  readonly sheet: SessionSheet;
  readonly state: State;
  readonly offset: number;
  readonly savedAt: number;
}

/** An event that waits to be sent; `key` is its place in the queue. */
export interface Queued {
  readonly key: number;
  readonly event: SessionEvent;
}

/** Where a session and its events are kept; every write is whole or has not happened. */
export interface Store {
  /** Whether what is kept outlives the page. */
  readonly isDurable: boolean;
  /** Keep the session as it is now together with the events that made it so; undefined forgets the session. */
  commit(saved: Saved | undefined, events: readonly SessionEvent[]): Promise<void>;
  load(): Promise<Saved | undefined>;
  /** Return the oldest events of the queue, in order. */
  queued(atMost: number): Promise<Queued[]>;
  /** Forget events that the server has acknowledged. */
  remove(keys: readonly number[]): Promise<void>;
  /** Take an event that the server refuses out of the queue, and keep it with the reason. */
  park(item: Queued, reason: string): Promise<void>;
  count(): Promise<number>;
}

const NAME = "ilium-player";
type Snapshot = Omit<Saved, "sheet">;

interface Shape extends DBSchema {
  session: { key: string; value: Snapshot };
  sheet: { key: string; value: SessionSheet };
  outbox: { key: number; value: SessionEvent };
  parked: { key: number; value: { event: SessionEvent; reason: string } };
}

/** Open the database of this browser, or fall back to memory where there is none, as in some private windows. */
export async function openStore(name = NAME): Promise<Store> {
  try {
    return withMemory(new DatabaseStore(await openDatabase(name)));
  } catch {
    return new MemoryStore();
  }
}

function openDatabase(name: string): Promise<IDBPDatabase<Shape>> {
  return openDB<Shape>(name, 1, {
    upgrade(db) {
      db.createObjectStore("session");
      db.createObjectStore("sheet");
      db.createObjectStore("outbox", { autoIncrement: true });
      db.createObjectStore("parked", { autoIncrement: true });
    },
  });
}

class DatabaseStore implements Store {
  readonly isDurable = true;
  /** The sheet that is already kept, so that each save writes only what changes. */
  private sheetId = "";

  constructor(private readonly db: IDBPDatabase<Shape>) {}

  async commit(saved: Saved | undefined, events: readonly SessionEvent[]): Promise<void> {
    const transaction = this.db.transaction(["session", "sheet", "outbox"], "readwrite", { durability: "strict" });
    const outbox = transaction.objectStore("outbox");
    const sheet = saved && saved.sheet.id !== this.sheetId ? saved.sheet : undefined;
    await Promise.all([
      ...events.map((event) => outbox.add(event)),
      saved ? transaction.objectStore("session").put(withoutSheet(saved), "current") : transaction.objectStore("session").clear(),
      sheet ? transaction.objectStore("sheet").put(sheet, "current") : undefined,
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

  count(): Promise<number> {
    return this.db.count("outbox");
  }
}

function withoutSheet({ sheet: _, ...snapshot }: Saved): Snapshot {
  return snapshot;
}

/** Keeps everything for as long as the page lives. */
export class MemoryStore implements Store {
  readonly isDurable = false;
  readonly parked: { event: SessionEvent; reason: string }[] = [];
  private saved: Saved | undefined;
  private queue: Queued[] = [];
  private nextKey = -1;

  async commit(saved: Saved | undefined, events: readonly SessionEvent[]): Promise<void> {
    this.saved = saved;
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

  async count(): Promise<number> {
    return this.queue.length;
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
    async commit(saved, events) {
      try {
        await first.commit(saved, events);
        isDurable = first.isDurable && (await memory.count()) === 0;
      } catch {
        isDurable = false;
        await memory.commit(saved, events);
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
    count: async () => (await first.count().catch(() => 0)) + (await memory.count()),
  };
}
