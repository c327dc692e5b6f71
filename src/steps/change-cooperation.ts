/**
 * A project lead makes a samverkansmätning, hands out its links, and closes it; the clock closes it when the last link has
 * had its day. What was done stands in the same log as the region's rules. A link's secret is shown once, when it is made:
 * only its keyed hash is kept.
 */
import { localDateOf } from "../calendar.ts";
import { type Party, parties } from "../cooperation/form.ts";
import {
  type CooperationFault,
  isWeekAhead,
  lastAnswerOn,
  namesIn,
  readCooperation,
  type TypedCooperation,
  unitFault,
  unitKey,
  unitsField,
  weeksOf,
} from "../cooperation/measurement.ts";
import { hashOfLinkToken } from "../crypto/link-token.ts";
import type { Account } from "../db/accounts.ts";
import { mustChange } from "../db/atomic.ts";
import {
  type CooperationRow,
  changeCooperation,
  deleteUnanswered,
  findCooperation,
  insertCooperation,
  insertCooperationUnits,
  listCooperationLinks,
  listCooperations,
  listCooperationUnits,
  putCooperationLinks,
} from "../db/cooperation.ts";
import { findLed, refusalToLeadIn } from "../db/led-cooperations.ts";
import { insertSettingChange } from "../db/rules.ts";
import { findThresholds } from "../db/thresholds.ts";
import { measurementIdFor } from "../measurements/draft.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { thresholdsText } from "../reports/thresholds.ts";
import { countyNames } from "../reports/wording.ts";
import type { Statement, World } from "../world.ts";

type Told = { readonly faults: readonly CooperationFault[] };

/** Makes one that runs. Gives its id, or every fault of what was typed. */
export async function makeCooperation(
  world: World,
  account: Account,
  typed: TypedCooperation,
): Promise<{ id: string } | Told> {
  const counties = new Set(Object.keys(countyNames).filter((code) => code !== "00"));
  const others = await listCooperations(world.db);
  const draft = readCooperation(typed, { counties, names: others.map(({ name }) => name) });
  if (!("name" in draft)) return { faults: draft };
  const { units, ...rest } = draft;
  const refused = await refusalToLeadIn(world, account, draft.county);
  if (refused) return { faults: [{ field: "lan", refusal: refused }] };
  if (lastAnswerOn(draft) < localDateOf(world.now()))
    return { faults: [{ field: "till", refusal: refuse("cooperation-past") }] };
  // "svara" stands in the addresses of the links.
  const taken = new Set(["svara", ...others.map(({ id }) => id)]);
  const id = measurementIdFor(draft.name, taken);
  const thresholds = thresholdsText(await findThresholds(world.db));
  const madeUp = world.config.mode === "demo";
  const row = { ...rest, id, state: "running", version: 1, steps: 0, thresholds, madeUp } as const;
  const written = await world.atomically([
    ...mustChange(insertCooperation(world.db, row)),
    insertCooperationUnits(
      id,
      units.map((unit) => ({ ...unit, id: world.newId() })),
    ),
    note(world, account, draft.name, "", "startad"),
  ]);
  if (written === "done") return { id };
  // Somebody, or the same press twice, has just made one whose address is the same.
  return { faults: [{ field: "namn", refusal: refuse("measurement-name-taken") }] };
}

/** More units for one that runs; names that a party has already are left out. */
export async function addCooperationUnits(
  world: World,
  account: Account,
  id: string,
  typed: Readonly<Record<Party, string>>,
): Promise<{ added: number } | Told | Refusal> {
  const row = await findLed(world, account, id);
  if (isRefusal(row)) return row;
  if (row.state !== "running") return refuse("measurement-not-running");
  const there = await listCooperationUnits(world.db, id);
  const faults: CooperationFault[] = [];
  const units = parties.flatMap((party) => {
    const own = new Set(there.filter((unit) => unit.party === party).map(({ name }) => unitKey(name)));
    const names = namesIn(typed[party]).filter((name) => !own.has(unitKey(name)));
    const wrong = unitFault(names, own.size);
    if (wrong) faults.push({ field: unitsField(party), refusal: wrong });
    return names.map((name) => ({ id: world.newId(), party, name }));
  });
  if (faults.length > 0) return { faults };
  if (units.length === 0)
    return { faults: [{ field: unitsField("municipality"), refusal: refuse("cooperation-unit-needed") }] };
  const written = await world.atomically([
    ...mustChange(changeCooperation(world.db, row)),
    insertCooperationUnits(id, units),
    note(world, account, row.name, "", `fler enheter: ${units.length}`),
  ]);
  return written === "done" ? { added: units.length } : refuse("measurement-just-changed");
}

