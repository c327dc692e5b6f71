/** Published results of samverkansmätningar: numbered, and never written over but for what had to be taken out. */
import { asc, eq, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { cooperationPublications } from "./anonymous.ts";

export type CooperationPublicationRow = typeof cooperationPublications.$inferSelect;

/** In the order of their numbers. */
export const listCooperationPublications = (db: Db, id: string): Promise<CooperationPublicationRow[]> =>
  db
    .select()
    .from(cooperationPublications)
    .where(eq(cooperationPublications.cooperationId, id))
    .orderBy(asc(cooperationPublications.number))
    .execute();

/** Writes nothing when the number is taken, since a published result is never written over; wrap in mustChange. */
export const insertCooperationPublication = (db: Db, row: CooperationPublicationRow): Statement =>
  db.insert(cooperationPublications).values(row).onConflictDoNothing();

/** Writes a number anew without a suggestion that had to go, if it still is as it was read; wrap in mustChange. */
export const redactCooperationPublication = (
  { cooperationId, number, report }: CooperationPublicationRow,
  redacted: string,
): Statement =>
  sql`update cooperation_publications set report = ${redacted}
    where cooperation_id = ${cooperationId} and number = ${number} and report = ${report}`;

/** Closed or published already → published, once its last night has been; wrap in mustChange. */
export const markPublished = ({ id, version }: { readonly id: string; readonly version: number }): Statement =>
  sql`update cooperations set state = 'published', version = version + 1
    where id = ${id} and version = ${version} and state in ('closed', 'published') and released_on is not null`;
