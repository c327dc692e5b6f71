/** Tasks counted for leaders: those that stand, and those of whom only a count is left. One provider's (PDL 2:6). */
import { sql } from "drizzle-orm";
import type { TaskKind } from "../cases/follow-up.ts";
import type { TaskCell } from "../reports/task-figures.ts";
import type { Db } from "../world.ts";

const ofProvider = (providerId: string) => sql`u.provider_id = ${providerId}`;

/** "YYYY-MM" of every month in which a task was raised or an offer declined, newest first. */
export async function listTaskMonths(db: Db, providerId: string, limit: number): Promise<string[]> {
  const rows = await db.all<{ month: string }>(sql`
    select raised_month as "month" from tasks t join care_units u on u.id = t.unit_id where ${ofProvider(providerId)}
    union select month from task_counts t join care_units u on u.id = t.unit_id where ${ofProvider(providerId)}
    order by 1 desc limit ${limit}`);
  return rows.map(({ month }) => month);
}

export type CountedTasks = Omit<TaskCell, "kind" | "isSip"> & { readonly kind: TaskKind };

/** One month's, by unit and kind. `now` in epoch ms. */
export const countTaskFigures = async (
  db: Db,
  providerId: string,
  month: string,
  now: number,
): Promise<CountedTasks[]> =>
  await db.all<CountedTasks>(sql`
    with counted as (
      select unit_id, kind, 1 as tasks, acknowledged_at is not null and not missed as seen,
        acknowledged_at is not null or missed or acknowledge_by < ${now} as to_see,
        done_at is not null and done_at <= due_at as done, done_at is not null or due_at < ${now} as to_do,
        done_at is null as open,
        done_at is null and (due_at < ${now} or (acknowledged_at is null and acknowledge_by < ${now})) as overdue,
        0 as lapsed, 0 as declined
      from tasks where raised_month = ${month}
      union all
      select unit_id, kind, (fate <> 'declined') * count, acknowledged_in_time * count,
        (fate in ('done', 'lapsed') or acknowledged_in_time) * count, done_in_time * count,
        (fate in ('done', 'lapsed')) * count, 0, 0, (fate = 'lapsed') * count, (fate = 'declined') * count
      from task_counts where month = ${month})
    select u.name as "unit", t.kind as "kind", sum(tasks) as "tasks", sum(seen) as "acknowledgedInTime",
      sum(to_see) as "toAcknowledge", sum(done) as "doneInTime", sum(to_do) as "toDo", sum(open) as "open",
      sum(overdue) as "overdue", sum(lapsed) as "lapsed", sum(declined) as "declined"
    from counted t join care_units u on u.id = t.unit_id where ${ofProvider(providerId)} group by 1, 2`);
