/** Facts of this installation, and when each line of the timetable last ran. */
import { and, eq, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { settings, ticks } from "./identified.ts";
import { bound, prepared } from "./prepared.ts";

const settingQuery = prepared((db) => db.select().from(settings).prepare());

/** All settings; there are a handful. */
export async function findSettings(db: Db): Promise<Map<string, string>> {
  const rows = await settingQuery(db).execute();
  return new Map(rows.map(({ key, value }) => [key, value]));
}

export const setSetting = (db: Db, key: string, value: string): Statement =>
  db.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } });

/** Sets what a setting is, if it is still what it was; wrap in mustChange. */
export const changeSetting = (db: Db, key: string, from: string, value: string): Statement =>
  db
    .update(settings)
    .set({ value })
    .where(and(eq(settings.key, key), eq(settings.value, from)));

const tickQuery = prepared((db) => db.select().from(ticks).prepare());

export async function findTicks(db: Db): Promise<Map<string, number>> {
  const rows = await tickQuery(db).execute();
  return new Map(rows.map(({ name, ranAt }) => [name, ranAt]));
}

const tickWrite = prepared((db) =>
  db
    .insert(ticks)
    .values({ name: sql.placeholder("name"), ranAt: sql.placeholder("ranAt") })
    .onConflictDoUpdate({ target: ticks.name, set: { ranAt: sql`excluded.ran_at` } })
    .prepare(),
);

/** Writes down that a line of the timetable ran at `ranAt` (epoch ms). No claim: every line is harmless to run twice. */
export const setTick = (db: Db, name: string, ranAt: number): Statement => bound(tickWrite(db), { name, ranAt });
