/** Cases: finding them within someone's units, the work list, and narrow writes that name the version they were decided on. */
import { and, asc, desc, eq, getTableColumns, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { localDateOf } from "../calendar.ts";
import type { Db, Statement } from "../world.ts";
import { attempts, cases, discharges, events } from "./identified.ts";
import { prepared, preparedUpdate } from "./prepared.ts";

export type CaseRow = typeof cases.$inferSelect;
export type CaseChange = Partial<Omit<typeof cases.$inferInsert, "id" | "version">>;

const caseQuery = prepared((db) =>
  db
    .select()
    .from(cases)
    .where(eq(cases.id, sql.placeholder("id")))
    .prepare(),
);

/** A case of one of these units; nothing when it belongs to another unit, exactly as if it did not exist. */
export async function findCase(db: Db, unitIds: readonly string[], id: string): Promise<CaseRow | undefined> {
  const [row] = await caseQuery(db).execute({ id });
  return row && unitIds.includes(row.unitId) ? row : undefined;
}

/** What the intake said that a coordinator needs beside the case: dates, language, interpreter. */
export async function findDischarge(db: Db, caseId: string) {
  const [row] = await db
    .select({
      dischargedOn: discharges.dischargedOn,
      language: discharges.language,
      interpreter: discharges.interpreter,
      robotConsent: discharges.robotConsent,
      protected: discharges.protected,
      status: discharges.status,
      careType: discharges.careType,
    })
    .from(discharges)
    .where(eq(discharges.id, caseId));
  return row;
}

/** Open cases of the same patient (by the keyed hash of the reference), whatever unit they belong to, but for this one. */
export const listOtherOpenCases = (db: Db, caseId: string): Promise<CaseRow[]> =>
  db
    .select(getTableColumns(cases))
    .from(cases)
    .innerJoin(discharges, eq(discharges.id, cases.id))
    .where(
      and(
        sql`${discharges.patientKey} = (select patient_key from discharges where id = ${caseId})`,
        ne(cases.id, caseId),
        sql`${cases.state} <> 'closed'`,
      ),
    )
    .execute();

/** All stays of the patient say from now on that the person is dead, so that no later list brings one back (domain §4). */
export const markDead = (db: Db, caseId: string): Statement =>
  db
    .update(discharges)
    .set({ status: "dead" })
    .where(
      sql`${discharges.id} = ${caseId} or ${discharges.patientKey} = (select patient_key from discharges where id = ${caseId})`,
    );

export type WorkListView = "callable" | "waiting" | "optional" | "closed" | "all";

/**
 * One page of a unit's list: patients whom the robot has left to a person, appointments that are due, then least
 * remaining opportunity first: the case whose last callable slot ends soonest, then the one tried least. The index
 * `cases_work_list` finds the open ones of a unit, so a page costs the same in a year's database as in a week's.
 */
export async function listWork(
  db: Db,
  query: {
    unitIds: readonly string[];
    view: WorkListView;
    now: number;
    accountId: string;
    limit: number;
    offset: number;
  },
) {
  const { unitIds, view, now } = query;
  if (unitIds.length === 0) return [];
  const callable = and(
    eq(cases.state, "planned"),
    lte(cases.firstCallAt, now),
    or(isNull(cases.restUntil), lte(cases.restUntil, now)),
    or(isNull(cases.appointmentAt), lte(cases.appointmentAt, now)),
  );
  const mine = and(eq(cases.state, "held"), eq(cases.ownerId, query.accountId));
  const which = {
    callable: or(callable, mine),
    waiting: and(inArray(cases.state, ["planned", "held"]), sql`not coalesce(${or(callable, mine)}, 0)`),
    optional: eq(cases.state, "optional"),
    closed: eq(cases.state, "closed"),
    all: inArray(cases.state, ["planned", "held"]),
  }[view];
  const open = sql`state <> 'closed'`;
  // A case that the robot has handed over comes with a patient who waits for a person, until one has tried.
  const waitsForUs = isNotNull(cases.handedOverBecause);
  const dueFirst = sql`case when ${waitsForUs} then 0 when ${cases.appointmentAt} <= ${now} then 1 else 2 end`;
  return db
    .select({
      case: cases,
      dischargedOn: discharges.dischargedOn,
      language: discharges.language,
      interpreter: discharges.interpreter,
      answeredByRobot: sql<number>`(select count(*) from interviews, json_each(interviews.state, '$.answers') given
        where interviews.case_id = ${cases.id} and json_extract(given.value, '$.mode') = 'robot')`,
    })
    .from(cases)
    .innerJoin(discharges, eq(discharges.id, cases.id))
    .where(and(inArray(cases.unitId, [...unitIds]), view === "closed" ? undefined : open, which))
    .orderBy(
      ...(view === "closed"
        ? [desc(cases.closedAt), asc(cases.id)]
        : view === "waiting"
          ? [asc(cases.lastCallAt), asc(cases.attempts), asc(cases.id)]
          : [dueFirst, asc(cases.lastCallAt), asc(cases.attempts), asc(cases.id)]),
    )
    .limit(query.limit)
    .offset(query.offset);
}

/** How many there are of each kind on the units' lists; what the account itself holds counts as callable, as it does there. */
export async function countWork(db: Db, unitIds: readonly string[], now: number, accountId: string) {
  const none = { callable: 0, open: 0, booked: 0, optional: 0 };
  if (unitIds.length === 0) return none;
  const count = (condition: ReturnType<typeof sql>) => sql<number>`count(case when ${condition} then 1 end)`;
  const [row] = await db
    .select({
      callable: count(
        sql`(state = 'planned' and first_call_at <= ${now} and (rest_until is null or rest_until <= ${now}) and (appointment_at is null or appointment_at <= ${now})) or (state = 'held' and owner_id = ${accountId})`,
      ),
      open: count(sql`state in ('planned', 'held')`),
      booked: count(sql`state = 'planned' and appointment_at is not null`),
      optional: count(sql`state = 'optional'`),
    })
    .from(cases)
    .where(and(inArray(cases.unitId, [...unitIds]), sql`state <> 'closed'`));
  return row ?? none;
}

/** Cases whose window is over: the last callable slot has ended, or, when it had none, its last date has passed. */
export const listPassed = (db: Db, now: number, limit: number) =>
  db
    .select()
    .from(cases)
    .where(
      and(
        sql`state <> 'closed'`,
        or(lte(cases.lastCallAt, now), and(isNull(cases.lastCallAt), lt(cases.closesOn, localDateOf(now)))),
      ),
    )
    .orderBy(cases.lastCallAt)
    .limit(limit);

/** Cases that somebody took and never let go of. */
export const listHeldSince = (db: Db, before: number, limit: number) =>
  db
    .select()
    .from(cases)
    .where(and(isNotNull(cases.ownerId), eq(cases.state, "held"), lte(cases.ownedSince, before)))
    .limit(limit);

const writeCase = preparedUpdate(cases);

/** The write of a decision about a case as it was read; wrap in mustChange. */
export const changeCase = (db: Db, { id, version }: Pick<CaseRow, "id" | "version">, change: CaseChange): Statement =>
  writeCase(db, { ...change, version: version + 1 }, { id, version });

// ── attempts and events ──

export type AttemptRow = typeof attempts.$inferSelect;

const attemptsQuery = prepared((db) =>
  db
    .select()
    .from(attempts)
    .where(eq(attempts.caseId, sql.placeholder("caseId")))
    .orderBy(attempts.startedAt)
    .prepare(),
);

export const listAttempts = async (db: Db, caseId: string): Promise<AttemptRow[]> =>
  attemptsQuery(db).execute({ caseId });

export const insertAttempt = (db: Db, attempt: typeof attempts.$inferInsert): Statement =>
  db.insert(attempts).values(attempt);

/** Adds seconds of talk to the attempt that an account ended after `since` (epoch ms), if there is one. */
export const addTalkSeconds = (caseId: string, accountId: string, since: number, seconds: number): Statement =>
  sql`update attempts set talk_seconds = coalesce(talk_seconds, 0) + ${seconds} where id = (select id from attempts
    where case_id = ${caseId} and account_id = ${accountId} and mode = 'human' and ended_at >= ${since}
    order by ended_at limit 1)`;

export const listEvents = (db: Db, caseId: string) =>
  db.select().from(events).where(eq(events.caseId, caseId)).orderBy(events.at, sql`rowid`);

/** Did this happen to the case on a local date? */
export async function hasEventOn(db: Db, caseId: string, kind: string, date: string): Promise<boolean> {
  const events = await listEvents(db, caseId);
  return events.some((event) => event.kind === kind && localDateOf(event.at) === date);
}

/** Adds to a case's log. `detail` is never an answer, a name or a number. */
export const insertEvent = (db: Db, event: typeof events.$inferInsert): Statement => db.insert(events).values(event);
