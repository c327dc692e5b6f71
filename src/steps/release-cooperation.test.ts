import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTestWorld, type TestWorld } from "../../test/world.ts";
import { instantOf } from "../calendar.ts";
import type { Party } from "../cooperation/form.ts";
import { findCooperation, insertCooperation, insertCooperationUnits } from "../db/cooperation.ts";
import {
  insertSent,
  insertSuggestion,
  insertWaitingAnswers,
  listSuggestions,
  readCooperationTallies,
} from "../db/cooperation-answers.ts";
import { isRefusal } from "../problems.ts";
import { closeFinishedCooperations } from "./change-cooperation.ts";
import { readCooperationResult } from "./read-cooperation.ts";
import { releaseCooperation } from "./release-cooperation.ts";

const id = "samverkan";
let world: TestWorld;
beforeEach(async () => {
  world = makeTestWorld();
  const party: Party = "hospital";
  await world.atomically([
    insertCooperation(world.db, {
      ...{ id, name: "Samverkan", county: "18", opensOn: "2026-11-16", closesOn: "2026-11-29" },
      ...{ state: "running", version: 1, steps: 0, madeUp: false },
    }),
    insertCooperationUnits(
      id,
      ["a", "b", "c"].map((name) => ({ id: name, party, name })),
    ),
    insertSent(world.db, "a page", id),
    insertWaitingAnswers(
      id,
      Array.from({ length: 24 }, (_, at) => ({
        ...{ key: `k${at}`, party, question: "about-municipality", unitId: "abc"[at % 3]!, code: at % 4 ? 1 : 4 },
      })),
    ),
  ]);
});
afterEach(() => world.close());

const counted = async () => (await readCooperationTallies(world.db, id)).reduce((sum, { count }) => sum + count, 0);
const waiting = async () =>
  (await world.db.all<{ n: number }>(sql`select count(*) as n from cooperation_waiting`))[0]!.n;

test("two clocks that strike at once count every answer once", async () => {
  await Promise.all([releaseCooperation(world), releaseCooperation(world)]);
  expect((await counted()) + (await waiting())).toBe(24);
  await world.atomically([sql`update cooperations set state = 'closed'`]);
  await Promise.all([releaseCooperation(world), releaseCooperation(world), releaseCooperation(world)]);
  expect([await counted(), await waiting()]).toEqual([24, 0]);
});

test("while it runs a step leaves a step behind; the last night lets out the rest, and nothing after it", async () => {
  await releaseCooperation(world);
  expect(await counted()).toBeGreaterThanOrEqual(5);
  expect(await waiting()).toBeGreaterThanOrEqual(5);
  expect((await findCooperation(world.db, id))?.releasedOn).toBeNull();
  world.clock.set(instantOf("2026-12-02", "02:30"));
  expect(await closeFinishedCooperations(world)).toEqual({ closed: 0 });
  world.clock.set(instantOf("2026-12-03", "02:30"));
  expect(await closeFinishedCooperations(world)).toEqual({ closed: 1 });
  await releaseCooperation(world);
  expect([await counted(), await waiting()]).toEqual([24, 0]);
  expect(await world.db.all(sql`select * from cooperation_sent`)).toEqual([]);
  expect((await findCooperation(world.db, id))?.releasedOn).toBe("2026-12-03");
  expect(await releaseCooperation(world)).toEqual({ released: 0 });
});

test("what is counted is what was said", async () => {
  await world.atomically([sql`update cooperations set state = 'closed'`]);
  await releaseCooperation(world);
  const result = await readCooperationResult(world, id);
  if (isRefusal(result)) throw new Error(result.refused);
  expect(result.report.matrix.hospital.municipality).toMatchObject({ hidden: null, positive: 18, answered: 24 });
});

test("words of a party that is never shown are not kept, and those of the others are", async () => {
  const say = (party: Party, words: string) =>
    insertSuggestion(world.db, { id: words, cooperationId: id, party, text: words });
  await world.atomically([
    say("hospital", "shown"),
    say("municipality", "never shown"),
    insertWaitingAnswers(
      id,
      Array.from({ length: 24 }, (_, at) => ({
        ...{ key: `s${at}`, party: "hospital" as const, question: "sheets", unitId: "abc"[at % 3]!, code: 0 },
      })),
    ),
  ]);
  const kept = async () => (await listSuggestions(world.db, id)).map(({ text }) => text);
  await releaseCooperation(world);
  expect(await kept(), "it may yet get more answers").toEqual(["never shown", "shown"]);
  await world.atomically([sql`update cooperations set state = 'closed'`]);
  await Promise.all([releaseCooperation(world), releaseCooperation(world)]);
  expect(await kept()).toEqual(["shown"]);
  // A night that was cut off between the two is made good by the next.
  await world.atomically([say("municipality", "left behind")]);
  await releaseCooperation(world);
  expect(await kept()).toEqual(["shown"]);
});
