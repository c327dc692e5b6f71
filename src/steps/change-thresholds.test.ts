/** How small a group may be shown: stricter for what begins afterwards, and never another for what has begun. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Clinic, interviewWhole, makeClinic } from "../../test/in-process.ts";
import { responses } from "../db/anonymous.ts";
import { findCooperation } from "../db/cooperation.ts";
import { addMeasurement, changeMeasurement, findMeasurement, listMeasurements } from "../db/measurements.ts";
import { insertPending, insertResponses } from "../db/responses.ts";
import { findThresholds } from "../db/thresholds.ts";
import { isRefusal } from "../problems.ts";
import { type Comparison, compare } from "../reports/comparison.ts";
import type { Report } from "../reports/report.ts";
import { defaultThresholds, readThresholds, type Thresholds, thresholdsText } from "../reports/thresholds.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { samplePendingDivided } from "../responses/samples.ts";
import { changeThresholds } from "./change-thresholds.ts";
import { readComparison } from "./read-comparison.ts";
import { readCompliance, readFieldwork } from "./read-fieldwork.ts";
import { readReport } from "./read-report.ts";
import { releaseBatches } from "./seal-responses.ts";
import { recount, tallyResponses } from "./tally-responses.ts";

let clinic: Clinic;
beforeEach(async () => {
  clinic = await makeClinic();
});
afterEach(() => clinic.world.close());

const stricter: Thresholds = { hideBelow: 8, cautionBelow: 40, distributionFrom: 35, extremesFrom: 16 };
async function change(wanted: Thresholds) {
  const seen = thresholdsText(await findThresholds(clinic.world.db));
  expect(await changeThresholds(clinic.world, "account-lena", wanted, seen)).toEqual({ changed: true });
}
async function reportOf(id: string): Promise<Report> {
  const read = await readReport(clinic.world, id);
  if (isRefusal(read)) throw new Error(read.refused);
  return read;
}
const week = {
  ...{ enkat: "punktmatning-kort.1", fran: "2026-11-18", till: "2026-11-22", lan: "18", mal: "", anteckning: "" },
  ringer: "hospital",
};
async function start(namn: string) {
  const lena = await clinic.signedIn("lena");
  const made = await lena.post("/matningar", { ...week, namn });
  const base = (made.headers.get("location") ?? "").replace("/hantera", "");
  await lena.post(`${base}/starta`, {});
  return base.replace("/matningar/", "");
}
const waiting = (measurementId: string, count: number) =>
  Array.from({ length: count }, (_, at) =>
    insertPending(clinic.world.db, `${measurementId}-${at}`, samplePendingDivided(at, { measurementId })),
  );
const releasedOf = async (id: string) =>
  (await clinic.world.db.select().from(responses)).filter(({ measurementId }) => measurementId === id).length;

test("a measurement keeps the thresholds of the day it started, and the next one has the new ones", async () => {
  const before = await start("Hösten");
  await change(stricter);
  const after = await start("Vintern");
  const { db } = clinic.world;
  expect(readThresholds((await findMeasurement(db, before))?.thresholds)).toEqual(defaultThresholds);
  expect(readThresholds((await findMeasurement(db, after))?.thresholds)).toEqual(stricter);
  await change(defaultThresholds);
  expect((await reportOf(after)).thresholds).toEqual(stricter);
});

test("at night each measurement lets out by its own thresholds, whatever is set today", async () => {
  const five = await start("Hösten");
  await change(stricter);
  const eight = await start("Vintern");
  await clinic.world.atomically([...waiting(five, 15), ...waiting(eight, 15)]);
  await releaseBatches(clinic.world);
  expect([await releasedOf(five), await releasedOf(eight)]).toEqual([10, 0]);
  await clinic.world.atomically([
    insertPending(clinic.world.db, "en-till", samplePendingDivided(15, { measurementId: eight })),
  ]);
  await change(defaultThresholds);
  await releaseBatches(clinic.world);
  expect([await releasedOf(five), await releasedOf(eight)]).toEqual([10, 8]);
  const facts = (await clinic.world.db.select().from(responses)).filter(({ measurementId }) => measurementId === eight);
  const alike = Map.groupBy(facts, ({ unit, ageGroup, track, month }) =>
    JSON.stringify([unit, ageGroup, track, month]),
  );
  for (const some of alike.values()) expect(some.length).toBeGreaterThanOrEqual(8);
});

test("what is let out last of all is by the measurement's own thresholds too", async () => {
  await change(stricter);
  const id = await start("Hösten");
  await clinic.world.atomically(waiting(id, 16));
  await releaseBatches(clinic.world);
  await tallyResponses(clinic.world);
  await change(defaultThresholds);
  await clinic.world.atomically([changeMeasurement(clinic.world.db, { id, state: "running" }, { state: "closed" })]);
  await releaseBatches(clinic.world);
  await tallyResponses(clinic.world);
  expect(await releasedOf(id)).toBe(16);
  expect((await reportOf(id)).groups[0]).toMatchObject({ hidden: null, respondents: 16 });
});

test("a year's own measurement keeps those of the day of its first interview", async () => {
  await change(stricter);
  const anna = await clinic.signedIn("anna");
  const [first = "", second = ""] = await clinic.admit(
    { dischargeRef: "U1", patientRef: "P1" },
    { dischargeRef: "U2", patientRef: "P2" },
  );
  await interviewWhole(anna, first, { sheet: "111111" });
  await change(defaultThresholds);
  await interviewWhole(anna, second, { sheet: "111111" });
  const made = (await listMeasurements(clinic.world.db)).filter(({ id }) => id.startsWith("lopande-"));
  expect(made.map(({ thresholds }) => readThresholds(thresholds))).toEqual([stricter]);
});

test("a samverkansmätning keeps them too, and its page and code book say them", async () => {
  const lena = await clinic.signedIn("lena");
  await change({ ...stricter, hideBelow: 11 });
  const units = { "enheter-municipality": "A\nB\nC", "enheter-primary-care": "D\nE\nF", "enheter-hospital": "G\nH\nI" };
  await lena.post("/samverkan", { namn: "Samverkan", fran: "2026-11-16", till: "2026-12-04", lan: "18", ...units });
  await change(defaultThresholds);
  expect(readThresholds((await findCooperation(clinic.world.db, "samverkan"))?.thresholds).hideBelow).toBe(11);
  expect((await lena.get("/samverkan/samverkan")).text).toContain("minst 11 svar från minst 3 enheter");
  expect((await lena.get("/samverkan/samverkan/kodbok.csv?form=rfc4180")).text).toContain("grans,dolj,11,");
});

/** Two measurements of the same answers: one of the house's thresholds, one so strict that psychiatry is hidden. */
async function twins() {
  const { db } = clinic.world;
  const strict = { ...stricter, hideBelow: 20, extremesFrom: 20 };
  const twin = (id: string, thresholds: Thresholds) => [
    addMeasurement(db, { ...orebro2019Measurement, id, name: id, thresholds: thresholdsText(thresholds) }),
    ...insertResponses(orebro2019Responses.map((row, at) => ({ ...row, measurementId: id, id: `${id}-${at}` }))),
  ];
  await clinic.world.atomically([...twin("oppen", defaultThresholds), ...twin("strang", strict)]);
  await recount(clinic.world);
}

