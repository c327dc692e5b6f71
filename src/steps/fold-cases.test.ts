import { sql } from "drizzle-orm";
import * as fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Clinic,
  dump,
  identifiedNames,
  interviewWhole,
  listOf,
  makeClinic,
  type Row,
} from "../../test/in-process.ts";
import { addDays, instantOf } from "../calendar.ts";
import { type OutcomeCode, outcomes } from "../calls/outcomes.ts";
import { attempts, cases, discharges } from "../db/identified.ts";
import { addMeasurement } from "../db/measurements.ts";
import { isRefusal } from "../problems.ts";
import { tick } from "../timetable.ts";
import { importFile } from "./admit-discharges.ts";
import { closePassedWindows } from "./close-passed-windows.ts";
import { recordAttempt } from "./end-interview.ts";
import { foldCases, keepCaseDays } from "./fold-cases.ts";
import { forgetPeople } from "./forget-people.ts";
import { readCompliance, readFieldwork } from "./read-fieldwork.ts";
import { takeToRing } from "./take-case.ts";

const day = 24 * 60 * 60_000;
let clinic: Clinic;
afterEach(() => clinic.world.close());

const measurement = {
  ...{ name: "M", surveyId: "punktmatning-kort", surveyVersion: 1, state: "running" as const },
  ...{ opensOn: "2026-11-16", closesOn: "2026-11-22", counties: '["18"]', units: null, note: null, madeUp: true },
};
const continuous = "lopande-2026-q4-punktmatning-kort-1";

/** Everything that the pages say, for each measurement and each month. */
async function everythingSaid() {
  const said: unknown[] = [];
  for (const id of ["november", "geriatriken", continuous]) {
    const read = await readFieldwork(clinic.world, "region", id);
    // That a measurement is closed meanwhile says nothing of its figures.
    said.push(isRefusal(read) ? read : [{ ...read.fieldwork, preliminary: null }, read.reach]);
  }
  for (const month of ["2026-10", "2026-11"]) {
    const read = await readCompliance(clinic.world, "region", month);
    // Which other months stand beside it depends on the day one asks.
    if (read?.months.some((one) => one.month === month))
      said.push({ ...read, older: null, months: read.months.filter((one) => one.month === month) });
  }
  return JSON.parse(JSON.stringify(said));
}
const count = async (name: string) => (await dump(clinic.world, [name]))[name]!.length;

async function openMeasurements(): Promise<void> {
  const { world } = clinic;
  await world.atomically([
    addMeasurement(world.db, { ...measurement, id: "november" }),
    // Opened earlier, so that the other one takes in what fits both.
    addMeasurement(world.db, {
      ...measurement,
      id: "geriatriken",
      units: '["geriatrik2"]',
      opensOn: "2026-11-01",
      closesOn: "2026-11-30",
    }),
    addMeasurement(world.db, {
      ...{ ...measurement, id: continuous, opensOn: "2026-10-01", closesOn: "2026-12-31" },
    }),
  ]);
}

const anyTry = fc.record({
  days: fc.integer({ min: 1, max: 9 }),
  quarter: fc.integer({ min: 36, max: 75 }),
  minutes: fc.integer({ min: 1, max: 90 }),
  mode: fc.constantFrom("human", "robot"),
  outcome: fc.constantFrom(...outcomes.map(({ code }) => code)),
});
const anyStay = fc.record({
  unit: fc.constantFrom("geriatrik2", "kirurgi3", "medicin1"),
  track: fc.constantFrom("green", "yellow", "red", null),
  age: fc.constantFrom("18-64", "80+", null),
  language: fc.constantFrom(null, "ar", "sv"),
  consent: fc.constantFrom("yes", "no", "withdrawn", "unasked"),
  status: fc.constantFrom("home", "home", "readmitted"),
  patient: fc.integer({ min: 1, max: 40 }),
  dischargedOn: fc.integer({ min: 0, max: 30 }).map((days) => addDays("2026-10-25", days)),
  measured: fc.constantFrom(null, null, "november", "geriatriken"),
  routine: fc.boolean(),
  disposition: fc.constantFrom(...outcomes.map(({ code }) => code)),
  tries: fc.array(anyTry, { maxLength: 3 }),
});

