/** Whom the robot may try now: the question that the dispatcher asks, and the administrator's page. */
import { and, asc, eq, gt, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import { instantOf, localDateOf, partOfDay } from "../calendar.ts";
import type { Policy } from "../calls/policy.ts";
import type { Db } from "../world.ts";
import { cases, discharges } from "./identified.ts";
import { given, givenLimit, prepared } from "./prepared.ts";

export type DueCase = { readonly caseId: string; readonly unitId: string; readonly measurementId: string | null };

/** Whether it is open to psychiatric care is in the text: there are only two. */
const dueQuery = (psychiatry: boolean) =>
  prepared((db) =>
    db
      .select({ caseId: cases.id, unitId: cases.unitId, measurementId: cases.measurementId })
      .from(cases)
      .innerJoin(discharges, eq(discharges.id, cases.id))
      .where(
        and(
          sql`${cases.state} = 'planned' and ${cases.state} <> 'closed' and ${cases.surveyConsent} = 1`,
          sql`${discharges.robotConsent} = 1 and ${discharges.protected} = 0 and ${discharges.interpreter} = 0`,
          sql`${discharges.status} = 'home' and (${discharges.language} is null or ${discharges.language} = 'sv')`,
          ...(psychiatry ? [] : [sql`${discharges.careType} = 'somatic'`]),
          isNotNull(cases.ageGroup),
          sql`exists (select 1 from phone_keys where phone_keys.case_id = ${cases.id})`,
          sql`not exists (select 1 from attempts where attempts.case_id = ${cases.id}
            and attempts.started_at > ${given("triedBefore")})`,
          sql`(${cases.routine} = 1 or ${cases.measurementId} is null or not exists (select 1 from measurements
            where measurements.id = ${cases.measurementId} and measurements.state in ('closed', 'published')))`,
          sql`(select count(*) from attempts where attempts.case_id = ${cases.id} and attempts.started_at >= ${given("today")}
            and attempts.outcome is not 'bad-number') < ${given("maxAttemptsPerDay")}`,
          sql`not exists (select 1 from attempts where attempts.case_id = ${cases.id} and attempts.mode = 'robot'
            and attempts.outcome = 'busy' and attempts.started_at >= ${given("today")})`,
          lt(cases.attempts, given("maxAttempts")),
          isNull(cases.handedOverAt),
          isNull(cases.appointmentAt),
          sql`(${cases.availability} is null or instr(${cases.availability}, ${given("part")}) > 0)`,
          lte(cases.firstCallAt, given("now")),
          gt(cases.lastCallAt, given("now")),
          or(isNull(cases.restUntil), lte(cases.restUntil, given("now"))),
          sql`not exists (select 1 from calls where calls.case_id = ${cases.id} and calls.ended_at is null)`,
        ),
      )
      .orderBy(asc(cases.lastCallAt), asc(cases.attempts), asc(cases.id))
      .limit(givenLimit("limit"))
      .prepare(),
  );
const dueQueries = { open: dueQuery(true), closed: dueQuery(false) };

/**
 * Cases that the robot may try now, least remaining opportunity first: said yes to an automatic call and to the survey,
 * at home, not handed over to a person, not tried lately (`triedBefore`: epoch ms) nor too often today, nor perhaps declined. As narrow as cases/robot-call.ts and the
 * planner, who have the last word: whoever stood here in vain would stand in the way of the others. An age tells that the
 * day of birth is known, and a phone key that there is a number.
 */
export async function listDueForRobot(
  db: Db,
  now: number,
  triedBefore: number,
  psychiatry: boolean,
  { maxAttempts, maxAttemptsPerDay }: Policy,
  limit: number,
): Promise<DueCase[]> {
  const [part, today] = [partOfDay(now), instantOf(localDateOf(now), "00:00")];
  const values = { now, today, triedBefore, maxAttempts, maxAttemptsPerDay, part, limit };
  return dueQueries[psychiatry ? "open" : "closed"](db).execute(values);
}
