/** Cases: finding them within someone's units, and narrow writes that name the version they were decided on. */
import { and, eq, getTableColumns, isNotNull, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import { localDateOf } from "../calendar.ts";
import type { Db, Statement } from "../world.ts";
import { attempts, cases, discharges, events } from "./identified.ts";
import { given, givenLimit, prepared, preparedInsert, preparedUpdate } from "./prepared.ts";
import { type Beholder, mayDecide } from "./protected.ts";

export type CaseRow = typeof cases.$inferSelect;
export type CaseChange = Partial<Omit<typeof cases.$inferInsert, "id" | "version">>;

const caseQuery = prepared((db) =>
  db
    .select()
    .from(cases)
    .where(and(eq(cases.id, given("id")), mayDecide(given("accountId"))))
    .prepare(),
);

/**
 * A case of the viewer's units; nothing when it belongs to another unit, or is protected and the viewer is not named for
 * it, exactly as if it did not exist.
 */
export async function findCase(db: Db, { accountId, unitIds }: Beholder, id: string): Promise<CaseRow | undefined> {
  const [row] = await caseQuery(db).execute({ id, accountId });
  return row && unitIds.includes(row.unitId) ? row : undefined;
}

const dischargeQuery = prepared((db) =>
  db
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
    .where(eq(discharges.id, given("caseId")))
    .prepare(),
);

/** What the intake said that a coordinator needs beside the case: dates, language, interpreter. */
export async function findDischarge(db: Db, caseId: string) {
  const [row] = await dischargeQuery(db).execute({ caseId });
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

const passedQuery = prepared((db) =>
  db
    .select()
    .from(cases)
    .where(
      and(
        sql`state <> 'closed'`,
        or(lte(cases.lastCallAt, given("now")), and(isNull(cases.lastCallAt), lt(cases.closesOn, given("today")))),
      ),
    )
    .orderBy(cases.lastCallAt)
    .limit(givenLimit("limit"))
    .prepare(),
);

/** Cases whose window is over: the last callable slot has ended, or, when it had none, its last date has passed. */
export const listPassed = async (db: Db, now: number, limit: number): Promise<CaseRow[]> =>
  passedQuery(db).execute({ now, today: localDateOf(now), limit });

const heldSinceQuery = prepared((db) =>
  db
    .select()
    .from(cases)
    .where(and(isNotNull(cases.ownerId), sql`${cases.state} = 'held'`, lte(cases.ownedSince, given("before"))))
    .limit(givenLimit("limit"))
    .prepare(),
);

/** Cases that somebody took and never let go of. */
export const listHeldSince = async (db: Db, before: number, limit: number): Promise<CaseRow[]> =>
  heldSinceQuery(db).execute({ before, limit });

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
    .where(eq(attempts.caseId, given("caseId")))
    .orderBy(attempts.startedAt)
    .prepare(),
);

export const listAttempts = async (db: Db, caseId: string): Promise<AttemptRow[]> =>
  attemptsQuery(db).execute({ caseId });

export const insertAttempt = (db: Db, attempt: typeof attempts.$inferInsert): Statement =>
  db.insert(attempts).values(attempt);

/** An attempt that was recorded by mistake; wrap in mustChange. The case's log remembers it. */
export const deleteAttempt = (db: Db, id: string): Statement => db.delete(attempts).where(eq(attempts.id, id));

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

const writeEvent = preparedInsert(events);

/** Adds to a case's log. `detail` is never an answer, a name or a number. */
export const insertEvent = (db: Db, event: typeof events.$inferInsert): Statement => writeEvent(db, event);
