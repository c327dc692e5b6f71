/**
 * The one way in to identified data. Every read names its viewer and purpose and is bounded by the viewer's units, so
 * that need-to-know (PDL 4:1) is a WHERE and not a habit; the access log (HSLF-FS 2016:40 4 kap.) and decryption will
 * stand here. No other file may name the table `people` (test/architecture.test.ts), but for db/discharges.ts, which
 * writes it.
 */
import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { Db, Statement, Viewer } from "../world.ts";
import { cases, people } from "./identified.ts";
import { prepared } from "./prepared.ts";

export type Person = {
  readonly caseId: string;
  readonly name: string | null;
  /** E.164, in the order to try them. */
  readonly phones: readonly string[];
  readonly birthDate: string | null;
  readonly proxyName: string | null;
  readonly proxyPhone: string | null;
  readonly proxyRelation: string | null;
};

/** `+` keeps the units out of the search for an index: a case is found by its key, and then looked at. */
const peopleQuery = prepared((db) =>
  db
    .select(getTableColumns(people))
    .from(people)
    .innerJoin(cases, eq(cases.id, people.caseId))
    .where(
      and(
        sql`${people.caseId} in (select value from json_each(${sql.placeholder("caseIds")}))`,
        sql`+${cases.unitId} in (select value from json_each(${sql.placeholder("unitIds")}))`,
      ),
    )
    .prepare(),
);

/** The people behind some cases of the viewer's own units, by case id. Erased or foreign ones are not in the answer. */
export async function findPeople(db: Db, viewer: Viewer, caseIds: readonly string[]): Promise<Map<string, Person>> {
  if (caseIds.length === 0 || viewer.unitIds.length === 0) return new Map();
  const asked = { caseIds: JSON.stringify(caseIds), unitIds: JSON.stringify(viewer.unitIds) };
  const rows = await peopleQuery(db).execute(asked);
  return new Map(rows.map((row) => [row.caseId, { ...row, phones: JSON.parse(row.phones) as string[] }]));
}

export async function findPerson(db: Db, viewer: Viewer, caseId: string): Promise<Person | undefined> {
  return (await findPeople(db, viewer, [caseId])).get(caseId);
}

/** Erases who the patient is and how to reach them, from every case of the same patient. */
export function erasePerson(db: Db, caseId: string): Statement[] {
  const same = sql`(select o.id from discharges o join discharges d on d.patient_key = o.patient_key
    where d.id = ${caseId} union select ${caseId})`;
  return [
    db.delete(people).where(sql`${people.caseId} in ${same}`),
    sql`delete from phone_keys where case_id in ${same}`,
  ];
}

/**
 * Erases the people of all cases whose window closed before a local date, and the notes and needs that were written about
 * them: those are free text of persons too.
 */
export function erasePeopleClosedBefore(db: Db, date: string): Statement[] {
  const over = sql`(select id from cases where closes_on < ${date} and state = 'closed')`;
  return [
    db.delete(people).where(sql`${people.caseId} in ${over}`),
    sql`update attempts set note = null where note is not null and case_id in ${over}`,
    sql`delete from phone_keys where case_id in ${over}`,
    sql`delete from call_replies where call_id in (select id from calls where case_id in ${over})`,
    sql`delete from call_events where call_id in (select id from calls where case_id in ${over})`,
    // What the carrier has not erased yet is remembered by the carrier's own name for the call alone.
    sql`update calls set case_id = null, account_id = null where case_id in ${over}`,
    sql`delete from tasks where done_at is not null and case_id in ${over}`,
  ];
}
