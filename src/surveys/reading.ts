/**
 * What an interview amounts to: read-only looks at a state, for the pages, the seal and the engine itself.
 * Completeness follows AAPOR's complete and partial interview as the project reads them (domain: outcomes).
 */
import type { Answer, Completeness, Mode, Phase, QuestionView, Respondent, State } from "./interview.ts";
import { chartOf, isQuestion, own, routeOf } from "./route.ts";
import type { ChoiceStep, Question, Step, Survey } from "./survey.ts";
import { reserved, reservedTexts } from "./survey.ts";

const reservedChoices = [reserved.dontKnow, reserved.notApplicable, reserved.declined].map((code) => ({
  code: code as number,
  text: reservedTexts[code]!,
}));

export function phaseOf(survey: Survey, state: State): Phase {
  if (state.ended) return "ended";
  return state.at === null ? "summary" : chartOf(survey).phases.get(state.at)!;
}

/** The questions on the way, in the order they are asked. Empty until the opening has been passed. */
export function questionStepsOf(survey: Survey, state: State): Question[] {
  const { steps } = chartOf(survey);
  return routeOf(survey, state)
    .steps.map((key) => steps.get(key)!)
    .filter(isQuestion);
}

/** The text of a step as it is said to whoever answers now. */
export const textOf = (step: Step, respondent: Respondent): string =>
  respondent === "proxy" ? step.text.proxy : step.text.patient;

function answerTextOf(survey: Survey, step: Step, answer: Answer | null): string | null {
  if (!answer) return null;
  if ("text" in answer) return answer.text;
  const scale = step.kind === "choice" ? survey.scales[step.scale]! : [];
  return scale.find((choice) => choice.code === answer.code)?.text ?? reservedTexts[answer.code] ?? null;
}

export function viewQuestion(survey: Survey, state: State, step: Question): QuestionView {
  const answer = own(state.answers, step.key) ?? null;
  const isChoice = step.kind === "choice";
  return {
    step: step.key,
    kind: step.kind,
    label: step.label,
    text: textOf(step, state.respondent),
    hint: step.hint ?? null,
    core: isChoice && step.core,
    maySkip: !isChoice || (step.ownExperience && state.respondent === "proxy"),
    choices: isChoice ? survey.scales[step.scale]! : [],
    reserved: isChoice ? reservedChoices : [],
    maxLength: isChoice ? null : step.maxLength,
    answer,
    answerText: answerTextOf(survey, step, answer),
  };
}

/** All questions on the way with their answers: the one-screen form, the summary. */
export const questionsOf = (survey: Survey, state: State): QuestionView[] =>
  questionStepsOf(survey, state).map((step) => viewQuestion(survey, state, step));

/** Question key → code, in survey order. Free text is not among them: see {@link remarkOf}. */
export function answersOf(survey: Survey, state: State): Record<string, number> {
  const codes: [string, number][] = [];
  for (const step of questionStepsOf(survey, state)) {
    const answer = own(state.answers, step.key);
    if (answer && "code" in answer) codes.push([step.key, answer.code]);
  }
  return Object.fromEntries(codes);
}

/** The free text, or null. Several open questions are joined by a blank line. */
export function remarkOf(state: State): string | null {
  const texts = Object.values(state.answers).flatMap((answer) => ("text" in answer ? [answer.text] : []));
  return texts.length > 0 ? texts.join("\n\n") : null;
}

/** "Vet ej" (8) and "inte aktuellt" (7) are answers; "vill inte svara" (9) is not one. */
const counts = (answer: Answer | undefined) =>
  answer !== undefined && "code" in answer && answer.code !== reserved.declined;

const coreOf = (survey: Survey, state: State) =>
  questionStepsOf(survey, state).filter((step) => step.kind === "choice" && step.core) as ChoiceStep[];

/** A närstående need not answer for what only the patient has felt, so such a gap is no gap. */
const isExcused = (step: ChoiceStep, state: State) => step.ownExperience && state.respondent === "proxy";

/**
 * Complete: every core question on the way answered, but for those a närstående may skip. Partial: at least half of
 * the core. Less is too little to be counted as an interview.
 */
export function completenessOf(survey: Survey, state: State): Completeness {
  const core = coreOf(survey, state);
  const answered = core.filter((step) => counts(own(state.answers, step.key)));
  if (core.length === 0 || answered.length * 2 < core.length) return "too-little";
  const gaps = core.filter((step) => !counts(own(state.answers, step.key)) && !isExcused(step, state));
  return gaps.length === 0 ? "complete" : "partial";
}

/** Core questions that nothing has been said to, and that are not the närstående's to skip. */
export const missingOf = (survey: Survey, state: State): string[] =>
  coreOf(survey, state)
    .filter((step) => own(state.answers, step.key) === undefined && !isExcused(step, state))
    .map((step) => step.key);

/** Through which door the answers came; "mixed" when through more than one. A person, when there are none. */
export function modeOf(state: State): Mode | "mixed" {
  const modes = new Set(Object.values(state.answers).map((answer) => answer.mode));
  if (modes.size > 1) return "mixed";
  return [...modes][0] ?? "human";
}

/** Who gave the answers: a närstående as soon as one answer is theirs, then with support, then the patient alone. */
export function respondentOf(state: State): Respondent {
  const respondents = new Set(Object.values(state.answers).map((answer) => answer.respondent));
  if (respondents.size === 0) return state.respondent;
  return respondents.has("proxy") ? "proxy" : respondents.has("supported") ? "supported" : "patient";
}
