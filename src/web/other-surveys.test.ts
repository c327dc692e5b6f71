/** A survey that is about something else than coming home is nowhere said to be about that: on the web, on paper, in reports. */
import { afterEach, expect, test } from "vitest";
import { type Clinic, dump, makeClinic, openInterview } from "../../test/in-process.ts";
import { instantOf } from "../calendar.ts";
import { addMeasurement } from "../db/measurements.ts";
import { closeFinishedMeasurements } from "../steps/change-measurements.ts";
import { releaseBatches } from "../steps/seal-responses.ts";
import { tallyResponses } from "../steps/tally-responses.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const questions = [
  "har-sip",
  "information",
  "plan-hemma",
  "delaktighet",
  "lyssnade",
  "samverkan",
  "ansvar",
  "meningsfullhet",
];
const homecoming = /hemgång|kommit hem|kom hem|hemkomst|coming home|kotiutum/i;
const mainOf = (text: string) => /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? "";

/** A clinic whose patients are asked about their SIP. */
async function withSip(patients: number): Promise<readonly string[]> {
  clinic = await makeClinic();
  const sip = {
    id: "sip",
    name: "SIP i november",
    surveyId: "sip",
    surveyVersion: 1,
    madeUp: false,
    caller: "hospital",
  };
  const period = { state: "running", opensOn: "2026-11-16", closesOn: "2026-11-22", counties: '["18"]', units: null };
  await clinic.world.atomically([addMeasurement(clinic.world.db, { ...sip, ...period } as never)]);
  return clinic.admit(
    ...Array.from({ length: patients }, (_, at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` })),
  );
}

/** Writes through the web form, page by page, and sends it. Gives what each page said and which questions stood there. */
async function write(address: string, said: (key: string) => string) {
  const visitor = clinic.visitor();
  await visitor.post(`${address}/fodelsedag`, { dag: "3", manad: "2" });
  for (const language of ["sv", "en", "fi"])
    expect(mainOf((await visitor.get(`${address}?sprak=${language}`)).text)).not.toMatch(homecoming);
  await visitor.post(`${address}/borja`, { svarar: "patient" });
  const asked: string[] = [];
  for (let sida = 1; ; sida += 1) {
    const shown = mainOf((await visitor.get(`${address}?sida=${sida}`)).text);
    expect(shown).not.toMatch(homecoming);
    const here = [...shown.matchAll(/ name="fraga-([\w-]+)" value="1"/g)].map(([, key = ""]) => key);
    asked.push(...here);
    const answers = Object.fromEntries(here.map((key) => [`fraga-${key}`, said(key)]));
    const fields = { ...answers, sida: String(sida), gor: "fortsatt" };
    if (!shown.includes("/skicka")) await visitor.post(`${address}/sida`, fields);
    else {
      const sent = await visitor.post(`${address}/skicka`, fields);
      return { asked, thanks: mainOf((await visitor.get(sent.location)).text) };
    }
  }
}

async function linkFor(id: string): Promise<string> {
  const anna = await clinic.signedIn("anna");
  const made = await anna.post(`/uppfoljningar/${id}/webblank`, { gor: "gor" });
  return /\/svara\/[0-9a-z]{32}/.exec(made.text)?.[0] ?? "";
}

test("the patient who writes about a SIP is asked about that alone, and one who has none is asked nothing more about it", async () => {
  const [first = "", second = ""] = await withSip(2);
  const written = await write(await linkFor(first), (key) => (key === "har-sip" ? "1" : "2"));
  expect(written.asked).toEqual(questions);
  expect(written.thanks).not.toMatch(homecoming);
  expect((await write(await linkFor(second), () => "2")).asked).toEqual(["har-sip"]);
  const { pending = [] } = await dump(clinic.world, ["pending"]);
  const rows = pending.map((row) => JSON.parse(row));
  for (const row of rows) expect(row).toMatchObject({ survey_id: "sip", mode: "web", measurement_id: "sip" });
  const kept = rows.map((row) => Object.keys(JSON.parse(row.answers)).length);
  expect(kept.toSorted((one, other) => one - other)).toEqual([1, questions.length]);
});

test("paper and preview of a SIP say nothing of coming home, and those of the short set do", async () => {
  clinic = await makeClinic();
  const lena = await clinic.signedIn("lena");
  for (const [survey, says] of [
    ["sip.1", false],
    ["punktmatning-kort.1", true],
  ] as const)
    for (const path of [`/skriv-ut/fragor?enkat=${survey}`, `/skriv-ut/fragor?enkat=${survey}&svarar=narstaende`])
      expect(homecoming.test((await lena.get(path)).text), path).toBe(says);
  expect(mainOf((await lena.get("/enkater/sip.1/webb")).text)).not.toMatch(homecoming);
  const branching = mainOf((await lena.get("/enkater/ring-upp.1")).text);
  expect(branching, "the preview tells where an answer leads").toContain("2 Nej → sip-erbjudande");
  expect(branching).toContain("8 Vet ej / minns inte → sip-erbjudande");
});

test("a SIP asked by telephone is reported in the words of its own questions", async () => {
  const ids = await withSip(13);
  const anna = await clinic.signedIn("anna");
  for (const [at, id] of ids.entries()) {
    // The last has no SIP, and is asked only what help is needed.
    const theirs = at === 12 ? ["har-sip"] : questions;
    const base = `/uppfoljningar/${id}`;
    await openInterview(anna, id);
    for (const steg of theirs)
      await anna.post(`${base}/svar`, { steg, svar: at === 12 ? "2" : at % 3 === 0 && steg !== "har-sip" ? "3" : "1" });
    if (at < 12) await anna.post(`${base}/svar`, { steg: "fritext", text: "" });
    await anna.post(`${base}/svar`, { steg: "hjalp", svar: "nej" });
    await anna.post(`${base}/svar`, { steg: "tack" });
    await anna.post(`${base}/spara`, {});
  }
  clinic.world.clock.set(instantOf("2026-12-10", "10:00"));
  await closeFinishedMeasurements(clinic.world);
  await releaseBatches(clinic.world);
  await tallyResponses(clinic.world);
  const lena = await clinic.signedIn("lena");
  const page = mainOf((await lena.get("/matningar/sip")).text);
  expect(page).toContain("fick veta vad en SIP är innan den gjordes");
  expect(page).toContain("13 svarande");
  expect(page).toContain("8 av 12");
  expect(page).not.toMatch(/hemgång|fick den information de behövde/);
});
