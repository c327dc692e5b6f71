/** Out of the waiting room: in batches, without names for each other, and exactly once. */
import { asc } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeTestWorld, type TestWorld } from "../../test/world.ts";
import { pending, remarks, responses } from "../db/anonymous.ts";
import { addMeasurement, changeMeasurement } from "../db/measurements.ts";
import { insertPending } from "../db/responses.ts";
import type { PendingResponse } from "../responses/response.ts";
import { samplePending, samplePendingDivided } from "../responses/samples.ts";
import type { World } from "../world.ts";
import { releaseBatches } from "./seal-responses.ts";

const measurement = (state: "running" | "closed") => ({
  id: "prov-2026-11",
  name: "Prov",
  surveyId: "punktmatning-kort",
  surveyVersion: 1,
  state,
  opensOn: "2026-11-16",
  closesOn: "2026-11-22",
  counties: '["18"]',
  madeUp: true,
});

/** A world with these people waiting, in the given order, under keys that follow the order. */
async function worldWith(people: readonly PendingResponse[], state: "running" | "closed" = "running") {
  const world = makeTestWorld({ seed: 7 });
  await world.atomically([
    addMeasurement(world.db, measurement(state)),
    ...people.map((row, number) => insertPending(world.db, `key-${String(number).padStart(4, "0")}`, row)),
  ]);
  return world;
}

const tables = async ({ db }: World) => ({
  pending: (await db.select().from(pending)).map(({ key: _, ...row }) => JSON.stringify(row)).sort(),
  responses: await db.select().from(responses).orderBy(asc(responses.id)),
  remarks: await db.select().from(remarks).orderBy(asc(remarks.id)),
});
const people = (count: number, facts: Partial<PendingResponse> = {}) =>
  Array.from({ length: count }, (_, number) => samplePendingDivided(number, facts));
const released = async (world: TestWorld) => (await world.db.select().from(responses)).length;

test("the same day worked in two different orders gives equal anonymous tables", async () => {
  const day = [
    ...people(23).map((row, number) => ({ ...row, remark: number % 3 === 0 ? `Tack för omtanken, ${number}.` : null })),
    ...people(16, { careType: "psychiatric", respondent: "supported" }),
    ...people(4, { insideWindow: false }),
  ];
  const forwards = await worldWith(day);
  const backwards = await worldWith([...day].reverse());
  await releaseBatches(forwards);
  await releaseBatches(backwards);
  const result = await tables(forwards);
  expect(await tables(backwards)).toEqual(result);
  expect(result.responses).toHaveLength(18 + 4 + 11);
  expect(result.pending).toHaveLength(10);
});

test("where counties are summed those who stay behind never all say the same, however many they are", async () => {
  const content = (facts: Partial<PendingResponse> = {}) =>
    Array.from({ length: 20 }, () => samplePendingDivided(0, facts));
  const alone = await worldWith(content());
  await releaseBatches(alone);
  expect(await released(alone)).toBe(10);
  // Somebody in another county waits too, or may come: riket would hold them both.
  const summed = await worldWith([...content(), ...people(1, { county: "17" })]);
  await releaseBatches(summed);
  expect(await released(summed)).toBe(0);
  const one = samplePendingDivided(1);
  await summed.atomically([insertPending(summed.db, "one", one), insertPending(summed.db, "other", one)]);
  await releaseBatches(summed);
  expect(await released(summed)).toBeGreaterThanOrEqual(10);
});

test("whoever answers while the last night is decided on is not left behind for ever: the next night is the last", async () => {
  const world = await worldWith(people(12), "closed");
  const late = insertPending(world.db, "late", samplePendingDivided(3, { county: "19" }));
  let answered = false;
  const busy: World = {
    ...world,
    atomically: async (statements) => {
      if (!answered) await world.atomically([late]);
      answered = true;
      return world.atomically(statements);
    },
  };
  expect(await releaseBatches(busy)).toEqual({ batches: 0, responses: 0 });
  expect(await releaseBatches(world)).toEqual({ batches: 2, responses: 13 });
  expect((await tables(world)).pending).toEqual([]);
});

