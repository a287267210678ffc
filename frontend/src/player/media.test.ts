import { expect, test } from "vitest";
import { MEDIA_KEYS, mediaDoing } from "./media";
import { restore } from "./reducer";
import type { State } from "./state";
import { anyAction, chance, Drive, type Doing } from "./testing/drive";
import { PAIN, sessionSheet } from "./testing/fixtures";

const sheet = sessionSheet();
const running = (): Drive => new Drive(sheet).begin().until((state) => state.cursor.part === 1 && state.cursor.index === 2);
const press = (run: Drive, key: (typeof MEDIA_KEYS)[number]): Drive => {
  const doing = mediaDoing(sheet, run.state, key);
  return doing ? run.do(doing) : run;
};

test.each(["pause", "stop"] as const)("%s pauses, and pressed again changes nothing", (key) => {
  const run = press(running(), key);
  expect(run.state.screen.kind).toBe("paused");
  expect(mediaDoing(sheet, run.state, key)).toBeUndefined();
});

test("play goes on from a pause alone, also after a reload", () => {
  const paused = press(running(), "pause");
  expect(press(paused, "play").state.screen.kind).toBe("step");
  const back = restore(running().state);
  expect(mediaDoing(sheet, back, "play")).toEqual({ type: "go-on" });
  expect(mediaDoing(sheet, running().state, "play")).toBeUndefined();
});

const SCREENS: readonly [string, Doing[]][] = [
  ["a question for pain", [{ type: "hurts" }]],
  ["a question for its kind", [{ type: "hurts" }, { type: "rate", value: 4 }]],
  ["an outcome that goes on", [{ type: "hurts" }, { type: "rate", value: 1 }, { type: "kind", quality: "ache" }]],
  ["an outcome that stops the exercise", [{ type: "hurts" }, { type: "rate", value: 4 }, { type: "kind", quality: "ache" }]],
  ["a stop", [{ type: "stop" }]],
  ["an emergency", [{ type: "hurts" }, { type: "rate", value: 4 }, { type: "kind", quality: "chest" }]],
  ["a skip", [{ type: "skip" }]],
  ["no easier one", [{ type: "too-hard" }, { type: "too-hard" }]],
];

test.each(SCREENS)("no key answers %s or goes on from there", (_, doings) => {
  const run = running();
  for (const doing of doings) run.do(doing).pass(0.1);
  if (run.state.screen.kind === "step") run.until((state) => state.screen.kind === "step").do({ type: "too-hard" });
  for (const key of MEDIA_KEYS) expect(mediaDoing(sheet, run.state, key)).toBeUndefined();
});

test("no key starts a session, and none but pause does anything to a question of it", () => {
  for (const pain of [undefined, 6, 9]) {
    const run = new Drive(sheet);
    if (pain !== undefined) run.do({ type: "rate", value: pain });
    for (const key of MEDIA_KEYS) expect(mediaDoing(sheet, run.state, key)).toBeUndefined();
  }
  const pain = { ...PAIN, zone_outcome: { ...PAIN.zone_outcome, a: "amber-easier" } };
  const eased = new Drive(sessionSheet({ pain })).begin().until((state) => state.cursor.part === 1 && state.cursor.index === 2);
  eased.do({ type: "hurts" }).do({ type: "rate", value: 4 }).do({ type: "kind", quality: "ache" }).do({ type: "go-on" });
  const asked = eased.until((state) => state.cursor.part === 1 && state.cursor.index === 2, 600);
  expect(MEDIA_KEYS.map((key) => mediaDoing(sheet, asked.state, key)?.type)).toEqual([undefined, "pause", "pause", undefined, undefined]);
});

test("the keys for back and forth do what the buttons do while an exercise runs, and nothing in a pause", () => {
  expect(mediaDoing(sheet, running().state, "previoustrack")).toEqual({ type: "back" });
  expect(mediaDoing(sheet, running().state, "nexttrack")).toEqual({ type: "skip" });
  const paused = press(running(), "pause");
  for (const key of ["previoustrack", "nexttrack"] as const) expect(mediaDoing(sheet, paused.state, key)).toBeUndefined();
});

test("whatever happened before, a key ends movement or goes on from a pause, and nothing else sets anything moving", () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const random = chance(seed);
    const run = new Drive(sheet).begin(Math.floor(random() * 8)).do({ type: "begin" });
    for (let n = 0; n < 60; n += 1) {
      run.pass(random() * 10).do(anyAction(random));
      const before: State = run.state;
      for (const key of MEDIA_KEYS) {
        const moves = new Drive(sheet);
        moves.state = before;
        moves.now = run.now;
        press(moves, key);
        const isMoving = moves.state.screen.kind === "step";
        const mayMove = before.screen.kind === "step" || (key === "play" && ["paused", "resume"].includes(before.screen.kind));
        if (isMoving) expect([key, before.screen.kind, mayMove]).toEqual([key, before.screen.kind, true]);
      }
    }
  }
});
