/** The database contract on D1, and the calendar on the other JavaScript runtime: run inside workerd. */
/// <reference types="@cloudflare/vitest-plugin/types" />

import { applyD1Migrations, env } from "cloudflare:test";
import type { D1Database } from "@cloudflare/workers-types";
import { getTableName, is, sql } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import * as schema from "../src/db/schema.ts";
import { openD1 } from "../src/platform/d1.ts";
import { calendarAnswers, expectedCalendarAnswers } from "./platform-calendar.ts";
import { databaseContract } from "./platform-contract.ts";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };

/** One D1 serves all tests of a file, so it is emptied instead of made anew. */
async function open() {
  await applyD1Migrations(bindings.DB as never, bindings.MIGRATIONS);
  const home = openD1(bindings.DB);
  const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));
  await home.atomically(tables.map((table) => sql.raw(`delete from "${getTableName(table)}"`)));
  return home;
}

databaseContract("D1", open);

test("D1 takes no more than a hundred bound values a statement: the reason that rows travel as JSON", async () => {
  const { db } = await open();
  const numbers = (count: number) => sql`select 1 where 0 in ${Array.from({ length: count }, (_, at) => at)}`;
  expect(await db.all(numbers(100))).toHaveLength(1);
  await expect(async () => await db.all(numbers(101))).rejects.toThrow();
});

test("dates and windows come out the same on every home", () => {
  expect(calendarAnswers()).toEqual(expectedCalendarAnswers);
});

test("Temporal's clock goes with the machine's", () => {
  expect(Math.abs(Temporal.Now.instant().epochMilliseconds - Date.now())).toBeLessThan(60_000);
});
