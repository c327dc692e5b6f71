/** A comparison and its files on D1: the same numbers as on the other home, and eight results within what D1 bears. */
/// <reference types="@cloudflare/vitest-plugin/types" />

import { applyD1Migrations, env } from "cloudflare:test";
import type { D1Database } from "@cloudflare/workers-types";
import { expect, test } from "vitest";
import { addMeasurement } from "../src/db/measurements.ts";
import { insertResponses } from "../src/db/responses.ts";
import { openD1 } from "../src/platform/d1.ts";
import { orebro2019Measurement, orebro2019Responses } from "../src/responses/fixtures/orebro-2019-11.ts";
import { recount } from "../src/steps/tally-responses.ts";
import { openClinic } from "./clinic.ts";
import { worldOver } from "./home-world.ts";

const bindings = env as unknown as { DB: D1Database; MIGRATIONS: Parameters<typeof applyD1Migrations>[1] };

test("eight measurements are compared on a page and in files", async () => {
  await applyD1Migrations(bindings.DB as never, bindings.MIGRATIONS);
  const clinic = await openClinic(worldOver(openD1(bindings.DB)));
  const { world } = clinic;
  const ids = Array.from({ length: 8 }, (_, at) => `maj-${2019 + at}`);
  for (const [at, id] of ids.entries()) {
    const days = { opensOn: `${2019 + at}-05-06`, closesOn: `${2019 + at}-05-10` };
    await world.atomically([
      addMeasurement(world.db, { ...orebro2019Measurement, ...days, id, name: `Maj ${2019 + at}` }),
      ...insertResponses(orebro2019Responses.map((row) => ({ ...row, measurementId: id, id: world.newId() }))),
    ]);
  }
  await recount(world);
  const lena = await clinic.signedIn("lena");
  const query = ids.map((id) => `s=${id}.18.somatic`).join("&");
  const page = await lena.get(`/jamfor?${query}`);
  expect([page.status, page.text.includes("Över tid")]).toEqual([200, true]);
  expect(page.text).toContain("Här görs 42 jämförelser.");
  const { text } = await lena.get(`/jamfor/jamforelse.csv?${query}`);
  expect(text.match(/;27;30;0,9;/g)).toHaveLength(8);
  expect(new Uint8Array(await lena.bytes(`/jamfor/jamforelse.xlsx?${query}`)).slice(0, 2)).toEqual(
    new TextEncoder().encode("PK"),
  );
  expect((await lena.get(`/jamfor?${query}&s=finns-inte.18.somatic`)).status).toBe(422);
});
