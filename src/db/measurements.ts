/** Measurements: what was asked, of whom, when. They name no person and are read by everyone who reads reports. */
import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { MeasurementDraft } from "../measurements/draft.ts";
import { readThresholds, type Thresholds } from "../reports/thresholds.ts";
import { continuousPrefix, isContinuous } from "../responses/continuous.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { withChosen } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Db, Statement } from "../world.ts";
import { measurements, publicationParts, publications } from "./anonymous.ts";
import { mustChange } from "./atomic.ts";
import { mustCount } from "./bulk.ts";

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

/** All that a lead decides of a measurement, as text: what somebody saw of it, to be held against what stands there now. */
export const draftTextOf = (row: MeasurementRow): string =>
  JSON.stringify([
    ...[row.name, row.surveyId, row.surveyVersion, row.modules, row.opensOn, row.closesOn, row.counties, row.units],
    ...[row.target, row.caller, row.note],
  ]);

/** Aborts the unit when what its lead decides of it ({@link draftTextOf}) is not what the decision was made on. */
export const mustStandAs = (row: MeasurementRow): Statement =>
  mustCount(
    sql`select count(*) from measurements where id = ${row.id} and name = ${row.name} and survey_id = ${row.surveyId}
      and survey_version = ${row.surveyVersion} and modules is ${row.modules} and opens_on = ${row.opensOn}
      and closes_on = ${row.closesOn} and counties = ${row.counties} and units is ${row.units}
      and target is ${row.target} and caller = ${row.caller} and note is ${row.note}`,
    1,
  );

/**
 * Aborts the unit when measurements have been made, started or closed since these were read: patients taken in meanwhile
 * would belong to one that has closed, or to none. The continuous ones take nobody in.
 */
export const mustRunAs = (rows: readonly Pick<MeasurementRow, "id" | "state">[]): Statement => {
  const asRead = rows
    .filter(({ id }) => !isContinuous(id))
    .map(({ id, state }) => `${id} ${state}`)
    .sort();
  return mustCount(
    sql`select count(*) from (select json_group_array(line) as lines from (select id || ' ' || state as line
      from measurements where id not like ${`${continuousPrefix}%`} order by 1)) where lines = ${JSON.stringify(asRead)}`,
    1,
  );
};

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

/** A country of units is some megabytes, and D1 takes two as a value; a sign is at most three bytes long here. */
const partLength = 250_000;

/** The text of a published report, or nothing when there is no such number. */
export async function findPublishedText(
  db: Db,
  { measurementId, number }: Pick<PublicationRow, "measurementId" | "number">,
): Promise<string | undefined> {
  const parts = await db
    .select({ text: publicationParts.text })
    .from(publicationParts)
    .where(and(eq(publicationParts.measurementId, measurementId), eq(publicationParts.number, number)))
    .orderBy(asc(publicationParts.part));
  return parts.length === 0 ? undefined : parts.map(({ text }) => text).join("");
}

/** Publishes a text under a number. Aborts the unit when the number is taken: a published result is never written over. */
export const insertPublication = (db: Db, row: PublicationRow, text: string): Statement[] => [
  ...mustChange(db.insert(publications).values(row).onConflictDoNothing()),
  ...inParts(text).map((piece, part) =>
    db.insert(publicationParts).values({ measurementId: row.measurementId, number: row.number, part, text: piece }),
  ),
];

/** No part ends in the middle of a sign that is written as two. */
function inParts(text: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = from + partLength;
    const cut = /[\ud800-\udbff]/.test(text[end - 1] ?? "") ? end - 1 : end;
    parts.push(text.slice(from, cut));
    from = cut;
  }
  return parts;
}

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

/** Aborts the unit when its last night has been. */
export const mustStillRelease = (id: string): Statement =>
  mustCount(sql`select count(*) from measurements where id = ${id} and released_on is null`, 1);

/** The last night was this one; wrap in mustChange. */
export const markReleased = (db: Db, id: string, date: string): Statement =>
  db
    .update(measurements)
    .set({ releasedOn: date })
    .where(and(eq(measurements.id, id), isNull(measurements.releasedOn)));
