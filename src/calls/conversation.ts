/**
 * The robot's call, pure and resumed like the interview engine: (facts, call, what was heard) → the next turn. Nothing
 * lives between two turns but the call's state and the interview's, both plain JSON, so a restart, another process or
 * a webhook that comes twice simply goes on.
 *
 * Until the one who answers has pressed "det är jag" and the right day of birth, only neutral lines are said. The turn's
 * number is part of what is heard: a turn that has been taken gives the same words back and changes nothing. Every stage
 * ends at the third silence or wrong key in a row, so no call can go on by itself.
 */
import type { Happened, Heard, State } from "../surveys/interview.ts";
import { againLines, confirmLines, missedLines, neutralLine, questionLines, stepOf } from "./conversation/asking.ts";
import type { CallEnd } from "./conversation/endings.ts";
import { goOn, isUnderWay, type Stop, start, stop, takeUp, tell } from "./conversation/robots-way.ts";
import { speak } from "./conversation/speech.ts";
import type { Call, CallFacts, CallHappened, CallState, CallTurn, HeardOnPhone, Line } from "./conversation/turn.ts";

export { type CallEnd, meaningOfEnd } from "./conversation/endings.ts";
export { robotFaults } from "./conversation/robots-way.ts";
export type * from "./conversation/turn.ts";

/** Silences and wrong keys in a row before a person takes over; the interview engine counts to the same number. */
const lastMiss = 3;
const birthdayTries = 2;

/** What a turn came to, before it is put into words. */
type Came = { readonly call: Call; readonly happened: readonly CallHappened[] };

const firstState: CallState = {
  turn: 0,
  stage: "opening",
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

const said = (call: Call, changes: Partial<CallState>, lines: readonly Line[]): Call => ({
  ...call,
  state: { ...call.state, ...changes, turn: call.state.turn + 1, said: lines },
});

const end = (call: Call, as: CallEnd, lines: readonly Line[], happened: readonly CallHappened[]): Came => ({
  call: said(call, { stage: "ended", asking: null, checkingRefusal: false, misses: 0, end: as }, lines),
  happened: [...happened, { kind: "call-ended", as }],
});

/** The engine's own account, without what this one tells itself. */
const loggable = (happened: readonly Happened[]): CallHappened[] =>
  happened.filter((one) => one.kind !== "ignored" && one.kind !== "misstep" && one.kind !== "too-little");

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

/** One digit is a day too: not everybody presses a nought first. A lone nought asks for a person, as everywhere. */
function hearBirthday(facts: CallFacts, call: Call, keys: string): Came {
  const day = keys.replace(/#$/, "");
  if (day === "0") return askForPerson(facts, call);
  if (!/^\d{1,2}$/.test(day)) return missed(facts, call, "wrong-key");
  if (Number(day) === facts.birthDay) return identified(facts, call);
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
  const confirmed: CallHappened = { kind: "identity-confirmed" };
  if (!isUnderWay(survey, interview)) {
    if (interview?.ended) return end(call, "nothing-to-ask", [{ say: "nothing-more" }], [confirmed]);
    return { call: said(call, { stage: "intro", misses: 0 }, [{ say: "intro" }]), happened: [confirmed] };
  }
  const done = interview.ended === "completed" || interview.ended === "partial";
  const resumed = takeUp(survey, interview, askHelp);
  if (resumed.asks) return ask(facts, call, resumed, [{ say: "welcome-back" }], [confirmed]);
  if (interview.ended !== null)
    return end(call, "nothing-to-ask", [{ say: done ? "already-answered" : "nothing-more" }], [confirmed]);
  const answered = { ...call, interview: resumed.interview };
  const as = endOf(resumed.interview);
  return end(answered, as, [{ say: "already-answered" }], [confirmed, ...loggable(resumed.happened)]);
}

function hearIntro(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "1") return ask(facts, call, start(facts.survey, call.interview, facts.askHelp), [], []);
  if (keys === "2") return end(call, "later", [{ say: "later" }], []);
  if (keys === "*") return checkRefusal(call);
  return hearAnywhere(facts, call, keys);
}

/** Nine says it again, nought brings a person; anything else is no key here. */
function hearAnywhere(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "0") return askForPerson(facts, call);
  if (keys !== "9") return missed(facts, call, "wrong-key");
  const { stage } = call.state;
  const heard = stage === "survey" ? withInterview(facts, call, { kind: "repeat" }).call : call;
  return {
    call: said(heard, { misses: 0 }, againLines(facts, call, "full")),
    happened: [{ kind: "repeated", stage }],
  };
}

// ── questions ──

function hearAnswer(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "*") return checkRefusal(withInterview(facts, call, { kind: "repeat" }).call);
  const { survey, askHelp } = facts;
  const step = stepOf(survey, call.state.asking);
  const meaning = step && meaningOf(step, survey.scales, keys);
  if (!meaning) return hearAnywhere(facts, call, keys);
  const turn = tell(survey, call.interview!, meaning, step.key);
  const next = goOn(survey, turn.state, askHelp);
  const thanks: Line =
    meaning.kind === "yes" && step.kind === "confirm" && step.raises === "help"
      ? { say: "help-coming" }
      : { say: meaning.kind === "decline" ? "skipped" : "thanks" };
  return ask(facts, call, next, [thanks], loggable(turn.happened));
}

type AskedStep = NonNullable<ReturnType<typeof stepOf>>;

