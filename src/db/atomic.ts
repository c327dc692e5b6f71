/**
 * Writes that happen together or not at all, on both drivers. A write whose WHERE names the version its decision read
 * is wrapped in {@link mustChange}: if someone else was there first, the whole unit is undone and the caller hears
 * "conflict" instead of half a change.
 */
import { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { isRefusal, type Refusal } from "../problems.ts";
import type { Statement } from "../world.ts";

/** SQLite evaluates json() only when the branch is taken; its error rolls back the transaction and the D1 batch alike. */
const abortWhenNothingChanged: Statement = {
  // Its text is the same every time, and stands in almost every unit.
  toSQL: () => ({ sql: "select case when changes() = 0 then json('conflict') end", params: [] }),
};

/** The statement, and a guard that aborts the unit when it changed no row. */
export const mustChange = (statement: Statement): Statement[] => [statement, abortWhenNothingChanged];

/** How often an act is decided anew because another was written first, before the person is told to look again. */
const decisions = 3;

/**
 * Carries out an act that reads, decides and writes once; decides it anew from what now stands there when somebody else
 * wrote in between ("case-just-changed"). Whoever was second in a double click or a race then hears what really is so:
 * that it is done already, or who has the case, or that it is closed.
 */
export async function decidedAnew<Done>(act: () => Promise<Done | Refusal>): Promise<Done | Refusal> {
  for (let left = decisions; ; left -= 1) {
    const outcome = await act();
    if (left === 1 || !isRefusal(outcome) || outcome.refused !== "case-just-changed") return outcome;
  }
}

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
