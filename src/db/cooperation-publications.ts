/** Published results of samverkansmätningar: numbered, and never written over. */
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

/** Closed or published already → published, once its last night has been; wrap in mustChange. */
export const markPublished = ({ id, version }: { readonly id: string; readonly version: number }): Statement =>
  sql`update cooperations set state = 'published', version = version + 1
    where id = ${id} and version = ${version} and state in ('closed', 'published') and released_on is not null`;
