/**
 * Raising a task, by whomever: a coordinator in a call or from the case's page, or the robot. The row and its event are
 * written in one unit with whatever else the act writes. Nothing of the interview comes in here.
 */
import { localDateOf, monthOf } from "../calendar.ts";
import { deadlinesOf, type Help, judgeHelp, type Wanted } from "../cases/follow-up.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import type { Statement, World } from "../world.ts";
import { type CaseRow, insertEvent } from "./cases.ts";
import { addToCount } from "./task-counts.ts";
import { listReceiversFor, usualReceiver } from "./task-units.ts";
import { insertTask } from "./tasks.ts";

/** `by`: an account, or the robot. */
export function newTask(world: World, row: CaseRow, wanted: Wanted, by: string, now: number): Statement[] {
  const { kind, unitId, need, agreed } = wanted;
  return [
    insertTask(world.db, {
      ...{ id: world.newId(), caseId: row.id, unitId, kind, need, agreed },
      ...{ raisedAt: now, raisedMonth: monthOf(localDateOf(now)), raisedBy: by, ...deadlinesOf(kind, now) },
    }),
    // Which unit, and not what for: the log outlives the task.
    insertEvent(world.db, {
      ...{ id: world.newId(), caseId: row.id, at: now, kind: "task-raised", accountId: by, detail: unitId },
    }),
  ];
}

/** A task for the usual unit of a case, which nobody has picked a unit for. */
export async function newUsualTask(
  world: World,
  row: CaseRow,
  wanted: Omit<Wanted, "unitId">,
  by: string,
  now: number,
): Promise<Statement[]> {
  const receivers = await listReceiversFor(world.db, row);
  return newTask(world, row, { ...wanted, unitId: usualReceiver(row, receivers) }, by, now);
}

/** What a form's need comes to: nothing, a task, or what is wrong with it. */
export async function helpStatements(
  world: World,
  row: CaseRow,
  help: Help | null,
  by: string,
  now: number,
): Promise<{ readonly statements: Statement[]; readonly made: boolean } | Refusal> {
  if (help === null) return { statements: [], made: false };
  const receivers = await listReceiversFor(world.db, row);
  const ids = receivers.map(({ id }) => id);
  const usual = usualReceiver(row, receivers);
  const wanted = judgeHelp(help, ids, usual);
  if (isRefusal(wanted)) return wanted;
  // Only how many declined: not who, and not when within the month.
  const month = monthOf(localDateOf(now));
  const isDeclined = help.sipDeclined === true && wanted?.kind !== "sip";
  const declined = isDeclined ? [addToCount(world.db, { unitId: usual, month, kind: "sip", fate: "declined" })] : [];
  return {
    statements: [...(wanted ? newTask(world, row, wanted, by, now) : []), ...declined],
    made: wanted !== null,
  };
}
