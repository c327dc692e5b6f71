/**
 * Opens the continuous measurement's periods as soon as somebody of them can be rung, answered or not: a period in which
 * nobody was interviewed is what a project lead most needs to see, and its chain is told on its pages.
 */
import { addDays, localDateOf } from "../calendar.ts";
import { findBeginningsText, listFirstRoutineDates, setBeginnings } from "../db/beginnings.ts";
import { findDivisions } from "../db/divisions.ts";
import { listRoutineDates } from "../db/fieldwork.ts";
import { addMeasurement, listMeasurements } from "../db/measurements.ts";
import { getSurveyFor } from "../db/survey-of-case.ts";
import { findThresholds } from "../db/thresholds.ts";
import { thresholdsText } from "../reports/thresholds.ts";
import { readBeginnings, withBeginnings } from "../responses/beginnings.ts";
import { continuousMeasurement } from "../responses/continuous.ts";
import type { World } from "../world.ts";

/** Windows that opened longer ago were seen by earlier nights, with room for weeks when nothing ran. */
const lookBackDays = 45;

/** Gives how many periods were opened. Writes down, too, when each county came in (responses/beginnings.ts). */
export async function openPeriods(world: World): Promise<{ opened: number }> {
  const { db } = world;
  const today = localDateOf(world.now());
  const dates = await listRoutineDates(db, addDays(today, -lookBackDays), today);
  if (dates.length === 0) return { opened: 0 };
  await noteBeginnings(world, addDays(today, -lookBackDays), today);
  const known = { divisions: await findDivisions(db), madeUp: world.config.mode === "demo" };
  const survey = await getSurveyFor(db, null);
  const there = new Set((await listMeasurements(db)).map(({ id }) => id));
  const periods = new Map(
    dates.map(({ dischargedOn, county }) => {
      const period = continuousMeasurement(dischargedOn, survey, county, known);
      return [period.id, period] as const;
    }),
  );
  const missing = [...periods.values()].filter(({ id }) => !there.has(id));
  if (missing.length === 0) return { opened: 0 };
  const thresholds = thresholdsText(await findThresholds(db));
  await world.atomically(missing.map((period) => addMeasurement(db, { ...period, thresholds })));
  return { opened: missing.length };
}

/** Written only when it has changed. Two nights at once write the same, and a county that one of them missed the next adds. */
async function noteBeginnings({ db, atomically }: World, from: string, to: string): Promise<void> {
  const text = await findBeginningsText(db);
  const beginnings = withBeginnings(readBeginnings(text), await listFirstRoutineDates(db, from, to));
  if (JSON.stringify(beginnings) !== text) await atomically([setBeginnings(db, beginnings)]);
}
