/** Reads a measurement's report. It reads tallies and never responses, so a page costs the same however many answered. */
import { findUnitNames } from "../db/accounts.ts";
import { findPartOfPeriod } from "../db/beginnings.ts";
import {
  findMeasurement,
  hasAnswersOnTheWay,
  type MeasurementRow,
  surveyOf,
  thresholdsIn,
} from "../db/measurements.ts";
import { readTallies, readUnitTallies } from "../db/tallies.ts";
import { type Refusal, refuse } from "../problems.ts";
import { makeReport, type Report } from "../reports/report.ts";
import type { World } from "../world.ts";

/**
 * The report with what may be shown of it, or "unknown-measurement". Units are read only where they may be shown, and left
 * out `withoutUnits`.
 */
export async function readReport(
  world: Pick<World, "db">,
  measurementId: string,
  { withoutUnits = false } = {},
): Promise<Report | Refusal> {
  const measurement = await findMeasurement(world.db, measurementId);
  if (!measurement) return refuse("unknown-measurement");
  // Asked before anything is counted: what has stopped growing then has stopped for good.
  const growing = await isGrowing(world, measurement);
  return makeReport({
    measurement: {
      ...measurement,
      counties: JSON.parse(measurement.counties),
      partOfPeriod: await findPartOfPeriod(world.db, measurement),
      unitNames: measurement.units === null ? null : await findUnitNames(world.db, JSON.parse(measurement.units)),
    },
    survey: surveyOf(measurement),
    tallies: await readTallies(world.db, measurementId),
    unitTallies: growing || withoutUnits ? [] : await readUnitTallies(world.db, measurementId),
    thresholds: thresholdsIn(measurement),
    growing,
  });
}

const isGrowing = async ({ db }: Pick<World, "db">, measurement: MeasurementRow): Promise<boolean> =>
  measurement.state === "draft" || measurement.state === "running" || (await hasAnswersOnTheWay(db, measurement));
