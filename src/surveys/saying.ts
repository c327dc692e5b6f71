/**
 * A state turned into what is said or shown now. Apart from the engine because a door also needs it without a turn:
 * a page that is loaded again, a call that is taken up.
 */
import type { Say, State } from "./interview.ts";
import { completenessOf, missingOf, phaseOf, questionStepsOf, questionsOf, textOf, viewQuestion } from "./reading.ts";
import { chartOf, own, routeOf } from "./route.ts";
import type { Survey } from "./survey.ts";

function summaryOf(survey: Survey, state: State): Say {
  const { steps, phases } = chartOf(survey);
  const confirmed = routeOf(survey, state).steps.flatMap((key) => {
    const step = steps.get(key)!;
    const said = own(state.gates, key);
    if (step.kind !== "confirm" || phases.get(key) !== "closing" || !said) return [];
    return [
      {
        step: key,
        text: textOf(step, state.respondent),
        answerText: said === "yes" ? step.yesLabel : step.noLabel,
      },
    ];
  });
  return {
    kind: "summary",
    phase: "summary",
    questions: questionsOf(survey, state),
    confirmed,
    missing: missingOf(survey, state),
    completeness: completenessOf(survey, state),
    raised: state.raised,
  };
}

/** What to say now. Never changes anything and never fails for a state the engine has made. */
export function whatToSay(survey: Survey, state: State): Say {
  if (state.ended) return { kind: "ended", phase: "ended", as: state.ended };
  const phase = phaseOf(survey, state);
  if (state.interrupted) return { kind: "interrupted", phase, by: state.interrupted, step: state.at };
  return whatStandsNext(survey, state);
}

/** As {@link whatToSay}, but past an interruption: what will be said when the interview is taken up again. */
export function whatStandsNext(survey: Survey, state: State): Say {
  if (state.ended) return { kind: "ended", phase: "ended", as: state.ended };
  if (state.at === null) return summaryOf(survey, state);
  const phase = phaseOf(survey, state);
  const step = chartOf(survey).steps.get(state.at)!;
  const mayGoBack = state.at !== survey.start;
  if (step.kind === "choice" || step.kind === "open") {
    const onTheWay = questionStepsOf(survey, state);
    const number = onTheWay.findIndex((question) => question.key === step.key) + 1;
    return { ...viewQuestion(survey, state, step), phase, progress: { number, of: onTheWay.length }, mayGoBack };
  }
  const common = {
    step: step.key,
    phase,
    text: textOf(step, state.respondent),
    hint: step.hint ?? null,
    mayGoBack,
  };
  if (step.kind === "read") return { ...common, kind: "read" };
  return {
    ...common,
    kind: "confirm",
    yesLabel: step.yesLabel,
    noLabel: step.noLabel,
    raises: step.raises ?? null,
    answer: own(state.gates, step.key) ?? null,
  };
}
