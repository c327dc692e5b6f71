/** A project lead makes a measurement, starts it, closes it and publishes it once, without anybody's help. */
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { careProviders, careUnits, cases } from "../db/identified.ts";
import { changeMeasurement, findMeasurement } from "../db/measurements.ts";
import { insertPending, insertResponses } from "../db/responses.ts";
import { orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { closeFinishedMeasurements } from "../steps/change-measurements.ts";
import { releaseBatches } from "../steps/seal-responses.ts";
import { recount } from "../steps/tally-responses.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const week = {
  ...{ namn: "Hösten 2026", enkat: "punktmatning-kort.1", fran: "2026-11-18", till: "2026-11-22", lan: "18" },
  ...{ mal: "50", ringer: "hospital", anteckning: "" },
};
const id = "hosten-2026";
const base = `/matningar/${id}`;
const caseOf = async (caseId: string) => (await clinic.world.db.select().from(cases).where(eq(cases.id, caseId)))[0];

async function drafted() {
  const lena = await clinic.signedIn("lena");
  const made = await lena.post("/matningar", week);
  expect(made.headers.get("location")).toBe(`${base}/hantera`);
  return lena;
}
async function started() {
  const lena = await drafted();
  await lena.post(`${base}/starta`, {});
  return lena;
}

test("a draft with faults keeps what was typed and tells every fault", async () => {
  const lena = await clinic.signedIn("lena");
  const page = await lena.post("/matningar", { ...week, namn: "", till: "2026-11-01", anteckning: "Snöstorm" });
  expect(page.status).toBe(422);
  expect(page.text).toContain("Skriv vad mätningen heter");
  expect(page.text).toContain("Sista dagen ligger före den första");
  expect(page.text).toContain("Snöstorm</textarea>");
  expect(page.text).toMatch(/value="18" checked/);
});

test("a draft asks nobody: it is on no other page, and can be changed and thrown away", async () => {
  const lena = await drafted();
  expect((await lena.get(base)).status).toBe(404);
  expect((await lena.get(`/api/matningar/${id}`)).status).toBe(404);
  expect((await lena.get(`/api/matningar/${id}/rapporter`)).status).toBe(404);
  const anna = await clinic.signedIn("anna");
  expect((await anna.get("/matningar")).text).not.toContain("Hösten 2026");
  await lena.post(`${base}/andra`, { ...week, namn: "Hösten", mal: "" });
  expect(await findMeasurement(clinic.world.db, id)).toMatchObject({ name: "Hösten", target: null, state: "draft" });
  await lena.post(`${base}/kasta`, {});
  expect(await findMeasurement(clinic.world.db, id)).toBeUndefined();
});

test("of a draft, whose days and units can be moved to and fro, no stay is counted", async () => {
  const stays = Array.from({ length: 6 }, (_, at) => ({ dischargeRef: `${at}`, patientRef: `${at}` }));
  await clinic.admit(...stays);
  const lena = await drafted();
  await lena.get(`${base}/hantera`);
  expect((await lena.get(`${base}/faltarbete`)).status).toBe(404);
  await lena.post(`${base}/starta`, {});
  await lena.get(`${base}/hantera`);
  expect((await lena.get(`${base}/faltarbete`)).text).toContain("0 av 6");
});

test("when it starts, patients who are in already belong to it, and a green one comes onto the list", async () => {
  const [green, yellow, before] = await clinic.admit(
    { dischargeRef: "1", patientRef: "1", track: "grön" },
    { dischargeRef: "2", patientRef: "2", track: "gul" },
    { dischargeRef: "3", patientRef: "3", track: "gul", dischargeDate: "2026-11-17" },
  );
  await started();
  expect(await caseOf(green!)).toMatchObject({ measurementId: id, state: "planned" });
  expect(await caseOf(yellow!)).toMatchObject({ measurementId: id, state: "planned" });
  expect(await caseOf(before!)).toMatchObject({ measurementId: null });
  const [later] = await clinic.admit({ dischargeRef: "4", patientRef: "4", track: "grön" });
  expect(await caseOf(later!)).toMatchObject({ measurementId: id, state: "planned" });
});

test("started, it is frozen; pressed twice it starts once", async () => {
  const lena = await started();
  expect((await lena.post(`${base}/starta`, {})).status).toBe(422);
  expect((await lena.post(`${base}/andra`, { ...week, enkat: "ring-upp.1" })).status).toBe(409);
  expect(await findMeasurement(clinic.world.db, id)).toMatchObject({ surveyId: "punktmatning-kort", state: "running" });
});