test("the same answers are shown by each measurement's own thresholds, on the page, in the files and to programs", async () => {
  await twins();
  const lena = await clinic.signedIn("lena");
  const page = (await lena.get("/matningar/strang")).text;
  for (const told of [
    "Grupper med färre än 20 svarande visas inte",
    "Varje svarsalternativ för sig visas från 35 svarande",
  ])
    expect(page).toContain(told);
  expect(page).toContain("Varje svar för sig visas från 35 svarande.");
  expect(page).not.toContain("18 svarande");
  expect((await lena.get("/matningar/oppen")).text).toContain("18 svarande");
  const json = JSON.parse((await lena.get("/api/matningar/strang")).text);
  expect(json.thresholds).toEqual({ hideBelow: 20, cautionBelow: 40, distributionFrom: 35, extremesFrom: 20 });
  expect(json.groups.map(({ hidden = false }) => hidden)).toEqual([false, true, true]);
  const book = (await lena.get("/matningar/strang/kodbok.csv?form=rfc4180")).text;
  expect(book).toContain("grans,dolj,20,Dölj grupper med färre svarande än");
  expect((await lena.get("/matningar/strang/resultat.csv?form=rfc4180")).text).not.toContain("psychiatric,ja");
  expect((await lena.get("/matningar")).text).toContain("Svarande: somatik 30");
});

test("a difference is shown only where both measurements show their side", async () => {
  await twins();
  const compared = async (careType: string): Promise<Comparison> => {
    const sides = ["oppen", "strang"].map((measurementId) => ({ measurementId, county: "18", careType }));
    const read = { report: (id: string) => readReport(clinic.world, id), fieldwork: async () => null };
    const done = await readComparison(clinic.world, sides, read);
    if (isRefusal(done)) throw new Error(done.refused);
    return compare(done.sides);
  };
  const somatic = await compared("somatic");
  expect(somatic.indicators.every(({ differences }) => differences.length === 1)).toBe(true);
  const psychiatric = await compared("psychiatric");
  expect(psychiatric.indicators.flatMap(({ differences }) => differences)).toEqual([]);
  expect(psychiatric.indicators.every(({ shares }) => shares.filter((share) => share !== null).length <= 1)).toBe(true);
});

test("a published result says the thresholds it was made by, and goes on saying them", async () => {
  const { db } = clinic.world;
  await twins();
  await clinic.world.atomically([
    changeMeasurement(
      db,
      { id: "strang", state: orebro2019Measurement.state },
      { state: "closed", releasedOn: "2020-01-01" },
    ),
  ]);
  const lena = await clinic.signedIn("lena");
  expect((await lena.post("/matningar/strang/publicera", { andrat: "" })).status).toBe(303);
  await change(stricter);
  expect((await lena.get("/matningar/strang/rapport/1")).text).toContain("Grupper med färre än 20 svarande visas inte");
});

test("the routine's figures follow today's setting, and a measurement's fieldwork its own", async () => {
  const id = await start("Hösten");
  await clinic.admit(...Array.from({ length: 6 }, (_, at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` })));
  await change(stricter);
  const read = await readFieldwork(clinic.world, "region", id);
  if (isRefusal(read)) throw new Error(read.refused);
  expect(read.fieldwork.whole?.chain.discharged).toBe(6);
  const hidden = await readCompliance(clinic.world, "region", null);
  expect(hidden?.months.map(({ line }) => line)).toEqual([null]);
  expect(hidden?.consent).toEqual([]);
  const lena = await clinic.signedIn("lena");
  expect((await lena.get("/foljsamhet")).text).toContain("Färre än 8 utskrivningar: visas inte.");
  expect((await lena.get("/siffror/atgarder")).text).toContain("Grupper med färre än 8 åtgärder läggs ihop");
  expect((await lena.get(`/matningar/${id}/faltarbete`)).text).toContain("Grupper med färre än 5 utskrivningar");
  await change(defaultThresholds);
  expect((await readCompliance(clinic.world, "region", null))?.months[0]?.line?.cases).toBe(6);
});