test("whatever the stays, all that is said of them is the same before and after they become counts", async () => {
  clinic = await makeClinic({ now: Date.UTC(2027, 2, 1, 9) });
  const { db } = clinic.world;
  await openMeasurements();
  await fc.assert(
    fc.asyncProperty(fc.array(anyStay, { minLength: 40, maxLength: 70 }), async (stays) => {
      for (const table of [attempts, discharges, cases]) await db.delete(table);
      for (const table of ["field_counts", "compliance_counts", "reach_counts", "tombstones"])
        await db.run(sql`delete from ${sql.identifier(table)}`);
      for (const [at, stay] of stays.entries()) {
        const { unit, track, dischargedOn, measured, tries } = stay;
        const id = `case-${at}`;
        const isIn =
          dischargedOn >= "2026-11-16" &&
          (measured === "november"
            ? dischargedOn <= "2026-11-22"
            : unit === "geriatrik2" && dischargedOn <= "2026-11-30");
        await db.insert(discharges).values({
          ...{ id, sourceId: "journal", dischargeKey: id, unitId: unit, careType: "somatic", track, dischargedOn },
          ...{ residence: "ordinary", status: stay.status, consent: stay.consent, robotConsent: true },
          ...{ protected: false, interpreter: false, contentKey: id, language: stay.language },
          patientKey: `patient-${stay.patient}`,
        } as never);
        await db.insert(cases).values({
          ...{ id, providerId: "region", unitId: unit, dischargeUnitId: unit, county: "18", careType: "somatic" },
          ...{ track, ageGroup: stay.age, routine: stay.routine, surveyConsent: true, state: "closed" },
          ...{ measurementId: measured && isIn ? measured : null, disposition: stay.disposition },
          ...{ opensOn: addDays(dischargedOn, 3), closesOn: addDays(dischargedOn, 7), attempts: tries.length },
        } as never);
        for (const [number, one] of tries.entries()) {
          const startedAt = instantOf(addDays(dischargedOn, one.days), "00:00") + one.quarter * 15 * 60_000;
          await db.insert(attempts).values({
            ...{ id: `${id}-${number}`, caseId: id, mode: one.mode, startedAt, outcome: one.outcome },
            endedAt: startedAt + one.minutes * 60_000,
          } as never);
        }
      }
      const before = await everythingSaid();
      // Half of them first: what is here and what is only counted are added up.
      await foldCases({ ...clinic.world, now: () => Date.UTC(2026, 11, 22, 9) });
      const left = await count("cases");
      expect(await everythingSaid()).toEqual(before);
      await foldCases(clinic.world);
      expect([await count("cases"), await count("attempts"), await count("discharges")]).toEqual([0, 0, 0]);
      expect(await everythingSaid()).toEqual(before);
      await foldCases(clinic.world);
      expect(await everythingSaid()).toEqual(before);
      return left >= 0;
    }),
    { numRuns: 6 },
  );
});

const patients = (number: number, row: Row, from: number): Row[] =>
  Array.from({ length: number }, (_, at) => ({ ...row, dischargeRef: `U${from + at}`, patientRef: `P${from + at}` }));

/** Twelve of Friday's stays, rung and not, and some of whom nothing may be kept. */
const rows: readonly Row[] = [
  ...patients(12, {}, 1),
  ...patients(2, { track: "grönt", consent: "nej" }, 20),
  ...patients(1, { protected: "ja" }, 30),
  ...patients(2, { status: "avliden" }, 40),
  ...patients(1, { consent: "återkallat" }, 50),
];

