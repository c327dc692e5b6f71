/**
 * When nobody has seen a task in time: says so, once for each unit that gets it. From then on it stands red on top of the
 * unit's list and in the head of every page, and with the unit's escalation contact, until somebody acknowledges it. It is
 * the row that says so and not a message, so it cannot be lost while the program is down: whatever was missed meanwhile is
 * found at the next tick.
 */
import { escalateTask } from "../cases/follow-up.ts";
import { mustChange } from "../db/atomic.ts";
import { insertEvent } from "../db/cases.ts";
import { changeTask, listMissed } from "../db/tasks.ts";
import type { World } from "../world.ts";

/** At a time, so that a long standstill is not one long write. */
const batch = 200;

export async function escalateTasks(world: World): Promise<{ escalated: number }> {
  const now = world.now();
  let escalated = 0;
  for (const task of await listMissed(world.db, now, batch)) {
    const changes = escalateTask(task, now);
    if (changes === null) continue;
    const { caseId, unitId } = task;
    // Somebody who acknowledges it at this very moment is first: then there is nothing to say.
    const written = await world.atomically([
      ...mustChange(changeTask(world.db, task, changes)),
      insertEvent(world.db, { id: world.newId(), caseId, at: now, kind: "task-escalated", detail: unitId }),
    ]);
    if (written === "conflict") continue;
    escalated += 1;
    world.log({ what: "task-escalated", unit: unitId, kind: task.kind });
  }
  return { escalated };
}
