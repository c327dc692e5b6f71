/** Routine interviews outside every measurement, from the discharge to the published period they belong to. */
import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { type Clinic, interviewWhole, makeClinic, type Row } from "../../test/in-process.ts";
import { addDays, instantOf } from "../calendar.ts";
import { listDivisionChanges } from "../db/divisions.ts";
import { careUnits } from "../db/identified.ts";
import { findMeasurement } from "../db/measurements.ts";
import { insertPending } from "../db/responses.ts";
import { isRefusal } from "../problems.ts";
import { orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { samplePendingDivided } from "../responses/samples.ts";
import { tick } from "../timetable.ts";
import { closeFinishedMeasurements, closeMeasurement, publishMeasurement } from "./change-measurements.ts";
import { closePassedWindows } from "./close-passed-windows.ts";
import { divideContinuous } from "./divide-continuous.ts";
import { foldCases } from "./fold-cases.ts";
import { openPeriods } from "./open-periods.ts";
import { readFieldwork } from "./read-fieldwork.ts";
import { readReport } from "./read-report.ts";
import { releaseBatches } from "./seal-responses.ts";
import { tallyResponses } from "./tally-responses.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const q4 = "lopande-2026-q4-punktmatning-kort-1";
const january = "lopande-2027-01-punktmatning-kort-1";
const patients = (count: number, row: Row, from: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({ ...row, dischargeRef: `U${from + at}`, patientRef: `P${from + at}` }));
const at = (date: string, time = "10:00") => clinic.world.clock.set(instantOf(date, time));

async function admitAndInterview(count: number, of: number, row: Row, from: number): Promise<void> {
  const ids = await clinic.admit(...patients(of, row, from));
  const anna = await clinic.signedIn("anna");
  for (const id of ids.slice(0, count)) await interviewWhole(anna, id, { sheet: "111111" });
}
async function chainOf(id: string) {
  const read = await readFieldwork(clinic.world, "region", id);
  if (isRefusal(read)) throw new Error(read.refused);
  const { chain } = read.fieldwork.whole ?? { chain: null };
  return chain && [chain.discharged, chain.completed];
}
/** Sealed answers that wait, as so many interviews would have left them. */
const wait = (count: number, county: string, measurementId = q4) =>
  clinic.world.atomically(
    orebro2019Responses.slice(0, count).map((row, at) =>
      insertPending(clinic.world.db, clinic.world.newId(), {
        ...row,
        ...{ answers: samplePendingDivided(at).answers, measurementId, county, remark: null },
      }),
    ),
  );
const night = async () => {
  await closeFinishedMeasurements(clinic.world);
  await releaseBatches(clinic.world);
  await tallyResponses(clinic.world);
};

test("nobody is called because a continuous measurement is going on: it takes in whom the routine has called", async () => {
  clinic = await makeClinic();
  await admitAndInterview(1, 1, {}, 1);
  expect(await findMeasurement(clinic.world.db, q4)).toMatchObject({ state: "running" });
  await clinic.admit(...patients(1, { track: "grönt" }, 20), ...patients(1, { track: "gult" }, 30));
  expect(await clinic.world.db.all(sql`select track, state, measurement_id from cases order by track, state`)).toEqual([
    { track: "green", state: "optional", measurement_id: null },
    { track: "yellow", state: "closed", measurement_id: null },
    { track: "yellow", state: "planned", measurement_id: null },
  ]);
});

test("a chosen division holds from the next shared boundary, and each period has its own interviews and its own chain", async () => {
  clinic = await makeClinic({ now: instantOf("2026-12-28", "10:00") });
  expect(await divideContinuous(clinic.world, "account-lena", "month")).toEqual({ changed: true });
  const before = { dischargeDate: "2026-12-23" };
  await admitAndInterview(5, 8, before, 1);
  at("2027-01-08");
  const after = { dischargeDate: "2027-01-04" };
  await admitAndInterview(6, 7, after, 30);
  // Nothing of these is kept, and they are counted all the same, each in its own period.
  await clinic.admit(
    ...patients(2, { ...after, protected: "ja" }, 50),
    ...patients(1, { ...after, consent: "återkallat" }, 60),
  );
  at("2027-01-20");
  await closePassedWindows(clinic.world);
  expect([await chainOf(q4), await chainOf(january)]).toEqual([
    [8, 5],
    [10, 6],
  ]);
  at("2027-04-01");
  await clinic.world.db.run(sql`delete from people`);
  await foldCases(clinic.world);
  expect(await clinic.world.db.all(sql`select id from cases`)).toEqual([]);
  expect([await chainOf(q4), await chainOf(january)]).toEqual([
    [8, 5],
    [10, 6],
  ]);
});

test("who has chosen what, and from when it holds, stays to be read; a choice that changes nothing is none", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  await divideContinuous(world, "account-lena", "month");
  expect(await divideContinuous(world, "account-lena", "month")).toEqual({ changed: false });
  await divideContinuous(world, "account-adam", "quarter");
  expect(await listDivisionChanges(world.db, 10)).toMatchObject([
    { by: "Lena Ros", before: "Kvartal", after: "Kvartal, och månad från fredag 1 januari 2027" },
    { by: "Adam Frisk", before: "Kvartal, och månad från fredag 1 januari 2027", after: "Kvartal" },
  ]);
});