async function aWeek(): Promise<string[]> {
  clinic = await makeClinic();
  await openMeasurements();
  const ids = await clinic.admit(...rows);
  const anna = await clinic.signedIn("anna");
  for (const id of ids.slice(0, 6)) await interviewWhole(anna, id, { sheet: "111111" });
  const account = await clinic.accountOf("anna");
  const ring = async (id: string, outcome: OutcomeCode) => {
    await takeToRing(clinic.world, account, id, true);
    await recordAttempt(clinic.world, account, id, { outcome, appointmentAt: null, note: "prövat", help: null });
  };
  await ring(ids[6]!, "refused");
  await ring(ids[7]!, "dead");
  await ring(ids[8]!, "no-answer");
  clinic.world.clock.advance(8 * day);
  await closePassedWindows(clinic.world);
  return ids;
}

describe("a measurement's rates", () => {
  test("are the same the day before its people are forgotten, the day after, and in a year", async () => {
    await aWeek();
    const before = await everythingSaid();
    clinic.world.clock.set(Date.UTC(2026, 11, 12, 4));
    await forgetPeople(clinic.world);
    expect([await count("people"), await count("cases")]).toEqual([0, 12]);
    expect(await everythingSaid()).toEqual(before);
    clinic.world.clock.set(Date.UTC(2027, 11, 12, 4));
    await tick(clinic.world, clinic.world.now());
    expect(await count("cases")).toBe(0);
    expect(await everythingSaid()).toEqual(before);
  });

  test("leave nothing of a case behind but a hash of the stay and the log of what was done", async () => {
    const ids = await aWeek();
    clinic.world.clock.advance((keepCaseDays + 10) * day);
    await forgetPeople(clinic.world);
    await foldCases(clinic.world);
    const left = await dump(
      clinic.world,
      identifiedNames.filter((name) => name !== "events"),
    );
    for (const [table, found] of Object.entries(left))
      for (const row of found) for (const id of ids) expect(row, table).not.toContain(id);
    const nameless = await dump(clinic.world, ["field_counts", "compliance_counts", "reach_counts"]);
    for (const row of Object.values(nameless).flat()) for (const id of ids) expect(row).not.toContain(id);
    expect((await dump(clinic.world, ["tombstones"])).tombstones!.filter((row) => row.includes('"over"'))).toHaveLength(
      12,
    );
  });

  test("are not moved by the same list sent a year later, and nobody on it is called", async () => {
    await aWeek();
    clinic.world.clock.advance((keepCaseDays + 10) * day);
    await forgetPeople(clinic.world);
    await foldCases(clinic.world);
    const before = await everythingSaid();
    expect(await clinic.admit(...rows)).toEqual([]);
    // Nor when the stay's date is put right to one that could still be rung.
    const today = "2027-01-19";
    expect(await clinic.admit(...rows.slice(0, 12).map((row) => ({ ...row, dischargeDate: today })))).toEqual([]);
    expect(await everythingSaid()).toEqual(before);
    // Whoever was heard to be dead is dead on every list to come.
    const dead = (await dump(clinic.world, ["tombstones"])).tombstones!.filter((row) => row.includes('"dead"'));
    expect(dead.length).toBeGreaterThan(2);
  });

  test("a case with something left to do is kept", async () => {
    clinic = await makeClinic();
    const [id] = await clinic.admit(...patients(1, {}, 1));
    const anna = await clinic.signedIn("anna");
    await interviewWhole(anna, id!, { sheet: "111111", need: "Hjälp med dosett" });
    clinic.world.clock.advance((keepCaseDays + 10) * day);
    await foldCases(clinic.world);
    expect(await count("cases")).toBe(1);
  });
});

