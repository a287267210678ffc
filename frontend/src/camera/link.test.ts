import { beforeEach, expect, test } from "vitest";
import type { Begin } from "../generated/camera-messages";
import type { Finding } from "../generated/findings";
import { Link, WAITS_MS, type Line } from "./link";

const SET: Begin = { type: "begin", purpose: "set", exercise: "si-glute-bridge", variant: "si-bridge", side: "right", set: 1 };

/** A line in the test's hands. */
class FakeLine {
  binaryType = "";
  readyState = 0;
  bufferedAmount = 0;
  readonly sent: (string | ArrayBuffer)[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  send = (content: string | ArrayBuffer): void => void this.sent.push(content);
  close = (): void => this.drop();
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  drop(): void {
    this.readyState = 3;
    this.onclose?.();
  }
  hear(...findings: Finding[]): void {
    this.onmessage?.({ data: JSON.stringify(findings) });
  }
}

let lines: FakeLine[];
let waits: { work: () => void; ms: number }[];
let found: Finding[];
let ups: boolean[];
let now: number;
let link: Link;

const line = (): FakeLine => lines.at(-1) as FakeLine;
const repetition = (at_ms: number): Finding => ({ type: "repetition-counted", at_ms, number: 1, seconds: 4, range: 1 });

beforeEach(() => {
  [lines, waits, found, ups, now] = [[], [], [], [], 1000];
  link = new Link({
    open: () => {
      lines.push(new FakeLine());
      return line() as unknown as Line;
    },
    now: () => now,
    later: (work, ms) => {
      waits.push({ work, ms });
      return () => undefined;
    },
    found: (finding) => found.push(finding),
    changed: (isUp) => ups.push(isUp),
  });
});

test("what is watched is told once the line is up, again when it changes, and its end", () => {
  link.watch(SET);
  expect(line().sent).toEqual([]);
  line().open();
  link.watch({ ...SET });
  link.watch({ ...SET, set: 2 });
  link.watch(undefined);
  expect(line().sent.map((text) => JSON.parse(String(text)))).toEqual([SET, { ...SET, set: 2 }, { type: "end" }]);
});

test("frames go out only for something that is watched, and never queue up", () => {
  const packet = new ArrayBuffer(24);
  line().open();
  link.frame(packet);
  link.watch(SET);
  line().bufferedAmount = 100_000;
  link.frame(packet);
  line().bufferedAmount = 0;
  link.frame(packet);
  expect(line().sent.slice(1)).toEqual([packet]);
});

test("what was seen of the set before counts for nothing in this one", () => {
  link.watch(SET);
  line().open();
  line().hear(repetition(999), repetition(1001), { type: "unmeasured", at_ms: 0, say: "Not this one." });
  expect(found.map((finding) => finding.type)).toEqual(["repetition-counted", "unmeasured"]);
});

test("a line that drops comes back, later each time, and watches on", () => {
  link.watch(SET);
  line().open();
  for (let n = 0; n < 8; n += 1) {
    line().drop();
    waits.at(-1)?.work();
  }
  expect(waits.map(({ ms }) => ms)).toEqual([...WAITS_MS, 8000, 8000]);
  line().open();
  expect(JSON.parse(String(line().sent[0]))).toEqual(SET);
  expect([ups[0], ups.at(-1)]).toEqual([true, true]);
});

test("a server that answered is tried again at once", () => {
  line().drop();
  waits.at(-1)?.work();
  line().open();
  line().hear(repetition(2000));
  line().drop();
  expect(waits.at(-1)?.ms).toBe(WAITS_MS[0]);
});

test("a line that we close stays closed", () => {
  link.close();
  expect([waits, ups]).toEqual([[], []]);
});
