/**
 * Counts of cases for the pages about fieldwork: one question each, grouped where the rows are, so that no case leaves
 * this file. All are of one care provider (PDL 2:6: each sees its own).
 *
 * `cases_opens` finds a period's cases: the window opens some days after the discharge, whose date then decides exactly.
 */
import { type SQL, sql } from "drizzle-orm";
import { addDays } from "../calendar.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { ComplianceCell, ReachCell } from "../reports/compliance.ts";
import type { FieldCell } from "../reports/fieldwork.ts";
import type { Db } from "../world.ts";

/** No region opens its window later than this many days after the discharge. */
const longestWaitDays = 31;

/** Local dates of discharge, first and last. */
export type Period = { readonly from: string; readonly to: string };

export type Selection = Period & {
  readonly providerId: string;
  /** A measurement's stays; null: all of the period. */
  readonly measurement: null | {
    readonly id: string;
    readonly counties: readonly string[];
    /** Ids of discharging units; null is every unit. */
    readonly units: readonly string[] | null;
    /** The routine's own, of those whom no measurement has taken in. */
    readonly continuous: boolean;
  };
  /** Only these tracks; null is all, and those without one. */
  readonly tracks: readonly string[] | null;
};

const listed = (values: readonly string[]): SQL => sql`(select value from json_each(${JSON.stringify(values)}))`;

/** The stays of a selection, as a condition on c (cases) and d (discharges). */
function chosen({ providerId, from, to, measurement, tracks }: Selection): SQL {
  const conditions = [
    sql`c.provider_id = ${providerId} and c.opens_on between ${from} and ${addDays(to, longestWaitDays)}`,
    sql`d.discharged_on between ${from} and ${to}`,
  ];
  if (tracks) conditions.push(sql`c.track in ${listed(tracks)}`);
  if (measurement) {
    const { id, counties, units, continuous } = measurement;
    conditions.push(sql`c.county in ${listed(counties)}`);
    if (units) conditions.push(sql`c.discharge_unit_id in ${listed(units)}`);
    conditions.push(
      continuous ? sql`c.measurement_id is null and c.routine = 1` : sql`coalesce(c.measurement_id, ${id}) = ${id}`,
    );
  }
  return sql.join(conditions, sql` and `);
}

const from = sql`from cases c join discharges d on d.id = c.id left join attempts a on a.case_id = c.id`;
const among = (codes: readonly OutcomeCode[]): SQL => sql`coalesce(max(a.outcome in ${listed(codes)}), 0)`;

export type FieldCodes = {
  /** Outcomes of attempts at which somebody spoke for the patient, and those that an interview had been begun at. */
  readonly reached: readonly OutcomeCode[];
  readonly begun: readonly OutcomeCode[];
};

/** A measurement's stays by county, care type, unit and what became of them. */
export async function countFieldwork(db: Db, selection: Selection, codes: FieldCodes): Promise<FieldCell[]> {
  const included = selection.measurement?.continuous === false ? sql`c.measurement_id is not null` : sql`1`;
  const rows = await db.all<Record<keyof FieldCell, never>>(sql`
    with stays as (
      select c.county, c.care_type, c.discharge_unit_id as unit_id, c.state, c.disposition, d.consent,
        ${included} as included, count(a.id) > 0 as attempted, ${among(codes.reached)} as reached,
        c.interrupted or ${among(codes.begun)} as begun
      ${from} where ${chosen(selection)} group by c.id)
    select county, care_type as careType, coalesce(u.name, '') as unit,
      case when state = 'closed' then disposition end as disposition, consent, included, attempted, reached, begun,
      count(*) as cases
    from (select s.*, (select name from care_units where id = s.unit_id) as name from stays s) u
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9`);
  return rows.map((row) => ({
    ...(row as FieldCell),
    included: Boolean(row.included),
    attempted: Boolean(row.attempted),
    reached: Boolean(row.reached),
    begun: Boolean(row.begun),
  }));
}

