/**
 * Follow-up tasks (åtgärder): what a patient can need, how soon somebody must have seen it and have done it, what can be
 * done about it, and the only legal moves of a task. A task holds the need and the patient's OK. It never holds an
 * answer, nor which answer made somebody offer it (domain §7, §9).
 *
 * Hours and days are our own choice (domain §7 gives the hour for what is acute). Days are working days: nobody is at work
 * on the others, so no deadline may fall on them. What is acute does not wait for a working day.
 */
import { addDays, instantOf, isWorkingDay, localDateOf } from "../calendar.ts";
import { type Refusal, refuse } from "../problems.ts";

type Within = { readonly minutes: number } | { readonly workingDays: number };

/** In the order they are offered. `byHand`: may be picked in a form. */
export const taskKinds = [
  kind("medicine", "Läkemedel", { workingDays: 1 }, { workingDays: 3 }),
  kind("home-help", "Hjälp i hemmet", { workingDays: 1 }, { workingDays: 3 }),
  kind("aids", "Hjälpmedel", { workingDays: 1 }, { workingDays: 3 }),
  kind("care-contact", "Kontakt med vården", { workingDays: 1 }, { workingDays: 3 }),
  kind("worry", "Oro eller mår dåligt", { workingDays: 1 }, { workingDays: 3 }),
  // Calling a meeting of several parties takes longer than a call.
  kind("sip", "SIP – samordnad individuell plan", { workingDays: 1 }, { workingDays: 10 }),
  // The robot says "i dag eller nästa vardag" (calls/prompts.sv.ts).
  kind("call-back", "Patienten vill bli uppringd", { workingDays: 1 }, { workingDays: 1 }),
  kind("acute", "Akut", { minutes: 60 }, { minutes: 24 * 60 }),
  kind("other", "Annat", { workingDays: 1 }, { workingDays: 3 }),
] as const;

function kind<const Code extends string>(code: Code, label: string, acknowledge: Within, done: Within) {
  return { code, label, acknowledge, done };
}

export type TaskKind = (typeof taskKinds)[number]["code"];

/** Throws when there is no such kind: the database holds none other. */
export function taskKindOf(code: TaskKind) {
  const found = taskKinds.find((one) => one.code === code);
  if (!found) throw new Error(`no such kind of task: ${code}`);
  return found;
}

/** End of the working day at which a deadline falls, local time. */
const dayEnds = "16:00";

function after(at: number, within: Within): number {
  if ("minutes" in within) return at + within.minutes * 60_000;
  let date = localDateOf(at);
  for (let left = within.workingDays; left > 0; left -= 1) {
    do date = addDays(date, 1);
    while (!isWorkingDay(date));
  }
  return instantOf(date, dayEnds);
}

/** Epoch ms by when somebody must have seen a task that is raised at `at`, and have done what it asks. */
export function deadlinesOf(code: TaskKind, at: number): { acknowledgeBy: number; dueAt: number } {
  const { acknowledge, done } = taskKindOf(code);
  return { acknowledgeBy: after(at, acknowledge), dueAt: after(at, done) };
}

/** What was done. A word of one's own is needed where the choice says nothing. */
export const waysDone = [
  { code: "rang", label: "Ringde patienten", needsText: false },
  { code: "passed-on", label: "Förmedlat till vårdcentralen", needsText: false },
  { code: "municipality", label: "Förmedlat till kommunen", needsText: false },
  { code: "sip-booked", label: "SIP-möte bokat", needsText: false },
  { code: "not-wanted", label: "Patienten ville inte", needsText: false },
  { code: "other", label: "Annat", needsText: true },
] as const;
export type DoneHow = (typeof waysDone)[number]["code"];
export const wayDoneLabel = (code: DoneHow): string => waysDone.find((way) => way.code === code)?.label ?? "";

/** Characters: of a need, and of what is said when a task is done or moved. */
export const longestNeed = 1000;
export const longestTaskText = 300;

// ── raising ──

/** What a form says of a need. `kind` and `unitId` are codes, "" or missing when nothing was chosen. */
export type Help = {
  readonly need: string;
  readonly agreed: boolean;
  readonly kind?: string;
  readonly unitId?: string;
  /** A SIP was offered and not wanted: counted, and of nobody. */
  readonly sipDeclined?: boolean;
};
export type Wanted = {
  readonly kind: TaskKind;
  readonly unitId: string;
  readonly need: string;
  readonly agreed: boolean;
};

