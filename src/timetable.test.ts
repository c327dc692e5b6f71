import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { type Clinic, dump, interviewWhole, makeClinic } from "../test/in-process.ts";
import { addDays, instantOf } from "./calendar.ts";
import { addMeasurement, findMeasurement } from "./db/measurements.ts";
import { findTicks } from "./db/settings.ts";
import { nextDue, tick, timetable } from "./timetable.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
let clinic: Clinic;
afterEach(() => clinic.world.close());
const ranAt = async (name: string) => (await findTicks(clinic.world.db)).get(name);

describe("a tick", () => {
  test("runs what is due and nothing else, and a missed night once", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    const start = world.now();
    await tick(world, start);
    expect(await ranAt("release-batches")).toBe(start);
    world.clock.advance(9 * minute);
    await tick(world, world.now());
    expect([await ranAt("continue-imports"), await ranAt("close-passed-windows")]).toEqual([start + 9 * minute, start]);
    expect(await ranAt("tally-responses")).toBe(start);
    world.clock.advance(3 * day);
    await tick(world, world.now());
    const made = await ranAt("tally-responses");
    world.clock.advance(minute);
    await tick(world, world.now());
    expect(await ranAt("tally-responses")).toBe(made);
  });

  test("goes on with its nights when a clock that was a year ahead has been set right", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    const right = world.now();
    await tick(world, right + 365 * day);
    await tick(world, right);
    expect(await ranAt("forget-people")).toBe(right);
    // An event that comes late, after those that came in time, does no night's work again.
    await tick(world, right - minute);
    expect(await ranAt("forget-people")).toBe(right);
  });

  test("that fails is logged without what it held, tried again, and stops none of the others", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    await world.atomically([sql.raw("alter table pending rename to elsewhere")]);
    await tick(world, world.now());
    expect(world.logged).toEqual([{ what: "tick-failed", line: "release-batches", error: expect.any(String) }]);
    expect(await ranAt("release-batches")).toBeUndefined();
    expect(await ranAt("forget-people")).toBe(world.now());
    await world.atomically([sql.raw("alter table elsewhere rename to pending")]);
    await tick(world, world.now());
    expect(await ranAt("release-batches")).toBe(world.now());
  });

  test.each([
    ["2027-03-28", "2027-03-14"],
    ["2026-10-25", "2026-10-11"],
  ])(
    "in the night to %s, when clocks are changed, lets out the last answers of what it closes",
    async (night, from) => {
      clinic = await makeClinic({ now: instantOf(from, "12:00") });
      const { world } = clinic;
      await world.atomically([
        addMeasurement(world.db, {
          ...{ id: "m", name: "M", surveyId: "punktmatning-kort", surveyVersion: 1, state: "running", madeUp: true },
          // The last window's last day is the one before.
          ...{ opensOn: from, closesOn: addDays(night, -8), counties: '["18"]' },
        }),
      ]);
      for (let at = instantOf(addDays(night, -1), "12:00"); at < instantOf(night, "06:00"); at += 15 * minute) {
        world.clock.set(at);
        await tick(world, at);
      }
      expect(await findMeasurement(world.db, "m")).toMatchObject({ state: "closed", releasedOn: night });
    },
  );

  test("of two schedulers at once does nothing twice", async () => {
    clinic = await makeClinic();
    const { world } = clinic;
    const rows = Array.from({ length: 12 }, (_, at) => ({ dischargeRef: `U${at}`, patientRef: `P${at}` }));
    const anna = await clinic.signedIn("anna");
    // Not all alike: those who say the same wait for somebody who does not (responses/tellable.ts).
    for (const [at, id] of (await clinic.admit(...rows)).entries())
      await interviewWhole(anna, id, { sheet: at % 2 === 0 ? "121112" : "434243" });
    await Promise.all([tick(world, world.now()), tick(world, world.now()), tick(world, world.now())]);
    const { pending, responses } = await dump(world, ["pending", "responses"]);
    expect([pending!.length, responses!.length]).toEqual([5, 7]);
    const [counted] = await world.db.all<{ n: number }>(sql`select sum(count) as n from tallies where question = ''`);
    expect(counted?.n).toBe(7);
    expect(world.logged).toEqual([]);
  });
});

test("the next due moment always lies ahead, and stepping through them meets every night in order", async () => {
  clinic = await makeClinic();
  let at = clinic.world.now();
  const ran = new Map(timetable.map(({ name }) => [name, at]));
  for (let step = 0; step < 500; step += 1) {
    const next = nextDue(ran, at);
    expect(next).toBeGreaterThan(at);
    expect(next - at).toBeLessThanOrEqual(10 * minute);
    for (const line of timetable)
      if ("everyMinutes" in line.when && next - ran.get(line.name)! >= line.when.everyMinutes * minute)
        ran.set(line.name, next);
    at = next;
  }
});
