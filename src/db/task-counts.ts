/**
 * Tasks as nameless counts. When a person is forgotten the task's text goes, and with it the row: how many there were, of
 * which kind, at which unit and month, seen and done in time, is all that stays. A SIP that was offered and declined is
 * never more than that.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { taskCounts } from "./identified.ts";

type Counted = Pick<typeof taskCounts.$inferInsert, "unitId" | "month" | "kind" | "fate">;

export const addToCount = (db: Db, counted: Counted): Statement =>
  db
    .insert(taskCounts)
    .values({ ...counted, acknowledgedInTime: false, doneInTime: false, count: 1 })
    .onConflictDoUpdate({
      target: [
        ...[taskCounts.unitId, taskCounts.month, taskCounts.kind, taskCounts.fate],
        ...[taskCounts.acknowledgedInTime, taskCounts.doneInTime],
      ],
      set: { count: sql`count + 1` },
    });

/**
 * Counts and deletes the tasks of some cases: `over` is a list of their ids. What is not done yet ends as `otherwise`:
 * "lapsed" when its time ran out, "ended" when there is nobody left to help.
 */
export const countAndDeleteTasks = (over: SQL, otherwise: "lapsed" | "ended"): Statement[] => [
  // "where true" parts the join from the upsert (sqlite.org/lang_upsert.html, "Parsing Ambiguity").
  sql`insert into task_counts (unit_id, month, kind, fate, acknowledged_in_time, done_in_time, count)
    select * from (select unit_id, raised_month, kind, case when done_at is null then ${otherwise} else 'done' end,
        acknowledged_at is not null and not missed, done_at is not null and done_at <= due_at, count(*) as n
      from tasks where case_id in ${over} group by 1, 2, 3, 4, 5, 6) where true
    on conflict do update set count = count + excluded.count`,
  sql`delete from tasks where case_id in ${over}`,
];
