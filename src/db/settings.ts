/** Facts of this installation, and when each line of the timetable last ran. */
import type { Db, Statement } from "../world.ts";
import { settings, ticks } from "./identified.ts";
import { prepared } from "./prepared.ts";

const settingQuery = prepared((db) => db.select().from(settings).prepare());

/** All settings; there are a handful. */
export async function findSettings(db: Db): Promise<Map<string, string>> {
  const rows = await settingQuery(db).execute();
  return new Map(rows.map(({ key, value }) => [key, value]));
}

export const setSetting = (db: Db, key: string, value: string): Statement =>
  db.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } });

export async function findTicks(db: Db): Promise<Map<string, number>> {
  const rows = await db.select().from(ticks);
  return new Map(rows.map(({ name, ranAt }) => [name, ranAt]));
}

/** Writes down that a line of the timetable ran at `ranAt` (epoch ms). No claim: every line is harmless to run twice. */
export const setTick = (db: Db, name: string, ranAt: number): Statement =>
  db.insert(ticks).values({ name, ranAt }).onConflictDoUpdate({ target: ticks.name, set: { ranAt } });
