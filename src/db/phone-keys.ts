/**
 * Who may be ringing us: keyed hashes of the numbers of those who said yes to automatic calls. They are written with the
 * person and erased with the person (db/people.ts), and say nothing to whoever does not hold the installation's secret.
 * A number is no proof of who rings (telephony, "The conversation"), so every wrong day of birth is counted here too.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { RobotCandidate } from "../cases/robot-call.ts";
import type { Entry } from "../discharges/entry.ts";
import type { Db, Statement } from "../world.ts";
import { columnsOf, deleteAll, insertAll, mustCount } from "./bulk.ts";
import type { CaseRow } from "./cases.ts";
import { cases, discharges, phoneKeys } from "./identified.ts";

/** What the keyed hash of a number is for (crypto/keyed-hash.ts). */
export const phoneKeyPurpose = "phone";

const table = columnsOf(phoneKeys);

/**
 * The keys of a decided chunk: of everybody whose numbers are written and who said yes, instead of those that stood there
 * before. `keyOf` takes E.164. Rows without a yes cost nothing.
 */
export function writePhoneKeys(entries: readonly Entry[], keyOf: (phone: string) => string): Statement[] {
  const old: string[] = [];
  const rows: { readonly key: string; readonly caseId: string }[] = [];
  for (const { known, discharge, person } of entries) {
    const { id: caseId, robotConsent } = discharge;
    if (known?.discharge.robotConsent && (person !== null || !robotConsent)) old.push(caseId);
    if (robotConsent && person !== null && person !== "erase")
      for (const phone of new Set(person.phones)) rows.push({ key: keyOf(phone), caseId });
  }
  // Neighbours in the index are written together.
  rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  return [
    ...(old.length > 0 ? [deleteAll(phoneKeys, old)] : []),
    ...(rows.length > 0 ? [insertAll(phoneKeys, table, rows)] : []),
  ];
}

// ── who rings ──

/** An open case behind a number, with what decides whether the robot may talk about it. */
export type PossibleCaller = {
  readonly case: CaseRow;
  readonly discharge: Pick<
    RobotCandidate,
    "robotConsent" | "protected" | "status" | "careType" | "interpreter" | "language"
  >;
  /** Wrong days of birth pressed by whoever rang from a number of this case: ever, and since an instant. */
  readonly wrongDays: number;
  readonly wrongDaysLately: number;
};

const wrongDay = "inbound-wrong-birthday";

/** The open cases behind a number's key; `since` in epoch ms. One question, whether anybody is found or not. */
export const listPossibleCallers = (db: Db, key: string, since: number): Promise<PossibleCaller[]> =>
  db
    .select({
      case: cases,
      discharge: {
        robotConsent: discharges.robotConsent,
        protected: discharges.protected,
        status: discharges.status,
        careType: discharges.careType,
        interpreter: discharges.interpreter,
        language: discharges.language,
      },
      wrongDays: sql<number>`(select count(*) from events e where e.case_id = ${cases.id} and e.kind = ${wrongDay})`,
      wrongDaysLately: sql<number>`(select count(*) from events e
        where e.case_id = ${cases.id} and e.at > ${since} and e.kind = ${wrongDay})`,
    })
    .from(phoneKeys)
    .innerJoin(cases, eq(cases.id, phoneKeys.caseId))
    .innerJoin(discharges, eq(discharges.id, phoneKeys.caseId))
    .where(and(eq(phoneKeys.key, key), sql`${cases.state} in ('planned', 'held')`))
    .execute();

/** Notes a wrong day on all of these cases; none, and the statement is run all the same. `ids`: one new id for each. */
export const noteWrongDay = (ids: readonly string[], caseIds: readonly string[], now: number): SQL =>
  sql`insert into events (id, case_id, at, kind)
    select value ->> 0, value ->> 1, ${now}, ${wrongDay}
    from json_each(${JSON.stringify(caseIds.map((caseId, at) => [ids[at], caseId]))})`;

/** Aborts the unit when one more wrong day has been noted since `count` was read: guesses in parallel are guesses too. */
export const mustCountWrongDays = (caseIds: readonly string[], count: number): Statement =>
  mustCount(
    sql`select count(*) from events where kind = ${wrongDay}
      and case_id in (select value from json_each(${JSON.stringify(caseIds)}))`,
    count,
  );
