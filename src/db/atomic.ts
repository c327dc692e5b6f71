/**
 * Writes that happen together or not at all, on both drivers. A write whose WHERE names the version its decision read
 * is wrapped in {@link mustChange}: if someone else was there first, the whole unit is undone and the caller hears
 * "conflict" instead of half a change.
 */
import { SQL, sql } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import type { Statement } from "../world.ts";

/** SQLite evaluates json() only when the branch is taken; its error rolls back the transaction and the D1 batch alike. */
const abortWhenNothingChanged = sql`select case when changes() = 0 then json('conflict') end`;

/** The statement, and a guard that aborts the unit when it changed no row. */
export const mustChange = (statement: Statement): Statement[] => [statement, abortWhenNothingChanged];

const dialect = new SQLiteAsyncDialect();

/** The text and the bound values of a statement, for the drivers under platform/. */
export function compile(statement: Statement): { sql: string; params: unknown[] } {
  return statement instanceof SQL ? dialect.sqlToQuery(statement) : statement.toSQL();
}

/** Did a unit fail because of {@link mustChange}? The drivers word and nest the same error differently. */
export function isConflict(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (/malformed JSON/i.test(at.message)) return true;
  return false;
}
