/**
 * The nights of a measurement on D1, where cron events come late, twice and side by side: its last answers are let out once,
 * and those whom the routine goes on to ring are told of where their answers are.
 */
/// <reference types="@cloudflare/vitest-plugin/types" />

import { applyD1Migrations, env } from "cloudflare:test";
import type { D1Database } from "@cloudflare/workers-types";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { instantOf } from "../src/calendar.ts";
import { openD1 } from "../src/platform/d1.ts";
import { isRefusal } from "../src/problems.ts";
import { readFieldwork } from "../src/steps/read-fieldwork.ts";
import { readReport } from "../src/steps/read-report.ts";
import { tick } from "../src/timetable.ts";
import { interviewWhole, mobile, openClinic } from "./clinic.ts";
import { worldOver } from "./home-world.ts";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };

test("a measurement that is closed early tells of each patient once, however the night's events come", async () => {
  await applyD1Migrations(bindings.DB as never, bindings.MIGRATIONS);
  const clinic = await openClinic(worldOver(openD1(bindings.DB)));
  const { world } = clinic;
  const lena = await clinic.signedIn("lena");
  const typed = { namn: "Hösten", enkat: "punktmatning-kort.1", fran: "2026-11-20", till: "2026-11-20", lan: "18" };
  const { location } = await lena.post("/matningar", { ...typed, ringer: "hospital" });
  const address = location.replace("/hantera", "");
  const measurement = address.split("/").at(-1) ?? "";
  await lena.post(`${address}/starta`);
  const ids = await clinic.admit(
    ...Array.from({ length: 16 }, (_, at) => ({
      ...{ dischargeRef: `U${at}`, patientRef: `P${at}`, phone1: mobile(at), track: at < 2 ? "grönt" : "gult" },
    })),
  );
  const anna = await clinic.signedIn("anna");
  const green = await world.db.all<{ id: string }>(sql`select id from cases where track = 'green'`);
  const routine = ids.filter((id) => !green.some((one) => one.id === id));
  for (const [at, id] of routine.slice(0, 6).entries()) {
    await interviewWhole(anna, id, { sheet: at % 2 ? "121211" : "212122" });
  }
  expect((await lena.post(`${address}/avsluta`, { anda: "ja" })).status).toBe(303);

  const night = instantOf("2026-11-24", "03:10");
  world.clock.set(night);
  // An event that comes an hour late stands beside this minute's, which comes twice.
  await Promise.all([night - 3_600_000, night, night].map((at) => tick(world, at)));
  await tick(world, night + 60_000);
  world.clock.set(instantOf("2026-11-24", "10:00"));
  const morning = await clinic.signedIn("anna");
  for (const id of routine.slice(6, 8)) await interviewWhole(morning, id, { sheet: "111111" });

  const report = await readReport(world, measurement);
  const fieldwork = await readFieldwork(world, "region", measurement);
  if (isRefusal(report) || isRefusal(fieldwork)) throw new Error("unknown measurement");
  const [somatic] = report.groups;
  expect(somatic).toMatchObject({ careType: "somatic", respondents: 6 });
  expect(fieldwork.fieldwork.whole?.chain).toMatchObject({ eligible: 16, included: 8, completed: 6 });
  const continuous = await readFieldwork(world, "region", "lopande-2026-q4-punktmatning-kort-1");
  expect(isRefusal(continuous) ? continuous : continuous.fieldwork.whole?.chain).toMatchObject({
    ...{ included: 8, completed: 2 },
  });
  expect(await world.db.all(sql`select measurement_id like 'lopande-%' as ours from pending`)).toHaveLength(2);
});
