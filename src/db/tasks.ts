/** Follow-up tasks: needs that were found in a call, for a named unit. */
import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { tasks } from "./identified.ts";

export type TaskRow = typeof tasks.$inferSelect;

export const insertTask = (db: Db, task: typeof tasks.$inferInsert): Statement => db.insert(tasks).values(task);

/** Open tasks first, by deadline; then the newest finished ones. */
export const listTasks = (db: Db, unitIds: readonly string[], limit: number): Promise<TaskRow[]> =>
  db
    .select()
    .from(tasks)
    .where(inArray(tasks.unitId, [...unitIds]))
    .orderBy(sql`done_at is not null`, asc(tasks.dueAt), desc(tasks.raisedAt))
    .limit(limit)
    .execute();

export const listTasksOf = (db: Db, caseId: string): Promise<TaskRow[]> =>
  db.select().from(tasks).where(eq(tasks.caseId, caseId)).orderBy(tasks.raisedAt).execute();

export async function countOpenTasks(db: Db, unitIds: readonly string[]): Promise<number> {
  if (unitIds.length === 0) return 0;
  const [row] = await db
    .select({ open: sql<number>`count(*)` })
    .from(tasks)
    .where(and(inArray(tasks.unitId, [...unitIds]), isNull(tasks.doneAt)));
  return row?.open ?? 0;
}

/** Says that somebody has seen it; the first one stands. */
export const acknowledgeTask = (db: Db, unitIds: readonly string[], id: string, by: string, at: number): Statement =>
  db
    .update(tasks)
    .set({ acknowledgedAt: at, acknowledgedBy: by })
    .where(and(eq(tasks.id, id), inArray(tasks.unitId, [...unitIds]), isNull(tasks.acknowledgedAt)));

export const finishTask = (db: Db, unitIds: readonly string[], id: string, by: string, at: number): Statement =>
  db
    .update(tasks)
    .set({
      doneAt: at,
      doneBy: by,
      acknowledgedAt: sql`coalesce(acknowledged_at, ${at})`,
      acknowledgedBy: sql`coalesce(acknowledged_by, ${by})`,
    })
    .where(and(eq(tasks.id, id), inArray(tasks.unitId, [...unitIds]), isNull(tasks.doneAt)));
