/**
 * The one way in to identified data. Every read names its viewer and purpose and is bounded by the viewer's units, so
 * that need-to-know (PDL 4:1) is a WHERE and not a habit; the access log (HSLF-FS 2016:40 4 kap.) and decryption will
 * stand here. No other file may name the table `people` (test/architecture.test.ts), but for db/discharges.ts, which
 * writes it.
 */
import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { nameMatches, phoneMatches, type Sought } from "../calls/search-words.ts";
import type { Db, Statement, Viewer } from "../world.ts";
import { cases, discharges, people } from "./identified.ts";
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

// ── searching ──

type SearchedRow = {
  readonly caseId: string;
  readonly name: string | null;
  readonly phones: string;
  readonly proxyPhone: string | null;
  /** Epoch ms: what comes first has the least. */
  readonly place: number | null;
};

/** CROSS JOIN keeps SQLite from going through everybody's names to find those of the units. */
const searched = (db: Db, unitIds: readonly string[], which: SQL, place: SQL) =>
  db.all<SearchedRow>(sql`select people.case_id as "caseId", people.name as "name", people.phones as "phones",
      people.proxy_phone as "proxyPhone", ${place} as "place"
    from cases cross join people on people.case_id = cases.id
    where cases.unit_id in (select value from json_each(${JSON.stringify(unitIds)})) and ${which}`);

/** Who is protected is not to be found by those who look for somebody. */
async function listProtected(db: Db, caseIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: discharges.id })
    .from(discharges)
    .where(
      and(
        sql`${discharges.id} in (select value from json_each(${JSON.stringify(caseIds)}))`,
        eq(discharges.protected, true),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

/** `proxys`: the number that was sought is the närstående's and not the patient's own. */
export type FoundPatient = { readonly caseId: string; readonly proxys: boolean };

/**
 * All patients of the viewer's units with a name and a number as sought: first those to call, by when their window ends,
 * then those who are done, the last one first. `closedSince` (epoch ms): how far back to look among those.
 *
 * It reads the names of all of them, since no index knows that é is e and Å is å. A unit has some thousands at most.
 */
export async function searchPatients(
  db: Db,
  viewer: Viewer,
  { words, phoneEnd }: Sought,
  closedSince: number,
): Promise<FoundPatient[]> {
  if (viewer.unitIds.length === 0 || (words.length === 0 && phoneEnd === null)) return [];
  const byPlace = (a: SearchedRow, b: SearchedRow) =>
    (a.place ?? Infinity) - (b.place ?? Infinity) || (a.caseId < b.caseId ? -1 : 1);
  const open = await searched(db, viewer.unitIds, sql`cases.state <> 'closed'`, sql`cases.last_call_at`);
  // The index over what is closed holds years; name and numbers are gone from all but the last weeks' of it.
  const recent = sql`cases.state = 'closed' and cases.closed_at >= ${closedSince}`;
  const closed = await searched(db, viewer.unitIds, recent, sql`-cases.closed_at`);
  const found = [open, closed].flatMap((rows) =>
    rows
      .filter(({ name }) => words.length === 0 || (name !== null && nameMatches(words, name)))
      .filter((row) => phoneEnd === null || ownPhone(row, phoneEnd) || proxysPhone(row, phoneEnd))
      .toSorted(byPlace),
  );
  const hidden = await listProtected(
    db,
    found.map(({ caseId }) => caseId),
  );
  return found
    .filter(({ caseId }) => !hidden.has(caseId))
    .map((row) => ({ caseId: row.caseId, proxys: phoneEnd !== null && !ownPhone(row, phoneEnd) }));
}

const ownPhone = ({ phones }: SearchedRow, phoneEnd: string): boolean =>
  (JSON.parse(phones) as string[]).some((number) => phoneMatches(phoneEnd, number));
const proxysPhone = ({ proxyPhone }: SearchedRow, phoneEnd: string): boolean =>
  proxyPhone !== null && phoneMatches(phoneEnd, proxyPhone);

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
