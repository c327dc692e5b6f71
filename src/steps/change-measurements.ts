/**
 * A project lead makes a measurement, starts it, closes it and publishes what came of it. Every move names the state it was
 * decided on, so that two who press at once do it once. What was done stands in the same log as the region's rules.
 */
import { localDateOf } from "../calendar.ts";
import type { Rules } from "../calls/rules.ts";
import type { Account } from "../db/accounts.ts";
import { findProvider, listUnitPlaces, listUnits } from "../db/accounts.ts";
import { mustChange } from "../db/atomic.ts";
import { endCalls, includeCases } from "../db/measured-cases.ts";
import {
  addMeasurement,
  changeMeasurement,
  deleteDraft,
  draftColumns,
  findMeasurement,
  hasAnswersOnTheWay,
  insertPublication,
  listMeasurements,
  listPublications,
  type MeasurementRow,
} from "../db/measurements.ts";
import { replannedTo } from "../db/replanning.ts";
import { findRules, insertSettingChange } from "../db/rules.ts";
import { setSetting } from "../db/settings.ts";
import { findThresholds } from "../db/thresholds.ts";
import { type DraftFault, measurementIdFor, readDraft, type TypedMeasurement } from "../measurements/draft.ts";
import { close, isOver, publish, start } from "../measurements/lifecycle.ts";
import { mayLead } from "../measurements/warnings.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { FieldCounts } from "../reports/fieldwork.ts";
import { publishedText } from "../reports/published.ts";
import type { Report } from "../reports/report.ts";
import { thresholdsText } from "../reports/thresholds.ts";
import { countyNames } from "../reports/wording.ts";
import { isContinuous } from "../responses/continuous.ts";
import { published } from "../surveys/catalog.ts";
import type { Statement, World } from "../world.ts";

type Told = { readonly faults: readonly DraftFault[] };

/** Null when the account's care provider has a part in the measurement; otherwise "measurement-of-others". */
export async function refusalToLead(
  world: Pick<World, "db">,
  account: Account,
  { counties, units }: Pick<MeasurementRow, "counties" | "units">,
): Promise<Refusal | null> {
  const planned = {
    counties: JSON.parse(counties) as string[],
    units: units === null ? null : (JSON.parse(units) as string[]),
  };
  return mayLead(planned, await listUnitPlaces(world.db), account.providerId) ? null : refuse("measurement-of-others");
}

/** `itself`: the draft that is changed, whose own name is no other's. */
async function readTyped(world: World, account: Account, typed: TypedMeasurement, itself: string | null = null) {
  const units = await listUnits(world.db, account.providerId);
  const counties = new Set(Object.keys(countyNames).filter((code) => code !== "00"));
  const others = (await listMeasurements(world.db)).filter(({ id }) => id !== itself);
  return readDraft(typed, { counties, units, surveys: published, names: others.map(({ name }) => name) });
}

/** A new draft. Gives its id, or every fault of what was typed. */
export async function draftMeasurement(
  world: World,
  account: Account,
  typed: TypedMeasurement,
): Promise<{ id: string } | Told> {
  const draft = await readTyped(world, account, typed);
  if (!("name" in draft)) return { faults: draft };
  const taken = new Set((await listMeasurements(world.db)).map(({ id }) => id));
  const id = measurementIdFor(draft.name, taken);
  const row = { id, ...draftColumns(draft), state: "draft", madeUp: world.config.mode === "demo" } as const;
  const written = await world.atomically([
    ...mustChange(addMeasurement(world.db, row)),
    note(world, account, row.name, "", "utkast"),
  ]);
  if (written === "done") return { id };
  // Somebody has just made one whose address is the same.
  return { faults: [{ field: "namn", refusal: refuse("measurement-name-taken") }] };
}

/** Changes a draft. Its address stays. */
export async function changeDraft(
  world: World,
  account: Account,
  id: string,
  typed: TypedMeasurement,
): Promise<{ id: string } | Told | Refusal> {
  const row = await findMeasurement(world.db, id);
  if (!row) return refuse("unknown-measurement");
  if (row.state !== "draft") return refuse("measurement-not-draft");
  const refused = await refusalToLead(world, account, row);
  if (refused) return refused;
  const draft = await readTyped(world, account, typed, id);
  if (!("name" in draft)) return { faults: draft };
  const written = await world.atomically(mustChange(changeMeasurement(world.db, row, draftColumns(draft))));
  return written === "done" ? { id } : refuse("measurement-just-changed");
}

