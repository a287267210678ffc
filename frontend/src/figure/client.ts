/** The figure as a page has it: a canvas whose drawing is done by a worker, and what comes back from there. */

import type { FromWorker, Look, Moment, Preset, Shown, ToWorker } from "./messages";

export type Listener = (message: FromWorker) => void;

export class Figure {
  readonly canvas = document.createElement("canvas");
  private readonly worker: Worker | undefined;
  private readonly listeners = new Set<Listener>();
  private last: FromWorker | undefined;
  isTinted = true;
  private container: HTMLElement | undefined;

  constructor() {
    this.canvas.className = "figure__canvas";
    this.canvas.setAttribute("aria-hidden", "true");
    if (!("transferControlToOffscreen" in this.canvas) || typeof Worker === "undefined") {
      this.heard({ type: "failed", why: "this browser draws only on its own thread" });
      return;
    }
    this.worker = new Worker(new URL("./figure.worker.ts", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.heard(data);
    this.worker.onerror = (event) => this.heard({ type: "failed", why: event.message || "the figure could not be loaded" });
    const canvas = this.canvas.transferControlToOffscreen();
    const open: ToWorker = { type: "open", canvas, width: 480, height: 320, ratio: 1, ...this.look() };
    this.worker.postMessage(open, [canvas]);
  }

  /** Hear what the worker says, beginning with how things stand; returns how to end that. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    if (this.last) listener(this.last);
    return () => this.listeners.delete(listener);
  }

  /** Put the canvas into a place of the page, which it fills from now on; returns how to take it out. */
  attach(container: HTMLElement): () => void {
    this.container = container;
    container.append(this.canvas);
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      if (width > 0 && height > 0) this.say({ type: "size", width, height, ratio: window.devicePixelRatio });
    };
    const tell = (): void => this.say({ type: "look", ...this.look() });
    const sized = new ResizeObserver(measure);
    sized.observe(this.canvas);
    const queries = [matchMedia("(prefers-color-scheme: dark)"), matchMedia("(prefers-reduced-motion: reduce)")];
    for (const query of queries) query.addEventListener("change", tell);
    tell();
    return () => {
      sized.disconnect();
      for (const query of queries) query.removeEventListener("change", tell);
      this.say({ type: "rest" });
      this.canvas.remove();
      this.container = undefined;
    };
  }

  show(shown: Shown, moment: Moment, breath: number | null): void {
    this.say({ type: "show", ...shown, ...moment, breath });
  }

  preset(preset: Preset): void {
    this.say({ type: "preset", preset });
  }

  turn(azimuth: number, elevation: number, zoom: number): void {
    this.say({ type: "turn", azimuth, elevation, zoom });
  }

  tint(isTinted: boolean): void {
    this.isTinted = isTinted;
    this.say({ type: "look", ...this.look() });
  }

  rest(): void {
    this.say({ type: "rest" });
  }

  close(): void {
    this.listeners.clear();
    this.worker?.terminate();
  }

  private look(): Look {
    const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return { isNight: isNight(this.container ?? document.documentElement), isReduced, isTinted: this.isTinted };
  }

  private say(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private heard(message: FromWorker): void {
    if (message.type !== "pace") this.last = message;
    for (const listener of this.listeners) listener(message);
  }
}

/** Tell whether words are lighter than their paper here, whatever chose the theme. */
function isNight(place: HTMLElement): boolean {
  const [red = 0, green = 0, blue = 0] = getComputedStyle(place).color.match(/[\d.]+/g)?.map(Number) ?? [];
  return red + green + blue > 384;
}
