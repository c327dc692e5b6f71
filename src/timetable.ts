/**
 * Everything the clock does: name, how often, which step. No thought in it. A tick runs what is due, in order, and
 * writes down that it has: a missed night is made up for at the next tick, once.
 */
import { addDays, instantOf, localDateOf } from "./calendar.ts";
import { findTicks, setTick } from "./db/settings.ts";
import { admitRows } from "./steps/admit-discharges.ts";
import { closeFinishedCooperations } from "./steps/change-cooperation.ts";
import { closeFinishedMeasurements, leaveCasesToRoutine } from "./steps/change-measurements.ts";
import { replanAll, replanCases } from "./steps/change-rules.ts";
import { closePassedWindows } from "./steps/close-passed-windows.ts";
import { continueImports } from "./steps/continue-imports.ts";
import { eraseAtCarrier } from "./steps/erase-at-carrier.ts";
import { escalateTasks } from "./steps/escalate-tasks.ts";
import { foldCases } from "./steps/fold-cases.ts";
import { forgetPeople } from "./steps/forget-people.ts";
import { noteCallStatus } from "./steps/hear-call.ts";
import { openPeriods } from "./steps/open-periods.ts";
import { placeCalls } from "./steps/place-calls.ts";
import { hangUpUnwanted, reconcileCalls } from "./steps/reconcile-calls.ts";
import { releaseCooperation } from "./steps/release-cooperation.ts";
import { releaseHeldCases } from "./steps/release-held-cases.ts";
import { releaseBatches } from "./steps/seal-responses.ts";
import { tallyResponses } from "./steps/tally-responses.ts";
import type { Statement, World } from "./world.ts";

export type Line = {
  readonly name: string;
  /** Every so many minutes, or once a day at a local time. */
  readonly when: { readonly everyMinutes: number } | { readonly dailyAt: string };
  readonly run: (world: World) => Promise<unknown>;
};

export const timetable: readonly Line[] = [
  { name: "continue-imports", when: { everyMinutes: 5 }, run: (world) => continueImports(world, admitRows) },
  { name: "hang-up-unwanted", when: { everyMinutes: 1 }, run: (world) => hangUpUnwanted(world, noteCallStatus) },
  { name: "place-calls", when: { everyMinutes: 1 }, run: placeCalls },
  { name: "reconcile-calls", when: { everyMinutes: 1 }, run: (world) => reconcileCalls(world, noteCallStatus) },
  { name: "erase-at-carrier", when: { everyMinutes: 60 }, run: eraseAtCarrier },
  { name: "escalate-tasks", when: { everyMinutes: 1 }, run: escalateTasks },
  { name: "release-held-cases", when: { everyMinutes: 10 }, run: releaseHeldCases },
  { name: "replan-cases", when: { everyMinutes: 1 }, run: replanCases },
  { name: "close-passed-windows", when: { everyMinutes: 10 }, run: closePassedWindows },
  // Before the hour that one night in spring lacks: what closes in a night is released in the same.
  { name: "open-periods", when: { dailyAt: "01:30" }, run: openPeriods },
  { name: "close-measurements", when: { dailyAt: "01:30" }, run: closeFinishedMeasurements },
  { name: "close-cooperations", when: { dailyAt: "01:30" }, run: closeFinishedCooperations },
  { name: "leave-to-routine", when: { dailyAt: "03:00" }, run: leaveCasesToRoutine },
  // At night and all at once, so that the order of a day's work leaves no trace among the answers.
  { name: "release-batches", when: { dailyAt: "03:00" }, run: releaseBatches },
  { name: "release-cooperation", when: { dailyAt: "03:00" }, run: releaseCooperation },
  { name: "replan-all", when: { dailyAt: "02:30" }, run: replanAll },
  { name: "tally-responses", when: { dailyAt: "03:10" }, run: tallyResponses },
  { name: "forget-people", when: { dailyAt: "04:00" }, run: forgetPeople },
  { name: "fold-cases", when: { dailyAt: "04:10" }, run: foldCases },
];

/** A cron event may come minutes after its time, beside later ones; never this late. */
const latestMilliseconds = 24 * 60 * 60_000;

/**
 * The last instant at or before `at` when the line should have run; null when that was not after `ranAt`. A clock that was
 * ahead and has been set right must not stop the timetable until it is there again.
 */
function lastDue(line: Line, ranAt: number | undefined, at: number): number | null {
  if ("everyMinutes" in line.when)
    return ranAt === undefined || at < ranAt || at - ranAt >= line.when.everyMinutes * 60_000 ? at : null;
  const today = localDateOf(at);
  const todays = instantOf(today, line.when.dailyAt);
  const due = todays <= at ? todays : instantOf(addDays(today, -1), line.when.dailyAt);
  return ranAt === undefined || ranAt < due || ranAt - at > latestMilliseconds ? due : null;
}

/** The first instant after `from` at which one of `lines` is due; what the demo's "spola fram" steps through. */
export function nextDue(ranAt: ReadonlyMap<string, number>, from: number, lines: readonly Line[] = timetable): number {
  return Math.min(
    ...lines.map((line) => {
      const ran = ranAt.get(line.name) ?? from;
      if ("everyMinutes" in line.when) return Math.max(ran + line.when.everyMinutes * 60_000, from + 1);
      const today = localDateOf(from);
      const todays = instantOf(today, line.when.dailyAt);
      return todays > from ? todays : instantOf(addDays(today, 1), line.when.dailyAt);
    }),
  );
}

/** Runs every line that is due at `at` (epoch ms). One that fails is logged and tried again at the next tick. */
export async function tick(world: World, at: number): Promise<void> {
  const ranAt = await findTicks(world.db);
  const ran: Statement[] = [];
  for (const line of timetable) {
    if (lastDue(line, ranAt.get(line.name), at) === null) continue;
    try {
      await line.run(world);
      ran.push(setTick(world.db, line.name, at));
    } catch (error) {
      world.log({ what: "tick-failed", line: line.name, error: error instanceof Error ? error.name : typeof error });
    }
  }
  // Once for all: lines are harmless to run again, should the program die before this.
  if (ran.length > 0) await world.atomically(ran);
}
