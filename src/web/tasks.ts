/**
 * The pages of /atgarder: what patients need, for the coordinator's own units, the nearest deadline first; one task with
 * all that can be done with it. A unit that did not call the patient sees who it is for its own task alone, and the number
 * only once it has been opened, which is logged.
 */
import { addDays, localDateOf as dateOf, formatDateShort } from "../calendar.ts";
import { isLive, whoseInWords } from "../calls/numbers.ts";
import { waysDone } from "../cases/follow-up.ts";
import { findNames, listUnits } from "../db/accounts.ts";
import { listEvents } from "../db/cases.ts";
import { findPeopleOfTasks, findPersonOfTask, type Person } from "../db/people.ts";
import { listReceiversOfTask } from "../db/task-units.ts";
import { countTasks, findCaseOfTask, findTask, listTasks, type TaskRow as Task, type TaskView } from "../db/tasks.ts";
import { maskedPhone, phoneText } from "../discharges/phone-text.ts";
import { isRefusal, type ProblemCode, type Refusal, sentenceFor } from "../problems.ts";
import { keepContactDays, keepForTaskDays } from "../steps/forget-people.ts";
import * as work from "../steps/work-tasks.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { type FlashKey, setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { taskInWords } from "./task-words.ts";
import type { Paging, TaskListRow } from "./views.ts";

const pageSize = 25;

const views: readonly (readonly [code: string, view: TaskView, label: string, empty: string])[] = [
  [
    "",
    "open",
    "Öppna",
    "Inga öppna åtgärder. När en patient vill ha hjälp, eller när ett samtal blir akut, visas det här.",
  ],
  ["mina", "mine", "Mina kvitterade", "Du har inga åtgärder som du har kvitterat och som inte är klara."],
  ["forsenade", "late", "Försenade", "Inga åtgärder är försenade."],
  ["klara", "done", "Klara", "Inga åtgärder är klara än. De tas bort när patientens namn och nummer tas bort."],
];

const hrefOf = (code: string, number: number): string => {
  const query = [...(code === "" ? [] : [`visa=${code}`]), ...(number === 1 ? [] : [`sida=${number}`])];
  return query.length === 0 ? "/atgarder" : `/atgarder?${query.join("&")}`;
};

const viewerOf = (c: Request) => {
  const { id, unitIds } = accountOf(c);
  return { accountId: id, unitIds, purpose: "task" } as const;
};
const idOf = (c: Request): string => c.req.param("id") ?? "";

/** GET /atgarder?visa=(mina|forsenade|klara)&sida= */
export async function taskList(c: Request): Promise<Response> {
  const { db, now: readClock } = c.get("world");
  const account = accountOf(c);
  const now = readClock();
  const [code, view, , emptyText] = views.find(([one]) => one === c.req.query("visa")) ?? views[0]!;
  const query = { ...viewerOf(c), now };
  const counts = await countTasks(db, query);
  const total = counts[view];
  const pages = Math.max(Math.ceil(total / pageSize), 1);
  const number = Math.min(Math.max(Number.parseInt(c.req.query("sida") ?? "", 10) || 1, 1), pages);
  const first = (number - 1) * pageSize;
  const tasks = await listTasks(db, { ...query, view, limit: pageSize, offset: first });
  const people = await findPeopleOfTasks(
    db,
    viewerOf(c),
    tasks.map(({ id }) => id),
    now,
  );
  const staff = await findNames(db, tasks.flatMap(staffOf));
  const units = await unitNamesOf(c);
  const rows = tasks.map(
    (task): TaskListRow => ({
      ...taskInWords(task, now, staff, units),
      href: `/atgarder/${task.id}`,
      name: nameOf(people.get(task.id)),
      urgent:
        task.doneAt === null && task.acknowledgedAt === null && (task.escalatedAt !== null || task.kind === "acute"),
      mayAcknowledge: task.doneAt === null && task.acknowledgedAt === null,
    }),
  );
  return page(c, "tasks", "Åtgärder", {
    rows,
    emptyText,
    severalUnits: account.unitIds.length > 1,
    tabs: views.map(([one, which, label]) => ({
      ...{ href: hrefOf(one, 1), label, current: one === code, count: String(counts[which]) },
    })),
    paging: pagingOf(code, number, pages, first, rows.length, total),
  });
}

const staffOf = ({ acknowledgedBy, doneBy, movedBy, raisedBy }: Task): string[] =>
  [acknowledgedBy, doneBy, movedBy, raisedBy].filter((by) => by !== null);
const nameOf = (person: Person | undefined): string => (person ? (person.name ?? "Namn saknas") : "Namnet visas inte");

async function unitNamesOf(c: Request): Promise<Map<string, string>> {
  const units = await listUnits(c.get("world").db, accountOf(c).providerId);
  return new Map(units.map((unit) => [unit.id, unit.name]));
}

function pagingOf(
  code: string,
  number: number,
  pages: number,
  first: number,
  shown: number,
  total: number,
): Paging | null {
  if (pages === 1) return null;
  return {
    text: `Visar ${first + 1}–${first + shown} av ${total}`,
    previousHref: number > 1 ? hrefOf(code, number - 1) : null,
    nextHref: number < pages ? hrefOf(code, number + 1) : null,
  };
}

// ── one task ──

type Typed = { readonly how: string; readonly text: string; readonly unitId: string; readonly reason: string };
const nothingTyped: Typed = { how: "", text: "", unitId: "", reason: "" };

/** GET /atgarder/:id */
export const taskPage = (c: Request): Promise<Response> => show(c, nothingTyped);

