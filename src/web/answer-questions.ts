/** The questions as a patient reads and answers them alone, and what a sent form means to the engine. */
import type { Written } from "../steps/answer-on-web.ts";
import { findTranslation } from "../surveys/catalog.ts";
import { meaningOfCode, questionsOf } from "../surveys/engine.ts";
import type { Meaning, QuestionView } from "../surveys/interview.ts";
import { textOf } from "../surveys/reading.ts";
import type { Survey } from "../surveys/survey.ts";
import { translated } from "../surveys/translation.ts";
import type { AnswerQuestion, AnswerQuestionsView } from "./answer-views.ts";
import type { AnswerWords } from "./answer-words.ts";

/** What a form held, to be shown again when something is to be mended. */
export type TypedAnswers = {
  /** By question key: a code, "" for none. */
  readonly said: (key: string) => string;
  /** By question key: words. */
  readonly wrote: (key: string) => string;
  readonly help: string;
  readonly need: string;
  readonly anyway: boolean;
};

export const nothingTyped: TypedAnswers = { said: () => "", wrote: () => "", help: "", need: "", anyway: false };

/** Choices of people who read by themselves: what nobody reads aloud stands there too (domain §7, mode difference). */
function choicesOf({ choices, reserved }: QuestionView, language: string, survey: Survey, picked: string) {
  const words = findTranslation(survey, language)?.reserved;
  return [...choices, ...reserved.map(({ code, text }) => ({ code, text: words?.[String(code)] ?? text }))].map(
    ({ code, text }) => ({ value: String(code), label: text, selected: picked === String(code) }),
  );
}

/** `written`: as the case has it, in Swedish. Nothing is preselected but what this form has sent before. */
export function viewAnswerQuestions(
  { survey, state }: Written,
  language: string,
  words: AnswerWords,
  typed: TypedAnswers,
): Pick<AnswerQuestionsView, "questions" | "help"> {
  const translation = findTranslation(survey, language);
  const shown = translation ? translated(survey, translation) : survey;
  const questions = questionsOf(shown, state).map((question, at): AnswerQuestion => {
    const hints = [
      ...(question.answer ? [words.alreadyAnswered] : []),
      ...(question.kind === "choice" && question.maySkip ? [words.maySkip] : []),
      ...(question.kind === "open" ? [words.openHint] : []),
    ];
    const maxLength = question.maxLength ?? 1000;
    return {
      ...{ key: question.step, number: at + 1, text: question.text, hint: hints.join(" ") },
      choices: question.kind === "choice" ? choicesOf(question, language, survey, typed.said(question.step)) : [],
      open: question.kind === "open" ? { value: typed.wrote(question.step), maxLength } : null,
    };
  });
  const step = shown.steps.find((one) => one.kind === "confirm" && one.raises === "help");
  return {
    questions,
    help: step
      ? {
          text: textOf(step, state.respondent),
          choices: [
            { value: "ja", label: words.helpYes, selected: typed.help === "ja" },
            { value: "nej", label: words.helpNo, selected: typed.help === "nej" },
          ],
          need: typed.need,
        }
      : null,
  };
}

/** The words of a form's open questions. */
export const remarksIn = ({ survey }: Written, typed: TypedAnswers): string[] =>
  survey.steps.flatMap(({ kind, key }) => (kind === "open" ? [typed.wrote(key)] : []));

/** Question key → what was answered; what was left out is not in it. Line ends are the engine's. */
export function meaningsOf({ survey }: Written, typed: TypedAnswers): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  for (const { kind, key } of survey.steps) {
    const [code, text] = [typed.said(key), typed.wrote(key).replaceAll("\r\n", "\n")];
    if (kind === "choice" && /^\d$/.test(code)) meanings.set(key, meaningOfCode(Number(code)));
    if (kind === "open" && text.trim() !== "") meanings.set(key, { kind: "text", text });
  }
  return meanings;
}
