/** The pages about tasks through the front door: what a coordinator, a lead and an administrator see of them. */
import { afterEach, expect, test } from "vitest";
import { type Clinic, interviewWhole, makeClinic } from "../../test/in-process.ts";
import { escalateTasks } from "../steps/escalate-tasks.ts";

const hour = 60 * 60_000;
let clinic: Clinic;
afterEach(() => clinic.world.close());

async function withTasks(count: number) {
  clinic = await makeClinic();
  const anna = await clinic.signedIn("anna");
  const rows = Array.from({ length: count }, (_, at) => ({
    dischargeRef: `U${at}`,
    patientRef: `P${at}`,
    name: `Patient${at} Hemlig`,
  }));
  const ids = await clinic.admit(...rows);
  for (const id of ids)
    await anna.post(`/uppfoljningar/${id}/atgard`, {
      "ny-behov": "Dosetten",
      "ny-behov_ja": "ja",
      "ny-behov_slag": "acute",
    });
  return { anna, ids };
}

test("the lead sees how tasks go in figures, and too few of them not at all", async () => {
  await withTasks(4);
  const lena = await clinic.signedIn("lena");
  expect((await lena.get("/siffror/atgarder")).text).toContain("färre än 5 åtgärder");
  clinic.world.close();
  const { anna } = await withTasks(6);
  await anna.get("/atgarder");
  const { text, status } = await (await clinic.signedIn("lena")).get("/siffror/atgarder");
  expect(status).toBe(200);
  expect(text).toContain("6 åtgärder");
  expect(text).not.toMatch(/Hemlig|Dosetten/);
});

test("the list is paged and filtered, and whoever is told of an alarm hears of no patient", async () => {
  const { anna } = await withTasks(27);
  const first = (await anna.get("/atgarder")).text;
  expect(first).toContain("Visar 1–25 av 27");
  expect((await anna.get("/atgarder?sida=2")).text).toContain("Visar 26–27 av 27");
  expect((await anna.get("/atgarder?visa=forsenade")).text).toContain("Inga åtgärder är försenade");
  const task = /\/atgarder\/(\w{16})"/.exec(first)?.[1] ?? "";
  expect((await anna.post(`/atgarder/${task}/kvittera`)).location).toBe(`/atgarder/${task}`);
  expect((await anna.get("/atgarder?visa=mina")).text).toContain(task);
  clinic.world.clock.advance(hour + 1);
  await escalateTasks(clinic.world);
  const later = await clinic.signedIn("anna");
  for (const page of ["/lista", "/atgarder", "/intag", "/matningar"])
    expect((await later.get(page)).text).toContain("26 åtgärder har ingen kvitterat");
  const adam = await clinic.signedIn("adam");
  expect((await adam.get("/konton")).text).toContain('href="/larm"');
  const alarms = (await adam.get("/larm")).text;
  expect(alarms).toContain("Geriatrik avd 2");
  expect(alarms).not.toMatch(/Hemlig|Dosetten/);
});

test("a number is masked until it is opened, a finish wants to know what was done, and a mistake is undone", async () => {
  const { anna } = await withTasks(1);
  const href = /\/atgarder\/\w{16}/.exec((await anna.get("/atgarder")).text)?.[0] ?? "";
  expect((await anna.get(href)).text).not.toContain("tel:");
  await anna.post(`${href}/visa-nummer`);
  expect((await anna.get(href)).text).toContain("tel:+46701740605");
  expect((await (await clinic.signedIn("bo")).get(href)).text).not.toContain("tel:");
  const refused = await anna.post(`${href}/klar`, { gjort: "other", gjort_text: "" });
  expect([refused.status, refused.text.includes("Skriv kort vad som är gjort.")]).toEqual([422, true]);
  const moved = await anna.post(`${href}/flytta`, { enhet: "psykiatri4", skal: "", version: "0" });
  expect([moved.status, moved.text.includes("Skriv kort varför")]).toEqual([422, true]);
  expect((await anna.post(`${href}/klar`, { gjort: "other", gjort_text: "Ringde dottern" })).status).toBe(303);
  expect((await anna.get(href)).text).toContain("Ringde dottern");
  const version = /name="version" value="(\d+)"/.exec((await anna.get(href)).text)?.[1] ?? "";
  expect((await anna.post(`${href}/oppna`, { version })).status).toBe(303);
  expect((await anna.get(href)).text).toContain("Är det gjort?");
});

test("help that is asked for after the interview goes to the unit that was picked, and the receipt says so", async () => {
  clinic = await makeClinic();
  const anna = await clinic.signedIn("anna");
  const [id = ""] = await clinic.admit({});
  await interviewWhole(anna, id, { sheet: "111111", need: "x", lock: false });
  const need = { behov: "Vill ha en plan", behov_ja: "ja", behov_slag: "sip", behov_enhet: "psykiatri4" };
  expect((await anna.post(`/uppfoljningar/${id}/spara`, { ...need, behov_enhet: "x" })).text).toContain(
    "Välj en enhet i listan",
  );
  await anna.post(`/uppfoljningar/${id}/spara`, need);
  expect((await anna.get(`/uppfoljningar/${id}/sparad`)).text).toContain(
    "En åtgärd har skickats till Psykiatri avd 4.",
  );
  const karin = (await (await clinic.signedIn("karin")).get("/atgarder")).text;
  expect(karin).toContain("Åsa Ök");
  expect(karin).not.toContain("Hemlig");
});
