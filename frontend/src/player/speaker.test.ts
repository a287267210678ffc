import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Speaker } from "./speaker";
import { Tones } from "./tones";
import { chooseVoice, Voice } from "./voice";

const voice = (lang: string, localService: boolean, isDefault = false) => ({ lang, localService, default: isDefault });

test("only local voices of the language are chosen, the same country first", () => {
  const american = voice("en-US", true, true);
  const british = voice("en_GB", true);
  expect(chooseVoice([american, british, voice("en-GB", false)], "en-GB")).toBe(british);
  expect(chooseVoice([american, voice("de-DE", true)], "en-GB")).toBe(american);
  expect(chooseVoice([voice("en-GB", false), voice("de-DE", true)], "en-GB")).toBeUndefined();
});

class Utterance {
  rate = 1;
  onstart: (() => void) | undefined;
  onend: (() => void) | undefined;
  onerror: (() => void) | undefined;
  constructor(readonly text: string) {}
}

/** A speech engine by hand: it speaks when told, and may never end a line. */
class Engine {
  readonly said: Utterance[] = [];
  cancelled = 0;
  voices = [voice("en-GB", true)];
  getVoices = () => this.voices;
  speak = (line: Utterance): void => void this.said.push(line);
  cancel = (): void => void (this.cancelled += 1);
}

let engine: Engine;
const ended = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("SpeechSynthesisUtterance", Utterance);
  engine = new Engine();
  ended.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const speaker = (hearing = { voice: true, sound: true }): Speaker =>
  new Speaker(new Voice(engine as unknown as SpeechSynthesis, "en-GB"), new Tones(), hearing);
const line = { text: "Lift.", tone: null, seconds: 1 };

test("a line ends when the engine says so", () => {
  speaker().play(line, ended);
  engine.said[0]?.onend?.();
  expect(ended).toHaveBeenCalledOnce();
});

test("an engine that never ends a line is given up on, once", () => {
  speaker().play(line, ended);
  engine.said[0]?.onstart?.();
  vi.advanceTimersByTime(10_000);
  engine.said[0]?.onend?.();
  expect(ended).toHaveBeenCalledOnce();
  expect(engine.cancelled).toBe(1);
});

test("a silenced line never says that it ended", () => {
  const made = speaker();
  made.play(line, ended);
  made.silence();
  engine.said[0]?.onend?.();
  vi.advanceTimersByTime(60_000);
  expect(ended).not.toHaveBeenCalled();
  expect(engine.cancelled).toBe(1);
});

test("the voice speaks as fast as the person chose", () => {
  new Voice(engine as unknown as SpeechSynthesis, "en-GB", 0.8).say("Lift.", 1, ended);
  expect(engine.said.map((said) => said.rate)).toEqual([0.8]);
});

test("a line that the engine refuses is shown for as long as it would have been said", () => {
  speaker().play({ ...line, seconds: 4 }, ended);
  engine.said[0]?.onerror?.();
  vi.advanceTimersByTime(3900);
  expect(ended).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(ended).toHaveBeenCalledOnce();
});

test("after two lines that never began, the device counts as having no voice", () => {
  const made = speaker();
  for (let n = 0; n < 2; n += 1) {
    made.play(line, ended);
    vi.advanceTimersByTime(10_000);
  }
  expect(made.isSpeaking).toBe(false);
});

test.each([
  [{ voice: false, sound: true }],
  [{ voice: true, sound: false }],
])("with %j nothing is spoken, and lines take their reading time", (hearing) => {
  speaker(hearing).play({ ...line, seconds: 3 }, ended);
  vi.advanceTimersByTime(3100);
  expect(engine.said).toEqual([]);
  expect(ended).toHaveBeenCalledOnce();
});
