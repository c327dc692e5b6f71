/**
 * Answers on the nameless side: waiting (`pending`), released (`responses`), and the free texts that were parted from
 * them (`remarks`). Rows travel as one JSON value per statement, because D1 takes at most 100 bound parameters.
 */
import { and, eq, sql } from "drizzle-orm";
import type { CareType, PendingResponse, Response } from "../responses/response.ts";
import type { Db, Statement } from "../world.ts";
import { measurements, pending } from "./anonymous.ts";
import { mustChange } from "./atomic.ts";
import { mustCount } from "./bulk.ts";

export type Group = { readonly measurementId: string; readonly county: string; readonly careType: CareType };

/** Rows in one statement: some 150 kB of JSON, far below what D1 takes as one value (2 MB). */
const rowsPerStatement = 400;

const inChunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, chunk) =>
    rows.slice(chunk * rowsPerStatement, (chunk + 1) * rowsPerStatement),
  );

// ── waiting ──

/** The key is a new random id that nothing else holds. */
export const insertPending = (db: Db, key: string, row: PendingResponse): Statement =>
  db.insert(pending).values({ key, ...row });

/** Groups in which somebody waits, in a fixed order, with what a release must know about them. */
export const listWaitingGroups = (db: Db) =>
  db
    .select({
      measurementId: pending.measurementId,
      county: pending.county,
      careType: pending.careType,
      /** Null when the measurement has no row (yet): it then counts as running. */
      state: measurements.state,
      releasedOn: measurements.releasedOn,
      /** JSON; null: the house's own. */
      thresholds: measurements.thresholds,
      /** JSON; null: the survey's own choice. */
      modules: measurements.modules,
      /** JSON; null: none are named. */
      counties: measurements.counties,
      releasedBefore: sql<number>`exists (
        select 1 from responses r where r.measurement_id = ${pending.measurementId}
        and r.county = ${pending.county} and r.care_type = ${pending.careType})`,
    })
    .from(pending)
    .leftJoin(measurements, eq(measurements.id, pending.measurementId))
    .groupBy(pending.measurementId, pending.county, pending.careType)
    .orderBy(pending.measurementId, pending.county, pending.careType);

export const listWaiting = (db: Db, group: Group) =>
  db
    .select()
    .from(pending)
    .where(
      and(
        eq(pending.measurementId, group.measurementId),
        eq(pending.county, group.county),
        eq(pending.careType, group.careType),
      ),
    );

/**
 * Deletes exactly these waiting rows, or aborts the unit: if even one is gone, somebody else has released it and the
 * decision was made on an old picture. (The count is a subquery without reference to the row, so SQLite takes it once,
 * before the first row is deleted.)
 */
export function takeWaiting(keys: readonly string[]): Statement[] {
  return inChunks(keys).flatMap((some) => {
    const theirs = sql`(select value from json_each(${JSON.stringify(some)}))`;
    return mustChange(sql`delete from pending where key in ${theirs}
      and (select count(*) from pending where key in ${theirs}) = ${some.length}`);
  });
}

/** Aborts the unit unless so many wait in a measurement once it is done with what it does before. */
export const mustCountWaiting = (measurementId: string, count: number): Statement =>
  mustCount(sql`select count(*) from pending where measurement_id = ${measurementId}`, count);

// ── released ──

/** Inserts responses under the given new ids, not yet tallied. A row may carry more than its columns; the rest is left. */
export function insertResponses(rows: readonly (Response & { readonly id: string })[]): Statement[] {
  return inChunks(rows).map((some) => {
    const json = JSON.stringify(
      some.map((r) => [
        r.id,
        r.measurementId,
        r.county,
        r.careType,
        r.unit,
        r.track,
        r.ageGroup,
        r.month,
        r.mode,
        r.respondent,
        r.caller,
        r.surveyId,
        r.surveyVersion,
        r.completeness,
        r.insideWindow ? 1 : 0,
        r.answers,
      ]),
    );
    const cells = sql.raw(Array.from({ length: 16 }, (_, cell) => `value ->> ${cell}`).join(", "));
    return sql`insert into responses (id, measurement_id, county, care_type, unit, track, age_group, month, mode, respondent,
      caller, survey_id, survey_version, completeness, inside_window, answers, tallied)
      select ${cells}, 0 from json_each(${json})`;
  });
}

export const insertRemarks = (
  group: Group,
  rows: readonly { readonly id: string; readonly text: string }[],
): Statement[] =>
  inChunks(rows).map(
    (some) => sql`insert into remarks (id, measurement_id, county, care_type, text)
      select value ->> 'id', ${group.measurementId}, ${group.county}, ${group.careType}, value ->> 'text'
      from json_each(${JSON.stringify(some)})`,
  );

/** Groups that have answers not yet counted. `indexed by`: those are few among millions, and SQLite would read them all. */
export const listUntalliedGroups = (db: Db) =>
  db.all<Group>(sql`select distinct measurement_id as measurementId, county, care_type as careType
    from responses indexed by responses_untallied where tallied = 0`);
