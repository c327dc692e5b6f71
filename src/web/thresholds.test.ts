/** Small groups: the page of a project lead and of an administrator. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { findThresholds } from "../db/thresholds.ts";
import { defaultThresholds, thresholdsText, typedThresholds } from "../reports/thresholds.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const path = "/sma-grupper";
const form = typedThresholds(defaultThresholds);
async function save(change: Partial<typeof form>, who: "lena" | "adam" | "anna" = "lena", seen?: string) {
  const sedd = seen ?? thresholdsText(await findThresholds(clinic.world.db));
  return (await clinic.signedIn(who)).post(path, { ...form, ...change, sedd });
}

test("a project lead and an administrator make it stricter, and the page says who changed what", async () => {
  expect((await save({ dolj: "7" })).status).toBe(303);
  expect((await save({ dolj: "7", fordelning: "44" }, "adam")).status).toBe(303);
  expect(await findThresholds(clinic.world.db)).toEqual({ ...defaultThresholds, hideBelow: 7, distributionFrom: 44 });
  const page = (await (await clinic.signedIn("lena")).get(path)).text;
  for (const told of ["Lena Ros", "Adam Frisk", 'value="44"', "aldrig svagare"]) expect(page).toContain(told);
  const rules = (await (await clinic.signedIn("adam")).get("/regler")).text;
  expect(rules, "as every other setting").toContain("Dölj grupper med färre svarande än");
});

test("it cannot be made weaker, every fault stands at its field, and what was typed stays", async () => {
  const refused = await save({ dolj: "4", fordelning: "tolv" });
  expect(refused.status).toBe(422);
  for (const told of ['value="4"', 'value="tolv"', "skriv minst 5.", "skriv ett helt tal", 'href="#f-dolj"'])
    expect(refused.text).toContain(told);
  expect(await findThresholds(clinic.world.db)).toEqual(defaultThresholds);
});

test("of two at once the second is told, with what was typed still there", async () => {
  const seen = thresholdsText(defaultThresholds);
  expect((await save({ dolj: "6" }, "lena", seen)).status).toBe(303);
  const second = await save({ dolj: "9" }, "adam", seen);
  expect(second.status).toBe(409);
  expect(second.text).toContain('value="9"');
  expect((await save({ dolj: "6" }, "lena", seen)).status, "a double click").toBe(303);
  expect((await findThresholds(clinic.world.db)).hideBelow).toBe(6);
});

test("a coordinator does not come in", async () => {
  expect((await save({ dolj: "9" }, "anna")).status).toBe(403);
  expect(await findThresholds(clinic.world.db)).toEqual(defaultThresholds);
});

test("what runs with other numbers than today's stands beside them", async () => {
  const lena = await clinic.signedIn("lena");
  const week = { enkat: "punktmatning-kort.1", fran: "2026-11-18", till: "2026-11-22", lan: "18", ringer: "hospital" };
  await lena.post("/matningar", { ...week, namn: "Hösten", mal: "", anteckning: "" });
  expect((await lena.get("/matningar/hosten/hantera")).text).toContain("den dag mätningen startar");
  await lena.post("/matningar/hosten/starta", {});
  expect((await lena.get(path)).text).not.toContain("pågår med andra tal");
  await save({ dolj: "10" });
  expect((await lena.get(path)).text).toMatch(/pågår med andra tal[\s\S]*Hösten<\/a>: dölj under 5/);
  expect((await lena.get("/matningar/hosten/hantera")).text).toContain("Låst sedan starten: dölj under 5");
});
