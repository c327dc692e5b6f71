/** Samverkan on D1 inside workerd: see cooperation-contract.ts. */
/// <reference types="@cloudflare/vitest-plugin/types" />

import { applyD1Migrations, env } from "cloudflare:test";
import type { D1Database } from "@cloudflare/workers-types";
import { getTableName, is, sql } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import * as schema from "../src/db/schema.ts";
import { openD1 } from "../src/platform/d1.ts";
import { cooperationContract } from "./cooperation-contract.ts";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };
const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));

cooperationContract("D1", async () => {
  await applyD1Migrations(bindings.DB as never, bindings.MIGRATIONS);
  const home = openD1(bindings.DB);
  // One D1 serves the whole file.
  await home.atomically(tables.map((table) => sql.raw(`delete from "${getTableName(table)}"`)));
  return home;
});