export type ComplianceCodes = {
  readonly reached: readonly OutcomeCode[];
  /** The call was made to its end. */
  readonly completed: readonly OutcomeCode[];
  /** Final outcomes that take a case out of the count. */
  readonly notEligible: readonly OutcomeCode[];
  /** The final outcome of a case that could have been rung and was not. */
  readonly missed: OutcomeCode;
};

/**
 * Each unit's months. `midnights`: the instant (epoch ms) at which each local date begins, for every date that a window of
 * the period can open on, close on, or end before; an attempt is inside the window when it began between its two.
 */
export const countCompliance = async (
  db: Db,
  selection: Selection,
  codes: ComplianceCodes,
  midnights: readonly (readonly [date: string, instant: number])[],
): Promise<ComplianceCell[]> =>
  await db.all<ComplianceCell>(sql`
    with midnights as materialized (
      select value ->> 0 as date, value ->> 1 as at from json_each(${JSON.stringify(midnights)})),
    windows as materialized (
      select distinct opens_on, closes_on from cases where provider_id = ${selection.providerId}
        and opens_on between ${selection.from} and ${addDays(selection.to, longestWaitDays)}),
    spans as materialized (
      select opens_on, closes_on, o.at as opens_at, e.at as ends_at
      from windows join midnights o on o.date = opens_on join midnights e on e.date = date(closes_on, '+1 day')),
    stays as (
      select substr(d.discharged_on, 1, 7) as month, c.discharge_unit_id as unit_id, c.state = 'closed' as over,
        coalesce(c.disposition = ${codes.missed}, 0) as missed, count(a.id) as attempts,
        coalesce(max(a.started_at >= w.opens_at and a.started_at < w.ends_at), 0) as attempted,
        coalesce(max(a.started_at >= w.opens_at and a.started_at < w.ends_at
          and a.outcome in ${listed(codes.reached)}), 0) as reached,
        coalesce(max(a.started_at >= w.opens_at and a.started_at < w.ends_at
          and a.outcome in ${listed(codes.completed)}), 0) as completed
      ${from} left join spans w on w.opens_on = c.opens_on and w.closes_on = c.closes_on
      where ${chosen(selection)} and coalesce(c.disposition, '') not in ${listed(codes.notEligible)} group by c.id)
    select month, coalesce((select name from care_units where id = unit_id), '') as unit, count(*) as cases,
      sum(not over) as open, sum(attempted) as attempted, sum(reached) as reached, sum(completed) as completed,
      sum(over and attempts = 0) as never, sum(over and attempts = 0 and not missed) as hindered
    from stays group by 1, 2`);

/** The same stays by age group, track, language and who has rung. */
export async function countReach(
  db: Db,
  selection: Selection,
  codes: Pick<ComplianceCodes, "reached" | "completed" | "notEligible">,
): Promise<ReachCell[]> {
  const rows = await db.all<Record<keyof ReachCell, never>>(sql`
    with stays as (
      select c.track, c.age_group as ageGroup,
        case when coalesce(d.language, 'sv') = 'sv' or d.language like 'sv-%' then 'sv' else 'other' end as language,
        case max(a.mode = 'human') + 2 * max(a.mode = 'robot')
          when 1 then 'person' when 2 then 'robot' when 3 then 'both' else 'nobody' end as rungBy,
        ${among(codes.reached)} as reached, ${among(codes.completed)} as completed
      ${from} where ${chosen(selection)} and coalesce(c.disposition, '') not in ${listed(codes.notEligible)}
      group by c.id)
    select *, count(*) as cases from stays group by 1, 2, 3, 4, 5, 6`);
  return rows.map((row) => ({
    ...(row as ReachCell),
    reached: Boolean(row.reached),
    completed: Boolean(row.completed),
  }));
}

/** The first and last day on which the provider's windows open; null when it has no case. */
export async function findOpeningSpan(db: Db, providerId: string): Promise<Period | null> {
  const [row] = await db.all<{ from: string | null; to: string | null }>(sql`
    select (select min(opens_on) from cases where provider_id = ${providerId}) as "from",
      (select max(opens_on) from cases where provider_id = ${providerId}) as "to"`);
  return row?.from && row.to ? { from: row.from, to: row.to } : null;
}
