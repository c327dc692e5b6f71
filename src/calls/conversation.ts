/**
 * The robot's call, pure and resumed like the interview engine: (facts, call, what was heard) → the next turn. Nothing
 * lives between two turns but the call's state and the interview's, both plain JSON, so a restart, another process or
 * a webhook that comes twice simply goes on.
 *
 * Until the one who answers has pressed "det är jag" and the right day of birth, only neutral lines are said. The turn's
 * number is part of what is heard: a turn that has been taken gives the same words back and changes nothing. Every stage
 * ends at the third silence or wrong key in a row, so no call can go on by itself.
 */
import type { State } from "../surveys/interview.ts";
import { neutralLine } from "./conversation/asking.ts";
import { type Came, end, endOf, loggable, said } from "./conversation/came.ts";
import { ask, hearAnswer } from "./conversation/questions.ts";
import { isUnderWay, start, takeUp } from "./conversation/robots-way.ts";
import { speak } from "./conversation/speech.ts";
import type { Call, CallFacts, CallHappened, CallState, CallTurn, HeardOnPhone } from "./conversation/turn.ts";
import { askForPerson, checkRefusal, hangUp, hearAnywhere, hearRefusalCheck, missed } from "./conversation/ways-out.ts";

export { type CallEnd, meaningOfEnd } from "./conversation/endings.ts";
export { robotFaults } from "./conversation/robots-way.ts";
export type * from "./conversation/turn.ts";

const birthdayTries = 2;

const firstState: CallState = {
  turn: 0,
  stage: "opening",
  identified: false,
  asking: null,
  checkingRefusal: false,
  wrongBirthdays: 0,
  misses: 0,
  scalesRead: [],
  said: [],
  end: null,
};

/** Somebody has answered, or rings us. `interview` is what is there to take up, from whichever door, or null. */
export function beginCall(facts: CallFacts, interview: State | null): CallTurn {
  const call: Call = { state: firstState, interview };
  const { direction, open, answeredBy = "human" } = facts;
  const begun: CallHappened = { kind: "call-begun", direction };
  if (answeredBy !== "human")
    return give(facts, end(call, "no-human", [], [begun, { kind: "no-human-answered", verdict: answeredBy }]));
  if (!open) return give(facts, end(call, "closed", [{ say: `closed-${direction}` }], [begun]));
  return give(facts, { call: said(call, {}, [neutralLine(facts, "opening")]), happened: [begun] });
}

/**
 * One turn. `turn` is the number that stood in the state when its words were said; a hang-up holds whenever it comes.
 * `call.interview` is the interview as it stands now, also when somebody else has changed it meanwhile.
 */
export function hearKeys(facts: CallFacts, call: Call, heard: HeardOnPhone, turn: number): CallTurn {
  const { state } = call;
  if (state.end !== null) return unchanged(facts, call, "ended");
  if (heard === "hang-up") return give(facts, hangUp(facts, call));
  if (turn !== state.turn) return unchanged(facts, call, turn < state.turn ? "taken-before" : "not-yet-given");
  const keys = heard === "silence" ? "" : heard.keys;
  if (state.stage === "survey" && (call.interview === null || call.interview.ended !== null))
    // Withdrawn, locked or erased by somebody else while the robot spoke.
    return give(facts, end(call, "nothing-to-ask", [{ say: "nothing-more" }], []));
  return give(facts, keys === "" ? missed(facts, call, "silence") : hear(facts, call, keys));
}

const unchanged = (facts: CallFacts, call: Call, because: "taken-before" | "not-yet-given" | "ended"): CallTurn =>
  give(facts, { call, happened: [{ kind: "turn-ignored", because }] });

/** Puts a turn into words. */
function give(facts: CallFacts, { call, happened }: Came): CallTurn {
  const { state, interview } = call;
  const digits = state.stage === "birthday" ? 2 : 1;
  return {
    state,
    interview,
    say: state.said.map((line) => speak(line, { survey: facts.survey, interview })),
    gather: state.end === null ? { digits, timeoutSeconds: 12 } : null,
    happened,
    end: state.end,
  };
}

function hear(facts: CallFacts, call: Call, keys: string): Came {
  if (call.state.checkingRefusal) return hearRefusalCheck(facts, call, keys);
  switch (call.state.stage) {
    case "opening":
      return hearOpening(facts, call, keys);
    case "birthday":
      return hearBirthday(facts, call, keys);
    case "intro":
      return hearIntro(facts, call, keys);
    default:
      return hearAnswer(facts, call, keys);
  }
}

// ── anybody may be listening ──

function hearOpening(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "1") return { call: said(call, { stage: "birthday", misses: 0 }, [{ say: "birthday" }]), happened: [] };
  if (keys === "2") return end(call, "wrong-person", [neutralLine(facts, "wrong-person")], []);
  return hearAnywhere(facts, call, keys);
}

/**
 * The day of birth that these keys say where a call stands, or null when they say none. One digit is a day too: not
 * everybody presses a nought first. A lone nought asks for a person, as everywhere.
 */
export function dayPressed({ stage }: Pick<CallState, "stage">, keys: string): number | null {
  const day = keys.replace(/#$/, "");
  return stage === "birthday" && day !== "0" && /^\d{1,2}$/.test(day) ? Number(day) : null;
}

function hearBirthday(facts: CallFacts, call: Call, keys: string): Came {
  const day = dayPressed(call.state, keys);
  if (day === null)
    return keys.replace(/#$/, "") === "0" ? askForPerson(facts, call) : missed(facts, call, "wrong-key");
  // Said in the words that anybody hears who asks for a person: what is neutral stays so.
  if (day === facts.birthDay) return facts.personRings ? askForPerson(facts, call) : identified(facts, call);
  const wrongBirthdays = call.state.wrongBirthdays + 1;
  const wrong: CallHappened = { kind: "birthday-wrong" };
  if (wrongBirthdays >= birthdayTries)
    return end(call, "wrong-birthday", [neutralLine(facts, "birthday-wrong-again")], [wrong]);
  return { call: said(call, { wrongBirthdays, misses: 0 }, [{ say: "birthday-wrong" }]), happened: [wrong] };
}

// ── the right person ──

function identified(facts: CallFacts, call: Call): Came {
  const { survey, askHelp } = facts;
  const { interview } = call;
  const known: Call = { ...call, state: { ...call.state, identified: true } };
  const confirmed: CallHappened = { kind: "identity-confirmed" };
  if (interview === null || !isUnderWay(survey, interview)) {
    return { call: said(known, { stage: "intro", misses: 0 }, [{ say: "intro" }]), happened: [confirmed] };
  }
  const done = interview.ended === "completed" || interview.ended === "partial";
  const resumed = takeUp(survey, interview, askHelp);
  if (resumed.asks) return ask(facts, known, resumed, [{ say: "welcome-back" }], [confirmed]);
  if (interview.ended !== null)
    return end(known, "nothing-to-ask", [{ say: done ? "already-answered" : "nothing-more" }], [confirmed]);
  const answered = { ...known, interview: resumed.interview };
  const as = endOf(resumed.interview);
  return end(answered, as, [{ say: "already-answered" }], [confirmed, ...loggable(resumed.happened)]);
}

function hearIntro(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "1") return ask(facts, call, start(facts.survey, call.interview, facts.askHelp), [], []);
  if (keys === "2") return end(call, "later", [{ say: "later" }], []);
  if (keys === "*") return checkRefusal(call);
  return hearAnywhere(facts, call, keys);
}
