/**
 * Whole interviews as data: what was heard, turn by turn, and what should have come of it. The files under
 * test/scenarios/interviews/ are such data, and the terminal keeps a play in the same form, so that an odd call can
 * be played once, kept, and never go wrong again.
 */
import { begin, completenessOf, missingOf, modeOf, phaseOf, remarkOf, respondentOf, resume } from "./engine.ts";
import type { Happened, Heard, Mode, Respondent, State, Turn } from "./interview.ts";
import type { Survey } from "./survey.ts";

/** What a turn came to, in plain words and values. A scenario names only what it cares about. */
export type Outcome = {
  readonly phase: string;
  readonly at: string | null;
  /** One line for each thing that happened: "answered plan new", "ended completed". */
  readonly happened: readonly string[];
  readonly interrupted: string | null;
  readonly ended: string | null;
  readonly raised: readonly string[];
  /** Question → code, or the text of an open question. */
  readonly answers: Readonly<Record<string, number | string>>;
  readonly remark: string | null;
  readonly completeness: string;
  readonly missing: readonly string[];
  readonly mode: string;
  readonly respondent: string;
  /** The text that is said now, when a step is. */
  readonly says: string | null;
};

export type ScenarioTurn = {
  readonly hear: Heard;
  /** Another door than the scenario's own. */
  readonly mode?: Mode;
  /** The step the door was showing, when that matters. */
  readonly showing?: string;
  readonly expect: Partial<Outcome>;
};

export type Scenario = {
  /** The guarantee it shows. */
  readonly name: string;
  readonly survey: string;
  readonly version: number;
  readonly respondent: Respondent;
  /** The modules that are on; the survey's own choice when left out. */
  readonly modules?: readonly string[];
  readonly mode: Mode;
  readonly turns: readonly ScenarioTurn[];
};

const lineOf = (happened: Happened): string =>
  Object.values(happened)
    .map((value) => (Array.isArray(value) ? value.join(",") : String(value)))
    .join(" ");

export function outcomeOfTurn(survey: Survey, turn: Turn): Outcome {
  const { state, say, happened } = turn;
  return {
    phase: phaseOf(survey, state),
    at: state.at,
    happened: happened.map(lineOf),
    interrupted: state.interrupted,
    ended: state.ended,
    raised: state.raised,
    answers: Object.fromEntries(
      Object.entries(state.answers).map(([key, answer]) => [key, "code" in answer ? answer.code : answer.text]),
    ),
    remark: remarkOf(state),
    completeness: completenessOf(survey, state),
    missing: missingOf(survey, state),
    mode: modeOf(state),
    respondent: respondentOf(state),
    says: "text" in say ? say.text : null,
  };
}

/** The state as a database would give it back. */
const stored = (state: State): State => JSON.parse(JSON.stringify(state)) as State;

/** Plays a scenario, storing the state between turns; gives for each turn what was expected and what came. */
export function playScenario(survey: Survey, scenario: Scenario) {
  let turn = begin(survey, { respondent: scenario.respondent, modules: scenario.modules });
  return scenario.turns.map(({ hear, mode, showing, expect }) => {
    const door = { mode: mode ?? scenario.mode, ...(showing === undefined ? {} : { at: showing }) };
    turn = resume(survey, stored(turn.state), hear, door);
    const outcome = outcomeOfTurn(survey, turn);
    const came = Object.fromEntries(Object.keys(expect).map((key) => [key, outcome[key as keyof Outcome]]));
    return { hear, expected: expect, came };
  });
}
