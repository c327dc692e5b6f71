/**
 * Counts of responses. Reports read nothing else, so a page costs the same whatever number of people have answered.
 *
 * Counting is done where the answers are, in SQL: a row is counted and marked in the same unit by the same condition, so
 * nothing can be read, lost and counted again in between. Only answers given inside the call window are counted.
 */
import { eq, sql } from "drizzle-orm";
import type { Tally, UnitTally } from "../reports/tally.ts";
import type { Db, Statement } from "../world.ts";
import { tallies, unitCounts } from "./anonymous.ts";
import { prepared } from "./prepared.ts";
import type { Group } from "./responses.ts";

const talliesQuery = prepared((db) =>
  db
    .select({
      county: tallies.county,
      careType: tallies.careType,
      mode: tallies.mode,
      respondent: tallies.respondent,
      question: tallies.question,
      code: tallies.code,
      count: tallies.count,
    })
    .from(tallies)
    .where(eq(tallies.measurementId, sql.placeholder("measurementId")))
    .prepare(),
);

/** All counts of one measurement. */
export const readTallies = (db: Db, measurementId: string): Promise<Tally[]> =>
  talliesQuery(db).execute({ measurementId });

const unitCountsQuery = prepared((db) =>
  db
    .select({
      county: unitCounts.county,
      careType: unitCounts.careType,
      unit: unitCounts.unit,
      counts: unitCounts.counts,
    })
    .from(unitCounts)
    .where(eq(unitCounts.measurementId, sql.placeholder("measurementId")))
    .prepare(),
);

/** All counts of one measurement by unit, as reports/units.ts needs them: answers over all modes and respondents. */
export async function readUnitTallies(db: Db, measurementId: string): Promise<UnitTally[]> {
  const rows = await unitCountsQuery(db).execute({ measurementId });
  return rows.flatMap(({ counts, ...cell }) =>
    (JSON.parse(counts) as [string, string, string, number, number][]).map(
      ([mode, respondent, question, code, count]) => ({ ...cell, mode, respondent, question, code, count }),
    ),
  );
}

/**
 * Counts what `source` (a table or a parenthesised select, with its condition) holds. Equal sheets of answers are counted
 * as they stand before they are opened: people answer alike, and opening JSON is what costs.
 */
const count = (source: ReturnType<typeof sql>) => sql`
  with sheets as materialized (
    select measurement_id, county, care_type, ifnull(unit, '') as unit, mode, respondent, answers, count(*) as n
    from ${source} group by 1, 2, 3, 4, 5, 6, 7)
  insert into unit_tallies (measurement_id, county, care_type, unit, mode, respondent, question, code, count)
  select measurement_id, county, care_type, unit, mode, respondent, '', 0, sum(n) from sheets group by 1, 2, 3, 4, 5, 6
  union all
  select measurement_id, county, care_type, unit, mode, respondent, answer.key, answer.value, sum(n)
  from sheets, json_each(sheets.answers) as answer group by 1, 2, 3, 4, 5, 6, 7, 8`;

/** Adds up what reports read, so that it is never anything else than the sum of its units. */
const addUp = (ofGroup = sql`true`) => [
  sql`delete from tallies where ${ofGroup}`,
  sql`insert into tallies (measurement_id, county, care_type, mode, respondent, question, code, count)
    select measurement_id, county, care_type, mode, respondent, question, code, sum(count)
    from unit_tallies where ${ofGroup} group by 1, 2, 3, 4, 5, 6, 7`,
  sql`delete from unit_counts where ${ofGroup}`,
  sql`insert into unit_counts (measurement_id, county, care_type, unit, counts)
    select measurement_id, county, care_type, unit, json_group_array(json_array(mode, respondent, question, code, n))
    from (
      select measurement_id, county, care_type, unit, question, code, iif(question = '', mode, '') as mode,
        iif(question = '', respondent, '') as respondent, sum(count) as n
      from unit_tallies where ${ofGroup} group by 1, 2, 3, 4, 5, 6, 7, 8)
    group by 1, 2, 3, 4`,
];

/**
 * One unit that counts all of a group's untallied responses and marks them. A group at a time and never a part of one,
 * so that no look at a report falls between two persons of the same release. `indexed by`: the untallied are few, the
 * group may be a million.
 */
export function tallyGroup(group: Group): Statement[] {
  const untallied = sql`responses indexed by responses_untallied`;
  const ofGroup = sql`measurement_id = ${group.measurementId} and county = ${group.county}
    and care_type = ${group.careType}`;
  return [
    sql`${count(sql`${untallied} where tallied = 0 and ${ofGroup} and inside_window = 1`)}
      on conflict do update set count = count + excluded.count`,
    sql`update ${untallied} set tallied = 1 where tallied = 0 and ${ofGroup}`,
    ...addUp(ofGroup),
  ];
}

/** One unit that throws all counts away and counts every response anew. */
export const recountAll = (): Statement[] => [
  sql`delete from unit_tallies`,
  count(sql`responses where inside_window = 1`),
  sql`update responses indexed by responses_untallied set tallied = 1 where tallied = 0`,
  ...addUp(),
];
