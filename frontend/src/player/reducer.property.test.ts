import { expect, test } from "vitest";
import { abandonment } from "./closing";
import type { Draft } from "./model";
import { reduce, restore } from "./reducer";
import { numberSaid } from "./reports";
import { chosenSheet } from "./sheet";
import { isOver, isReview, START, type Action, type State } from "./state";
import { anyAction, chance, Drive } from "./testing/drive";
import { PAIN, sessionSheet } from "./testing/fixtures";

const RUNS = 120;
const ACTIONS = 120;
/** The traffic light: half of all runs have it. */
const LENIENT = { ...PAIN, zone_outcome: { ...PAIN.zone_outcome, a: "amber-easier" } };

/** Run a session in which anything may happen at any time, and look at it after each action. */
function anySession(seed: number, look: (run: Drive) => void): Drive {
  const random = chance(seed);
  const policy = seed % 2 === 0 ? {} : { pain: LENIENT };
  const run = new Drive({ ...sessionSheet({ readiness: random() < 0.5 ? "tap" : "lead-in" }), ...policy }, 0.5 + random());
  run.begin(Math.floor(random() * 8)).do({ type: "begin" });
  for (let n = 0; n < ACTIONS; n += 1) {
    if (random() < 0.1) run.now += random() * 5000;
    run.pass(random() * (random() < 0.3 ? 30 : 3));
    run.do(anyAction(random));
    look(run);
  }
  return run;
}

const each = (look: (run: Drive) => void): Drive[] => [...Array(RUNS).keys()].map((seed) => anySession(seed, look));

const isWhole = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;

function isWellFormed(event: Draft): boolean {
  switch (event.type) {
    case "set-completed":
    case "set-ended":
      return event.set >= 1 && isWhole(event.block) && isWhole(event.repetitions) && isWhole(event.held_seconds);
    case "pain-reported":
    case "effort-reported":
      return isWhole(event.value) && event.value <= 10 && isWhole(event.block) && event.exercise !== "";
    case "session-started":
      return event.planned.length > 0 && event.planned.every((block) => block.sets >= 1);
    default:
      return true;
  }
}

test("whatever happens, nothing raises, two voices never speak at once, and events are well formed", () => {
  const runs = each((run) => expect(run.most).toBeLessThanOrEqual(1));
  const events = runs.flatMap((run) => run.events);
  expect(events.filter((event) => !isWellFormed(event))).toEqual([]);
  expect(new Set(events.map((event) => event.type)).size).toBeGreaterThanOrEqual(10);
});

test("a session starts once, ends at most once, and pauses and goes on in turn", () => {
  for (const run of each(() => undefined)) {
    expect(run.types.filter((type) => type === "session-started").length).toBeLessThanOrEqual(1);
    expect(run.types.filter((type) => /session-(stopped|finished)/.test(type)).length).toBeLessThanOrEqual(1);
    const turns = run.types.filter((type) => /session-(paused|resumed)/.test(type));
    expect(turns.every((type, n) => type === (n % 2 === 0 ? "session-paused" : "session-resumed"))).toBe(true);
  }
});

test("after a stop no cue ever follows, and one line at most is said", () => {
  let stops = 0;
  for (const run of each(() => undefined)) {
    const stop = run.heard.findIndex(({ effect }) => effect.kind === "record" && effect.event.type === "session-stopped");
    if (stop < 0) continue;
    stops += 1;
    const after = run.heard.slice(stop).map(({ effect }) => effect);
    expect(after.map(({ kind }) => kind)).not.toContain("cue");
    const answer = after.findIndex((effect) => effect.kind === "record" && effect.event.type === "pain-reported");
    const unasked = answer < 0 ? after : after.slice(0, answer); // what is said then may have to be answered at once
    expect(unasked.filter(({ kind }) => kind === "notice").length).toBeLessThanOrEqual(1);
    expect(run.heard.slice(0, stop).findLast(({ effect }) => effect.kind !== "record")?.effect.kind).toBe("silence");
  }
  expect(stops).toBeGreaterThan(RUNS / 10);
});

test("strengthening never begins before every mobilising block is behind", () => {
  each(({ state, sheet }) => {
    if (state.mode === null) return;
    const { blocks } = chosenSheet(sheet, state);
    const phases = blocks.slice(0, state.cursor.part).map((block) => block.phase);
    const isStrengthening = phases.at(-1) === "strengthen";
    if (isStrengthening) expect(blocks.slice(state.cursor.part).map((block) => block.phase)).not.toContain("mobilise");
  });
});

test("an exercise left for pain never comes back", () => {
  each(({ state, sheet }) => {
    const block = state.mode === null ? undefined : chosenSheet(sheet, state).blocks[state.cursor.part - 1];
    if (state.screen.kind === "step" && block) expect(state.left).not.toContain(block.exercise);
  });
});

