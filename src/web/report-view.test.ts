/** What a drawing shows can be told apart, and every part of it stands in the table beneath. */
import { expect, test } from "vitest";
import { makeReport } from "../reports/report.ts";
import { tallyOf } from "../reports/tally.ts";
import { defaultThresholds } from "../reports/thresholds.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { viewReport } from "./report-view.ts";

const survey = getSurvey("punktmatning-kort", 1);

test.each([2, 3, 4, 5, 6])("a question of %i answers has as many shades, one for each", (answers) => {
  const scale = Array.from({ length: answers }, (_, at) => ({ code: at + 1, text: `Svar ${at + 1}` }));
  const rows = Array.from({ length: 120 }, (_, at) => ({
    ...orebro2019Responses[0]!,
    id: String(at),
    answers: JSON.stringify({ trygghet: 1 + (at % answers) }),
  }));
  const report = makeReport({
    measurement: { ...orebro2019Measurement, counties: ["18"] },
    survey: { ...survey, scales: Object.fromEntries(Object.keys(survey.scales).map((name) => [name, scale])) },
    ...{ tallies: tallyOf(rows), thresholds: defaultThresholds },
  });
  const { groups } = viewReport(report, { sheet: "report.css", fieldworkHref: null, counts: null });
  const shown = groups[0]!.indicators.find(({ label }) => label === "Trygghet")!.distribution!;
  expect(new Set(shown.map(({ shade }) => shade)).size).toBe(answers);
  expect(shown.map(({ text }) => text)).toEqual(scale.map(({ text }) => text));
  expect(shown.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100, 0);
});
