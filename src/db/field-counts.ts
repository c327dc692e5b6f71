/**
 * What became of stays, when the stays themselves are gone: a case that is over long enough becomes counts without a
 * name, and is deleted; a row that may not be kept is counted at once. Both in the same unit as the deletion or the
 * discarding, so that a rate is the same before and after (domain §6: "rates outlive people").
 *
 * Three tables that cannot be put together again (anonymous.ts). They are counts of stays and hold nothing of what
 * anybody answered; they are shown under the same thresholds (reports/suppression.ts).
 */
import { type SQL, sql } from "drizzle-orm";
import { isEligible, type StayCount } from "../discharges/counting.ts";
import type { Tombstone } from "../discharges/tombstones.ts";
import type { ComplianceCodes, FieldCodes } from "../reports/counted-outcomes.ts";
import { continuousPrefix } from "../responses/continuous.ts";
import type { Db, Statement } from "../world.ts";
import { inList, mustCount } from "./bulk.ts";
import { complianceStays, complianceSums, fieldStays, type Midnight, reachStays, summed } from "./fieldwork.ts";
import { tombstones } from "./identified.ts";
import { isErased } from "./people.ts";

const fieldColumns = sql.raw(
  "provider_id, measurement_id, county, care_type, unit, disposition, consent, included, attempted, reached, begun",
);
const reachColumns = sql.raw(
  "provider_id, measurement_id, month, track, age_group, language, rung_by, reached, completed",
);

const addField = sql`on conflict do update set cases = cases + excluded.cases`;
const addCompliance = sql`on conflict do update set ${sql.raw(
  summed.map((name) => `${name} = ${name} + excluded.${name}`).join(", "),
)}`;

// ── rows that are not kept ──

/**
 * Counts rows of which nothing is kept, or takes them out again. Aborts the unit when another import has counted one of
 * them since it was decided (`known`: the tombstones it was decided on).
 */
export function countStays(counts: readonly StayCount[], known: readonly Tombstone[]): Statement[] {
  if (counts.length === 0) return [];
  const keys = new Set(counts.map(({ key }) => key));
  const stood = known.filter(({ key }) => keys.has(key)).length;
  const field = counts.flatMap((count) =>
    count.frames.map(({ measurementId, included }) => [
      ...[count.providerId, measurementId, count.county, count.careType, count.unit, count.disposition, count.consent],
      ...[Number(included), count.by],
    ]),
  );
  const routine = counts.flatMap((count) => {
    if (count.routine === null) return [];
    const [asked, yes] = [count.consent !== "unasked", count.consent === "withdrawn"].map(Number);
    const eligible = Number(isEligible(count));
    const { month, track } = count.routine;
    return [[count.providerId, month, count.unit, track ?? "", eligible, asked, yes, count.by]];
  });
  const cell = (at: number) => sql.raw(`value ->> ${at}`);
  return [
    mustCount(sql`select count(*) from tombstones where ${inList(tombstones.key, [...keys])}`, stood),
    sql`insert into field_counts (${fieldColumns}, cases)
      select ${sql.join([0, 1, 2, 3, 4, 5, 6, 7].map(cell), sql`, `)}, 0, 0, 0, sum(${cell(8)})
      from json_each(${JSON.stringify(field)}) where true group by 1, 2, 3, 4, 5, 6, 7, 8 ${addField}`,
    sql`insert into compliance_counts (provider_id, month, unit, track, ${sql.raw(summed.join(", "))})
      select ${sql.join([0, 1, 2, 3].map(cell), sql`, `)}, sum(${cell(7)}), sum(${cell(4)} * ${cell(7)}), 0, 0, 0,
        sum(${cell(4)} * ${cell(7)}), sum(${cell(4)} * ${cell(7)}), 0, 0, 0, 0,
        sum(${cell(5)} * ${cell(7)}), sum(${cell(6)} * ${cell(7)}), 0, 0
      from json_each(${JSON.stringify(routine)}) where true group by 1, 2, 3, 4 ${addCompliance}`,
    ...(counts.some(({ by }) => by < 0)
      ? [sql`delete from field_counts where cases <= 0`, sql`delete from compliance_counts where stays <= 0`]
      : []),
  ];
}

/** So many stays of a measurement that came to the same. */
type CountedField = Readonly<
  Record<"providerId" | "measurementId" | "county" | "careType" | "unit" | "disposition" | "consent", string> &
    Record<"included" | "attempted" | "reached" | "begun" | "cases", number>
>;

/** Adds counts of stays that never were: only for what is made up (demo/). */
export const addFieldCounts = (rows: readonly CountedField[]): Statement => sql`
  insert into field_counts (${fieldColumns}, cases)
  select ${sql.raw(
    [
      ...["providerId", "measurementId", "county", "careType", "unit", "disposition", "consent", "included"],
      ...["attempted", "reached", "begun", "cases"],
    ]
      .map((name) => `value ->> '${name}'`)
      .join(", "),
  )} from json_each(${JSON.stringify(rows)}) where true ${addField}`;

// ── cases that are over ──

export type FoldCodes = {
  readonly field: FieldCodes;
  readonly compliance: ComplianceCodes;
  /** Outcomes of a whole interview: completed, as a measurement counts it. */
  readonly interviewed: ComplianceCodes["completed"];
};

