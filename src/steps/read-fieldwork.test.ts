import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import {
  answerSheet,
  type Clinic,
  coreSteps,
  interviewWhole,
  makeClinic,
  openInterview,
  type Row,
} from "../../test/in-process.ts";
import { addDays, instantOf, localDateOf, monthOf } from "../calendar.ts";
import { type OutcomeCode, outcomeOf, outcomes } from "../calls/outcomes.ts";
import { attempts, cases, discharges } from "../db/identified.ts";
import { addMeasurement } from "../db/measurements.ts";
import { isRefusal } from "../problems.ts";
import { chainSteps } from "../reports/fieldwork.ts";
import { continuousMeasurementId } from "../responses/continuous.ts";
import { defaultDivisions } from "../responses/periods.ts";
import { closePassedWindows } from "./close-passed-windows.ts";
import { recordAttempt } from "./end-interview.ts";
import { readCompliance, readFieldwork } from "./read-fieldwork.ts";
import { takeToRing } from "./take-case.ts";

const day = 24 * 60 * 60_000;
let clinic: Clinic;
afterEach(() => clinic.world.close());

const november = {
  ...{ id: "november", name: "November", surveyId: "punktmatning-kort", surveyVersion: 1, state: "running" as const },
  ...{ opensOn: "2026-11-16", closesOn: "2026-11-22", counties: '["18"]', units: null, note: null, madeUp: true },
} satisfies Parameters<typeof addMeasurement>[1];

const patients = (count: number, row: Row, from: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({ ...row, dischargeRef: `U${from + at}`, patientRef: `P${from + at}` }));

async function fieldworkOf(providerId = "region") {
  const read = await readFieldwork(clinic.world, providerId, "november");
  if (isRefusal(read)) throw new Error(read.refused);
  return read;
}

test("a week at a clinic comes out as it was lived: chain, rates and compliance", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  await world.atomically([addMeasurement(world.db, november)]);
  const anna = await clinic.accountOf("anna");
  const client = await clinic.signedIn("anna");
  const ring = async (id: string, outcome: OutcomeCode) => {
    await takeToRing(world, anna, id, true);
    await recordAttempt(world, anna, id, { outcome, appointmentAt: null, note: "prövat", help: null });
  };
  const [whole, alsoWhole, half, refuses, silent, gone, forgotten] = await clinic.admit(...patients(7, {}, 1));
  // Green and asked: in the measurement and not in the routine. Green and never asked: in neither, and yet discharged.
  await clinic.admit(...patients(2, { track: "grönt" }, 20), ...patients(3, { track: "grönt", consent: "" }, 30));
  for (const id of [whole!, alsoWhole!]) await interviewWhole(client, id, { sheet: "111111" });
  await openInterview(client, half!);
  await answerSheet(client, half!, "1212");
  await client.post(`/uppfoljningar/${half}/utfall`, { utfall: "broken-off" });
  await ring(refuses!, "refused");
  await ring(silent!, "no-answer");
  await ring(gone!, "not-eligible");
  expect(forgotten).toBeDefined();

  const running = (await fieldworkOf()).fieldwork;
  expect(running.preliminary).toBe(true);
  expect(running.whole?.open).toBe(8);

  world.clock.advance(8 * day);
  await closePassedWindows(world);
  const { whole: counts } = (await fieldworkOf()).fieldwork;
  expect(chainSteps.map(([step]) => counts?.chain[step])).toEqual([12, 11, 8, 8, 8, 5, 4, 3, 2]);
  expect(counts?.all.counts).toEqual({ I: 2, P: 1, R: 1, NC: 7, O: 0, UH: 0, UO: 0, NE: 1 });
  expect(counts?.all.rates.RR2?.share).toBeCloseTo(3 / 11, 12);
  expect(counts?.consenting.rates.RR2?.share).toBeCloseTo(3 / 8, 12);

  const compliance = await readCompliance(world, "region", null);
  expect(compliance?.month).toBe("2026-11");
  expect(compliance?.units).toMatchObject([
    {
      ...{ name: "Geriatrik avd 2", cases: 6, open: 0, hindered: 0 },
      ...{ attempted: { part: 5 }, reached: { part: 4 }, completed: { part: 2 }, never: { part: 1 } },
    },
  ]);
});

test("a list that says no afterwards takes no sealed interview back", async () => {
  clinic = await makeClinic();
  await clinic.world.atomically([addMeasurement(clinic.world.db, november)]);
  const client = await clinic.signedIn("anna");
  for (const id of await clinic.admit(...patients(6, {}, 1))) await interviewWhole(client, id, { sheet: "111111" });
  await clinic.admit(...patients(2, { consent: "nej" }, 1), ...patients(2, { consent: "" }, 3));
  const { chain, all } = (await fieldworkOf()).fieldwork.whole!;
  expect([chain.asked, chain.consented, chain.completed, all.counts.I, all.counts.R]).toEqual([6, 6, 6, 6, 0]);
});

