/**
 * The way through a survey. The only place that follows the arrows between steps: what can be reached, which part of
 * the call a step belongs to, and which steps the answers given so far lead along. It takes surveys that the checker
 * has accepted, so every target exists and no step leads back to itself.
 */
import type { State } from "./interview.ts";
import type { Ending, Question, Step, Survey } from "./survey.ts";

type StepPhase = "opening" | "questions" | "closing";

type Chart = {
  readonly steps: ReadonlyMap<string, Step>;
  readonly phases: ReadonlyMap<string, StepPhase>;
  /** Step → every step that can come after it. */
  readonly onward: ReadonlyMap<string, ReadonlySet<string>>;
};

export const isQuestion = (step: Step): step is Question => step.kind === "choice" || step.kind === "open";

/** The ending a target names, or null when it names a step. */
export const endingOf = (target: string): Ending | null =>
  target.startsWith("end:") ? (target.slice("end:".length) as Ending) : null;

/** Every way on from a step: keys of steps and "end:…". */
export function targetsOf(step: Step): string[] {
  if (step.kind === "confirm") return [step.yes, step.no];
  if (step.kind === "choice") return [step.next, ...Object.values(step.branches ?? {})];
  return [step.next];
}

/** Does what is asked depend on what has been answered? Then which questions were put, or how many, tells answers. */
export const hasBranches = ({ steps }: Survey): boolean =>
  steps.some((step) => step.kind === "choice" && Object.keys(step.branches ?? {}).length > 0);

/** Step → every step that can come after it. Bears cycles and unknown targets, so that the checker can ask too. */
export function reachableFrom(steps: ReadonlyMap<string, Step>): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>();
  for (const key of steps.keys()) {
    const found = new Set<string>();
    const waiting = [key];
    for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
      const step = steps.get(from);
      for (const target of step ? targetsOf(step) : []) {
        if (!steps.has(target) || found.has(target)) continue;
        found.add(target);
        waiting.push(target);
      }
    }
    reached.set(key, found);
  }
  return reached;
}

/** Opening: before any question. Closing: after the last one. Everything else is among the questions. */
export function phasesOf(
  steps: ReadonlyMap<string, Step>,
  onward: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, StepPhase> {
  const afterQuestion = new Set<string>();
  for (const [key, step] of steps) if (isQuestion(step)) for (const later of onward.get(key)!) afterQuestion.add(later);
  const phases = new Map<string, StepPhase>();
  for (const [key, step] of steps) {
    const questionsAhead = [...onward.get(key)!].some((later) => isQuestion(steps.get(later)!));
    if (isQuestion(step)) phases.set(key, "questions");
    else if (!afterQuestion.has(key)) phases.set(key, "opening");
    else phases.set(key, questionsAhead ? "questions" : "closing");
  }
  return phases;
}

/**
 * The survey with its steps in the order in which they are asked, wherever they stand in its file: whoever lists them, on
 * paper or on a page, lists them so. A file that has them in order already stays as it is.
 */
export function inOrder(survey: Survey): Survey {
  const waiting = [...survey.steps];
  const into = new Map(waiting.map(({ key }) => [key, 0]));
  const each = (step: Step, by: number) => {
    for (const target of new Set(targetsOf(step))) if (into.has(target)) into.set(target, into.get(target)! + by);
  };
  for (const step of waiting) each(step, 1);
  const steps: Step[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ key }) => into.get(key) === 0);
    // Rounds have no order; the checker refuses them.
    if (at < 0) return survey;
    const [next] = waiting.splice(at, 1);
    steps.push(next!);
    each(next!, -1);
  }
  return steps.every((step, at) => step === survey.steps[at]) ? survey : { ...survey, steps };
}

/** The questions that may be the first ones met from here, through whatever is only said. Bears unknown targets and rounds. */
export function firstQuestions(steps: ReadonlyMap<string, Step>, from: string): ReadonlySet<string> {
  const [found, seen, waiting] = [new Set<string>(), new Set<string>(), [from]];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const step = steps.get(key);
    if (!step || seen.has(key)) continue;
    seen.add(key);
    if (isQuestion(step)) found.add(key);
    else waiting.push(...targetsOf(step));
  }
  return found;
}

/**
 * What takes whoever has said yes in another way (on a web page, to the robot's own intro) past a step of the opening: on
 * from something said, and from a yes or no by the answer that leads to the questions.
 */
export function wayIn(survey: Survey, key: string): "yes" | "no" | "next" {
  const { steps } = chartOf(survey);
  const step = steps.get(key);
  if (step?.kind !== "confirm") return "next";
  return firstQuestions(steps, step.yes).size > 0 ? "yes" : "no";
}

/** A survey never changes, so its chart is drawn once. */
const charts = new WeakMap<Survey, Chart>();

