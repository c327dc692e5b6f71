/**
 * The one way in to identified data. Every read names its viewer and purpose and is bounded by the viewer's units, and of
 * protected identities to the persons that the unit has named (protected.ts), so that need-to-know (PDL 4:1) is a WHERE
 * and not a habit; the access log (HSLF-FS 2016:40 4 kap.) and decryption will
 * stand here. No other file may name the table `people` (test/architecture.test.ts), but for db/discharges.ts, which
 * writes it. Longer than other files because every way to a person must be seen in one place.
 */
import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { type KnownNumber, numbersOf, ownNumbers, type SaidNumber } from "../calls/numbers.ts";
import { likeOf, nameMatches, phoneMatches, plainLetters, type Sought, wholeNumber } from "../calls/search-words.ts";
import { type ProxyRelation, relationLabels } from "../cases/proxy.ts";
import type { Db, Statement, Viewer } from "../world.ts";
import { cases, namedProxies, people, tasks } from "./identified.ts";
import { given, prepared } from "./prepared.ts";
import { mayDecide, maySee, maySeeTask } from "./protected.ts";
import { countAndDeleteTasks } from "./task-counts.ts";

export type Person = {
  readonly caseId: string;
  readonly name: string | null;
  /** All telephone numbers that are known, the dead ones last (calls/numbers.ts). */
  readonly numbers: readonly KnownNumber[];
  /** E.164: the patient's own that work, in the order to try them. */
  readonly phones: readonly string[];
  readonly birthDate: string | null;
  readonly proxyName: string | null;
  readonly proxyPhone: string | null;
  readonly proxyRelation: string | null;
};

/** What was said here about the numbers of a row of `people`, as a JSON array. */
const saidOf = sql<string>`(select json_group_array(json_object('number', said.number, 'whose', said.whose,
    'name', said.name, 'relation', said.relation, 'place', said.place, 'goneAt', said.gone_at,
    'goneBecause', said.gone_because))
  from numbers said where said.case_id = people.case_id)`;

/** Whom the patient has named in a call, as a JSON object; null when nobody. */
const namedOf = sql<string | null>`(select json_object('name', named_in_call.name, 'relation', named_in_call.relation)
  from named_proxies named_in_call where named_in_call.case_id = people.case_id)`;

/** `+` keeps the units out of the search for an index: a case is found by its key, and then looked at. */
const peopleQuery = prepared((db) =>
  db
    .select({ ...getTableColumns(people), said: saidOf, named: namedOf })
    .from(people)
    .innerJoin(cases, eq(cases.id, people.caseId))
    .where(
      and(
        sql`${people.caseId} in (select value from json_each(${sql.placeholder("caseIds")}))`,
        sql`+${cases.unitId} in (select value from json_each(${sql.placeholder("unitIds")}))`,
        mayDecide(given("accountId")),
      ),
    )
    .prepare(),
);

/**
 * The people behind some cases of the viewer's own units, by case id. Erased or foreign ones are not in the answer, nor
 * protected ones that the viewer is not named for.
 */
export async function findPeople(db: Db, viewer: Viewer, caseIds: readonly string[]): Promise<Map<string, Person>> {
  if (caseIds.length === 0 || viewer.unitIds.length === 0) return new Map();
  const asked = {
    caseIds: JSON.stringify(caseIds),
    unitIds: JSON.stringify(viewer.unitIds),
    accountId: viewer.accountId,
  };
  const rows = await peopleQuery(db).execute(asked);
  return new Map(rows.map(({ said, named, ...row }) => [row.caseId, personOf(row, said, named)]));
}

function personOf(row: typeof people.$inferSelect, said: string, named: string | null = null): Person {
  const listed = { ...row, phones: JSON.parse(row.phones) as string[] };
  const numbers = numbersOf(listed, JSON.parse(said) as SaidNumber[]);
  return { ...row, ...namedInCall(named), numbers, phones: ownNumbers(numbers) };
}

/** Whom the patient has named last is who may answer; their number, if we have it, is among the numbers. */
function namedInCall(named: string | null): Partial<Person> {
  if (named === null) return {};
  const { name, relation } = JSON.parse(named) as { name: string; relation: ProxyRelation };
  return { proxyName: name, proxyRelation: relationLabels[relation].toLowerCase() };
}

/** Writes down whom the patient has named, instead of whoever was named before. */
export const writeNamedProxy = (db: Db, named: typeof namedProxies.$inferInsert): Statement =>
  db.insert(namedProxies).values(named).onConflictDoUpdate({ target: namedProxies.caseId, set: named });

