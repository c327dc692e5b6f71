/**
 * The work list as a query: the planner's decision (calls/planner.ts) said of all of a unit's cases at once, in the order
 * of compareOnList. What is the same for every case at an instant (is it a calling hour, which part of the day is it) is
 * decided by the ground floor and handed in, so that query and planner cannot disagree (test/fieldwork-property.test.ts).
 */
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { localDateOf, partOfDay } from "../calendar.ts";
import { missedAfterMinutes } from "../calls/appointments.ts";
import type { Policy } from "../calls/policy.ts";
import { nextCallableMoment } from "../calls/window.ts";
import { partMargins } from "../calls/wish.ts";
import type { Db } from "../world.ts";
import { isOneOf } from "./bulk.ts";
import { cases, discharges } from "./identified.ts";
import { maySee } from "./protected.ts";

/**
 * "callable": to be rung now, and what the account itself holds. "waiting": later, or in other hands. "stopped": never any
 * more, though its window is not over. "all": these three.
 */
export type WorkListView = "callable" | "waiting" | "stopped" | "optional" | "closed" | "all";

/** Whose list, when (epoch ms), and by which rules. */
export type ListQuestion = {
  readonly unitIds: readonly string[];
  readonly accountId: string;
  readonly now: number;
  readonly policy: Policy;
};

const onList = sql`${cases.state} in ('planned', 'held')`;

/** Nobody holds it, or the hold is over. */
const isFree = (now: number, { holdMinutes }: Policy): SQL =>
  sql`(${cases.state} = 'planned' or ${cases.state} = 'held' and ${cases.ownedSince} <= ${now - holdMinutes * 60_000})`;

const mayTryAgain = ({ maxAttempts }: Policy): SQL =>
  sql`(${cases.appointmentAt} is not null or ${cases.attempts} < ${maxAttempts})`;

/** The first instant at which nothing but hours and wishes speaks against it. */
const earliest = sql`max(${cases.firstCallAt}, coalesce(${cases.appointmentAt}, ${cases.restUntil}, 0))`;

/** The part of day suits the patient, or no slot of those that do is left (calls/wish.ts, wishEnds). */
function suits(now: number, policy: Policy): SQL {
  const has = (part: string) => sql`instr(${cases.availability}, ${`"${part}"`}) > 0`;
  const margins = partMargins(policy).map(({ part, margin }) => sql`when ${has(part)} then ${margin}`);
  const left = sql`case ${sql.join(margins, sql` `)} else ${Number.MAX_SAFE_INTEGER} end`;
  return sql`(${cases.availability} is null or ${cases.availability} = '[]' or ${cases.appointmentAt} is not null
    or ${has(partOfDay(now))} or ${cases.lastCallAt} - ${now} <= ${left})`;
}

/** The planner says "dial". */
function isToDial(now: number, policy: Policy): SQL {
  if (nextCallableMoment(now, localDateOf(now), policy) !== now) return sql`0`;
  return sql`(${isFree(now, policy)} and ${earliest} <= ${now} and ${cases.lastCallAt} > ${now}
    and ${mayTryAgain(policy)} and ${suits(now, policy)})`;
}

/** The planner says "stop" of a case that is on the list. */
const isStopped = (now: number, policy: Policy): SQL => sql`(${onList} and coalesce(
  ${cases.lastCallAt} <= ${now} or ${isFree(now, policy)} and (not ${mayTryAgain(policy)} or ${earliest} >= ${cases.lastCallAt}), 1))`;

/** The conditions that part an account's open cases among the views. */
function partsOf({ accountId, now, policy }: ListQuestion) {
  const mine = sql`(${cases.state} = 'held' and ${cases.ownerId} = ${accountId})`;
  // Whoever is not named for a protected patient sees that there is one, and never has it to ring.
  const callable = sql`(coalesce(${mine} or ${isToDial(now, policy)}, 0) and ${maySee(accountId)})`;
  const stopped = sql`(${isStopped(now, policy)} and not ${mine})`;
  return { callable, stopped, waiting: sql`(${onList} and not ${callable} and not ${stopped})` };
}

/** The order of compareOnList. */
const inOrder = ({ now, accountId }: ListQuestion): SQL[] => {
  const due = sql`${cases.appointmentAt} <= ${now}`;
  return [
    sql`case when ${due} then 0 when ${cases.handedOverBecause} is not null then 1 else 2 end`,
    // calls/appointments.ts, turnOf.
    sql`case when coalesce(not ${due}, 1) or ${cases.appointmentAt} <= ${now - missedAfterMinutes * 60_000} then 0
      when ${cases.appointmentFor} = ${accountId} then 1 when ${cases.appointmentFor} is null then 2 else 3 end`,
    sql`case when ${due} then ${cases.appointmentAt} end`,
    asc(cases.lastCallAt),
    asc(cases.attempts),
    asc(cases.id),
  ];
};

/**
 * One page of a unit's list. The index `cases_work_list` finds the open ones of a unit, so a page costs the same in a
 * year's database as in a week's.
 */
export async function listWork(
  db: Db,
  query: ListQuestion & { readonly view: WorkListView; readonly limit: number; readonly offset: number },
) {
  const { unitIds, view } = query;
  if (unitIds.length === 0) return [];
  const which = {
    ...partsOf(query),
    optional: eq(cases.state, "optional"),
    closed: eq(cases.state, "closed"),
    all: onList,
  };
  const open = view === "closed" ? undefined : sql`${cases.state} <> 'closed'`;
  return db
    .select({
      case: cases,
      dischargedOn: discharges.dischargedOn,
      language: discharges.language,
      interpreter: discharges.interpreter,
      protected: discharges.protected,
      /** Nothing of it may be shown to the account but that it is there. */
      hidden: sql<boolean>`not ${maySee(query.accountId)}`.mapWith(Boolean),
      answeredByRobot: sql<number>`(select count(*) from interviews, json_each(interviews.state, '$.answers') given
        where interviews.case_id = ${cases.id} and json_extract(given.value, '$.mode') = 'robot')`,
    })
    .from(cases)
    .innerJoin(discharges, eq(discharges.id, cases.id))
    .where(and(isOneOf(cases.unitId, unitIds), open, which[view]))
    .orderBy(...(view === "closed" ? [desc(cases.closedAt), asc(cases.id)] : inOrder(query)))
    .limit(query.limit)
    .offset(query.offset);
}

/** How many there are of each kind on the units' lists, as {@link listWork} parts them. */
export async function countWork(db: Db, question: ListQuestion) {
  const none = { callable: 0, waiting: 0, stopped: 0, booked: 0, optional: 0 };
  const { unitIds, accountId } = question;
  if (unitIds.length === 0) return none;
  const count = (condition: SQL) => sql<number>`count(case when ${condition} then 1 end)`;
  const { callable, waiting, stopped } = partsOf(question);
  const [row] = await db
    .select({
      callable: count(callable),
      waiting: count(waiting),
      stopped: count(stopped),
      booked: count(sql`${cases.state} = 'planned' and ${cases.appointmentAt} is not null and ${maySee(accountId)}`),
      optional: count(sql`${cases.state} = 'optional'`),
    })
    .from(cases)
    .where(and(isOneOf(cases.unitId, unitIds), sql`${cases.state} <> 'closed'`));
  return row ?? none;
}
