/** Every interview of a measurement is held with exactly its modules, through every door, and its report tells of no other. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answerSheet, type Client, type Clinic, makeClinic, openInterview } from "../../test/in-process.ts";
import { findMeasurement } from "../db/measurements.ts";
import { insertResponses } from "../db/responses.ts";
import { orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { recount } from "../steps/tally-responses.ts";
import { getSurvey } from "../surveys/catalog.ts";
import type { State } from "../surveys/interview.ts";
import { usualModules } from "../surveys/route.ts";

let clinic: Clinic;
let lena: Client;
beforeEach(async () => {
  clinic = await makeClinic();
  lena = await clinic.signedIn("lena");
});
afterEach(() => clinic.world.close());

const long = getSurvey("ring-upp", 1);
const named = (...keys: readonly string[]) => keys.map((key) => `ring-upp.1:${key}`);
const week = {
  ...{ namn: "Hösten 2026", enkat: "ring-upp.1", fran: "2026-11-18", till: "2026-11-22", lan: "18" },
  ...{ mal: "", ringer: "hospital", anteckning: "", moduler: named("maende", "lakemedel") },
};
const id = "hosten-2026";
const base = `/matningar/${id}`;
const chosen = ["lakemedel", "maende"];

const started = async () => {
  await lena.post("/matningar", week);
  await lena.post(`${base}/starta`, {});
};
const plain = (html: string) => html.replaceAll("&amp;", "&").replaceAll("&#x3D;", "=");
const modulesIn = async (measurement = id) => (await findMeasurement(clinic.world.db, measurement))?.modules ?? null;
const ticked = (text: string) =>
  [...text.matchAll(/name="moduler" value="ring-upp\.1:([^"]+)" checked/g)].map(([, key]) => key);
const states = async () =>
  (await clinic.world.db.all<{ state: string }>(sql`select state from interviews`)).map(
    ({ state }) => JSON.parse(state) as State,
  );
/** Labels of all questions that a page of the long set may show, and those of the chosen modules. */
const moduleTexts = (asked: boolean) =>
  long.steps.flatMap((step) =>
    step.kind !== "confirm" && step.module !== undefined && chosen.includes(step.module) === asked
      ? [step.text.patient]
      : [],
  );

test("the form offers every survey's modules, ticked as the survey says", async () => {
  const { text } = await lena.get("/matningar/ny");
  expect(text).toContain("Moduler i Ring upp");
  expect(ticked(text)).toEqual([...usualModules(long)]);
});

test("what is ticked is kept in the survey's order, and another survey's modules are no part of it", async () => {
  await lena.post("/matningar", week);
  expect(JSON.parse((await modulesIn()) ?? "")).toEqual(chosen);
  expect(ticked((await lena.get(`${base}/andra`)).text)).toEqual(chosen);
  await lena.post(`${base}/andra`, { ...week, enkat: "punktmatning-kort.1" });
  expect(await modulesIn()).toBeNull();
  await lena.post(`${base}/andra`, { ...week, moduler: [] });
  expect(await modulesIn()).toBe("[]");
  expect((await lena.get(`${base}/hantera`)).text).toContain("Inga, bara kärnfrågorna");
});

test("a copy begins with the same modules, and a draft with faults keeps what was ticked", async () => {
  await lena.post("/matningar", week);
  expect(ticked((await lena.get(`/matningar/ny?fran=${id}`)).text)).toEqual(chosen);
  const refused = await lena.post("/matningar", { ...week, namn: "" });
  expect([refused.status, ticked(refused.text)]).toEqual([422, chosen]);
});

test("they are frozen from the start", async () => {
  await started();
  expect((await lena.post(`${base}/andra`, { ...week, moduler: named("sip") })).status).toBe(409);
  expect(JSON.parse((await modulesIn()) ?? "")).toEqual(chosen);
});

test("a person asks exactly them, also where the routine would have rung anyway", async () => {
  await started();
  const [caseId = ""] = await clinic.admit({ track: "gult" });
  const anna = await clinic.signedIn("anna");
  await openInterview(anna, caseId);
  expect((await states())[0]?.modules).toEqual(chosen);
  await answerSheet(anna, caseId, "111111");
  await anna.post(`/uppfoljningar/${caseId}/layout`, { layout: "all" });
  const { text } = await anna.get(`/uppfoljningar/${caseId}/intervju`);
  for (const question of moduleTexts(true)) expect(text).toContain(question);
  for (const question of moduleTexts(false)) expect(text).not.toContain(question);
});

