/** Sample data for the continuous measurement: nothing yet, a few quarters, and three years of months (see samples.ts). */
import { sentenceFor } from "../problems.ts";
import { partOfPeriod } from "../reports/part-of-period.ts";
import { makeReport } from "../reports/report.ts";
import { tallyOf } from "../reports/tally.ts";
import { defaultThresholds } from "../reports/thresholds.ts";
import { continuousMeasurement } from "../responses/continuous.ts";
import { orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { changeDivision, type Division, defaultDivisions } from "../responses/periods.ts";
import { dateInWords, divisionInWords } from "../steps/divide-continuous.ts";
import type { PeriodResult } from "../steps/read-periods.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { view as viewCompare } from "./compare.ts";
import { divisionText, readChoice, viewContinuous, viewDivisionForm, viewNewest } from "./continuous.ts";
import type { ContinuousView, MeasurementsView, Sample } from "./views.ts";

const survey = getSurvey("punktmatning-kort", 1);
const today = "2026-11-23";
const title = "Löpande uppföljning";
const frame = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [{ href: "/matningar", label: "Mätningar", current: true }],
};

/** A period with the first so many of the 48 answers of November 2019, from a place of its own on; the robot has asked some. */
function periodAt(dischargedOn: string, division: Division, at: number, answered: number): PeriodResult {
  const known = { divisions: [{ from: "", division }], madeUp: true };
  const made = continuousMeasurement(dischargedOn, survey, "18", known);
  const state = at === 0 ? "running" : at < 3 ? "closed" : "published";
  const measurement = { ...made, state, counties: ["18"], caller: "hospital" } as const;
  const turned = [...orebro2019Responses.slice((at * 7) % 48), ...orebro2019Responses.slice(0, (at * 7) % 48)];
  const responses = turned
    .slice(0, answered)
    .map((row, number) => ({ ...row, mode: at < 3 && number % 4 === 0 ? ("robot" as const) : row.mode }));
  const tallies = tallyOf(responses);
  return {
    measurement: {
      ...{
        ...made,
        state,
        caller: "hospital",
        modules: null,
        target: null,
        releasedOn: null,
        thresholds: null,
        closedEarlyOn: null,
      },
    },
    report: makeReport({
      // The oldest quarter is the one that the county began in.
      measurement: { ...measurement, partOfPeriod: partOfPeriod(made, { "18": "2025-11-12" }, false) },
      ...{ survey, tallies, thresholds: defaultThresholds },
    }),
  };
}

const quarters = [9, 48, 40, 46, 44].map((answered, at) =>
  periodAt(["2026-10-01", "2026-07-01", "2026-04-01", "2026-01-01", "2025-10-01"][at] ?? "", "quarter", at, answered),
);
/** Newest first; every fifth month has too few. */
const months = Array.from({ length: 36 }, (_, at) => {
  const [year, month] = [2026 - Math.floor((at + 1) / 12), 12 - ((at + 1) % 12)];
  return periodAt(`${year}-${String(month).padStart(2, "0")}-01`, "month", at, at % 5 === 0 ? 4 : 36 + (at % 12));
});

const chosen = changeDivision(defaultDivisions, "month", today);
const changes: ContinuousView["changes"] = [
  {
    ...{ atText: "mån 23 nov kl. 10:05", by: "Lena Berg" },
    before: divisionInWords(defaultDivisions, today),
    after: divisionInWords(chosen, today),
  },
];
const view = (newest: readonly PeriodResult[], divisions = defaultDivisions): ContinuousView => ({
  ...viewContinuous(
    { newest, older: [] },
    readChoice(newest, () => ""),
    ["report.css", "trend.css"],
  ),
  divisionText: divisionText(divisions, today),
  form: viewDivisionForm(divisions, today),
  changes: divisions === defaultDivisions ? [] : changes,
});

const choosable = months.map(({ measurement, report }) => ({
  measurement,
  results: report.groups.map((group) => ({
    chosen: { measurementId: measurement.id, county: group.county, careType: group.careType ?? "alla" },
    group,
  })),
}));
const points: MeasurementsView["rows"] = [
  {
    href: "/matningar/orebro-2019-11",
    name: "Örebro län, november 2019",
    periodText: `Utskrivna ${dateInWords("2019-11-11")}`,
    ...{ stateLabel: "Avslutad", respondentsText: "48 svarande", madeUp: false },
  },
];
const errors = [{ field: "indelning", text: sentenceFor("division-needed", {}) }];

export const continuousSamples: readonly Sample[] = [
  { page: "continuous", name: "quarters", title, frame, view: view(quarters, chosen) },
  { page: "continuous", name: "months", title, frame, view: view(months) },
  { page: "continuous", name: "empty", title, frame, view: view([]) },
  { page: "continuous", name: "errors", title, frame: { ...frame, errors }, view: view(quarters.slice(0, 1)) },
  {
    ...{ page: "compare", name: "periods", title: "Jämför resultat", frame },
    view: viewCompare(choosable, [], "", null, "report.css"),
  },
  {
    ...{ page: "measurements", name: "continuous", title: "Mätningar", frame },
    view: {
      mayPlan: true,
      rows: points,
      periods: viewNewest({ newest: months.slice(0, 8), older: months.slice(8).map((one) => one.measurement) }),
    },
  },
];
