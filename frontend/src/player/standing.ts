/** Where the person stands: what the server said last, and what a stop on this device says until it does again. */

import { fetchStanding } from "./api";
import type { Draft, Offline, SessionSheet, StandingNow } from "./model";
import { outcomeById } from "./pain";
import type { Store } from "./storage";
import { wallTime } from "./uuid";

const CHANNEL = "ilium-standing";

/** A standing to keep, and whether the sheet that is kept is forgotten with it. */
export interface Hold {
  readonly standing: StandingNow;
  readonly forgetsSheet: boolean;
  /** When it began to hold here, wall time in milliseconds. */
  readonly since: number;
}

/** Return the standing if it holds at this moment of wall time, in milliseconds; undefined where it does not. */
export function holding(standing: StandingNow | undefined, now: number): StandingNow | undefined {
  if (standing?.kind === "held") return standing;
  return standing?.kind === "rest" && today(now) <= (standing.day ?? "") ? standing : undefined;
}

/** Return what these events of a session leave behind on this device; undefined where they leave nothing. */
export function holdAfter(sheet: SessionSheet, drafts: readonly Draft[], now: number): Hold | undefined {
  const { offline } = sheet;
  if (!offline) return undefined;
  const found = drafts.flatMap((draft) => stopOf(sheet, offline, draft));
  const gravest = found.find((why) => offline.stops[why]?.kind === "held") ?? found[0];
  const standing = gravest && offline.stops[gravest];
  if (!gravest || !standing) return undefined;
  const day = standing.kind === "rest" ? today(now) : null;
  return { standing: { ...standing, day }, forgetsSheet: found.some((why) => asks(offline, why)), since: now };
}

const asks = ({ asks_after }: Offline, why: string): boolean => asks_after.some((asked) => asked === why);

/** Return why an event stops, in the words of the record: a stop, a start held back, or a rating told after the end. */
function stopOf(sheet: SessionSheet, offline: Offline, draft: Draft): string[] {
  const why = reasonOf(sheet, draft);
  return why && offline.stops[why] ? [why] : [];
}

function reasonOf(sheet: SessionSheet, draft: Draft): string | null {
  switch (draft.type) {
    case "session-stopped":
      return draft.why;
    case "start-held-back":
      return "much-pain";
    case "pain-reported":
      return outcomeById(sheet.pain, draft.outcome).stop_why ?? null;
    default:
      return null;
  }
}

const today = (now: number): string => wallTime(new Date(now)).slice(0, 10);

/**
 * Keep what the server says, now that everything of this device has reached it; what it does not hold is held no more.
 * A sheet for a session without the server is kept only while the person may start.
 */
export async function keepStanding(store: Store, standing: StandingNow, now: number): Promise<void> {
  if (!(await isSent(store))) return;
  const isHeld = standing.kind === "held" || standing.kind === "rest";
  await store.hold(isHeld ? { standing, forgetsSheet: true, since: now } : undefined).catch(() => undefined);
  if (standing.kind !== "free") await store.keep(undefined).catch(() => undefined);
}

const isSent = (store: Store): Promise<boolean> =>
  store.waiting().then(
    ({ events }) => events === 0,
    () => false,
  );

/**
 * Ask the server where the person stands, and keep it; undefined where it does not answer. What was asked before a stop
 * on this device does not lift it.
 */
export async function learn(store: Store, now: number): Promise<StandingNow | undefined> {
  const wasSent = await isSent(store);
  const standing = await fetchStanding();
  const hold = await store.held().catch(() => undefined);
  if (standing && wasSent && (hold?.since ?? 0) <= now) await keepStanding(store, standing, now);
  return standing;
}

/** Tell every other page of this browser that where the person stands may have changed. */
export function tellOthers(): void {
  const channel = open();
  channel?.postMessage("changed");
  channel?.close();
}

/** Call `heard` whenever another page of this browser says that it may have changed; returns how to end that. */
export function listenToOthers(heard: () => void): () => void {
  const channel = open();
  channel?.addEventListener("message", heard);
  return () => channel?.close();
}

/** Some browsers give pages that may keep nothing no channel either. */
function open(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {
    return undefined;
  }
}