test("a measurement that is closed while the night goes on leaves nobody behind either", async () => {
  const world = await worldWith(people(12), "running");
  const busy: World = {
    ...world,
    atomically: async (statements) => {
      const done = await world.atomically(statements);
      await world.atomically([
        changeMeasurement(world.db, { id: "prov-2026-11", state: "running" }, { state: "closed" }),
        insertPending(world.db, world.newId(), samplePendingDivided(3, { careType: "psychiatric" })),
      ]);
      return done;
    },
  };
  await releaseBatches(busy);
  await releaseBatches(world);
  expect(await released(world)).toBe(13);
});

test("every combination of background facts in a released batch is shared by at least five", async () => {
  const world = await worldWith([...people(60), ...people(31, { careType: "psychiatric" })]);
  await releaseBatches(world);
  const rows = await world.db.select().from(responses);
  const cells = Map.groupBy(rows, (row) =>
    JSON.stringify([row.careType, row.unit, row.ageGroup, row.track, row.month]),
  );
  expect(Math.min(...[...cells.values()].map((cell) => cell.length))).toBeGreaterThanOrEqual(5);
  expect(cells.size).toBeGreaterThan(2);
});

test("nothing of a waiting row's key is left in what is released, and free text is parted from the answers", async () => {
  const world = await worldWith(
    people(12).map((row) => ({ ...row, remark: "Tack." })),
    "closed",
  );
  await releaseBatches(world);
  const { responses: sealed, remarks: texts, pending: waiting } = await tables(world);
  expect(waiting).toEqual([]);
  expect(sealed).toHaveLength(12);
  expect(texts.map(({ text }) => text)).toEqual(Array.from({ length: 12 }, () => "Tack."));
  const ids = [...sealed, ...texts].map(({ id }) => id);
  expect(new Set(ids).size).toBe(24);
  expect(JSON.stringify([sealed, texts])).not.toContain("key-");
});

test("two schedulers at the same moment release each person once", async () => {
  const world = await worldWith([...people(40), ...people(40, { careType: "psychiatric" })]);
  await Promise.all([releaseBatches(world), releaseBatches(world), releaseBatches(world)]);
  expect(await released(world)).toBe(70);
  expect((await tables(world)).pending).toHaveLength(10);
});

test("a batch decided on an old picture writes nothing", async () => {
  const world = await worldWith(people(20));
  let interfered = false;
  const slow: World = {
    ...world,
    atomically: async (statements) => {
      if (!interfered) {
        interfered = true;
        await releaseBatches(world);
        await world.atomically([insertPending(world.db, "late", samplePending(99))]);
      }
      return world.atomically(statements);
    },
  };
  expect(await releaseBatches(slow)).toEqual({ batches: 0, responses: 0 });
  expect(await released(world)).toBe(15);
});

test("a night's release is the only one until five more have come", async () => {
  const world = await worldWith(people(14));
  await releaseBatches(world);
  expect(await released(world)).toBe(9);
  await world.atomically([1, 2, 3, 4].map((n) => insertPending(world.db, `more-${n}`, samplePendingDivided(n))));
  expect(await releaseBatches(world)).toEqual({ batches: 0, responses: 0 });
  await world.atomically([insertPending(world.db, "more-5", samplePendingDivided(5))]);
  await releaseBatches(world);
  expect(await released(world)).toBe(14);
});

test("a release of more people than fit in one statement is whole", async () => {
  const world = await worldWith(people(1234), "closed");
  expect(await releaseBatches(world)).toEqual({ batches: 1, responses: 1234 });
  expect(await released(world)).toBe(1234);
});

test("a closed measurement lets all its groups out in one night, and nobody after that", async () => {
  const world = await worldWith([...people(12), ...people(3, { county: "19" })], "closed");
  expect(await releaseBatches(world)).toEqual({ batches: 2, responses: 15 });
  await world.atomically([
    insertPending(world.db, "sen", samplePending(1, { county: "20" })),
    ...people(8).map((row, number) => insertPending(world.db, `sen-${number}`, row)),
  ]);
  expect(await releaseBatches(world)).toEqual({ batches: 0, responses: 0 });
  expect(await released(world)).toBe(15);
});

test("a closed measurement that nobody answered has had its last night too", async () => {
  const world = await worldWith([], "closed");
  await releaseBatches(world);
  await world.atomically([insertPending(world.db, "sen", samplePending(1, {}))]);
  expect(await releaseBatches(world)).toEqual({ batches: 0, responses: 0 });
});
