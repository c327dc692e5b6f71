/** Follow-up tasks: needs that were found in a call, for a named unit. Moves: cases/follow-up.ts. */
import { and, eq, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { TaskChanges } from "../cases/follow-up.ts";
import type { Db, Statement } from "../world.ts";
import { cases, tasks } from "./identified.ts";
import { preparedUpdate } from "./prepared.ts";
import { maySeeTask } from "./protected.ts";

export type TaskRow = typeof tasks.$inferSelect;

export const insertTask = (db: Db, task: typeof tasks.$inferInsert): Statement => db.insert(tasks).values(task);

const writeTask = preparedUpdate(tasks);

/** Writes a move as it follows from the task that was read; wrap in mustChange. */
export const changeTask = (db: Db, { id, version }: Pick<TaskRow, "id" | "version">, changes: TaskChanges): Statement =>
  writeTask(db, { ...changes, version: version + 1 }, { id, version });

/** Who asks for tasks, and at which units: what somebody protected needs is shown to the persons named for them alone. */
export type TaskViewer = { readonly accountId: string; readonly unitIds: readonly string[] };

/** A task that one of the viewer's units has. */
export async function findTask(db: Db, viewer: TaskViewer, id: string): Promise<TaskRow | undefined> {
  const [row] = await db
    .select()
    .from(tasks)
    .where(and(eq(tasks.id, id), maySeeTask(viewer.accountId)));
  return row && viewer.unitIds.includes(row.unitId) ? row : undefined;
}

// ── lists ──

/** `mine`: seen by the account and not done. `late`: not seen in time, or not done in time. */
export type TaskView = "open" | "mine" | "late" | "done";

/** `now` in epoch ms. */
export type TaskQuery = TaskViewer & { readonly now: number };

const within = ({ unitIds, accountId }: TaskViewer): SQL =>
  sql`${tasks.unitId} in (select value from json_each(${JSON.stringify(unitIds)})) and ${maySeeTask(accountId)}`;
export const isLate = (now: number): SQL =>
  sql`((${tasks.acknowledgedAt} is null and ${tasks.acknowledgeBy} < ${now}) or ${tasks.dueAt} < ${now})`;
const conditions: Record<TaskView, (query: TaskQuery) => SQL | undefined> = {
  open: () => isNull(tasks.doneAt),
  mine: ({ accountId }) => and(isNull(tasks.doneAt), eq(tasks.acknowledgedBy, accountId)),
  late: ({ now }) => and(isNull(tasks.doneAt), isLate(now)),
  done: () => isNotNull(tasks.doneAt),
};

/** What nobody has seen in time stands first, then what is acute and unseen, then the nearest deadline. */
const order = [
  sql`${tasks.doneAt} desc`,
  sql`${tasks.escalatedAt} is not null and ${tasks.acknowledgedAt} is null desc`,
  sql`${tasks.kind} = 'acute' and ${tasks.acknowledgedAt} is null desc`,
  sql`case when ${tasks.acknowledgedAt} is null then ${tasks.acknowledgeBy} else ${tasks.dueAt} end`,
  sql`${tasks.id}`,
];

export const listTasks = (
  db: Db,
  query: TaskQuery & { readonly view: TaskView; readonly limit: number; readonly offset: number },
): Promise<TaskRow[]> =>
  db
    .select()
    .from(tasks)
    .where(and(within(query), conditions[query.view](query)))
    .orderBy(...order)
    .limit(query.limit)
    .offset(query.offset)
    .execute();

/** How many stand in each view. */
export async function countTasks(db: Db, query: TaskQuery): Promise<Record<TaskView, number>> {
  const { accountId, now } = query;
  const count = (holds: SQL) => sql<number>`coalesce(sum(${holds}), 0)`;
  const [open] = await db
    .select({
      open: sql<number>`count(*)`,
      mine: count(sql`${tasks.acknowledgedBy} = ${accountId}`),
      late: count(isLate(now)),
    })
    .from(tasks)
    .where(and(within(query), isNull(tasks.doneAt)));
  const [done] = await db
    .select({ done: sql<number>`count(*)` })
    .from(tasks)
    .where(and(within(query), isNotNull(tasks.doneAt)));
  return { open: open?.open ?? 0, mine: open?.mine ?? 0, late: open?.late ?? 0, done: done?.done ?? 0 };
}

/** All tasks of a case, whoever has them, in the order they were raised. */
export const listTasksOf = (db: Db, caseId: string): Promise<TaskRow[]> =>
  db.select().from(tasks).where(eq(tasks.caseId, caseId)).orderBy(tasks.raisedAt, tasks.id).execute();

/** Of a task's case: whose it is, and the last day of its window, from which is counted when it is forgotten. */
export async function findCaseOfTask(db: Db, caseId: string) {
  const [row] = await db
    .select({ unitId: cases.unitId, closesOn: cases.closesOn })
    .from(cases)
    .where(eq(cases.id, caseId));
  return row;
}

/** Closed cases with a task that is not done, whose window closed before a local date. */
export async function listCasesWithLapsing(db: Db, date: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: tasks.caseId })
    .from(tasks)
    // Joined, SQLite would go through all cases to have each once: the tasks that are open are few.
    .where(
      and(
        isNull(tasks.doneAt),
        sql`exists (select 1 from cases where id = ${tasks.caseId} and state = 'closed' and closes_on < ${date})`,
      ),
    );
  return rows.map(({ id }) => id);
}

// ── escalation ──

/** Tasks whose time to be seen is over and of which nobody has been told so, the longest waiting first. */
export const listMissed = (db: Db, now: number, limit: number): Promise<TaskRow[]> =>
  db
    .select()
    .from(tasks)
    .where(
      and(isNull(tasks.doneAt), isNull(tasks.acknowledgedAt), isNull(tasks.escalatedAt), lt(tasks.acknowledgeBy, now)),
    )
    .orderBy(tasks.acknowledgeBy)
    .limit(limit)
    .execute();
