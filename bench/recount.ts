/**
 * (d2) Counting every answer anew, beside DuckDB: a database made for counting, given the same rows in a table of its own
 * and asked for the same cells in the same run. What it gives is compared with our tallies cell by cell.
 *
 * Its table is made from a text file that SQLite's rows were written to; neither is timed. It works with as many threads
 * as there are processors, we with one.
 */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { SqliteHome } from "../src/platform/sqlite.ts";
import { compareCells, talliedCells, tallyTables } from "./cells.ts";
import { type BenchRow, median, rowOf } from "./measure.ts";

/** Nobody's unit is told as "" in a tally. */
const told = (name: string): string => `coalesce(${name}, '')`;
const [finest, ...coarser] = tallyTables;
const dimensions = finest?.dimensions ?? [];
const columns = [...dimensions.map((name) => `${name} varchar`), "inside_window integer", "answers varchar"];

export async function besideDuckDb(
  ours: { readonly home: SqliteHome; readonly answers: number; readonly recountMilliseconds: number },
  folder: string,
): Promise<BenchRow> {
  const text = join(folder, "answers.tsv");
  writeRows(ours.home, text);
  const instance = await DuckDBInstance.create(join(folder, "answers.duckdb"));
  const duck = await instance.connect();
  try {
    await duck.run(`create table responses (${columns.join(", ")})`);
    await duck.run(`copy responses from '${text}' (delimiter '\t', quote '', escape '', nullstr '\\N', header false)`);
    rmSync(text);
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const from = performance.now();
      for (const statement of counting) await duck.run(statement);
      times.push(performance.now() - from);
    }
    const cells = talliedCells(ours.home);
    compareCells(cells, "DuckDB's", await cellsOf(duck));
    const threads = (await duck.runAndReadAll("select current_setting('threads')")).getRows()[0]?.[0];
    return rowOf({
      ...{ name: `full recount of ${ours.answers} answers beside DuckDB`, unit: "ms", hopedFor: "–" },
      ...{ ours: ours.recountMilliseconds, floor: median(times) },
      note: `once against the median of ${times.length}; ${cells.length} cells, all the same; ours in one atomic unit on one thread, DuckDB's table in a file of its own on ${threads}, loading not timed`,
    });
  } finally {
    duck.closeSync();
    instance.closeSync();
  }
}

/**
 * The finest table first, of equal sheets as ours; opening each row's JSON by itself took it as long or longer. The others
 * are its sums.
 */
const counting = [
  `create or replace table ${finest?.name} as
  with sheets as (select ${dimensions.join(", ")}, answers, count(*) as n from responses where inside_window = 1 group by all)
  select ${dimensions.join(", ")}, '' as question, 0 as code, sum(n)::bigint as count from sheets group by all
  union all
  select ${dimensions.join(", ")}, answer.key, answer.value::integer, sum(n)::bigint
  from sheets, json_each(sheets.answers) as answer group by all`,
  ...coarser.map(
    ({ name, dimensions }) => `create or replace table ${name} as
    select ${dimensions.join(", ")}, question, code, sum(count)::bigint as count from ${finest?.name} group by all`,
  ),
];

/** Tab-separated: neither tabs nor line ends occur in what is written. A lot at a time, each put together by SQLite. */
function writeRows({ raw }: SqliteHome, file: string): void {
  const cells = [...dimensions.map(told), "inside_window", "answers"].join(" || char(9) || ");
  const lot = raw.prepare(`select max(id) as last, group_concat(line, '') as lines from (
    select id, ${cells} || char(10) as line from responses where id > ? order by id limit 50000)`);
  const out = openSync(file, "w");
  for (let last: string | null = ""; last !== null; ) {
    const read = lot.get(last) as { last: string | null; lines: string | null };
    if (read.lines !== null) writeSync(out, read.lines);
    last = read.last;
  }
  closeSync(out);
}

/** As talliedCells, of DuckDB's tables. */
async function cellsOf(duck: DuckDBConnection): Promise<string[]> {
  const cells: string[] = [];
  for (const { name, dimensions } of tallyTables) {
    const read = await duck.runAndReadAll(`select ${dimensions.join(", ")}, question, code, count from ${name}`);
    for (const cell of read.getRowsJS())
      cells.push(JSON.stringify([name, ...cell.map((value) => (typeof value === "bigint" ? Number(value) : value))]));
  }
  return cells.sort();
}
