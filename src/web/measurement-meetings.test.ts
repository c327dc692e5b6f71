/** Two project leads, and pages opened before the other one pressed: nobody's work is written over or thrown away unseen. */
import { desc, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, type Client, type Clinic, listOf, makeClinic } from "../../test/in-process.ts";
import { cases } from "../db/identified.ts";
import { findMeasurement } from "../db/measurements.ts";
import { importFile } from "../steps/admit-discharges.ts";
import { releaseBatches } from "../steps/seal-responses.ts";

let clinic: Clinic;
let lena: Client;
let other: Client;
beforeEach(async () => {
  clinic = await makeClinic();
  [lena, other] = [await clinic.signedIn("lena"), await clinic.signedIn("lena")];
  await lena.post("/matningar", week);
});
afterEach(() => clinic.world.close());

const week = {
  ...{ namn: "Hösten 2026", enkat: "punktmatning-kort.1", fran: "2026-11-18", till: "2026-11-22", lan: "18" },
  ...{ mal: "50", ringer: "hospital", anteckning: "" },
};
const id = "hosten-2026";
const base = `/matningar/${id}`;
const row = () => findMeasurement(clinic.world.db, id);
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();
/** What a page of ours tells the server that its reader has seen. */
async function seenOn(path: string): Promise<string> {
  const { text } = await lena.get(path);
  const value = /name="sett" value="([^"]*)"/.exec(text)?.[1] ?? "";
  return value.replaceAll("&quot;", '"').replaceAll("&#x3D;", "=").replaceAll("&amp;", "&");
}

test("of two who save the same draft at the same moment one hears of it, and what was typed is kept", async () => {
  const sett = await seenOn(`${base}/andra`);
  const both = await Promise.all([
    lena.post(`${base}/andra`, { ...week, mal: "60", sett }),
    other.post(`${base}/andra`, { ...week, ringer: "other", anteckning: "Två avdelningar är stängda.", sett }),
  ]);
  expect(statusesOf(both)).toEqual([303, 422]);
  const second = both.find(({ status }) => status === 422)?.text ?? "";
  expect(second).toContain("Utkastet har ändrats sedan du öppnade det, av dig eller en kollega.");
  // The other's form: saved once more, now that it is seen, it holds.
  expect(second).toMatch(/value="60"|Två avdelningar är stängda\.<\/textarea>/);
  const saved = await row();
  expect([saved?.target === 60, saved?.caller === "other"].filter(Boolean)).toHaveLength(1);
});

test("a draft that a colleague has changed is not thrown away unseen", async () => {
  const sett = await seenOn(`${base}/hantera`);
  await other.post(`${base}/andra`, { ...week, anteckning: "En timmes arbete." });
  const late = await lena.post(`${base}/kasta`, { sett });
  expect(late.text).toContain("Någon annan har just ändrat mätningen.");
  expect(await row()).toMatchObject({ note: "En timmes arbete." });
  expect((await lena.post(`${base}/kasta`, { sett: await seenOn(`${base}/hantera`) })).location).toBe("/matningar");
  expect(await row()).toBeUndefined();
});

test("who changes a draft that a colleague has started is told so, and the note that was written is not lost", async () => {
  const sett = await seenOn(`${base}/andra`);
  await other.post(`${base}/starta`);
  const late = await lena.post(`${base}/andra`, { ...week, mal: "70", anteckning: "Avdelning 3 flyttar.", sett });
  expect(late.status).toBe(409);
  expect(late.text).toContain("En kollega har startat mätningen medan du ändrade utkastet.");
  expect(late.text).toContain("Avdelning 3 flyttar.</textarea>");
  expect(await row()).toMatchObject({ target: 50, note: null, state: "running" });
  expect((await lena.get(`${base}/andra`)).location).toBe(`${base}/hantera`);
});

test("what a colleague has written for readers is not written over unseen", async () => {
  await lena.post(`${base}/starta`);
  const sett = await seenOn(`${base}/hantera`);
  await other.post(`${base}/anteckning`, { anteckning: "Kollegans ord.", sett });
  const late = await lena.post(`${base}/anteckning`, { anteckning: "Mina ord.", sett });
  expect(late.text).toContain("Anteckningen har ändrats sedan du öppnade sidan, av dig eller en kollega.");
  expect(late.text).toContain("Så här står det nu: ”Kollegans ord.”");
  expect(late.text).toContain("Mina ord.</textarea>");
  expect(await row()).toMatchObject({ note: "Kollegans ord." });
  const seen = await seenOn(`${base}/hantera`);
  await lena.post(`${base}/anteckning`, { anteckning: "Kollegans ord. Mina ord.", sett: seen });
  expect(await row()).toMatchObject({ note: "Kollegans ord. Mina ord." });
  // The same words from both are no quarrel.
  expect((await other.post(`${base}/anteckning`, { anteckning: "Kollegans ord. Mina ord.", sett })).status).toBe(303);
});

test("nobody publishes a note that they have not seen: what is published cannot be taken back", async () => {
  await lena.post(`${base}/starta`);
  await lena.post(`${base}/avsluta`, { anda: "ja" });
  await releaseBatches(clinic.world);
  const sett = await seenOn(`${base}/hantera`);
  await other.post(`${base}/anteckning`, { anteckning: "Inte färdig än" });
  const early = await lena.post(`${base}/publicera`, { efter: "0", sett });
  expect(early.status).toBe(422);
  expect(early.text).toContain("Inte färdig än</textarea>");
  expect((await lena.get(`${base}/rapport/1`)).status).toBe(404);
  const seen = await seenOn(`${base}/hantera`);
  expect((await lena.post(`${base}/publicera`, { efter: "0", sett: seen })).status).toBe(303);
});

test("whoever is second in a double click hears what is done already", async () => {
  const twice = async (path: string, fields = {}) =>
    (await Promise.all([lena, other].map((one) => one.post(`${base}${path}`, fields)))).find(
      (one) => one.status === 422,
    );
  expect((await twice("/starta"))?.text).toContain("Mätningen är redan startad.");
  expect((await twice("/avsluta", { anda: "ja" }))?.text).toContain("Mätningen pågår inte.");
  await releaseBatches(clinic.world);
  expect((await twice("/publicera", { efter: "0" }))?.text).toContain("Någon har just publicerat rapport 1.");
  expect((await lena.get(`${base}/rapport/2`)).status).toBe(404);
});

test("whom a list brings while the lead starts belongs to it, and while the lead closes it to nothing that has closed", async () => {
  const { world, source } = clinic;
  const bring = async (dischargeRef: string, meanwhile: () => Promise<unknown>) => {
    let met = false;
    const reading: typeof world = {
      ...world,
      // The lead presses after the list was read against what runs, and before its rows are written.
      atomically: async (statements) => {
        if (!met) await meanwhile();
        met = true;
        return world.atomically(statements);
      },
    };
    const bytes = new TextEncoder().encode(listOf({ dischargeRef, patientRef: dischargeRef, track: "grön" }));
    expect(await importFile(reading, { source, bytes })).toMatchObject({ admitted: 1 });
    const [found] = await world.db.select().from(cases).orderBy(desc(sql`rowid`)).limit(1);
    return found;
  };
  const started = await bring("1", () => lena.post(`${base}/starta`));
  expect(started).toMatchObject({ measurementId: id, state: "planned" });
  const closed = await bring("2", () => lena.post(`${base}/avsluta`, { anda: "ja" }));
  expect(closed).toMatchObject({ measurementId: null, state: "optional" });
});
