/** Reads a measurement's report. It reads tallies and never responses, so a page costs the same however many answered. */
import { findMeasurement } from "../db/measurements.ts";
import { readTallies } from "../db/tallies.ts";
import { type Refusal, refuse } from "../problems.ts";
import { makeReport, type Report } from "../reports/report.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { getSurvey } from "../surveys/catalog.ts";
import type { World } from "../world.ts";

/** The report with what may be shown of it, or "unknown-measurement". */
export async function readReport(world: Pick<World, "db">, measurementId: string): Promise<Report | Refusal> {
  const measurement = await findMeasurement(world.db, measurementId);
  if (!measurement) return refuse("unknown-measurement");
  return makeReport({
    measurement: { ...measurement, counties: JSON.parse(measurement.counties) },
    survey: getSurvey(measurement.surveyId, measurement.surveyVersion),
    tallies: await readTallies(world.db, measurementId),
    thresholds: defaultThresholds,
  });
}
