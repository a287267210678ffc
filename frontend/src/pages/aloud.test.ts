import { beforeEach, expect, test, vi } from "vitest";
import { offerAloud } from "./aloud";

interface Line {
  text: string;
  onstart?: () => void;
  onend?: () => void;
  onerror?: () => void;
}

/** A synthesis that is told when a line has ended. */
class Synthesis {
  said: Line[] = [];
  cancelled = 0;
  getVoices = () => [{ lang: "en-GB", localService: true, default: true }];
  speak = (line: Line) => this.said.push(line);
  cancel = () => (this.cancelled += 1);
  get texts(): string[] {
    return this.said.map((line) => line.text);
  }
  end(): void {
    this.said.at(-1)?.onstart?.();
    this.said.at(-1)?.onend?.();
  }
}

const element = (textContent: string) => {
  const classes = new Set<string>();
  const classList = { toggle: (name: string, on: boolean) => (on ? classes.add(name) : classes.delete(name)), has: (name: string) => classes.has(name) };
  return { textContent, classList };
};

function lesson() {
  const sentences = ["One.", "Two.", "Three."].map(element);
  const listeners: (() => void)[] = [];
  const button = { textContent: "Read aloud", addEventListener: (_: string, tapped: () => void) => listeners.push(tapped) };
  const caption = { textContent: "" };
  const parts: Record<string, unknown> = { button, p: caption };
  const place = { hidden: true, dataset: { rate: "1" }, querySelector: (name: string) => parts[name] };
  const how = { value: "read" };
  const found: Record<string, unknown> = { "[data-aloud]": place, "[data-how]": how };
  const page = {
    documentElement: { lang: "en-GB" },
    defaultView: null,
    querySelector: (name: string) => found[name] ?? null,
    querySelectorAll: () => sentences,
  };
  return { page: page as unknown as Document, place, button, caption, how, sentences, tap: () => listeners.forEach((tapped) => tapped()) };
}

const offer = (page: Document, synthesis: Synthesis | undefined) => offerAloud(page, synthesis as unknown as SpeechSynthesis | undefined);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("SpeechSynthesisUtterance", class { constructor(readonly text: string) {} });
});

test("nothing is said before it is asked for", () => {
  const { page, place } = lesson();
  const synthesis = new Synthesis();
  offer(page, synthesis);
  vi.advanceTimersByTime(60_000);
  expect([place.hidden, synthesis.texts]).toEqual([false, []]);
});

test("each sentence is said in turn, marked and shown as a caption; heard to the end is told", () => {
  const { page, caption, button, how, sentences, tap } = lesson();
  const synthesis = new Synthesis();
  offer(page, synthesis);
  tap();
  for (const [at, sentence] of sentences.entries()) {
    expect([synthesis.texts.at(-1), caption.textContent, button.textContent]).toEqual([sentence.textContent, sentence.textContent, "Stop"]);
    expect(sentences.map((one) => one.classList.has("is-said"))).toEqual(sentences.map((_, n) => n === at));
    expect(how.value).toBe("read");
    synthesis.end();
  }
  expect([how.value, caption.textContent, button.textContent, synthesis.texts.length]).toEqual(["heard", "", "Read aloud", 3]);
});

test("stop ends it at once, and it was not heard; asked again it begins again", () => {
  const { page, how, caption, tap } = lesson();
  const synthesis = new Synthesis();
  offer(page, synthesis);
  tap();
  tap();
  synthesis.end();
  expect([synthesis.cancelled, synthesis.texts, caption.textContent, how.value]).toEqual([1, ["One."], "", "read"]);
  tap();
  expect(synthesis.texts).toEqual(["One.", "One."]);
});

test("a voice that refuses ends the reading", () => {
  const { page, button, tap } = lesson();
  const synthesis = new Synthesis();
  offer(page, synthesis);
  tap();
  synthesis.said[0]?.onerror?.();
  expect([button.textContent, synthesis.texts]).toEqual(["Read aloud", ["One."]]);
});

test("without a voice it is not offered", () => {
  const { page, place } = lesson();
  offer(page, undefined);
  expect(place.hidden).toBe(true);
});
