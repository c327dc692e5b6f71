/** Figures of tasks: small groups never stand alone, and a SIP is shown only when neither side is a handful. */
import { expect, test } from "vitest";
import { type TaskCell, taskFiguresOf } from "./task-figures.ts";

const cell = (unit: string, kind: string, tasks: number, change: Partial<TaskCell> = {}): TaskCell => ({
  ...{ unit, kind, isSip: kind === "SIP", tasks, acknowledgedInTime: tasks, toAcknowledge: tasks },
  ...{ doneInTime: 0, toDo: 0, open: tasks, overdue: 0, lapsed: 0, declined: 0, ...change },
});
const figures = (...cells: TaskCell[]) => taskFiguresOf(cells, { hideBelow: 5 });

test("fewer than five tasks in a month show nothing", () => {
  expect(figures(cell("A", "Akut", 4))).toEqual({ whole: null, units: [], kinds: [], sip: null });
});

test("small units and kinds are put together, and every table adds up to the whole", () => {
  const { whole, units, kinds } = figures(cell("A", "Akut", 6), cell("B", "Annat", 3), cell("C", "Annat", 4));
  expect(whole?.tasks).toBe(13);
  expect(units.map(({ name, tasks }) => [name, tasks])).toEqual([
    ["A", 6],
    ["B och C tillsammans", 7],
  ]);
  expect(kinds.map(({ tasks }) => tasks)).toEqual([6, 7]);
  for (const lines of [units, kinds]) {
    expect(lines.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(13);
    for (const { tasks } of lines) expect(tasks).toBeGreaterThanOrEqual(5);
  }
});

test("shares are of what has come to its time", () => {
  const { whole } = figures(cell("A", "Akut", 9, { acknowledgedInTime: 3, toAcknowledge: 4 }));
  expect(whole?.acknowledgedInTime).toMatchObject({ part: 3, whole: 4 });
  expect(whole?.doneInTime).toBeNull();
});

test("a SIP is counted with its declined offers, but not while one side is a handful or folded away", () => {
  expect(figures(cell("A", "SIP", 6, { declined: 5 }), cell("A", "Annat", 9)).sip).toMatchObject({ offered: 11 });
  expect(figures(cell("A", "SIP", 6, { declined: 2 }), cell("A", "Annat", 9)).sip).toBeNull();
  expect(figures(cell("A", "SIP", 3, { declined: 9 }), cell("A", "Annat", 9)).sip).toBeNull();
  // Put together with the one small kind beside it: shown alone, it would give that one away.
  expect(figures(cell("A", "SIP", 6, { declined: 6 }), cell("A", "Akut", 2)).sip).toBeNull();
});
