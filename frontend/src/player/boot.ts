/** From the page's beginning to a session: the saved one, or today's. */

import { fetchSheet, postEvents, type SheetAnswer } from "./api";
import { Sender, type Delivery } from "./outbox";
import { restore } from "./reducer";
import { abandonment, Session, type Device, type World } from "./runtime";
import { Speaker } from "./speaker";
import { isOver, isUnderWay } from "./state";
import { openStore, type Saved, type Store } from "./storage";
import { Tones } from "./tones";
import { Voice } from "./voice";

/** A session left for longer than this is closed, in milliseconds: our choice. */
const ABANDONED_MS = 6 * 3600 * 1000;
const LOCK = "ilium-session";

export const DEVICE: Device = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
};

/** What the page shows as a whole. */
export type Phase =
  | { readonly kind: "loading" }
  | { readonly kind: "elsewhere"; readonly wasTaken: boolean }
  | { readonly kind: "unreachable" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "session"; readonly session: Session; readonly store: Store };

export interface Page {
  show(phase: Phase): void;
  tell(delivery: Delivery): void;
}

/** Hold the right to run a session in this tab, for as long as the page lives. */
export async function claim(steal: boolean, lost: () => void): Promise<boolean> {
  if (!("locks" in navigator)) return true;
  return new Promise((resolve) => {
    const options = steal ? { steal } : { ifAvailable: true };
    const held = navigator.locks.request(LOCK, options, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
    held.catch(lost);
  });
}

/** Begin or go on with the session in this tab, unless another tab has it. */
export async function boot(page: Page, steal = false): Promise<void> {
  page.show({ kind: "loading" });
  let session: Session | undefined;
  const isOurs = await claim(steal, () => {
    session?.release();
    page.show({ kind: "elsewhere", wasTaken: true });
  });
  if (!isOurs) return page.show({ kind: "elsewhere", wasTaken: false });
  const store = await openStore();
  const sender = new Sender(store, postEvents, page.tell);
  window.addEventListener("online", () => sender.kick());
  session = await begin(page, store, sender);
  sender.kick();
}

async function begin(page: Page, store: Store, sender: Sender): Promise<Session | undefined> {
  const saved = await store.load().catch(() => undefined);
  const kept = saved && (await keepOrClose(saved, store, DEVICE));
  const answer: SheetAnswer = kept ? { kind: "sheet", sheet: kept.sheet } : await fetchSheet();
  if (answer.kind !== "sheet") {
    page.show(answer);
    return undefined;
  }
  const { sheet } = answer;
  const sounds = new Speaker(new Voice(window.speechSynthesis, sheet.language), new Tones(), sheet);
  const world: World = { device: DEVICE, sounds, store, send: () => sender.kick() };
  const session = new Session(sheet, world, kept && { ...kept, state: restore(kept.state) });
  page.show({ kind: "session", session, store });
  return session;
}

/** Return the saved session if it can go on; close it in the record if nobody came back, and forget what is over. */
export async function keepOrClose(saved: Saved, store: Store, device: Device): Promise<Saved | undefined> {
  const isOpen = isUnderWay(saved.state);
  const isOld = device.wall() - saved.savedAt > ABANDONED_MS;
  const canGoOn = saved.state.mode !== null && !isOver(saved.state) && !isOld;
  if (!canGoOn) await store.commit(undefined, isOpen && isOld ? [abandonment(saved, device)] : []);
  return canGoOn ? saved : undefined;
}
