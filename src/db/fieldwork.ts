/**
 * Counts of cases for the pages about fieldwork: one question each, grouped where the rows are, so that no case leaves
 * this file. All are of one care provider (PDL 2:6: each sees its own). Cases that have become counts, and rows that were
 * counted without being kept (db/field-counts.ts), are added to those that are here.
 *
 * `cases_opens` finds a period's cases: the window opens some days after the discharge, whose date then decides exactly.
 */
import { type SQL, sql } from "drizzle-orm";
import { addDays } from "../calendar.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { ComplianceCell, ReachCell } from "../reports/compliance.ts";
import type { ConsentCell } from "../reports/consent.ts";
import type { ComplianceCodes, FieldCodes, ReachCodes } from "../reports/counted-outcomes.ts";
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
    /**
     * The name under which counts of the routine's own are kept: of those whom no measurement has taken in, in whatever
     * county. Null for a measurement that takes in patients.
     */
    readonly continuous: string | null;
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
    if (continuous === null) conditions.push(sql`c.county in ${listed(counties)}`);
    if (units) conditions.push(sql`c.discharge_unit_id in ${listed(units)}`);
    conditions.push(
      continuous !== null
        ? sql`c.measurement_id is null and c.routine = 1`
        : sql`coalesce(c.measurement_id, ${id}) = ${id}`,
    );
  }
  return sql.join(conditions, sql` and `);
}

const from = sql`from cases c join discharges d on d.id = c.id left join attempts a on a.case_id = c.id`;
const among = (codes: readonly OutcomeCode[]): SQL => sql`coalesce(max(a.outcome in ${listed(codes)}), 0)`;

// Where the survey may not be asked (`survey_consent`) a call that breaks off was a care call: no interview was begun.
/** Each stay with what came of it; `which`: a condition on c (cases) and d (discharges). */
export const fieldStays = (codes: FieldCodes, which: SQL): SQL => sql`
  select c.provider_id, c.county, c.care_type, c.discharge_unit_id as unit_id, c.state, c.disposition, c.measurement_id,
    c.routine, d.discharged_on, d.consent, count(a.id) > 0 as attempted, ${among(codes.reached)} as reached,
    c.interrupted or (c.survey_consent and ${among(codes.begun)}) as begun
  ${from} where ${which} group by c.id`;

/** A measurement's stays by county, care type, unit and what became of them. */
export async function countFieldwork(db: Db, selection: Selection, codes: FieldCodes): Promise<FieldCell[]> {
  const { measurement, providerId } = selection;
  const included = measurement?.continuous === null ? sql`measurement_id is not null` : sql`1`;
  const kept = measurement
    ? sql`union all select county, care_type, unit, nullif(disposition, ''), consent, included, attempted, reached, begun, cases
        from field_counts where provider_id = ${providerId} and measurement_id = ${keptAs(selection)}
          ${measurement.continuous === null ? sql`and county in ${listed(measurement.counties)}` : sql``}`
    : sql``;
  const rows = await db.all<Record<keyof FieldCell, never>>(sql`
    with stays as (${fieldStays(codes, chosen(selection))})
    select county, care_type as careType, unit, disposition, consent, included, attempted, reached, begun,
      sum(cases) as cases
    from (
      select county, care_type, coalesce((select name from care_units where id = unit_id), '') as unit,
        case when state = 'closed' then disposition end as disposition, consent, ${included} as included,
        attempted, reached, begun, count(*) as cases
      from stays group by 1, 2, unit_id, 4, 5, 6, 7, 8, 9
      ${kept})
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9`);
  return rows.map((row) => ({
    ...(row as FieldCell),
    included: Boolean(row.included),
    attempted: Boolean(row.attempted),
    reached: Boolean(row.reached),
    begun: Boolean(row.begun),
  }));
}

/** Under what name a selection's counts are kept. */
const keptAs = ({ measurement }: Selection): string => measurement?.continuous ?? measurement?.id ?? "";

/** A local date and the instant (epoch ms) at which it begins. */
export type Midnight = readonly [date: string, instant: number];

/** Discharge dates of the routine's own stays whose windows opened between two dates, each with one of its counties. */
export const listRoutineDates = async (db: Db, from: string, to: string) =>
  await db.all<{ dischargedOn: string; county: string }>(sql`
    select d.discharged_on as dischargedOn, min(c.county) as county
    from cases c join discharges d on d.id = c.id
    where c.provider_id in (select id from care_providers) and c.opens_on between ${from} and ${to}
      and c.measurement_id is null and c.routine = 1
    group by 1 order by 1`);

