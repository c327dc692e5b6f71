/**
 * GET and POST /matningar/lopande: the continuous measurement in its periods, one group's way through them, and how the
 * region divides it. No handler here can reach a person.
 */
import { formatDateTime, localDateOf } from "../calendar.ts";
import { findDivisions, listDivisionChanges } from "../db/divisions.ts";
import type { MeasurementRow } from "../db/measurements.ts";
import { isRefusal, type Refusal, refuse, sentenceFor } from "../problems.ts";
import { numberText } from "../reports/intervals.ts";
import type { Report } from "../reports/report.ts";
import { countyNames, startOfSentence } from "../reports/wording.ts";
import {
  changeDivision,
  comingDivision,
  type Division,
  type Divisions,
  divisionOn,
  divisions,
} from "../responses/periods.ts";
import { dateInWords, divideContinuous, divisionNames } from "../steps/divide-continuous.ts";
import {
  type PeriodResult,
  type Periods,
  periodName,
  readPeriods,
  showsAnything,
  type TrendChoice,
  trendOver,
} from "../steps/read-periods.ts";
import { readReport } from "../steps/read-report.ts";
import { assetHref } from "./assets.ts";
import { accountOf, type Request } from "./context.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { stateLabels } from "./report-view.ts";
import { viewTrend } from "./trend.ts";
import type { ContinuousView, DivisionForm, MeasurementsView, Option, PeriodRow } from "./views.ts";

const title = "Löpande uppföljning";

/** What a page shows of the history of a choice that is made once in a few years. */
const changesShown = 20;

/** GET /matningar/lopande?enkat=&lan=&vard= */
export const continuousPage = (c: Request): Promise<Response> => show(c, null);

/** POST /matningar/lopande */
export async function divide(c: Request): Promise<Response> {
  const typed = (await formOf(c)).text("indelning");
  const wanted = divisions.find((division) => division === typed);
  if (!wanted) return show(c, refuse("division-needed"));
  const done = await divideContinuous(c.get("world"), accountOf(c).id, wanted);
  if (isRefusal(done)) return show(c, done);
  setFlash(c, done.changed ? "division-saved" : "division-same");
  return c.redirect("/matningar/lopande", 303);
}

async function show(c: Request, refusal: Refusal | null): Promise<Response> {
  const world = c.get("world");
  const periods = await readPeriods(world, (id) => readReport(world, id, { withoutUnits: true }));
  const today = localDateOf(world.now());
  const all = await findDivisions(world.db);
  const changes = await listDivisionChanges(world.db, changesShown);
  const { role } = accountOf(c);
  const view: ContinuousView = {
    ...viewContinuous(
      periods,
      readChoice(periods.newest, (name) => c.req.query(name) ?? ""),
      ["report.css", "trend.css"].map(assetHref),
    ),
    divisionText: divisionText(all, today),
    form: role === "coordinator" ? null : viewDivisionForm(all, today),
    changes: changes.map(({ at, by, before, after }) => ({
      atText: formatDateTime(at),
      by: by ?? "Utanför webbplatsen",
      ...{ before, after },
    })),
  };
  if (refusal === null) return page(c, "continuous", title, view);
  const errors = [{ field: "indelning", text: sentenceFor(refusal.refused, refusal.details) }];
  return page(c, "continuous", title, view, { errors, status: refusal.refused === "division-needed" ? 422 : 409 });
}

/** What holds, and from which day something else does. */
export function divisionText(all: Divisions, today: string): string {
  const coming = comingDivision(all, today);
  const now = divisionNames[divisionOn(today, all)].toLowerCase();
  return coming === null
    ? `Svaren räknas ihop per ${now}.`
    : `Svaren räknas ihop per ${now}, och per ${divisionNames[coming.division].toLowerCase()} för dem som skrivs ut från och med ${dateInWords(coming.from)}.`;
}

export function viewDivisionForm(all: Divisions, today: string): DivisionForm {
  const wanted = comingDivision(all, today)?.division ?? divisionOn(today, all);
  return {
    options: divisions.map((division) => ({
      value: division,
      label: divisionNames[division],
      hint: fromWhen(all, division, today),
      selected: division === wanted,
    })),
  };
}

function fromWhen(all: Divisions, division: Division, today: string): string {
  const decided = comingDivision(all, today);
  const coming = comingDivision(changeDivision(all, division, today), today);
  if (coming === null) return decided === null ? "Så är det nu." : "Så är det nu. Välj det för att låta det vara så.";
  const from = dateInWords(coming.from);
  return decided?.division === division ? `Gäller från och med ${from}.` : `Skulle gälla från och med ${from}.`;
}

// ── the periods and the choice among groups ──

const careTypes = [
  ["somatic", "Somatik"],
  ["psychiatric", "Psykiatri"],
  ["alla", "Totalt"],
] as const;

const surveyValue = ({ measurement }: PeriodResult) => `${measurement.surveyId}.${measurement.surveyVersion}`;

type Choices = {
  readonly surveys: readonly Option[];
  readonly counties: readonly Option[];
  readonly careTypes: readonly Option[];
  readonly chosen: TrendChoice | null;
};

