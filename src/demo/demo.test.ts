import { afterEach, expect, test } from "vitest";
import { makeTestWorld, type TestWorld } from "../../test/world.ts";
import { formatTime, isWorkingDay, localDateOf } from "../calendar.ts";
import { findSettings, findTicks } from "../db/settings.ts";
import { makeApp } from "../web/app.ts";
import type { World } from "../world.ts";
import { leap, openDemo, readClock } from "./demo.ts";

let base: TestWorld;
afterEach(() => base.close());

async function demo(): Promise<World> {
  base = makeTestWorld({ now: Date.UTC(2026, 10, 21, 23, 30) });
  return openDemo(base);
}

test("begins at ten on a working day, whenever it is started, and its clock then goes on by itself", async () => {
  const world = await demo();
  expect(formatTime(world.now())).toBe("10:00");
  expect(isWorkingDay(localDateOf(world.now()))).toBe(true);
  const before = world.now();
  base.clock.advance(60_000);
  expect(world.now() - before).toBe(60_000);
});

test("leaps to the next working forenoon by way of every night, and sessions never notice", async () => {
  const world = await demo();
  const [from, wall] = [world.now(), world.wallNow()];
  await leap(world, "timme");
  expect(world.now() - from).toBe(60 * 60_000);
  await leap(world, "nasta-formiddag");
  expect(formatTime(world.now())).toBe("10:00");
  expect(localDateOf(world.now()) > localDateOf(from)).toBe(true);
  const ran = await findTicks(world.db);
  for (const night of ["release-batches", "tally-responses", "forget-people"])
    expect(ran.get(night)).toBeGreaterThan(from);
  expect(world.wallNow()).toBe(wall);
});

test("moves once when it is asked to twice at once, and never back", async () => {
  const world = await demo();
  const from = world.now();
  await Promise.all([leap(world, "timme"), leap(world, "timme")]);
  expect(world.now() - from).toBe(60 * 60_000);
});

test("tells its time to every process that has it open", async () => {
  const world = await demo();
  const other = await openDemo({ ...base });
  await leap(world, "dygn");
  expect(other.now()).not.toBe(world.now());
  await readClock(other);
  expect(other.now()).toBe(world.now());
  expect((await findSettings(world.db)).get("demo-seeded")).toBe("1");
});

test("leads back to a page of ours after its controls, whatever page says that it was used on", async () => {
  const world = await demo();
  const app = makeApp(() => world);
  for (const [referer, back] of [
    ["http://localhost:3000/lista", "/lista"],
    ["http://localhost:3000//evil.example/", "/evil.example/"],
    ["https://evil.example/lista", "/"],
  ] as const) {
    const body = new URLSearchParams({ steg: "timme" });
    const answer = await app.request("http://localhost:3000/demo/spola", {
      method: "POST",
      body,
      headers: { referer },
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, back]);
  }
});