test("it closes by itself the day after the last call, and by hand before that only when told twice", async () => {
  const lena = await started();
  expect((await lena.post(`${base}/avsluta`, {})).text).toContain("Det finns patienter kvar att ringa.");
  clinic.world.clock.set(instantOf("2026-11-29", "12:00"));
  expect(await closeFinishedMeasurements(clinic.world)).toEqual({ closed: 0 });
  clinic.world.clock.set(instantOf("2026-11-30", "02:30"));
  expect(await closeFinishedMeasurements(clinic.world)).toEqual({ closed: 1 });
  expect(await findMeasurement(clinic.world.db, id)).toMatchObject({ state: "closed" });
});

test("it is published when the last answers are out, never changed, and corrected by a new number", async () => {
  const { world } = clinic;
  const lena = await started();
  const answers = orebro2019Responses.map((row) => ({ ...row, measurementId: id }));
  await world.atomically([
    ...insertResponses(answers.slice(0, 30).map((row) => ({ ...row, id: world.newId() }))),
    ...answers.slice(30).map((row) => insertPending(world.db, world.newId(), { ...row, remark: null })),
  ]);
  await lena.post(`${base}/avsluta`, { anda: "ja" });
  expect((await lena.post(`${base}/publicera`, {})).text).toContain("De sista svaren släpps i natt.");
  await releaseBatches(world);
  await recount(world);
  expect((await lena.post(`${base}/publicera`, {})).status).toBe(303);
  await lena.get(`${base}/hantera`);
  const report = await lena.get(`${base}/rapport/1`);
  expect(report.text).toContain("Den här rapporten ändras aldrig.");
  expect(report.text).toContain("30 svarande");
  expect(report.text).toContain("18 svarande");

  // Whatever becomes of the answers, the report stands.
  await world.atomically([sql`delete from tallies`]);
  expect((await lena.get(`${base}/rapport/1`)).text).toBe(report.text);
  expect((await lena.post(`${base}/publicera`, { andrat: "" })).text).toContain("Skriv vad som är ändrat");
  await lena.post(`${base}/publicera`, { andrat: "Svaren räknades bort." });
  expect((await lena.get(`${base}/rapport/2`)).text).toContain("Ändrat sedan rapport 1: Svaren räknades bort.");
  expect((await lena.get(`${base}/rapport/1`)).text).toContain("Det finns en nyare rapport.");
  expect((await lena.get(`${base}/rapport/3`)).status).toBe(404);
});

test("a correction that is sent twice becomes one number, and what was typed is kept", async () => {
  const { world } = clinic;
  const lena = await started();
  await lena.post(`${base}/avsluta`, { anda: "ja" });
  await releaseBatches(world);
  expect((await lena.post(`${base}/publicera`, { efter: "0" })).status).toBe(303);
  expect((await lena.post(`${base}/publicera`, { efter: "0" })).status).toBe(422);
  expect((await lena.get(`${base}/hantera`)).text).toContain('name="efter" value="1"');
  const correction = { efter: "1", andrat: "Rätt namn på enheten." };
  expect((await lena.post(`${base}/publicera`, correction)).status).toBe(303);
  await lena.get(`${base}/hantera`);
  const again = await lena.post(`${base}/publicera`, correction);
  expect(again.text).toContain("Någon har just publicerat rapport 2.");
  expect(again.text).toContain('value="Rätt namn på enheten."');
  expect((await lena.get(`${base}/rapport/3`)).status).toBe(404);
});

test("what a colleague has saved in the same draft is not written over unseen", async () => {
  const lena = await drafted();
  const form = (await lena.get(`${base}/andra`)).text;
  const sett = /name="sett" value="([^"]*)"/.exec(form)![1]!.replaceAll("&quot;", '"').replaceAll("&#x3D;", "=");
  expect((await lena.post(`${base}/andra`, { ...week, mal: "60", sett })).status).toBe(303);
  await lena.get(`${base}/hantera`);
  const late = await lena.post(`${base}/andra`, { ...week, mal: "70", sett });
  expect(late.text).toContain("Utkastet har ändrats sedan du öppnade det, av dig eller en kollega.");
  expect(late.text).toMatch(/name="mal"[^>]*value="70"/);
  expect(await findMeasurement(clinic.world.db, id)).toMatchObject({ target: 60 });
});

