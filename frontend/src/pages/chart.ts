/** The chart of pain before, worst and next morning: drawn from the table that is on the page, and read by a slider. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { readTable, type Numbers } from "./chart-table";

const HEIGHT = 260;
/** With more sessions than this, dots would hide the lines. */
const MOST_DOTS = 90;
/** How each line differs from the others besides its colour: dashes, thickness, and whether its dots are filled. */
const LINES = [
  { dash: [], width: 2, isFilled: false },
  { dash: [], width: 3.5, isFilled: true },
  { dash: [3, 5], width: 2.5, isFilled: true },
] as const;

/** Draw every chart of the page. */
export function drawCharts(page: Document): void {
  for (const figure of page.querySelectorAll<HTMLElement>("[data-chart]")) {
    const table = page.getElementById(figure.dataset["chart"] ?? "");
    if (table instanceof HTMLTableElement) new Chart(figure, readTable(table));
  }
}

class Chart {
  private readonly place: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly words: HTMLElement;
  private plot: uPlot;

  constructor(
    private readonly figure: HTMLElement,
    private readonly numbers: Numbers,
  ) {
    figure.hidden = false;
    this.place = find(figure, "[data-chart-place]");
    this.slider = find(figure, "input");
    this.words = find(figure, "output");
    this.slider.max = String(numbers.words.length - 1);
    this.slider.value = this.slider.max;
    this.plot = this.draw();
    this.slider.addEventListener("input", () => this.look(Number(this.slider.value), true));
    this.look(Number(this.slider.max), true);
    new ResizeObserver(() => this.plot.setSize({ width: this.place.clientWidth, height: HEIGHT })).observe(this.place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
  }

  /** Show one session: its dot, its words, and the slider at its place. */
  private look(index: number, isMoved: boolean): void {
    const words = this.numbers.words[index] ?? "";
    this.slider.value = String(index);
    this.slider.setAttribute("aria-valuetext", words);
    this.words.textContent = words;
    const at = this.numbers.columns[0][index];
    if (isMoved && at !== undefined) this.plot.setCursor({ left: this.plot.valToPos(at, "x"), top: 0 }, false);
  }

  private redraw(): void {
    this.plot.destroy();
    this.plot = this.draw();
    this.look(Number(this.slider.value), true);
  }

  private draw(): uPlot {
    const style = getComputedStyle(this.figure);
    const axis = {
      stroke: style.color,
      font: `${Math.round(parseFloat(style.fontSize))}px ${style.fontFamily}`,
      grid: { stroke: style.borderTopColor, width: 1 },
      ticks: { show: false },
    };
    const look = (plot: uPlot): void => {
      if (typeof plot.cursor.idx === "number" && plot.cursor.event) this.look(plot.cursor.idx, false);
    };
    const options: uPlot.Options = {
      width: this.place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 12 } },
      scales: { x: { time: true }, y: { range: [0, 10] } },
      axes: [
        { ...axis, grid: { show: false }, space: 70, size: 32, values: (_, days) => days.map(shortDay) },
        { ...axis, splits: () => [0, 2, 4, 6, 8, 10], size: 36 },
      ],
      series: [{}, ...LINES.map((line, index) => this.line(line, index))],
      hooks: { setCursor: [look] },
    };
    return new uPlot(options, this.numbers.columns, this.place);
  }

  private line(line: (typeof LINES)[number], index: number): uPlot.Series {
    const swatch = this.figure.querySelectorAll<HTMLElement>("[data-chart-line]")[index];
    const colour = swatch ? getComputedStyle(swatch).color : "currentcolor";
    const paper = getComputedStyle(this.figure).backgroundColor;
    return {
      stroke: colour,
      width: line.width,
      dash: [...line.dash],
      spanGaps: true,
      points: { show: this.numbers.words.length <= MOST_DOTS, size: 8, width: 2, stroke: colour, fill: line.isFilled ? colour : paper },
    };
  }
}

const shortDay = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "short" });

function find<Kind extends Element>(inside: Element, selector: string): Kind {
  const found = inside.querySelector<Kind>(selector);
  if (!found) throw new Error(`the chart has no ${selector}`);
  return found;
}
