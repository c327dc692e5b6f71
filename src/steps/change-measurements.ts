/**
 * A project lead starts a measurement, closes it and publishes what came of it. Every move names the state it was
 * decided on, so that two who press at once do it once. What was done stands in the same log as the region's rules.
 */
import { localDateOf } from "../calendar.ts";
import type { Rules } from "../calls/rules.ts";
import type { Account } from "../db/accounts.ts";
import { findProvider } from "../db/accounts.ts";
import { mustChange } from "../db/atomic.ts";
import { endCalls, includeCases, leaveToRoutine } from "../db/measured-cases.ts";
import { noteMove, plannedOf, refusalToLead } from "../db/measurement-leads.ts";
import {
  changeMeasurement,
  draftTextOf,
  findMeasurement,
  hasAnswersOnTheWay,
  insertPublication,
  listMeasurements,
  listPublications,
  type MeasurementRow,
  mustStandAs,
} from "../db/measurements.ts";
import { replannedTo } from "../db/replanning.ts";
import { findRules } from "../db/rules.ts";
import { setSetting } from "../db/settings.ts";
import { findThresholds } from "../db/thresholds.ts";
import { readNote } from "../measurements/draft.ts";
import { close, isOver, publish, start } from "../measurements/lifecycle.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { FieldCounts } from "../reports/fieldwork.ts";
import { publishedText } from "../reports/published.ts";
import type { Report } from "../reports/report.ts";
import { thresholdsText } from "../reports/thresholds.ts";
import { isContinuous } from "../responses/continuous.ts";
import type { Statement, World } from "../world.ts";

/**
 * Starts it: from now on the lists take patients in for it, and so are those taken in already. What is a small group in it
 * is from now on what is one today. `seen`: the draft as the lead saw it ({@link draftTextOf}), since nobody can change it
 * afterwards; null: not told.
 */
export const startMeasurement = (world: World, account: Account, id: string, seen: string | null) =>
  move(world, account, id, async (row, today, lastDay) => {
    const moved = start(row, today, lastDay);
    if (isRefusal(moved)) return moved;
    if (seen !== null && seen !== draftTextOf(row)) return refuse("measurement-just-changed");
    const included = { ...row, ...plannedOf(row) };
    // Its rule has a window of its own: the open cases are planned anew (change-rules.ts).
    return [
      changeMeasurement(world.db, row, { ...moved, thresholds: thresholdsText(await findThresholds(world.db)) }),
      [includeCases(id, included, today), setSetting(world.db, replannedTo, "")],
      "pågår",
    ];
  });

/** Closes it; `early` although patients are left to ring. The night lets the last answers out. */
export const closeMeasurement = (world: World, account: Account, id: string, early: boolean) =>
  move(world, account, id, async (row, today, lastDay) => {
    // Its interviews go on whatever is pressed, and would have nowhere to go.
    const moved = isContinuous(id) ? refuse("measurement-continuous") : close(row, today, lastDay, early);
    return isRefusal(moved)
      ? moved
      : [changeMeasurement(world.db, row, moved), [endCalls(id, world.now())], "avslutad"];
  });

/** The clock closes every measurement whose last window has passed. Gives how many. */
export async function closeFinishedMeasurements(world: World): Promise<{ closed: number }> {
  const rules = await findRules(world.db);
  const today = localDateOf(world.now());
  const over = (await listMeasurements(world.db)).filter((row) => isOver(row, today, lastWindowDay(row.id, rules)));
  let closed = 0;
  for (const row of over) {
    const written = await world.atomically([
      ...mustChange(changeMeasurement(world.db, row, { state: "closed" })),
      noteMove(world, null, row.name, "pågår", "avslutad"),
    ]);
    if (written === "done") closed += 1;
  }
  return { closed };
}

/**
 * Leaves whom the routine goes on to ring to the routine, in the night in which the last answers of their measurement leave.
 * Its own window decides from then on: they are planned anew (change-rules.ts). Nothing is done where there is nobody.
 */
export async function leaveCasesToRoutine({ db, atomically }: World): Promise<void> {
  await atomically([...mustChange(leaveToRoutine()), setSetting(db, replannedTo, "")]);
}

/** The last day of the windows of those whom a measurement is about, in days after the discharge. */
export const lastWindowDay = (measurementId: string, { windows }: Pick<Rules, "windows">): number =>
  (isContinuous(measurementId) ? windows.routine : windows.measurement).lastDay;

