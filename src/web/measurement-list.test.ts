/** The list of measurements after many years and with several care providers, and how a new one is made of an earlier one. */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { measurements } from "../db/anonymous.ts";
import { careProviders, careUnits } from "../db/identified.ts";
import { addMeasurement, changeMeasurement, findMeasurement, listMeasurements } from "../db/measurements.ts";
import { startMeasurement } from "../steps/change-measurements.ts";
import { weeksOf } from "./measurement-view.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const week = {
  ...{ namn: "Hösten 2026", enkat: "punktmatning-kort.1", fran: "2026-11-18", till: "2026-11-22", lan: "18" },
  ...{ mal: "50", ringer: "hospital", anteckning: "Vår hemlighet" },
};
const id = "hosten-2026";
const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, "<main")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

async function otherProvider() {
  const { world } = clinic;
  await world.atomically([
    world.db.insert(careProviders).values({ id: "annan", name: "Region Annan", county: "18" }),
    world.db.insert(careUnits).values({
      ...{ id: "annan-1", providerId: "annan", name: "Medicin 1", kind: "ward", careType: "somatic", county: "18" },
    }),
    sql`update accounts set provider_id = 'annan'`,
  ]);
}

test("the same draft sent twice, at once or again, is made once", async () => {
  const lena = await clinic.signedIn("lena");
  const sent = await Promise.all([lena.post("/matningar", week), lena.post("/matningar", week)]);
  const again = await lena.post("/matningar", week);
  for (const { status, location } of [...sent, again])
    expect([status, location]).toEqual([303, `/matningar/${id}/hantera`]);
  expect((await lena.post("/matningar", { ...week, mal: "60" })).status).toBe(422);
  await lena.post(`/matningar/${id}/starta`, {});
  expect((await lena.post("/matningar", week)).status).toBe(422);
  expect(await listMeasurements(clinic.world.db)).toHaveLength(1);
});

test("nobody starts a draft that a colleague has changed since they read it", async () => {
  const lena = await clinic.signedIn("lena");
  await lena.post("/matningar", { ...week, anteckning: "Två\r\nrader" });
  const page = (await lena.get(`/matningar/${id}/hantera`)).text;
  const sett = /name="sett" value="([^"]*)"/
    .exec(page)![1]!
    .replace(/&(quot|#x3D|amp);/g, (_, name: string) => (name === "quot" ? '"' : name === "amp" ? "&" : "="));
  await lena.post(`/matningar/${id}/andra`, { ...week, anteckning: "Två\r\nrader", till: "2026-11-21" });
  await lena.get(`/matningar/${id}/hantera`);
  const late = await lena.post(`/matningar/${id}/starta`, { sett });
  expect(late.text).toContain("Någon annan har just ändrat mätningen.");
  expect(await findMeasurement(clinic.world.db, id)).toMatchObject({ state: "draft" });
  await lena.post(`/matningar/${id}/andra`, { ...week, anteckning: "Två\r\nrader" });
  expect((await lena.post(`/matningar/${id}/starta`, { sett })).status).toBe(303);
});

test("who starts while a colleague saves other days starts neither these nor those unseen", async () => {
  const { world } = clinic;
  const lena = await clinic.signedIn("lena");
  await lena.post("/matningar", week);
  const saving: typeof world = {
    ...world,
    atomically: async (statements) => {
      const row = (await findMeasurement(world.db, id))!;
      await world.atomically([changeMeasurement(world.db, row, { closesOn: "2026-11-30" })]);
      return world.atomically(statements);
    },
  };
  const account = await clinic.accountOf("lena");
  expect(await startMeasurement(saving, account, id, null)).toEqual({ refused: "measurement-just-changed" });
  expect(await findMeasurement(world.db, id)).toMatchObject({ state: "draft" });
});

test("a draft says nothing of answers, and is listed only for those who may lead it", async () => {
  const lena = await clinic.signedIn("lena");
  await lena.post("/matningar", { ...week, enheter: "geriatrik2" });
  await lena.get(`/matningar/${id}/hantera`);
  expect(textOf((await lena.get("/matningar")).text)).toMatch(/Hösten 2026 .* Utkast –/);
  await otherProvider();
  expect((await lena.get("/matningar")).text).not.toContain("Hösten 2026");
  expect((await lena.get(`/matningar/ny?fran=${id}`)).text).not.toContain("Vår hemlighet");
  await clinic.world.db.update(measurements).set({ state: "running" });
  expect(textOf((await lena.get("/matningar")).text)).toContain("Hösten 2026");
});

