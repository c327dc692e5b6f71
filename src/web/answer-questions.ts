/** The questions as a patient reads and answers them alone, and what a sent form means to the engine. */
import { emptyDraft, type WebDraft } from "../cases/web-draft.ts";
import { findTranslation } from "../surveys/catalog.ts";
import { meaningOfCode } from "../surveys/engine.ts";
import type { Meaning, QuestionView, State } from "../surveys/interview.ts";
import { textOf } from "../surveys/reading.ts";
import { isQuestion, own } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import { translated } from "../surveys/translation.ts";
import { pagesOf, writeAnswers } from "../surveys/writing.ts";
import type { AnswerQuestion, AnswerQuestionsView } from "./answer-views.ts";
import type { AnswerWords } from "./answer-words.ts";

/** A survey at its questions, with what a telephone call has got answers to. */
type Asked = { readonly survey: Survey; readonly state: State };

export const nothingTyped: WebDraft = emptyDraft;

/** Choices of people who read by themselves: what nobody reads aloud stands there too (domain §7, mode difference). */
function choicesOf({ choices, reserved }: QuestionView, language: string, survey: Survey, picked: string) {
  const words = findTranslation(survey, language)?.reserved;
  return [...choices, ...reserved.map(({ code, text }) => ({ code, text: words?.[String(code)] ?? text }))].map(
    ({ code, text }) => ({ value: String(code), label: text, selected: picked === String(code) }),
  );
}

/** Nobody rings: where a text names who does, the region stands. */
function inWriting(survey: Survey, region: string): Survey {
  if (!survey.steps.some(({ text }) => /[{]/.test(text.patient + text.proxy))) return survey;
  const filled = (text: string) => text.replace(/\{(?:region|caller)\}/g, () => region);
  const worded = ({ patient, proxy }: Survey["steps"][number]["text"]) => ({
    ...{ patient: filled(patient), proxy: filled(proxy) },
  });
  return { ...survey, steps: survey.steps.map((step) => ({ ...step, text: worded(step.text) })) };
}

type ShownQuestions = Pick<AnswerQuestionsView, "questions" | "help">;

/** Page by page, on the way that what is typed leads. Nothing is preselected but what this browser has chosen before. */
export function viewAnswerPages(
  { survey, state }: Asked,
  language: string,
  words: AnswerWords,
  typed: WebDraft,
  region: string,
): readonly ShownQuestions[] {
  const translation = findTranslation(survey, language);
  const shown = inWriting(translation ? translated(survey, translation) : survey, region);
  const way = writeAnswers(survey, state, meaningsOf({ survey, state }, typed));
  let number = 0;
  const pages = pagesOf(shown, way).map((pieces) => {
    let before = "";
    const questions: AnswerQuestion[] = [];
    for (const piece of pieces) {
      if (piece.kind === "read") {
        before = `${before} ${piece.text}`.trim();
        continue;
      }
      number += 1;
      questions.push({ ...viewOne(piece, state, language, survey, words, typed), number, before });
      before = "";
    }
    return { questions, before };
  });
  const step = shown.steps.find((one) => one.kind === "confirm" && one.raises === "help");
  return pages.map(({ questions, before }, at) => ({
    questions,
    help:
      step && at === pages.length - 1
        ? {
            ...{ before, text: textOf(step, state.respondent), need: typed.need },
            choices: [
              { value: "ja", label: words.helpYes, selected: typed.help === "ja" },
              { value: "nej", label: words.helpNo, selected: typed.help === "nej" },
            ],
          }
        : null,
  }));
}

/** All of them at once, as they stand when nobody has answered anything: for whoever only reads them. */
export function viewAnswerQuestions(
  asked: Asked,
  language: string,
  words: AnswerWords,
  typed: WebDraft,
  region: string,
): ShownQuestions {
  const pages = viewAnswerPages(asked, language, words, typed, region);
  return { questions: pages.flatMap(({ questions }) => questions), help: pages.at(-1)?.help ?? null };
}

function viewOne(
  question: QuestionView,
  before: State,
  language: string,
  survey: Survey,
  words: AnswerWords,
  { answers }: WebDraft,
): Omit<AnswerQuestion, "number" | "before"> {
  const hints = [
    ...(own(before.answers, question.step) ? [words.alreadyAnswered] : []),
    ...(question.kind === "choice" && question.maySkip ? [words.maySkip] : []),
    ...(question.kind === "open" ? [words.openHint] : []),
  ];
  const value = own(answers, question.step) ?? "";
  return {
    ...{ key: question.step, text: question.text, hint: hints.join(" ") },
    choices: question.kind === "choice" ? choicesOf(question, language, survey, value) : [],
    open: question.kind === "open" ? { value, maxLength: question.maxLength ?? 1000 } : null,
  };
}

/** Keys of all questions of a survey. */
export const questionKeys = ({ survey }: Pick<Asked, "survey">): readonly string[] =>
  survey.steps.filter(isQuestion).map(({ key }) => key);

/** The words of a form's open questions. */
export const remarksIn = ({ survey }: Pick<Asked, "survey">, { answers }: WebDraft): string[] =>
  survey.steps.flatMap(({ kind, key }) => (kind === "open" ? [own(answers, key) ?? ""] : []));

/** How much the first answer in own words that is too long may hold; null when none is. The engine takes none in part. */
export function roomForTooLong({ survey }: Pick<Asked, "survey">, { answers }: WebDraft): number | null {
  for (const step of survey.steps) {
    if (step.kind !== "open") continue;
    if ((own(answers, step.key) ?? "").replaceAll("\r\n", "\n").trim().length > step.maxLength) return step.maxLength;
  }
  return null;
}

/** Question key → what was answered; what was left out is not in it. Line ends are the engine's. */
export function meaningsOf({ survey }: Asked, { answers }: WebDraft): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  for (const { kind, key } of survey.steps) {
    const value = (own(answers, key) ?? "").replaceAll("\r\n", "\n");
    if (kind === "choice" && /^\d$/.test(value)) meanings.set(key, meaningOfCode(Number(value)));
    if (kind === "open" && value.trim() !== "") meanings.set(key, { kind: "text", text: value });
  }
  return meanings;
}