export type Readers = {
  /** The report as it may be shown (read-report.ts). */
  readonly read: (id: string) => Promise<Report | Refusal>;
  /** What became of the discharges of the lead's own care provider (read-fieldwork.ts); null: may not be shown. */
  readonly count: (id: string) => Promise<FieldCounts | null>;
};

export type ToPublish = Readers & {
  /** What a correction changes. */
  readonly changed: string;
  /** The last number that the lead has seen, 0 for none: pressed twice it is published once. Null: not told. */
  readonly after: number | null;
  /** The measurement with its note as the lead saw it ({@link draftTextOf}), since no number is changed. Null: not told. */
  readonly seen?: string | null;
};

/** The text that a report would be published as now. */
export async function textToPublish(
  { db }: Pick<World, "db">,
  account: Account,
  id: string,
  { read, count }: Readers,
): Promise<{ readonly report: Report; readonly text: string } | Refusal> {
  const report = await read(id);
  if (isRefusal(report)) return report;
  const shown: Report = { ...report, measurement: { ...report.measurement, state: "published" } };
  const [counts, provider] = [await count(id), await findProvider(db, account.providerId)];
  return { report, text: publishedText(shown, counts && { provider: provider?.name ?? "", counts }) };
}

/** Publishes the report as it is shown now under the next number. */
export const publishMeasurement = (world: World, account: Account, id: string, toPublish: ToPublish) =>
  move(world, account, id, async (row, today) => {
    const { changed, after, seen = null } = toPublish;
    const before = await listPublications(world.db, id);
    if (after !== null && after !== before.length) return refuse("correction-on-older", { number: before.length });
    const waiting = await hasAnswersOnTheWay(world.db, row);
    const moved = publish(row, { waiting, published: before.length, changed });
    if (isRefusal(moved)) return moved;
    if (seen !== null && seen !== draftTextOf(row)) return refuse("measurement-just-changed");
    const made = await textToPublish(world, account, id, toPublish);
    if (isRefusal(made)) return made;
    const publication = { measurementId: id, number: moved.number, publishedOn: today, changed: moved.changed };
    return [
      changeMeasurement(world.db, row, { state: "published" }),
      insertPublication(world.db, publication, made.text),
      `publicerad, nummer ${moved.number}`,
    ];
  });

/**
 * Changes what a reader must know beside the numbers, in any state: what happened is known when it has happened. Numbers
 * that are published keep theirs. `seen` as in {@link startMeasurement}: what a colleague has written is not written over.
 */
export const changeNote = (world: World, account: Account, id: string, typed: string, seen: string | null) =>
  move(world, account, id, async (row) => {
    if (isContinuous(id)) return refuse("not-found");
    const read = readNote(typed);
    if (isRefusal(read)) return read;
    return seen !== null && seen !== draftTextOf(row) && read.text !== row.note
      ? refuse("note-just-changed")
      : [changeMeasurement(world.db, row, { note: read.text }), [], "anteckningen ändrad"];
  });

type Move = readonly [write: Statement, more: readonly Statement[], after: string];

async function move(
  world: World,
  account: Account,
  id: string,
  decide: (row: MeasurementRow, today: string, lastDay: number) => Promise<Move | Refusal>,
): Promise<{ moved: true } | Refusal> {
  const row = await findMeasurement(world.db, id);
  if (!row) return refuse("unknown-measurement");
  const refused = await refusalToLead(world, account, row);
  if (refused) return refused;
  const lastDay = (await findRules(world.db)).windows.measurement.lastDay;
  const decided = await decide(row, localDateOf(world.now()), lastDay);
  if (isRefusal(decided)) return decided;
  const [write, more, after] = decided;
  const written = await world.atomically([
    mustStandAs(row),
    ...mustChange(write),
    ...more,
    noteMove(world, account, row.name, stateWords[row.state], after),
  ]);
  if (written === "done") return { moved: true };
  // Whoever was second in a double click hears what really is so: that it is done already.
  const now = await findMeasurement(world.db, id);
  const again = now ? await decide(now, localDateOf(world.now()), lastDay) : refuse("unknown-measurement");
  return isRefusal(again) ? again : refuse("measurement-just-changed");
}

const stateWords = { draft: "utkast", running: "pågår", closed: "avslutad", published: "publicerad" } as const;
