/**
 * Who may be ringing us: keyed hashes of the numbers of those who said yes to automatic calls. They are written with the
 * person and erased with the person (db/people.ts), and say nothing to whoever does not hold the installation's secret.
 * A number is no proof of who rings (telephony, "The conversation"), so every wrong day of birth is counted here too.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { RobotCandidate } from "../cases/robot-call.ts";
import type { DischargeFacts, Entry } from "../discharges/entry.ts";
import type { Db, Statement } from "../world.ts";
import { columnsOf, deleteAll, insertAll, mustCount } from "./bulk.ts";
import type { CaseRow } from "./cases.ts";
import { cases, discharges, phoneKeys } from "./identified.ts";

/** What the keyed hash of a number is for (crypto/keyed-hash.ts). */
export const phoneKeyPurpose = "phone";

const table = columnsOf(phoneKeys);

/** Said yes to automatic calls, and may be found by a number at all. */
const isRobots = ({ robotConsent, protected: isProtected }: DischargeFacts): boolean => robotConsent && !isProtected;

/**
 * The keys of a decided chunk: of everybody whose numbers are written and who said yes, instead of those that stood there
 * before. `keyOf` takes E.164. Rows without a yes cost nothing.
 */
export function writePhoneKeys(entries: readonly Entry[], keyOf: (phone: string) => string): Statement[] {
  const old: string[] = [];
  const rows: { readonly key: string; readonly caseId: string }[] = [];
  for (const { known, discharge, person } of entries) {
    const caseId = discharge.id;
    const wanted = isRobots(discharge);
    if (known && isRobots(known.discharge) && (person !== null || !wanted)) old.push(caseId);
    if (wanted && person !== null && person !== "erase")
      for (const phone of new Set(person.phones)) rows.push({ key: keyOf(phone), caseId });
  }
  // Neighbours in the index are written together.
  rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  return [
    ...(old.length > 0 ? [deleteAll(phoneKeys, old)] : []),
    ...(rows.length > 0 ? [insertAll(phoneKeys, table, rows)] : []),
  ];
}

/**
 * After the keys of a chunk: what people here have said about the numbers counts before the list. No key of a number that
 * is dead or a relative's, and one of each own number that no list tells of.
 */
export function followNumbers(entries: readonly Entry[]): Statement[] {
  const known = entries.filter(({ known, person }) => known !== null && person !== null && person !== "erase");
  const caseIds = known.filter(({ discharge }) => isRobots(discharge)).map(({ discharge }) => discharge.id);
  if (caseIds.length === 0) return [];
  const these = sql`case_id in (select value from json_each(${JSON.stringify(caseIds)}))`;
  return [
    sql`delete from phone_keys where ${these} and (key, case_id) in (
      select key, case_id from numbers where ${these} and (gone_at is not null or whose <> 'patient'))`,
    sql`insert or ignore into phone_keys (key, case_id)
      select key, case_id from numbers where ${these} and gone_at is null and whose = 'patient'`,
  ];
}

/** The keys of one case anew, as its numbers are now; none without a yes to automatic calls. */
export const rewritePhoneKeys = (db: Db, caseId: string, keys: readonly string[]): Statement[] => [
  db.delete(phoneKeys).where(eq(phoneKeys.caseId, caseId)),
  sql`insert or ignore into phone_keys (key, case_id)
    select value, ${caseId} from json_each(${JSON.stringify(keys)})
    where exists (select 1 from discharges where id = ${caseId} and robot_consent = 1 and protected = 0)`,
];

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
