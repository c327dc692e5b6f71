/**
 * An interview in writing: on one page, or page by page where an answer decides what is asked next, and sent at once. The engine decides as in a
 * call; what is only said in one (who it is, may we talk, goodbye) is passed, because the page has asked in its own way.
 */
import { begin, resume } from "./engine.ts";
import type { Meaning, QuestionView, Respondent, State } from "./interview.ts";
import { phaseOf, textOf, viewQuestion } from "./reading.ts";
import { chartOf, routeOf, wayIn, wayOn } from "./route.ts";
import type { ChoiceStep, Survey } from "./survey.ts";

const door = { mode: "web" } as const;

/** No survey has so many steps; a way that leads nowhere ends there. */
const mostTurns = 200;

/**
 * An interview whose opening has been passed in writing: a new one, or `before` as a call has left it, with its answers.
 * The survey must be that of `before`.
 */
export function beginInWriting(survey: Survey, before: State | null, respondent: Respondent): State {
  const begun = before ?? begin(survey, { respondent }).state;
  let state = resume(survey, awake(survey, begun), { kind: "respondent", respondent }, door).state;
  for (let turn = 0; turn < mostTurns && state.ended === null && phaseOf(survey, state) === "opening"; turn += 1)
    state = resume(survey, state, { kind: wayIn(survey, state.at ?? "") }, door).state;
  return state;
}

const awake = (survey: Survey, state: State): State =>
  state.interrupted ? resume(survey, state, { kind: "next" }, door).state : state;

/** What has been written, on the way that it leads. An answer that is not given leaves what was said before. */
export function writeAnswers(survey: Survey, before: State, answers: ReadonlyMap<string, Meaning>): State {
  let state = before;
  // In the survey's order: an answer may open the way to the next question.
  for (const { key } of survey.steps) {
    const meaning = answers.get(key);
    if (meaning) state = resume(survey, state, { kind: "answerAt", step: key, meaning }, door).state;
  }
  return state;
}

/** A question, or something to read, as it stands on a page. */
export type Written = QuestionView | { readonly kind: "read"; readonly step: string; readonly text: string };

/** A survey of no more questions, none of which decides what comes next, is one page. */
const mostOnOnePage = 8;
const mostOnAPage = 6;

/**
 * The way on which the interview stands, in pages: a new one after every question whose answer may lead elsewhere. The last
 * one has the question about help, so it may be empty.
 */
export function pagesOf(survey: Survey, state: State): readonly (readonly Written[])[] {
  const { steps, phases } = chartOf(survey);
  const pieces = routeOf(survey, state).steps.flatMap((key): (Written & { readonly turns: boolean })[] => {
    const step = steps.get(key);
    if (!step || step.kind === "confirm" || phases.get(key) === "opening") return [];
    if (step.kind === "read") {
      const text = textOf(step, state.respondent);
      return [{ kind: "read", step: key, text, turns: false }];
    }
    const turns = step.kind === "choice" && leadsElsewhere(survey, state, step);
    return [{ ...viewQuestion(survey, state, step), turns }];
  });
  const most = pieces.length <= mostOnOnePage && !pieces.some(({ turns }) => turns) ? mostOnOnePage : mostOnAPage;
  const pages: Written[][] = [[]];
  for (const { turns, ...piece } of pieces) {
    if ((pages.at(-1)?.length ?? 0) >= most) pages.push([]);
    pages.at(-1)?.push(piece as Written);
    if (turns) pages.push([]);
  }
  return pages;
}

/** With the modules that are on: may some answer lead elsewhere than the others? */
function leadsElsewhere(survey: Survey, state: State, step: ChoiceStep): boolean {
  const answered = (code: number) => ({
    ...state,
    answers: { ...state.answers, [step.key]: { code, mode: "web" as const, respondent: state.respondent } },
  });
  const ways = Object.keys(step.branches ?? {}).map((code) => wayOn(survey, step, answered(Number(code))));
  return ways.some((way) => way !== wayOn(survey, step, { ...state, answers: {} }));
}

/**
 * The interview with what was written, ended as far as it can be: `ended` is "completed" or "partial", or else too little
 * has been answered. An answer that is not given leaves what was said before.
 */
export function answerInWriting(
  survey: Survey,
  before: State,
  answers: ReadonlyMap<string, Meaning>,
  wantsHelp: boolean,
): State {
  let state = writeAnswers(survey, before, answers);
  if (phaseOf(survey, state) === "questions") state = resume(survey, state, { kind: "toClosing" }, door).state;
  for (let turn = 0; turn < mostTurns && state.at !== null && state.ended === null; turn += 1) {
    const step = chartOf(survey).steps.get(state.at);
    const yes = step?.kind === "confirm" && step.raises === "help" && wantsHelp;
    state = resume(survey, state, { kind: step?.kind === "confirm" ? (yes ? "yes" : "no") : "next" }, door).state;
  }
  return resume(survey, state, { kind: "finish" }, door).state;
}
