/** What a reader of a result is told of how it came about, and that a published report is itself, however large. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, identifiedNames, interviewWhole, makeClinic } from "../../test/in-process.ts";
import { pending } from "../db/anonymous.ts";
import { careProviders, careUnits } from "../db/identified.ts";
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

test("a correction is held against the number before it: a reader is told when only words differ, and when nothing does", async () => {
  const lena = await closed();
  await counted();
  await lena.post(`${base}/publicera`, { efter: "0" });
  const nothingNew = "Inget har ändrats sedan rapport 1.";
  expect((await lena.get(`${base}/hantera`)).text).toContain(nothingNew);
  await lena.post(`${base}/publicera`, { efter: "1", andrat: "Rättat" });
  expect((await lena.get(`${base}/rapport/2`)).text).toContain(
    "Ändrat sedan rapport 1: Rättat. I övrigt är den likadan som rapport 1.",
  );
  await lena.post(`${base}/anteckning`, { anteckning: "Avdelning 3 var stängd." });
  expect((await lena.get(`${base}/hantera`)).text).not.toContain(nothingNew);
  await lena.post(`${base}/publicera`, { efter: "2", andrat: "En anteckning till." });
  expect((await lena.get(`${base}/rapport/3`)).text).toContain("En anteckning till. Siffrorna är desamma.");
  await clinic.world.atomically([sql`delete from tallies where care_type = 'somatic'`]);
  await lena.post(`${base}/publicera`, { efter: "3", andrat: "Somatiken räknades fel." });
  const fourth = (await lena.get(`${base}/rapport/4`)).text;
  expect(fourth).toContain("Ändrat sedan rapport 3: Somatiken räknades fel.");
  expect(fourth).not.toMatch(/Siffrorna är desamma|I övrigt är den likadan/);
  expect((await lena.get(`${base}/rapport/1`)).text).not.toContain("Ändrat sedan");
});

test("ten corrections later every number reads as it did, on its page and in its files, and says that a newer one exists", async () => {
  const lena = await closed();
  await counted();
  const paths = ["", "/resultat.csv", "/kodbok.csv"];
  const read = async (number: number) =>
    Promise.all(paths.map(async (path) => (await lena.get(`${base}/rapport/${number}${path}`)).text));
  const newer = '<a href="/matningar/hosten-2026/rapport/11">Det finns en nyare rapport.</a>';
  await lena.post(`${base}/publicera`, { efter: "0" });
  await lena.get(`${base}/hantera`);
  const [page = "", ...files] = await read(1);
  for (let number = 1; number <= 10; number += 1) {
    await lena.post(`${base}/anteckning`, { anteckning: `Rättelse ${number}.` });
    await lena.post(`${base}/publicera`, { efter: `${number}`, andrat: `Nummer ${number}.` });
  }
  await lena.get(`${base}/hantera`);
  const [now = "", ...filesNow] = await read(1);
  expect(now).toContain(newer);
  expect(now.replace(` ${newer}`, "")).toBe(page);
  expect(filesNow).toEqual(files);
  const fifth = (await read(5))[0];
  expect(fifth).toContain("Rättelse 4.");
  expect(fifth).toContain("Ändrat sedan rapport 4: Nummer 4.");
  expect(fifth).toContain(newer);
  expect((await read(11))[0]).not.toContain("Det finns en nyare rapport.");
});

test("a published report stands when every patient, unit and list is gone, and when the house sets other limits", async () => {
  await clinic.admit(...Array.from({ length: 6 }, (_, at) => ({ dischargeRef: `${at}`, patientRef: `${at}` })));
  const lena = await closed();
  await counted();
  await lena.post(`${base}/publicera`, { efter: "0" });
  await lena.get(`${base}/hantera`);
  const paths = ["", "/resultat.csv", "/kodbok.csv"].map((path) => `${base}/rapport/1${path}`);
  const read = () =>
    Promise.all([...paths, `/api${base}/rapporter/1`].map(async (path) => (await lena.get(path)).text));
  const before = await read();
  expect(before[0]).toMatch(/Utskrivna<\/th><td>6</);
  const kept = ["accounts", "sessions", "settings"];
  await clinic.world.atomically([
    ...identifiedNames.filter((name) => !kept.includes(name)).map((name) => sql.raw(`delete from "${name}"`)),
    ...["responses", "tallies", "remarks", "field_counts"].map((name) => sql.raw(`delete from ${name}`)),
    sql`update measurements set name = 'Något annat', note = 'Nytt', survey_id = 'ring-upp', thresholds = null`,
  ]);
  expect(await read()).toEqual(before);
});

test("a ward that changes its name goes on, also in lists that say the old one, and what is published keeps it", async () => {
  const lena = await closed(["geriatrik2"]);
  await counted();
  await lena.post(`${base}/publicera`, { efter: "0" });
  await lena.get(`${base}/hantera`);
  const before = (await lena.get(`${base}/rapport/1`)).text;
  const [first = ""] = await clinic.admit({ dischargeRef: "1", patientRef: "1" });
  const adam = await clinic.signedIn("adam");
  const unit = { id: "geriatrik2", sort: "ward", vardform: "somatic", ringer: "", jour: "", visas: "", larm: "" };
  const renamed = { ...unit, namn: "Äldremedicin", kod: "Geriatrik avd 2" };
  expect((await adam.post("/enheter", renamed)).status).toBe(303);
  const [next = ""] = await clinic.admit({ dischargeRef: "2", patientRef: "2" });
  const anna = await clinic.signedIn("anna");
  for (const id of [first, next]) expect((await anna.get(`/uppfoljningar/${id}`)).text).toContain("Äldremedicin");
  expect((await lena.get(`${base}/hantera`)).text).toContain("Äldremedicin");
  expect((await lena.get(`${base}/rapport/1`)).text).toBe(before);
  expect(before).toContain("Geriatrik avd 2");
});

test("wards of two care providers that are called the same stay two in the results", async () => {
  const { world } = clinic;
  const lena = await clinic.signedIn("lena");
  await lena.post("/matningar", week);
  await lena.post(`${base}/starta`, {});
  const sealOne = async (dischargeRef: string) => {
    const [caseId = ""] = await clinic.admit({ dischargeRef, patientRef: dischargeRef });
    await interviewWhole(await clinic.signedIn("anna"), caseId, { sheet: "111111" });
  };
  await sealOne("1");
  await world.atomically([
    world.db.insert(careProviders).values({ id: "annan", name: "Kommunala nämnden", county: "18" }),
    world.db.insert(careUnits).values({
      ...{ id: "annan-1", providerId: "annan", name: "Geriatrik avd 2", kind: "ward", careType: "somatic" },
      county: "18",
    }),
  ]);
  await sealOne("2");
  const waiting = await world.db.select({ unit: pending.unit }).from(pending);
  expect(waiting.map(({ unit }) => unit).sort()).toEqual(["Geriatrik avd 2", "Geriatrik avd 2, Region Exempel"]);
});

test("the lead reads whether the target was reached, once it can be told", async () => {
  const lena = await closed();
  expect((await lena.get(`${base}/hantera`)).text).not.toContain("Målet");
  await counted();
  const reads = async (target: number | null) => {
    await clinic.world.atomically([sql`update measurements set target = ${target}`]);
    return (await lena.get(`${base}/hantera`)).text;
  };
  expect(await reads(48)).toContain("48 intervjuer. Målet nåddes: 48 svarande.");
  expect(await reads(1200)).toContain("1\u00a0200 intervjuer. Målet nåddes inte: 48 svarande.");
  expect(await reads(null)).not.toContain("Målet nåddes");
  await clinic.world.atomically([sql`delete from tallies`]);
  expect(await reads(48)).not.toContain("Målet nåddes");
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