test("a number that was said is on record as soon as its questions are left, by whatever way", () => {
  let left = 0;
  for (let seed = 0; seed < RUNS; seed += 1) {
    let said: number | null = null;
    let reports = 0;
    const last = anySession(seed, ({ state, events }) => {
      const now = numberSaid(state.screen);
      if (said !== null && now === null) {
        left += 1;
        const last = events.findLast((event) => event.type === "pain-reported");
        if (last?.moment === "during") expect(last).toMatchObject({ value: said });
        expect(events.filter((event) => event.type === "pain-reported").length).toBeGreaterThan(reports);
      }
      said = now;
      reports = events.filter((event) => event.type === "pain-reported").length;
    });
    if (said !== null) {
      const saved = { shape: 3, session: "s", sheet: last.sheet, state: last.state, offset: 0, savedAt: 0 };
      const device = { monotonic: () => 0, wall: () => 0, random: (bytes: number) => new Uint8Array(bytes) };
      expect(abandonment(saved, device)).toContainEqual(expect.objectContaining({ type: "pain-reported", value: said }));
    }
  }
  expect(left).toBeGreaterThan(RUNS / 10);
});

/** Whatever befell the session before, it comes to its end and is rated at random; each look is at one action more. */
function anyReview(seed: number, look: (run: Drive) => void): Drive | undefined {
  const random = chance(seed);
  const run = new Drive(sessionSheet()).begin(Math.floor(random() * 6));
  run.pass(random() * 200);
  if (random() < 0.3) run.do({ type: "hurts" }).do({ type: "rate", value: 4 }).do({ type: "kind", quality: "ache" });
  if (random() < 0.3) run.do({ type: "stop" });
  for (let n = 0; n < 1200 && !isReview(run.state.screen); n += 1) {
    if (isOver(run.state)) return undefined;
    run.do(run.state.screen.kind === "outcome" ? { type: "go-on" } : { type: "ready" }).pass(2);
  }
  for (let n = 0; n < 30; n += 1) {
    const action = random() < 0.2 ? ({ type: "no-worse" } as const) : anyAction(random);
    run.do(action);
    look(run);
  }
  return run;
}

test("at the end nothing restarts, nothing that was told is taken back, and a reload or a close loses nothing", () => {
  let rated = 0;
  for (let seed = 0; seed < 60; seed += 1) {
    let before: State | null = null;
    anyReview(seed, (run) => {
      expect(["step", "paused", "resume"]).not.toContain(run.state.screen.kind);
      expect(run.types.filter((type) => /session-(stopped|finished)/.test(type))).toHaveLength(1);
      for (const [exercise, { hurt, worst, effort }] of Object.entries(before?.said ?? {})) {
        const now = run.state.said[exercise];
        expect(now?.hurt).toEqual(hurt);
        if (worst !== null && worst !== "no-worse") expect(now?.worst).toHaveProperty("value");
        expect(worst === null || now?.worst !== null).toBe(true);
        expect(effort === null || now?.effort !== null).toBe(true);
      }
      before = run.state;
      if (!isReview(run.state.screen)) return;
      rated += 1;
      expect(restore(JSON.parse(JSON.stringify(run.state)) as State).screen).toEqual(run.state.screen);
      const noWorse = run.events.flatMap((event) => (event.type === "no-worse-said" ? [event.exercise] : []));
      expect(noWorse.filter((exercise) => run.state.said[exercise]?.hurt)).toEqual([]);
      const saved = { shape: 3, session: "s", sheet: run.sheet, state: run.state, offset: 0, savedAt: 0 };
      const device = { monotonic: () => 0, wall: () => 0, random: (bytes: number) => new Uint8Array(bytes) };
      const closing = abandonment(saved, device);
      expect(closing.map((event) => event.type)).not.toContain("session-stopped");
      const value = numberSaid(run.state.screen);
      if (value !== null) expect(closing).toContainEqual(expect.objectContaining({ type: "pain-reported", value }));
    });
  }
  expect(rated).toBeGreaterThan(100);
});

test("saved and read again, the state is the same, and the same things follow", () => {
  each((run) => {
    const read = JSON.parse(JSON.stringify(run.state)) as State;
    expect(read).toEqual(run.state);
    const action: Action = { type: "tick", now: run.now + 500 };
    expect(reduce(run.sheet, read, action)).toEqual(reduce(run.sheet, run.state, action));
  });
});

test("after a reload time alone changes nothing", () => {
  each((run) => {
    if (isOver(run.state) || run.state.screen.kind === "step") {
      const back = restore(run.state);
      const [later, effects] = reduce(run.sheet, back, { type: "tick", now: 0 });
      const [muchLater, more] = reduce(run.sheet, later, { type: "tick", now: 900_000 });
      expect([effects, more]).toEqual([[], []]);
      expect(muchLater.cursor).toEqual(run.state.cursor);
    }
  });
});

test("the cues of every step are played in order, each at most once for each time it is entered", () => {
  const run = new Drive(sessionSheet()).begin().until((state) => state.screen.kind === "review", 1200);
  const cues = chosenSheet(run.sheet, { ...START, mode: "full" });
  const planned = [cues.opening, ...cues.blocks.map((block) => block.steps), cues.closing].flat();
  const wanted = planned.flatMap((step) => step.cues.filter((cue) => cue.must).map((cue) => cue.say));
  const said = run.lines.filter((line) => wanted.includes(line));
  expect(said).toEqual(wanted);
});
