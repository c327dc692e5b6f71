/** A measurement's life on D1, whose values are two megabytes at most: a report of a whole country has several. */
/// <reference types="@cloudflare/vitest-plugin/types" />

import { applyD1Migrations, env } from "cloudflare:test";
import type { D1Database } from "@cloudflare/workers-types";
import { getTableName, is, sql } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { findPublishedText, insertPublication } from "../src/db/measurements.ts";
import { insertPending } from "../src/db/responses.ts";
import * as schema from "../src/db/schema.ts";
import { openD1 } from "../src/platform/d1.ts";
import { orebro2019Responses } from "../src/responses/fixtures/orebro-2019-11.ts";
import { releaseBatches } from "../src/steps/seal-responses.ts";
import { tallyResponses } from "../src/steps/tally-responses.ts";
import { openClinic } from "./clinic.ts";
import { worldOver } from "./home-world.ts";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };

const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));

/** One D1 serves the whole file, so it is emptied instead of made anew. */
async function open() {
  await applyD1Migrations(bindings.DB as never, bindings.MIGRATIONS);
  const home = openD1(bindings.DB);
  await home.atomically(tables.map((table) => sql.raw(`delete from "${getTableName(table)}"`)));
  return home;
}

test("a measurement is made, started, closed and published, once each, whoever presses at the same moment", async () => {
  const clinic = await openClinic(worldOver(await open()));
  const { world } = clinic;
  const [lena, other] = [await clinic.signedIn("lena"), await clinic.signedIn("lena")];
  const both = async (path: string, fields: Record<string, string | readonly string[]>) =>
    (await Promise.all([lena, other].map(async (one) => (await one.post(path, fields)).status))).sort();
  const week = {
    namn: "Riket",
    enkat: "punktmatning-kort.1",
    fran: "2026-11-18",
    till: "2026-11-22",
    lan: ["18", "09"],
  };
  expect(
    await both("/matningar", { ...week, mal: "", ringer: "hospital", anteckning: "", enheter: "geriatrik2" }),
  ).toEqual([303, 303]);
  const changed = { ...week, mal: "", ringer: "hospital", enheter: "geriatrik2" };
  const saved = [lena, other].map((one, at) => one.post("/matningar/riket/andra", { ...changed, anteckning: `${at}` }));
  expect((await Promise.all(saved)).map(({ status }) => status).sort()).toEqual([303, 422]);
  expect(await both("/matningar/riket/starta", {})).toEqual([303, 422]);
  const answers = orebro2019Responses.map((row) => ({ ...row, measurementId: "riket", remark: null }));
  await world.atomically(answers.map((row) => insertPending(world.db, world.newId(), row)));
  expect(await both("/matningar/riket/avsluta", { anda: "ja" })).toEqual([303, 422]);
  expect(await releaseBatches(world)).toEqual({ batches: 2, responses: 48 });
  await tallyResponses(world);
  expect(await both("/matningar/riket/publicera", { efter: "0" })).toEqual([303, 422]);
  await lena.get("/matningar/riket/hantera");
  const report = (await lena.get("/matningar/riket/rapport/1")).text;
  for (const text of ["30 svarande", "Bara en del av enheterna är med i mätningen: Geriatrik avd 2.", "i förtid"])
    expect(report).toContain(text);
  expect((await lena.get("/matningar/riket/rapport/2")).status).toBe(404);
  expect((await lena.get("/matningar/riket/hantera")).text).toContain("Inget har ändrats sedan rapport 1.");
  expect(await both("/matningar/riket/publicera", { efter: "1", andrat: "Rättat." })).toEqual([303, 422]);
  await lena.get("/matningar/riket/hantera");
  const second = (await lena.get("/matningar/riket/rapport/2")).text;
  expect(second).toContain("Rättat. I övrigt är den likadan som rapport 1.");
});

test("six megabytes of report are published in one unit, once, and read back to the sign", async () => {
  const { db, atomically } = await open();
  const text = `x${"😀å".repeat(1_000_000)}`;
  const row = { measurementId: "riket", number: 1, publishedOn: "2026-12-01", changed: null };
  expect(await atomically(insertPublication(db, row, text))).toBe("done");
  expect(await atomically(insertPublication(db, row, "annat"))).toBe("conflict");
  expect((await findPublishedText(db, row)) === text).toBe(true);
});
