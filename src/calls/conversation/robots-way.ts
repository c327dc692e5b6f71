/**
 * The robot's way through a survey: which of the engine's steps it takes by itself and where it stops to ask. The robot's
 * own intro stands in for the survey's opening, open questions are left for a person, and it never asks what has been
 * answered before, through whichever door.
 */
import { begin, phaseOf, questionsOf, reopen, resume } from "../../surveys/engine.ts";
import type { Happened, Heard, State } from "../../surveys/interview.ts";
import { own, wayIn, wayOn } from "../../surveys/route.ts";
import type { Step, Survey } from "../../surveys/survey.ts";

type Asked = Extract<Step, { kind: "choice" | "confirm" }>;

export type Stop = {
  readonly interview: State;
  /** What to ask now; null when the interview has ended. */
  readonly asks: Asked | null;
  /** Texts passed on the way there, to be said before it. */
  readonly statements: readonly string[];
  readonly happened: readonly Happened[];
};

/** One thing said to the engine by the robot. `at`: the step that was asked, for an answer. */
export const tell = (survey: Survey, interview: State, heard: Heard, at?: string | null) =>
  resume(survey, interview, heard, at ? { mode: "robot", at } : { mode: "robot" });

const stepOf = (survey: Survey, key: string): Step => survey.steps.find((step) => step.key === key)!;

/** Questions with fixed answers that lie on the way, in order. */
export const askable = (survey: Survey, interview: State) =>
  questionsOf(survey, interview).filter((question) => question.kind === "choice");

const firstGap = (survey: Survey, interview: State) =>
  askable(survey, interview).find((question) => question.answer === null)?.step;

/** Is there an interview whose opening has been passed, so that nobody has to be asked again whether we may ask? */
export const isUnderWay = (survey: Survey, interview: State): boolean =>
  !startsAnew(interview) && phaseOf(survey, interview) !== "opening";

/** Ended before anything was asked, and without a no: it begins from the beginning. */
const startsAnew = (interview: State) => interview.ended === "later" || interview.ended === "wrong-person";

/** The right person has said yes to the robot's intro: past the survey's opening and on to the first question. */
export function start(survey: Survey, interview: State | null, askHelp: boolean): Stop {
  const fresh = interview === null || startsAnew(interview);
  let state = fresh ? begin(survey, { respondent: "patient" }).state : awake(survey, interview);
  for (const _ of survey.steps) {
    if (phaseOf(survey, state) !== "opening") break;
    state = tell(survey, state, { kind: wayIn(survey, state.at!) }).state;
  }
  const stop = goOn(survey, asPatient(survey, state), askHelp);
  return fresh ? { ...stop, happened: [{ kind: "begun" }, ...stop.happened] } : stop;
}

/** Takes an interview up that stands still, at the first question that nobody has answered. */
export function takeUp(survey: Survey, interview: State, askHelp: boolean): Stop {
  const state = interview.ended === "partial" ? reopen(survey, interview).state : awake(survey, interview);
  const gap = state.ended ? undefined : firstGap(survey, state);
  const there = gap === undefined ? state : tell(survey, state, { kind: "goTo", step: gap }).state;
  const stop = goOn(survey, asPatient(survey, there), askHelp);
  return { ...stop, happened: [{ kind: "resumed" }, ...stop.happened] };
}

/** No interruption and no missteps from an earlier call. */
const awake = (survey: Survey, interview: State): State => tell(survey, interview, { kind: "repeat" }).state;

/** Whoever pressed "det är jag" and the right birthday answers as the patient, whoever answered in an earlier call. */
const asPatient = (survey: Survey, interview: State): State =>
  interview.respondent === "proxy"
    ? tell(survey, interview, { kind: "respondent", respondent: "patient" }).state
    : interview;

/** From where the interview stands to the next thing to ask, or to its end. */
export function goOn(survey: Survey, interview: State, askHelp: boolean): Stop {
  let state = interview;
  const happened: Happened[] = [];
  const statements: string[] = [];
  const hear = (heard: Heard) => {
    const turn = tell(survey, state, heard);
    state = turn.state;
    happened.push(...turn.happened);
  };
  // Each step is passed at most once on the way forward, and once more when a gap is gone back to.
  for (let passed = 0; passed <= survey.steps.length * 3 && !state.ended; passed += 1) {
    const phase = phaseOf(survey, state);
    const gap = phase === "closing" || phase === "summary" ? firstGap(survey, state) : undefined;
    if (gap !== undefined) {
      hear({ kind: "goTo", step: gap });
      continue;
    }
    if (state.at === null) {
      hear({ kind: "finish" });
      continue;
    }
    const step = stepOf(survey, state.at);
    const asked = step.kind === "confirm" ? own(state.gates, step.key) : own(state.answers, step.key);
    if (step.kind === "confirm" && step.raises === "help" && !askHelp && !asked) {
      hear({ kind: "no" });
      continue;
    }
    if ((step.kind === "choice" || step.kind === "confirm") && !asked)
      return { interview: state, asks: step, statements, happened };
    // The last thing a survey says is its goodbye; the robot has its own.
    if (step.kind === "read" && wayOn(survey, step, state) !== "end:completed") statements.push(step.key);
    hear({ kind: "next" });
  }
  return { interview: state, asks: null, statements, happened };
}

/**
 * The final no. Before the first answer it is a refusal and no breaking off, so the interview goes back to where it was
 * asked whether we may ask at all (AAPOR tells 2.112 from 2.12).
 */
export function stop(survey: Survey, interview: State): { readonly interview: State; readonly happened: Happened[] } {
  let state = interview;
  if (Object.keys(state.answers).length === 0)
    for (const _ of survey.steps) {
      if (state.ended || phaseOf(survey, state) === "opening") break;
      state = tell(survey, state, { kind: "back" }).state;
    }
  const turn = tell(survey, state, { kind: "stop" });
  return { interview: turn.state, happened: [...turn.happened] };
}

/** Why the robot cannot hold a survey, as Swedish sentences; none when it can. */
export function robotFaults(survey: Survey): string[] {
  const faults = survey.robot === false ? ["Enkäten ställs bara av människor."] : [];
  const first = begin(survey, { respondent: "patient" }).state;
  if (phaseOf(survey, first) !== "opening")
    faults.push("Enkäten saknar öppning: utan den kan roboten inte skilja ett nej från ett avbrott.");
  else {
    const count = askable(survey, start(survey, null, true).interview).length;
    if (count < 2 || count > 20) faults.push(`Roboten kan ställa 2–20 frågor med fasta svar, inte ${count}.`);
  }
  for (const step of survey.steps) {
    // Its own words stand in for the question about help.
    const asked = step.kind !== "open" && !(step.kind === "confirm" && step.raises === "help");
    if (asked && phaseOf(survey, { ...first, at: step.key }) !== "opening" && step.text.patient.includes("{caller}"))
      faults.push(`Steget ${step.key}: roboten har inget namn att säga i stället för {caller}.`);
  }
  return faults;
}
