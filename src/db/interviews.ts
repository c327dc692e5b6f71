/** Interviews in progress: the only place where answers and a case meet, until the seal deletes the row. */
import { and, eq } from "drizzle-orm";
import type { ProxyFacts } from "../cases/proxy.ts";
import type { Db, Statement } from "../world.ts";
import { interviews } from "./identified.ts";
import { preparedUpdate } from "./prepared.ts";

export type InterviewRow = typeof interviews.$inferSelect;

export const insertInterview = (db: Db, interview: typeof interviews.$inferInsert): Statement =>
  db.insert(interviews).values(interview);

const writeInterview = preparedUpdate(interviews);

/**
 * Writes the engine's new state as it follows from the interview that was read, and what is new beside it: who answers,
 * and `turns`, the names of what scripts have sent; wrap in mustChange.
 */
export const changeInterview = (
  db: Db,
  { caseId, version }: Pick<InterviewRow, "caseId" | "version">,
  state: string,
  more: Partial<ProxyFacts> & { readonly turns?: readonly string[] } = {},
): Statement => {
  const { turns, ...proxy } = more;
  const named = turns ? { turns: JSON.stringify(turns) } : {};
  return writeInterview(db, { state, version: version + 1, ...proxy, ...named }, { caseId, version });
};

/** Deletes the answers in progress as they were read; wrap in mustChange. */
export const deleteInterview = (db: Db, decidedOn: Pick<InterviewRow, "caseId" | "version">): Statement =>
  db.delete(interviews).where(and(eq(interviews.caseId, decidedOn.caseId), eq(interviews.version, decidedOn.version)));