test("a care call that breaks off is no interview begun: whoever was not asked has neither said yes nor no", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  await world.atomically([addMeasurement(world.db, november)]);
  const anna = await clinic.accountOf("anna");
  const yes = await clinic.admit(...patients(5, {}, 1));
  const unasked = await clinic.admit(...patients(4, { consent: "" }, 20));
  const no = await clinic.admit(...patients(3, { consent: "nej" }, 30));
  for (const id of [...yes, ...unasked, ...no]) {
    await takeToRing(world, anna, id, true);
    await recordAttempt(world, anna, id, { outcome: "broken-off", appointmentAt: null, note: "", help: null });
  }
  world.clock.advance(8 * day);
  await closePassedWindows(world);
  const { chain, all, consentRate } = (await fieldworkOf()).fieldwork.whole!;
  expect(chainSteps.map(([step]) => chain[step])).toEqual([12, 12, 12, 8, 5, 5, 5, 5, 0]);
  expect(consentRate).toMatchObject({ part: 5, whole: 8 });
  expect(all.counts).toMatchObject({ I: 0, P: 0, R: 8, NC: 4 });
});

test("the time that patients write in a form is no minute of the unit's work", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  for (const id of await clinic.admit(...patients(5, {}, 1))) {
    const { text } = await (await clinic.signedIn("anna")).post(`/uppfoljningar/${id}/webblank`, { gor: "gor" });
    const address = /\/svara\/[0-9a-z]{32}/.exec(text)?.[0] ?? "";
    const patient = clinic.visitor();
    await patient.post(`${address}/fodelsedag`, { dag: "3", manad: "2" });
    await patient.post(`${address}/borja`, { svarar: "patient" });
    world.clock.advance(20 * 60_000);
    const answers = coreSteps.map((step) => [`fraga-${step}`, "1"]);
    await patient.post(`${address}/skicka`, Object.fromEntries(answers));
  }
  const compliance = await readCompliance(world, "region", null);
  expect(compliance?.units).toMatchObject([
    { completed: { part: 5 }, attemptsPerCompleted: 1, minutesPerCompleted: 0 },
  ]);
});

test("another care provider sees nothing of it", async () => {
  clinic = await makeClinic();
  await clinic.world.atomically([addMeasurement(clinic.world.db, november)]);
  await clinic.admit(...patients(9, {}, 1));
  expect((await fieldworkOf()).fieldwork.whole?.chain.discharged).toBe(9);
  expect((await fieldworkOf("another")).fieldwork.whole).toBeNull();
  expect(await readCompliance(clinic.world, "another", null)).toBeNull();
});

test("the routine's own interviews have their fieldwork too: those whom no measurement took in", async () => {
  clinic = await makeClinic();
  const { world } = clinic;
  const client = await clinic.signedIn("anna");
  const ids = await clinic.admit(...patients(6, {}, 1));
  await clinic.admit(...patients(4, { track: "grönt" }, 20));
  for (const id of ids.slice(1)) await interviewWhole(client, id, { sheet: "111111" });
  const id = continuousMeasurementId("2026-11-20", { id: "punktmatning-kort", version: 1 }, defaultDivisions);
  const read = await readFieldwork(world, "region", id);
  if (isRefusal(read)) throw new Error(read.refused);
  const { chain } = read.fieldwork.whole!;
  expect([chain.discharged, chain.included, chain.completed]).toEqual([6, 6, 5]);
});

test("a measurement that does not exist is refused in words", async () => {
  clinic = await makeClinic();
  expect(await readFieldwork(clinic.world, "region", "finns-inte")).toEqual({ refused: "unknown-measurement" });
});

// ── counted again, case by case ──

type Lived = {
  readonly unit: "geriatrik2" | "kirurgi3" | "medicin1";
  readonly track: "green" | "yellow" | "red" | null;
  readonly dischargedOn: string;
  readonly disposition: OutcomeCode | null;
  readonly tries: readonly { readonly at: number; readonly mode: "human" | "robot"; readonly outcome: OutcomeCode }[];
};
const unitNames = { geriatrik2: "Geriatrik avd 2", kirurgi3: "Kirurgi avd 3", medicin1: "Medicin avd 1" };
const codes = outcomes.map(({ code }) => code);

/** Weeks round the end of summer time and of the month, attempts from before the window until after it. */
const anyStay: fc.Arbitrary<Lived> = fc
  .record({
    unit: fc.constantFrom("geriatrik2", "kirurgi3", "medicin1"),
    track: fc.constantFrom("green", "yellow", "red", null),
    dischargedOn: fc.integer({ min: 0, max: 24 }).map((days) => addDays("2026-10-15", days)),
    disposition: fc.constantFrom(null, ...codes),
    tries: fc.array(
      fc.record({
        // Days after the discharge and quarters of an hour into them, the edges of the window above all.
        moment: fc.oneof(
          fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 91 })),
          fc.constantFrom([2, 91], [3, 0], [7, 91], [8, 0]),
        ),
        mode: fc.constantFrom("human", "robot"),
        outcome: fc.constantFrom(...codes),
      }),
      { maxLength: 3 },
    ),
  })
  .map((stay) => ({
    ...stay,
    tries: stay.tries.map(({ moment: [days = 0, quarter = 0], mode, outcome }) => ({
      ...{ at: instantOf(addDays(stay.dischargedOn, days), "00:00") + quarter * 15 * 60_000, mode, outcome },
    })),
  })) as fc.Arbitrary<Lived>;

