/** Sample data for the pages about follow-up tasks (see samples.ts). All people are invented. */
import { waysDone } from "../cases/follow-up.ts";
import { sentenceFor } from "../problems.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { type TaskCell, taskFiguresOf } from "../reports/task-figures.ts";
import { helpForm, noHelp } from "./help-form.ts";
import { viewTaskFigures } from "./task-figures.ts";
import type { CaseTask, HelpForm, Sample, TaskListRow, TaskView, TaskWords } from "./views.ts";

const longName = "Anna-Margareta Wennerström-Oskarsdotter von Långstrumpefelt";
const units = [
  { id: "geriatrik", name: "Geriatriken 82" },
  { id: "linden", name: "Vårdcentralen Linden" },
];

export const help: HelpForm = helpForm(units, "geriatrik", noHelp);

const words: TaskWords = {
  ...{ kindLabel: "Hjälp i hemmet", unitName: "Vårdcentralen Linden", done: false },
  need: "Hemtjänsten har inte börjat. Behöver hjälp med duschen.",
  ...{ dueText: "Kvittera senast tis 24 nov", overdue: false },
  ...{ escalatedText: "", acknowledgedText: "", movedText: "", doneText: "" },
};
const seen = { dueText: "Klar senast tors 26 nov", acknowledgedText: "Kvitterad av Anna Ek kl. 10:40" };
const missed: Partial<TaskWords> = {
  ...{ kindLabel: "Akut", need: "Samtalet avbröts för att patienten mådde akut dåligt.", unitName: "Geriatriken 82" },
  ...{ dueText: "Skulle ha kvitterats kl. 11:20", overdue: true },
  escalatedText: "Ingen har kvitterat. Det skulle ha skett kl. 11:20.",
};
const moved = {
  ...{ kindLabel: "SIP – samordnad individuell plan", need: "Vill ha en SIP." },
  movedText: "Flyttad från Geriatriken 82 av Sara Lund kl. 09:50: ”Patienten är listad på Linden.”",
};
const finished: Partial<TaskWords> = {
  ...{ kindLabel: "Läkemedel", need: "Förstår inte den nya dosetten.", done: true, dueText: "" },
  acknowledgedText: "Kvitterad av Bo Lind kl. 09:12",
  doneText: "Klar av Bo Lind kl. 09:40. Annat: ”Apotekaren har gått igenom listan med patienten.”",
};

const row = (name: string, change: Partial<TaskListRow> = {}): TaskListRow => ({
  ...{ ...words, href: "/atgarder/a1", name, urgent: false, mayAcknowledge: true },
  ...change,
});

export const caseTasks: readonly CaseTask[] = [
  { ...words, href: null },
  { ...words, ...finished, href: "/atgarder/a2" },
];

const tabs = (current: number) =>
  [
    ["", "Öppna", "26"],
    ["?visa=mina", "Mina kvitterade", "1"],
    ["?visa=forsenade", "Försenade", "2"],
    ["?visa=klara", "Klara", "14"],
  ].map(([query, label, count], at) => ({
    ...{ href: `/atgarder${query}`, label: label ?? "", count: count ?? "", current: at === current },
  }));

const task: TaskView = {
  ...words,
  ...{ base: "/atgarder/a1", version: 0, name: "Gunnar Holm", raisedText: "Sara Lund, mån 23 nov" },
  agreedText: "Patienten har sagt ja till att det skickas vidare med namn.",
  caseHref: "/uppfoljningar/k7m2p9q4r8s3t6v1",
  numbers: [
    { whose: "Patienten", display: "070-••• •• 05", href: null },
    { whose: "Eva Holm, dotter", display: "08-••• •• 12", href: null },
  ],
  ...{ numbersShown: false, mayAcknowledge: true, lapsesText: "" },
  ways: waysDone.map(({ code, label }) => ({ value: code, label, selected: false })),
  text: "",
  units: [
    { value: "", label: "Välj enhet", selected: true },
    { value: "linden", label: "Vårdcentralen Linden", selected: false },
  ],
  ...{ mayMove: true, reason: "" },
};

