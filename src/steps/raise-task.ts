/**
 * A coordinator raises a task from the case's page: a patient has rung, or said something outside the interview. Whoever
 * holds the case and whatever has become of it, as long as we still know who the patient is.
 */
import type { Help } from "../cases/follow-up.ts";
import type { Account } from "../db/accounts.ts";
import { findCase } from "../db/cases.ts";
import { helpStatements } from "../db/new-tasks.ts";
import { findPerson } from "../db/people.ts";
import { listTasksOf } from "../db/tasks.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

/** The same need by the same person within half a minute is a double click. */
const doubleClickMilliseconds = 30_000;

/** `repeated`: it stood there already. Refusals: "not-found", "person-forgotten", and what judgeHelp refuses. */
export async function raiseTask(
  world: World,
  account: Account,
  caseId: string,
  help: Help,
): Promise<{ repeated: boolean } | Refusal> {
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "task" } as const;
  const row = await findCase(world.db, viewer, caseId);
  if (!row) return refuse("not-found");
  if (!(await findPerson(world.db, viewer, caseId))) return refuse("person-forgotten");
  const now = world.now();
  // A declined offer is counted with the call it was made in: alone, a second click would count it twice.
  const raised = await helpStatements(world, row, { ...help, sipDeclined: false }, account.id, now);
  if (isRefusal(raised)) return raised;
  if (raised.statements.length === 0) return refuse("need-missing");
  const earlier = await listTasksOf(world.db, caseId);
  const repeated = earlier.some(
    (task) =>
      task.raisedBy === account.id && task.need === help.need.trim() && now - task.raisedAt < doubleClickMilliseconds,
  );
  if (repeated) return { repeated: true };
  await world.atomically(raised.statements);
  return { repeated: false };
}
