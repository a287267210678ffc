/** The line to our own server: landmark frames out, findings back. It comes back by itself, and never queues frames. */

import type { Begin } from "../generated/camera-messages";
import type { Finding } from "../generated/findings";

/** How long to wait before each new try, in milliseconds; the last one stays. Our choice. */
export const WAITS_MS = [250, 500, 1000, 2000, 4000, 8000] as const;
/** With more than this waiting to be sent, a frame is left out, in bytes: a newer one is coming. */
const FULL_BYTES = 4096;

/** The part of a WebSocket that is used. */
export type Line = Pick<
  WebSocket,
  "binaryType" | "readyState" | "bufferedAmount" | "onopen" | "onmessage" | "onclose" | "send" | "close"
>;

export interface LinkWorld {
  open(): Line;
  /** Milliseconds of the clock by which pictures are timed. */
  now(): number;
  later(work: () => void, ms: number): () => void;
  found(finding: Finding): void;
  /** The line came up or went down. */
  changed(isUp: boolean): void;
}

const OPEN = 1;

export class Link {
  private line: Line | undefined;
  private tries = 0;
  private target: Begin | undefined;
  private since = 0;
  private forget: () => void = () => undefined;
  private isOver = false;

  constructor(private readonly world: LinkWorld) {
    this.connect();
  }

  get isUp(): boolean {
    return this.line?.readyState === OPEN;
  }

  /** Watch another set, or nothing; what was seen before is no longer ours to hear of. */
  watch(target: Begin | undefined): void {
    if (JSON.stringify(target) === JSON.stringify(this.target)) return;
    const hadOne = this.target !== undefined;
    this.target = target;
    if (this.isUp) this.say(hadOne);
  }

  /** Send one frame, unless the line is down or slow: then a newer one will do. */
  frame(packet: ArrayBuffer): void {
    if (this.line && this.isUp && this.target && this.line.bufferedAmount < FULL_BYTES) this.line.send(packet);
  }

  close(): void {
    this.isOver = true;
    this.forget();
    this.line?.close();
  }

  private connect(): void {
    const line = this.world.open();
    line.binaryType = "arraybuffer";
    line.onopen = () => this.opened();
    line.onmessage = ({ data }) => this.heard(data);
    line.onclose = () => this.closed(line);
    this.line = line;
  }

  private opened(): void {
    this.say(false);
    this.world.changed(true);
  }

  private say(hadOne: boolean): void {
    this.since = this.world.now();
    if (this.target) this.line?.send(JSON.stringify(this.target));
    else if (hadOne) this.line?.send(JSON.stringify({ type: "end" }));
  }

  private heard(data: unknown): void {
    this.tries = 0; // only a server that answers is worth a quick new try
    const findings = JSON.parse(String(data)) as Finding[];
    for (const finding of findings) {
      // An answer to the beginning has no picture; everything else is of a picture taken since.
      if (finding.type === "unmeasured" || finding.at_ms >= this.since) this.world.found(finding);
    }
  }

  private closed(line: Line): void {
    if (this.isOver || line !== this.line) return;
    this.world.changed(false);
    const wait = WAITS_MS[Math.min(this.tries, WAITS_MS.length - 1)] ?? 0;
    this.tries += 1;
    this.forget = this.world.later(() => this.connect(), wait);
  }
}