/** What a key means as an answer to this step; null when it is none. # is "hoppa över", and to the help question a no. */
function meaningOf(step: AskedStep, scales: CallFacts["survey"]["scales"], keys: string): Heard | null {
  if (step.kind === "confirm") {
    if (keys === "1") return { kind: "yes" };
    return keys === "2" || keys === "#" ? { kind: "no" } : null;
  }
  if (step.kind !== "choice") return null;
  if (keys === "8") return { kind: "dontKnow" };
  if (keys === "#") return { kind: "decline" };
  const choice = scales[step.scale]!.find(({ code }) => String(code) === keys);
  return choice ? { kind: "choice", code: choice.code } : null;
}

/** On to the next thing to ask, or to the goodbye when everything has been said. */
function ask(
  facts: CallFacts,
  call: Call,
  next: Stop,
  before: readonly Line[],
  happenedBefore: readonly CallHappened[],
): Came {
  const { survey } = facts;
  const { interview, asks, statements } = next;
  const happened = [...happenedBefore, ...loggable(next.happened)];
  if (!asks) {
    const as = endOf(interview);
    const helpIsComing = before.filter((line) => line.say === "help-coming");
    const goodbye: Line = { say: as === "completed" || as === "partial" ? "goodbye" : "goodbye-short" };
    return end({ ...call, interview }, as, [...helpIsComing, goodbye], happened);
  }
  const { scalesRead } = call.state;
  const common = { stage: "survey", asking: asks.key, checkingRefusal: false, misses: 0 } as const;
  const passed = statements.map((step): Line => ({ say: "step", step }));
  // The help question thanks by itself.
  const ahead =
    asks.kind === "confirm" && asks.raises === "help" ? before.filter(({ say }) => say !== "thanks") : before;
  if (asks.kind === "confirm") {
    const lines = [...ahead, ...passed, ...confirmLines(survey, asks.key, "full")];
    return { call: said({ ...call, interview }, common, lines), happened };
  }
  const isRead = scalesRead.includes(asks.scale);
  const form = { choices: isRead ? "short" : "full", firstInCall: scalesRead.length === 0 } as const;
  const lines = [...ahead, ...passed, ...questionLines(survey, interview, asks.key, form)];
  const read = isRead ? scalesRead : [...scalesRead, asks.scale];
  return { call: said({ ...call, interview }, { ...common, scalesRead: read }, lines), happened };
}

/** How the call ends when the interview has come to its end by itself. */
const endOf = ({ ended }: State): CallEnd =>
  ended === "completed" || ended === "partial" || ended === "refused" || ended === "will-not-continue"
    ? ended
    : "nothing-to-ask";

// ── ways out ──

const checkRefusal = (call: Call): Came => ({
  call: said(call, { checkingRefusal: true, misses: 0 }, [{ say: "refusal-check" }]),
  happened: [{ kind: "refusal-checked" }],
});

function hearRefusalCheck(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "*") {
    const { interview } = call;
    if (interview === null) return end(call, "refused", [{ say: "refused" }], []);
    const stopped = stop(facts.survey, interview);
    const as = endOf(stopped.interview);
    return end({ ...call, interview: stopped.interview }, as, [{ say: "refused" }], loggable(stopped.happened));
  }
  if (keys !== "1") return hearAnywhere(facts, call, keys);
  const back: Call = { ...call, state: { ...call.state, checkingRefusal: false } };
  const lines = againLines(facts, back, "again");
  return {
    call: said(back, { misses: 0 }, [{ say: "thanks" }, ...lines]),
    happened: [{ kind: "refusal-taken-back" }],
  };
}

/** The interview hears something too, but only while it is being held: before that nothing may touch it. */
function withInterview(facts: CallFacts, call: Call, heard: Heard) {
  const { state, interview } = call;
  if (state.stage !== "survey" || interview === null) return { call, happened: [] };
  const turn = tell(facts.survey, interview, heard);
  return { call: { ...call, interview: turn.state }, happened: loggable(turn.happened) };
}

const isKnown = ({ stage }: CallState) => stage === "intro" || stage === "survey";

function askForPerson(facts: CallFacts, call: Call): Came {
  const line: Line = isKnown(call.state) ? { say: "person" } : neutralLine(facts, "person-unknown");
  const heard = withInterview(facts, call, { kind: "person" });
  return end(heard.call, "person", [line], heard.happened);
}

function hangUp(facts: CallFacts, call: Call): Came {
  const heard = withInterview(facts, call, { kind: "hangUp" });
  return end(heard.call, "hang-up", [], heard.happened);
}

/** Silence and wrong keys count together; the third in a row ends the call and a person takes over. */
function missed(facts: CallFacts, call: Call, by: "silence" | "wrong-key"): Came {
  const count = call.state.misses + 1;
  const heard = withInterview(facts, call, { kind: by === "silence" ? "silence" : "wrongKey" });
  const happened: CallHappened[] = [{ kind: "missed", by, stage: call.state.stage, count }, ...heard.happened];
  if (count < lastMiss)
    return { call: said(heard.call, { misses: count }, missedLines(facts, call, by, count)), happened };
  const line: Line = isKnown(call.state) ? { say: "silent-known" } : neutralLine(facts, "silent-unknown");
  return end(heard.call, by === "silence" ? "silence" : "wrong-keys", [line], happened);
}
