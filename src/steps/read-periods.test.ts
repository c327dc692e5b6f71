/** A trend over the periods of the continuous measurement has every period in it, also one that asked nobody. */
import { expect, test } from "vitest";
import { makeReport } from "../reports/report.ts";
import { tallyOf } from "../reports/tally.ts";
import { defaultThresholds } from "../reports/thresholds.ts";
import { continuousMeasurement } from "../responses/continuous.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Division } from "../responses/periods.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { type PeriodResult, trendOver } from "./read-periods.ts";

const survey = getSurvey("punktmatning-kort", 1);

function period(date: string, division: Division): PeriodResult {
  const made = continuousMeasurement(date, survey, "18", { divisions: [{ from: "", division }], madeUp: false });
  const measurement = { ...orebro2019Measurement, ...made, target: null, modules: null, thresholds: null };
  const report = makeReport({
    ...{ measurement: { ...measurement, counties: ["18"] }, survey, thresholds: defaultThresholds },
    tallies: tallyOf(orebro2019Responses),
  });
  return { measurement: measurement as PeriodResult["measurement"], report };
}
const over = (...periods: readonly PeriodResult[]) =>
  trendOver(periods.toReversed(), { survey, county: "18", careType: "somatic" })!;

test("a period in which nobody was asked is a gap, and not a line through it", () => {
  const { times, indicators } = over(
    period("2026-01-15", "month"),
    period("2026-02-15", "month"),
    period("2026-05-15", "month"),
  );
  expect(times.map(({ label, group }) => [label, group !== null])).toEqual([
    ["januari 2026", true],
    ["februari 2026", true],
    ["mars 2026", false],
    ["april 2026", false],
    ["maj 2026", true],
  ]);
  for (const { shares } of indicators)
    expect(shares.map((share) => share !== null)).toEqual([true, true, false, false, true]);
  expect(times.map(({ at }) => Math.round(at * 100))).toEqual([0, 25, 49, 75, 100]);
});

test("months that became quarters are marked, and stand one after the other", () => {
  const { times, breaks } = over(
    period("2026-03-15", "month"),
    period("2026-04-15", "quarter"),
    period("2027-04-15", "year"),
  );
  expect(times.map(({ label }) => label)).toEqual([
    ...["mars 2026", "kvartal 2 2026", "kvartal 3 2026", "kvartal 4 2026", "2027"],
  ]);
  expect(breaks.map((one) => one?.mark ?? null)).toEqual([null, "ny indelning", null, null, "ny indelning"]);
});
