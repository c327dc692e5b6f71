/** A project lead makes a measurement as a draft, changes it and throws it away; nobody is asked anything for its sake. */
import { type Account, listUnitPlaces, listUnits } from "../db/accounts.ts";
import { mustChange } from "../db/atomic.ts";
import { noteMove, refusalToLead } from "../db/measurement-leads.ts";
import {
  addMeasurement,
  changeMeasurement,
  deleteDraft,
  draftColumns,
  draftTextOf,
  findMeasurement,
  listMeasurements,
  type MeasurementRow,
  mustStandAs,
} from "../db/measurements.ts";
import { type DraftFault, measurementIdFor, readDraft, type TypedMeasurement } from "../measurements/draft.ts";
import { onOneLine } from "../measurements/plain-text.ts";
import { mayLead } from "../measurements/warnings.ts";
import { type Refusal, refuse } from "../problems.ts";
import { countyNames } from "../reports/wording.ts";
import { published } from "../surveys/catalog.ts";
import type { World } from "../world.ts";

type Told = { readonly faults: readonly DraftFault[] };

/** `itself`: the draft that is changed, whose own name is no other's. */
async function readTyped(world: World, account: Account, typed: TypedMeasurement, itself: string | null = null) {
  const units = await listUnits(world.db, account.providerId);
  const counties = new Set(Object.keys(countyNames).filter((code) => code !== "00"));
  const others = (await listMeasurements(world.db)).filter(({ id }) => id !== itself);
  const draft = readDraft(typed, { counties, units, surveys: published, names: others.map(({ name }) => name) });
  // Nobody makes, or makes of their own, what they may not open afterwards.
  return "name" in draft && !mayLead(draft, await listUnitPlaces(world.db), account.providerId)
    ? [{ field: "lan", refusal: refuse("measurement-county-of-others") } as const]
    : draft;
}

/** A new draft. Gives its id, or every fault of what was typed. */
export async function draftMeasurement(
  world: World,
  account: Account,
  typed: TypedMeasurement,
): Promise<{ id: string } | Told> {
  const others = await listMeasurements(world.db);
  const same = await findSameDraft(world, account, typed, others);
  if (same) return { id: same.id };
  const draft = await readTyped(world, account, typed);
  if (!("name" in draft)) return { faults: draft };
  const taken = new Set(others.map(({ id }) => id));
  const id = measurementIdFor(draft.name, taken);
  const row = { id, ...draftColumns(draft), state: "draft", madeUp: world.config.mode === "demo" } as const;
  const written = await world.atomically([
    ...mustChange(addMeasurement(world.db, row)),
    noteMove(world, account, row.name, "", "utkast"),
  ]);
  if (written === "done") return { id };
  // Somebody has just made one whose address is the same, or this very one by the same press.
  const pressedTwice = await findSameDraft(world, account, typed, await listMeasurements(world.db));
  if (pressedTwice) return { id: pressedTwice.id };
  return { faults: [{ field: "namn", refusal: refuse("measurement-name-taken") }] };
}

/** The draft that was made of exactly this: pressed twice, or sent once more from a page gone back to, it is made once. */
async function findSameDraft(world: World, account: Account, typed: TypedMeasurement, others: MeasurementRow[]) {
  const named = others.find(({ name, state }) => state === "draft" && name === onOneLine(typed.name));
  if (!named || (await refusalToLead(world, account, named))) return undefined;
  const draft = await readTyped(world, account, typed, named.id);
  if (!("name" in draft)) return undefined;
  return Object.entries(draftColumns(draft)).every(([column, value]) => named[column as keyof MeasurementRow] === value)
    ? named
    : undefined;
}

/** Changes a draft. Its address stays. Of two who save at the same moment one hears "measurement-just-changed". */
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
  const write = changeMeasurement(world.db, row, draftColumns(draft));
  const written = await world.atomically([mustStandAs(row), ...mustChange(write)]);
  return written === "done" ? { id } : refuse("measurement-just-changed");
}

/** Throws a draft away. `seen`: the draft as the lead saw it ({@link draftTextOf}), so that nobody's work goes unseen; null: not told. */
export async function dropDraft(
  world: World,
  account: Account,
  id: string,
  seen: string | null,
): Promise<{ dropped: true } | Refusal> {
  const row = await findMeasurement(world.db, id);
  if (!row) return refuse("unknown-measurement");
  const refused = await refusalToLead(world, account, row);
  if (refused) return refused;
  if (row.state !== "draft") return refuse("measurement-not-draft");
  if (seen !== null && seen !== draftTextOf(row)) return refuse("measurement-just-changed");
  const written = await world.atomically([
    mustStandAs(row),
    ...mustChange(deleteDraft(world.db, id)),
    noteMove(world, account, row.name, "utkast", "borttagen"),
  ]);
  return written === "done" ? { dropped: true } : refuse("measurement-just-changed");
}