/** What was asked for, as far as there is any; else the newest questions that show anything, the first county that has answers, somatic care. */
export function readChoice(periods: readonly PeriodResult[], asked: (name: string) => string): Choices {
  const surveys = [...new Map(periods.map((one) => [surveyValue(one), one])).entries()];
  const newest = periods.filter(({ report }) => showsAnything(report)).map(surveyValue)[0];
  const survey =
    surveys.find(([value]) => value === asked("enkat")) ?? surveys.find(([value]) => value === newest) ?? surveys[0];
  if (!survey) return { surveys: [], counties: [], careTypes: [], chosen: null };
  const groups = periods
    .filter((one) => surveyValue(one) === survey[0])
    .flatMap(({ report }) => [...report.country, ...report.groups]);
  const counties = [...new Set(groups.map(({ county }) => county))].sort();
  const shown = groups.find(({ hidden, county }) => hidden === null && county !== "00") ?? groups[0];
  const county = counties.find((code) => code === asked("lan")) ?? shown?.county ?? "";
  const careType = careTypes.find(([value]) => value === asked("vard"))?.[0] ?? "somatic";
  const { surveyId, surveyVersion } = survey[1].measurement;
  return {
    surveys: surveys.map(([value, { report }]) => ({
      ...{ value, label: `${report.survey.title}, version ${report.survey.version}` },
      selected: value === survey[0],
    })),
    counties: counties.map((code) => ({ value: code, label: countyNames[code] ?? code, selected: code === county })),
    careTypes: careTypes.map(([value, label]) => ({ value, label, selected: value === careType })),
    chosen: {
      survey: { id: surveyId, version: surveyVersion },
      ...{ county, careType: careType === "alla" ? null : careType },
    },
  };
}

/** Everything on the page but how it is divided. */
export function viewContinuous(
  periods: Periods,
  { surveys, counties, careTypes, chosen }: Choices,
  sheets: readonly string[],
): Pick<ContinuousView, "sheets" | "madeUp" | "surveys" | "counties" | "careTypes" | "trend" | "trendText"> &
  PeriodLists {
  const trend = chosen && trendOver(periods.newest, chosen);
  const shown = trend?.indicators.some(({ shares }) => shares.some((share) => share !== null)) ?? false;
  return {
    sheets,
    madeUp: periods.newest.some(({ measurement }) => measurement.madeUp),
    ...{ surveys: surveys.length > 1 ? surveys : [], counties, careTypes },
    trend: trend && shown ? viewTrend(trend, true) : null,
    trendText:
      trend === null
        ? "Utvecklingen visas när det finns två perioder."
        : "Det finns för få svar i den gruppen för att visa någon utveckling.",
    ...viewPeriods(periods),
  };
}

/** Two years of quarters. */
const shownAtOnce = 8;

type PeriodLists = Pick<ContinuousView, "rows" | "older" | "few">;

/** Those that show anything, or are going on, newest first; and those that have too few answers. */
function viewPeriods({ newest, older }: Periods): PeriodLists {
  const several = new Set(newest.map(surveyValue)).size > 1;
  const nameOf = (measurement: MeasurementRow) => ({
    href: `/matningar/${measurement.id}`,
    name: startOfSentence(periodName(measurement)),
    stateLabel: stateLabels[measurement.state],
  });
  const rowOf = ({ measurement, report }: PeriodResult): PeriodRow => ({
    ...nameOf(measurement),
    ...(report.measurement.name === measurement.name
      ? {}
      : { stateLabel: `${stateLabels[measurement.state]}, del av perioden` }),
    surveyText: several ? `${report.survey.title}, version ${report.survey.version}` : "",
    respondentsText: respondentsIn(report),
  });
  // Of the oldest nothing is read here: their own pages tell.
  const unread = older.map((row) => ({ ...nameOf(row), surveyText: "", respondentsText: "Se rapporten" }));
  const worth = newest.filter(({ measurement, report }) => measurement.state === "running" || showsAnything(report));
  return {
    rows: worth.slice(0, shownAtOnce).map(rowOf),
    older: [...worth.slice(shownAtOnce).map(rowOf), ...unread],
    few: newest.filter((one) => !worth.includes(one)).map(rowOf),
  };
}

/** A year of quarters in the list of all measurements, and how many have to be looked at to find them. */
const inList = 4;
export const readForList = 8;

/** The newest periods for the list of all measurements; null when there is none. */
export function viewNewest(periods: Periods): MeasurementsView["periods"] {
  const all = periods.newest.length + periods.older.length;
  if (all === 0) return null;
  return {
    rows: viewPeriods(periods).rows.slice(0, inList),
    madeUp: periods.newest.some(({ measurement }) => measurement.madeUp),
    moreText: all === 1 ? "Utvecklingen och indelningen" : `Alla ${all} perioder, utvecklingen och indelningen`,
  };
}

/** How many have answered, as far as it may be told. */
export function respondentsIn(report: Report): string {
  const groups = report.country.length > 0 ? report.country : report.groups;
  const texts = groups.flatMap((group) =>
    group.hidden === null && group.careType !== null
      ? [`${group.careTypeLabel.toLowerCase()} ${numberText(group.respondents)}`]
      : [],
  );
  return texts.length === 0 ? "För få svar för att visas" : `Svarande: ${texts.join(", ")}`;
}
