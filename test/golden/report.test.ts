/**
 * Whole reports as they were once read through and found right: the page as lines of text with the numbers of its drawings,
 * and the JSON. Whoever changes a report on purpose makes the files anew, reads the difference and keeps both:
 *
 *   npx -c 'vitest run --project node test/golden --update'
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { addMeasurement } from "../../src/db/measurements.ts";
import { insertResponses } from "../../src/db/responses.ts";
import { orebro2019Responses } from "../../src/responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../../src/responses/response.ts";
import { seedOrebro2019 } from "../../src/steps/seed-orebro.ts";
import { recount } from "../../src/steps/tally-responses.ts";
import { type Clinic, makeClinic } from "../in-process.ts";
import { pageText } from "./page-text.ts";

const remake = "Är ändringen avsiktlig? npx -c 'vitest run --project node test/golden --update', och läs skillnaden.";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const measurementId = "tva-lan-2026-05";
const facts = { measurementId, month: "2026-05" };
const sheet = (codes: string): string => {
  const keys = ["delaktighet", "onskemal", "information", "plan", "samordning", "trygghet"];
  return JSON.stringify(Object.fromEntries(keys.map((key, at) => [key, Number(codes[at])])));
};

const unsafe = (answers: string): string => JSON.stringify({ ...JSON.parse(answers), trygghet: 3 });

/**
 * Two counties: the whole of Örebro with a few närstående and some "vet ej", and of Värmland twelve from somatic care, all of
 * whom felt safe, and three from psychiatric care, who must not be told.
 */
const twoCounties: readonly Response[] = [
  ...orebro2019Responses.map((row, at) => ({
    ...{ ...row, ...facts },
    respondent: at % 5 === 0 ? ("proxy" as const) : row.respondent,
    // One närstående does not say that the patient feels safe: had all of the six, no question would be split.
    answers: at % 11 === 0 ? sheet("188721") : at === 20 ? unsafe(row.answers) : row.answers,
  })),
  ...orebro2019Responses.slice(0, 12).map((row, at) => ({
    ...{ ...row, ...facts, county: "17" },
    answers: sheet(`${1 + (at % 4)}${1 + (at % 3)}${at % 6 === 0 ? 8 : 2}${1 + (at % 2)}${1 + (at % 4)}1`),
  })),
  ...orebro2019Responses.slice(30, 33).map((row) => ({ ...row, ...facts, county: "17" })),
];

async function seedTwoCounties(): Promise<void> {
  const { world } = clinic;
  await world.atomically([
    addMeasurement(world.db, {
      ...{ id: measurementId, name: "Punktmätning maj 2026, två län", state: "published" },
      ...{ surveyId: "punktmatning-kort", surveyVersion: 1, opensOn: "2026-05-04", closesOn: "2026-05-08" },
      ...{ counties: JSON.stringify(["17", "18"]), releasedOn: "2026-05-20", madeUp: true },
    }),
    ...insertResponses(twoCounties.map((row, at) => ({ ...row, id: String(at).padStart(16, "0") }))),
  ]);
  await recount(world);
}

/** The page as the project lead reads it, and what programs get. */
async function isAsKept(id: string): Promise<void> {
  const lena = await clinic.signedIn("lena");
  const page = await lena.get(`/matningar/${id}`);
  expect(page.status).toBe(200);
  await expect(pageText(page.text), remake).toMatchFileSnapshot(`./${id}.txt`);
  const json = JSON.parse((await lena.get(`/api/matningar/${id}`)).text);
  await expect(`${JSON.stringify(json, null, 2)}\n`, remake).toMatchFileSnapshot(`./${id}.json.txt`);
}

test("November 2019 in Örebro län reads as it did", async () => {
  await seedOrebro2019(clinic.world);
  await isAsKept("orebro-2019-11");
});

test("two counties, one of them with a group of three: what is hidden stays hidden, and the rest reads as it did", async () => {
  await seedTwoCounties();
  await isAsKept(measurementId);
});

test("a comparison of the two reads as it did", async () => {
  await seedOrebro2019(clinic.world);
  await seedTwoCounties();
  const lena = await clinic.signedIn("lena");
  const sides = ["orebro-2019-11.18.somatic", `${measurementId}.18.somatic`, `${measurementId}.17.somatic`];
  const page = await lena.get(`/jamfor?${sides.map((side) => `s=${side}`).join("&")}`);
  expect(page.status).toBe(200);
  await expect(pageText(page.text), remake).toMatchFileSnapshot("./jamforelse.txt");
});
