/** Files on their way in: read once, kept in chunks until they are admitted or thrown away. */
import { and, asc, desc, eq, isNull, lt, ne, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { uploadChunks, uploads } from "./identified.ts";
import { prepared } from "./prepared.ts";

export type UploadRow = typeof uploads.$inferSelect;
export type ChunkRow = typeof uploadChunks.$inferSelect;

/** An upload of one's own provider. */
export async function findUpload(db: Db, providerId: string, id: string): Promise<UploadRow | undefined> {
  const [row] = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.id, id), eq(uploads.providerId, providerId)));
  return row;
}

/** The newest ones; of one account, or of everybody when none is named. */
export const listUploads = (
  db: Db,
  providerId: string,
  accountId: string | null,
  limit: number,
): Promise<UploadRow[]> =>
  db
    .select()
    .from(uploads)
    .where(and(eq(uploads.providerId, providerId), accountId === null ? undefined : eq(uploads.accountId, accountId)))
    .orderBy(desc(uploads.createdAt))
    .limit(limit)
    .execute();

const unfinishedUploads = prepared((db) =>
  db.select().from(uploads).where(sql`${uploads.state} = 'admitting'`).orderBy(uploads.createdAt).prepare(),
);

export const listUnfinishedUploads = async (db: Db): Promise<UploadRow[]> => unfinishedUploads(db).execute();

export const insertUpload = (db: Db, upload: typeof uploads.$inferInsert): Statement =>
  db.insert(uploads).values(upload);
export const changeUpload = (db: Db, id: string, change: Partial<typeof uploads.$inferInsert>): Statement =>
  db.update(uploads).set(change).where(eq(uploads.id, id));
export const deleteUpload = (db: Db, id: string): Statement[] => [
  db.delete(uploadChunks).where(eq(uploadChunks.uploadId, id)),
  db.delete(uploads).where(eq(uploads.id, id)),
];
/** Finished uploads, with the names of their files. */
export const forgetUploadsBefore = (db: Db, createdBefore: number): Statement =>
  db.delete(uploads).where(lt(uploads.createdAt, createdBefore));

export const deleteUploadsOlderThan = (db: Db, createdBefore: number): Statement[] => [
  sql`delete from upload_chunks where upload_id in (select id from uploads where created_at < ${createdBefore})`,
  // What came of a finished one stays a while to be looked up: its counts, and the name that its file had.
  db.delete(uploads).where(and(sql`${uploads.createdAt} < ${createdBefore}`, ne(uploads.state, "done"))),
];

// ── chunks ──

export const insertChunk = (db: Db, chunk: typeof uploadChunks.$inferInsert): Statement =>
  db.insert(uploadChunks).values(chunk);

export const listChunks = (db: Db, uploadId: string): Promise<ChunkRow[]> =>
  db.select().from(uploadChunks).where(eq(uploadChunks.uploadId, uploadId)).orderBy(asc(uploadChunks.number)).execute();

export async function findNextChunk(db: Db, uploadId: string): Promise<ChunkRow | undefined> {
  const [row] = await db
    .select()
    .from(uploadChunks)
    .where(and(eq(uploadChunks.uploadId, uploadId), isNull(uploadChunks.admittedAt)))
    .orderBy(asc(uploadChunks.number))
    .limit(1);
  return row;
}

/** Marks a chunk admitted and keeps only its refused rows; wrap in mustChange so that it is counted once. */
export const finishChunk = (
  db: Db,
  chunk: Pick<ChunkRow, "uploadId" | "number">,
  refused: string,
  at: number,
): Statement =>
  db
    .update(uploadChunks)
    .set({ rows: refused, admittedAt: at })
    .where(
      and(
        eq(uploadChunks.uploadId, chunk.uploadId),
        eq(uploadChunks.number, chunk.number),
        isNull(uploadChunks.admittedAt),
      ),
    );

/** Adds a chunk's counts to its upload. */
export const addCounts = (
  db: Db,
  id: string,
  counts: { admitted: number; updated: number; unchanged: number; refused: number },
): Statement =>
  db
    .update(uploads)
    .set({
      admitted: sql`admitted + ${counts.admitted}`,
      updated: sql`updated + ${counts.updated}`,
      unchanged: sql`unchanged + ${counts.unchanged}`,
      refused: sql`refused + ${counts.refused}`,
    })
    .where(eq(uploads.id, id));