/** Longer than an hour is a page that somebody left open. */
const longestSittingMilliseconds = 60 * 60_000;

/**
 * Each stay with how the routine was followed. `midnights`: for every date that a window can open on, close on, or end
 * before; an attempt is inside the window when it began between its two. Days are of the calendar: calls are made in the
 * daytime, so summer time moves none of them to another date. The time that a patient writes (web) is nobody's work.
 */
export const complianceStays = (codes: ComplianceCodes, midnights: readonly Midnight[], which: SQL): SQL => sql`
  select provider_id, month, unit_id, track, asked, consented, eligible, over, missed, attempts, work,
    case when attempts > 0 then days end as days, attempted, reached, completed,
    readmitted, readmitted and not ever_reached as before
  from (
    select c.provider_id, substr(d.discharged_on, 1, 7) as month, c.discharge_unit_id as unit_id,
      coalesce(c.track, '') as track, d.consent <> 'unasked' as asked, d.consent in ('yes', 'withdrawn') as consented,
      coalesce(c.disposition, '') not in ${listed(codes.notEligible)} as eligible,
      c.state = 'closed' as over, coalesce(c.disposition = ${codes.missed}, 0) as missed, count(a.id) as attempts,
      sum(iif(a.mode = 'web', 0, min(max(coalesce(a.talk_seconds * 1000, a.ended_at - a.started_at, 0), 0),
        ${longestSittingMilliseconds}))) as work,
      (min(a.started_at) + 3600000) / 86400000 - cast(julianday(d.discharged_on) - 2440587.5 as integer) as days,
      coalesce(max(${inside}), 0) as attempted, ${among(codes.reached)} as ever_reached,
      coalesce(max(${inside} and a.outcome in ${listed(codes.reached)}), 0) as reached,
      coalesce(max(${inside} and a.outcome in ${listed(codes.completed)}), 0) as completed,
      d.status = 'readmitted' or (d.patient_key is not null and exists (select 1 from discharges n
        where n.patient_key = d.patient_key and n.discharged_on > d.discharged_on
          and n.discharged_on <= date(d.discharged_on, '+30 day'))) as readmitted
    from cases c join discharges d on d.id = c.id left join attempts a on a.case_id = c.id
      left join (select o.value ->> 0 as date, o.value ->> 1 as at from json_each(${JSON.stringify(midnights)}) o) o
        on o.date = c.opens_on
      left join (select e.value ->> 0 as date, e.value ->> 1 as at from json_each(${JSON.stringify(midnights)}) e) e
        on e.date = date(c.closes_on, '+1 day')
    where ${which} group by c.id)`;
const inside = sql`a.started_at >= o.at and a.started_at < e.at`;

/** The columns of `compliance_counts` after its key, out of {@link complianceStays}. */
export const complianceSums = sql`count(*) as stays, sum(eligible) as cases, sum(eligible and attempted) as attempted,
  sum(eligible and reached) as reached, sum(eligible and completed) as completed,
  sum(eligible and over and attempts = 0) as never,
  sum(eligible and over and attempts = 0 and not missed) as hindered,
  sum(eligible and attempts > 0) as tried, coalesce(sum(case when eligible then days end), 0) as days_to_first,
  sum(case when eligible then attempts else 0 end) as attempts,
  coalesce(sum(case when eligible then work end), 0) / 1000 as work_seconds,
  sum(asked) as asked, sum(consented) as consented, sum(before) as readmitted_before, sum(readmitted) as readmitted_30`;

export const summed: readonly string[] = [
  ...["stays", "cases", "attempted", "reached", "completed", "never", "hindered", "tried", "days_to_first"],
  ...["attempts", "work_seconds", "asked", "consented", "readmitted_before", "readmitted_30"],
];

