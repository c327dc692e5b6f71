/** GET /siffror/atgarder: how follow-up tasks go, per unit and kind and month. For the project lead; counts only. */
import { formatMonth, isLocalDate } from "../calendar.ts";
import { taskKindOf } from "../cases/follow-up.ts";
import { countTaskFigures, listTaskMonths } from "../db/task-figures.ts";
import { findThresholds } from "../db/thresholds.ts";
import { numberText, percentText } from "../reports/intervals.ts";
import { type TaskFigures, type TaskLine, taskFiguresOf } from "../reports/task-figures.ts";
import type { Thresholds } from "../reports/thresholds.ts";
import { startOfSentence } from "../reports/wording.ts";
import { accountOf, type Request } from "./context.ts";
import { counted } from "./fieldwork.ts";
import { page } from "./frame.ts";
import type { TaskFigureRow, TaskFiguresView } from "./views.ts";

const monthsShown = 12;

/** GET /siffror/atgarder?manad=YYYY-MM */
export async function taskFiguresPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const { providerId } = accountOf(c);
  const months = await listTaskMonths(world.db, providerId, monthsShown);
  const asked = c.req.query("manad") ?? "";
  const month = isLocalDate(`${asked}-01`) && months.includes(asked) ? asked : (months[0] ?? null);
  const rows = month === null ? [] : await countTaskFigures(world.db, providerId, month, world.now());
  const thresholds = await findThresholds(world.db);
  const cells = rows.map((row) => ({ ...row, kind: taskKindOf(row.kind).label, isSip: row.kind === "sip" }));
  return page(
    c,
    "task-figures",
    "Åtgärder i siffror",
    viewTaskFigures(taskFiguresOf(cells, thresholds), month, months, thresholds),
  );
}

export function viewTaskFigures(
  { whole, units, kinds, sip }: TaskFigures,
  month: string | null,
  months: readonly string[],
  { hideBelow }: Thresholds,
): TaskFiguresView {
  const name = month === null ? "" : formatMonth(month);
  return {
    month: name,
    headline: whole === null ? null : headlineOf(whole, name),
    hiddenText:
      month === null
        ? "Det finns inga åtgärder än."
        : whole === null
          ? `${startOfSentence(name)}: färre än ${hideBelow} åtgärder, visas inte.`
          : null,
    units: units.map(rowOf),
    kinds: kinds.map(rowOf),
    sip: sip && { offered: numberText(sip.offered), accepted: counted(sip.accepted) },
    months: months.map((one) => ({
      ...{ href: `/siffror/atgarder?manad=${one}`, label: startOfSentence(formatMonth(one)), current: one === month },
    })),
    notes: [
      "Månad är den då åtgärden skapades. Enhet är den som har åtgärden nu.",
      "Kvitterad i tid: någon på enheten sa att de hade sett den innan tiden gick ut. En akut åtgärd ska kvitteras inom en timme, övriga senast nästa vardag.",
      "Klar i tid: inom tre vardagar för det mesta, nästa vardag när patienten vill bli uppringd, tio vardagar för en SIP.",
      "Åtgärder vars tid inte har gått ut räknas inte i andelarna.",
      "Inte klar: åtgärden avslutades av sig själv när patientens uppgifter togs bort, 30 dagar efter ringfönstret.",
      `Grupper med färre än ${hideBelow} åtgärder läggs ihop med andra. Hur många som tackade nej till en SIP räknas utan koppling till någon person.`,
    ],
  };
}

function headlineOf({ tasks, acknowledgedInTime: seen, overdue }: TaskLine, month: string): string {
  const inTime =
    seen === null
      ? ""
      : ` ${numberText(seen.part)} av ${numberText(seen.whole)} (${percentText(seen.share)}) kvitterades i tid.`;
  return `${startOfSentence(month)}: ${numberText(tasks)} åtgärder.${inTime} ${overdue === 0 ? "Ingen är försenad." : `Försenade nu: ${numberText(overdue)}.`}`;
}

const rowOf = (line: TaskLine): TaskFigureRow => ({
  ...{ name: line.name, tasks: numberText(line.tasks) },
  ...{ acknowledgedInTime: counted(line.acknowledgedInTime), doneInTime: counted(line.doneInTime) },
  ...{ open: numberText(line.open), overdue: numberText(line.overdue), lapsed: numberText(line.lapsed) },
});
