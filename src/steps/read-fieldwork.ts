/**
 * Reads what became of a measurement's stays, and how the routine is followed, for the project lead of a care provider.
 * Only counts come out of the database, and only what may be shown comes out of here.
 */
import { addDays, isLocalDate, localDateOf, monthOf } from "../calendar.ts";
import {
  countCompliance,
  countConsent,
  countFieldwork,
  countReach,
  findOpeningSpan,
  type Period,
  type Selection,
} from "../db/fieldwork.ts";
import { findMeasurement, type MeasurementRow, thresholdsIn } from "../db/measurements.ts";
import { findRules } from "../db/rules.ts";
import { findThresholds } from "../db/thresholds.ts";
import { type Refusal, refuse } from "../problems.ts";
import { type Compliance, complianceOf, type ReachTable, reachOf } from "../reports/compliance.ts";
import { type ConsentLine, consentOf } from "../reports/consent.ts";
import {
  begun,
  completed,
  interviewed,
  midnightsOf,
  missed,
  notEligible,
  reached,
} from "../reports/counted-outcomes.ts";
import { type Fieldwork, makeFieldwork } from "../reports/fieldwork.ts";
import type { Thresholds } from "../reports/thresholds.ts";
import { frameOf } from "../responses/continuous.ts";
import type { World } from "../world.ts";

export type MeasurementFieldwork = {
  readonly measurement: MeasurementRow;
  readonly fieldwork: Fieldwork;
  readonly reach: readonly ReachTable[];
  /** The measurement's own. */
  readonly thresholds: Thresholds;
};

/** The provider's own part of a measurement, or "unknown-measurement". */
export async function readFieldwork(
  world: Pick<World, "db">,
  providerId: string,
  measurementId: string,
): Promise<MeasurementFieldwork | Refusal> {
  const measurement = await findMeasurement(world.db, measurementId);
  // Of a draft nothing is told: its days and units can be moved to and fro until a single stay is what differs.
  if (!measurement || measurement.state === "draft") return refuse("unknown-measurement");
  const { id, opensOn, closesOn, counties, units, state } = measurement;
  const selection: Selection = {
    ...{ providerId, from: opensOn, to: closesOn, tracks: null },
    measurement: {
      id,
      counties: JSON.parse(counties) as string[],
      units: units === null ? null : (JSON.parse(units) as string[]),
      continuous: frameOf(measurement),
    },
  };
  const closed = state === "closed" || state === "published";
  const thresholds = thresholdsIn(measurement);
  return {
    measurement,
    thresholds,
    fieldwork: makeFieldwork(await countFieldwork(world.db, selection, { reached, begun }), thresholds, closed),
    reach: reachOf(
      await countReach(world.db, selection, { reached, completed: interviewed, notEligible }),
      thresholds,
      (await findRules(world.db)).trackLabels,
    ),
  };
}

/** Months seen at once: a hundred thousand stays of a large region are some seconds' work for the database. */
const monthsAtOnce = 6;
export type ProviderCompliance = Compliance & {
  readonly reach: readonly ReachTable[];
  readonly consent: readonly ConsentLine[];
  /** The tracks that the routine always rings. */
  readonly tracks: readonly string[];
  /** Today's. */
  readonly thresholds: Thresholds;
  /** The month before those, when there can be cases of it. */
  readonly older: string | null;
};

/**
 * How the routine was followed in some months, with the units of one. `wanted`: "YYYY-MM"; the newest when it is not one
 * that there can be cases of. Null when the provider has no case at all.
 */
export async function readCompliance(
  world: Pick<World, "db" | "now">,
  providerId: string,
  wanted: string | null,
): Promise<ProviderCompliance | null> {
  const { trackRules, trackLabels } = await findRules(world.db);
  const tracksToRing = Object.entries(trackRules).flatMap(([track, rule]) => (rule === "always" ? [track] : []));
  const span = await findOpeningSpan(world.db, providerId);
  if (!span) return null;
  const today = monthOf(localDateOf(world.now()));
  const last = monthOf(span.to) < today ? monthOf(span.to) : today;
  // A window opens some days after the discharge, so the first month may be the one before.
  const first = monthBefore(monthOf(span.from));
  const asked = wanted !== null && isLocalDate(`${wanted}-01`) && first <= wanted && wanted <= last ? wanted : null;
  const newestFew = monthsUpTo(last);
  const months = asked === null || newestFew.includes(asked) ? newestFew : monthsUpTo(asked);
  const oldest = months.at(-1) ?? last;
  const period: Period = { from: `${oldest}-01`, to: lastDayOf(months[0] ?? last) };
  const every: Selection = { providerId, ...period, measurement: null, tracks: tracksToRing };
  const codes = { reached, completed, notEligible, missed };
  const cells = await countCompliance(world.db, every, codes, midnightsOf(period));
  const newest = [...new Set(cells.map(({ month }) => month))].sort().at(-1) ?? today;
  const month = asked ?? newest;
  const thresholds = await findThresholds(world.db);
  const ofMonth: Selection = { ...every, from: `${month}-01`, to: lastDayOf(month) };
  return {
    ...complianceOf(cells, month, thresholds),
    reach: reachOf(await countReach(world.db, ofMonth, codes), thresholds, trackLabels),
    consent: consentOf(await countConsent(world.db, ofMonth), thresholds),
    tracks: tracksToRing,
    thresholds,
    older: first < oldest ? monthBefore(oldest) : null,
  };
}

const monthBefore = (month: string): string => monthOf(addDays(`${month}-01`, -1));

/** The month and those before it, newest first. */
function monthsUpTo(month: string): string[] {
  const months = [month];
  while (months.length < monthsAtOnce) months.push(monthBefore(months.at(-1) ?? month));
  return months;
}

/** The first day of a month and 31 days on is always in the next. */
const lastDayOf = (month: string): string => addDays(`${monthOf(addDays(`${month}-01`, 31))}-01`, -1);
