/** Sample data for surveys with modules (see samples.ts): chosen, previewed, printed, reported and compared. */
import { compare, type Side } from "../reports/comparison.ts";
import { makeReport, type Report } from "../reports/report.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { tallyOf } from "../reports/tally.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { usualModules, withChosen, withModules } from "../surveys/route.ts";
import { view as viewCompare } from "./compare.ts";
import { viewGuide, viewQuestions, viewSheets } from "./print-sheets.ts";
import { viewReport } from "./report-view.ts";
import { viewSurveyOnWeb } from "./survey-web.ts";
import { viewSurvey } from "./surveys.ts";
import type { Sample } from "./views.ts";

const lead = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [{ href: "/matningar", label: "Mätningar", current: true }],
};
const paper = { sheet: "sheets.css", region: "Region Exempel", switchboard: "08-465 004 00" };
const short = getSurvey("punktmatning-kort", 1);
const long = getSurvey("ring-upp", 1);
const few = withChosen(long, ["lakemedel", "maende"]);
const printed = withModules(few, usualModules(few));

/** The known answers, with answers of their own to the questions of the modules. */
const responses = orebro2019Responses.map((row, at) => ({
  ...row,
  surveyId: long.id,
  answers: JSON.stringify({
    ...(JSON.parse(row.answers) as Record<string, number>),
    ...{ "lakemedel-hur": 1 + (at % 3), lakemedelslista: 1 + (at % 2), kontaktvag: 1 + (at % 2) },
  }),
}));
const reportOf = (id: string, name: string, modules: readonly string[]): Report =>
  makeReport({
    measurement: { ...orebro2019Measurement, id, name, counties: ["18"], madeUp: true },
    survey: withChosen(long, modules),
    tallies: tallyOf(responses),
    thresholds: defaultThresholds,
  });
const spring = reportOf("varen", "Våren 2026", ["lakemedel", "kontaktvag"]);
const autumn = reportOf("hosten", "Hösten 2026", ["lakemedel"]);
const side = (report: Report): Side => ({
  ...{ label: `${report.measurement.name}: Örebro län, somatik`, measurementId: report.measurement.id },
  ...{ survey: report.survey, asked: report.indicators, madeUp: true },
  ...{ group: report.groups[0]!, responseRate: 0.6 },
});

export const moduleSamples: readonly Sample[] = [
  {
    ...{ page: "survey", name: "few-modules", title: long.title, frame: lead },
    view: viewSurvey(few, "Region Exempel", "report.css"),
  },
  {
    ...{ page: "survey", name: "people-only", title: "SIP", frame: lead },
    view: viewSurvey(getSurvey("sip", 1), "Region Exempel", "report.css"),
  },
  {
    ...{ page: "survey-web", name: "modules", title: `${long.title} på webben`, frame: lead },
    view: viewSurveyOnWeb(few, "sv", true, "answer.css", "Region Exempel"),
  },
  {
    ...{ page: "survey-web", name: "english", title: `${short.title} på webben`, frame: lead },
    view: viewSurveyOnWeb(short, "en", false, "answer.css", "Region Exempel"),
  },
  {
    ...{ page: "sheets", name: "measured", title: "Skriv ut", frame: lead },
    view: viewSheets([short, long], "sheets.css", [{ name: "Punktmätning hösten 2026", survey: few }]),
  },
  {
    ...{ page: "sheet-questions", name: "modules", title: "Frågorna på papper", frame: lead },
    view: viewQuestions(printed, paper, false),
  },
  {
    ...{ page: "sheet-guide", name: "modules", title: "Samtalsguide", frame: lead },
    view: viewGuide(printed, paper),
  },
  {
    ...{ page: "report", name: "modules", title: spring.measurement.name, frame: lead },
    view: viewReport(spring, { sheet: "report.css", fieldworkHref: null, counts: null }),
  },
  {
    ...{ page: "compare", name: "modules", title: "Jämför resultat", frame: lead },
    view: viewCompare([], [], "", compare([side(spring), side(autumn)]), "report.css"),
  },
];
