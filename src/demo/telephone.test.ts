import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeTestWorld, type TestWorld } from "../../test/world.ts";
import { countRobotResults } from "../db/robot-results.ts";
import { setSetting } from "../db/settings.ts";
import { isRefusal } from "../problems.ts";
import { placeCallTo } from "../steps/place-calls.ts";
import { tick } from "../timetable.ts";
import { makeApp } from "../web/app.ts";
import { listWhomToRing } from "../web/try-phone-view.ts";
import type { World } from "../world.ts";
import { leap, openDemo } from "./demo.ts";
import { listOf } from "./newcomers.ts";
import { demoTelephoneOf } from "./telephone.ts";

async function openWithTelephone() {
  const base = makeTestWorld();
  const world: World = await openDemo(base, async ({ url, headers, body }) => {
    const answer = await makeApp(() => world).request(url, { method: "POST", headers: { ...headers }, body });
    return { status: answer.status, body: await answer.text() };
  });
  return { base, world };
}

const callsSince = (world: World, started: number) =>
  world.db.all<{ id: string; state: string; settled: number }>(
    sql`select id, state, settled_at is not null as settled from calls where placed_at >= ${started}`,
  );

/** Rings the first whom the robot may ring, with the telephone in the hand, and lets it ring. */
async function ringByHand(base: TestWorld, world: World) {
  const telephone = demoTelephoneOf(world)!;
  const { row } = (await listWhomToRing(world, telephone)).find(({ reason }) => reason.mayRing)!;
  const placed = await placeCallTo(world, { caseId: row.id, unitId: row.unitId, measurementId: row.measurementId });
  if (isRefusal(placed)) throw new Error(placed.refused);
  telephone.takeByHand(placed.callId);
  base.clock.advance(1500);
  await telephone.inside.listen();
  const { ref } = telephone.carrier.calls().find(({ callId }) => callId === placed.callId)!;
  return { telephone, ref, callId: placed.callId, caseId: row.id };
}

test("the demo's robot rings nobody until it is switched on", async () => {
  const { base, world } = await openWithTelephone();
  const started = world.now();
  await tick(world, world.now());
  expect(await callsSince(world, started)).toEqual([]);
  base.close();
});

test("the demo's robot rings invented people, seals what they answer and hands over who asks for a person", async () => {
  const { base, world } = await openWithTelephone();
  await world.atomically([setSetting(world.db, "robot", "on")]);
  const before = await world.db.all(sql`select key from pending`);
  const started = world.now();
  // Ten minutes, as the platform beats.
  for (let second = 0; second < 600; second += 1) {
    if (second % 20 === 0) await tick(world, world.now());
    await world.telephone?.inside?.listen();
    base.clock.advance(1000);
  }
  const outcomes = await world.db.all<{ outcome: string; handed: number }>(
    sql`select outcome, handed_over_at is not null as handed from attempts a join cases c on c.id = a.case_id
      where mode = 'robot' group by outcome, handed`,
  );
  expect(outcomes).toEqual(expect.arrayContaining([{ outcome: "completed", handed: 0 }]));
  expect(outcomes).toEqual(expect.arrayContaining([{ outcome: "broken-off", handed: 1 }]));
  expect((await world.db.all(sql`select key from pending`)).length).toBeGreaterThan(before.length);
  expect(await world.db.all(sql`select mode from pending where mode = 'robot'`)).not.toEqual([]);
  // One call per case and day at most, and none left hanging.
  expect(
    await world.db.all(
      sql`select case_id from calls where placed_at >= ${started} group by case_id having count(*) > 1`,
    ),
  ).toEqual([]);
  expect(await world.db.all(sql`select id from calls where ended_at is null`)).toEqual([]);
  base.close();
});

test("a telephone in the hand waits for the hand, and what is heard in it is remembered in order", async () => {
  const { base, world } = await openWithTelephone();
  const { telephone, ref, callId } = await ringByHand(base, world);
  expect(telephone.heardByHand(callId)).toEqual([]);
  telephone.carrier.answer(ref);
  await telephone.inside.listen();
  telephone.carrier.press(ref, "1");
  await telephone.inside.listen();
  const heard = telephone.heardByHand(callId)!.map(({ lines }) => lines.join(" "));
  expect(heard).toEqual([
    expect.stringContaining("Vilken dag i månaden"),
    expect.stringContaining("automatiskt samtal"),
  ]);
  expect(telephone.heardByHand("another call")).toBeNull();
  base.close();
});

test.each(["ringing", "answered"])(
  "a call in the hand that is %s when the clock leaps ends as silence would",
  async (state) => {
    const { base, world } = await openWithTelephone();
    const started = world.now();
    const { telephone, ref } = await ringByHand(base, world);
    if (state === "answered") telephone.carrier.answer(ref);
    await leap(world, "timme");
    expect(await callsSince(world, started)).toEqual([
      expect.objectContaining({ state: state === "answered" ? "completed" : "no-answer", settled: 1 }),
    ]);
    expect(await world.db.all(sql`select state from cases where owner_id = 'robot'`)).toEqual([]);
    base.close();
  },
);

test("a day leapt over with the robot on is a whole day of calls: all have ended and all are in the count", async () => {
  const { base, world } = await openWithTelephone();
  await world.atomically([setSetting(world.db, "robot", "on")]);
  const started = world.now();
  await leap(world, "dygn");
  const calls = await callsSince(world, started);
  expect(calls.length).toBeGreaterThanOrEqual(8);
  expect(calls.every(({ settled }) => settled === 1)).toBe(true);
  expect(await world.db.all(sql`select id from calls where ended_at is null`)).toEqual([]);
  const results = await countRobotResults(world.db, started, world.now());
  expect(results.reduce((sum, one) => sum + one.calls, 0)).toBe(calls.length);
  const outcomes = results.map(({ outcome }) => outcome);
  expect(outcomes).toEqual(expect.arrayContaining(["completed", "broken-off"]));
  expect(outcomes.some((outcome) => outcome === "no-answer" || outcome === "busy" || outcome === "voicemail")).toBe(
    true,
  );
  base.close();
});

test("a week leapt over with the robot on is calls every working day, to people who have come home meanwhile", async () => {
  const { base, world } = await openWithTelephone();
  await world.atomically([setSetting(world.db, "robot", "on")]);
  for (let day = 0; day < 7; day += 1) {
    const started = world.now();
    await leap(world, "nasta-formiddag");
    expect((await callsSince(world, started)).length, `day ${day}`).toBeGreaterThanOrEqual(4);
  }
  base.close();
}, 30_000);

test("newcomers are the same for the same seed and date, others on another date, and ring nowhere", () => {
  expect(listOf("2026-11-24", 1)).toEqual(listOf("2026-11-24", 1));
  const [one, other] = ["2026-11-24", "2026-11-25"].map((date) => listOf(date, 1));
  for (const [place, row] of one!.entries()) {
    expect(row).not.toEqual(other![place]);
    expect(row.filter((cell) => /^070/.test(cell)).every((cell) => /^0701740(6[0-9][0-9])$/.test(cell))).toBe(true);
  }
});
