/** The voice of this device: Web Speech with local voices only, so that no word leaves the device. */

/** An engine that has not ended a line after twice its time and this much more is given up on, in milliseconds. */
const PATIENCE_MS = 2500;
/** After so many lines in a row that never began, this device counts as having no voice. */
const SILENT_LINES = 2;

/** Return the voice to use: local, of the language, the same country first; undefined where there is none. */
export function chooseVoice<Voice extends { lang: string; localService: boolean; default: boolean }>(
  voices: readonly Voice[],
  language: string,
): Voice | undefined {
  const wanted = plain(language);
  const fitting = voices.filter((voice) => voice.localService && plain(voice.lang).split("-")[0] === wanted.split("-")[0]);
  const rank = (voice: Voice): number => (plain(voice.lang) === wanted ? 0 : 2) + (voice.default ? 0 : 1);
  return fitting.toSorted((a, b) => rank(a) - rank(b))[0];
}

const plain = (language: string): string => language.toLowerCase().replace("_", "-");

/** Says one line at a time. */
export class Voice {
  private line: SpeechSynthesisUtterance | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private silentLines = 0;

  constructor(
    private readonly synthesis: SpeechSynthesis | undefined,
    private readonly language: string,
    private readonly rate = 1,
  ) {}

  /** Tell whether this device can speak the language by itself. */
  get isThere(): boolean {
    return this.silentLines < SILENT_LINES && this.chosen !== undefined;
  }

  private get chosen(): SpeechSynthesisVoice | undefined {
    return this.synthesis && chooseVoice(this.synthesis.getVoices(), this.language);
  }

  /** Some browsers speak only after a first line in answer to a tap: an empty one. */
  unlock(): void {
    if (!this.synthesis || this.line) return;
    const empty = new SpeechSynthesisUtterance("");
    empty.volume = 0;
    this.synthesis.speak(empty);
  }

  /**
   * Say a line expected to take this many seconds. `ended` is called once, unless the line is silenced: with true when
   * the line was said or waited for, with false when the engine refused it at once.
   */
  say(text: string, seconds: number, ended: (wasTried: boolean) => void): void {
    this.silence();
    const line = new SpeechSynthesisUtterance(text);
    line.voice = this.chosen ?? null;
    line.lang = this.language;
    line.rate = this.rate;
    const end = (isHeard: boolean, wasTried: boolean): void => {
      if (this.line !== line) return;
      this.silentLines = isHeard ? 0 : this.silentLines + 1;
      this.release();
      ended(wasTried);
    };
    let hasBegun = false;
    line.onstart = () => (hasBegun = true);
    line.onend = () => end(true, true);
    line.onerror = () => end(false, false);
    this.line = line;
    this.watchdog = setTimeout(() => this.giveUp(() => end(hasBegun, true)), seconds * 2000 + PATIENCE_MS);
    this.synthesis?.speak(line);
  }

  private giveUp(end: () => void): void {
    end();
    this.synthesis?.cancel();
  }

  private release(): void {
    clearTimeout(this.watchdog);
    this.line = undefined;
  }

  /** End the line at once; nobody is told. */
  silence(): void {
    if (!this.line) return;
    this.release();
    this.synthesis?.cancel();
  }
}
