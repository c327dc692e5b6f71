/**
 * Makes the demo's data by living through the three weeks before its first day: lists come in each morning, coordinators
 * ring, nights release answers and close windows, all by the real steps at their own time and in order. Only the
 * installation itself (units, accounts, measurements) is written straight in.
 */
import { addDays, formatMonth, instantOf, isWorkingDay, localDateOf, monthOf, weekdayOf } from "../calendar.ts";
import {
  type Account,
  findAccount,
  insertAccount,
  insertProvider,
  insertUnit,
  setAccountUnits,
} from "../db/accounts.ts";
import { addSource, findKnownEntries } from "../db/discharges.ts";
import { addMeasurement } from "../db/measurements.ts";
import { setTick } from "../db/settings.ts";
import { findThresholds } from "../db/thresholds.ts";
import { fields } from "../discharges/row.ts";
import { thresholdsText } from "../reports/thresholds.ts";
import { admitChunk, openIntake } from "../steps/admit-discharges.ts";
import { closePassedWindows } from "../steps/close-passed-windows.ts";
import { releaseBatches } from "../steps/seal-responses.ts";
import { seedOrebro2019 } from "../steps/seed-orebro.ts";
import { tallyResponses } from "../steps/tally-responses.ts";
import { timetable } from "../timetable.ts";
import type { World } from "../world.ts";
import { type Arrived, arrive, mapping } from "./arrivals.ts";
import { seedCooperation } from "./cooperation.ts";
import { earlierQuarters } from "./earlier-quarters.ts";
import { play, type Stage } from "./happenings.ts";
import { otherCounty } from "./other-county.ts";
import { demoPatients, type Happening } from "./patients.ts";
import { demoPasswordHash, demoProvider, demoStaff, demoUnits, unmeasuredUnits } from "./people.ts";
import { publishFinished } from "./published.ts";
import { seededIds, seededRandom, seededShuffle } from "./random.ts";
import { letRobotRing } from "./robot-happenings.ts";

const minute = 60_000;
const demoSource = { id: "demo", providerId: demoProvider.id, name: "Demo" };

/** The running measurement of a demo that begins on this local date: "punktmatning-2026-11". */
export const runningMeasurementId = (startDate: string): string => `punktmatning-${monthOf(startDate)}`;

/**
 * Fills an empty database. `startsAt` (epoch ms) is the demo's first moment, on a working day. The same seed and the same
 * `startsAt` give the same rows. Takes the world's database, but brings its own clock, ids and chance.
 */
export async function seedDemo(world: World, options: { seed: number; startsAt: number }): Promise<void> {
  const { startsAt } = options;
  const random = seededRandom(options.seed);
  let instant = startsAt;
  const stage: Stage & { readonly setClock: (to: number) => void } = {
    world: {
      ...world,
      now: () => instant,
      wallNow: () => instant,
      newId: seededIds(random),
      shuffle: seededShuffle(random),
      // Once at the end is enough for people who never lived.
      scrub: async () => {},
    },
    setClock: (to) => {
      instant = to;
    },
    advance: (minutes) => {
      instant += minutes * minute;
    },
  };
  const days = workingDaysFrom(localDateOf(startsAt));
  const patients = demoPatients.map((one, number) => arrive(one, number, days, random));
  const firstDischarge = patients.map(({ dischargedOn }) => dischargedOn).sort()[0]!;
  const accounts = await addInstallation(stage.world, firstDischarge, days(0), random);
  for (const event of inOrder(patients, days, startsAt)) {
    stage.setClock(event.at);
    await event.run(stage, accounts);
  }
  await world.atomically(earlierQuarters(world, days(0), options.seed));
  await seedCooperation(world, options);
  await world.atomically(timetable.map((line) => setTick(world.db, line.name, startsAt)));
  await world.scrub();
}

// ── the calendar of the story ──

type Days = (number: number) => string;

/** Number 0 is the date itself, -1 the working day before it, 1 the one after. */
function workingDaysFrom(date: string): Days {
  return (number) => {
    let day = date;
    for (let left = Math.abs(number); left > 0; ) {
      day = addDays(day, Math.sign(number));
      if (isWorkingDay(day)) left -= 1;
    }
    return day;
  };
}

type Event = { readonly at: number; readonly run: (stage: Stage, accounts: Accounts) => Promise<void> };
type Accounts = ReadonlyMap<string, Account>;

/** Everything that happens before the demo's first moment. */
function inOrder(patients: readonly Arrived[], days: Days, startsAt: number): Event[] {
  const events: Event[] = [];
  const dates = [...new Set(patients.map(({ dischargedOn }) => dischargedOn))].sort();
  for (const date of dates) {
    const rows = patients.filter(({ dischargedOn }) => dischargedOn === date).map(({ row }) => row);
    events.push({ at: instantOf(addDays(date, 1), "07:00"), run: ({ world }) => admitList(world, rows) });
  }
  for (let date = dates[0]!; date <= localDateOf(startsAt); date = addDays(date, 1)) {
    events.push({ at: instantOf(date, "03:00"), run: ({ world }) => workTheNight(world) });
  }
  const nextFree = new Map<string, number>();
  patients.forEach((one, number) => {
    for (const happening of one.patient.happened) {
      const by = happening.by ?? callerFor(one.patient.unit, number);
      const at = momentOf(happening, by, days, nextFree);
      events.push({ at, run: (stage, accounts) => happen(stage, accounts.get(by)!, one, happening, days) });
    }
  });
  return events.filter(({ at }) => at < startsAt).sort((a, b) => a.at - b.at);
}

