/** Sample data for the pages of measurements, made by the real reports from answers with a known outcome. */
import type { MeasurementRow } from "../db/measurements.ts";
import { compare, type Side } from "../reports/comparison.ts";
import { type FieldCell, makeFieldwork } from "../reports/fieldwork.ts";
import { makeReport, type Report, type ReportedMeasurement } from "../reports/report.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { tallyOf } from "../reports/tally.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { view as viewCompare } from "./compare.ts";
import { viewMeasurement } from "./measurement-view.ts";
import { viewForm } from "./measurements.ts";
import { viewReport } from "./report-view.ts";
import { viewSurvey, viewSurveys } from "./surveys.ts";
import type { Sample } from "./views.ts";

export const lead = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [{ href: "/matningar", label: "Mätningar", current: true }],
};

const survey = getSurvey("punktmatning-kort", 1);
const thresholds = defaultThresholds;
const orebro: ReportedMeasurement = { ...orebro2019Measurement, counties: ["18"] };
const reportOf = (measurement: ReportedMeasurement, responses: readonly Response[]) =>
  makeReport({ measurement, survey, tallies: tallyOf(responses), thresholds });

const stays: FieldCell = {
  ...{ county: "18", careType: "somatic", unit: "Avdelning 4", disposition: "completed", consent: "yes" },
  ...{ included: true, attempted: true, reached: true, begun: true, cases: 48 },
};
const fieldwork = makeFieldwork(
  [stays, { ...stays, disposition: "window-passed", reached: false, begun: false, cases: 22 }],
  thresholds,
  true,
).whole;

/** The same answers again in other counties; the last one has too few. */
const severalCounties: readonly Response[] = [
  ...orebro2019Responses,
  ...orebro2019Responses.map((row, at) => ({ ...row, county: at % 3 === 0 ? "17" : "19" })),
  ...orebro2019Responses.slice(0, 3).map((row) => ({ ...row, county: "20" })),
  ...orebro2019Responses
    .slice(0, 12)
    .map((row, at) => ({ ...row, respondent: "proxy" as const, mode: at < 6 ? ("robot" as const) : row.mode })),
];

const fourCounties = reportOf(
  { ...orebro, name: "Fyra län, november 2019", counties: ["17", "18", "19", "20"], madeUp: true },
  severalCounties,
);
const later = reportOf({ ...orebro, id: "orebro-2020-05", name: "Maj 2020" }, orebro2019Responses.slice(3));
const row = (report: Report): MeasurementRow => ({
  ...{ ...orebro2019Measurement, ...report.measurement },
  ...{
    counties: JSON.stringify(report.measurement.counties),
    units: null,
    target: null,
    releasedOn: null,
    closedEarlyOn: null,
    modules: null,
  },
  ...{ thresholds: null },
});
const choosable = [later, reportOf(orebro, orebro2019Responses), fourCounties].map((report) => ({
  measurement: row(report),
  results: report.groups.map((group) => ({
    chosen: { measurementId: report.measurement.id, county: group.county, careType: group.careType ?? "alla" },
    group,
  })),
}));
const side = (report: Report, label: string, at: number): Side => ({
  ...{ label, measurementId: report.measurement.id, survey: report.survey, madeUp: false },
  ...{ group: report.groups[at]!, responseRate: at === 0 ? 0.62 : null },
});
const compared = compare([
  side(reportOf(orebro, orebro2019Responses), "November 2019: Örebro län, somatik", 0),
  side(later, "Maj 2020: Örebro län, somatik", 0),
]);

/** As many as there may be, with names as long as they may be, and the robot from the fifth on. */
const eight = compare(
  Array.from({ length: 8 }, (_, at) => {
    const id = `maj-${2019 + at}`;
    const responses = orebro2019Responses.map((one) => ({
      ...one,
      mode: at < 4 ? ("human" as const) : ("robot" as const),
    }));
    const name = `Punktmätning maj ${2019 + at} för alla som skrevs ut från sjukhusens vårdavdelningar till ordinärt boende`;
    const report = reportOf({ ...orebro, id, name }, responses.slice(at));
    return { ...side(report, `${name}: Örebro län, somatik`, 0), responseRate: 0.4 + at / 20 };
  }),
);

export const draft: MeasurementRow = {
  ...row(reportOf({ ...orebro, id: "hosten-2026", name: "Punktmätning hösten 2026", state: "draft" }, [])),
  ...{ opensOn: "2026-11-16", closesOn: "2026-11-20", target: 50, note: null },
};
export const life = {
  ...{ today: "2026-11-23", lastDay: 7, typed: {}, waiting: false, published: [], others: [] },
  units: [{ id: "enhet2", name: "Medicin avd 1", county: "18" }],
};
const units = ["Geriatrik avd 2", "Kirurgi avd 3", "Medicin avd 1"].map((name, at) => ({ id: `enhet${at}`, name }));
export const typed = {
  ...{
    name: "",
    survey: "punktmatning-kort.1",
    modules: ["ring-upp.1:lakemedel"],
    opensOn: "2026-11-16",
    closesOn: "2026-11-15",
    counties: ["18"],
  },
  ...{ units: ["enhet1"], target: "", caller: "hospital", note: "" },
};

