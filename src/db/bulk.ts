/**
 * Writes of many rows by one statement with one bound parameter, the same on both drivers (D1 allows 100 parameters in
 * a statement): the rows travel as JSON and are parted by SQLite.
 */
import { getTableColumns, inArray, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Statement } from "../world.ts";

/** Property of a row and its column, in the table's order. */
export type Columns = readonly (readonly [property: string, column: string])[];

export const columnsOf = (table: SQLiteTable): Columns =>
  Object.entries(getTableColumns(table)).map(([property, column]) => [property, column.name]);

/** Rows as arrays in the order of the columns. */
function asJson(columns: Columns, rows: readonly object[]): string {
  const properties = columns.map(([property]) => property);
  return JSON.stringify(rows.map((row) => properties.map((property) => (row as Record<string, unknown>)[property])));
}

const cells = (columns: Columns) => sql.raw(columns.map((_, at) => `value ->> ${at}`).join(", "));
const names = (columns: Columns) => sql.raw(columns.map(([, column]) => column).join(", "));

/** The rows of a JSON parameter, each parsed once (reading a cell from text parses the whole row again). */
const rowsOf = (json: string) => sql`with r as materialized (select jsonb(value) as value from json_each(${json}))`;

/** Columns that are null in every row are left to their default, which is null too. */
export function insertAll(table: SQLiteTable, all: Columns, rows: readonly object[], verb = "insert or ignore"): SQL {
  const columns = all.filter(([property]) => rows.some((row) => (row as Record<string, unknown>)[property] !== null));
  return sql`${rowsOf(asJson(columns, rows))} ${sql.raw(verb)} into ${table} (${names(columns)}) select ${cells(columns)} from r`;
}

/** Sets every column of the rows; `guard` names what must still be as it was read, beside the id. */
export function updateAll(
  table: string,
  columns: Columns,
  guard: string,
  rows: readonly { row: object; was: unknown }[],
): SQL {
  const sets = columns.filter(([, column]) => column !== "id").map(([, column]) => `${column} = j.${column}`);
  const read = columns.map(([, column], at) => `value ->> ${at} as ${column}`);
  const json = JSON.stringify(
    rows.map(({ row, was }) => [
      ...columns.map(([property]) => (row as Record<string, unknown>)[property] ?? null),
      was,
    ]),
  );
  const source = `(select ${read.join(", ")}, value ->> ${columns.length} as was from r) as j`;
  const same = `${table}.id = j.id and ${table}.${guard} = j.was`;
  return sql`${rowsOf(json)} ${sql.raw(`update ${table} set ${sets.join(", ")} from ${source} where ${same}`)}`;
}

/** Aborts the unit when the statement before changed another number of rows: someone else wrote one of them first. */
export const mustChangeAll = (statement: SQL, count: number): Statement[] => [
  statement,
  sql`select case when changes() <> ${count} then json('conflict') end`,
];

/** A column among values that travel as one parameter. */
export const inList = (column: SQLWrapper, values: readonly string[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;

const bindable = 20;

/**
 * A column among an account's units, however many. A few are bound one by one: of a single one, as most have, SQLite reads an
 * index that ends in the order of a list in that order.
 */
export const isOneOf = (column: SQLWrapper, ids: readonly string[]): SQL =>
  ids.length <= bindable ? inArray(column, [...ids]) : inList(column, ids);

/** Aborts the unit unless a count, asked for within it, is what the decision was made on. */
export const mustCount = (question: SQL, count: number): SQL =>
  sql`select case when (${question}) <> ${count} then json('conflict') end`;

/** Deletes the rows of these cases. */
export const deleteAll = (table: SQLiteTable, caseIds: readonly string[]): SQL =>
  sql`delete from ${table} where case_id in (select value from json_each(${JSON.stringify(caseIds)}))`;
