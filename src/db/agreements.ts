/**
 * What is agreed about cases beside their attempts: the unit's booked times, who rings at them, and which language a
 * patient turned out to speak. Instants are epoch ms.
 */
import { and, asc, eq, gte, isNull, lt, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { isOneOf } from "./bulk.ts";
import { accounts, accountUnits, cases, discharges } from "./identified.ts";

/** The times agreed in the units' open cases, from `from` until (not including) `to`, the earliest first. */
export async function listBookedTimes(db: Db, unitIds: readonly string[], from: number, to: number) {
  if (unitIds.length === 0) return [];
  return db
    .select({
      caseId: cases.id,
      unitId: cases.unitId,
      state: cases.state,
      ownerId: cases.ownerId,
      appointmentAt: sql<number>`${cases.appointmentAt}`,
      appointmentFor: cases.appointmentFor,
      interpreterAt: cases.interpreterAt,
    })
    .from(cases)
    .where(
      and(
        isOneOf(cases.unitId, unitIds),
        // Word for word the condition of the index `cases_appointments`.
        sql`state <> 'closed' and appointment_at is not null`,
        gte(cases.appointmentAt, from),
        lt(cases.appointmentAt, to),
      ),
    )
    .orderBy(asc(cases.appointmentAt), asc(cases.id));
}

export type BookedTime = Awaited<ReturnType<typeof listBookedTimes>>[number];

/** Coordinators who work with a unit, by name. */
export const listColleagues = (db: Db, unitId: string) =>
  db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .innerJoin(accountUnits, eq(accountUnits.accountId, accounts.id))
    .where(and(eq(accountUnits.unitId, unitId), eq(accounts.role, "coordinator"), isNull(accounts.disabledAt)))
    .orderBy(accounts.name);

/** Open cases of the units in whose window an instant lies and that have no agreed time, least opportunity first. */
export const listBookable = (db: Db, unitIds: readonly string[], at: number, limit: number) =>
  db
    .select({ id: cases.id, lastCallAt: cases.lastCallAt })
    .from(cases)
    .where(
      and(
        isOneOf(cases.unitId, unitIds),
        sql`state <> 'closed'`,
        eq(cases.state, "planned"),
        isNull(cases.appointmentAt),
        sql`${cases.firstCallAt} <= ${at} and ${cases.lastCallAt} > ${at}`,
      ),
    )
    .orderBy(asc(cases.lastCallAt), asc(cases.attempts), asc(cases.id))
    .limit(limit);

/** What the patient speaks, as a coordinator has heard it: from `at` on no list changes it. */
export const setSpoken = (
  db: Db,
  caseId: string,
  spoken: { readonly language: string | null; readonly interpreter: boolean },
  at: number,
): Statement =>
  db
    .update(discharges)
    .set({ ...spoken, languageHeardAt: at })
    .where(eq(discharges.id, caseId));
