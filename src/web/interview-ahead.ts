/**
 * The steps that may come later in a call, for a page that must be able to go on when the connection is lost: which they
 * are, and where each answer leads. The rules are the survey's own (surveys/route.ts); nothing is decided here.
 */
import { whatStandsNext } from "../surveys/engine.ts";
import type { Say, State } from "../surveys/interview.ts";
import { chartOf, isAsked, routeOf, usualModules, wayOn } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import type { InterviewStep, StepAhead } from "./views.ts";

type Asked = Extract<Say, { kind: "read" | "confirm" | "choice" | "open" }>;

/** JSON: what is sent as `svar` → the step it leads to, or "end:…"; "" stands for anything else. */
export function waysFrom(survey: Survey, state: State, key: string): string {
  const step = chartOf(survey).steps.get(key);
  if (!step) return "{}";
  const { answers, gates, modules } = state;
  const given = { answers, gates, ...(modules ? { modules } : {}) };
  const said = (gate: "yes" | "no") => wayOn(survey, step, { ...given, gates: { ...gates, [key]: gate } });
  if (step.kind === "confirm") return JSON.stringify({ ja: said("yes"), nej: said("no") });
  const after = (code: number) =>
    wayOn(survey, step, {
      ...given,
      answers: { ...answers, [key]: { code, mode: "human", respondent: state.respondent } },
    });
  const { [key]: _, ...others } = answers;
  const straight = wayOn(survey, step, { ...given, answers: others });
  const codes = step.kind === "choice" && step.branches ? Object.keys(step.branches).map(Number) : [];
  return JSON.stringify({ "": straight, ...Object.fromEntries(codes.map((code) => [code, after(code)])) });
}

/** Every step that can come after the present one (all of the closing: "closing"), drawn as it would be asked. */
export function stepsAhead(
  { survey, state }: { readonly survey: Survey; readonly state: State },
  draw: (say: Asked) => InterviewStep,
  only?: "closing",
): StepAhead[] {
  const { onward, phases } = chartOf(survey);
  const later = state.at === null ? undefined : onward.get(state.at);
  return survey.steps
    .filter((step) => later?.has(step.key) && isAsked(step, state.modules ?? usualModules(survey)))
    .filter(({ key }) => only === undefined || phases.get(key) === only)
    .flatMap(({ key }) => {
      const say = whatStandsNext(survey, { ...state, at: key, interrupted: null });
      return "step" in say && say.kind !== "interrupted"
        ? [{ step: draw(say), ways: waysFrom(survey, state, key) }]
        : [];
    });
}

/** What "Vidare till avslutningen" leads to. */
export function firstOfClosing(survey: Survey, state: State): string {
  const { phases } = chartOf(survey);
  const closing = routeOf(survey, state).steps.find((key) => phases.get(key) === "closing");
  return closing === undefined || state.returnsToSummary ? "end:completed" : closing;
}
