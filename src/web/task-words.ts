/** A task in words: until when, who has seen it, what was done. The same words on the list, its page and the case's page. */
import { formatDateShort, formatDateTime, formatTime, localDateOf } from "../calendar.ts";
import { isLate, isMissed, type TaskFacts, taskKindOf, wayDoneLabel } from "../cases/follow-up.ts";
import type { TaskRow as Task } from "../db/tasks.ts";
import type { TaskWords } from "./views.ts";

type Names = ReadonlyMap<string, string>;

/** `staff` and `units`: names by id. */
export function taskInWords(task: Task, now: number, staff: Names, units: Names): TaskWords {
  return {
    kindLabel: taskKindOf(task.kind).label,
    need: task.need,
    unitName: units.get(task.unitId) ?? "",
    done: task.doneAt !== null,
    ...deadlineOf(task, now),
    escalatedText:
      task.escalatedAt !== null && task.acknowledgedAt === null && task.doneAt === null
        ? `Ingen har kvitterat. Det skulle ha skett ${momentText(task.acknowledgeBy, now)}.`
        : "",
    acknowledgedText: acknowledgedText(task, staff, now),
    movedText: movedText(task, staff, units, now),
    doneText: doneText(task, staff, now),
  };
}

/** Until when, in words, and whether that has passed. First somebody must see it, then it must be done. */
export function deadlineOf(task: TaskFacts, now: number): Pick<TaskWords, "dueText" | "overdue"> {
  if (task.doneAt !== null) return { dueText: "", overdue: false };
  const overdue = isLate(task, now);
  if (task.acknowledgedAt === null) {
    const at = momentText(task.acknowledgeBy, now);
    return { dueText: isMissed(task, now) ? `Skulle ha kvitterats ${at}` : `Kvittera senast ${at}`, overdue };
  }
  const at = momentText(task.dueAt, now);
  return { dueText: overdue ? `Skulle ha varit klar ${at}` : `Klar senast ${at}`, overdue };
}

function acknowledgedText({ acknowledgedAt, acknowledgedBy }: Task, staff: Names, now: number): string {
  return acknowledgedAt === null ? "" : `Kvitterad ${byWhom(acknowledgedBy, staff)}${momentText(acknowledgedAt, now)}`;
}

function movedText({ movedAt, movedBy, movedFrom, moveReason }: Task, staff: Names, units: Names, now: number): string {
  if (movedAt === null) return "";
  const from = units.get(movedFrom ?? "") ?? "en annan enhet";
  return `Flyttad från ${from} ${byWhom(movedBy, staff)}${momentText(movedAt, now)}: ”${moveReason ?? ""}”`;
}

function doneText({ doneAt, doneBy, doneHow, doneText: text }: Task, staff: Names, now: number): string {
  if (doneAt === null || doneHow === null) return "";
  const what = [wayDoneLabel(doneHow), ...(text === null ? [] : [`”${text}”`])].join(": ");
  return `Klar ${byWhom(doneBy, staff)}${momentText(doneAt, now)}. ${what}`;
}

function byWhom(id: string | null, staff: Names): string {
  const name = staff.get(id ?? "");
  return name === undefined ? "" : `av ${name} `;
}

/** The time alone today, with its day otherwise; the day alone when it is the end of one. */
export function momentText(instant: number, now: number): string {
  if (localDateOf(instant) === localDateOf(now)) return `kl. ${formatTime(instant)}`;
  return formatTime(instant) === "16:00" ? formatDateShort(localDateOf(instant)) : formatDateTime(instant);
}
