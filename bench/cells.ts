/** The cells of every table of counts, read from it and counted anew by hand: what must be the same, whoever counts. */
import { getTableColumns, is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import * as anonymous from "../src/db/anonymous.ts";
import type { SqliteHome } from "../src/platform/sqlite.ts";

export type TallyTable = {
  readonly name: string;
  /** What answers are counted by: its columns, but for what was answered and by how many. */
  readonly dimensions: readonly string[];
};

const counted = ["question", "code", "count"];

/** Every table that counts the answers of measurements, the finest first. */
export const tallyTables: readonly TallyTable[] = Object.values(anonymous)
  .filter((value): value is typeof value & SQLiteTable => is(value, SQLiteTable))
  .map((table) => ({
    name: getTableConfig(table).name,
    columns: Object.values(getTableColumns(table)).map(({ name }) => name as string),
  }))
  .filter(({ columns }) => ["measurement_id", ...counted].every((name) => columns.includes(name)))
  .map(({ name, columns }) => ({ name, dimensions: columns.filter((column) => !counted.includes(column)) }))
  .sort((a, b) => b.dimensions.length - a.dimensions.length);

/** One line per cell, sorted: table, dimensions, question, code, count. */
export type Cells = readonly string[];
type Home = Pick<SqliteHome, "raw">;

export const talliedCells = ({ raw }: Home): Cells =>
  tallyTables
    .flatMap(({ name, dimensions }) =>
      raw
        .prepare(`select '${name}', ${[...dimensions, ...counted].join(", ")} from ${name}`)
        .raw()
        .all(),
    )
    .map((cell) => JSON.stringify(cell))
    .sort();

/**
 * The same, counted from the rows of answers in plain script: one by one, with nothing of how the program counts. All
 * that were given inside the window, or those of them that `where` holds for.
 */
export function cellsByHand({ raw }: Home, where = "true"): Cells {
  const [finest, ...others] = tallyTables;
  const all = new Map<string, number>();
  if (!finest) return [];
  const add = (key: string) => all.set(key, (all.get(key) ?? 0) + 1);
  const rows = raw
    .prepare(`select ${finest.dimensions.join(", ")}, answers from responses where inside_window = 1 and ${where}`)
    .raw()
    .iterate() as IterableIterator<(string | null)[]>;
  const tables = [finest, ...others].map(({ name, dimensions }) => ({
    name,
    at: dimensions.map((dimension) => finest.dimensions.indexOf(dimension)),
  }));
  for (const row of rows) {
    const said = Object.entries(JSON.parse(row.at(-1) ?? "{}"));
    for (const { name, at } of tables) {
      // Nobody's unit is told as "".
      const place = JSON.stringify([name, ...at.map((column) => row[column] ?? "")]).slice(0, -1);
      add(`${place},"",0`);
      for (const [question, code] of said) add(`${place},"${question}",${code}`);
    }
  }
  return [...all].map(([key, count]) => `${key},${count}]`).sort();
}

/** Throws at the first cell that is not in both. */
export function compareCells(tallied: Cells, what: string, other: Cells): void {
  const differs = tallied.findIndex((cell, at) => cell !== other[at]);
  if (differs < 0 && tallied.length === other.length) return;
  const at = differs < 0 ? tallied.length : differs;
  throw new Error(`the tallies hold ${tallied[at]}, and ${what} ${other[at]}`);
}
