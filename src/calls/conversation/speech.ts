/** Lines turned into words: the book of prompts, and the survey's own texts made fit to be heard. */
import type { State } from "../../surveys/interview.ts";
import { usualModules, withModules } from "../../surveys/route.ts";
import type { ChoiceStep, Survey } from "../../surveys/survey.ts";
import { type PromptBook, type PromptId, prompts, type Spoken } from "../prompts.ts";
import { askable } from "./robots-way.ts";
import type { Line } from "./turn.ts";

type Told = { readonly survey: Survey; readonly interview: State | null };

/** What a line says. `told.interview` must be the one the line was made for. */
export function speak(line: Line, told: Told, book: PromptBook = prompts): Spoken {
  const { survey } = told;
  const version = `${survey.id}.v${survey.version}`;
  const piece = (id: string, text: string, neutral = false): Spoken => ({ id, text, neutral });
  const filled = (id: PromptId, values: Readonly<Record<string, string>>) =>
    book.prompts[id].text.replace(/\{(\w+)\}/g, (marker, name: string) => values[name] ?? marker);
  const number = (value: number) => book.numbers[value] ?? String(value);

  if (line.say === "question-number") {
    const text = filled("question-number", { number: number(line.number), of: number(line.of) });
    return piece(`question-number:${line.number}:${line.of}`, text);
  }
  if (line.say === "step") {
    const step = survey.steps.find(({ key }) => key === line.step)!;
    return piece(`step:${version}:${line.step}`, pronounced(step.text.patient, book));
  }
  if (line.say === "choices" || line.say === "choices-short") {
    const step = survey.steps.find(({ key }) => key === line.step) as ChoiceStep;
    const prompt = line.say === "choices" ? "choice" : "choice-short";
    const text = survey.scales[step.scale]!.map(({ code, text }) =>
      capital(filled(prompt, { key: number(code), choice: pronounced(small(text), book) })),
    ).join(" ");
    return piece(`${line.say}:${version}:${step.scale}`, text);
  }
  if (line.say === "intro") {
    const count = introCount(told);
    const text = filled("intro", { questions: number(count), minutes: number(survey.minutes) });
    return piece(`intro:${version}:${count}`, text);
  }
  return piece(line.say, book.prompts[line.say].text, book.prompts[line.say].neutral);
}

/** Before anything has been answered every question with fixed answers, of the modules that are on, is taken to be asked. */
const introCount = ({ survey, interview }: Told): number => {
  const onTheWay = interview ? askable(survey, interview).length : 0;
  if (onTheWay > 0) return onTheWay;
  const asked = withModules(survey, interview?.modules ?? usualModules(survey));
  return asked.steps.filter((step) => step.kind === "choice").length;
};

/** "1177" is said "elva sjuttiosju", also in a survey's own text. */
const pronounced = (text: string, book: PromptBook): string =>
  text.replace(/\d+/g, (digits) => (Object.hasOwn(book.pronounced, digits) ? book.pronounced[digits]! : digits));

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
/** In the middle of a sentence; "SIP" stays as it is. */
const small = (text: string) =>
  /^.[A-ZÅÄÖ]/.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, "");