test("the patient who writes is asked exactly them", async () => {
  await started();
  const [caseId = ""] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  const made = await anna.post(`/uppfoljningar/${caseId}/webblank`, { gor: "gor" });
  const address = /\/svara\/[0-9a-z]{32}/.exec(made.text)?.[0] ?? "";
  const patient = clinic.visitor();
  await patient.post(`${address}/fodelsedag`, { dag: "3", manad: "2" });
  await patient.post(`${address}/borja`, { svarar: "patient" });
  // A longer survey has several pages.
  const pages: string[] = [];
  for (let sida = 1; sida <= 8; sida += 1) {
    const { text } = await patient.get(sida === 1 ? address : `${address}?sida=${sida}`);
    pages.push(text);
    await patient.post(`${address}/sida`, { sida: String(sida), gor: "fortsatt" });
  }
  for (const question of moduleTexts(true)) expect(pages.join()).toContain(question);
  for (const question of moduleTexts(false)) expect(pages.join()).not.toContain(question);
});

test("an interview that the routine began before the start is finished as it was begun", async () => {
  const [caseId = ""] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  await openInterview(anna, caseId);
  await started();
  await answerSheet(anna, caseId, "12");
  const [state] = await states();
  expect([state?.survey, Object.keys(state?.answers ?? {})]).toEqual([
    "punktmatning-kort",
    ["delaktighet", "onskemal"],
  ]);
  expect((await anna.get(`/uppfoljningar/${caseId}/intervju`)).text).toContain("Fråga 3 av");
});

test("paper, guide and practice hold exactly them, by the links of the measurement's page", async () => {
  await started();
  const look = /href="(\/enkater\/ring-upp\.1\?[^"]+)"/.exec((await lena.get(`${base}/hantera`)).text)?.[1] ?? "";
  const preview = (await lena.get(plain(look))).text;
  const links = [...preview.matchAll(/href="([^"]+)"/g)]
    .map(([, href]) => plain(href ?? ""))
    .filter((href) => href.includes("moduler=maende"));
  const pages = links.filter((href) => !href.startsWith("/ova") && !href.includes("narstaende"));
  expect(pages.length).toBeGreaterThanOrEqual(3);
  for (const text of [preview, ...(await Promise.all(pages.map((href) => lena.get(href)))).map((page) => page.text)]) {
    for (const question of moduleTexts(true)) expect(text).toContain(question);
    for (const question of moduleTexts(false)) expect(text).not.toContain(question);
  }
  expect(plain((await lena.get("/skriv-ut")).text)).toContain(pages.find((href) => href.includes("fragor")));
  const visitor = clinic.visitor();
  const choice = (await visitor.get(links.find((href) => href.startsWith("/ova")) ?? "")).text;
  const fields = [...choice.matchAll(/name="moduler" value="([^"]*)"/g)].map(([, value]) => value!);
  expect(new Set(fields)).toEqual(new Set(["", ...chosen]));
  const begun = await visitor.post("/ova/borja", { patient: "sjalv", enkat: "ring-upp.1", moduler: ["", ...chosen] });
  expect(begun.text).toContain("&quot;modules&quot;:[&quot;lakemedel&quot;,&quot;maende&quot;]");
});

test("the report tells which modules were asked, and of the others nothing on any way out", async () => {
  await started();
  // As if questions of a module that is off had been answered all the same.
  const also = { "lakemedel-hur": 1, kontaktvag: 1, maende: 1 };
  const rows = orebro2019Responses.map((row, at) => ({
    ...{ ...row, id: `r${at}`, measurementId: id, surveyId: "ring-upp" },
    answers: JSON.stringify({ ...(JSON.parse(row.answers) as object), ...also }),
  }));
  await clinic.world.atomically(insertResponses(rows));
  await recount(clinic.world);
  const ways = ["", "/resultat.csv", "/kodbok.csv", "/resultat.csv?form=rfc4180"].map((way) => `${base}${way}`);
  const out = await Promise.all([...ways, `/api${base}`].map(async (way) => (await lena.get(way)).text));
  for (const text of out) {
    expect(text).toMatch(/lakemedel|Läkemedel/);
    expect(text).not.toMatch(/kontaktvag|Kontaktväg/);
  }
  expect(out[0]).toContain("Läkemedel, Mående");
  expect(JSON.parse(out.at(-1) ?? "").survey.modules).toEqual(chosen);
  await lena.post(`${base}/avsluta`, { anda: "ja" });
});
