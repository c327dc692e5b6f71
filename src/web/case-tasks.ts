/** The tasks of a case on its own page: all of them, whoever has them, and a new one for a patient who rings. */
import { type Account, findNames, listUnits } from "../db/accounts.ts";
import type { CaseRow } from "../db/cases.ts";
import { findPerson } from "../db/people.ts";
import { listTasksOf } from "../db/tasks.ts";
import type { World } from "../world.ts";
import { helpFormFor, noHelp, type TypedHelp } from "./help-form.ts";
import { taskInWords } from "./task-words.ts";
import type { CaseTask, HelpForm } from "./views.ts";

/** `typed`: what a refused new task was to say. */
export type CaseTasks = {
  readonly tasks: readonly CaseTask[];
  /** Beside an outcome, and for a task on its own; null once we no longer know who the patient is. */
  readonly helpForm: HelpForm | null;
  readonly newTask: HelpForm | null;
};

/** `outcome`: what was typed into the outcome form's own fields of help. */
export async function viewCaseTasks(
  world: World,
  account: Account,
  row: CaseRow,
  outcome: TypedHelp,
  typed: TypedHelp = noHelp,
): Promise<CaseTasks> {
  const { db } = world;
  const now = world.now();
  const tasks = await listTasksOf(db, row.id);
  const units = new Map((await listUnits(db, account.providerId)).map(({ id, name }) => [id, name]));
  const staff = await findNames(
    db,
    tasks.flatMap(({ acknowledgedBy, doneBy, movedBy }) =>
      [acknowledgedBy, doneBy, movedBy].filter((by) => by !== null),
    ),
  );
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "task" } as const;
  const known = (await findPerson(db, viewer, row.id)) !== undefined;
  return {
    tasks: tasks.toReversed().map((task) => ({
      ...taskInWords(task, now, staff, units),
      href: account.unitIds.includes(task.unitId) ? `/atgarder/${task.id}` : null,
    })),
    helpForm: known ? await helpFormFor(db, row, outcome) : null,
    newTask: known ? await helpFormFor(db, row, typed) : null,
  };
}
