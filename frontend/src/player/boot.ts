/** From the page's beginning to a session: the saved one, or today's. */

import { fetchSheet, postEvents, SHEET_VERSION, type SheetAnswer } from "./api";
import { countingSleep } from "./clocks";
import { close } from "./closing";
import { DEVICE } from "./device";
import { FAILED, settled } from "./failing";
import { claim } from "./lock";
import type { SessionSheet, StandingNow } from "./model";
import { whyHeld } from "./offline";
import { drain, Sender, type Delivery } from "./outbox";
import { ABANDONED_MS, restore } from "./reducer";
import { dailyCheck, Session, type Device, type World } from "./runtime";
import { Speaker } from "./speaker";
import { isOver, isReview, isUnderWay, type State } from "./state";
import { holding, keepStanding, learn } from "./standing";
import { openStore, STATE_SHAPE, type Saved, type Store } from "./storage";
import { Tones } from "./tones";
import { Voice } from "./voice";
import { watch, type Watcher } from "./watching";
import { WORDS } from "./words";

/** What the page shows as a whole. */
export type Phase =
  | { readonly kind: "loading" }
  | { readonly kind: "elsewhere"; readonly wasTaken: boolean }
  | { readonly kind: "unreachable" }
  | { readonly kind: "blocked" }
  | { readonly kind: "failed"; readonly startAnew: () => Promise<void> }
  | { readonly kind: "outdated" }
  | { readonly kind: "updated" }
  | { readonly kind: "recheck"; readonly sheet: SessionSheet; readonly answer: (anythingNew: boolean) => Promise<void> }
  | { readonly kind: "held"; readonly standing: StandingNow }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "session"; readonly session: Session; readonly store: Store };

export interface Page {
  show(phase: Phase): void;
  tell(delivery: Delivery): void;
}

/** Begin or go on with the session in this tab, unless another tab has it; whatever fails, the page says so. */
export async function boot(page: Page, steal = false): Promise<void> {
  page.show({ kind: "loading" });
  if (!navigator.cookieEnabled) return page.show({ kind: "blocked" });
  await settled(page, prepare(page, steal));
}

async function prepare(page: Page, steal: boolean): Promise<void> {
  let session: Session | undefined;
  const isOurs = await claim(steal, () => {
    session?.release();
    page.show({ kind: "elsewhere", wasTaken: true });
  });
  if (!isOurs) return page.show({ kind: "elsewhere", wasTaken: false });
  const store = await openStore();
  let watcher: Watcher | undefined;
  const sender = new Sender(store, postEvents, page.tell, (standing) => {
    void keepStanding(store, standing, DEVICE.wall());
    watcher?.hear(standing);
  });
  window.addEventListener("online", () => sender.kick());
  const run: Run = (sheet, saved) => {
    session = open(sheet, store, sender, saved);
    if (!saved) chooseLength(session, location.search);
    watcher = watch(session, store, (standing) => page.show({ kind: "held", standing }));
    session.failed = () => page.show(FAILED);
    page.show({ kind: "session", session, store });
  };
  await begin({ page, store, sender, run });
  sender.kick();
}

/** Choose the length that the address asks for, where it is offered. */
export function chooseLength(session: Session, query: string): void {
  const asked = new URLSearchParams(query).get("for");
  const offer = session.sheet.lengths?.offers.find(({ length }) => length === asked);
  if (offer) session.do({ type: "length", length: offer.length });
}

type Run = (sheet: SessionSheet, saved?: Saved) => void;

interface Start {
  readonly page: Page;
  readonly store: Store;
  readonly sender: Sender;
  readonly run: Run;
}

function open(sheet: SessionSheet, store: Store, sender: Sender, saved: Saved | undefined): Session {
  const sounds = new Speaker(new Voice(window.speechSynthesis, sheet.language, sheet.rate), new Tones(), sheet);
  const world: World = { device: countingSleep(DEVICE), sounds, store, send: () => sender.kick(), expect: (events) => sender.expect(events) };
  const session = new Session(sheet, world, saved && { ...saved, state: restore(saved.state) });
  sounds.watch(() => session.tell());
  return session;
}