export async function findPerson(db: Db, viewer: Viewer, caseId: string): Promise<Person | undefined> {
  return (await findPeople(db, viewer, [caseId])).get(caseId);
}

// ── by a task ──

/** How long after a task is done its unit still sees whose it was, should "done" have been a mistake. */
const afterDoneMilliseconds = 24 * 60 * 60_000;

const taskPeopleQuery = prepared((db) =>
  db
    .select({ taskId: tasks.id, ...getTableColumns(people), said: saidOf, named: namedOf })
    .from(people)
    .innerJoin(tasks, eq(tasks.caseId, people.caseId))
    .where(
      and(
        sql`${tasks.id} in (select value from json_each(${sql.placeholder("taskIds")}))`,
        sql`+${tasks.unitId} in (select value from json_each(${sql.placeholder("unitIds")}))`,
        sql`(${tasks.doneAt} is null or ${tasks.doneAt} > ${sql.placeholder("since")} or exists (select 1 from cases about
          where about.id = ${tasks.caseId} and about.unit_id in (select value from json_each(${sql.placeholder("unitIds")}))))`,
        maySeeTask(given("accountId")),
      ),
    )
    .prepare(),
);

/**
 * The people behind some tasks that the viewer's units have, by task id. A unit that did not call the patient sees who it
 * is for that task alone, while it is open and for a day after (need-to-know, PDL 4:1).
 */
export async function findPeopleOfTasks(
  db: Db,
  viewer: Viewer,
  taskIds: readonly string[],
  now: number,
): Promise<Map<string, Person>> {
  if (taskIds.length === 0 || viewer.unitIds.length === 0) return new Map();
  const rows = await taskPeopleQuery(db).execute({
    ...{ taskIds: JSON.stringify(taskIds), unitIds: JSON.stringify(viewer.unitIds), accountId: viewer.accountId },
    since: now - afterDoneMilliseconds,
  });
  return new Map(rows.map(({ taskId, said, named, ...row }) => [taskId, personOf(row, said, named)]));
}

export async function findPersonOfTask(db: Db, viewer: Viewer, id: string, now: number): Promise<Person | undefined> {
  return (await findPeopleOfTasks(db, viewer, [id], now)).get(id);
}

// ── searching ──

type SearchedRow = {
  readonly caseId: string;
  readonly name: string | null;
  readonly phones: string;
  readonly proxyPhone: string | null;
  readonly said: string;
  /** Epoch ms: what comes first has the least. */
  readonly place: number | null;
};

/**
 * Lets through everybody who may be the one, so that few names have to be read and looked at letter by letter. What it
 * lets through too much {@link searchPatients} takes away.
 */
function likely({ words, phoneEnd }: Sought): SQL {
  const odd = sql`people.name glob ${`*[^${plainLetters}]*`}`;
  const alike = words.map((word) => sql`people.name like ${likeOf(word)}`);
  const named = alike.length === 0 ? sql`1` : sql`(${odd} or (${sql.join(alike, sql` and `)}))`;
  if (phoneEnd === null) return named;
  const ends = [`%${phoneEnd}`, `%${wholeNumber(phoneEnd)}`];
  const has = (column: SQL, close: string) =>
    sql`(${column} like ${`${ends[0]}${close}`} or ${column} like ${`${ends[1]}${close}`})`;
  return sql`${named} and (${has(sql`people.phones`, '"%')} or ${has(sql`people.proxy_phone`, "")}
    or people.case_id in (select told.case_id from numbers told where ${has(sql`told.number`, "")}))`;
}

/**
 * CROSS JOIN keeps SQLite from going through everybody's names to find those of the units, and CASE from asking of each of
 * them whether it is protected before it is known to be one who is sought.
 */
const searched = (db: Db, { unitIds, accountId }: Viewer, sought: Sought, which: SQL, place: SQL) =>
  db.all<SearchedRow>(sql`select people.case_id as "caseId", people.name as "name", people.phones as "phones",
      people.proxy_phone as "proxyPhone", ${saidOf} as "said", ${place} as "place"
    from cases cross join people on people.case_id = cases.id
    where cases.unit_id in (select value from json_each(${JSON.stringify(unitIds)})) and ${which}
      and case when ${likely(sought)} then ${maySee(accountId)} end`);

/** `proxys`: the number that was sought is the närstående's and not the patient's own. */
export type FoundPatient = { readonly caseId: string; readonly proxys: boolean };

/**
 * All patients of the viewer's units with a name and a number as sought: first those to call, by when their window ends,
 * then those who are done, the last one first. `closedSince` (epoch ms): how far back to look among those.
 *
 * It goes through the names of all of them: an index that knew that é is e would keep names after their people are gone.
 */
