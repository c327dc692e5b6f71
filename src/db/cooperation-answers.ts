/**
 * What the staff have answered: waiting row by row, then as counts. Rows travel as one JSON value per statement, because
 * D1 takes at most 100 bound parameters.
 */
import { asc, eq, sql } from "drizzle-orm";
import type { Party, Question, Said } from "../cooperation/form.ts";
import { countByUnit, type WaitingAnswer } from "../cooperation/release.ts";
import type { CooperationTally } from "../reports/cooperation.ts";
import type { Db, Statement } from "../world.ts";
import { cooperationSent, cooperationSuggestions, cooperationWaiting } from "./anonymous.ts";
import { mustChange } from "./atomic.ts";
import type { CooperationLink } from "./cooperation.ts";

// ── saving ──

/** Has this page of the form been sent? Takes the hash of its number. */
export async function isSent(db: Db, page: string): Promise<boolean> {
  const [row] = await db.select().from(cooperationSent).where(eq(cooperationSent.page, page));
  return row !== undefined;
}

/** Notes the page as sent; writes nothing when it was: wrap in mustChange. */
export const insertSent = (db: Db, page: string, cooperationId: string): Statement =>
  db.insert(cooperationSent).values({ page, cooperationId }).onConflictDoNothing();

/** One more answer by this link, unless it was made anew, the measurement is over or `most` is reached; wrap in mustChange. */
export const countLinkAnswer = ({ tokenHash, cooperation }: CooperationLink, most: number): Statement =>
  sql`update cooperation_links set answers = answers + 1 where token_hash = ${tokenHash} and answers < ${most}
    and exists (select 1 from cooperations where id = ${cooperation.id} and state = 'running')`;

type NewAnswer = Said & { readonly key: string; readonly party: Party; readonly unitId: string };

export const insertWaitingAnswers = (cooperationId: string, rows: readonly NewAnswer[]): Statement =>
  sql`insert into cooperation_waiting (key, cooperation_id, party, question, unit_id, code)
    select value ->> 'key', ${cooperationId}, value ->> 'party', value ->> 'question', value ->> 'unitId', value ->> 'code'
    from json_each(${JSON.stringify(rows)})`;

export const insertSuggestion = (db: Db, row: typeof cooperationSuggestions.$inferInsert): Statement =>
  db.insert(cooperationSuggestions).values(row);

// ── letting out ──

/** Everything that waits in a measurement. */
export const listWaitingAnswers = async (db: Db, cooperationId: string) => {
  const rows = await db
    .select({
      key: cooperationWaiting.key,
      party: cooperationWaiting.party,
      question: cooperationWaiting.question,
      unitId: cooperationWaiting.unitId,
      code: cooperationWaiting.code,
    })
    .from(cooperationWaiting)
    .where(eq(cooperationWaiting.cooperationId, cooperationId))
    .execute();
  return rows.map((row) => ({ ...row, question: row.question as Question }));
};

/**
 * Counts the rows of one party's answers to one question and takes them away. Undone as a whole when one of them is gone
 * already.
 */
export function countAnswers(
  group: { readonly cooperationId: string; readonly party: Party; readonly question: Question },
  leaving: readonly WaitingAnswer[],
): Statement[] {
  const { cooperationId, party, question } = group;
  const keys = JSON.stringify(leaving.map(({ key }) => key));
  const counts = new Map<number, number>();
  for (const { code } of leaving) counts.set(code, (counts.get(code) ?? 0) + 1);
  const units = [...countByUnit(leaving)].sort(([a], [b]) => (a < b ? -1 : 1));
  const theirs = sql`(select value from json_each(${keys}))`;
  return [
    ...mustChange(sql`delete from cooperation_waiting where key in ${theirs}
      and (select count(*) from cooperation_waiting where key in ${theirs}) = ${leaving.length}`),
    sql`insert into cooperation_tallies (cooperation_id, party, question, code, count)
      select ${cooperationId}, ${party}, ${question}, value ->> 0, value ->> 1
      from json_each(${JSON.stringify([...counts].sort(([a], [b]) => a - b))}) where true
      on conflict (cooperation_id, party, question, code) do update set count = count + excluded.count`,
    sql`insert into cooperation_tallied_units (cooperation_id, party, question, unit_id, answers)
      select ${cooperationId}, ${party}, ${question}, value ->> 0, value ->> 1
      from json_each(${JSON.stringify(units)}) where true
      on conflict (cooperation_id, party, question, unit_id) do update set answers = answers + excluded.answers`,
  ];
}

/** A step has been let out of the state that was read; wrap in mustChange. `date`: it was the last one, that night. */
export const noteStep = (
  { id, steps, state }: { readonly id: string; readonly steps: number; readonly state: string },
  date: string | null,
): Statement =>
  sql`update cooperations set steps = steps + 1, released_on = ${date}
    where id = ${id} and steps = ${steps} and state = ${state} and released_on is null`;

/** What is no longer needed when the last answers are out, and what could not be counted (cooperation/release.ts). */
export const forgetTheRest = (cooperationId: string): readonly Statement[] => [
  sql`delete from cooperation_sent where cooperation_id = ${cooperationId}`,
  sql`delete from cooperation_waiting where cooperation_id = ${cooperationId}`,
];

// ── reading ──

/** All counts that have been let out, each with its question's answers per unit. One read, so they fit together. */
export async function readCooperationTallies(db: Db, cooperationId: string): Promise<CooperationTally[]> {
  const rows = await db.all<Omit<CooperationTally, "byUnit"> & { byUnit: string }>(sql`
    select party, question, code, count, (select json_group_array(answers) from cooperation_tallied_units as behind
      where behind.cooperation_id = counted.cooperation_id and behind.party = counted.party
      and behind.question = counted.question) as byUnit
    from cooperation_tallies as counted where cooperation_id = ${cooperationId}`);
  return rows.map((row) => ({ ...row, byUnit: JSON.parse(row.byUnit) as number[] }));
}

/** In the order of their random ids. */
export const listSuggestions = (db: Db, cooperationId: string) =>
  db
    .select({ id: cooperationSuggestions.id, party: cooperationSuggestions.party, text: cooperationSuggestions.text })
    .from(cooperationSuggestions)
    .where(eq(cooperationSuggestions.cooperationId, cooperationId))
    .orderBy(asc(cooperationSuggestions.id))
    .execute();

/** Everything that a party has suggested, once it has closed. */
export const deleteSuggestionsOf = (cooperationId: string, party: Party): Statement =>
  sql`delete from cooperation_suggestions where cooperation_id = ${cooperationId} and party = ${party}
    and exists (select 1 from cooperations where id = ${cooperationId} and state <> 'running')`;

/** Whoever has read the suggestions to publish them just now has to read them again; wrap in mustChange. */
export const noteSuggestionGone = ({ id, version }: { readonly id: string; readonly version: number }): Statement =>
  sql`update cooperations set version = version + 1 where id = ${id} and version = ${version}`;

/** Takes a suggestion away that points somebody out, once it has closed; wrap in mustChange. */
export const deleteSuggestion = (cooperationId: string, id: string): Statement =>
  sql`delete from cooperation_suggestions where cooperation_id = ${cooperationId} and id = ${id}
    and exists (select 1 from cooperations where id = ${cooperationId} and state <> 'running')`;
