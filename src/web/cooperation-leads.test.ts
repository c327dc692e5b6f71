/** Whose a samverkansmätning is: another care provider's project lead reads what everybody reads, and does nothing with it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeByHand, oneWeek, sendSheet, versionOn } from "../../test/cooperation-desk.ts";
import { signedInElsewhere } from "../../test/elsewhere.ts";
import { type Clinic, dump, makeClinic } from "../../test/in-process.ts";
import { releaseCooperation } from "../steps/release-cooperation.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const tables = ["cooperations", "cooperation_units", "cooperation_links", "cooperation_suggestions"];

test("another provider's lead neither manages, closes, publishes nor reads what nobody has read before", async () => {
  const { lena, base, links } = await makeByHand(clinic);
  for (const link of links)
    for (let at = 0; at < 3; at += 1) await sendSheet(clinic, link, at === 0 ? "3" : "1", { forslag: "Besked i tid" });
  const elsa = await signedInElsewhere(clinic, "lead");
  const version = versionOn((await lena.get(`${base}/hantera`)).text);
  const acts = async (): Promise<number[]> => {
    const before = await dump(clinic.world, tables);
    const [suggestion] = (await dump(clinic.world, ["cooperation_suggestions"])).cooperation_suggestions ?? [];
    const answers = [
      await elsa.get(`${base}/hantera`),
      await elsa.post(`${base}/lankar`, { vilka: "alla", version }),
      await elsa.post(`${base}/enheter`, { "enheter-hospital": "Ny enhet" }),
      await elsa.post(`${base}/avsluta`),
      await elsa.post(`${base}/kasta`),
      await elsa.post(`${base}/publicera`),
      await elsa.post(`${base}/forslag`, { forslag: JSON.parse(suggestion ?? "{}").id }),
    ];
    expect(await dump(clinic.world, tables)).toEqual(before);
    return answers.map(({ status }) => status);
  };
  expect(new Set(await acts())).toEqual(new Set([403]));
  await lena.post(`${base}/avsluta`);
  await releaseCooperation(clinic.world);
  expect(new Set(await acts())).toEqual(new Set([403]));
  for (const path of [base, `/api${base}`]) {
    expect((await elsa.get(path)).status).toBe(200);
    expect((await elsa.get(path)).text).not.toContain("Besked i tid");
    expect((await lena.get(path)).text).toContain("Besked i tid");
  }
  expect((await elsa.get(base)).text).not.toContain("Hantera mätningen");
});

test("nobody makes one in a county where only others have units", async () => {
  const elsa = await signedInElsewhere(clinic, "lead");
  const refused = await elsa.post("/samverkan", oneWeek);
  expect([refused.status, refused.text.includes("en annan vårdgivares enheter")]).toEqual([422, true]);
  expect((await elsa.post("/samverkan", { ...oneWeek, lan: "19" })).status).toBe(303);
});
