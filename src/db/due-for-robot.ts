/** Whom the robot may try now: the question that the dispatcher asks, and the administrator's page. */
import { and, asc, eq, gt, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import { defaultPolicy } from "../calls/policy.ts";
import type { Db } from "../world.ts";
import { cases, discharges } from "./identified.ts";

export type DueCase = { readonly caseId: string; readonly unitId: string; readonly measurementId: string | null };

/**
 * Cases that the robot may try now, least remaining opportunity first: said yes to an automatic call and to the survey,
 * at home, not handed over to a person, not tried lately (`triedBefore`: epoch ms). As narrow as cases/robot-call.ts and the
 * planner, who have the last word: whoever stood here in vain would stand in the way of the others. An age tells that the
 * day of birth is known, and a phone key that there is a number.
 */
export const listDueForRobot = (
  db: Db,
  now: number,
  triedBefore: number,
  psychiatry: boolean,
  limit: number,
): Promise<DueCase[]> =>
  db
    .select({ caseId: cases.id, unitId: cases.unitId, measurementId: cases.measurementId })
    .from(cases)
    .innerJoin(discharges, eq(discharges.id, cases.id))
    .where(
      and(
        sql`${cases.state} = 'planned' and ${cases.state} <> 'closed'`,
        eq(cases.surveyConsent, true),
        eq(discharges.robotConsent, true),
        eq(discharges.protected, false),
        eq(discharges.status, "home"),
        eq(discharges.interpreter, false),
        or(isNull(discharges.language), eq(discharges.language, "sv")),
        ...(psychiatry ? [] : [eq(discharges.careType, "somatic" as const)]),
        isNotNull(cases.ageGroup),
        sql`exists (select 1 from phone_keys where phone_keys.case_id = ${cases.id})`,
        sql`not exists (select 1 from attempts where attempts.case_id = ${cases.id}
          and attempts.started_at > ${triedBefore})`,
        lt(cases.attempts, defaultPolicy.maxAttempts),
        isNull(cases.handedOverAt),
        isNull(cases.appointmentAt),
        lte(cases.firstCallAt, now),
        gt(cases.lastCallAt, now),
        or(isNull(cases.restUntil), lte(cases.restUntil, now)),
        sql`not exists (select 1 from calls where calls.case_id = ${cases.id} and calls.ended_at is null)`,
      ),
    )
    .orderBy(asc(cases.lastCallAt), asc(cases.attempts), asc(cases.id))
    .limit(limit)
    .execute();
