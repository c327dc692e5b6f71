/** Samverkansmätningar, their units and links: who may answer, and when. What was answered is db/cooperation-answers.ts. */
import { and, asc, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import type { Party } from "../cooperation/form.ts";
import type { Db, Statement } from "../world.ts";
import { cooperationLinks, cooperationReplacedLinks, cooperations, cooperationUnits } from "./anonymous.ts";

export type CooperationRow = typeof cooperations.$inferSelect;
export type CooperationUnitRow = typeof cooperationUnits.$inferSelect;

export async function findCooperation(db: Db, id: string): Promise<CooperationRow | undefined> {
  const [row] = await db.select().from(cooperations).where(eq(cooperations.id, id));
  return row;
}

/** All of them, newest first. */
export const listCooperations = (db: Db): Promise<CooperationRow[]> =>
  db.select().from(cooperations).orderBy(desc(cooperations.opensOn), asc(cooperations.id)).execute();

/** Nothing is written when the id is taken; wrap in mustChange. */
export const insertCooperation = (db: Db, row: typeof cooperations.$inferInsert): Statement =>
  db.insert(cooperations).values(row).onConflictDoNothing();

/** Moves it on from the version that was decided on, while it runs; wrap in mustChange. */
export const changeCooperation = (
  db: Db,
  { id, version }: Pick<CooperationRow, "id" | "version">,
  change: Partial<Pick<CooperationRow, "state">> = {},
): Statement =>
  db
    .update(cooperations)
    .set({ ...change, version: version + 1 })
    .where(and(eq(cooperations.id, id), eq(cooperations.version, version), eq(cooperations.state, "running")));

/** Throws one away that nobody has answered and that is not published, with all that belongs to it; the first is to be wrapped in mustChange. */
export const deleteUnanswered = (id: string): readonly [Statement, ...Statement[]] => [
  sql`delete from cooperations where id = ${id} and state <> 'published' and not exists
    (select 1 from cooperation_links where cooperation_id = ${id} and answers > 0)`,
  sql`delete from cooperation_links where cooperation_id = ${id}`,
  sql`delete from cooperation_units where cooperation_id = ${id}`,
  sql`delete from cooperation_sent where cooperation_id = ${id}`,
  sql`delete from cooperation_replaced_links where cooperation_id = ${id}`,
];

// ── units and links ──

export const listCooperationUnits = (db: Db, id: string): Promise<CooperationUnitRow[]> =>
  db
    .select()
    .from(cooperationUnits)
    .where(eq(cooperationUnits.cooperationId, id))
    .orderBy(cooperationUnits.party, cooperationUnits.name)
    .execute();

/** How many take part of each party. */
export async function countCooperationUnits(db: Db, id: string): Promise<Readonly<Record<Party, number>>> {
  const rows = await db.all<{ party: Party; units: number }>(
    sql`select party, count(*) as units from cooperation_units where cooperation_id = ${id} group by party`,
  );
  return {
    municipality: 0,
    "primary-care": 0,
    hospital: 0,
    ...Object.fromEntries(rows.map((row) => [row.party, row.units])),
  };
}

type NewUnit = { readonly id: string; readonly party: Party; readonly name: string };

export const insertCooperationUnits = (cooperationId: string, units: readonly NewUnit[]): Statement =>
  sql`insert into cooperation_units (id, cooperation_id, party, name)
    select value ->> 'id', ${cooperationId}, value ->> 'party', value ->> 'name' from json_each(${JSON.stringify(units)})`;

/** The links there are: for which unit and week, and whether anything has come. */
export const listCooperationLinks = (db: Db, id: string) =>
  db
    .select({
      unitId: cooperationLinks.unitId,
      week: cooperationLinks.week,
      answered: sql<number>`${cooperationLinks.answers} > 0`,
    })
    .from(cooperationLinks)
    .where(eq(cooperationLinks.cooperationId, id))
    .execute();

type NewLink = {
  readonly unitId: string;
  readonly week: string;
  readonly tokenHash: string;
  /** How often it has been answered; left out: never. */
  readonly answers?: number;
};

/** New links; one that is there for the same unit and week is replaced, stays answered, and may be used as often as a first. */
export const putCooperationLinks = (cooperationId: string, links: readonly NewLink[]): Statement[] => {
  const rows = JSON.stringify(links);
  return [
    sql`insert into cooperation_replaced_links (token_hash, cooperation_id)
      select token_hash, cooperation_id from cooperation_links
      join json_each(${rows}) on unit_id = value ->> 'unitId' and week = value ->> 'week' where true
      on conflict do nothing`,
    sql`insert into cooperation_links (unit_id, week, cooperation_id, token_hash, answers)
      select value ->> 'unitId', value ->> 'week', ${cooperationId}, value ->> 'tokenHash',
        coalesce(value ->> 'answers', 0)
      from json_each(${rows}) where true
      on conflict (unit_id, week) do update set token_hash = excluded.token_hash, answers = min(answers, 1)`,
  ];
};

/** A link that has been made anew: how its measurement stands. */
export async function findReplacedLink(db: Db, tokenHash: string): Promise<Pick<CooperationRow, "state"> | undefined> {
  const [row] = await db
    .select({ state: cooperations.state })
    .from(cooperationReplacedLinks)
    .innerJoin(cooperations, eq(cooperations.id, cooperationReplacedLinks.cooperationId))
    .where(eq(cooperationReplacedLinks.tokenHash, tokenHash));
  return row;
}

/** The newest result that is whole and ended before this one began, in the same county; made-up beside made-up only. */
export async function findFormerCooperation(db: Db, row: CooperationRow): Promise<CooperationRow | undefined> {
  const [former] = await db
    .select()
    .from(cooperations)
    .where(
      and(
        eq(cooperations.county, row.county),
        eq(cooperations.madeUp, row.madeUp),
        lt(cooperations.closesOn, row.opensOn),
        isNotNull(cooperations.releasedOn),
      ),
    )
    .orderBy(desc(cooperations.closesOn), asc(cooperations.id))
    .limit(1);
  return former;
}

/** The link behind a secret, with its unit and measurement. */
export async function findCooperationLink(db: Db, tokenHash: string) {
  const [row] = await db
    .select({
      tokenHash: cooperationLinks.tokenHash,
      week: cooperationLinks.week,
      answers: cooperationLinks.answers,
      unitId: cooperationUnits.id,
      unitName: cooperationUnits.name,
      party: cooperationUnits.party,
      cooperation: cooperations,
    })
    .from(cooperationLinks)
    .innerJoin(cooperationUnits, eq(cooperationUnits.id, cooperationLinks.unitId))
    .innerJoin(cooperations, eq(cooperations.id, cooperationLinks.cooperationId))
    .where(eq(cooperationLinks.tokenHash, tokenHash));
  return row;
}
export type CooperationLink = NonNullable<Awaited<ReturnType<typeof findCooperationLink>>>;
