/** The pages of /atgarder: what patients need help with, for the coordinator's own units, the nearest deadline first. */
import { formatDateShort, formatDateTime, formatTime, localDateOf } from "../calendar.ts";
import { findNames, listUnits } from "../db/accounts.ts";
import { findPeople } from "../db/people.ts";
import { countOpenTasks, listTasks, type TaskRow as Task } from "../db/tasks.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import { acknowledge as acknowledgeTask, finish as finishTask } from "../steps/work-tasks.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { type FlashKey, setFlash } from "./flash.ts";
import { page } from "./frame.ts";
import type { Paging, TaskRow } from "./views.ts";

const pageSize = 25;

const kindLabels: Record<Task["kind"], string> = { help: "Hjälp", acute: "Akut" };

/** GET /atgarder?sida= */
export async function taskList(c: Request): Promise<Response> {
  const { db, now: readClock } = c.get("world");
  const account = accountOf(c);
  const now = readClock();
  const total = await countOpenTasks(db, account.unitIds);
  const pages = Math.max(Math.ceil(total / pageSize), 1);
  const number = Math.min(Math.max(Number.parseInt(c.req.query("sida") ?? "", 10) || 1, 1), pages);
  const first = (number - 1) * pageSize;
  const open = (await listTasks(db, account.unitIds, number * pageSize)).filter((task) => task.doneAt === null);
  const tasks = open.slice(first);

  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "task" } as const;
  const caseIds = [...new Set(tasks.map((task) => task.caseId))];
  const people = await findPeople(db, viewer, caseIds);
  const staff = await findNames(
    db,
    tasks.flatMap((task) => task.acknowledgedBy ?? []),
  );
  const unitNames = new Map((await listUnits(db, account.providerId)).map((unit) => [unit.id, unit.name]));
  const rows = tasks.map((task): TaskRow => {
    const person = people.get(task.caseId);
    return {
      base: `/atgarder/${task.id}`,
      kindLabel: kindLabels[task.kind],
      acute: task.kind === "acute",
      name: person ? (person.name ?? "Namn saknas") : "Uppgifterna är borttagna",
      caseHref: `/uppfoljningar/${task.caseId}`,
      unitName: unitNames.get(task.unitId) ?? "",
      need: task.need,
      ...deadlineOf(task, now),
      acknowledgedText: acknowledgedText(task, staff, now),
    };
  });
  return page(c, "tasks", "Åtgärder", { rows, paging: pagingOf(number, pages, first, rows.length, total) });
}

/** POST /atgarder/:id/kvittera */
export const acknowledge = async (c: Request): Promise<Response> =>
  worked(c, "acknowledged", await acknowledgeTask(c.get("world"), accountOf(c), idOf(c)));

/** POST /atgarder/:id/klar */
export const finish = async (c: Request): Promise<Response> =>
  worked(c, "task-done", await finishTask(c.get("world"), accountOf(c), idOf(c)));

const idOf = (c: Request): string => c.req.param("id") ?? "";

function worked(c: Request, key: FlashKey, outcome: { changed: boolean } | Refusal): Response {
  if (isRefusal(outcome)) giveUp(outcome);
  setFlash(c, key);
  return c.redirect("/atgarder", 303);
}

/**
 * Until when, in words, and whether that has passed. An acute task's deadline is for being seen (domain §7: within an
 * hour), a patient's need has one for being met.
 */
export function deadlineOf(
  task: Pick<Task, "kind" | "dueAt" | "acknowledgedAt">,
  now: number,
): Pick<TaskRow, "dueText" | "overdue"> {
  const overdue = now > task.dueAt;
  if (task.kind === "acute") {
    if (task.acknowledgedAt !== null) return { dueText: "Klart så snart det går", overdue: false };
    const at = momentText(task.dueAt, now);
    return { dueText: overdue ? `Skulle ha kvitterats ${at}` : `Kvittera senast ${at}`, overdue };
  }
  const isToday = localDateOf(task.dueAt) === localDateOf(now);
  const at = isToday ? `i dag kl. ${formatTime(task.dueAt)}` : formatDateShort(localDateOf(task.dueAt));
  return { dueText: overdue ? `Skulle ha varit klart ${at}` : `Klart senast ${at}`, overdue };
}

function acknowledgedText(task: Task, staff: ReadonlyMap<string, string>, now: number): string {
  if (task.acknowledgedAt === null) return "";
  const name = staff.get(task.acknowledgedBy ?? "");
  return `Kvitterad${name ? ` av ${name}` : ""} ${momentText(task.acknowledgedAt, now)}`;
}

/** The time alone today, with its day otherwise. */
const momentText = (instant: number, now: number): string =>
  localDateOf(instant) === localDateOf(now) ? formatTime(instant) : formatDateTime(instant);

function pagingOf(number: number, pages: number, first: number, shown: number, total: number): Paging | null {
  if (pages === 1) return null;
  return {
    text: `Visar ${first + 1}–${first + shown} av ${total}`,
    previousHref: number > 1 ? `/atgarder?sida=${number - 1}` : null,
    nextHref: number < pages ? `/atgarder?sida=${number + 1}` : null,
  };
}
