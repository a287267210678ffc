/** Everything that is heard: the tone first, then the line; where there is no voice, a tick and the caption's time. */

import type { Tone } from "./model";
import { Tones } from "./tones";
import { Voice } from "./voice";

export interface Line {
  readonly text: string;
  readonly tone: Tone | null;
  readonly seconds: number;
}

/** How the session is heard, as the person chose it. */
export interface Hearing {
  readonly voice: boolean;
  readonly sound: boolean;
}

/** Nobody reads a caption faster than this, in seconds. */
const READING_SECONDS = 1.2;

export class Speaker {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly voice: Voice,
    private readonly tones: Tones,
    private hearing: Hearing,
  ) {}

  /** Whether lines are spoken; else they are captions only. */
  get isSpeaking(): boolean {
    return this.hearing.sound && this.hearing.voice && this.voice.isThere;
  }

  get choice(): Hearing {
    return this.hearing;
  }

  choose(hearing: Hearing): void {
    this.hearing = hearing;
  }

  /** To be called in answer to a tap or a key. */
  unlock(): void {
    if (!this.hearing.sound) return;
    this.tones.unlock();
    if (this.isSpeaking) this.voice.unlock();
  }

  /** Play a tone, then say a line; `ended` is called once when the line has ended, unless it is silenced. */
  play(line: Line, ended: () => void): void {
    clearTimeout(this.timer);
    const tone = line.tone ?? (this.isSpeaking ? null : "tick");
    const wait = tone && this.hearing.sound ? this.tones.play(tone) : 0;
    if (line.text === "") return;
    if (wait === 0) this.say(line, ended);
    else this.timer = setTimeout(() => this.say(line, ended), wait * 1000);
  }

  private say({ text, seconds }: Line, ended: () => void): void {
    const read = (): void => void (this.timer = setTimeout(ended, Math.max(READING_SECONDS, seconds) * 1000));
    if (this.isSpeaking) this.voice.say(text, seconds, (wasTried) => (wasTried ? ended() : read()));
    else read();
  }

  /** End every sound at once. */
  silence(): void {
    clearTimeout(this.timer);
    this.voice.silence();
    this.tones.silence();
  }
}
