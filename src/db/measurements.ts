/** Measurements: what was asked, of whom, when. They name no person and are read by everyone who reads reports. */
import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { MeasurementDraft } from "../measurements/draft.ts";
import { readThresholds, type Thresholds } from "../reports/thresholds.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { withChosen } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Db, Statement } from "../world.ts";
import { measurements, publications } from "./anonymous.ts";

export type MeasurementRow = typeof measurements.$inferSelect;

export async function findMeasurement(db: Db, id: string): Promise<MeasurementRow | undefined> {
  const [row] = await db.select().from(measurements).where(eq(measurements.id, id));
  return row;
}

/** The thresholds that it keeps; those of the house where none were chosen. */
export const thresholdsIn = ({ thresholds }: Pick<MeasurementRow, "thresholds">): Thresholds =>
  readThresholds(thresholds);

/** All of them, newest period first. */
export const listMeasurements = (db: Db): Promise<MeasurementRow[]> =>
  db.select().from(measurements).orderBy(desc(measurements.opensOn), measurements.id).execute();

/** Does nothing when a measurement of that id is there already. */
export const addMeasurement = (db: Db, row: typeof measurements.$inferInsert): Statement =>
  db.insert(measurements).values(row).onConflictDoNothing();

/** The columns of a draft. */
export const draftColumns = ({ counties, units, modules, ...rest }: MeasurementDraft) => ({
  ...rest,
  modules: modules === null ? null : JSON.stringify(modules),
  counties: JSON.stringify(counties),
  units: units === null ? null : JSON.stringify(units),
});

/** What a measurement asks: its survey with its modules as the choice. Throws when the catalog lacks the version. */
export const surveyOf = (row: Pick<MeasurementRow, "surveyId" | "surveyVersion" | "modules">): Survey =>
  withChosen(
    getSurvey(row.surveyId, row.surveyVersion),
    row.modules === null ? null : (JSON.parse(row.modules) as string[]),
  );

/** Changes a measurement that is still in the state it was decided on; wrap in mustChange. */
export const changeMeasurement = (
  db: Db,
  { id, state }: Pick<MeasurementRow, "id" | "state">,
  change: Partial<Omit<typeof measurements.$inferInsert, "id">>,
): Statement =>
  db
    .update(measurements)
    .set(change)
    .where(and(eq(measurements.id, id), eq(measurements.state, state)));

/** Only a draft can go; wrap in mustChange. */
export const deleteDraft = (db: Db, id: string): Statement =>
  db.delete(measurements).where(and(eq(measurements.id, id), eq(measurements.state, "draft")));

// ── published results ──

export type PublicationRow = typeof publications.$inferSelect;

export const listPublications = (db: Db, measurementId: string): Promise<PublicationRow[]> =>
  db
    .select()
    .from(publications)
    .where(eq(publications.measurementId, measurementId))
    .orderBy(asc(publications.number))
    .execute();

/** Writes nothing when the number is taken, since a published result is never written over; wrap in mustChange. */
export const insertPublication = (db: Db, row: PublicationRow): Statement =>
  db.insert(publications).values(row).onConflictDoNothing();

/** Are answers on their way into the report: a last night still to come, or released ones not yet counted? */
export async function hasAnswersOnTheWay(db: Db, { id, releasedOn }: Pick<MeasurementRow, "id" | "releasedOn">) {
  if (releasedOn === null) return true;
  // The uncounted are few, the measurement's may be millions.
  const [row] = await db.all<{ found: number }>(
    sql`select exists (
      select 1 from responses indexed by responses_untallied where measurement_id = ${id} and tallied = 0) as found`,
  );
  return row?.found === 1;
}

/** Closed ones whose last night is still to come. */
export const listToDrain = (db: Db): Promise<MeasurementRow[]> =>
  db
    .select()
    .from(measurements)
    .where(and(inArray(measurements.state, ["closed", "published"]), isNull(measurements.releasedOn)))
    .orderBy(measurements.id)
    .execute();

/** A county whose answers are let out for the first time is one of those that take part. */
export const addCounty = (db: Db, id: string, county: string): Statement =>
  db
    .update(measurements)
    .set({ counties: sql`json_insert(${measurements.counties}, '$[#]', ${county})` })
    .where(
      and(
        eq(measurements.id, id),
        sql`not exists (select 1 from json_each(${measurements.counties}) where value = ${county})`,
      ),
    );

/** The last night was this one; wrap in mustChange. */
export const markReleased = (db: Db, id: string, date: string): Statement =>
  db
    .update(measurements)
    .set({ releasedOn: date })
    .where(and(eq(measurements.id, id), isNull(measurements.releasedOn)));