test("nobody makes a measurement that only another care provider has patients in; with a county of their own they do", async () => {
  const lena = await clinic.signedIn("lena");
  await otherProvider();
  await clinic.world.atomically([
    sql`update care_units set county = '17' where id = 'annan-1'`,
    sql`update accounts set provider_id = 'region'`,
  ]);
  const refused = await lena.post("/matningar", { ...week, lan: "17" });
  expect(refused.text).toContain("finns bara en annan vårdgivares enheter");
  expect((await lena.post("/matningar", { ...week, lan: ["17", "18"] })).status).toBe(303);
  await lena.get(`/matningar/${id}/hantera`);
  expect((await lena.post(`/matningar/${id}/andra`, { ...week, lan: "17" })).status).toBe(422);
});

test("a hundred measurements: what is not over and the newest stand open, the others are folded away unread", async () => {
  const { world } = clinic;
  const row = { surveyId: "punktmatning-kort", surveyVersion: 1, counties: '["18"]', madeUp: false };
  const at = (number: number) => `${1926 + number}-11-01`;
  await world.atomically(
    Array.from({ length: 100 }, (_, number) =>
      addMeasurement(world.db, {
        ...{ ...row, id: `m-${number}`, name: `Nummer ${number}.`, opensOn: at(number), closesOn: at(number) },
        state: number === 3 ? "running" : "published",
      }),
    ),
  );
  const page = textOf((await (await clinic.signedIn("anna")).get("/matningar")).text);
  const [open = "", older = ""] = page.split("Äldre mätningar (79)");
  expect(open.match(/Nummer \d+\./g)).toHaveLength(21);
  expect(open).toMatch(/Nummer 99\..*Nummer 80\..*Nummer 3\./);
  expect(older.match(/Se rapporten/g)).toHaveLength(79);
});

test("a copy tells which units are not to be had, and closed ones are not offered for a new measurement", async () => {
  const { world } = clinic;
  const lena = await clinic.signedIn("lena");
  await lena.post("/matningar", { ...week, enheter: ["geriatrik2", "kirurgi3"] });
  await world.atomically([sql`update care_units set closed_at = 1 where id = 'kirurgi3'`]);
  expect((await lena.get(`/matningar/${id}/andra`)).text).toContain("Kirurgi avd 3 (stängd)");
  const row = (await findMeasurement(world.db, id))!;
  await world.atomically([changeMeasurement(world.db, row, { state: "running" })]);
  const copy = (await lena.get(`/matningar/ny?fran=${id}`)).text;
  expect(copy).toContain("1 av dem går inte att välja här längre");
  expect(copy).toMatch(/value="geriatrik2" checked/);
  expect(copy).not.toContain("kirurgi3");
  expect((await lena.get("/matningar/ny")).text).not.toContain("gällde bara vissa enheter");
});

test("who starts late is told before whom it is too late for, and once it runs no more", async () => {
  const lena = await clinic.signedIn("lena");
  await lena.post("/matningar", { ...week, fran: "2026-11-09", till: "2026-11-20" });
  const tooLate = "De som skrevs ut före måndag 16 november hinner inte ringas";
  expect((await lena.get(`/matningar/${id}/hantera`)).text).toContain(tooLate);
  await lena.post(`/matningar/${id}/starta`, {});
  expect((await lena.get(`/matningar/${id}/hantera`)).text).not.toContain(tooLate);
  await lena.post("/matningar", { ...week, namn: "I tid", fran: "2026-11-16" });
  expect((await lena.get("/matningar/i-tid/hantera")).text).not.toContain("hinner inte ringas");
});

test.each([
  ["2026-11-16", "2026-11-22", "vecka 47 2026"],
  ["2026-11-09", "2026-11-22", "vecka 46–47 2026"],
  ["2026-12-28", "2027-01-03", "vecka 53 2026"],
  ["2026-12-28", "2027-01-10", "vecka 53 2026 – vecka 1 2027"],
  ["2024-12-30", "2025-01-05", "vecka 1 2025"],
])("%s to %s is %s", (opensOn, closesOn, weeks) => {
  expect(weeksOf({ opensOn, closesOn })).toBe(weeks);
});
