/** A survey that the checker has let through can be answered in writing and counted, however oddly it is written. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { codeBookOf, reportAsTable } from "../reports/as-table.ts";
import { makeReport } from "../reports/report.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { gather, tallyOf } from "../reports/tally.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { tellingOf } from "../responses/tellable.ts";
import { checkSurvey } from "../surveys/checker.ts";
import { questionsOf } from "../surveys/engine.ts";
import { branchingSurvey } from "../surveys/samples.ts";
import type { Survey } from "../surveys/survey.ts";
import { answerInWriting, beginInWriting } from "../surveys/writing.ts";
import { meaningsOf, nothingTyped, viewAnswerQuestions } from "./answer-questions.ts";
import { wordsAround } from "./answer-words.ts";
import { viewSurveyOnWeb } from "./survey-web.ts";
import { viewSurvey } from "./surveys.ts";

function accepted(file: unknown): Survey {
  const checked = checkSurvey(file, "grenad.v1.json");
  if ("faults" in checked) throw new Error(checked.faults.join("\n"));
  return checked.survey;
}

const words = wordsAround({}, "sv");
const begun = (survey: Survey) => ({ survey, state: beginInWriting(survey, null, "patient") });

test("steps may stand in any order in the file: they are listed, asked and answered in that of the way", () => {
  const { steps } = branchingSurvey();
  const order = steps.map(({ key }) => key);
  fc.assert(
    fc.property(fc.shuffledSubarray(steps, { minLength: steps.length }), (shuffled) => {
      const survey = accepted({ ...branchingSurvey(), steps: shuffled });
      expect(survey.steps.map(({ key }) => key)).toEqual(order);
      const asked = begun(survey);
      const typed = { ...nothingTyped, answers: { vard: "1", medicin: "2", mening: "Bra.", constructor: "1" } };
      const sent = answerInWriting(survey, asked.state, meaningsOf(asked, typed), false);
      expect(sent.ended).toBe("completed");
      expect(questionsOf(survey, sent).map(({ step, answerText }) => [step, answerText])).toEqual([
        ...[
          ["vard", "Ja"],
          ["medicin", "Nej"],
        ],
        ...[
          ["mening", "Bra."],
          ["constructor", "Ja"],
        ],
      ]);
    }),
  );
});

test("a question called as what every object has is blank until it is answered, and counted by its own answers", () => {
  const file = branchingSurvey();
  const survey = accepted({
    ...file,
    steps: file.steps.map((step) => (step.key === "constructor" ? { ...step, positive: [1] } : step)),
  });
  const { questions } = viewAnswerQuestions(begun(survey), "sv", words, nothingTyped, "Region Exempel");
  expect(questions.find(({ key }) => key === "constructor")).toMatchObject({ hint: "", open: null });
  expect([...meaningsOf(begun(survey), nothingTyped)]).toEqual([]);
  const rows = (key: string, count: number) =>
    orebro2019Responses
      .slice(0, count)
      .map((row, at) => ({ ...row, answers: JSON.stringify({ [key]: 1 + (at % 2) }) }));
  const telling = tellingOf(survey, defaultThresholds);
  expect(telling.countsOf('{"vard":1}').map(({ answered }) => answered)).toEqual([1, 0]);
  for (const _ of [1, 2]) {
    const { answers } = gather(tallyOf(rows("constructor", 20)), null);
    expect({ ...answers }).toEqual({ constructor: { 1: 10, 2: 10 } });
    expect(gather(tallyOf(rows("vard", 20)), null).answers.constructor).toBeUndefined();
  }
  expect(Object.keys(Object)).toEqual([]);
});

test("what a text leaves open is filled in wherever nobody rings, and said in words in a report", () => {
  const file = branchingSurvey();
  const text = { patient: "Fick du vård av {region}, sa {caller}?", proxy: "Fick din närstående vård av {region}?" };
  const survey = accepted({
    ...file,
    steps: file.steps.map((step) => (step.key === "vard" ? { ...step, text } : step)),
  });
  for (const view of [
    viewAnswerQuestions(begun(survey), "sv", words, nothingTyped, "Region $&"),
    viewSurveyOnWeb(survey, "sv", false, "answer.css", "Region $&"),
  ])
    expect(view.questions[0]?.text).toBe("Fick du vård av Region $&, sa Region $&?");
  const { robotless, ...read } = viewSurvey(survey, "Region $&", "report.css");
  expect(JSON.stringify(read)).not.toMatch(/\{(region|caller)\}/);
  // Its author is told of the mark itself.
  expect(robotless.join()).toContain("Steget vard: roboten har inget namn att säga i stället för {caller}.");
  const report = makeReport({
    ...{ measurement: { ...orebro2019Measurement, counties: ["18"] }, survey, thresholds: defaultThresholds },
    tallies: tallyOf(orebro2019Responses),
  });
  expect(codeBookOf(report)).toContainEqual([
    "indikator",
    "vard",
    null,
    "Fick du vård av regionen, sa den som ringer?",
  ]);
  expect(reportAsTable(report).length).toBeGreaterThan(1);
});
