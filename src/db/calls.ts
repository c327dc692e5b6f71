/**
 * The robot's calls: which case may be rung, where each call stands, and what was said in it. Rows hold neither keys nor
 * answers nor numbers. Every write names the version its decision read; wrap those in mustChange.
 */
import { and, asc, eq, getTableColumns, isNull, lte, or, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { callReplies, calls, careProviders, cases, discharges } from "./identified.ts";

export type CallRow = typeof calls.$inferSelect;
export type CallChange = Partial<Omit<typeof calls.$inferInsert, "id" | "caseId" | "version">>;

/** A call with what its words and its rights need: whose case it is and whose name is said. */
export type CallOfUnit = CallRow & { readonly unitId: string; readonly region: string };

const ofUnit = (db: Db) =>
  db
    .select({
      ...getTableColumns(calls),
      unitId: cases.unitId,
      region: careProviders.name,
    })
    .from(calls)
    .innerJoin(cases, eq(cases.id, calls.caseId))
    .innerJoin(careProviders, eq(careProviders.id, cases.providerId));

export async function findCall(db: Db, id: string): Promise<CallOfUnit | undefined> {
  const [row] = await ofUnit(db).where(eq(calls.id, id));
  return row;
}

/** Calls whose line is not known to be down. */
export const listLiveCalls = (db: Db): Promise<CallOfUnit[]> =>
  ofUnit(db).where(isNull(calls.endedAt)).orderBy(asc(calls.deadlineAt)).execute();

export async function isKnownRef(db: Db, carrier: string, ref: string): Promise<boolean> {
  const rows = await db
    .select({ id: calls.id })
    .from(calls)
    .where(and(eq(calls.carrier, carrier), eq(calls.ref, ref)));
  return rows.length > 0;
}

export type DueCase = {
  readonly caseId: string;
  readonly unitId: string;
  readonly measurementId: string | null;
};

/**
 * Cases that the robot may try now, least remaining opportunity first: said yes to an automatic call and to the survey,
 * somatic, at home, in Swedish without an interpreter, not handed over to a person and with no time agreed with one.
 * Whether it may be dialled at this very moment is the planner's to say.
 */
export const listDueForRobot = (db: Db, now: number, limit: number): Promise<DueCase[]> =>
  db
    .select({
      caseId: cases.id,
      unitId: cases.unitId,
      measurementId: cases.measurementId,
    })
    .from(cases)
    .innerJoin(discharges, eq(discharges.id, cases.id))
    .where(
      and(
        sql`${cases.state} = 'planned' and ${cases.state} <> 'closed'`,
        eq(cases.surveyConsent, true),
        eq(cases.careType, "somatic"),
        eq(discharges.careType, "somatic"),
        eq(discharges.robotConsent, true),
        eq(discharges.protected, false),
        eq(discharges.status, "home"),
        eq(discharges.interpreter, false),
        or(isNull(discharges.language), eq(discharges.language, "sv")),
        isNull(cases.handedOverAt),
        isNull(cases.appointmentAt),
        lte(cases.firstCallAt, now),
        or(isNull(cases.restUntil), lte(cases.restUntil, now)),
        sql`not exists (select 1 from calls where calls.case_id = ${cases.id} and calls.ended_at is null)`,
      ),
    )
    .orderBy(asc(cases.lastCallAt), asc(cases.attempts), asc(cases.id))
    .limit(limit)
    .execute();

export const insertCall = (db: Db, call: typeof calls.$inferInsert): Statement => db.insert(calls).values(call);

/** The write of a decision about a call as it was read; wrap in mustChange. */
export const changeCall = (db: Db, decidedOn: Pick<CallRow, "id" | "version">, change: CallChange): Statement =>
  db
    .update(calls)
    .set({ ...change, version: decidedOn.version + 1 })
    .where(and(eq(calls.id, decidedOn.id), eq(calls.version, decidedOn.version)));

/** The carrier's name for a call, unless a webhook has told it already. Changes nothing else. */
export const nameCall = (db: Db, id: string, ref: string): Statement =>
  db
    .update(calls)
    .set({ ref })
    .where(and(eq(calls.id, id), isNull(calls.ref)));

// ── what was said ──

export async function findReply(db: Db, callId: string, turn: number) {
  const [row] = await db
    .select()
    .from(callReplies)
    .where(and(eq(callReplies.callId, callId), eq(callReplies.turn, turn)));
  return row;
}

export const insertReply = (db: Db, reply: typeof callReplies.$inferInsert): Statement =>
  db.insert(callReplies).values(reply);

export const deleteReplies = (db: Db, callId: string): Statement =>
  db.delete(callReplies).where(eq(callReplies.callId, callId));