async function begin(start: Start): Promise<void> {
  const { page, store, run } = start;
  const saved = await store.load().catch(() => undefined);
  const standing = await standingAtStart(store);
  if (standing) {
    if (saved && isOpen(saved.state)) await close(saved, store, DEVICE, "held");
    return page.show({ kind: "held", standing });
  }
  const found = saved ? await keepOrClose(saved, store, DEVICE) : undefined;
  if (found === "updated") return page.show({ kind: "updated" });
  if (found) return run(found.sheet, found);
  const answer = await todaysSheet(store);
  if (answer.kind === "unreachable") return beginWithout(start);
  if (answer.kind === "refused") return page.show(await whyRefused(store, answer));
  if (answer.kind !== "sheet") return page.show(answer);
  await store.keep({ sheet: answer.sheet, pages: (await store.kept().catch(() => undefined))?.pages ?? "" }).catch(() => undefined);
  run(answer.sheet);
}

/**
 * Return what holds the person: as the server says, once it has everything, or as this device remembers it. Undefined
 * where nothing does; then the sheet may still say that questions come first.
 */
async function standingAtStart(store: Store): Promise<StandingNow | undefined> {
  const now = DEVICE.wall();
  const isSent = (await store.waiting()).events === 0 || (await drain(store, postEvents));
  const told = isSent ? await learn(store, now) : undefined;
  if (told) return told.ends ? told : undefined;
  return holding((await store.held().catch(() => undefined))?.standing, now);
}

/** Ask for today's session, once the server has everything: what waits may forbid a session. */
async function todaysSheet(store: Store): Promise<SheetAnswer> {
  const isSent = (await store.waiting()).events === 0 || (await drain(store, postEvents));
  return isSent ? fetchSheet() : { kind: "unreachable" };
}

/** Say why there is no session. A server that was too slow to say where the person stands answers by now, and says more. */
async function whyRefused(store: Store, refused: Phase): Promise<Phase> {
  const told = await learn(store, DEVICE.wall());
  return told?.ends ? { kind: "held", standing: told } : refused;
}

/** Return what is shown where only the questions, or the server, can say whether a session may start. */
const askFirst = (say: string): StandingNow => ({
  kind: "ask",
  ends: true,
  level: "calm",
  title: WORDS.heldTitle,
  say,
  do: [],
  lifts: "",
  call: "",
  day: null,
});

/** Begin from the kept sheet while the server does not answer: if it still holds, and after the daily re-check. */
async function beginWithout({ page, store, sender, run }: Start): Promise<void> {
  const sheet = (await store.kept().catch(() => undefined))?.sheet;
  const offline = sheet?.version === SHEET_VERSION ? sheet.offline : undefined;
  if (!sheet || !offline) return page.show({ kind: "unreachable" });
  const reason = whyHeld(offline, DEVICE.wall());
  if (reason) return page.show({ kind: "held", standing: askFirst(reason) });
  const answer = async (anythingNew: boolean): Promise<void> => {
    if (anythingNew) await store.keep(undefined).catch(() => undefined);
    await store.commit(undefined, [dailyCheck(anythingNew, DEVICE)]);
    sender.kick();
    if (anythingNew) page.show({ kind: "held", standing: askFirst(offline.when_new) });
    else run(sheet);
  };
  page.show({ kind: "recheck", sheet, answer });
}

/** Tell whether something may still be put on record of a session. */
const isOpen = (state: State): boolean => isUnderWay(state) || isReview(state.screen);

/**
 * Return the saved session if it can go on. Otherwise close it in the record if nobody came back, and forget what is over;
 * "updated" tells that a session was closed because this player cannot read what another version saved.
 */
export async function keepOrClose(saved: Saved, store: Store, device: Device): Promise<Saved | "updated" | undefined> {
  if (saved.shape !== STATE_SHAPE || saved.sheet.version !== SHEET_VERSION) {
    await close(saved, store, device);
    return "updated";
  }
  const isOld = device.wall() - saved.savedAt > ABANDONED_MS;
  const canGoOn = saved.state.mode !== null && !isOver(saved.state) && !isOld;
  if (!canGoOn) await (isOpen(saved.state) && isOld ? close(saved, store, device) : store.commit(undefined, []));
  return canGoOn ? saved : undefined;
}
