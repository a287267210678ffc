import { expect, test } from "vitest";
import { readTable } from "./chart-table";

const cell = (textContent: string) => ({ textContent });
const row = (at: string, ...cells: string[]) => ({ dataset: { at }, cells: cells.map(cell) });
const table = (...rows: ReturnType<typeof row>[]) => ({
  tHead: { rows: [{ cells: ["Session", "Before", "Next morning"].map(cell) }] },
  tBodies: [{ rows }],
});

test("each column after the first becomes a line, with a gap where nothing was said", () => {
  const numbers = readTable(table(row("100", "2 Mar", "4", " not\n said "), row("200", "3 Mar", "0", "10")));
  expect(numbers.columns).toEqual([
    [100, 200],
    [4, 0],
    [null, 10],
  ]);
});

test("each row is told in words", () => {
  const numbers = readTable(table(row("100", " 2\n Mar ", "4", "not said")));
  expect(numbers.words).toEqual(["2 Mar: before 4, next morning not said"]);
});

test("what was said instead of a number is a gap in the line, and stands in the words", () => {
  const numbers = readTable(table(row("100", "2 Mar", "4", "no worse"), row("200", "3 Mar", "4", "")));
  expect(numbers.columns[2]).toEqual([null, null]);
  expect(numbers.words).toEqual(["2 Mar: before 4, next morning no worse", "3 Mar: before 4, next morning not said"]);
});

test("an empty table has no points", () => {
  expect(readTable(table())).toEqual({ columns: [[], [], []], words: [] });
});

test("a mean with a point is a number, and a flare stays in the words of its row", () => {
  const numbers = readTable(table(row("31.5", "Week of 2 Mar · flare", "3.5", "not said")));
  expect(numbers.columns).toEqual([[31.5], [3.5], [null]]);
  expect(numbers.words).toEqual(["Week of 2 Mar · flare: before 3.5, next morning not said"]);
});