/** The need as a task for a unit of `receivers`, null when nothing was asked for, or what is wrong with it. */
export function judgeHelp(help: Help | null, receivers: readonly string[], usual: string): Wanted | null | Refusal {
  if (help === null) return null;
  const need = help.need.trim();
  if (need === "" && !help.agreed) return null;
  const code = (help.kind ?? "") === "" ? "other" : help.kind;
  const found = taskKinds.find((one) => one.code === code);
  if (!found) return refuse("task-kind-unknown");
  // "SIP" says all that is needed by itself.
  if (need === "" && found.code !== "sip") return refuse("need-missing");
  if (need.length > longestNeed) return refuse("need-too-long", { limit: longestNeed });
  if (!help.agreed) return refuse("need-not-agreed");
  const unitId = (help.unitId ?? "") === "" ? usual : (help.unitId ?? "");
  if (unitId !== usual && !receivers.includes(unitId)) return refuse("task-unit-unknown");
  return { kind: found.code, unitId, need: need === "" ? "Vill ha en SIP." : need, agreed: true };
}

// ── moves ──

/** As the columns of `tasks`. */
export type TaskFacts = {
  readonly kind: TaskKind;
  readonly unitId: string;
  readonly raisedAt: number;
  readonly acknowledgeBy: number;
  readonly dueAt: number;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly escalatedAt: number | null;
  readonly missed: boolean;
  readonly doneAt: number | null;
};
export type TaskChanges = Partial<TaskFacts> & {
  readonly movedAt?: number;
  readonly movedBy?: string;
  readonly movedFrom?: string;
  readonly moveReason?: string;
  readonly doneBy?: string | null;
  readonly doneHow?: DoneHow | null;
  readonly doneText?: string | null;
};

/** Said to have been seen. The first one stands: nothing changes when somebody has, or when it is done. */
export function acknowledgeTask(task: TaskFacts, by: string, now: number): TaskChanges | null {
  if (task.acknowledgedAt !== null || task.doneAt !== null) return null;
  return { acknowledgedAt: now, acknowledgedBy: by, missed: task.missed || now > task.acknowledgeBy };
}

/** Done, with what was done. A task that nobody had acknowledged is acknowledged with it. Null when it is done already. */
export function finishTask(
  task: TaskFacts,
  said: { readonly how: string; readonly text: string },
  by: string,
  now: number,
): TaskChanges | null | Refusal {
  if (task.doneAt !== null) return null;
  const way = waysDone.find(({ code }) => code === said.how);
  if (!way) return refuse("task-how-needed");
  const text = said.text.trim();
  if (way.needsText && text === "") return refuse("task-text-needed");
  if (text.length > longestTaskText) return refuse("task-text-too-long", { limit: longestTaskText });
  const done = { doneAt: now, doneBy: by, doneHow: way.code, doneText: text === "" ? null : text };
  return { ...acknowledgeTask(task, by, now), ...done };
}

/** Done by mistake: it stands as it did, with its old deadlines. Null when it is not done. */
export const reopenTask = (task: TaskFacts): TaskChanges | null =>
  task.doneAt === null ? null : { doneAt: null, doneBy: null, doneHow: null, doneText: null };

/**
 * To another unit, which must see it within the same time as the first; when it must be done stands. `receivers`: the units
 * that somebody can take it at. Null when it is there already.
 */
export function moveTask(
  task: TaskFacts,
  to: { readonly unitId: string; readonly reason: string },
  receivers: readonly string[],
  by: string,
  now: number,
): TaskChanges | null | Refusal {
  if (task.doneAt !== null) return refuse("task-done");
  if (to.unitId === task.unitId) return null;
  if (!receivers.includes(to.unitId)) return refuse("task-unit-unknown");
  const reason = to.reason.trim();
  if (reason === "") return refuse("task-reason-needed");
  if (reason.length > longestTaskText) return refuse("task-text-too-long", { limit: longestTaskText });
  const anew = { acknowledgedAt: null, acknowledgedBy: null, escalatedAt: null };
  const { acknowledgeBy } = deadlinesOf(task.kind, now);
  return {
    ...{ unitId: to.unitId, ...anew, acknowledgeBy, missed: task.missed || isMissed(task, now) },
    ...{ movedAt: now, movedBy: by, movedFrom: task.unitId, moveReason: reason },
  };
}

/** Nobody has seen it, and its time for that is over. */
export const isMissed = (task: TaskFacts, now: number): boolean =>
  task.doneAt === null && task.acknowledgedAt === null && now > task.acknowledgeBy;

/** The clock's move: said once for each unit that has it. Null when there is nothing to say. */
export const escalateTask = (task: TaskFacts, now: number): TaskChanges | null =>
  isMissed(task, now) && task.escalatedAt === null ? { escalatedAt: now, missed: true } : null;

/** Is it late with what it waits for: to be seen, or to be done? */
export const isLate = (task: TaskFacts, now: number): boolean =>
  task.doneAt === null && (isMissed(task, now) || now > task.dueAt);
