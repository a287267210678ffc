/** Reads a lesson aloud, one sentence after the other: only when asked, and every word of it stands on the page. */

import { secondsToSay } from "../player/speech";
import { Voice } from "../player/voice";

const WORDS = { begin: "Read aloud", stop: "Stop" };
const SAID = "is-said";

/** Offer it where the device has a voice of its own; it may come some time after the page. */
export function offerAloud(page: Document, synthesis: SpeechSynthesis | undefined): void {
  const place = page.querySelector<HTMLElement>("[data-aloud]");
  const button = place?.querySelector("button");
  if (!place || !button) return;
  const voice = new Voice(synthesis, page.documentElement.lang, Number(place.dataset["rate"]) || 1);
  const show = (): void => {
    place.hidden = voice.state === "none" || voice.state === "waiting";
  };
  voice.watch(show);
  show();
  const reader = new Reader(page, voice, place);
  button.addEventListener("click", () => reader.toggle());
  page.defaultView?.addEventListener("pagehide", () => reader.stop());
}

class Reader {
  private place = -1;
  private readonly sentences: readonly HTMLElement[];
  private readonly button: HTMLButtonElement;
  private readonly caption: HTMLElement | null;

  constructor(
    private readonly page: Document,
    private readonly voice: Voice,
    place: HTMLElement,
  ) {
    this.sentences = [...page.querySelectorAll<HTMLElement>("[data-say]")];
    this.button = place.querySelector("button")!;
    this.caption = place.querySelector("p");
  }

  toggle(): void {
    if (this.place < 0) this.say(0);
    else this.stop();
  }

  stop(): void {
    this.voice.silence();
    this.mark(-1);
  }

  private say(place: number): void {
    const text = this.sentences[place]?.textContent;
    if (!text) return this.end();
    this.mark(place);
    // A sentence that the engine refused stays on screen; a voice that is lost ends the reading.
    this.voice.say(text, secondsToSay(text), (wasTried) => (wasTried ? this.say(place + 1) : this.stop()));
  }

  private end(): void {
    const how = this.page.querySelector<HTMLInputElement>("[data-how]");
    if (how) how.value = "heard";
    this.mark(-1);
  }

  private mark(place: number): void {
    this.place = place;
    this.sentences.forEach((sentence, at) => sentence.classList.toggle(SAID, at === place));
    this.button.textContent = place < 0 ? WORDS.begin : WORDS.stop;
    if (this.caption) this.caption.textContent = this.sentences[place]?.textContent ?? "";
  }
}
