/** Everything that is heard: the tone first, then the line; where there is no voice, a tick and the caption's time. */

import type { Tone } from "./model";
import type { Tones } from "./tones";
import type { Voice, VoiceState } from "./voice";

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
    return this.isWanted && this.voice.state === "there";
  }

  get state(): VoiceState {
    return this.voice.state;
  }

  private get isWanted(): boolean {
    return this.hearing.sound && this.hearing.voice;
  }

  /** Call `changed` whenever the voice comes, goes, is lost or is found; that it is gone is heard as a tone, too. */
  watch(changed: () => void): void {
    let before = this.isSpeaking;
    this.voice.watch(() => {
      if (before && !this.isSpeaking && this.isWanted) this.tones.play("end");
      before = this.isSpeaking;
      changed();
    });
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
    if (this.hearing.voice) this.voice.unlock();
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

  private say(line: Line, ended: () => void): void {
    if (!this.isWanted || ["waiting", "none"].includes(this.voice.state)) return this.read(line, ended);
    if (this.voice.state === "lost") return this.sayAgain(line, ended);
    this.voice.say(line.text, line.seconds, (wasTried) => (wasTried ? ended() : this.sayAgain(line, ended)));
  }

  private read({ seconds }: Line, ended: () => void): void {
    this.timer = setTimeout(ended, Math.max(READING_SECONDS, seconds) * 1000);
  }

  /** A voice that refuses is tried once more with the same line, and while it is lost with each: if it begins, it is back. */
  private sayAgain(line: Line, ended: () => void): void {
    let isRead = false;
    this.read(line, () => {
      isRead = true;
      if (this.voice.hasBegun) return;
      this.voice.leave();
      ended();
    });
    this.voice.say(line.text, line.seconds, (wasTried) => {
      if (!wasTried && !isRead) return;
      clearTimeout(this.timer);
      ended();
    });
  }

  /** Say a line for somebody who wants to hear whether there is a voice; `ended` is told whether it began. */
  sample(text: string, seconds: number, ended: (wasHeard: boolean) => void): void {
    this.silence();
    const isThere = this.voice.state === "there" || this.voice.state === "lost";
    if (!isThere) this.tones.play("start");
    if (isThere) this.voice.say(text, seconds, (wasTried) => ended(wasTried && this.voice.hasBegun));
    else ended(false);
  }

  /** End every sound at once. */
  silence(): void {
    clearTimeout(this.timer);
    this.voice.silence();
    this.tones.silence();
  }
}