export type MadeLink = { readonly unit: string; readonly party: Party; readonly week: string; readonly token: string };

/**
 * Makes links: those that are missing, all anew, or a unit's anew (its id), for the weeks that can still be answered. A link
 * made anew ends the one before it. `version` is that of the page the lead pressed on, so that a second press makes nothing.
 */
export async function makeCooperationLinks(
  world: World,
  account: Account,
  id: string,
  asked: { readonly which: "missing" | "all" | (string & {}); readonly version: number | null },
): Promise<{ links: readonly MadeLink[]; row: CooperationRow } | Refusal> {
  const row = await findLed(world, account, id);
  if (isRefusal(row)) return row;
  if (row.state !== "running") return refuse("measurement-not-running");
  if (asked.version !== row.version) return refuse("cooperation-links-made");
  const units = await listCooperationUnits(world.db, id);
  const there = new Set((await listCooperationLinks(world.db, id)).map(({ unitId, week }) => `${unitId} ${week}`));
  const weeks = weeksOf(row).filter((week) => isWeekAhead(week, localDateOf(world.now())));
  const wanted = units
    .filter((unit) => asked.which === "missing" || asked.which === "all" || asked.which === unit.id)
    .flatMap((unit) => weeks.map((week) => ({ unit, week })))
    .filter(({ unit, week }) => asked.which !== "missing" || !there.has(`${unit.id} ${week}`));
  if (wanted.length === 0) return refuse("cooperation-no-links");
  const links = wanted.map((one) => ({ ...one, token: newLinkToken(world) }));
  const hash = hashOfLinkToken(world.config.secret);
  const written = await world.atomically([
    ...mustChange(changeCooperation(world.db, row)),
    ...putCooperationLinks(
      id,
      links.map(({ unit, week, token }) => ({ unitId: unit.id, week, tokenHash: hash(token) })),
    ),
    note(world, account, row.name, "", `nya länkar: ${links.length}`),
  ]);
  if (written !== "done") return refuse("cooperation-links-made");
  return { row, links: links.map(({ unit, week, token }) => ({ unit: unit.name, party: unit.party, week, token })) };
}

/** 160 random bits in 32 characters. */
const newLinkToken = (world: World): string => world.newId() + world.newId();

/** Closes it: its links stop working, and the night lets out the last answers. */
export async function closeCooperation(
  world: World,
  account: Account,
  id: string,
): Promise<{ closed: true } | Refusal> {
  const row = await findLed(world, account, id);
  if (isRefusal(row)) return row;
  if (row.state !== "running") return refuse("measurement-not-running");
  const written = await world.atomically([
    ...mustChange(changeCooperation(world.db, row, { state: "closed" })),
    note(world, account, row.name, "pågår", "avslutad"),
  ]);
  return written === "done" ? { closed: true } : refuse("measurement-just-changed");
}

/** Throws one away that nobody has answered, and that has not been published. */
export async function dropCooperation(
  world: World,
  account: Account,
  id: string,
): Promise<{ dropped: true } | Refusal> {
  const row = await findLed(world, account, id);
  if (isRefusal(row)) return row;
  if (row.state === "published") return refuse("cooperation-published");
  const [gone, ...rest] = deleteUnanswered(id);
  const written = await world.atomically([
    ...mustChange(gone),
    ...rest,
    note(world, account, row.name, "", "borttagen"),
  ]);
  if (written === "done") return { dropped: true };
  const now = await findCooperation(world.db, id);
  return refuse(now?.state === "published" ? "cooperation-published" : "cooperation-answered");
}

/** The clock closes every one whose last link has had its day. Gives how many. */
export async function closeFinishedCooperations(world: World): Promise<{ closed: number }> {
  const today = localDateOf(world.now());
  const over = (await listCooperations(world.db)).filter((row) => row.state === "running" && lastAnswerOn(row) < today);
  for (const row of over) {
    await world.atomically([
      ...mustChange(changeCooperation(world.db, row, { state: "closed" })),
      note(world, null, row.name, "pågår", "avslutad"),
    ]);
  }
  return { closed: over.length };
}

const note = (world: World, account: Account | null, name: string, before: string, after: string): Statement =>
  insertSettingChange(world.db, {
    ...{ id: world.newId(), at: world.now(), accountId: account?.id ?? null },
    ...{ label: `Samverkansmätningen ${name}`, before, after },
  });