test("a lead of a care provider that has no part in it neither reads the draft nor moves it", async () => {
  const { world } = clinic;
  const lena = await drafted();
  const moves = ["/starta", "/avsluta", "/publicera", "/kasta", "/andra"];
  await world.atomically([
    world.db.insert(careProviders).values({ id: "annan", name: "Region Annan", county: "17" }),
    world.db.insert(careUnits).values({
      ...{ id: "annan-1", providerId: "annan", name: "Medicin 1", kind: "ward", careType: "somatic", county: "17" },
    }),
  ]);
  const owner = (providerId: string) =>
    world.db.run(sql`update accounts set provider_id = ${providerId} where username = 'lena'`);
  owner("annan");
  for (const path of moves) expect((await lena.post(`${base}${path}`, week)).status, path).toBe(403);
  for (const path of ["/hantera", "/andra"]) expect((await lena.get(`${base}${path}`)).status, path).toBe(403);
  world.db.run(sql`update measurements set state = 'running'`);
  expect((await lena.get(base)).text).not.toContain("Hantera mätningen");
  world.db.run(sql`update measurements set state = 'draft'`);
  expect(await findMeasurement(world.db, id)).toMatchObject({ state: "draft", name: "Hösten 2026" });
  // Whoever takes part may: the results are of all of them together.
  owner("region");
  await lena.post(`${base}/andra`, { ...week, lan: ["17", "18"] });
  owner("annan");
  expect((await lena.post(`${base}/starta`, {})).status).toBe(303);
});

test("the lead is told before the start that patients belong to another measurement too", async () => {
  const lena = await started();
  expect((await lena.get(`${base}/hantera`)).text).not.toContain("pågår också");
  await lena.post("/matningar", {
    ...week,
    namn: "En till",
    lan: ["18", "01"],
    fran: "2026-11-22",
    till: "2026-11-28",
  });
  const { text } = await lena.get("/matningar/en-till/hantera");
  expect(text).toContain("”Hösten 2026” pågår också och gäller delvis samma patienter");
  expect(text).toContain("Ingen av dina enheter i Stockholms län är med.");
});

test("two measurements never have the same name, so a form that is sent twice makes one", async () => {
  const lena = await drafted();
  const again = await lena.post("/matningar", { ...week, namn: "  HÖSTEN\n2026 " });
  expect(again.status).toBe(422);
  expect(again.text).toContain("Det finns redan en mätning som heter så.");
  expect((await lena.post(`${base}/andra`, { ...week, mal: "60" })).status).toBe(303);
  expect(await findMeasurement(clinic.world.db, id)).toMatchObject({ target: 60 });
  expect(await findMeasurement(clinic.world.db, `${id}-2`)).toBeUndefined();
});

test("of two who press at the same moment one is told that the other was first, and nothing is written twice", async () => {
  const { world } = clinic;
  const [lena, other] = [await clinic.signedIn("lena"), await clinic.signedIn("lena")];
  const both = (path: string, ...fields: [object, object]) =>
    Promise.all([lena, other].map(async (one, at) => (await one.post(path, { ...fields[at] })).status));
  expect((await both("/matningar", { ...week, mal: "1" }, { ...week, namn: "Hösten 2026!", mal: "2" })).sort()).toEqual(
    [303, 422],
  );
  const statuses = async (path: string, fields = {}) => (await both(`${base}${path}`, fields, fields)).sort();
  expect(await statuses("/starta")).toEqual([303, 422]);
  expect(await statuses("/avsluta", { anda: "ja" })).toEqual([303, 422]);
  await releaseBatches(world);
  expect(await statuses("/publicera", { efter: "0" })).toEqual([303, 422]);
  expect(await statuses("/publicera", { efter: "1", andrat: "Rättat." })).toEqual([303, 422]);
  expect((await lena.get(`${base}/rapport/2`)).status).toBe(200);
  expect((await lena.get(`${base}/rapport/3`)).status).toBe(404);
});

test("only a project lead makes, starts, closes and publishes", async () => {
  await drafted();
  const anna = await clinic.signedIn("anna");
  for (const path of ["/starta", "/avsluta", "/publicera", "/kasta", "/andra"])
    expect((await anna.post(`${base}${path}`, week)).status, path).toBe(403);
  expect((await anna.post("/matningar", week)).status).toBe(403);
  expect(await findMeasurement(clinic.world.db, id)).toMatchObject({ state: "draft" });
});

test("a new one is like an earlier one but for its name and days", async () => {
  const lena = await drafted();
  const row = (await findMeasurement(clinic.world.db, id))!;
  await clinic.world.atomically([changeMeasurement(clinic.world.db, row, { note: "Två avdelningar var stängda." })]);
  const copy = (await lena.get(`/matningar/ny?fran=${id}`)).text;
  expect(copy).toContain("Två avdelningar var stängda.");
  expect(copy).toContain("Texten kommer från den förra mätningen.");
  expect((await lena.get("/matningar/ny")).text).not.toContain("Texten kommer från");
  expect(copy).toMatch(/name="fran" value=""/);
  expect(copy).toMatch(/name="namn" value=""/);
});