describe("rows of which nothing is kept", () => {
  const classes = async () => {
    const read = await readFieldwork(clinic.world, "region", "november");
    if (isRefusal(read)) throw new Error(read.refused);
    const { chain, all, consenting } = read.fieldwork.whole ?? { chain: null, all: null, consenting: null };
    return { chain, all: all?.counts, consenting: consenting?.counts };
  };
  async function sent(...more: readonly Row[]) {
    clinic = await makeClinic();
    await openMeasurements();
    await clinic.admit(...patients(6, {}, 1), ...more);
  }

  test("count as the domain says: a no and a withdrawal R, protected NC, dead before the window NE, dead later O", async () => {
    await sent(
      ...patients(2, { track: "grönt", consent: "nej" }, 20),
      ...patients(1, { consent: "återkallat" }, 25),
      ...patients(3, { protected: "ja" }, 30),
      // The window opens on the clinic's own day, Monday the 23rd: home on the 22nd means that it opens on the 25th.
      ...patients(2, { status: "avliden", dischargeDate: "2026-11-22" }, 40),
      ...patients(1, { status: "avliden" }, 50),
      ...patients(1, { status: "avliden", residence: "särskilt boende" }, 60),
    );
    const { chain, all, consenting } = await classes();
    expect(all).toEqual({ I: 0, P: 0, R: 3, NC: 3, O: 1, UH: 0, UO: 6, NE: 3 });
    expect(chain).toMatchObject({ discharged: 16, eligible: 13, consented: 7, attempted: 0 });
    expect(consenting?.R).toBe(1);
    const compliance = await readCompliance(clinic.world, "region", "2026-11");
    // Yellow: six that are here, one withdrawn, three protected, one dead; three were not to be rung at all.
    expect(compliance?.units).toMatchObject([{ cases: 11, never: { part: 5 }, hindered: 5 }]);
    expect(compliance?.consent).toMatchObject([{ cases: 16, asked: { part: 9 }, consented: { part: 7, whole: 9 } }]);
  });

  test("count once, however often and in however many files they come", async () => {
    const refused = [
      ...patients(2, { track: "grönt", consent: "nej" }, 20),
      ...patients(2, { protected: "ja" }, 30),
      ...patients(1, { status: "avliden" }, 40),
    ];
    await sent(...refused, ...refused);
    const before = await everythingSaid();
    await clinic.admit(...refused);
    const bytes = new TextEncoder().encode(listOf(...refused));
    await Promise.all([1, 2].map(() => importFile(clinic.world, { source: clinic.source, bytes })));
    expect(await everythingSaid()).toEqual(before);
    expect((await classes()).all).toMatchObject({ R: 2, NC: 2, O: 1 });
  });

  test("are taken out of the counts when a corrected row is taken in after all", async () => {
    const no = patients(2, { track: "grönt", consent: "nej" }, 20);
    const hidden = patients(1, { protected: "ja" }, 30);
    await sent(...no, ...hidden);
    expect((await classes()).all).toMatchObject({ R: 2, NC: 1, UO: 6 });
    await clinic.admit({ ...no[0], consent: "ja" }, { ...hidden[0], protected: "nej" });
    expect((await classes()).all).toMatchObject({ R: 1, NC: 0, UO: 8 });
    expect((await classes()).chain?.discharged).toBe(9);
  });

  test("a stay that was taken in and then refused is counted as the case it is, not twice", async () => {
    const stay = patients(1, {}, 90);
    await sent(...stay);
    await clinic.admit({ ...stay[0], consent: "återkallat" });
    await clinic.admit({ ...stay[0], consent: "återkallat" });
    expect((await classes()).all).toMatchObject({ R: 1, UO: 6 });
    expect((await classes()).chain?.discharged).toBe(7);
  });

  test("one that came when its window had closed belongs to the measurement all the same", async () => {
    await sent();
    clinic.world.clock.advance(12 * day);
    await clinic.admit(...patients(3, {}, 60));
    await clinic.admit(...patients(3, {}, 60));
    const { chain, all } = await classes();
    expect(all).toMatchObject({ NC: 3, UO: 6 });
    expect(chain).toMatchObject({ discharged: 9, eligible: 9, included: 6 });
  });

  test("leave a hash and what they were counted as, and nothing that names them", async () => {
    await sent(...patients(1, { protected: "ja", name: "Hemliga Hulda", phone1: "070-1740699" }, 30));
    const all = await dump(clinic.world, [...identifiedNames, "field_counts", "compliance_counts"]);
    expect(JSON.stringify(all)).not.toMatch(/Hulda|1740699|P30|U30/);
    expect(all.tombstones!.filter((row) => row.includes("counted-protected"))).toHaveLength(1);
  });
});
