/**
 * The demo installation: opened with its invented people and with a clock of its own. The clock is an offset kept in the
 * database, so that every process and every Worker that has it open agrees on the time. Production never loads this.
 */
import { getTableName, is, sql } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { addDays, instantOf, isWorkingDay, localDateOf } from "../calendar.ts";
import { listLiveCalls } from "../db/calls.ts";
import * as schema from "../db/schema.ts";
import { findSettings, findTicks, setSetting } from "../db/settings.ts";
import type { Telephone } from "../telephony/carrier.ts";
import type { SimulatorOptions } from "../telephony/simulator.ts";
import { nextDue, tick, timetable } from "../timetable.ts";
import type { World } from "../world.ts";
import { nextListAt, takeInList } from "./newcomers.ts";
import { seedDemo } from "./seed.ts";
import { demoTelephone } from "./telephone.ts";

export const defaultSeed = 1;

/** The moving part of each demo world's clock. */
const offsets = new WeakMap<World, { milliseconds: number; leaping: boolean }>();

/**
 * A world whose clock is the demo's, with the demo's people in it, and a telephone that rings them when `deliver` is there
 * to carry its webhooks to our own routes.
 */
export async function openDemo(base: World, deliver?: SimulatorOptions["deliver"]): Promise<World> {
  const offset = { milliseconds: 0, leaping: false };
  let telephone: Telephone | null = null;
  const world: World = {
    ...base,
    now: () => base.wallNow() + offset.milliseconds,
    get telephone() {
      return telephone;
    },
  };
  offsets.set(world, offset);
  if (deliver) telephone = demoTelephone(world, deliver);
  await ensureSeeded(world, defaultSeed);
  return world;
}

/** Makes the demo's data unless it is there. Gives true when it was made now. */
export async function ensureSeeded(world: World, seed: number, startOn?: string): Promise<boolean> {
  const settings = await findSettings(world.db);
  if (settings.has("demo-seeded")) {
    await readClock(world);
    return false;
  }
  await empty(world);
  const startsAt = instantOf(nextWorkingDay(startOn ?? localDateOf(world.wallNow())), "10:00");
  await seedDemo(world, { seed, startsAt });
  await world.atomically([
    setSetting(world.db, "demo-offset", String(startsAt - world.wallNow())),
    setSetting(world.db, "demo-started-at", String(startsAt)),
    setSetting(world.db, "demo-seeded", String(seed)),
  ]);
  await readClock(world);
  await world.scrub();
  return true;
}

/** Throws everything away and makes the demo anew, from today. */
export async function resetDemo(world: World, seed = defaultSeed, startOn?: string): Promise<void> {
  await empty(world);
  await ensureSeeded(world, seed, startOn);
}

/** Takes up what another process may have done to the clock. Once per request. */
export async function readClock(world: World): Promise<void> {
  const offset = offsets.get(world);
  // While it leaps, the clock is ahead of what is written down.
  if (!offset || offset.leaping) return;
  offset.milliseconds = Number((await findSettings(world.db)).get("demo-offset") ?? 0);
}

/** Settings: from when to when (epoch ms) the clock was last moved. */
export const leaptFrom = "demo-leapt-from";
export const leaptTo = "demo-leapt-to";

export const leaps = ["timme", "nasta-formiddag", "dygn"] as const;
export type Leap = (typeof leaps)[number];

/**
 * Moves the clock forward and runs each due tick and each event of a call on the way, in order, each at its own time. New
 * patients come home meanwhile.
 */
export async function leap(world: World, how: Leap): Promise<void> {
  const offset = offsets.get(world);
  if (!offset) throw new Error("only a demo has a clock that can be moved");
  // Pressed twice: the clock is on its way already, and must never go back.
  if (offset.leaping) return;
  const from = world.now();
  const target = targetOf(how, from);
  const inside = world.telephone?.inside;
  offset.leaping = true;
  try {
    for (;;) {
      const due = await nextTick(world);
      const rings = inside?.nextAt() ?? Number.POSITIVE_INFINITY;
      const list = await nextListAt(world);
      const next = Math.max(Math.min(due, rings, list), world.now());
      if (next > target) break;
      offset.milliseconds += next - world.now();
      if (rings <= next) await inside?.listen();
      if (list <= next) await takeInList(world, list);
      if (due <= next) await tick(world, due);
    }
    offset.milliseconds += Math.max(0, target - world.now());
  } finally {
    offset.leaping = false;
  }
  await world.atomically([
    setSetting(world.db, "demo-offset", String(offset.milliseconds)),
    setSetting(world.db, leaptFrom, String(from)),
    setSetting(world.db, leaptTo, String(world.now())),
  ]);
}

/** What need not wait for a call. A leap looks at the rest every minute only while somebody is rung. */
const unhurried = timetable.filter(({ when }) => !("everyMinutes" in when) || when.everyMinutes >= 10);

/**
 * When the clock does something next. Every line that is due by then runs too, so that the robot, when nobody is being
 * rung, looks for somebody every tenth minute, and as the day's staff comes.
 */
async function nextTick(world: World): Promise<number> {
  const now = world.now();
  const ticks = await findTicks(world.db);
  if ((await listLiveCalls(world.db)).length > 0) return nextDue(ticks, now);
  const opens = instantOf(localDateOf(now), world.telephone?.staffed.from ?? "00:00");
  return Math.min(nextDue(ticks, now, unhurried), opens > now ? opens : Number.POSITIVE_INFINITY);
}

function targetOf(how: Leap, from: number): number {
  if (how === "timme") return from + 60 * 60_000;
  if (how === "dygn") return from + 24 * 60 * 60_000;
  return instantOf(nextWorkingDay(addDays(localDateOf(from), 1)), "10:00");
}

/** The date itself when people work then, else the next one that they do. */
function nextWorkingDay(date: string): string {
  let day = date;
  while (!isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

async function empty(world: World): Promise<void> {
  const tables = Object.values(schema).filter((table) => is(table, SQLiteTable));
  await world.atomically(tables.map((table) => sql`delete from ${sql.identifier(getTableName(table))}`));
}
