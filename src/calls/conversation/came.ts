/** What a turn comes to before it is put into words, and the few moves that every stage makes. */
import type { Happened, Heard, State } from "../../surveys/interview.ts";
import type { CallEnd } from "./endings.ts";
import { tell } from "./robots-way.ts";
import type { Call, CallFacts, CallHappened, CallState, Line } from "./turn.ts";

export type Came = { readonly call: Call; readonly happened: readonly CallHappened[] };

/** On to the next turn: these lines are said now. */
export const said = (call: Call, changes: Partial<CallState>, lines: readonly Line[]): Call => ({
  ...call,
  state: { ...call.state, ...changes, turn: call.state.turn + 1, said: lines },
});

/** The last turn: these lines, and the line is put down. */
export const end = (call: Call, as: CallEnd, lines: readonly Line[], happened: readonly CallHappened[]): Came => ({
  call: said(call, { stage: "ended", asking: null, checkingRefusal: false, misses: 0, end: as }, lines),
  happened: [...happened, { kind: "call-ended", as }],
});

/** The engine's own account, without what this one tells itself. */
export const loggable = (happened: readonly Happened[]): CallHappened[] =>
  happened.filter((one) => one.kind !== "ignored" && one.kind !== "misstep" && one.kind !== "too-little");

/** How the call ends when the interview has come to its end by itself. */
export const endOf = ({ ended }: State): CallEnd =>
  ended === "completed" || ended === "partial" || ended === "refused" || ended === "will-not-continue"
    ? ended
    : "nothing-to-ask";

/** The interview hears something too, but only while it is being held: before that nothing may touch it. */
export function withInterview(facts: CallFacts, call: Call, heard: Heard) {
  const { state, interview } = call;
  if (state.stage !== "survey" || interview === null) return { call, happened: [] };
  const turn = tell(facts.survey, interview, heard);
  return { call: { ...call, interview: turn.state }, happened: loggable(turn.happened) };
}