export function chartOf(survey: Survey): Chart {
  let chart = charts.get(survey);
  if (!chart) {
    const steps = new Map(survey.steps.map((step) => [step.key, step]));
    const onward = reachableFrom(steps);
    chart = { steps, onward, phases: phasesOf(steps, onward) };
    charts.set(survey, chart);
  }
  return chart;
}

/** A record's own value: a step may be called "constructor". */
export const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

type Given = Pick<State, "answers" | "gates" | "modules">;

/** Keys of the modules that are asked unless somebody chooses otherwise. */
export const usualModules = (survey: Survey): readonly string[] =>
  (survey.modules ?? []).filter((module) => module.on).map(({ key }) => key);

const chosenSurveys = new WeakMap<Survey, Map<string, Survey>>();

/**
 * The survey with these modules as its own choice, and the others left out unless somebody turns them on: what a
 * measurement asks. Null, or a survey without modules: the survey itself. The same choice gives the same object, so that
 * its chart is drawn once. An interview that has begun keeps its own modules whatever this says.
 */
export function withChosen(survey: Survey, chosen: readonly string[] | null): Survey {
  if (!survey.modules || chosen === null) return survey;
  const known = chosenSurveys.get(survey) ?? new Map<string, Survey>();
  chosenSurveys.set(survey, known);
  const modules = survey.modules.map((module) => ({ ...module, on: chosen.includes(module.key) }));
  const name = usualModules({ ...survey, modules }).join(" ");
  const made = known.get(name) ?? { ...survey, modules };
  known.set(name, made);
  return made;
}

/** Belongs to no module, or to one of those that are on. */
export const isAsked = (step: Step, modulesOn: readonly string[]): boolean =>
  step.kind === "confirm" || step.module === undefined || modulesOn.includes(step.module);

/** Past the steps of modules that are off: those lead straight on. Bears unknown targets and rounds, for the checker. */
function pastOff(steps: ReadonlyMap<string, Step>, target: string, modulesOn: readonly string[]): string {
  let at = target;
  for (const _ of steps) {
    const step = steps.get(at);
    if (!step || step.kind === "confirm" || isAsked(step, modulesOn)) break;
    at = step.next;
  }
  return at;
}

/** Where a step leads with what has been said so far; null at a confirm step that nobody has answered. */
export function wayOn(survey: Survey, step: Step, given: Given): string | null {
  const target = arrowOf(step, given);
  return target === null ? null : pastOff(chartOf(survey).steps, target, given.modules ?? usualModules(survey));
}

/** The arrow itself, whatever it points at. */
function arrowOf(step: Step, given: Given): string | null {
  if (step.kind === "confirm") {
    const said = own(given.gates, step.key);
    return said ? step[said] : null;
  }
  if (step.kind === "choice" && step.branches) {
    const answer = own(given.answers, step.key);
    const branch = answer && "code" in answer ? own(step.branches, String(answer.code)) : undefined;
    if (branch) return branch;
  }
  return step.next;
}

export type Route = {
  /** Keys in the order they are asked, as far as is known. */
  readonly steps: readonly string[];
  /** Null when the way waits for the answer to a confirm step, the last of `steps`. */
  readonly end: Ending | null;
};

/** The way through the survey with what has been said so far. An unanswered question is taken to lead straight on. */
export function routeOf(survey: Survey, given: Given): Route {
  const { steps } = chartOf(survey);
  const way: string[] = [];
  for (let target: string | null = survey.start; target !== null; ) {
    const end = endingOf(target);
    if (end) return { steps: way, end };
    way.push(target);
    target = wayOn(survey, steps.get(target)!, given);
  }
  return { steps: way, end: null };
}

/** Every step that is on the way or may still come to be once the waiting confirm step is answered. */
export function stillPossible(survey: Survey, route: Route): ReadonlySet<string> {
  const possible = new Set(route.steps);
  const last = route.steps.at(-1);
  if (route.end === null && last !== undefined) for (const key of chartOf(survey).onward.get(last)!) possible.add(key);
  return possible;
}

/** The survey as if these modules were a part of it and the others had never been. For whoever reads it as a whole. */
export function withModules(survey: Survey, modulesOn: readonly string[]): Survey {
  if (!survey.modules) return survey;
  const steps = new Map(survey.steps.map((step) => [step.key, step]));
  const to = (target: string) => pastOff(steps, target, modulesOn);
  const settled = (step: Step): Step => {
    if (step.kind === "confirm") return { ...step, yes: to(step.yes), no: to(step.no) };
    const { module: _, ...rest } = step;
    if (rest.kind !== "choice" || !rest.branches) return { ...rest, next: to(rest.next) };
    const branches = Object.fromEntries(Object.entries(rest.branches).map(([code, target]) => [code, to(target)]));
    return { ...rest, next: to(rest.next), branches };
  };
  const { modules: _, ...common } = survey;
  return { ...common, steps: survey.steps.filter((step) => isAsked(step, modulesOn)).map(settled) };
}
