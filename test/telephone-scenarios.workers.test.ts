/** Whole calls as files, on Workers: inside workerd on D1, in a world made anew for every request as a Worker's may be. */
/// <reference types="@cloudflare/vitest-plugin/types" />

import { applyD1Migrations, env } from "cloudflare:test";
import type { D1Database } from "@cloudflare/workers-types";
import { getTableName, is, sql } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeAll, expect, test } from "vitest";
import * as schema from "../src/db/schema.ts";
import { openD1 } from "../src/platform/d1.ts";
import { playTelephone } from "./telephone-scenario.ts";
import { telephoneScenarios } from "./telephone-scenario-files.ts";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };
const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));

beforeAll(() => applyD1Migrations(bindings.DB as never, bindings.MIGRATIONS));

test.each(telephoneScenarios)("%s", async (_, scenario) => {
  const again = () => openD1(bindings.DB);
  const home = again();
  // One D1 serves the whole file.
  await home.atomically(tables.map((table) => sql.raw(`delete from "${getTableName(table)}"`)));
  const { checks, trace } = await playTelephone(scenario, { home, again }, "routes");
  for (const { at, expected, came } of checks)
    expect(came, `${scenario.title}\n${at}\n${trace.join("\n")}\n`).toEqual(expected);
});
