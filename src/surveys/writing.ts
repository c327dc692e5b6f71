/**
 * An interview in writing: all questions on one page, answered in any order and sent at once. The engine decides as in a
 * call; what is only said in one (who it is, may we talk, goodbye) is passed, because the page has asked in its own way.
 */
import { begin, resume } from "./engine.ts";
import type { Heard, Meaning, Respondent, State } from "./interview.ts";
import { phaseOf } from "./reading.ts";
import { chartOf } from "./route.ts";
import type { Survey } from "./survey.ts";

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
    state = resume(survey, state, passing(survey, state), door).state;
  return state;
}

const awake = (survey: Survey, state: State): State =>
  state.interrupted ? resume(survey, state, { kind: "next" }, door).state : state;

function passing(survey: Survey, state: State): Heard {
  const step = state.at === null ? undefined : chartOf(survey).steps.get(state.at);
  return { kind: step?.kind === "confirm" ? "yes" : "next" };
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
  let state = before;
  // In the survey's order: an answer may open the way to the next question.
  for (const { key } of survey.steps) {
    const meaning = answers.get(key);
    if (meaning) state = resume(survey, state, { kind: "answerAt", step: key, meaning }, door).state;
  }
  if (phaseOf(survey, state) === "questions") state = resume(survey, state, { kind: "toClosing" }, door).state;
  for (let turn = 0; turn < mostTurns && state.at !== null && state.ended === null; turn += 1) {
    const step = chartOf(survey).steps.get(state.at);
    const yes = step?.kind === "confirm" && step.raises === "help" && wantsHelp;
    state = resume(survey, state, { kind: step?.kind === "confirm" ? (yes ? "yes" : "no") : "next" }, door).state;
  }
  return resume(survey, state, { kind: "finish" }, door).state;
}
