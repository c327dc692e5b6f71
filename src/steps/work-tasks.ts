/**
 * A coordinator says that a task has been seen, and that it is done. The first one stands: whoever clicks again, in
 * another window or a second later, changes nothing and is not told off for it.
 */
import type { Account } from "../db/accounts.ts";
import { mustChange } from "../db/atomic.ts";
import { acknowledgeTask, finishTask, listTasks } from "../db/tasks.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { Statement, World } from "../world.ts";

/** `changed` is false when somebody was there first. */
export type Worked = { readonly changed: boolean };

/** "not-found" for a task of a unit that is not the account's. */
export const acknowledge = (world: World, account: Account, id: string): Promise<Worked | Refusal> =>
  work(world, account, id, acknowledgeTask(world.db, account.unitIds, id, account.id, world.now()));

/** Finishing a task that nobody has acknowledged acknowledges it too. "not-found" as above. */
export const finish = (world: World, account: Account, id: string): Promise<Worked | Refusal> =>
  work(world, account, id, finishTask(world.db, account.unitIds, id, account.id, world.now()));

async function work(world: World, account: Account, id: string, write: Statement): Promise<Worked | Refusal> {
  if ((await world.atomically(mustChange(write))) === "done") return { changed: true };
  const own = await listTasks(world.db, account.unitIds, Number.MAX_SAFE_INTEGER);
  return own.some((task) => task.id === id) ? { changed: false } : refuse("not-found");
}
