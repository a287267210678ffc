/** The numbers of a chart, from the table in which they can be read. */
export interface Numbers {
  /** The times in seconds, then one column of values for each line; null where nothing was said. */
  readonly columns: [number[], ...(number | null)[][]];
  /** Each row in words. */
  readonly words: string[];
}

interface Cell {
  readonly textContent: string | null;
}

interface Row {
  readonly dataset: Readonly<Record<string, string | undefined>>;
  readonly cells: ArrayLike<Cell>;
}

interface Table {
  readonly tHead: { readonly rows: ArrayLike<{ readonly cells: ArrayLike<Cell> }> } | null;
  readonly tBodies: ArrayLike<{ readonly rows: ArrayLike<Row> }>;
}

/** Read a table whose rows carry their time as `data-at`, and whose first cell names the row. */
export function readTable(table: Table): Numbers {
  const names = Array.from(table.tHead?.rows[0]?.cells ?? [], text).slice(1);
  const rows = Array.from(table.tBodies[0]?.rows ?? []);
  const said = rows.map((row) => Array.from(row.cells, text).slice(1));
  const values = said.map((row) => row.map(value));
  const lines = names.map((_, line) => values.map((row) => row[line] ?? null));
  return {
    columns: [rows.map((row) => Number(row.dataset["at"])), ...lines],
    words: rows.map((row, index) => inWords(text(row.cells[0]), names, said[index] ?? [])),
  };
}

const text = (cell: Cell | undefined): string => (cell?.textContent ?? "").replace(/\s+/g, " ").trim();

const value = (words: string): number | null => (/^\d+(\.\d+)?$/.test(words) ? Number(words) : null);

function inWords(day: string, names: string[], row: string[]): string {
  const said = names.map((name, line) => `${name.toLowerCase()} ${row[line] || "not said"}`);
  return `${day}: ${said.join(", ")}`;
}
