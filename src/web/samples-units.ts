/** Reports whose care types are divided into units, for the storybook and the checks of every page. */
import { compare } from "../reports/comparison.ts";
import { makeReport, type Report, type ReportGroup } from "../reports/report.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { tallyOf, unitTallyOf } from "../reports/tally.ts";
import { groupOfUnit, restOfUnit } from "../reports/unit-rows.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { type Choosable, chosenText, groupLabel } from "../steps/read-comparison.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { view as viewCompare } from "./compare.ts";
import { viewReport } from "./report-view.ts";
import type { Sample } from "./views.ts";

const lead = {
  account: { name: "Lena Berg", roleLabel: "Projektledare", unitNames: "" },
  nav: [{ href: "/matningar", label: "Mätningar", current: true }],
};

const sizes: readonly (readonly [careType: Response["careType"], unit: string | null, persons: number])[] = [
  ["somatic", "Medicin- och geriatrikavdelningen för rehabilitering 12", 41],
  ["somatic", "Kirurgi avd 3", 33],
  ["somatic", "Medicin avd 1", 17],
  ["somatic", "Ortopedi avd 4", 8],
  ["somatic", "Öron-näsa-hals", 3],
  ["somatic", "Ögon", 4],
  ["somatic", null, 11],
  ["psychiatric", "Psykiatri avd 4", 14],
  ["psychiatric", "Psykiatri avd 5", 12],
];

const responsesOf = (survey: { readonly id: string; readonly version: number }): Response[] => {
  const positives = getSurvey(survey.id, survey.version).steps.flatMap((step) =>
    step.kind === "choice" && step.positive ? [step] : [],
  );
  return sizes.flatMap(([careType, unit, persons], row) =>
    Array.from({ length: persons }, (_, person) => {
      const answers = positives.map(({ key, scale }, question) => {
        const draw = Math.imul(person * 31 + row * 7 + question * 13 + 1, 2654435761) >>> 24;
        const code = draw < 120 ? 1 : draw < 190 ? 2 : draw < 230 ? 3 : 4;
        return [key, scale === "J4" ? code : Math.min(code, 2)];
      });
      const facts = { careType, unit, surveyId: survey.id, surveyVersion: survey.version };
      return { ...orebro2019Responses[0]!, ...facts, answers: JSON.stringify(Object.fromEntries(answers)) };
    }),
  );
};

/** A finished measurement with units, made up. */
export function reportWithUnits(survey = { id: "punktmatning-kort", version: 1 }): Report {
  const responses = responsesOf(survey);
  return makeReport({
    measurement: {
      ...{ ...orebro2019Measurement, counties: ["18"], id: "hosten-2026", name: "Punktmätning hösten 2026" },
      ...{ note: null, madeUp: true, opensOn: "2026-11-16", closesOn: "2026-11-20" },
    },
    ...{ survey: getSurvey(survey.id, survey.version), thresholds: defaultThresholds },
    ...{ tallies: tallyOf(responses), unitTallies: unitTallyOf(responses) },
  });
}

const finished = reportWithUnits();
const beside = { sheet: "report.css", fieldworkHref: null, counts: null, unitsOf: "18" };

/** The units of somatic care, and each without one of them: as steps/read-comparison.ts gives them. */
const [table] = finished.units;
const units = (table?.rows ?? []).flatMap((row) => (table && groupOfUnit(table, row)) ?? []);
const results = (groups: readonly ReportGroup[]) =>
  groups.map((group) => ({
    group,
    chosen: {
      ...{ measurementId: finished.measurement.id, county: group.county, careType: group.careType ?? "alla" },
      ...(group.unit ? { unit: group.unit } : {}),
    },
  }));
const choosable: Choosable = {
  measurement: {
    ...{ ...orebro2019Measurement, ...finished.measurement, counties: '["18"]', note: null },
    ...{ units: null, target: null, closedEarlyOn: null, releasedOn: "2026-12-02", modules: null, thresholds: null },
  },
  results: results(finished.groups),
  units: results([
    ...units,
    ...units.flatMap((unit) => restOfUnit(finished.groups[0]!, unit, defaultThresholds) ?? []),
  ]),
};
const compared = compare(
  units.slice(0, 3).map((group) => ({
    ...{ label: `Hösten 2026: ${groupLabel(group)}`, measurementId: finished.measurement.id, madeUp: true },
    ...{ survey: finished.survey, group, responseRate: null },
  })),
);
const chosen = results(units.slice(0, 3)).map((one) => chosenText(one.chosen));

export const unitSamples: readonly Sample[] = [
  {
    ...{ page: "compare", name: "units", title: "Jämför resultat", frame: lead },
    view: viewCompare([choosable], chosen, "", compared, "report.css"),
  },
  {
    ...{ page: "report", name: "units", title: "Punktmätning hösten 2026", frame: lead },
    view: viewReport(finished, beside),
  },
  {
    ...{ page: "report", name: "units-many-questions", title: "Punktmätning hösten 2026", frame: lead },
    view: viewReport(reportWithUnits({ id: "ring-upp", version: 1 }), beside),
  },
];
