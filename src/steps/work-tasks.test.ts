/** Tasks as the coordinators work them: the first click stands, and only on one's own unit's tasks. */
import { beforeEach, expect, test } from "vitest";
import { makeTestWorld, type TestWorld } from "../../test/world.ts";
import type { Account } from "../db/accounts.ts";
import { insertTask, listTasks } from "../db/tasks.ts";
import { acknowledge, finish } from "./work-tasks.ts";

const minute = 60_000;

const coordinator = (id: string, ...unitIds: string[]): Account => ({
  ...{ id, unitIds, providerId: "nord", username: id, name: id },
  ...{ role: "coordinator", interviewLayout: "one" },
});
const anna = coordinator("anna", "medicin", "kirurgi");
const bo = coordinator("bo", "medicin");
const karin = coordinator("karin", "psykiatri");

let world: TestWorld;
let raisedAt: number;

beforeEach(async () => {
  world = makeTestWorld();
  raisedAt = world.now();
  await world.atomically([
    insertTask(world.db, {
      ...{ id: "hjalp", caseId: "fall", unitId: "medicin", kind: "help", need: "Hemtjänsten har inte börjat." },
      ...{ raisedAt, raisedBy: "anna", dueAt: raisedAt + 60 * minute },
    }),
  ]);
  world.clock.advance(minute);
});

const task = async () => (await listTasks(world.db, ["medicin"], 10))[0];

test("the first to acknowledge a task stands, and clicking again is harmless", async () => {
  expect(await acknowledge(world, anna, "hjalp")).toEqual({ changed: true });
  world.clock.advance(minute);
  expect(await acknowledge(world, anna, "hjalp")).toEqual({ changed: false });
  expect(await acknowledge(world, bo, "hjalp")).toEqual({ changed: false });
  expect(await task()).toMatchObject({ acknowledgedAt: raisedAt + minute, acknowledgedBy: "anna", doneAt: null });
});

test("of two who acknowledge at once exactly one is written down", async () => {
  const outcomes = await Promise.all([acknowledge(world, bo, "hjalp"), acknowledge(world, anna, "hjalp")]);
  expect(outcomes).toContainEqual({ changed: true });
  expect(outcomes).toContainEqual({ changed: false });
});

test("finishing a task that nobody acknowledged acknowledges it too, and the first finish stands", async () => {
  expect(await finish(world, bo, "hjalp")).toEqual({ changed: true });
  const first = await task();
  expect(first).toMatchObject({ doneBy: "bo", doneAt: raisedAt + minute, acknowledgedBy: "bo" });
  world.clock.advance(minute);
  expect(await finish(world, anna, "hjalp")).toEqual({ changed: false });
  expect(await acknowledge(world, anna, "hjalp")).toEqual({ changed: false });
  expect(await task()).toEqual(first);
});

test("finishing keeps who acknowledged it and when", async () => {
  await acknowledge(world, anna, "hjalp");
  world.clock.advance(minute);
  await finish(world, bo, "hjalp");
  expect(await task()).toMatchObject({ acknowledgedBy: "anna", acknowledgedAt: raisedAt + minute, doneBy: "bo" });
});

test("another unit's task looks exactly like one that does not exist, and stays untouched", async () => {
  const before = await task();
  for (const work of [acknowledge, finish]) {
    expect(await work(world, karin, "hjalp")).toEqual({ refused: "not-found" });
    expect(await work(world, coordinator("ny"), "hjalp")).toEqual({ refused: "not-found" });
    expect(await work(world, anna, "finns-inte")).toEqual({ refused: "not-found" });
  }
  expect(await task()).toEqual(before);
});