/** A date of discharge, and the name under which the routine's stays of it are counted (responses/continuous.ts). */
export type Routine = readonly [dischargedOn: string, frame: string];

/** Ids of cases whose window and stay ended before these local dates, with nothing left to do. */
export async function listFoldable(db: Db, closedBefore: string, dischargedBefore: string, limit: number) {
  const rows = await db.all<{ id: string; dischargedOn: string; closesOn: string }>(sql`
    select c.id, d.discharged_on as dischargedOn, c.closes_on as closesOn from cases c join discharges d on d.id = c.id
    where c.provider_id in (select id from care_providers) and c.opens_on < ${closedBefore}
      and c.state = 'closed' and c.closes_on < ${closedBefore} and d.discharged_on < ${dischargedBefore}
      and ${isErased(sql`c.id`)}
      and not exists (select 1 from interviews i where i.case_id = c.id)
      and not exists (select 1 from tasks t where t.case_id = c.id)
      and not exists (select 1 from calls l where l.case_id = c.id)
    limit ${limit}`);
  return rows;
}

/**
 * Turns cases into counts and deletes them. Their keyed hashes stay as tombstones, so that no later list opens one of
 * them again or counts it twice, and a death is remembered of the person. The log of what was done with the case stays
 * too; it leads to nobody any more. `routines`: of every date that one of them was discharged on.
 */
export function foldCases(
  ids: readonly string[],
  codes: FoldCodes,
  midnights: readonly Midnight[],
  routines: readonly Routine[],
): Statement[] {
  const these = sql`(select value from json_each(${JSON.stringify(ids)}))`;
  const which = sql`c.id in ${these}`;
  const unit = sql`coalesce((select name from care_units where id = unit_id), '')`;
  const routine = sql`(select value ->> 1 from json_each(${JSON.stringify(routines)}) where value ->> 0 = discharged_on)`;
  /** Measurements that a stay belonged to by date, county and unit, though none had taken it in. */
  const around = sql`measurements m on m.id not like ${`${continuousPrefix}%`}
    and discharged_on between m.opens_on and m.closes_on and s.county in (select value from json_each(m.counties))
    and (m.units is null or unit_id in (select value from json_each(m.units)))`;
  const frames = (columns: SQL) => sql`
    select ${columns}, measurement_id as frame, 1 as included from stays s where measurement_id is not null
    union all select ${columns}, ${routine}, 1 from stays s where measurement_id is null and routine = 1
    union all select ${columns}, m.id, 0 from stays s join ${around} where measurement_id is null`;
  const field = sql`s.provider_id, s.county, s.care_type, ${unit} as unit, s.disposition, s.consent, s.attempted, s.reached, s.begun`;
  const reach = sql`s.provider_id, coalesce(s.track, '') as track, coalesce(s.ageGroup, '') as age_group, s.language, s.rungBy, s.reached, s.completed`;
  const reachAs = (completed: ComplianceCodes["completed"]) => reachStays({ ...codes.compliance, completed }, which);
  return [
    sql`with stays as (${fieldStays(codes.field, which)}), framed as (${frames(field)})
      insert into field_counts (${fieldColumns}, cases)
      select provider_id, frame, county, care_type, unit, coalesce(disposition, ''), consent, included, attempted,
        reached, begun, count(*) from framed where true group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ${addField}`,
    sql`with stays as materialized (${complianceStays(codes.compliance, midnights, which)})
      insert into compliance_counts (provider_id, month, unit, track, ${sql.raw(summed.join(", "))})
      select provider_id, month, ${unit}, track, ${complianceSums} from stays where true group by 1, 2, 3, 4
      ${addCompliance}`,
    sql`with stays as (${reachAs(codes.compliance.completed)})
      insert into reach_counts (${reachColumns}, cases)
      select provider_id, '', substr(discharged_on, 1, 7), coalesce(track, ''), coalesce(ageGroup, ''), language,
        rungBy, reached, completed, count(*) from stays where true group by 1, 2, 3, 4, 5, 6, 7, 8, 9 ${addField}`,
    sql`with stays as (${reachAs(codes.interviewed)}), framed as (${frames(reach)})
      insert into reach_counts (${reachColumns}, cases)
      select provider_id, frame, '', track, age_group, language, rungBy, reached, completed, count(*)
        from framed where true group by 1, 2, 3, 4, 5, 6, 7, 8, 9 ${addField}`,
    sql`insert or ignore into tombstones (key, reason) select discharge_key, 'over' from discharges where id in ${these}`,
    sql`insert or ignore into tombstones (key, reason) select t.value, 'dead'
      from discharges d join cases c on c.id = d.id, json_each(json_array(d.discharge_key, d.patient_key)) t
      where d.id in ${these} and (d.status = 'dead' or c.disposition = 'dead') and t.value is not null`,
    ...["attempts", "undos", "numbers", "named_proxies", "phone_keys", "cases", "discharges"].map((table) =>
      deleteOf(table, these),
    ),
  ];
}

const deleteOf = (table: string, these: SQL): SQL => {
  const column = table === "cases" || table === "discharges" ? "id" : "case_id";
  return sql`delete from ${sql.identifier(table)} where ${sql.identifier(column)} in ${these}`;
};