/** A happening without a time gets the coordinator's next free one of that day, from ten past nine and every 23 minutes. */
function momentOf(happening: Happening, by: string, days: Days, nextFree: Map<string, number>): number {
  const date = days(happening.day);
  if (happening.time !== undefined) return instantOf(date, happening.time);
  const at = nextFree.get(`${by} ${date}`) ?? instantOf(date, "09:10");
  nextFree.set(`${by} ${date}`, at + 23 * minute);
  return at;
}

/** Anna and Bo share the somatic wards; the others have a list each. */
function callerFor(unitId: string, number: number): string {
  const unit = demoUnits.find(({ id }) => id === unitId);
  const callers = demoStaff.filter(({ units }) => units.includes(unit?.calledBy ?? unitId));
  return callers[number % callers.length]!.username;
}

// ── what the events do ──

/** Takes in the demo's rows by the real intake. Throws when one is refused: we have made them up. */
export async function admitList(world: World, rows: readonly (readonly string[])[]): Promise<void> {
  const intake = await openIntake(world, demoSource, mapping);
  const { refused } = await admitChunk(
    world,
    intake,
    rows.map((cells, at) => ({ line: at + 2, cells })),
  );
  if (refused.length > 0) throw new Error(`the demo's patients are refused: ${JSON.stringify(refused)}`);
}

async function findCaseOf(world: World, dischargeRef: string) {
  const intake = await openIntake(world, demoSource, mapping);
  const key = intake.keys.discharge({ dischargeRef, patientRef: null, patientRefIsPersonnummer: false });
  return (await findKnownEntries(world.db, [key], []))[0]!.case;
}

async function happen(stage: Stage, account: Account, one: Arrived, happening: Happening, days: Days): Promise<void> {
  const { world } = stage;
  if (happening.what === "told") {
    const status = fields.findIndex(({ field }) => field === "status");
    return admitList(world, [one.row.with(status, happening.status)]);
  }
  const { id, state, unitId, measurementId, firstCallAt, lastCallAt } = await findCaseOf(world, one.dischargeRef);
  // Long holidays push some working days out of a window: then nobody could have rung on them.
  if (state !== "closed" && (firstCallAt === null || world.now() < firstCallAt)) return;
  const agreed = "appointment" in happening ? happening.appointment : undefined;
  const wanted = agreed && instantOf(days(agreed[0]), agreed[1]);
  const appointmentAt =
    wanted === undefined || wanted < (lastCallAt ?? 0) ? (wanted ?? null) : instantOf(days(happening.day), "15:30");
  if (happening.what === "robot") return letRobotRing(stage, { caseId: id, unitId, measurementId }, happening.ending);
  await play(stage, account, id, happening, appointmentAt);
}

/** What the clock does at night with answers and windows (timetable.ts). */
async function workTheNight(world: World): Promise<void> {
  await closePassedWindows(world);
  await releaseBatches(world);
  await tallyResponses(world);
}

// ── the installation ──

async function addInstallation(world: World, firstDischarge: string, startDate: string, random: () => number) {
  const { db } = world;
  const { id: providerId, county } = demoProvider;
  const staff = demoStaff.map((one) => ({ ...one, id: world.newId() }));
  await world.atomically([
    insertProvider(db, demoProvider),
    ...demoUnits.map(({ onCall, calledBy, ...unit }) =>
      insertUnit(db, { ...unit, providerId, county, onCallPhone: onCall, callingUnitId: calledBy ?? null }),
    ),
    ...staff.flatMap(({ id, username, name, role, units, phone = null }) => [
      insertAccount(db, {
        id,
        providerId,
        username,
        name,
        role,
        phone,
        passwordHash: demoPasswordHash,
        createdAt: world.now(),
      }),
      ...setAccountUnits(db, id, units),
    ]),
    addSource(db, demoSource),
    addMeasurement(db, {
      ...runningMeasurement(firstDischarge, startDate),
      thresholds: thresholdsText(await findThresholds(db)),
    }),
  ]);
  await seedOrebro2019(world);
  await world.atomically(otherCounty(world, startDate, random));
  await publishFinished(world, startDate);
  const found = await Promise.all(staff.map(({ id }) => findAccount(db, id)));
  return new Map(found.flatMap((account) => (account ? [[account.username, account] as const] : [])));
}

/** Whole weeks, from the first of the demo's discharges to the week after its first day. */
function runningMeasurement(firstDischarge: string, startDate: string) {
  return {
    id: runningMeasurementId(startDate),
    name: `Punktmätning ${formatMonth(monthOf(startDate))}`,
    surveyId: "punktmatning-kort",
    surveyVersion: 1,
    state: "running" as const,
    opensOn: addDays(firstDischarge, 1 - weekdayOf(firstDischarge)),
    closesOn: addDays(startDate, 14 - weekdayOf(startDate)),
    counties: JSON.stringify([demoProvider.county]),
    units: JSON.stringify(demoUnits.map(({ id }) => id).filter((id) => !unmeasuredUnits.includes(id))),
    note: "Alla personer och svar är påhittade.",
    target: 40,
    madeUp: true,
  };
}