/** Each unit's months. A stay of which only counts are left is over. */
export const countCompliance = async (
  db: Db,
  selection: Selection,
  codes: ComplianceCodes,
  midnights: readonly Midnight[],
): Promise<ComplianceCell[]> => {
  const { providerId, from, to, tracks } = selection;
  const ofTracks = tracks ? sql`and track in ${listed(tracks)}` : sql``;
  const total = sql.raw(summed.map((name) => `sum(${name}) as ${camelCase(name)}`).join(", "));
  return await db.all<ComplianceCell>(sql`
    with stays as materialized (${complianceStays(codes, midnights, chosen(selection))})
    select month, unit, sum(open) as open, ${total} from (
      select month, coalesce((select name from care_units where id = unit_id), '') as unit,
        sum(eligible and not over) as open, ${complianceSums} from stays group by month, unit_id
      union all select month, unit, 0, ${sql.raw(summed.join(", "))} from compliance_counts
        where provider_id = ${providerId} and month between ${from.slice(0, 7)} and ${to.slice(0, 7)} ${ofTracks})
    group by 1, 2 having stays > 0`);
};

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** How many were asked at discharge and how many said yes, per discharging unit: all tracks. */
export const countConsent = async (db: Db, { providerId, from, to }: Selection): Promise<ConsentCell[]> =>
  await db.all<ConsentCell>(sql`
    select unit, sum(stays) as cases, sum(asked) as asked, sum(consented) as consented from (
      select coalesce((select name from care_units where id = c.discharge_unit_id), '') as unit, count(*) as stays,
        sum(d.consent <> 'unasked') as asked, sum(d.consent in ('yes', 'withdrawn')) as consented
      from cases c join discharges d on d.id = c.id
      where ${chosen({ providerId, from, to, measurement: null, tracks: null })} group by c.discharge_unit_id
      union all select unit, stays, asked, consented from compliance_counts
        where provider_id = ${providerId} and month between ${from.slice(0, 7)} and ${to.slice(0, 7)})
    group by 1 having cases > 0`);

/** Each stay by age group, track, language and who has rung. */
export const reachStays = (codes: ReachCodes, which: SQL): SQL => sql`
  select c.provider_id, c.measurement_id, c.county, c.discharge_unit_id as unit_id, c.routine, d.discharged_on,
    c.track, c.age_group as ageGroup,
    case when coalesce(d.language, 'sv') = 'sv' or d.language like 'sv-%' then 'sv' else 'other' end as language,
    case max(a.mode = 'human') + 2 * max(a.mode = 'robot')
      when 1 then 'person' when 2 then 'robot' when 3 then 'both'
      else case when max(a.mode = 'web') then 'web' else 'nobody' end end as rungBy,
    ${among(codes.reached)} as reached, ${among(codes.completed)} as completed
  ${from} where ${which} and coalesce(c.disposition, '') not in ${listed(codes.notEligible)}
  group by c.id`;

/** A selection's stays by age group, track, language and who has rung. Rows that were never kept are not told apart so. */
export async function countReach(db: Db, selection: Selection, codes: ReachCodes): Promise<ReachCell[]> {
  const { providerId, from, to, measurement, tracks } = selection;
  const kept = measurement
    ? sql`measurement_id = ${keptAs(selection)}`
    : sql`measurement_id = '' and month between ${from.slice(0, 7)} and ${to.slice(0, 7)}`;
  const ofTracks = tracks ? sql`and track in ${listed(tracks)}` : sql``;
  const rows = await db.all<Record<keyof ReachCell, never>>(sql`
    with stays as (${reachStays(codes, chosen(selection))})
    select track, ageGroup, language, rungBy, reached, completed, sum(cases) as cases from (
      select track, ageGroup, language, rungBy, reached, completed, count(*) as cases from stays group by 1, 2, 3, 4, 5, 6
      union all select nullif(track, ''), nullif(age_group, ''), language, rung_by, reached, completed, cases
        from reach_counts where provider_id = ${providerId} and ${kept} ${ofTracks})
    group by 1, 2, 3, 4, 5, 6`);
  return rows.map((row) => ({
    ...(row as ReachCell),
    reached: Boolean(row.reached),
    completed: Boolean(row.completed),
  }));
}

/**
 * The first and last day on which the provider's windows open; null when it has no case. Of a month of which only counts
 * are left the last day that its windows can open on.
 */
export async function findOpeningSpan(db: Db, providerId: string): Promise<Period | null> {
  const [row] = await db.all<{ from: string | null; to: string | null; first: string | null; last: string | null }>(sql`
    select (select min(opens_on) from cases where provider_id = ${providerId}) as "from",
      (select max(opens_on) from cases where provider_id = ${providerId}) as "to",
      (select min(month) from compliance_counts where provider_id = ${providerId}) as first,
      (select max(month) from compliance_counts where provider_id = ${providerId}) as last`);
  const within = (month: string | null | undefined) => (month ? [addDays(`${month}-01`, longestWaitDays)] : []);
  const starts = [...(row?.from ? [row.from] : []), ...within(row?.first)].sort();
  const ends = [...(row?.to ? [row.to] : []), ...(row?.last ? [`${row.last}-01`] : [])].sort();
  const [first, last] = [starts[0], ends.at(-1)];
  return first && last ? { from: first, to: last } : null;
}