test("the clock closes a period when the routine's last window has passed, lets the last answers out, and it can be published once", async () => {
  clinic = await makeClinic({ now: instantOf("2026-12-28", "10:00") });
  const { world } = clinic;
  await admitAndInterview(1, 1, { dischargeDate: "2026-12-23" }, 1);
  await wait(11, "18");
  const lena = await clinic.accountOf("lena");
  expect(await closeMeasurement(world, lena, q4, true)).toEqual({ refused: "measurement-continuous" });
  at("2027-01-07", "03:05");
  await night();
  expect(await findMeasurement(world.db, q4)).toMatchObject({ state: "running", releasedOn: null });
  // The routine's window of New Year's Eve closes on 7 January.
  at("2027-01-08", "03:05");
  await night();
  expect(await findMeasurement(world.db, q4)).toMatchObject({ state: "closed", releasedOn: "2027-01-08" });
  expect(await world.db.all(sql`select * from pending`)).toEqual([]);
  const how = { changed: "", after: null, read: (id: string) => readReport(world, id), count: async () => null };
  expect(await publishMeasurement(world, lena, q4, how)).toEqual({ moved: true });
  expect(await publishMeasurement(world, lena, q4, how)).toEqual({ refused: "correction-needs-words" });
});

test("a longer window of the measurements' does not keep a period open, and a longer one of the routine's does", async () => {
  clinic = await makeClinic({ now: instantOf("2026-12-28", "10:00") });
  await admitAndInterview(1, 1, { dischargeDate: "2026-12-23" }, 1);
  const windowOf = (routine: number, measurement: number) =>
    JSON.stringify({ windows: { routine: { lastDay: routine }, measurement: { lastDay: measurement } } });
  const set = (value: string) =>
    clinic.world.db.run(
      sql`insert into settings (key, value) values ('rules', ${value}) on conflict do update set value = ${value}`,
    );
  at("2027-01-08", "03:05");
  await set(windowOf(14, 7));
  expect(await closeFinishedMeasurements(clinic.world)).toEqual({ closed: 0 });
  await set(windowOf(7, 14));
  expect(await closeFinishedMeasurements(clinic.world)).toEqual({ closed: 1 });
});

test("another county takes part from the night its answers leave, and its stays are in the chain from the first", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  await admitAndInterview(5, 5, {}, 1);
  await world.db.insert(careUnits).values({
    ...{ id: "koping1", providerId: "region", name: "Medicin Köping", kind: "ward", careType: "somatic" },
    ...{ county: "19", code: "K1" },
  });
  await clinic.admit(...patients(6, { unit: "K1" }, 30));
  expect(await chainOf(q4)).toEqual([11, 5]);
  await wait(9, "19");
  const counties = async () => (await findMeasurement(world.db, q4))?.counties;
  await night();
  expect(await counties()).toBe('["18"]');
  await wait(2, "19");
  await night();
  expect(await counties()).toBe('["18","19"]');
  await wait(10, "19");
  await night();
  expect(await counties()).toBe('["18","19"]');
});

test("a period in which nobody was reached stands among the others, with its chain", async () => {
  clinic = await makeClinic();
  await clinic.admit(...patients(6, {}, 1), ...patients(3, { track: "grönt" }, 20));
  expect(await findMeasurement(clinic.world.db, q4)).toBeUndefined();
  expect(await openPeriods(clinic.world)).toEqual({ opened: 1 });
  expect(await openPeriods(clinic.world)).toEqual({ opened: 0 });
  expect(await chainOf(q4)).toEqual([6, 0]);
});

test("two nights of the whole timetable over a boundary leave each period as it was", async () => {
  clinic = await makeClinic({ now: instantOf("2026-12-28", "10:00") });
  await admitAndInterview(5, 6, { dischargeDate: "2026-12-23" }, 1);
  for (let date = "2026-12-29"; date <= "2027-01-10"; date = addDays(date, 1)) {
    at(date, "05:00");
    await tick(clinic.world, clinic.world.now());
  }
  expect(await chainOf(q4)).toEqual([6, 5]);
  const report = await readReport(clinic.world, q4);
  expect(!isRefusal(report) && report.measurement.state).toBe("closed");
});
