/** How well the figure is drawn: it falls by a level whenever pictures take too long. */

export interface Quality {
  /** Device pixels for each CSS pixel, at most. */
  readonly ratio: number;
  /** The shadow is drawn anew with every so many pictures; 0 is no shadow. */
  readonly shadowEvery: number;
  /** The least time between two pictures, in milliseconds. */
  readonly wait: number;
}

export const QUALITIES: readonly Quality[] = [
  { ratio: 2, shadowEvery: 1, wait: 0 },
  { ratio: 1, shadowEvery: 3, wait: 24 },
  { ratio: 1, shadowEvery: 0, wait: 24 },
  { ratio: 0.7, shadowEvery: 0, wait: 60 },
];
/** So many pictures are looked at together. */
const WINDOW = 24;
/** Slower than this and the quality falls, in milliseconds a picture. */
const SLOW_MS = 42;
/** So many are not judged at a beginning: the page itself is busy then. */
const WARM_UP = 48;
/** A gap longer than this is no slow picture: the page was away. */
const GAP_MS = 600;

export class Pace {
  level = 0;
  private last = 0;
  private spent = 0;
  private count = 0;
  private warm = 0;

  constructor(
    private readonly changed: (level: number) => void,
    private readonly told: (fps: number, level: number) => void,
  ) {}

  get quality(): Quality {
    return QUALITIES[Math.min(this.level, QUALITIES.length - 1)] as Quality;
  }

  /** Begin at a level. */
  start(level: number): void {
    this.level = level;
    this.warm = 0;
    this.pause();
    this.changed(level);
  }

  /** Forget the last picture: what comes next is no gap. */
  pause(): void {
    this.last = 0;
  }

  /** Take note of a picture drawn at a monotonic time in milliseconds. */
  drawn(now: number): void {
    const gap = now - this.last;
    const isFirst = this.last === 0 || gap > GAP_MS;
    this.last = now;
    if (isFirst || ++this.warm <= WARM_UP) return;
    this.spent += gap;
    this.count += 1;
    if (this.count < WINDOW) return;
    const each = this.spent / this.count;
    this.spent = this.count = 0;
    this.told(1000 / each, this.level);
    if (each > SLOW_MS + this.quality.wait / 2 && this.level < QUALITIES.length - 1) this.start(this.level + 1);
  }
}