export const reportSamples: readonly Sample[] = [
  { page: "surveys", name: "ordinary", title: "Enkäter", frame: lead, view: viewSurveys() },
  {
    ...{ page: "survey", name: "translated", title: survey.title, frame: lead },
    view: viewSurvey(survey, "Region Exempel", "report.css"),
  },
  {
    ...{ page: "survey", name: "modules", title: "Ring upp", frame: lead },
    view: viewSurvey(getSurvey("ring-upp", 1), "Region Exempel", "report.css"),
  },
  {
    ...{ page: "measurement-form", name: "blank", title: "Ny mätning", frame: lead },
    view: viewForm(null, { ...typed, closesOn: "", units: [] }, units),
  },
  {
    ...{ page: "measurement-form", name: "faults", title: "Ny mätning" },
    view: viewForm(null, typed, units),
    frame: {
      ...lead,
      errors: [
        { field: "namn", text: "Skriv vad mätningen heter, till exempel ”Punktmätning hösten 2026”." },
        { field: "till", text: "Sista dagen ligger före den första. Byt plats på dem." },
      ],
    },
  },
  {
    ...{ page: "measurement", name: "draft", title: draft.name, frame: lead },
    view: viewMeasurement(draft, {
      ...life,
      others: [{ ...draft, id: "annan", name: "Punktmätning november 2026", state: "running" }],
    }),
  },
  {
    ...{ page: "measurement", name: "running", title: draft.name, frame: lead },
    view: viewMeasurement({ ...draft, state: "running" }, life),
  },
  {
    ...{ page: "measurement", name: "published", title: draft.name, frame: lead },
    view: viewMeasurement(
      { ...draft, state: "published" },
      {
        ...life,
        published: [
          { number: 1, publishedOn: "2026-12-02", changed: null },
          { number: 2, publishedOn: "2026-12-09", changed: "Två intervjuer räknades fel." },
        ],
      },
    ),
  },
  {
    ...{ page: "compare", name: "choose", title: "Jämför resultat", frame: lead },
    view: viewCompare(choosable, [], "orebro-2019-11", null, "report.css"),
  },
  {
    ...{ page: "compare", name: "two", title: "Jämför resultat", frame: lead },
    view: viewCompare(choosable, ["orebro-2019-11.18.somatic"], "", compared, "report.css"),
  },
  {
    ...{ page: "compare", name: "eight", title: "Jämför resultat", frame: lead },
    view: viewCompare(choosable, [], "", eight, "report.css"),
  },
  {
    ...{ page: "compare", name: "empty", title: "Jämför resultat", frame: lead },
    view: viewCompare([], [], "", null, "report.css"),
  },
  {
    page: "measurements",
    name: "ordinary",
    title: "Mätningar",
    frame: lead,
    view: {
      mayPlan: true,
      periods: null,
      rows: [
        {
          href: "/matningar/orebro-2019-11",
          name: "Örebro län, november 2019",
          periodText: "november 2019",
          stateLabel: "Avslutad",
          respondentsText: "48 svarande",
          madeUp: false,
        },
        {
          href: "/matningar/demo",
          name: "Region Exempel, hösten 2026",
          periodText: "16–27 november 2026",
          stateLabel: "Pågår",
          respondentsText: "Färre än 5 svarande",
          madeUp: true,
        },
      ],
    },
  },
  {
    page: "measurements",
    name: "empty",
    title: "Mätningar",
    frame: lead,
    view: { mayPlan: false, periods: null, rows: [] },
  },
  {
    page: "report",
    name: "ordinary",
    title: orebro.name,
    frame: lead,
    view: viewReport(reportOf(orebro, orebro2019Responses), {
      sheet: "report.css",
      fieldworkHref: "/matningar/orebro-2019-11/faltarbete",
      counts: fieldwork,
    }),
  },
  {
    page: "report",
    name: "counties",
    title: "Fyra län, november 2019",
    frame: lead,
    view: viewReport(fourCounties, { sheet: "report.css", fieldworkHref: null, counts: null }),
  },
  {
    page: "report",
    name: "hidden",
    title: "Region Exempel, hösten 2026",
    frame: lead,
    view: viewReport(
      reportOf(
        { ...orebro, name: "Region Exempel, hösten 2026", state: "running", madeUp: true },
        orebro2019Responses.slice(24, 33),
      ),
      { sheet: "report.css", fieldworkHref: null, counts: null },
    ),
  },
];
