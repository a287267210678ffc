/** Reading a chart that the server drew, by keyboard and touch: a slider that speaks the rows of its table. */

import { readTable } from "./chart-table";

/** Offer a slider for every chart that names its table. */
export function readCharts(page: Document): void {
  for (const figure of page.querySelectorAll<HTMLElement>("[data-chart-read]")) {
    const table = page.getElementById(figure.dataset["chartRead"] ?? "");
    if (table instanceof HTMLTableElement) offer(figure, table);
  }
}

function offer(figure: HTMLElement, table: HTMLTableElement): void {
  const slider = figure.querySelector("input");
  const words = figure.querySelector("output");
  const cursor = figure.querySelector("[data-chart-cursor]");
  const box = figure.querySelector<HTMLElement>(".chart__read");
  if (!slider || !words || !cursor || !box) throw new Error("the chart has nothing to read it with");
  const numbers = readTable(table);
  const look = (index: number): void => {
    const text = numbers.words[index] ?? "";
    slider.setAttribute("aria-valuetext", text);
    words.textContent = text;
    const at = String(numbers.columns[0][index] ?? 0);
    cursor.setAttribute("x1", at);
    cursor.setAttribute("x2", at);
    cursor.setAttribute("visibility", "visible");
  };
  box.hidden = false;
  slider.max = String(Math.max(0, numbers.words.length - 1));
  slider.value = slider.max;
  slider.addEventListener("input", () => look(Number(slider.value)));
  look(Number(slider.max));
}