async function live(stays: readonly Lived[]): Promise<void> {
  const { db } = clinic.world;
  for (const table of [attempts, discharges, cases]) await db.delete(table);
  for (const [at, { unit, track, dischargedOn, disposition, tries }] of stays.entries()) {
    const id = `case-${at}`;
    await db.insert(discharges).values({
      ...{ id, sourceId: "journal", dischargeKey: id, unitId: unit, careType: "somatic", track, dischargedOn },
      ...{ residence: "ordinary", status: "home", consent: "yes", robotConsent: true, protected: false },
      ...{ interpreter: false, contentKey: id },
    });
    await db.insert(cases).values({
      ...{ id, providerId: "region", unitId: unit, dischargeUnitId: unit, county: "18", careType: "somatic", track },
      ...{ routine: true, surveyConsent: true, state: disposition === null ? "planned" : "closed", disposition },
      ...{ opensOn: addDays(dischargedOn, 3), closesOn: addDays(dischargedOn, 7), attempts: tries.length },
    });
    for (const [number, one] of tries.entries()) {
      const { at: startedAt, mode, outcome } = one;
      await db
        .insert(attempts)
        .values({ id: `${id}-${number}`, caseId: id, mode, startedAt, endedAt: startedAt, outcome });
    }
  }
}

test("per unit and month the database counts what a person would, attempts before and after the window left out", async () => {
  clinic = await makeClinic({ now: Date.UTC(2026, 11, 20, 9) });
  const inside = ({ dischargedOn }: Lived, at: number) => {
    const date = localDateOf(at);
    return addDays(dischargedOn, 3) <= date && date <= addDays(dischargedOn, 7);
  };
  const reached = (code: OutcomeCode) => outcomeOf(code).contact && outcomeOf(code).class !== "NC";
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStay, { minLength: 60, maxLength: 90 }), async (stays) => {
      await live(stays);
      const found = await readCompliance(clinic.world, "region", "2026-10");
      const counted = stays.filter(
        ({ track, disposition, dischargedOn }) =>
          (track === "yellow" || track === "red") &&
          (disposition === null || outcomeOf(disposition).class !== "NE") &&
          monthOf(dischargedOn) === "2026-10",
      );
      for (const [unit, name] of Object.entries(unitNames)) {
        const theirs = counted.filter((stay) => stay.unit === unit);
        const line = found?.units.find((one) => one.name === name);
        // Folded with another: the units' sums are held by the month's.
        if (!line) continue;
        compared += 1;
        const holding = (holds: (stay: Lived) => boolean) => theirs.filter(holds).length;
        expect(line).toMatchObject({
          cases: theirs.length,
          open: holding(({ disposition }) => disposition === null),
          attempted: { part: holding((stay) => stay.tries.some(({ at }) => inside(stay, at))) },
          reached: {
            part: holding((stay) => stay.tries.some(({ at, outcome }) => inside(stay, at) && reached(outcome))),
          },
          completed: {
            part: holding((stay) =>
              stay.tries.some(({ at, outcome }) => inside(stay, at) && /^(completed|care-call-made)$/.test(outcome)),
            ),
          },
          never: { part: holding(({ tries, disposition }) => disposition !== null && tries.length === 0) },
        });
      }
      const october = found?.months.find(({ month }) => month === "2026-10");
      if (counted.length >= 5) expect(october?.line?.cases).toBe(counted.length);
      else expect(october?.line ?? null).toBeNull();
    }),
    { numRuns: 25 },
  );
  expect(compared).toBeGreaterThan(25);
});

test("older months are found, one half-year at a time, until there are no cases before them", async () => {
  clinic = await makeClinic({ now: Date.UTC(2027, 5, 20, 9) });
  const stay = (dischargedOn: string) => ({
    ...({ unit: "geriatrik2", track: "red", dischargedOn, disposition: "never-called", tries: [] } as const),
  });
  const [old, recent] = ["2026-10-30", "2027-06-01"].map((date) => Array.from({ length: 5 }, () => stay(date)));
  await live([...old!, ...recent!]);
  const newest = await readCompliance(clinic.world, "region", null);
  expect([newest?.month, newest?.months.length, newest?.older]).toEqual(["2027-06", 1, "2026-12"]);
  const older = await readCompliance(clinic.world, "region", "2026-10");
  expect([older?.month, older?.units[0]?.never?.part, older?.older]).toEqual(["2026-10", 5, null]);
  for (const never of ["2025-10", "2027-07", "2026-13", "x"]) {
    expect((await readCompliance(clinic.world, "region", never))?.month).toBe("2027-06");
  }
});
