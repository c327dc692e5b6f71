/** Every released answer is in the counts once, whatever happens while counting. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { makeTestWorld } from "../../test/world.ts";
import { responses, tallies } from "../db/anonymous.ts";
import { insertResponses } from "../db/responses.ts";
import { readTallies, readUnitTallies, tallyGroup } from "../db/tallies.ts";
import { tallyOf, type UnitTally, unitTallyOf } from "../reports/tally.ts";
import type { Response } from "../responses/response.ts";
import { samplePending } from "../responses/samples.ts";
import type { World } from "../world.ts";
import { recount, tallyResponses } from "./tally-responses.ts";

const measurementId = "prov-2026-11";
const add = (world: World, rows: readonly Response[]) =>
  world.atomically(insertResponses(rows.map((row) => ({ ...row, id: world.newId() }))));

const inOrder = <T>(rows: readonly T[]) => rows.map((row) => JSON.stringify(row)).sort();
const counted = async (world: World) => inOrder(await readTallies(world.db, measurementId));

const response: fc.Arbitrary<Response> = fc
  .record({
    number: fc.nat(10_000),
    county: fc.constantFrom("18", "05"),
    careType: fc.constantFrom("somatic" as const, "psychiatric" as const),
    mode: fc.constantFrom("human" as const, "robot" as const),
    respondent: fc.constantFrom("patient" as const, "proxy" as const),
    insideWindow: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
  })
  .map(({ number, ...facts }) => samplePending(number, facts));

test("the counts are what counting by hand gives, after any number of nights, and a recount changes nothing", async () => {
  const nights = fc.array(fc.array(response, { maxLength: 60 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(nights, async (batches) => {
      const world = makeTestWorld();
      for (const batch of batches) {
        await add(world, batch);
        await tallyResponses(world);
      }
      const byHand = inOrder(tallyOf(batches.flat()));
      expect(await counted(world)).toEqual(byHand);
      await recount(world);
      expect(await counted(world)).toEqual(byHand);
      world.close();
    }),
    { numRuns: 30 },
  );
});

test("the counts by unit are what counting by hand gives, and add up to those of the report", async () => {
  const perUnit = (rows: readonly UnitTally[]) =>
    [...Map.groupBy(rows, ({ mode: _, respondent: __, count: ___, ...cell }) => JSON.stringify(cell))]
      .filter(([cell]) => !cell.includes('"question":""'))
      .map(([cell, same]) => `${cell} ${same.reduce((sum, { count }) => sum + count, 0)}`)
      .sort();
  const persons = (rows: readonly UnitTally[]) => inOrder(rows.filter(({ question }) => question === ""));
  const nights = fc.array(fc.array(response, { maxLength: 60 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(nights, async (batches) => {
      const world = makeTestWorld();
      for (const [night, batch] of batches.entries()) {
        const told = batch.map((row, at) => (at % 4 === night ? { ...row, unit: null } : row));
        batches[night] = told;
        await add(world, told);
        await tallyResponses(world);
      }
      const byHand = unitTallyOf(batches.flat());
      for (const again of [false, true]) {
        if (again) await recount(world);
        const found = await readUnitTallies(world.db, measurementId);
        expect(perUnit(found)).toEqual(perUnit(byHand));
        expect(persons(found)).toEqual(persons(byHand));
      }
      world.close();
    }),
    { numRuns: 20 },
  );
});

test("counting twice, or twice at once, counts nobody twice", async () => {
  const world = makeTestWorld();
  await add(world, fc.sample(response, { numRuns: 300, seed: 3 }));
  await Promise.all([tallyResponses(world), tallyResponses(world)]);
  const once = await counted(world);
  await tallyResponses(world);
  expect(await counted(world)).toEqual(once);
  await recount(world);
  expect(await counted(world)).toEqual(once);
});

test("a death in the middle of counting leaves all of a group uncounted, and the next run counts it", async () => {
  const world = makeTestWorld();
  await add(
    world,
    Array.from({ length: 50 }, (_, number) => samplePending(number)),
  );
  const group = { measurementId, county: "18", careType: "somatic" as const };
  const [count, ...mark] = tallyGroup(group);
  await world.atomically([count!, ...mark, insertDuplicate(world)]).catch(() => "died");
  expect(await world.db.select().from(tallies)).toEqual([]);
  await tallyResponses(world);
  await tallyResponses(world);
  const [all] = (await readTallies(world.db, measurementId)).filter(({ question }) => question === "");
  expect(all?.count).toBe(50);
});

/** A statement that fails when it is run: the id is taken. */
const insertDuplicate = (world: World) =>
  world.db.insert(responses).values([
    { ...samplePending(1), id: "same" },
    { ...samplePending(2), id: "same" },
  ]);

test("answers from after the window are ticked off and not counted", async () => {
  const world = makeTestWorld();
  await add(world, [samplePending(1, { insideWindow: false })]);
  expect(await tallyResponses(world)).toEqual({ groups: 1 });
  expect(await tallyResponses(world)).toEqual({ groups: 0 });
  expect(await counted(world)).toEqual([]);
});
