/** Samples of the patient's own pages, of the coordinator's part about a link, and of questions in another language. */
import { findNewest, getSurvey } from "../surveys/catalog.ts";
import { resume } from "../surveys/engine.ts";
import { beginInWriting } from "../surveys/writing.ts";
import { viewAnswerPage } from "./answer-page.ts";
import { nothingTyped } from "./answer-questions.ts";
import type { AnswerFrame } from "./answer-views.ts";
import { type AnswerLanguage, answerLanguages, languageLabels, wordsIn } from "./answer-words.ts";
import { viewMadeLink } from "./case-web-link.ts";
import { inLanguage, readingLanguages } from "./interview-language.ts";
import { shownOf } from "./interview-view.ts";
import { practicePatients } from "./practice-patients.ts";
import { beginPractice } from "./practice-state.ts";
import { viewQuestions } from "./print-sheets.ts";
import type { CaseView, InterviewView, Sample } from "./views.ts";

const survey = findNewest("punktmatning-kort");
const [patient] = practicePatients;
if (!survey || !patient) throw new Error("there is nothing to ask, or nobody");

const base = `/svara/${"0".repeat(32)}`;
const frameIn = (lang: AnswerLanguage, fault: string | null = null): AnswerFrame => ({
  ...{ sheet: "answer.css", lang, words: wordsIn(lang), fault },
  languages: answerLanguages.map((one) => ({
    ...{ href: `${base}?sprak=${one}`, lang: one, label: languageLabels[one], current: one === lang },
  })),
});

const plain = { account: null, nav: [], demo: null, plain: true } as const;
const written = { survey, state: beginInWriting(survey, null, "patient") };
const [swedish, finnish] = [wordsIn("sv"), wordsIn("fi")];

const consent = (lang: AnswerLanguage, fault: string | null = null) => ({
  ...{ ...frameIn(lang, fault), base, text: wordsIn(lang).consentText.replace("{minutes}", "5") },
  respondents: (["patient", "supported", "proxy"] as const).map((value) => ({
    ...{ value, label: wordsIn(lang)[value], hint: value === "proxy" ? wordsIn(lang).proxyHint : "", selected: false },
  })),
});

const made = { token: "0".repeat(32), code: "7fk2m9qd4xw3", validUntil: Date.UTC(2026, 10, 27, 18) };

const typed = { ...nothingTyped, answers: { delaktighet: "2", fritext: "Syster Karin var snäll." } };

const longer = getSurvey("ring-upp", 1);
const longerState = beginInWriting(longer, null, "patient");
/** Leads to what is said before the last question. */
const noPlan = { ...nothingTyped, answers: { sip: "2" }, help: "ja" };
const swedishOnly = { ...frameIn("sv"), languages: frameIn("sv").languages.slice(0, 1) };
const asked = (name: string) => ({ page: "answer-questions" as const, name, title: "Svara", frame: plain });
const paged = (frame: AnswerFrame, of: typeof written, draft: typeof nothingTyped, page = 1) => ({
  ...viewAnswerPage(frame, base, of, draft, page, "Region Exempel"),
  script: "answer.js",
});

/** The first question read in Finnish to somebody who is said to speak it. */
function inFinnish(): InterviewView {
  const begun = beginPractice(patient as NonNullable<typeof patient>);
  const state = (["next", "yes", "yes", "yes"] as const).reduce(
    (at, kind) => resume(begun.survey, at, { kind }, { mode: "human" }).state,
    begun.state,
  );
  const frame = {
    ...{ base: "/uppfoljningar/a1", version: 4, name: "Aino Korhonen", state, fill: (text: string) => text },
    ...{ survey: inLanguage(begun.survey, "fi"), lang: "fi" },
    languages: readingLanguages(begun.survey, "fi", "fi"),
  };
  const shown = shownOf(frame, null, "one");
  if (shown.page !== "interview") throw new Error("the sample stands at no question");
  return shown.view;
}

/** `held`: a case that the coordinator works with; `paper`: the frame of a sheet. */
export const answerSamples = (held: CaseView): readonly Sample[] => [
  { page: "answer-code", name: "blank", title: "Svara", frame: plain, view: frameIn("sv") },
  { page: "answer-none", name: "wrong", title: "Svara", frame: plain, view: frameIn("sv") },
  {
    ...{ page: "answer-birthday", name: "blank", title: "Svara", frame: plain },
    view: { ...frameIn("sv"), base, day: "", month: "" },
  },
  {
    ...{ page: "answer-birthday", name: "wrong-finnish", title: "Svara", frame: plain },
    view: { ...frameIn("fi", `${finnish.wrongDate}2.`), base, day: "3", month: "11" },
  },
  { page: "answer-consent", name: "ordinary", title: "Svara", frame: plain, view: consent("sv") },
  {
    ...{ page: "answer-consent", name: "finnish", title: "Svara", frame: plain },
    view: consent("fi", finnish.whoNeeded),
  },
  { ...asked("blank"), view: paged(frameIn("sv"), written, nothingTyped) },
  {
    ...asked("to-mend"),
    view: { ...paged(frameIn("sv", swedish.identifying), written, typed), askAnyway: true },
  },
  { ...asked("finnish"), view: paged(frameIn("fi"), written, nothingTyped) },
  { ...asked("second-page"), view: paged(swedishOnly, { survey: longer, state: longerState }, typed, 2) },
  { ...asked("last-page"), view: paged(swedishOnly, { survey: longer, state: longerState }, noPlan, 9) },
  {
    ...{ page: "answer-done", name: "sent", title: "Svara", frame: plain },
    view: { ...frameIn("sv"), heading: swedish.sentTitle, text: swedish.sentText },
  },
  {
    ...{ page: "web-link-made", name: "ordinary", title: "Länk" },
    view: { ...viewMadeLink(made, "https://ringupp.example", "a1", "Elsa Nordin"), sheet: "answer.css" },
  },
  {
    ...{ page: "case", name: "web-link-dead", title: held.name },
    view: {
      ...held,
      webLink: {
        ...{ live: false, dead: true, mayMake: true },
        stateText:
          "Länken slutade att gälla: fel födelsedag 3 gånger. Fråga patienten när hen är född och jämför med uppgifterna innan du gör en ny.",
      },
    },
  },
  { page: "interview", name: "in-finnish", title: "Fråga 1 av 7", view: inFinnish() },
  {
    ...{ page: "sheet-questions", name: "finnish", title: "Frågorna på papper" },
    view: viewQuestions(
      inLanguage(survey, "fi"),
      { sheet: "sheets.css", region: "Region Exempel", switchboard: "08-465 004 00" },
      false,
    ),
  },
];
