/** What the interview's pages promise the coordinator, driven through the whole web in process. */
import { afterEach, describe, expect, test } from "vitest";
import { answerSheet, type Clinic, dump, makeClinic, openInterview } from "../../test/in-process.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

/** Anna has asked every question; the patient wanted no help. */
async function atTheSummary(sheet = "121212") {
  clinic = await makeClinic();
  const [id] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  const base = `/uppfoljningar/${id}`;
  await openInterview(anna, id!);
  await answerSheet(anna, id!, sheet);
  for (let turn = 0; turn < 6; turn += 1) {
    const page = await anna.get(`${base}/intervju`);
    if (page.location === `${base}/sammanfattning`) break;
    const steg = page.text.match(/type="hidden" name="steg" value="([^"]+)"/)?.[1] ?? "";
    await anna.post(`${base}/svar`, { steg, svar: "nej", text: "" });
  }
  return { anna, base };
}

describe("the summary", () => {
  test("lets a no to help become a yes", async () => {
    const { anna, base } = await atTheSummary();
    const summary = await anna.get(`${base}/sammanfattning`);
    expect(summary.text).not.toContain("Hjälp som patienten vill ha");
    const question = await anna.get(`${base}/intervju?steg=hjalp`);
    expect(question.text).toContain('value="ja"');
    await anna.post(`${base}/svar`, { steg: "hjalp", svar: "ja" });
    expect((await anna.get(`${base}/intervju`)).location).toBe(`${base}/sammanfattning`);
    expect((await anna.get(`${base}/sammanfattning`)).text).toContain("Hjälp som patienten vill ha");
  });

  test("never locks away a wish for help without a word about the need", async () => {
    const { anna, base } = await atTheSummary();
    await anna.post(`${base}/svar`, { steg: "hjalp", svar: "ja" });
    const refused = await anna.post(`${base}/spara`, {});
    expect(refused.status).toBe(422);
    expect((await dump(clinic.world, ["pending"])).pending).toEqual([]);
    const saved = await anna.post(`${base}/spara`, { behov: "Hjälp att ringa vårdcentralen", behov_ja: "ja" });
    expect(saved.location).toBe(`${base}/sparad`);
    expect((await dump(clinic.world, ["tasks"])).tasks).toHaveLength(1);
  });

  test("says it when too much was declined for the interview to be saved", async () => {
    const { anna, base } = await atTheSummary("129999");
    const page = await anna.get(`${base}/sammanfattning`);
    expect(page.text).toMatch(/vill inte svara på de flesta/);
  });
});

test("a närstående may leave what only the patient has felt, and is told so", async () => {
  clinic = await makeClinic();
  const [id] = await clinic.admit({ proxyName: "Karin Ek", proxyPhone: "031-3900611", proxyRelation: "dotter" });
  const anna = await clinic.signedIn("anna");
  const base = `/uppfoljningar/${id}`;
  const daughter = { respondent: "proxy", kontrollerad: "ja", tillfragad: "ja", relation: "child", orsak: "memory" };
  await anna.post(`${base}/borja`, daughter);
  for (let turn = 0; turn < 8; turn += 1) {
    const page = await anna.get(`${base}/intervju`);
    if (page.text.includes("Fråga 1 av")) break;
    const steg = page.text.match(/type="hidden" name="steg" value="([^"]+)"/)?.[1] ?? "";
    await anna.post(`${base}/svar`, { steg, svar: "ja" });
  }
  expect((await anna.get(`${base}/intervju`)).text).toContain("gå vidare utan svar");
  expect((await anna.post(`${base}/svar`, { steg: "delaktighet" })).status).toBe(303);
  expect((await anna.get(`${base}/intervju`)).text).toContain("Fråga 2 av");
});

test("nobody answers as a närstående whom the patient has not named", async () => {
  clinic = await makeClinic();
  const [id] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  const refused = await anna.post(`/uppfoljningar/${id}/borja`, { respondent: "proxy", kontrollerad: "ja" });
  expect(refused.status).toBe(422);
  expect((await dump(clinic.world, ["interviews"])).interviews).toEqual([]);
});

describe("when it is not our turn to ring", () => {
  test("a patient who rings is interviewed, and what is told counts; a dial of ours does not", async () => {
    clinic = await makeClinic();
    const [id, other] = await clinic.admit({ dischargeRef: "A" }, { dischargeRef: "B", patientRef: "B" });
    const anna = await clinic.signedIn("anna");
    for (const one of [id, other]) {
      await anna.post(`/uppfoljningar/${one}/visa-nummer`, { kontrollerad: "ja" });
      await anna.post(`/uppfoljningar/${one}/utfall`, { utfall: "no-answer" });
    }
    const base = `/uppfoljningar/${id}`;
    clinic.world.clock.advance(60_000);
    expect((await anna.get(base)).text).toContain("Ringer patienten själv?");
    expect((await anna.post(`${base}/utfall`, { utfall: "no-answer" })).status).toBe(422);
    expect((await anna.post(`${base}/borja`, { respondent: "patient", sjalv: "ja" })).location).toBe(
      `${base}/intervju`,
    );
    expect((await anna.post(`/uppfoljningar/${other}/utfall`, { utfall: "refused" })).status).toBe(303);
    expect((await anna.get(`/uppfoljningar/${other}`)).text).toContain("Tackar nej");
  });
});

test("akut when nobody is signed in any more gives the advice at once, and the task right after", async () => {
  const { anna, base } = await atTheSummary();
  const stranger = clinic.visitor();
  const sent = await stranger.post(`${base}/akut`, {});
  expect(sent.location).toMatch(/^\/logga-in\?akut=1/);
  expect((await stranger.get(sent.location)).text).toContain('href="tel:112"');
  expect((await anna.get(`${base}/akut`)).text).toContain("Skapa en åtgärd");
});
