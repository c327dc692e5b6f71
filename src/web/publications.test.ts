/** What a reader of a result is told of how it came about, and that a published report is itself, however large. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { findPublishedText, insertPublication } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { releaseBatches } from "../steps/seal-responses.ts";
import { recount } from "../steps/tally-responses.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const week = {
  ...{ namn: "Hösten 2026", enkat: "punktmatning-kort.1", fran: "2026-11-18", till: "2026-11-22", lan: "18" },
  ...{ mal: "", ringer: "hospital", anteckning: "" },
};
const id = "hosten-2026";
const base = `/matningar/${id}`;

/** Closed early, with these units and the answers of November 2019, all out and counted. */
async function closed(enheter: readonly string[] = []) {
  const { world } = clinic;
  const lena = await clinic.signedIn("lena");
  await lena.post("/matningar", { ...week, enheter });
  await lena.post(`${base}/starta`, {});
  const answers = orebro2019Responses.map((row) => ({ ...row, measurementId: id, id: world.newId() }));
  await world.atomically(insertResponses(answers));
  await lena.post(`${base}/avsluta`, { anda: "ja" });
  return lena;
}
async function counted() {
  await releaseBatches(clinic.world);
  await recount(clinic.world);
}

test("a result says that it is of some units only and that it was closed early, and keeps their names once published", async () => {
  const lena = await closed(["geriatrik2", "kirurgi3"]);
  await counted();
  await lena.post(`${base}/publicera`, { efter: "0" });
  await lena.get(`${base}/hantera`);
  await clinic.world.atomically([sql`update care_units set name = name || ', nya huset'`]);
  const [live, published] = [await lena.get(base), await lena.get(`${base}/rapport/1`)];
  const units = "Bara en del av enheterna är med i mätningen: Geriatrik avd 2 och Kirurgi avd 3.";
  const early = "Mätningen avslutades i förtid, måndag 23 november 2026. De som var kvar att ringa då är inte med.";
  expect(published.text).toContain(units);
  for (const page of [live, published]) expect(page.text).toContain(early);
  expect(live.text).toContain("Kirurgi avd 3, nya huset.");
});

test("of a whole county that went on to its end neither is said", async () => {
  const lena = await closed();
  await clinic.world.atomically([sql`update measurements set closed_early_on = null`]);
  expect((await lena.get(base)).text).not.toMatch(/i förtid|del av enheterna/);
});

test("what happened meanwhile is written when it has happened, and a number keeps what stood there", async () => {
  const lena = await closed();
  expect((await lena.get(`${base}/hantera`)).text).toContain("De sista svaren släpps i natt. Sedan kan du publicera.");
  const written = await lena.post(`${base}/anteckning`, { anteckning: "Avdelning 3 var stängd.\r\nTisdag–fredag." });
  expect(written.status).toBe(303);
  await counted();
  await lena.post(`${base}/publicera`, { efter: "0" });
  expect((await lena.post(`${base}/anteckning`, { anteckning: "x".repeat(1001) })).text).toContain("högst 1000 tecken");
  await lena.post(`${base}/anteckning`, { anteckning: "Rättad." });
  expect((await lena.get(`${base}/rapport/1`)).text).toContain("Avdelning 3 var stängd.");
  await lena.post(`${base}/publicera`, { efter: "1", andrat: "Anteckningen." });
  expect((await lena.get(`${base}/rapport/2`)).text).toContain("<li>Rättad.</li>");
  const anna = await clinic.signedIn("anna");
  expect((await anna.post(`${base}/anteckning`, { anteckning: "Mitt." })).status).toBe(403);
});

test("a report of megabytes is kept in parts that a database takes as values, and read back to the sign", async () => {
  const { db, atomically } = clinic.world;
  // Signs of two halves all along: one of them lies across every seam.
  const text = `x${"😀å".repeat(400_000)}`;
  const one = { measurementId: id, number: 1 };
  await atomically(insertPublication(db, { ...one, publishedOn: "2026-12-01", changed: null }, text));
  const [longest] = await db.all<{ bytes: number }>(
    sql`select max(length(cast(text as blob))) as bytes from publication_parts`,
  );
  expect(longest?.bytes).toBeLessThan(1_000_000);
  expect((await findPublishedText(db, one)) === text).toBe(true);
  expect(await atomically(insertPublication(db, { ...one, publishedOn: "2026-12-02", changed: null }, "annat"))).toBe(
    "conflict",
  );
  expect((await findPublishedText(db, one)) === text).toBe(true);
});
