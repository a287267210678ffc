/** A player driven by a virtual clock, with a voice that takes as long as each line is expected to take. */

import type { Finding } from "../../generated/findings";
import type { Draft, SessionSheet } from "../model";
import { reduce } from "../reducer";
import { START, type Action, type Effect, type State } from "../state";

type Timeless<Each> = Each extends Action ? Omit<Each, "now"> : never;
export type Doing = Timeless<Action>;

export interface Heard {
  readonly now: number;
  readonly effect: Effect;
}

export class Drive {
  state: State = START;
  now = 0;
  readonly heard: Heard[] = [];
  /** Lines being said: key to the moment they end. Never more than one, or two voices were heard at once. */
  private readonly saying = new Map<number, number>();
  most = 0;

  constructor(
    readonly sheet: SessionSheet,
    readonly voiceSpeed = 1,
  ) {}

  do(action: Doing): this {
    const [state, effects] = reduce(this.sheet, this.state, { ...action, now: this.now } as Action);
    this.state = state;
    for (const effect of effects) this.hear(effect);
    return this;
  }

  /** Let time pass in ticks of 100 ms. */
  pass(seconds: number): this {
    for (const end = this.now + seconds * 1000; this.now < end; ) {
      this.now += 100;
      this.endLines();
      this.do({ type: "tick" });
    }
    return this;
  }

  /** Let time pass until something is true. */
  until(isTrue: (state: State) => boolean, atMostSeconds = 3600): this {
    for (let left = atMostSeconds * 10; left > 0; left -= 1) {
      if (isTrue(this.state)) return this;
      this.pass(0.1);
    }
    throw new Error(`never came true; ${JSON.stringify(this.state.screen)} ${JSON.stringify(this.state.cursor)}`);
  }

  /** Begin with this much pain and go to the first step of a part. */
  begin(pain = 2): this {
    return this.do({ type: "rate", value: pain });
  }

  get events(): Draft[] {
    return this.heard.flatMap(({ effect }) => (effect.kind === "record" ? [effect.event] : []));
  }

  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  get lines(): string[] {
    return this.heard.flatMap(({ effect }) => (effect.kind === "cue" || effect.kind === "notice" ? [effect.text] : []));
  }

  private hear(effect: Effect): void {
    this.heard.push({ now: this.now, effect });
    if (effect.kind === "silence") this.saying.clear();
    if ((effect.kind === "cue" || effect.kind === "notice") && effect.text !== "") {
      this.saying.set(effect.key, this.now + (effect.seconds * 1000) / this.voiceSpeed);
      this.most = Math.max(this.most, this.saying.size);
    }
  }

  private endLines(): void {
    for (const [key, end] of this.saying) {
      if (end > this.now) continue;
      this.saying.delete(key);
      this.do({ type: "voice-ended", key });
    }
  }
}

/** A repeatable source of chance (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const SIMPLE = [
  "begin", "toggle", "pause", "go-on", "again", "stop", "hurts", "too-hard", "skip", "cancel", "back", "ready", "more-time",
  "pass", "count", "no-worse",
] as const;

/** Findings as a server may send them, at any time. */
const FINDINGS: readonly Finding[] = [
  { type: "repetition-counted", at_ms: 0, number: 1, seconds: 4, range: 1 },
  { type: "hold-time", at_ms: 0, number: 1, seconds: 1, holding: true },
  { type: "hold-time", at_ms: 0, number: 1, seconds: 1, holding: false },
  { type: "not-measured", at_ms: 0, reason: "out-of-view", part: "left hip", say: "I cannot see your left hip." },
  { type: "measured-again", at_ms: 0 },
  { type: "position", at_ms: 0, state: "ready" },
  { type: "cue", at_ms: 0, form: "hips-low", say: "A little higher." },
  { type: "raised-hand", at_ms: 0 },
  { type: "unmeasured", at_ms: 0, say: "Not for this exercise." },
];

/** Return any action a person or the browser could bring, stops and emergencies being rarer. */
export function anyAction(random: () => number): Doing {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  if (random() < 0.3) return { type: "finding", finding: pick(FINDINGS) };
  if (random() < 0.1) return { type: "camera", link: pick(["on", "on", "off", "lost"] as const) };
  switch (pick(["simple", "simple", "simple", "rate", "rate", "kind", "say", "why", "visibility", "voice-ended"] as const)) {
    case "simple": {
      const type = pick(SIMPLE);
      return { type: type === "stop" && random() < 0.8 ? "toggle" : type };
    }
    case "rate":
      return { type: "rate", value: Math.floor(random() * 11) };
    case "kind":
      return { type: "kind", quality: pick(["ache", "ache", "ache", "sharp", "numb", "chest"]) };
    case "say":
      return { type: "say", about: pick(["worst", "effort"] as const), exercise: "lumbar-roll" };
    case "why":
      return { type: "why", why: pick(["no-time", "too-hard", "do-not-want", "not-said"] as const) };
    case "visibility":
      return { type: "visibility", hidden: random() < 0.5 };
    case "voice-ended":
      return { type: "voice-ended", key: 0 }; // an engine that is late
  }
}
