/** Sending what waits on this device, until the server has acknowledged it. */

import type { Outgoing, StandingNow } from "./model";
import type { Queued, Store } from "./storage";

/** What the server made of a batch. `refused` with an index names the event at fault; nothing was stored then. */
export type Answer =
  | Stored
  | { readonly kind: "refused"; readonly index: number | null; readonly reason: string }
  | { readonly kind: "too-large" }
  | { readonly kind: "later" };

/** What was stored, what never will be, and where the person stands after it. */
export interface Stored {
  readonly kind: "stored";
  readonly acknowledged: readonly string[];
  readonly rejected: readonly Rejected[];
  readonly standing?: StandingNow | undefined;
}

export interface Rejected {
  readonly id?: string | null;
  readonly index?: number | null;
  readonly reason: string;
}

export type Post = (events: readonly Outgoing[]) => Promise<Answer>;

const BATCH = 100;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** What one sending came to: `more` may be sent at once, `later` not before a while, `empty` nothing is left. */
type Round = { readonly next: "more" | "later" | "empty"; readonly size: number; readonly standing?: StandingNow | undefined };

/**
 * Send one batch of at most `size` events.
 *
 * Only what the server acknowledged is forgotten. An event refused for good is parked, never the ones around it: a batch
 * refused without a name is sent again one by one.
 */
export async function sendBatch(store: Store, post: Post, size = BATCH): Promise<Round> {
  const batch = await store.queued(size);
  if (batch.length === 0) return { next: "empty", size: BATCH };
  const answer = await post(batch.map((item) => item.event)).catch((): Answer => ({ kind: "later" }));
  switch (answer.kind) {
    case "stored":
      return settle(store, batch, answer);
    case "refused":
      return parkRefused(store, batch, answer.index, answer.reason);
    case "too-large":
      return batch.length === 1 ? parkRefused(store, batch, 0, "too large") : half(batch);
    case "later":
      return { next: "later", size };
  }
}

const half = (batch: readonly Queued[]): Round => ({ next: "more", size: Math.ceil(batch.length / 2) });

async function settle(store: Store, batch: readonly Queued[], { acknowledged, rejected, standing }: Stored): Promise<Round> {
  const known = batch.filter((item) => acknowledged.includes(item.event.id));
  await store.remove(known.map((item) => item.key));
  const refused = rejected.flatMap((each) => find(batch, each).map((item) => ({ item, reason: each.reason })));
  for (const { item, reason } of refused) await store.park(item, reason);
  return { next: known.length + refused.length > 0 ? "more" : "later", size: BATCH, standing };
}

function find(batch: readonly Queued[], { id, index }: Rejected): Queued[] {
  const item = batch.find((each) => each.event.id === id) ?? batch[index ?? -1];
  return item ? [item] : [];
}

async function parkRefused(store: Store, batch: readonly Queued[], index: number | null, reason: string): Promise<Round> {
  const item = batch.length === 1 ? batch[0] : batch[index ?? -1];
  if (!item) return { next: "more", size: 1 };
  await store.park(item, reason);
  return { next: "more", size: batch.length === 1 ? 1 : BATCH };
}

/** Send all that waits, and tell whether nothing is left. */
export async function drain(store: Store, post: Post): Promise<boolean> {
  let round: Round = { next: "more", size: BATCH };
  while (round.next === "more") round = await sendBatch(store, post, round.size);
  return round.next === "empty";
}

/** How the sending stands: how many events and sessions wait, and whether the server answered when last asked. */
export interface Delivery {
  readonly waiting: number;
  readonly sessions: number;
  readonly isReached: boolean;
}

/** Sends whenever there is something, again after growing pauses while the server does not answer. */
export class Sender {
  private isSending = false;
  private isAsked = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last: Delivery | undefined;
  private expected = 0;

  constructor(
    private readonly store: Store,
    private readonly post: Post,
    private readonly tell: (delivery: Delivery) => void,
    private readonly hear: (standing: StandingNow) => void = () => undefined,
  ) {}

  /** Tell at once that more is about to wait: from now until it is kept and sent, nothing may say that all is sent. */
  expect(events: number): void {
    this.expected += events;
    if (this.last) this.inform(this.last);
  }

  /** Send now, unless a sending is under way, which then looks again. */
  kick(): void {
    clearTimeout(this.timer);
    this.expected = 0;
    this.isAsked = true;
    if (!this.isSending) void this.send();
  }

  private async send(): Promise<void> {
    this.isSending = true;
    let size = BATCH;
    while (this.isAsked) {
      this.isAsked = false;
      const round = await sendBatch(this.store, this.post, size).catch((): Round => ({ next: "later", size }));
      size = round.size;
      if (round.standing) this.hear(round.standing);
      this.failures = round.next === "later" ? this.failures + 1 : 0;
      this.isAsked ||= round.next === "more";
      if (round.next === "later") break;
      await this.report(true);
    }
    this.isSending = false;
    if (this.failures > 0) await this.retryLater();
  }

  private async retryLater(): Promise<void> {
    this.timer = setTimeout(() => this.kick(), Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1)));
    await this.report(false);
  }

  private async report(isReached: boolean): Promise<void> {
    const { events, sessions } = await this.store.waiting();
    this.inform({ waiting: events, sessions, isReached });
  }

  private inform(delivery: Delivery): void {
    this.last = delivery;
    const { waiting, sessions, isReached } = delivery;
    this.tell({ waiting: waiting + this.expected, sessions: this.expected > 0 ? Math.max(1, sessions) : sessions, isReached });
  }
}
