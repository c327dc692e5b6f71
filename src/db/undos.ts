/** The outcomes that may still be undone: one for each case, with the case's columns as they were before it. */
import { and, desc, eq, gt, isNull, lte } from "drizzle-orm";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { Db, Statement } from "../world.ts";
import type { CaseChange, CaseRow } from "./cases.ts";
import { tasks, undos } from "./identified.ts";

export type Undo = typeof undos.$inferSelect;

/** What an undo puts back: all that an attempt can have changed, and what anybody else adds to a case in time to come. */
export type CaseBefore = Required<Pick<CaseRow, "ownedSince" | "interrupted">> & CaseChange;

/** Instead of what stood there for the case: only its last outcome can be undone. */
export const writeUndo = (
  db: Db,
  undo: Omit<Undo, "before" | "outcome" | "version"> & { readonly outcome: OutcomeCode },
  row: CaseRow,
): Statement[] => {
  const { id: _, version, ...before } = row;
  return [
    dropUndo(db, row.id),
    db.insert(undos).values({ ...undo, version: version + 1, before: JSON.stringify(before) }),
  ];
};

export const readBefore = ({ before }: Undo): CaseBefore => JSON.parse(before) as CaseBefore;

/** The case's last outcome stands. */
export const dropUndo = (db: Db, caseId: string): Statement => db.delete(undos).where(eq(undos.caseId, caseId));

/** It is being undone; wrap in mustChange, so that it is undone once. */
export const takeUndo = (db: Db, { caseId, recordedAt }: Undo): Statement =>
  db.delete(undos).where(and(eq(undos.caseId, caseId), eq(undos.recordedAt, recordedAt)));

export async function findUndo(db: Db, caseId: string): Promise<Undo | undefined> {
  const [undo] = await db.select().from(undos).where(eq(undos.caseId, caseId));
  return undo;
}

/** The last that an account has recorded since an instant (epoch ms). */
export async function findLastUndo(db: Db, accountId: string, since: number): Promise<Undo | undefined> {
  const [undo] = await db
    .select()
    .from(undos)
    .where(and(eq(undos.accountId, accountId), gt(undos.recordedAt, since)))
    .orderBy(desc(undos.recordedAt))
    .limit(1);
  return undo;
}

/** What was raised with the outcome goes with it, unless somebody has seen, moved or done it. */
export const deleteUntouchedTasks = (db: Db, caseId: string, accountId: string, raisedAt: number): Statement =>
  db
    .delete(tasks)
    .where(
      and(
        eq(tasks.caseId, caseId),
        eq(tasks.raisedBy, accountId),
        eq(tasks.raisedAt, raisedAt),
        eq(tasks.version, 0),
        isNull(tasks.acknowledgedAt),
      ),
    );

/** Too late to be undone since an instant (epoch ms). */
export const dropUndosBefore = (db: Db, before: number): Statement =>
  db.delete(undos).where(lte(undos.recordedAt, before));
