/** A quarter that an installation began in the middle of, on D1: called a part, as on the other home. */
/// <reference types="@cloudflare/vitest-plugin/types" />

import { applyD1Migrations, env } from "cloudflare:test";
import type { D1Database } from "@cloudflare/workers-types";
import { expect, test } from "vitest";
import { openD1 } from "../src/platform/d1.ts";
import { openPeriods } from "../src/steps/open-periods.ts";
import { openClinic } from "./clinic.ts";
import { worldOver } from "./home-world.ts";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };

test("the first quarter's report says from which day its patients are in it", async () => {
  await applyD1Migrations(bindings.DB as never, bindings.MIGRATIONS);
  const clinic = await openClinic(worldOver(openD1(bindings.DB)));
  await clinic.admit(...[1, 2, 3].map((at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` })));
  expect([await openPeriods(clinic.world), await openPeriods(clinic.world)]).toEqual([{ opened: 1 }, { opened: 0 }]);
  const lena = await clinic.signedIn("lena");
  const { text } = await lena.get("/matningar/lopande-2026-q4-punktmatning-kort-1");
  expect(text).toContain("Löpande uppföljning kvartal 4 2026 (del av perioden)");
  expect(text).toContain("Perioden är inte hel: från Örebro län är de med som skrevs ut från och med");
});
