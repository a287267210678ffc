/** Three soft tones, made on the spot: a start, a lower end, a tick. */

import type { Tone } from "./model";

/** Hertz, seconds and loudness of each tone: our choice. */
const TONES: Record<Tone, { hertz: number; seconds: number; gain: number }> = {
  start: { hertz: 660, seconds: 0.45, gain: 0.16 },
  end: { hertz: 392, seconds: 0.6, gain: 0.16 },
  tick: { hertz: 523, seconds: 0.09, gain: 0.07 },
};
const RISE_SECONDS = 0.02;

export class Tones {
  private context: AudioContext | undefined;
  private sounding: OscillatorNode[] = [];

  /** Browsers let sound begin only in answer to a tap or a key. */
  unlock(): void {
    if (typeof AudioContext === "undefined") return;
    this.context ??= newContext();
    // A telephone call or sleep can suspend it again; "interrupted" is what Safari calls that.
    if (this.context && this.context.state !== "running") void this.context.resume().catch(() => undefined);
  }

  /** Sound a tone now, and return its length in seconds; 0 where there is no sound yet. */
  play(tone: Tone): number {
    if (this.context?.state !== "running") return 0;
    const { hertz, seconds, gain } = TONES[tone];
    const oscillator = new OscillatorNode(this.context, { frequency: hertz });
    const envelope = new GainNode(this.context, { gain: 0 });
    const now = this.context.currentTime;
    envelope.gain.linearRampToValueAtTime(gain, now + RISE_SECONDS);
    envelope.gain.exponentialRampToValueAtTime(0.0001, now + seconds);
    oscillator.connect(envelope).connect(this.context.destination);
    oscillator.start(now);
    oscillator.stop(now + seconds);
    this.sounding = [...this.sounding, oscillator];
    oscillator.onended = () => (this.sounding = this.sounding.filter((each) => each !== oscillator));
    return seconds;
  }

  silence(): void {
    for (const oscillator of this.sounding) oscillator.stop();
    this.sounding = [];
  }
}

/** Return a place for sounds; undefined where the browser has none to give, as on a machine without a sound device. */
function newContext(): AudioContext | undefined {
  try {
    return new AudioContext();
  } catch {
    return undefined;
  }
}
