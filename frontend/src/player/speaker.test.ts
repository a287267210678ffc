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
  resumed = 0;
  resume = (): void => void (this.resumed += 1);
  change: () => void = () => undefined;
  addEventListener = (_: string, changed: () => void): void => void (this.change = changed);
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

// --- The voice is lost and found --------------------------------------------------------------------------------------------------

/** A speaker that tells of each change, and tones that note what they sound. */
function watched(hearing = { voice: true, sound: true }) {
  const sounded: string[] = [];
  const tones = { unlock: () => undefined, silence: () => undefined, play: (tone: string) => (sounded.push(tone), 0) };
  const voice = new Voice(engine as unknown as SpeechSynthesis, "en-GB");
  const made = new Speaker(voice, tones as unknown as Tones, hearing);
  const states: string[] = [];
  made.watch(() => void states.push(made.state));
  return { made, states, sounded };
}

const refuseAll = (): void => {
  for (let n = 0; n < engine.said.length; n += 1) engine.said[n]?.onerror?.();
};

test("a refused line is tried once more at once, and if it begins nothing was lost", () => {
  const { made, states } = watched();
  made.play(line, ended);
  engine.said[0]?.onerror?.();
  expect(engine.said.map((said) => said.text)).toEqual(["Lift.", "Lift."]);
  engine.said[1]?.onstart?.();
  vi.advanceTimersByTime(2000);
  expect(ended).not.toHaveBeenCalled();
  engine.said[1]?.onend?.();
  expect([ended.mock.calls.length, states, made.isSpeaking]).toEqual([1, [], true]);
});

test("a line refused twice is shown for its time, and that the voice is lost is told and sounded, once", () => {
  const { made, states, sounded } = watched();
  made.play(line, ended);
  refuseAll();
  expect([states, sounded, made.isSpeaking]).toEqual([["lost"], ["end"], false]);
  vi.advanceTimersByTime(1300);
  expect(ended).toHaveBeenCalledOnce();
  made.play(line, ended);
  refuseAll();
  vi.advanceTimersByTime(1300);
  expect([ended.mock.calls.length, states, sounded]).toEqual([2, ["lost"], ["end", "tick"]]);
});

test("a line that never begins loses the voice", () => {
  const { made, states } = watched();
  made.play(line, ended);
  vi.advanceTimersByTime(10_000);
  expect([ended.mock.calls.length, states, made.isSpeaking]).toEqual([1, ["lost"], false]);
});

test("each line is tried while the voice is lost, takes no longer than to read it, and the first that begins brings it back", () => {
  const { made, states } = watched();
  made.play(line, ended);
  refuseAll();
  vi.advanceTimersByTime(1300);
  made.play({ ...line, text: "Lower.", seconds: 3 }, ended);
  expect(engine.said.at(-1)?.text).toBe("Lower.");
  vi.advanceTimersByTime(3100);
  expect([ended.mock.calls.length, made.state]).toEqual([2, "lost"]);
  made.play({ ...line, text: "Rest." }, ended);
  engine.said.at(-1)?.onstart?.();
  expect([made.state, states]).toEqual(["there", ["lost", "there"]]);
  vi.advanceTimersByTime(1500);
  expect(ended).toHaveBeenCalledTimes(2);
  engine.said.at(-1)?.onend?.();
  expect(ended).toHaveBeenCalledTimes(3);
});

test("a voice that breaks off in the middle of a line ends that line all the same", () => {
  const { made } = watched();
  made.play(line, ended);
  refuseAll();
  vi.advanceTimersByTime(1300);
  made.play(line, ended);
  engine.said.at(-1)?.onstart?.();
  vi.advanceTimersByTime(1300);
  engine.said.at(-1)?.onerror?.();
  expect(ended).toHaveBeenCalledTimes(2);
});

test("an engine that throws has refused", () => {
  engine.speak = () => {
    throw new Error("no audio device");
  };
  const { made } = watched();
  made.play(line, ended);
  vi.advanceTimersByTime(1300);
  expect([ended.mock.calls.length, made.state]).toEqual([1, "lost"]);
});

test("a tap wakes an engine up, lost or not", () => {
  const { made } = watched();
  made.play(line, ended);
  refuseAll();
  vi.advanceTimersByTime(1300);
  const before = engine.said.length;
  made.unlock();
  expect([engine.said.length - before, engine.resumed]).toEqual([1, 1]);
});

test("voices that come late are waited for, and then there are none", () => {
  engine.voices = [];
  const { made, states } = watched();
  expect(made.state).toBe("waiting");
  vi.advanceTimersByTime(2000);
  expect([made.state, states]).toEqual(["none", ["none"]]);
  engine.voices = [voice("en-GB", true)];
  engine.change();
  expect([made.state, states]).toEqual(["there", ["none", "there"]]);
});

test("a device whose voice goes away in the middle says so", () => {
  const { made, states, sounded } = watched();
  engine.change();
  engine.voices = [];
  engine.change();
  vi.advanceTimersByTime(2000);
  expect([made.state, sounded]).toEqual(["none", ["end"]]);
  expect(states.at(-1)).toBe("none");
});

test("a sample tells whether the voice began; without one there is a tone to hear", () => {
  const { made, sounded } = watched();
  made.sample("Hello.", 1, ended);
  engine.said[0]?.onstart?.();
  engine.said[0]?.onend?.();
  made.sample("Hello.", 1, ended);
  vi.advanceTimersByTime(10_000);
  engine.voices = [];
  made.sample("Hello.", 1, ended);
  expect(ended.mock.calls).toEqual([[true], [false], [false]]);
  expect(sounded.at(-1)).toBe("start");
});

test("a machine that has no place for sounds leaves the words", () => {
  vi.stubGlobal("AudioContext", class {
    constructor() {
      throw new Error("no sound device");
    }
  });
  const tones = new Tones();
  tones.unlock();
  expect(tones.play("start")).toBe(0);
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
