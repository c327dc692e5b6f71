/** Interviews in progress: the only place where answers and a case meet, until the seal deletes the row. */
import { and, eq, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { interviews } from "./identified.ts";
import { prepared } from "./prepared.ts";

export type InterviewRow = typeof interviews.$inferSelect;

const interviewQuery = prepared((db) =>
  db
    .select()
    .from(interviews)
    .where(eq(interviews.caseId, sql.placeholder("caseId")))
    .prepare(),
);

export async function findInterview(db: Db, caseId: string): Promise<InterviewRow | undefined> {
  const [row] = await interviewQuery(db).execute({ caseId });
  return row;
}

export const insertInterview = (db: Db, interview: typeof interviews.$inferInsert): Statement =>
  db.insert(interviews).values(interview);

const stateWrite = prepared((db) =>
  db
    .update(interviews)
    .set({ state: sql`${sql.placeholder("state")}`, version: sql`version + 1` })
    .where(and(eq(interviews.caseId, sql.placeholder("caseId")), eq(interviews.version, sql.placeholder("version"))))
    .returning({ version: interviews.version })
    .prepare(),
);

/** Writes the engine's new state if nobody wrote since it was read. False when somebody did: read and decide again. */
export async function writeInterviewState(
  db: Db,
  decidedOn: Pick<InterviewRow, "caseId" | "version">,
  state: string,
): Promise<boolean> {
  const written = await stateWrite(db).execute({ caseId: decidedOn.caseId, version: decidedOn.version, state });
  return written.length === 1;
}

/** The same write as a part of a larger unit; wrap in mustChange. */
export const changeInterview = (
  db: Db,
  decidedOn: Pick<InterviewRow, "caseId" | "version">,
  state: string,
): Statement =>
  db
    .update(interviews)
    .set({ state, version: decidedOn.version + 1 })
    .where(and(eq(interviews.caseId, decidedOn.caseId), eq(interviews.version, decidedOn.version)));

/** Deletes the answers in progress as they were read; wrap in mustChange. */
export const deleteInterview = (db: Db, decidedOn: Pick<InterviewRow, "caseId" | "version">): Statement =>
  db.delete(interviews).where(and(eq(interviews.caseId, decidedOn.caseId), eq(interviews.version, decidedOn.version)));
