/**
 * Whole calls as data: what the telephone told, turn by turn, and what should have come of it. The files under
 * test/scenarios/calls/ are such data. The call is stored as text between two turns, as a database would keep it.
 */
import { begin, resume } from "../../surveys/engine.ts";
import type { Heard, Respondent, State } from "../../surveys/interview.ts";
import type { Survey } from "../../surveys/survey.ts";
import { beginCall, hearKeys } from "../conversation.ts";
import type { Call, CallFacts, CallHappened, CallTurn, HeardOnPhone } from "./turn.ts";

/** What a turn came to, in plain values. A scenario names only what it cares about. */
export type CallOutcome = {
  readonly stage: string;
  readonly asking: string | null;
  /** Names of the pieces that are said; those of the survey without its name. */
  readonly says: readonly string[];
  readonly digits: number | null;
  readonly end: string | null;
  /** One line for each thing that happened: "missed silence opening 1". */
  readonly happened: readonly string[];
  /** Question → code; null while there is no interview. */
  readonly answers: Readonly<Record<string, number | string>> | null;
  readonly modes: readonly string[];
  readonly raised: readonly string[];
  readonly interrupted: string | null;
  readonly ended: string | null;
};

export type CallScenario = {
  /** The guarantee it shows. */
  readonly name: string;
  readonly survey: string;
  readonly version: number;
  readonly facts: Omit<CallFacts, "survey">;
  /** An interview that was begun before this call, as a person held it. */
  readonly before?: { readonly respondent: Respondent; readonly heard: readonly Heard[] };
  /** What comes of the first words. */
  readonly expect: Partial<CallOutcome>;
  readonly turns: readonly {
    /** Keys ("1", "*", "05"), "silence" or "hang-up". */
    readonly hear: string;
    /** How many turns ago its words were said: 1 is the last input once more, or one that comes late. */
    readonly late?: number;
    /** What somebody else makes of the interview meanwhile. */
    readonly meanwhile?: Heard;
    readonly expect: Partial<CallOutcome>;
  }[];
};

const lineOf = (happened: CallHappened): string =>
  Object.values(happened)
    .map((value) => (Array.isArray(value) ? value.join(",") : String(value)))
    .join(" ");

export function outcomeOfCall(survey: Survey, turn: CallTurn): CallOutcome {
  const { state, interview, say, gather, happened, end } = turn;
  const answers = Object.entries(interview?.answers ?? {});
  return {
    stage: state.stage,
    asking: state.asking,
    says: say.map(({ id }) => id.replace(`:${survey.id}.v${survey.version}`, "")),
    digits: gather?.digits ?? null,
    end,
    happened: happened.map(lineOf),
    answers: interview && Object.fromEntries(answers.map(([key, a]) => [key, "code" in a ? a.code : a.text])),
    modes: [...new Set(answers.map(([, answer]) => answer.mode))],
    raised: interview?.raised ?? [],
    interrupted: interview?.interrupted ?? null,
    ended: interview?.ended ?? null,
  };
}

/** The interview as it stood before the call. */
function interviewBefore(survey: Survey, { before }: CallScenario): State | null {
  if (!before) return null;
  const begun = begin(survey, { respondent: before.respondent }).state;
  return before.heard.reduce((state, heard) => resume(survey, state, heard, { mode: "human" }).state, begun);
}

const stored = ({ state, interview }: Call): Call => JSON.parse(JSON.stringify({ state, interview })) as Call;
const heardFrom = (hear: string): HeardOnPhone => (hear === "silence" || hear === "hang-up" ? hear : { keys: hear });

/** Plays a scenario; gives for the first words and for each turn what was expected and what came. */
export function playCall(survey: Survey, scenario: CallScenario) {
  const facts: CallFacts = { ...scenario.facts, survey };
  let turn = beginCall(facts, interviewBefore(survey, scenario));
  const compared = (hear: string, expected: Partial<CallOutcome>) => {
    const outcome = outcomeOfCall(survey, turn);
    const came = Object.fromEntries(Object.keys(expected).map((key) => [key, outcome[key as keyof CallOutcome]]));
    return { hear, expected, came, outcome };
  };
  const first = compared("(answers)", scenario.expect);
  const rest = scenario.turns.map(({ hear, late = 0, meanwhile, expect }) => {
    const { state, interview } = stored(turn);
    const changed = meanwhile && interview ? resume(survey, interview, meanwhile, { mode: "human" }).state : interview;
    turn = hearKeys(facts, { state, interview: changed }, heardFrom(hear), state.turn - late);
    return compared(hear, expect);
  });
  return [first, ...rest];
}
