/** Reads the periods of the continuous measurement with what each may show, and one group's way through them. */
import { addDays, daysBetween } from "../calendar.ts";
import { listMeasurements, type MeasurementRow } from "../db/measurements.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import { unfinishedIn, unfinishedText } from "../reports/part-of-period.ts";
import type { Report } from "../reports/report.ts";
import { makeTrend, type Trend, type TrendTime } from "../reports/trend.ts";
import { isContinuous } from "../responses/continuous.ts";
import { divisionOfPeriod, periodOf } from "../responses/periods.ts";
import type { World } from "../world.ts";

export type PeriodResult = { readonly measurement: MeasurementRow; readonly report: Report };

/** "kvartal 4 2026": a period by its days. */
export function periodName(row: Pick<MeasurementRow, "opensOn" | "closesOn">): string {
  return periodOf(row.opensOn, [{ from: "", division: divisionOfPeriod(row) }]).name;
}

/** Periods, newest first: what the newest may show, and which are older than those. */
export type Periods = { readonly newest: readonly PeriodResult[]; readonly older: readonly MeasurementRow[] };

/** Three years of months: as many as a drawing has room for. */
export const mostPeriods = 36;

/** Every period, with the results of at most so many. `read` gives a report (read-report.ts). */
export async function readPeriods(
  world: Pick<World, "db">,
  read: (measurementId: string) => Promise<Report | Refusal>,
  most = mostPeriods,
): Promise<Periods> {
  const all = (await listMeasurements(world.db)).filter(({ id }) => isContinuous(id));
  const newest: PeriodResult[] = [];
  for (const measurement of all.slice(0, most)) {
    const report = await read(measurement.id);
    if (!isRefusal(report)) newest.push({ measurement, report });
  }
  return { newest, older: all.slice(most) };
}

/** May anything at all of a period be shown? */
export const showsAnything = ({ groups, country }: Pick<Report, "groups" | "country">): boolean =>
  [...groups, ...country].some(({ hidden }) => hidden === null);

/** One group through the periods that asked these questions: a county code and a care type, null for both together. */
export type TrendChoice = {
  readonly survey: { readonly id: string; readonly version: number };
  readonly county: string;
  readonly careType: "somatic" | "psychiatric" | null;
};

/** The trend of a choice over periods, newest first; null where there are not two. */
export function trendOver(periods: readonly PeriodResult[], { survey, county, careType }: TrendChoice): Trend | null {
  const asked = periods
    .filter(({ measurement: row }) => row.surveyId === survey.id && row.surveyVersion === survey.version)
    .toReversed();
  const [first, last] = [asked[0], asked.at(-1)];
  if (!first || !last || first === last) return null;
  const middleOf = ({ opensOn, closesOn }: Days) =>
    daysBetween(first.measurement.opensOn, opensOn) + daysBetween(opensOn, closesOn) / 2;
  const [from, to] = [middleOf(first.measurement), middleOf(last.measurement)];
  const timeOf = (days: Days, group: TrendTime["group"], unfinished: string | null): TrendTime => ({
    label: periodName(days),
    at: (middleOf(days) - from) / (to - from),
    division: divisionOfPeriod(days),
    unfinished,
    group,
  });
  return makeTrend(
    asked.flatMap(({ measurement, report }, at) => {
      const groups = [...report.country, ...report.groups];
      const group = groups.find((each) => each.county === county && each.careType === careType) ?? null;
      const before = asked[at - 1]?.measurement;
      const missing = before ? periodsBetween(before, measurement) : [];
      return [
        ...missing.map((days) => timeOf(days, null, null)),
        timeOf(measurement, group, unfinishedText(unfinishedIn(report.measurement, county))),
      ];
    }),
  );
}

type Days = Pick<MeasurementRow, "opensOn" | "closesOn">;

/** Periods in which these questions were put to nobody: gaps, so that no line is drawn through them. */
function periodsBetween(before: Days, after: Days): Days[] {
  const division = divisionOfPeriod(before);
  const missing: Days[] = [];
  for (let start = addDays(before.closesOn, 1); start < after.opensOn && missing.length < mostPeriods; ) {
    const period = periodOf(start, [{ from: "", division }]);
    missing.push(period);
    start = addDays(period.closesOn, 1);
  }
  return missing;
}
