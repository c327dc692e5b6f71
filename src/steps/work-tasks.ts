/**
 * What a coordinator does with a task: says that it has been seen, that it is done, that another unit should have it, that
 * "done" was a mistake; and opens the patient's number for it. The first one stands: whoever clicks again, in another
 * window or a second later, changes nothing and is not told off for it. Every move is an event of the case, which tells
 * who did what and never what the task was about.
 */
import {
  acknowledgeTask,
  finishTask,
  moveTask,
  reopenTask,
  type TaskChanges,
  type TaskFacts,
} from "../cases/follow-up.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { insertEvent } from "../db/cases.ts";
import { findPersonOfTask } from "../db/people.ts";
import { listReceivers, listReceiversOfTask } from "../db/task-units.ts";
import { changeTask, findTask, type TaskRow } from "../db/tasks.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

/** `changed` is false when somebody was there first. */
export type Worked = { readonly changed: boolean };

type Move = (task: TaskFacts, now: number) => TaskChanges | null | Refusal;

/** "not-found" for a task that no unit of the account's has; otherwise what the move refuses. */
const work = (world: World, account: Account, id: string, kind: string, move: Move) =>
  decidedAnew(() => tryToWork(world, account, id, kind, move));

async function tryToWork(
  world: World,
  account: Account,
  id: string,
  kind: string,
  move: Move,
): Promise<Worked | Refusal> {
  const task = await findTask(world.db, viewerOf(account), id);
  if (!task) return refuse("not-found");
  const now = world.now();
  const changes = move(task, now);
  if (changes === null) return { changed: false };
  if (isRefusal(changes)) return changes;
  const written = await world.atomically([
    ...mustChange(changeTask(world.db, task, changes)),
    insertEvent(world.db, eventOf(world, account, task, now, kind, changes.unitId ?? null)),
  ]);
  return written === "done" ? { changed: true } : refuse("case-just-changed");
}

const eventOf = (
  world: World,
  account: Account,
  { caseId }: TaskRow,
  at: number,
  kind: string,
  detail: string | null,
) => ({
  ...{ id: world.newId(), caseId, at, kind, accountId: account.id, detail },
});

export const acknowledge = (world: World, account: Account, id: string): Promise<Worked | Refusal> =>
  work(world, account, id, "task-acknowledged", (task, now) => acknowledgeTask(task, account.id, now));

/** Finishing a task that nobody has acknowledged acknowledges it too. */
export const finish = (
  world: World,
  account: Account,
  id: string,
  said: { readonly how: string; readonly text: string },
): Promise<Worked | Refusal> =>
  work(world, account, id, "task-done", (task, now) => finishTask(task, said, account.id, now));

/**
 * "Done" was a mistake. `version`: of the page that it was said on; "task-just-changed" when somebody has done something
 * with the task since.
 */
export const reopen = (world: World, account: Account, id: string, version: number): Promise<Worked | Refusal> =>
  work(world, account, id, "task-reopened", onVersion(version, reopenTask));

/** To another unit of the provider. `version` as above. */
export async function move(
  world: World,
  account: Account,
  id: string,
  to: { readonly unitId: string; readonly reason: string; readonly version: number },
): Promise<Worked | Refusal> {
  const task = await findTask(world.db, viewerOf(account), id);
  const units = task ? await listReceiversOfTask(world.db, account.providerId, task.caseId) : [];
  const receivers = units.map((unit) => unit.id);
  const moved = await work(
    world,
    account,
    id,
    "task-moved",
    onVersion(to.version, (facts, now) => moveTask(facts, to, receivers, account.id, now)),
  );
  // The second click of two: the task has gone to a unit that is not ours.
  return isRefusal(moved) && moved.refused === "not-found" && (await wasMovedBy(world, account, id))
    ? { changed: false }
    : moved;
}

async function wasMovedBy(world: World, account: Account, id: string): Promise<boolean> {
  const unitIds = (await listReceivers(world.db, account.providerId)).map((unit) => unit.id);
  const task = await findTask(world.db, { accountId: account.id, unitIds }, id);
  return task?.movedBy === account.id && world.now() - (task.movedAt ?? 0) < 30_000;
}

const onVersion =
  (version: number, then: Move): Move =>
  (task, now) => {
    const changes = then(task, now);
    const stale = (task as TaskRow).version !== version;
    return changes !== null && !isRefusal(changes) && stale ? refuse("task-just-changed") : changes;
  };

/** Opens the patient's number for a task, which is logged. "not-found" also when the person has been forgotten. */
export async function showTaskNumber(world: World, account: Account, id: string): Promise<{ shown: true } | Refusal> {
  const now = world.now();
  const task = await findTask(world.db, viewerOf(account), id);
  const person = task && (await findPersonOfTask(world.db, viewerOf(account), id, now));
  if (!task || !person) return refuse("not-found");
  await world.atomically([insertEvent(world.db, eventOf(world, account, task, now, numberShown, id))]);
  return { shown: true };
}

const viewerOf = (account: Account) => ({ accountId: account.id, unitIds: account.unitIds, purpose: "task" }) as const;

/** The event's detail is the task. */
export const numberShown = "task-number-shown";
