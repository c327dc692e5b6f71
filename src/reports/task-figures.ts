/**
 * How follow-up tasks go, for leaders (domain §10): by unit and by kind within a month, seen in time, done in time, late
 * now, and how often a SIP was offered and wanted. Counts of tasks, never a task. Small groups are put together like those
 * of the fieldwork (suppression.ts), and months are never added up: a unit's sum would give back a small month.
 */
import { namesTogether, type Share, shareOf } from "./fieldwork.ts";
import { foldSmall, type Thresholds } from "./suppression.ts";

/** So many tasks of one unit and kind. All but the names are numbers of tasks. */
export type TaskCell = {
  /** Name of the unit that has them. */
  readonly unit: string;
  /** What the kind is called. */
  readonly kind: string;
  readonly isSip: boolean;
  readonly tasks: number;
  /** Seen in time, of those that were seen or whose time for it is over. */
  readonly acknowledgedInTime: number;
  readonly toAcknowledge: number;
  /** Done in time, of those that are done or whose time for it is over. */
  readonly doneInTime: number;
  readonly toDo: number;
  readonly open: number;
  readonly overdue: number;
  /** Ended because the person was forgotten before it was done. */
  readonly lapsed: number;
  /** Offers that were not wanted; they are no tasks. */
  readonly declined: number;
};

export type TaskLine = {
  readonly name: string;
  readonly tasks: number;
  readonly acknowledgedInTime: Share;
  readonly doneInTime: Share;
  readonly open: number;
  readonly overdue: number;
  readonly lapsed: number;
};

export type TaskFigures = {
  /** Null when too few were raised to show anything. */
  readonly whole: TaskLine | null;
  readonly units: readonly TaskLine[];
  readonly kinds: readonly TaskLine[];
  /** Null when too few were offered, accepted or declined. */
  readonly sip: { readonly offered: number; readonly accepted: Share } | null;
};

function lineOf(name: string, cells: readonly TaskCell[]): TaskLine {
  const sum = (what: (cell: TaskCell) => number) => cells.reduce((total, cell) => total + what(cell), 0);
  return {
    name,
    tasks: sum(({ tasks }) => tasks),
    acknowledgedInTime: shareOf(
      sum((cell) => cell.acknowledgedInTime),
      sum((cell) => cell.toAcknowledge),
    ),
    doneInTime: shareOf(
      sum((cell) => cell.doneInTime),
      sum((cell) => cell.toDo),
    ),
    open: sum(({ open }) => open),
    overdue: sum(({ overdue }) => overdue),
    lapsed: sum(({ lapsed }) => lapsed),
  };
}

const tasksIn = (cells: readonly TaskCell[]): number => cells.reduce((total, { tasks }) => total + tasks, 0);

/** Takes all cells of one month of one provider. */
export function taskFiguresOf(cells: readonly TaskCell[], thresholds: Pick<Thresholds, "hideBelow">): TaskFigures {
  const enough = tasksIn(cells) >= thresholds.hideBelow;
  const [units, kinds] = [({ unit }: TaskCell) => unit, ({ kind }: TaskCell) => kind].map((nameOf) => {
    const byName = [...Map.groupBy(cells, nameOf)].sort(([a], [b]) => a.localeCompare(b, "sv"));
    const folded = foldSmall(byName, ([, theirs]) => tasksIn(theirs), thresholds);
    const { apart = [], together = [] } = folded ?? {};
    const lines = apart.map(([name, theirs]) => lineOf(name, theirs));
    const rest = together.flatMap(([, theirs]) => theirs);
    const all = rest.length === 0 ? lines : [...lines, lineOf(namesTogether(together), rest)];
    return { lines: all, apart: new Set(apart.flatMap(([, theirs]) => theirs)) };
  });
  return {
    whole: enough ? lineOf("Alla", cells) : null,
    units: units?.lines ?? [],
    kinds: kinds?.lines ?? [],
    sip: sipOf(cells, kinds?.apart ?? new Set(), thresholds),
  };
}

/** Shown only when neither side is a handful, and when the kind stands by itself in the table beside it. */
function sipOf(cells: readonly TaskCell[], apart: ReadonlySet<TaskCell>, { hideBelow }: Pick<Thresholds, "hideBelow">) {
  const sip = cells.filter(({ isSip }) => isSip);
  const accepted = tasksIn(sip);
  const declined = sip.reduce((total, cell) => total + cell.declined, 0);
  const isHandful = (count: number) => count > 0 && count < hideBelow;
  const folded = accepted > 0 && sip.some((cell) => cell.tasks > 0 && !apart.has(cell));
  if (accepted + declined < hideBelow || isHandful(accepted) || isHandful(declined) || folded) return null;
  return { offered: accepted + declined, accepted: shareOf(accepted, accepted + declined) };
}
