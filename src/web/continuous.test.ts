/** The continuous measurement in its periods: what stands on the pages, and who may divide it otherwise. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { addMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { continuousMeasurement } from "../responses/continuous.ts";
import { orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { recount } from "../steps/tally-responses.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, "<main")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

/** A quarter that has shown these answers of November 2019. */
async function quarter(date: string, responses: readonly Response[], surveyId = "punktmatning-kort", as = "") {
  const { world } = clinic;
  const survey = { id: surveyId, version: 1 };
  const known = { divisions: [{ from: "", division: "quarter" as const }], madeUp: false };
  const continuous = continuousMeasurement(date, survey, "18", known);
  const made = { ...continuous, ...(as === "" ? {} : { id: as }) };
  const rows = responses.map((row) => ({ ...row, measurementId: made.id, id: world.newId() }));
  await world.atomically([addMeasurement(world.db, { ...made, state: "closed" }), ...insertResponses(rows)]);
  await recount(world);
  return made.id;
}

test("the list shows the newest periods together and leaves the rest to their own page; the empty are not in the way", async () => {
  const dates = ["2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01"];
  for (const date of dates) await quarter(date, orebro2019Responses);
  await quarter("2026-07-01", orebro2019Responses.slice(0, 3));
  const lena = await clinic.signedIn("lena");
  const list = textOf((await lena.get("/matningar")).text);
  expect(list).toContain("Kvartal 2 2026 Avslutad Svarande: somatik 30, psykiatri 18");
  expect(list).toContain("Kvartal 3 2025");
  expect(list).not.toMatch(/Kvartal 2 2025|Kvartal 3 2026|Löpande uppföljning kvartal/);
  expect(list).toContain("Alla 7 perioder");
  const page = textOf((await lena.get("/matningar/lopande")).text);
  expect(page.indexOf("Kvartal 2 2026 Avslutad")).toBeLessThan(page.indexOf("Kvartal 1 2025 Avslutad"));
  expect(page).toContain("Perioder med för få svar för att visas (1) Kvartal 3 2026");
});

test("the trend is one county's and one care type's, with the same numbers as a table", async () => {
  await quarter("2026-01-01", orebro2019Responses);
  await quarter("2026-04-01", orebro2019Responses);
  const lena = await clinic.signedIn("lena");
  const somatic = textOf((await lena.get("/matningar/lopande")).text);
  expect(somatic).toMatch(/Trygghet 100 % 50 % 0 % 90 % 90 % kvartal 1 2026 kvartal 2 2026/);
  expect(somatic).toContain("kvartal 1 2026 90 % 27 av 30 74–97 %");
  const psychiatric = textOf((await lena.get("/matningar/lopande?lan=18&vard=psychiatric")).text);
  expect(psychiatric).toContain("kvartal 2 2026 få svarande 78 % 14 av 18");
  const nonsense = await lena.get("/matningar/lopande?lan=%3Cscript%3E&vard=alla&enkat=x");
  expect(textOf(nonsense.text)).toContain("Totalt");
});

test("periods that cannot be shown are gaps in the trend, and no number of theirs is on the page", async () => {
  await quarter("2026-01-01", orebro2019Responses);
  await quarter("2026-04-01", orebro2019Responses.slice(0, 4));
  await quarter("2026-07-01", orebro2019Responses);
  const page = textOf((await (await clinic.signedIn("lena")).get("/matningar/lopande")).text);
  expect(page).toContain("kvartal 2 2026 – Visas inte –");
  expect(page).not.toContain("av 4 ");
});

test("other questions are a trend of their own, and never continue a line", async () => {
  await quarter("2026-01-01", orebro2019Responses);
  await quarter("2026-04-01", orebro2019Responses);
  await quarter("2026-07-01", orebro2019Responses, "ring-upp");
  const lena = await clinic.signedIn("lena");
  const newest = textOf((await lena.get("/matningar/lopande")).text);
  expect(newest).toContain("när det finns två perioder");
  const short = textOf((await lena.get("/matningar/lopande?enkat=punktmatning-kort.1")).text);
  expect(short).toContain("kvartal 2 2026 90 % 27 av 30");
  expect(short).not.toContain("kvartal 3 2026 90 %");
});

test("a period is not compared with a measurement of everyone discharged, and with another period it is", async () => {
  const first = await quarter("2026-01-01", orebro2019Responses);
  const second = await quarter("2026-04-01", orebro2019Responses);
  await quarter("2026-05-01", orebro2019Responses, "punktmatning-kort", "maj-2026");
  const lena = await clinic.signedIn("lena");
  const compared = async (a: string, b: string) =>
    textOf((await lena.get(`/jamfor?s=${a}.18.somatic&s=${b}.18.somatic`)).text);
  expect(await compared(first, "maj-2026")).toContain("Jämför inte. Urvalet är inte detsamma");
  expect(await compared(first, second)).toContain("Lika stor andel");
});

test("one period has no way to show, and before the first there is nothing to choose from", async () => {
  const lena = await clinic.signedIn("lena");
  expect(textOf((await lena.get("/matningar/lopande")).text)).toContain("Det finns ingen period att visa än.");
  await quarter("2026-01-01", orebro2019Responses);
  expect(textOf((await lena.get("/matningar/lopande")).text)).toContain("när det finns två perioder");
});

test("lead and administrator divide it, from the day that the page says; a coordinator reads and does not choose", async () => {
  const lena = await clinic.signedIn("lena");
  const before = textOf((await lena.get("/matningar/lopande")).text);
  expect(before).toContain("Månad Skulle gälla från och med fredag 1 januari 2027.");
  expect((await lena.post("/matningar/lopande", { indelning: "month" })).status).toBe(303);
  const after = textOf((await lena.get("/matningar/lopande")).text);
  expect(after).toContain("Svaren räknas ihop per kvartal, och per månad för dem som skrivs ut från och med fredag 1");
  expect(after).toContain("Lena Ros Kvartal Kvartal, och månad från fredag 1 januari 2027");
  const adam = await clinic.signedIn("adam");
  expect((await adam.post("/matningar/lopande", { indelning: "quarter" })).status).toBe(303);
  expect(textOf((await adam.get("/regler")).text)).toContain("Löpande mätning delas in i");
  const wrong = await adam.post("/matningar/lopande", { indelning: "vecka" });
  expect([wrong.status, textOf(wrong.text).includes("Välj månad, kvartal eller år.")]).toEqual([422, true]);
  const anna = await clinic.signedIn("anna");
  expect((await anna.get("/matningar/lopande")).text).not.toContain('name="indelning"');
  expect((await anna.post("/matningar/lopande", { indelning: "month" })).status).toBe(403);
});

test("a period's own pages say what it is, and offer nothing that only a made measurement has", async () => {
  const id = await quarter("2026-10-01", orebro2019Responses);
  const lena = await clinic.signedIn("lena");
  const manage = textOf((await lena.get(`/matningar/${id}/hantera`)).text);
  expect(manage).toContain("De som rings enligt rutinen och inte hör till en punktmätning");
  expect(manage).not.toContain("Gör en ny mätning som liknar den här");
  expect((await lena.get(`/matningar/${id}`)).text).toContain('href="/matningar/lopande"');
  expect((await lena.get(`/matningar/ny?fran=${id}`)).text).not.toContain("enligt rutinen");
  expect((await lena.get(`/matningar/${id}/resultat.csv`)).status).toBe(200);
  expect(JSON.parse((await lena.get(`/api/matningar/${id}`)).text).measurement.id).toBe(id);
});