export async function searchPatients(
  db: Db,
  viewer: Viewer,
  sought: Sought,
  closedSince: number,
): Promise<FoundPatient[]> {
  const { words, phoneEnd } = sought;
  if (viewer.unitIds.length === 0 || (words.length === 0 && phoneEnd === null)) return [];
  const byPlace = (a: SearchedRow, b: SearchedRow) =>
    (a.place ?? Infinity) - (b.place ?? Infinity) || (a.caseId < b.caseId ? -1 : 1);
  const open = await searched(db, viewer, sought, sql`cases.state <> 'closed'`, sql`cases.last_call_at`);
  // The index over what is closed holds years; name and numbers are gone from all but the last weeks' of it.
  const recent = sql`cases.state = 'closed' and cases.closed_at >= ${closedSince}`;
  const closed = await searched(db, viewer, sought, recent, sql`-cases.closed_at`);
  const found = [open, closed].flatMap((rows) =>
    rows
      .filter(({ name }) => words.length === 0 || (name !== null && nameMatches(words, name)))
      .filter((row) => phoneEnd === null || ownPhone(row, phoneEnd) || proxysPhone(row, phoneEnd))
      .toSorted(byPlace),
  );
  return found.map((row) => ({ caseId: row.caseId, proxys: phoneEnd !== null && !ownPhone(row, phoneEnd) }));
}

/** Dead ones too: whoever calls may leave the number that a list once gave. */
const hasPhone = (
  { phones, proxyPhone, said }: SearchedRow,
  phoneEnd: string,
  whose: KnownNumber["whose"],
): boolean => {
  const listed = { phones: JSON.parse(phones) as string[], proxyPhone, proxyName: null, proxyRelation: null };
  return numbersOf(listed, JSON.parse(said) as SaidNumber[]).some(
    (one) => one.whose === whose && phoneMatches(phoneEnd, one.number),
  );
};
const ownPhone = (row: SearchedRow, phoneEnd: string): boolean => hasPhone(row, phoneEnd, "patient");
const proxysPhone = (row: SearchedRow, phoneEnd: string): boolean => hasPhone(row, phoneEnd, "relative");

/** Name and numbers of a case are gone. */
export const isErased = (caseId: SQL): SQL =>
  sql`not exists (select 1 from ${people} where ${people.caseId} = ${caseId})`;

/** Erases who the patient is and how to reach them, from every case of the same patient. */
export function erasePerson(db: Db, caseId: string): Statement[] {
  const same = sql`(select o.id from discharges o join discharges d on d.patient_key = o.patient_key
    where d.id = ${caseId} union select ${caseId})`;
  return [
    db.delete(people).where(sql`${people.caseId} in ${same}`),
    sql`delete from numbers where case_id in ${same}`,
    sql`delete from named_proxies where case_id in ${same}`,
    sql`update cases set rest_note = null where rest_note is not null and id in ${same}`,
    sql`delete from phone_keys where case_id in ${same}`,
    sql`delete from web_links where case_id in ${same}`,
    // There is nobody left to help, and a need is free text of a person.
    ...countAndDeleteTasks(same, "ended"),
  ];
}

const hasOpenTask = sql`exists (select 1 from tasks t where t.case_id = cases.id and t.done_at is null)`;

/**
 * Erases the people of all cases whose window closed before a local date, and the notes and needs that were written about
 * them: those are free text of persons too. Who still waits for help is kept until the help is given, or until the window
 * closed before `latest` (an earlier date): then the task lapses with the person.
 */
export function erasePeopleClosedBefore(db: Db, date: string, latest: string): Statement[] {
  const over = sql`(select id from cases where closes_on < ${date} and state = 'closed'
    and (closes_on < ${latest} or not ${hasOpenTask}))`;
  return [
    db.delete(people).where(sql`${people.caseId} in ${over}`),
    sql`delete from numbers where case_id in ${over}`,
    sql`delete from named_proxies where case_id in ${over}`,
    sql`update cases set rest_note = null where rest_note is not null and id in ${over}`,
    sql`update attempts set note = null where note is not null and case_id in ${over}`,
    sql`delete from phone_keys where case_id in ${over}`,
    sql`delete from web_links where case_id in ${over}`,
    sql`delete from call_replies where call_id in (select id from calls where case_id in ${over})`,
    sql`delete from call_events where call_id in (select id from calls where case_id in ${over})`,
    // What the carrier has not erased yet is remembered by the carrier's own name for the call alone.
    sql`update calls set case_id = null, account_id = null where case_id in ${over}`,
    // Last: whom to erase is told by their tasks.
    ...countAndDeleteTasks(over, "lapsed"),
  ];
}
