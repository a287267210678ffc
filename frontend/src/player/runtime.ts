/** The reducer in the world: stamps events, plays sounds, keeps the session, and tells the page what to show. */

import type { DailyCheckAnswered } from "../generated/events";
import type { Draft, SessionEvent, SessionSheet } from "./model";
import { reduce } from "./reducer";
import { holdAfter } from "./standing";
import { STATE_SHAPE, type Saved, type Store } from "./storage";
import { isUnderWay, START, type Action, type Effect, type State } from "./state";
import type { Hearing, Line } from "./speaker";
import { secondsToSay } from "./speech";
import { uuid7, wallTime } from "./uuid";
import type { VoiceState } from "./voice";

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
  readonly state: VoiceState;
  readonly choice: Hearing;
  choose(hearing: Hearing): void;
  unlock(): void;
  play(line: Line, ended: () => void): void;
  sample(text: string, seconds: number, ended: (wasHeard: boolean) => void): void;
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

/** The longest session clock that the record takes, in milliseconds: some four months. */
const LONGEST_MS = 1e10;

/** Return a new event: its draft with an id, its times and its session; it happened `ago` milliseconds before now. */
export function stamp(draft: Draft, device: Device, session: string, offset: number, ago = 0): SessionEvent {
  const wall = device.wall() - ago;
  const id = uuid7(wall, device.random(10));
  const offset_ms = Math.min(LONGEST_MS, Math.max(0, Math.round(offset - ago)));
  return { ...draft, id, at: wallTime(new Date(wall)), session, offset_ms } as SessionEvent;
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
  /** Called when the session cannot go on: its sheet, or what was saved of it, is not what it should be. */
  failed: () => void = () => undefined;

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

  /** Whether the voice that is wanted is there; `off` where none is wanted. */
  get voice(): VoiceState | "off" {
    const { choice, state } = this.world.sounds;
    return choice.voice && choice.sound ? state : "off";
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

  /** Let the person hear the voice before anything begins; resolves to whether it began to speak. */
  hearVoice(): Promise<boolean> {
    this.world.sounds.unlock();
    const text = this.sheet.words.voice_sample;
    return new Promise((resolve) => this.world.sounds.sample(text, secondsToSay(text), resolve));
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
    const [state, effects] = this.answer({ ...doing, now: this.world.device.monotonic() } as Action);
    this.state = state;
    for (const effect of effects) this.sound(effect);
    const records = effects.flatMap((effect) => (effect.kind === "record" ? [effect] : []));
    const isChanged = records.length > 0 || before.screen.kind !== state.screen.kind || before.cursor !== state.cursor;
    if (isChanged) this.save(records.map(({ event }) => event), records.map(({ ago }) => ago ?? 0));
    else if (this.isSaveDue()) this.save([]);
    if (before !== state) this.tell();
  }

  private answer(action: Action): ReturnType<typeof reduce> {
    try {
      return reduce(this.sheet, this.state, action);
    } catch (error) {
      this.release();
      this.failed();
      throw error;
    }
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

  /**
   * Keep the session and its new events on this device, in order; only then are they sent. `ago` says how many
   * milliseconds ago each of them happened, where it was not just now.
   */
  save(drafts: readonly Draft[] = [], ago: readonly number[] = []): void {
    if (this.isOver) return;
    const { device, store, send } = this.world;
    this.lastSave = device.monotonic();
    const offset = this.lastSave - this.base;
    const events = drafts.map((draft, nth) => stamp(draft, device, this.id, offset, ago[nth]));
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

  /** Let the page look again: the voice has changed, and not the session. */
  tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Return the session's clock now, in milliseconds: it goes on while the page is away, and never back. */
export function offsetNow(saved: Pick<Saved, "offset" | "savedAt">, wall: number): number {
  return saved.offset + Math.max(0, wall - saved.savedAt);
}