/** Throws a draft away. */
export async function dropDraft(world: World, account: Account, id: string): Promise<{ dropped: true } | Refusal> {
  const row = await findMeasurement(world.db, id);
  if (!row) return refuse("unknown-measurement");
  const refused = await refusalToLead(world, account, row);
  if (refused) return refused;
  const written = await world.atomically([
    ...mustChange(deleteDraft(world.db, id)),
    note(world, account, row.name, "utkast", "borttagen"),
  ]);
  return written === "done" ? { dropped: true } : refuse("measurement-not-draft");
}

/**
 * Starts it: from now on the lists take patients in for it, and so are those taken in already. What is a small group in it
 * is from now on what is one today.
 */
export const startMeasurement = (world: World, account: Account, id: string) =>
  move(world, account, id, async (row, today, lastDay) => {
    const moved = start(row, today, lastDay);
    if (isRefusal(moved)) return moved;
    const included = {
      ...row,
      counties: JSON.parse(row.counties) as string[],
      units: row.units === null ? null : (JSON.parse(row.units) as string[]),
    };
    // Its rule has a window of its own: the open cases are planned anew (change-rules.ts).
    return [
      changeMeasurement(world.db, row, { ...moved, thresholds: thresholdsText(await findThresholds(world.db)) }),
      [includeCases(id, included), setSetting(world.db, replannedTo, "")],
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
  for (const row of over) {
    await world.atomically([
      ...mustChange(changeMeasurement(world.db, row, { state: "closed" })),
      note(world, null, row.name, "pågår", "avslutad"),
    ]);
  }
  return { closed: over.length };
}

/** The last day of the windows of those whom a measurement is about, in days after the discharge. */
export const lastWindowDay = (measurementId: string, { windows }: Pick<Rules, "windows">): number =>
  (isContinuous(measurementId) ? windows.routine : windows.measurement).lastDay;

export type ToPublish = {
  /** What a correction changes. */
  readonly changed: string;
  /** The last number that the lead has seen, 0 for none: pressed twice it is published once. Null: not told. */
  readonly after: number | null;
  /** The report as it may be shown (read-report.ts). */
  readonly read: (id: string) => Promise<Report | Refusal>;
  /** What became of the discharges of the lead's own care provider (read-fieldwork.ts); null: may not be shown. */
  readonly count: (id: string) => Promise<FieldCounts | null>;
};

/** Publishes the report as it is shown now under the next number. */
export const publishMeasurement = (
  world: World,
  account: Account,
  id: string,
  { changed, after, read, count }: ToPublish,
) =>
  move(world, account, id, async (row, today) => {
    const before = await listPublications(world.db, id);
    if (after !== null && after !== before.length) return refuse("correction-on-older", { number: before.length });
    const waiting = await hasAnswersOnTheWay(world.db, row);
    const moved = publish(row, { waiting, published: before.length, changed: changed.trim() });
    if (isRefusal(moved)) return moved;
    const report = await read(id);
    if (isRefusal(report)) return report;
    const shown: Report = { ...report, measurement: { ...report.measurement, state: "published" } };
    const [counts, provider] = [await count(id), await findProvider(world.db, account.providerId)];
    const publication = {
      ...{ measurementId: id, number: moved.number, publishedOn: today, changed: moved.changed },
      report: publishedText(shown, counts && { provider: provider?.name ?? "", counts }),
    };
    return [
      changeMeasurement(world.db, row, { state: "published" }),
      mustChange(insertPublication(world.db, publication)),
      `publicerad, nummer ${moved.number}`,
    ];
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
    ...mustChange(write),
    ...more,
    note(world, account, row.name, stateWords[row.state], after),
  ]);
  return written === "done" ? { moved: true } : refuse("measurement-just-changed");
}

const stateWords = { draft: "utkast", running: "pågår", closed: "avslutad", published: "publicerad" } as const;

const note = (world: World, account: Account | null, name: string, before: string, after: string): Statement =>
  insertSettingChange(world.db, {
    ...{ id: world.newId(), at: world.now(), accountId: account?.id ?? null },
    ...{ label: `Mätningen ${name}`, before, after },
  });
