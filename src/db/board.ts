/**
 * What stands on a unit's board (/tavla). Every question goes through an index over what is open, over what was closed
 * today, or over what is held, so that a board costs the same in ten years' database as in a week's. Counts for
 * whoever leads; rows of single cases for the unit's own coordinators alone, and of protected ones for those who are
 * named for them (protected.ts). The counts hold all.
 */
import { and, asc, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import type { OutcomeCode } from "../calls/outcomes.ts";
import { robot } from "../cases/robot-call.ts";
import { web } from "../cases/web-link.ts";
import type { Db } from "../world.ts";
import type { CaseRow } from "./cases.ts";
import { cases } from "./identified.ts";
import { type Beholder, maySee } from "./protected.ts";
import { isLate } from "./tasks.ts";

const listed = (values: readonly string[]): SQL => sql`(select value from json_each(${JSON.stringify(values)}))`;

/** Instants (epoch ms) that part the days: when today and tomorrow began or begin, and the day after. */
export type Days = {
  readonly now: number;
  readonly today: number;
  readonly tomorrow: number;
  readonly after: number;
};

export type BoardCounts = {
  readonly unitId: string;
  /** On the list and may be rung at this moment; later today; whose first or next possible time is tomorrow. */
  readonly callable: number;
  readonly laterToday: number;
  readonly tomorrow: number;
  /** Their last callable slot ends today, and tomorrow. */
  readonly lastToday: number;
  readonly lastTomorrow: number;
  readonly overdueAppointments: number;
  readonly held: number;
  /** Of these, by the robot. */
  readonly robots: number;
  /** Closed since midnight, and of these with a call made to its end. */
  readonly doneToday: number;
  readonly completedToday: number;
};

const none = {
  ...{ callable: 0, laterToday: 0, tomorrow: 0, lastToday: 0, lastTomorrow: 0, overdueAppointments: 0 },
  ...{ held: 0, robots: 0, doneToday: 0, completedToday: 0 },
};

/** The first instant at which an open case may be rung, as far as its own columns tell. */
const nextAt = sql`max(coalesce(first_call_at, 9e15), coalesce(rest_until, 0), coalesce(appointment_at, 0))`;

/** One line for each of the units, also where there is nothing. `completed`: outcomes of a call made to its end. */
export async function countBoard(
  db: Db,
  unitIds: readonly string[],
  { now, today, tomorrow, after }: Days,
  completed: readonly OutcomeCode[],
): Promise<BoardCounts[]> {
  const count = (condition: SQL) => sql`count(case when ${condition} then 1 end)`;
  const planned = sql`state = 'planned' and last_call_at > ${now}`;
  const open = await db.all<BoardCounts>(sql`
    select unit_id as unitId,
      ${count(sql`${planned} and ${nextAt} <= ${now}`)} as callable,
      ${count(sql`${planned} and ${nextAt} > ${now} and ${nextAt} < ${tomorrow}`)} as laterToday,
      ${count(sql`${planned} and last_call_at > ${tomorrow} and ${nextAt} < ${after}
        and (${nextAt} >= ${tomorrow} or ${nextAt} <= ${now})`)} as tomorrow,
      ${count(sql`state <> 'optional' and last_call_at > ${now} and last_call_at <= ${tomorrow}`)} as lastToday,
      ${count(sql`state <> 'optional' and last_call_at > ${tomorrow} and last_call_at <= ${after}`)} as lastTomorrow,
      ${count(sql`state = 'planned' and appointment_at < ${now}`)} as overdueAppointments,
      ${count(sql`state = 'held'`)} as held, ${count(sql`state = 'held' and owner_id = ${robot}`)} as robots
    from cases where unit_id in ${listed(unitIds)} and state <> 'closed' group by unit_id`);
  const done = await db.all<Pick<BoardCounts, "unitId" | "doneToday" | "completedToday">>(sql`
    select unit_id as unitId, count(*) as doneToday,
      ${count(sql`disposition in ${listed(completed)}`)} as completedToday
    from cases where unit_id in ${listed(unitIds)} and state = 'closed' and closed_at >= ${today} group by unit_id`);
  const [openOf, doneOf] = [open, done].map((rows) => new Map(rows.map((row) => [row.unitId, row])));
  return unitIds.map((unitId) => ({ ...none, unitId, ...openOf?.get(unitId), ...doneOf?.get(unitId) }));
}

/** Cases of the units whose last callable slot ends after one instant and at or before another, soonest first. */
export const listLastChances = (
  db: Db,
  { accountId, unitIds }: Beholder,
  after: number,
  until: number,
  limit: number,
): Promise<CaseRow[]> =>
  db
    .select()
    .from(cases)
    .where(
      and(
        sql`${cases.unitId} in ${listed(unitIds)} and ${cases.state} <> 'closed' and ${cases.state} <> 'optional'`,
        maySee(accountId),
        sql`${cases.lastCallAt} > ${after} and ${cases.lastCallAt} <= ${until}`,
      ),
    )
    .orderBy(asc(cases.lastCallAt), asc(cases.attempts), asc(cases.id))
    .limit(limit)
    .execute();

/** Appointments that nobody has kept, the oldest first. */
export const listOverdueAppointments = (
  db: Db,
  { accountId, unitIds }: Beholder,
  now: number,
  limit: number,
): Promise<CaseRow[]> =>
  db
    .select()
    .from(cases)
    .where(
      and(
        sql`${cases.unitId} in ${listed(unitIds)} and ${cases.state} <> 'closed' and ${cases.state} = 'planned'`,
        maySee(accountId),
        isNotNull(cases.appointmentAt),
        lt(cases.appointmentAt, now),
      ),
    )
    .orderBy(asc(cases.appointmentAt), asc(cases.id))
    .limit(limit)
    .execute();

/** A case that somebody holds, with the last thing that is written down of it (epoch ms). */
export type HeldCase = { readonly row: CaseRow; readonly activeAt: number };

/** Cases that a person holds, the oldest hold first: who holds is the index, and few do at any time. */
export async function listHolds(db: Db, { accountId, unitIds }: Beholder, limit: number): Promise<HeldCase[]> {
  const rows = await db
    .select({
      row: cases,
      lastEventAt: sql<number | null>`(select max(at) from events where events.case_id = ${cases.id})`,
    })
    .from(cases)
    .where(
      sql`${cases.ownerId} is not null and ${cases.ownerId} not in (${robot}, ${web}) and ${cases.state} = 'held'
        and +${cases.unitId} in ${listed(unitIds)} and ${maySee(accountId)}`,
    )
    .orderBy(asc(cases.ownedSince), asc(cases.id))
    .limit(limit);
  return rows.map(({ row, lastEventAt }) => ({ row, activeAt: Math.max(row.ownedSince ?? 0, lastEventAt ?? 0) }));
}

export type TaskCounts = {
  readonly unitId: string;
  readonly open: number;
  readonly unacknowledged: number;
  readonly overdue: number;
};

/** Open tasks of each of the units that has any. */
export const countTasks = async (db: Db, unitIds: readonly string[], now: number): Promise<TaskCounts[]> =>
  await db.all<TaskCounts>(sql`
    select unit_id as unitId, count(*) as open,
      count(case when acknowledged_at is null then 1 end) as unacknowledged,
      count(case when ${isLate(now)} then 1 end) as overdue
    from tasks where unit_id in ${listed(unitIds)} and done_at is null group by unit_id`);

/**
 * The units of which somebody has worked with a case since an instant: written something down, looked at a number, rung.
 * What was worked with today is open or was closed today.
 */
export async function findWorked(db: Db, unitIds: readonly string[], since: number): Promise<Set<string>> {
  const by = sql`account_id is not null and account_id <> ${robot}`;
  const worked = sql`(owner_id is not null and owner_id not in (${robot}, ${web}))
    or exists (select 1 from events e where e.case_id = cases.id and e.at >= ${since} and ${by})
    or exists (select 1 from attempts a where a.case_id = cases.id and a.started_at >= ${since} and a.mode = 'human')`;
  const rows = await db.all<{ id: string }>(sql`
    select u.value as id from json_each(${JSON.stringify(unitIds)}) u where
      exists (select 1 from cases where unit_id = u.value and state <> 'closed' and (${worked}))
      or exists (select 1 from cases where unit_id = u.value and state = 'closed' and closed_at >= ${since} and (${worked}))`);
  return new Set(rows.map(({ id }) => id));
}

export type ProgressCounts = {
  readonly measurementId: string;
  /** Cases taken into the measurement that may take part; of these closed; of these whole interviews. */
  readonly eligible: number;
  readonly closed: number;
  readonly completed: number;
};

/** How far units have come with measurements, out of the index `cases_measurement` alone. */
export const countProgress = async (
  db: Db,
  unitIds: readonly string[],
  measurementIds: readonly string[],
  codes: { readonly completed: readonly OutcomeCode[]; readonly notEligible: readonly OutcomeCode[] },
): Promise<ProgressCounts[]> =>
  await db.all<ProgressCounts>(sql`
    select measurement_id as measurementId, count(*) as eligible, sum(state = 'closed') as closed,
      sum(coalesce(disposition in ${listed(codes.completed)}, 0)) as completed
    from cases where measurement_id is not null and measurement_id in ${listed(measurementIds)}
      and unit_id in ${listed(unitIds)} and coalesce(disposition, '') not in ${listed(codes.notEligible)}
    group by measurement_id`);
