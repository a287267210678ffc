/** The voice of this device: Web Speech with local voices only, so that no word leaves the device. */

/** An engine that has not ended a line after twice its time and this much more is given up on, in milliseconds. */
const PATIENCE_MS = 2500;
/** After so many refusals in a row the voice counts as lost, until a line begins again. */
const REFUSALS = 2;
/** Some browsers tell their voices only some time after the page is there, in milliseconds. */
const VOICES_MS = 1500;

/**
 * Whether there is a voice: `waiting` while the browser may still tell of one, `none` where it has none of its own for the
 * language, `lost` while it does not begin what it is asked to say.
 */
export type VoiceState = "waiting" | "there" | "none" | "lost";

/** Return the voice to use: local, of the language, the same country first; undefined where there is none. */
export function chooseVoice<Voice extends { lang: string; localService: boolean; default: boolean }>(
  voices: readonly Voice[],
  language: string,
): Voice | undefined {
  const wanted = plain(language);
  const fitting = voices.filter((voice) => voice.localService && plain(voice.lang).split("-")[0] === wanted.split("-")[0]);
  const rank = (voice: Voice): number => (plain(voice.lang) === wanted ? 0 : 2) + (voice.default ? 0 : 1);
  return [...fitting].sort((a, b) => rank(a) - rank(b))[0];
}

const plain = (language: string): string => language.toLowerCase().replace("_", "-");

/** Says one line at a time. */
export class Voice {
  private line: SpeechSynthesisUtterance | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private refusals = 0;
  private isWaiting = true;
  private changed: () => void = () => undefined;
  /** Whether the last line was heard to begin. */
  hasBegun = false;

  constructor(
    private readonly synthesis: SpeechSynthesis | undefined,
    private readonly language: string,
    private readonly rate = 1,
  ) {
    setTimeout(() => this.tellAfter(() => (this.isWaiting = false)), VOICES_MS);
    // Older Safari has no such event, and its voices at once.
    this.synthesis?.addEventListener?.("voiceschanged", () => this.changed());
  }

  get state(): VoiceState {
    if (!this.chosen) return this.synthesis && this.isWaiting ? "waiting" : "none";
    return this.refusals < REFUSALS ? "there" : "lost";
  }

  /** Call `changed` whenever the voice may have come, gone, been lost or been found again. */
  watch(changed: () => void): void {
    this.changed = changed;
  }

  private get chosen(): SpeechSynthesisVoice | undefined {
    return this.synthesis && chooseVoice(this.synthesis.getVoices(), this.language);
  }

  private tellAfter(change: () => void): void {
    const before = this.state;
    change();
    if (this.state !== before) this.changed();
  }

  /** Some browsers speak only after a first line in answer to a tap: an empty one. Others are left paused by sleep. */
  unlock(): void {
    if (!this.synthesis || this.line) return;
    this.synthesis.resume?.();
    const empty = new SpeechSynthesisUtterance("");
    empty.volume = 0;
    this.speak(empty);
  }

  /**
   * Say a line expected to take this many seconds. `ended` is called once, unless the line is silenced: with true when
   * the line was said or waited for, with false when the engine refused it.
   */
  say(text: string, seconds: number, ended: (wasTried: boolean) => void): void {
    this.silence();
    const line = this.utterance(text);
    const end = (wasTried: boolean, refusals: number): void => {
      if (this.line !== line) return;
      this.release();
      this.tellAfter(() => (this.refusals = refusals));
      ended(wasTried);
    };
    line.onstart = () => this.begin(line);
    line.onend = () => {
      this.begin(line);
      end(true, 0);
    };
    line.onerror = () => {
      if (this.line === line) this.hasBegun = false;
      end(false, this.refusals + 1);
    };
    this.hasBegun = false;
    this.line = line;
    const giveUp = (): void => this.giveUp(() => end(true, this.hasBegun ? 0 : REFUSALS));
    this.watchdog = setTimeout(giveUp, seconds * 2000 + PATIENCE_MS);
    this.speak(line);
  }

  private utterance(text: string): SpeechSynthesisUtterance {
    const line = new SpeechSynthesisUtterance(text);
    line.voice = this.chosen ?? null;
    line.lang = this.language;
    line.rate = this.rate;
    return line;
  }

  /** An engine that throws has refused the line, as one that answers with an error. */
  private speak(line: SpeechSynthesisUtterance): void {
    try {
      this.synthesis?.speak(line);
    } catch {
      line.onerror?.call(line, new Event("error") as SpeechSynthesisErrorEvent);
    }
  }

  private begin(line: SpeechSynthesisUtterance): void {
    if (this.line !== line) return;
    this.hasBegun = true;
    this.tellAfter(() => (this.refusals = 0));
  }

  private giveUp(end: () => void): void {
    end();
    this.synthesis?.cancel();
  }

  private release(): void {
    clearTimeout(this.watchdog);
    this.line = undefined;
  }

  /** End a line that never began: the engine had its time and did not take it. */
  leave(): void {
    if (!this.line) return;
    this.silence();
    this.tellAfter(() => (this.refusals = REFUSALS));
  }

  /** End the line at once; nobody is told. */
  silence(): void {
    if (!this.line) return;
    this.release();
    this.synthesis?.cancel();
  }
}
