/** Reports whose care types are divided into units, for the storybook and the checks of every page. */
import { makeReport, type Report } from "../reports/report.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { tallyOf, unitTallyOf } from "../reports/tally.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { getSurvey } from "../surveys/catalog.ts";
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

const beside = { sheet: "report.css", fieldworkHref: null, counts: null, unitsOf: "18" };

export const unitSamples: readonly Sample[] = [
  {
    ...{ page: "report", name: "units", title: "Punktmätning hösten 2026", frame: lead },
    view: viewReport(reportWithUnits(), beside),
  },
  {
    ...{ page: "report", name: "units-many-questions", title: "Punktmätning hösten 2026", frame: lead },
    view: viewReport(reportWithUnits({ id: "ring-upp", version: 1 }), beside),
  },
];