const cell = (unit: string, kind: string, tasks: number, change: Partial<TaskCell> = {}): TaskCell => ({
  ...{ unit, kind, isSip: kind.startsWith("SIP"), tasks, acknowledgedInTime: tasks - 1, toAcknowledge: tasks },
  ...{ doneInTime: tasks - 2, toDo: tasks - 1, open: 1, overdue: 0, lapsed: 0, declined: 0, ...change },
});
const cells = [
  cell("Geriatriken 82", "Läkemedel", 9),
  cell("Geriatriken 82", "Hjälp i hemmet", 6, { overdue: 1 }),
  cell("Vårdcentralen Linden", "SIP – samordnad individuell plan", 7, { declined: 6, lapsed: 1 }),
  cell("Kirurgi 12", "Akut", 3),
  cell("Medicin 33", "Oro eller mår dåligt", 4),
];
const months = ["2026-11", "2026-10"];

const lead = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [{ href: "/siffror/atgarder", label: "Åtgärder", current: true }],
};
const alarm = { href: "/atgarder", label: "1 åtgärd har ingen kvitterat" };

export const taskSamples: readonly Sample[] = [
  {
    page: "tasks",
    name: "ordinary",
    title: "Åtgärder",
    frame: { flash: { kind: "done", text: "Åtgärden är kvitterad." }, alarm },
    view: {
      ...{ tabs: tabs(0), emptyText: "", severalUnits: true },
      rows: [
        row("Gunnar Holm", { ...missed, urgent: true }),
        row(longName, moved),
        row("Ulla-Britt Ek", { ...seen, mayAcknowledge: false }),
        row("Maj-Britt Åkesson"),
      ],
      paging: { text: "Visar 1–25 av 26", previousHref: null, nextHref: "/atgarder?sida=2" },
    },
  },
  {
    page: "tasks",
    name: "done",
    title: "Åtgärder",
    view: {
      ...{ tabs: tabs(3), emptyText: "", severalUnits: false, paging: null },
      rows: [row("Namnet visas inte", { ...finished, mayAcknowledge: false })],
    },
  },
  {
    page: "tasks",
    name: "empty",
    title: "Åtgärder",
    view: {
      ...{ tabs: tabs(2), rows: [], severalUnits: false, paging: null },
      emptyText: "Inga åtgärder är försenade.",
    },
  },
  { page: "task", name: "new", title: "Åtgärd: Gunnar Holm", frame: { alarm }, view: { ...task, ...missed } },
  {
    page: "task",
    name: "refused",
    title: `Åtgärd: ${longName}`,
    frame: {
      errors: [
        { field: "gjort_text", text: sentenceFor("task-text-needed") },
        { field: "enhet", text: sentenceFor("task-unit-unknown") },
        { field: "skal", text: sentenceFor("task-reason-needed") },
      ],
    },
    view: {
      ...{ ...task, ...seen, ...moved, name: longName, mayAcknowledge: false, caseHref: null, numbersShown: true },
      numbers: [{ whose: "Patienten", display: "070-174 06 05", href: "tel:+46701740605" }],
      lapsesText:
        "Är åtgärden inte klar lör 26 dec avslutas den som inte klar i tid, och patientens uppgifter tas bort.",
    },
  },
  {
    page: "task",
    name: "done",
    title: "Åtgärd: Gunnar Holm",
    view: { ...task, ...finished, mayAcknowledge: false },
  },
  {
    page: "alarms",
    name: "some",
    title: "Åtgärder som ingen har kvitterat",
    frame: { alarm: { href: "/larm", label: "2 åtgärder har ingen kvitterat" } },
    view: {
      rows: [
        {
          ...{ unitName: "Geriatriken 82", kindLabel: "Akut", raisedText: "kl. 10:20" },
          dueText: "Skulle ha kvitterats kl. 11:20",
        },
        {
          ...{ unitName: "Vårdcentralen Linden", kindLabel: "SIP – samordnad individuell plan" },
          ...{ raisedText: "fre 20 nov kl. 10:20", dueText: "Skulle ha kvitterats mån 23 nov" },
        },
      ],
    },
  },
  { page: "alarms", name: "none", title: "Åtgärder som ingen har kvitterat", view: { rows: [] } },
  {
    page: "task-figures",
    name: "month",
    title: "Åtgärder i siffror",
    frame: lead,
    view: viewTaskFigures(taskFiguresOf(cells, defaultThresholds), "2026-11", months, defaultThresholds),
  },
  {
    page: "task-figures",
    name: "few",
    title: "Åtgärder i siffror",
    frame: lead,
    view: viewTaskFigures(taskFiguresOf(cells.slice(3, 4), defaultThresholds), "2026-10", months, defaultThresholds),
  },
];
