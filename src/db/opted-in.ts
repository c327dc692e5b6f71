/** Whom the robot may come to ring: open cases whose patient said yes to an automatic call, with what stands in its way. */
import { and, asc, eq, sql } from "drizzle-orm";
import type { Db } from "../world.ts";
import { isOneOf } from "./bulk.ts";
import { attempts, cases, discharges } from "./identified.ts";

/** Open cases of these units whose patient said yes to an automatic call, least remaining opportunity first. */
export const listOptedIn = (db: Db, unitIds: readonly string[], limit: number) =>
  db
    .select({
      case: cases,
      robotConsent: discharges.robotConsent,
      protected: discharges.protected,
      status: discharges.status,
      careType: discharges.careType,
      interpreter: discharges.interpreter,
      language: discharges.language,
    })
    .from(cases)
    .innerJoin(discharges, eq(discharges.id, cases.id))
    .where(
      and(
        sql`${cases.state} in ('planned', 'held') and ${cases.state} <> 'closed'`,
        isOneOf(cases.unitId, unitIds),
        eq(discharges.robotConsent, true),
        // Never the robot's: not even a sentence about why.
        eq(discharges.protected, false),
      ),
    )
    .orderBy(asc(cases.lastCallAt), asc(cases.attempts), asc(cases.id))
    .limit(limit)
    .execute();

/** The attempts of many cases, by case id, oldest first. */
export async function findAttempts(db: Db, caseIds: readonly string[]) {
  const rows = await db
    .select({ caseId: attempts.caseId, startedAt: attempts.startedAt, outcome: attempts.outcome, mode: attempts.mode })
    .from(attempts)
    .where(sql`${attempts.caseId} in (select value from json_each(${JSON.stringify(caseIds)}))`)
    .orderBy(asc(attempts.startedAt));
  return Map.groupBy(rows, ({ caseId }) => caseId);
}
