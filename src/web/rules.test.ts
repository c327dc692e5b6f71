import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import { defaultRules } from "../calls/rules.ts";
import { typedRules } from "../calls/rules-form.ts";
import { findNewestChange, findRules } from "../db/rules.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const form = typedRules(defaultRules);
const save = async (change: Partial<typeof form>) => {
  const sedd = await findNewestChange(clinic.world.db);
  return (await clinic.signedIn("adam")).post("/regler", { ...form, ...change, sedd });
};

test("an administrator's rules hold from then on, and the page says who changed what", async () => {
  const saved = await save({ "gult-namn": "Utökat", helger: "ja" });
  expect(saved.status).toBe(303);
  expect((await findRules(clinic.world.db)).policy.weekends).toBe(true);
  const page = (await (await clinic.signedIn("adam")).get("/regler")).text;
  for (const told of ["Namn på gult spår", "Utökat", "Stängda", "Öppna", "Adam Frisk"]) expect(page).toContain(told);
});

test("a track is called what the region calls it, on the list, on the case and in its history", async () => {
  const [id] = await clinic.admit({ track: "gult" });
  await save({ "gult-namn": "Utökat", "rott-namn": "Tätt" });
  const anna = await clinic.signedIn("anna");
  expect((await anna.get("/lista")).text).toContain("Utökat</span>");
  await clinic.admit({ track: "rött" });
  const page = (await anna.get(`/uppfoljningar/${id}`)).text;
  expect(page).toContain("Tätt</span>");
  expect(page).toContain("En nyare lista ändrade spåret från utökat till tätt.");
});

test("what cannot be used is told at its field, and what was typed stays", async () => {
  const refused = await save({ "rutin-forsta": "nio", till: "klockan sju" });
  expect(refused.status).toBe(422);
  const page = refused.text;
  for (const kept of ['value="nio"', 'value="klockan sju"', "Skriv ett helt tal mellan 0 och 30."])
    expect(page).toContain(kept);
  expect(await findRules(clinic.world.db)).toEqual(defaultRules);
});

test("of two administrators at once the second is told, with what was typed still there", async () => {
  const adam = await clinic.signedIn("adam");
  const post = (name: string) => adam.post("/regler", { ...form, "gront-namn": name, sedd: "" });
  expect((await post("Standard")).status).toBe(303);
  const second = await post("Lätt");
  expect(second.status).toBe(409);
  expect(second.text).toContain('value="Lätt"');
  expect((await post("Standard")).status, "a double click").toBe(303);
});

test("nobody but an administrator comes in", async () => {
  for (const who of ["anna", "lena"] as const)
    expect((await (await clinic.signedIn(who)).get("/regler")).status).toBe(403);
});