async function show(c: Request, typed: Typed, refusal?: Refusal): Promise<Response> {
  const world = c.get("world");
  const { db } = world;
  const now = world.now();
  const account = accountOf(c);
  const task = await findTask(db, viewerOf(c), idOf(c));
  if (!task) return giveUp({ refused: "not-found" });
  const person = await findPersonOfTask(db, viewerOf(c), task.id, now);
  const about = await findCaseOfTask(db, task.caseId);
  const events = await listEvents(db, task.caseId);
  const shown = events.some(
    ({ kind, accountId, detail }) => kind === work.numberShown && accountId === account.id && detail === task.id,
  );
  const staff = await findNames(db, staffOf(task));
  const units = await unitNamesOf(c);
  const receivers = (await listReceiversOfTask(db, account.providerId, task.caseId)).filter(
    ({ id }) => id !== task.unitId,
  );
  const name = nameOf(person);
  const view = {
    ...taskInWords(task, now, staff, units),
    base: `/atgarder/${task.id}`,
    version: task.version,
    name,
    raisedText: `${staff.get(task.raisedBy ?? "") ?? "Någon"}, ${formatDateShort(dateOf(task.raisedAt))}`,
    agreedText: task.agreed ? "Patienten har sagt ja till att det skickas vidare med namn." : "",
    // Only for those whose patient it is.
    caseHref: about && account.unitIds.includes(about.unitId) ? `/uppfoljningar/${task.caseId}` : null,
    numbers: person
      ? person.numbers.filter(isLive).map(({ number, ...whose }) => ({
          whose: whoseInWords({ number, ...whose }),
          display: shown ? phoneText(number) : maskedPhone(number),
          href: shown ? `tel:${number}` : null,
        }))
      : [],
    numbersShown: shown,
    mayAcknowledge: task.doneAt === null && task.acknowledgedAt === null,
    lapsesText: task.doneAt === null && about ? lapsesText(about.closesOn, dateOf(now)) : "",
    ways: waysDone.map(({ code, label }) => ({ value: code, label, selected: code === typed.how })),
    text: typed.text,
    units: [
      { value: "", label: "Välj enhet", selected: typed.unitId === "" },
      ...receivers.map((unit) => ({ value: unit.id, label: unit.name, selected: unit.id === typed.unitId })),
    ],
    mayMove: receivers.length > 0,
    reason: typed.reason,
  };
  const title = `Åtgärd: ${name}`;
  if (!refusal) return page(c, "task", title, view);
  const errors = [{ field: fieldOf[refusal.refused] ?? "gjort", text: sentenceFor(refusal.refused, refusal.details) }];
  return page(c, "task", title, view, { errors, status: 422 });
}

const fieldOf: Partial<Record<ProblemCode, string>> = {
  "task-text-needed": "gjort_text",
  "task-unit-unknown": "enhet",
  "task-reason-needed": "skal",
};

/** Once the time at which others are forgotten has come, the task's own end is worth knowing. */
function lapsesText(closesOn: string, today: string): string {
  if (addDays(closesOn, keepContactDays) > today) return "";
  const last = addDays(closesOn, keepForTaskDays);
  return `Är åtgärden inte klar ${formatDateShort(last)} avslutas den som inte klar i tid, och patientens uppgifter tas bort.`;
}

/** POST /atgarder/:id/kvittera */
export const acknowledge = async (c: Request): Promise<Response> =>
  worked(c, "acknowledged", await work.acknowledge(c.get("world"), accountOf(c), idOf(c)), `/atgarder/${idOf(c)}`);

/** POST /atgarder/:id/klar: gjort, gjort_text */
export async function finish(c: Request): Promise<Response> {
  const form = await formOf(c);
  const said = { how: form.text("gjort"), text: form.text("gjort_text") };
  const done = await work.finish(c.get("world"), accountOf(c), idOf(c), said);
  return worked(c, "task-done", done, `/atgarder/${idOf(c)}`, { ...nothingTyped, ...said });
}

/** POST /atgarder/:id/flytta: enhet, skal, version */
export async function move(c: Request): Promise<Response> {
  const form = await formOf(c);
  const to = { unitId: form.text("enhet"), reason: form.text("skal"), version: form.number("version") ?? -1 };
  const moved = await work.move(c.get("world"), accountOf(c), idOf(c), to);
  return worked(c, "task-moved", moved, "/atgarder", { ...nothingTyped, unitId: to.unitId, reason: to.reason });
}

/** POST /atgarder/:id/oppna: version */
export async function reopen(c: Request): Promise<Response> {
  const version = (await formOf(c)).number("version") ?? -1;
  const opened = await work.reopen(c.get("world"), accountOf(c), idOf(c), version);
  return worked(c, "task-reopened", opened, `/atgarder/${idOf(c)}`);
}

/** POST /atgarder/:id/visa-nummer */
export async function showNumber(c: Request): Promise<Response> {
  const shown = await work.showTaskNumber(c.get("world"), accountOf(c), idOf(c));
  return isRefusal(shown) ? giveUp(shown) : c.redirect(`/atgarder/${idOf(c)}#nummer`, 303);
}

function worked(
  c: Request,
  key: FlashKey,
  outcome: work.Worked | Refusal,
  next: string,
  typed: Typed = nothingTyped,
): Response | Promise<Response> {
  if (isRefusal(outcome)) return outcome.refused === "not-found" ? giveUp(outcome) : show(c, typed, outcome);
  setFlash(c, key);
  return c.redirect(next, 303);
}
