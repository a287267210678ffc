/** The reducer in the world: stamps events, plays sounds, keeps the session, and tells the page what to show. */

import type { DailyCheckAnswered } from "../generated/events";
import type { Draft, SessionEvent, SessionSheet } from "./model";
import { reduce } from "./reducer";
import { holdAfter } from "./standing";
import { STATE_SHAPE, type Saved, type Store } from "./storage";
import { isUnderWay, START, type Action, type Effect, type State } from "./state";
import type { Hearing, Line } from "./speaker";
import { uuid7, wallTime } from "./uuid";

/** The clocks and the chance of the device. */
export interface Device {
  /** Milliseconds that never go back while the page lives. */
  monotonic(): number;
  /** Wall time in milliseconds. */
  wall(): number;
  random(bytes: number): Uint8Array;
}

export interface Sounds {
  readonly isSpeaking: boolean;
  readonly choice: Hearing;
  choose(hearing: Hearing): void;
  unlock(): void;
  play(line: Line, ended: () => void): void;
  silence(): void;
}

export interface World {
  readonly device: Device;
  readonly sounds: Sounds;
  readonly store: Store;
  /** Called when there is something new to send. */
  send(): void;
  /** Called at once for events that are about to be kept and sent. */
  expect(events: number): void;
}

type Timeless<Each> = Each extends Action ? Omit<Each, "now"> : never;
/** An action as the page brings it; the session adds the time. */
export type Doing = Timeless<Action>;

const SAVE_EVERY_MS = 2000;

/** Return a new event: its draft with an id, its times and its session. */
export function stamp(draft: Draft, device: Device, session: string, offset: number): SessionEvent {
  const wall = device.wall();
  const id = uuid7(wall, device.random(10));
  return { ...draft, id, at: wallTime(new Date(wall)), session, offset_ms: Math.max(0, Math.round(offset)) } as SessionEvent;
}

/** Return the answer to the daily re-check as an event. */
export function dailyCheck(anythingNew: boolean, device: Device): DailyCheckAnswered {
  const wall = device.wall();
  const id = uuid7(wall, device.random(10));
  return { type: "daily-check-answered", id, at: wallTime(new Date(wall)), anything_new: anythingNew };
}

/** One session under way. */
export class Session {
  state: State;
  readonly id: string;
  private readonly base: number;
  private readonly listeners = new Set<() => void>();
  private written: Promise<void> = Promise.resolve();
  private lastSave = 0;
  private isOver = false;

  constructor(
    readonly sheet: SessionSheet,
    private readonly world: World,
    saved?: Pick<Saved, "session" | "state" | "offset" | "savedAt">,
  ) {
    const { device } = world;
    this.state = saved?.state ?? START;
    this.id = saved?.session ?? uuid7(device.wall(), device.random(10));
    this.base = device.monotonic() - (saved ? offsetNow(saved, device.wall()) : 0);
  }

  get isSpeaking(): boolean {
    return this.world.sounds.isSpeaking;
  }

  get hearing(): Hearing {
    return this.world.sounds.choice;
  }

  /** The whole minutes since the session began, at least one. */
  get minutes(): number {
    return Math.max(1, Math.round((this.world.device.monotonic() - this.base) / 60_000));
  }

  /** Change how the session is heard; what is being said ends. */
  choose(hearing: Hearing): void {
    this.world.sounds.silence();
    this.world.sounds.choose(hearing);
    this.world.sounds.unlock();
    if (this.state.speaking) this.do({ type: "voice-ended", key: this.state.speaking.key });
    this.tell();
  }

  /** Call `listener` after every change; returns how to end that. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What a person does; sound may begin from here, and what follows begins in this same turn. */
  act(doing: Doing): void {
    this.world.sounds.unlock();
    this.do(doing);
    this.do({ type: "tick" });
  }

  /** Let the reducer answer one action, and carry out what it asks for. */
  do(doing: Doing): void {
    if (this.isOver) return;
    const before = this.state;
    const [state, effects] = reduce(this.sheet, before, { ...doing, now: this.world.device.monotonic() } as Action);
    this.state = state;
    for (const effect of effects) this.sound(effect);
    const drafts = effects.flatMap((effect) => (effect.kind === "record" ? [effect.event] : []));
    if (drafts.length > 0 || before.screen.kind !== state.screen.kind || before.cursor !== state.cursor) this.save(drafts);
    else if (this.isSaveDue()) this.save([]);
    if (before !== state) this.tell();
  }

  private sound(effect: Effect): void {
    if (effect.kind === "silence") this.world.sounds.silence();
    if (effect.kind !== "cue" && effect.kind !== "notice") return;
    const tone = effect.kind === "cue" ? effect.tone : null;
    this.world.sounds.play({ text: effect.text, tone, seconds: effect.seconds }, () =>
      this.do({ type: "voice-ended", key: effect.key }),
    );
  }

  private isSaveDue(): boolean {
    return isUnderWay(this.state) && this.world.device.monotonic() - this.lastSave >= SAVE_EVERY_MS;
  }

  /** Keep the session and its new events on this device, in order; only then are they sent. */
  save(drafts: readonly Draft[] = []): void {
    if (this.isOver) return;
    const { device, store, send } = this.world;
    this.lastSave = device.monotonic();
    const offset = this.lastSave - this.base;
    const events = drafts.map((draft) => stamp(draft, device, this.id, offset));
    const { id: session, sheet, state } = this;
    const saved: Saved = { shape: STATE_SHAPE, session, sheet, state, offset, savedAt: device.wall() };
    const hold = holdAfter(sheet, drafts, device.wall());
    if (events.length > 0) this.world.expect(events.length);
    this.written = this.written
      .then(() => store.commit(saved, events, hold))
      .then(() => (events.length > 0 ? send() : undefined));
  }

  /** Resolve when everything so far is on this device. */
  whenWritten(): Promise<void> {
    return this.written;
  }

  /** End here without a word: another tab has taken the session over. */
  release(): void {
    this.isOver = true;
    this.world.sounds.silence();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Return the session's clock now, in milliseconds: it goes on while the page is away, and never back. */
function offsetNow(saved: Pick<Saved, "offset" | "savedAt">, wall: number): number {
  return saved.offset + Math.max(0, wall - saved.savedAt);
}

/** Return the event that closes a session which nobody came back to, or must not come back to. */
export function closing(saved: Saved, device: Device, why: "abandoned" | "held"): SessionEvent {
  return stamp({ type: "session-stopped", why }, device, saved.session, offsetNow(saved, device.wall()));
}
