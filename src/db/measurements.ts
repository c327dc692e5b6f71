/** Measurements: what was asked, of whom, when. They name no person and are read by everyone who reads reports. */
import { desc, eq } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { measurements } from "./anonymous.ts";

export type MeasurementRow = typeof measurements.$inferSelect;

export async function findMeasurement(db: Db, id: string): Promise<MeasurementRow | undefined> {
  const [row] = await db.select().from(measurements).where(eq(measurements.id, id));
  return row;
}

/** All of them, newest period first. */
export const listMeasurements = (db: Db): Promise<MeasurementRow[]> =>
  db.select().from(measurements).orderBy(desc(measurements.opensOn), measurements.id).execute();

/** Does nothing when a measurement of that id is there already. */
export const addMeasurement = (db: Db, row: typeof measurements.$inferInsert): Statement =>
  db.insert(measurements).values(row).onConflictDoNothing();
