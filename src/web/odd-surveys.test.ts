/** A survey that the checker has let through can be answered in writing and counted, however oddly it is written. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { anySurveyFile } from "../../test/any-survey.ts";
import { beginCall, hearKeys, robotFaults } from "../calls/conversation.ts";
import { everyPiece } from "../calls/every-piece.ts";
import { codeBookOf, reportAsTable } from "../reports/as-table.ts";
import { makeReport } from "../reports/report.ts";
import { defaultThresholds } from "../reports/suppression.ts";
import { gather, tallyOf } from "../reports/tally.ts";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import { tellingOf } from "../responses/tellable.ts";
import { checkSurvey } from "../surveys/checker.ts";
import { begin, meaningOfCode, questionsOf, resume } from "../surveys/engine.ts";
import type { Meaning, State } from "../surveys/interview.ts";
import { isQuestion, usualModules, wayIn, withChosen, withModules } from "../surveys/route.ts";
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

/** An answer to every question: the same whichever door asks it. "Inte aktuellt" is not among them, since it has no key. */
const answersTo = (survey: Survey, codes: readonly number[]): ReadonlyMap<string, Meaning> =>
  new Map(
    survey.steps.filter(isQuestion).map((step, at): [string, Meaning] => {
      if (step.kind === "open") return [step.key, { kind: "text", text: "Bra." }];
      const own = [...survey.scales[step.scale]!.map(({ code }) => code), 8];
      return [step.key, meaningOfCode(own[codes[at % codes.length]! % own.length]!)];
    }),
  );

/** What was answered, whoever asked. */
const given = (survey: Survey, state: State) =>
  questionsOf(survey, state).map(({ step, answerText }) => [step, answerText]);

/** A call by a person, one step at a time; to the opening whatever leads to the questions. */
function byPerson(survey: Survey, answers: ReadonlyMap<string, Meaning>): State {
  let turn = begin(survey, { respondent: "patient" });
  for (let at = 0; at < 50 && turn.say.kind !== "summary"; at += 1) {
    const { say } = turn;
    const [step, isOpening] = [turn.state.at ?? "", say.phase === "opening"];
    const kind = say.kind === "confirm" ? (isOpening ? wayIn(survey, step) : "no") : "next";
    turn = resume(survey, turn.state, answers.get(step) ?? { kind }, { mode: "human" });
  }
  return turn.state;
}

/** The robot's call to its end, by the keys that say the same. */
function byRobot(survey: Survey, answers: ReadonlyMap<string, Meaning>) {
  const facts = { survey, birthDay: 5, direction: "outbound", open: true, askHelp: true } as const;
  const pieces = new Set(everyPiece(survey).map(({ id }) => id));
  let turn = beginCall(facts, null);
  for (let at = 0; at < 50 && turn.end === null; at += 1) {
    for (const { id } of turn.say) expect(pieces).toContain(id);
    const { stage, asking } = turn.state;
    const said = answers.get(asking ?? "");
    const key = said?.kind === "choice" ? String(said.code) : said ? "8" : "2";
    const keys = { opening: "1", birthday: "05", intro: "1", survey: key, ended: "" }[stage];
    turn = hearKeys(facts, turn, { keys }, turn.state.turn);
  }
  return { end: turn.end, asked: Object.keys(turn.interview?.answers ?? {}) };
}

test("whatever its form, the same answers come of it by a person, on one page after another and by the robot", () => {
  let [sound, spoken] = [0, 0];
  fc.assert(
    fc.property(anySurveyFile, fc.array(fc.nat(7), { minLength: 9, maxLength: 9 }), (file, codes) => {
      const checked = checkSurvey(file, "udda.v1.json");
      if ("faults" in checked) return;
      sound += 1;
      const whole = checked.survey;
      for (const modules of whole.modules ? [["constructor"], []] : [null]) {
        const survey = withChosen(whole, modules);
        const answers = answersTo(survey, codes);
        const person = byPerson(survey, answers);
        expect(person.at).toBeNull();
        const written = answerInWriting(survey, beginInWriting(survey, null, "patient"), answers, false);
        expect(written.ended).toBe("completed");
        expect(given(survey, written)).toEqual(given(survey, person));
        const read = viewSurveyOnWeb(survey, "sv", false, "answer.css", "Region Exempel");
        const asked = withModules(survey, usualModules(survey)).steps.filter(isQuestion);
        expect(read.questions.map(({ key }) => key)).toEqual(asked.map(({ key }) => key));
        if (robotFaults(survey).length > 0) continue;
        spoken += 1;
        const robot = byRobot(survey, answers);
        expect(robot.end).toBe("completed");
        const fixed = questionsOf(survey, person).filter(({ kind }) => kind === "choice");
        expect(robot.asked).toEqual(fixed.map(({ step }) => step));
      }
    }),
    { numRuns: 120 },
  );
  expect([sound > 20, spoken > 10]).toEqual([true, true]);
});

test("an opening that is passed by a no is passed in writing too, and what is read between stands in the preview", () => {
  const file = branchingSurvey();
  const [hej, ...others] = file.steps;
  const wrong = { ...hej!, text: { patient: "Har jag ringt fel?", proxy: "Har jag ringt fel?" } };
  const said = { key: "om-mediciner", kind: "read", text: { patient: "Nu om medicin.", proxy: "Nu om medicin." } };
  const survey = accepted({
    ...file,
    steps: [
      { ...wrong, yes: "end:wrong-person", no: "vard" },
      ...others.map((step) => (step.key === "vard" ? { ...step, next: "om-mediciner" } : step)),
      { ...said, next: "medicin" },
    ],
  });
  expect(begun(survey).state).toMatchObject({ ended: null, at: "vard" });
  const { questions, note } = viewSurveyOnWeb(survey, "sv", false, "answer.css", "Region Exempel");
  expect(questions.find(({ key }) => key === "medicin")?.before).toBe("Nu om medicin.");
  expect(note).toContain("bara efter vissa svar");
});
