/** The demo holds every state a case can have, the same at every start, and one interview visibly changes its report. */
import { getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { makeTestWorld, mondayAtTen } from "../../test/world.ts";
import { addDays, instantOf, isWorkingDay } from "../calendar.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { isLastChance } from "../calls/reasons.ts";
import { stageOf } from "../cases/case.ts";
import { passwordFits } from "../crypto/passwords.ts";
import { findAccount, findAccountForSignIn } from "../db/accounts.ts";
import { pending } from "../db/anonymous.ts";
import { factsOf } from "../db/case-file.ts";
import { attempts, cases, discharges, interviews, people, tasks } from "../db/identified.ts";
import { findPublishedText, listMeasurements, listPublications } from "../db/measurements.ts";
import * as schema from "../db/schema.ts";
import { listWork } from "../db/work-list.ts";
import { isRefusal } from "../problems.ts";
import { figuresOf } from "../reports/cooperation-table.ts";
import { defaultThresholds } from "../reports/thresholds.ts";
import { releasePolicyFor } from "../responses/response.ts";
import { saveAndLock } from "../steps/end-interview.ts";
import { beginInterview, hear } from "../steps/hold-interview.ts";
import { readCooperationResult } from "../steps/read-cooperation.ts";
import { readReport } from "../steps/read-report.ts";
import { releaseBatches } from "../steps/seal-responses.ts";
import { tallyResponses } from "../steps/tally-responses.ts";
import { meaningOfCode } from "../surveys/engine.ts";
import type { World } from "../world.ts";
import { demoPassword, demoPasswordHash } from "./people.ts";
import { runningMeasurementId, seedDemo } from "./seed.ts";

const startsAt = mondayAtTen;
const running = runningMeasurementId("2026-11-23");

async function seeded(options: { seed?: number; startsAt?: number } = {}) {
  const at = options.startsAt ?? startsAt;
  const world = makeTestWorld({ now: at, seed: 99 });
  await seedDemo(world, { seed: options.seed ?? 1, startsAt: at });
  return world;
}

async function allTables(world: World) {
  const tables = Object.values(schema).filter((table) => is(table, SQLiteTable));
  const rows = await Promise.all(
    tables.map(async (table) => [getTableName(table), await world.db.select().from(table)]),
  );
  return Object.fromEntries(rows) as Record<string, unknown[]>;
}

async function accountNamed(world: World, username: string) {
  const found = await findAccountForSignIn(world.db, username);
  return (await findAccount(world.db, found!.id))!;
}

async function callableOf(world: World, username: string) {
  const { unitIds, id } = await accountNamed(world, username);
  return listWork(world.db, {
    unitIds,
    ...{ view: "callable", limit: 100, offset: 0 },
    now: world.now(),
    accountId: id,
    policy: defaultPolicy,
  });
}

async function somaticOf(world: World, measurementId: string) {
  const report = await readReport(world, measurementId);
  if (isRefusal(report)) throw new Error(report.refused);
  const group = (careType: string | null) =>
    report.groups.find((one) => one.county === "18" && one.careType === careType)!;
  return { somatic: group("somatic"), psychiatric: group("psychiatric") };
}

test("what is called published has a number to read", async () => {
  const world = await seeded();
  const published = (await listMeasurements(world.db)).filter(({ state }) => state === "published");
  expect(published.map(({ id }) => id)).toEqual(["varmland-2026-05", "orebro-2019-11"]);
  for (const { id } of published) {
    expect(await listPublications(world.db, id)).toMatchObject([{ number: 1, publishedOn: "2026-11-23" }]);
    expect(await findPublishedText(world.db, { measurementId: id, number: 1 })).toContain('"state":"published"');
  }
});

test("the same seed and start give the same rows in every table; another seed does not", async () => {
  const [one, other, third] = [await seeded(), await seeded(), await seeded({ seed: 2 })];
  const tables = await allTables(one);
  expect(await allTables(other)).toEqual(tables);
  expect(await allTables(third)).not.toEqual(tables);
});

test("a finished samverkansmätning shows the whole matrix, and says that it is made up", async () => {
  const world = await seeded();
  const [row] = await world.db.select().from(schema.cooperations);
  const result = await readCooperationResult(world, row!.id);
  if (isRefusal(result)) throw new Error(result.refused);
  expect(result.row).toMatchObject({ madeUp: true, state: "closed", name: "Samverkan, vecka 42 och 43" });
  expect(result.report.frozen).toBe(true);
  expect(figuresOf(result.report).filter(({ figure }) => figure.hidden !== null)).toEqual([]);
  expect(result.report.suggestions["primary-care"]).toHaveLength(2);
});

test("every state a case can have is there", async () => {
  const world = await seeded();
  const rows = await world.db.select().from(cases);
  expect(rows.length).toBeGreaterThanOrEqual(78);
  expect(new Set(rows.map((row) => stageOf(factsOf(row), startsAt)))).toEqual(
    new Set([
      ...["waiting", "callable", "resting", "booked", "interrupted", "held", "optional"],
      ...["completed", "partial", "refused", "not-reached", "unable", "not-eligible"],
    ]),
  );
  expect(new Set(rows.map((row) => row.disposition))).toEqual(
    new Set([
      ...[null, "completed", "partial", "refused", "withdrawn", "will-not-continue", "window-passed", "never-called"],
      ...["window-passed-contact", "bad-number", "unable", "language", "dead", "not-eligible", "no-number"],
      "care-call-made",
    ]),
  );
  const bo = await accountNamed(world, "bo");
  const held = rows.filter((row) => row.state === "held");
  expect(held.map((row) => [row.ownerId, row.ownedSince])).toEqual([[bo.id, startsAt - 10 * 60_000]]);
  const booked = rows.flatMap((row) => (row.appointmentAt === null ? [] : [row.appointmentAt]));
  expect(booked.some((at) => at < startsAt)).toBe(true);
  expect(booked.some((at) => at > startsAt && at < startsAt + 9 * 3_600_000)).toBe(true);
  expect(rows.some((row) => row.state === "planned" && !row.surveyConsent)).toBe(true);
  // Two whose line was lost this morning, and the one that was broken off for acute help.
  expect(await world.db.select().from(interviews)).toHaveLength(3);
  const stays = await world.db.select().from(discharges);
  expect(stays.filter((stay) => stay.interpreter).length).toBeGreaterThanOrEqual(5);
  const named = await world.db.select().from(people);
  expect(named.some((person) => person.proxyName !== null)).toBe(true);
  expect(named.some((person) => person.birthDate?.startsWith("1929"))).toBe(true);
});

test("tasks: an acute one that was seen, help that nobody has seen in time, help that was given", async () => {
  const world = await seeded();
  const rows = await world.db.select().from(tasks);
  const kinds = rows.map(({ kind, acknowledgedAt, doneAt, acknowledgeBy }) => {
    const missed = acknowledgedAt === null && acknowledgeBy < startsAt;
    return [kind, doneAt ? "done" : acknowledgedAt ? "seen" : missed ? "missed" : "open"].join(" ");
  });
  expect(kinds.sort()).toEqual(["acute seen", "aids missed", "care-contact done", "care-contact open"]);
});

test("Anna has a rich list, some of it with a last chance today, and all of it in the running measurement", async () => {
  const world = await seeded();
  const list = await callableOf(world, "anna");
  expect(list.length).toBeGreaterThanOrEqual(12);
  expect(new Set(list.map((row) => row.case.measurementId))).toEqual(new Set([running]));
  const last = list.filter((row) => isLastChance(factsOf(row.case), startsAt, defaultPolicy));
  expect(last.length).toBeGreaterThanOrEqual(3);
  // After those whom the robot has left to a person.
  const next = list.find((row) => row.case.handedOverBecause === null);
  expect(next?.case.appointmentAt).toBeLessThan(startsAt);
});

test("somatic care shows one release and stands one interview short of the next; psychiatry is hidden", async () => {
  const world = await seeded();
  const waiting = await world.db.select().from(pending);
  const mine = waiting.filter((row) => row.measurementId === running && row.careType === "somatic" && row.insideWindow);
  const { minimum, leaveBehind } = releasePolicyFor(defaultThresholds);
  expect(mine).toHaveLength(minimum + leaveBehind - 1);
  await releaseBatches(world);
  const { somatic, psychiatric } = await somaticOf(world, running);
  expect(somatic).toMatchObject({ hidden: null, respondents: 12 });
  expect(psychiatric.hidden).toBe("few");
});

test("one more interview by the real steps, and the night's work changes the report", async () => {
  const world = await seeded();
  const anna = await accountNamed(world, "anna");
  const work = await callableOf(world, "anna");
  const { id } = work.find((row) => row.case.surveyConsent && !row.case.interrupted)!.case;
  expect(await beginInterview(world, anna, id, { respondent: "patient", checked: true })).toEqual({ begun: true });
  const words = [{ kind: "next" }, { kind: "yes" }, { kind: "yes" }, { kind: "yes" }] as const;
  const answers = [1, 2, 1, 2, 3, 1].map(meaningOfCode);
  for (const heard of [...words, ...answers, { kind: "next" }, { kind: "no" }, { kind: "next" }] as const)
    await hear(world, anna, id, heard);
  expect(await saveAndLock(world, anna, id, null)).toMatchObject({ saved: true });
  expect((await somaticOf(world, running)).somatic).toMatchObject({ respondents: 12 });
  await releaseBatches(world);
  await tallyResponses(world);
  expect((await somaticOf(world, running)).somatic).toMatchObject({ respondents: 17 });
});

test("the November 2019 measurement shows 30 and 18 respondents", async () => {
  const { somatic, psychiatric } = await somaticOf(await seeded(), "orebro-2019-11");
  expect(somatic).toMatchObject({ respondents: 30 });
  expect(psychiatric).toMatchObject({ respondents: 18 });
});

test("everybody's password is the one that the sign-in page shows", () => {
  expect(passwordFits(demoPassword, demoPasswordHash)).toBe(true);
});

test("the demo can begin on any working day, also after Christmas and Easter", async () => {
  const weekdays = [1, 2, 3, 4].map((day) => addDays("2026-11-23", day));
  for (const date of [
    ...weekdays,
    "2026-12-28",
    "2027-01-04",
    "2027-01-07",
    "2027-03-30",
    "2027-05-07",
    "2027-06-28",
  ]) {
    expect(isWorkingDay(date)).toBe(true);
    const world = await seeded({ startsAt: instantOf(date, "10:00") });
    expect((await callableOf(world, "anna")).length, date).toBeGreaterThanOrEqual(12);
    const waiting = (await world.db.select().from(pending)).filter((row) => row.careType === "somatic");
    expect(waiting, date).toHaveLength(9);
    expect((await world.db.select().from(attempts)).every((row) => row.startedAt < world.now())).toBe(true);
    world.close();
  }
});
