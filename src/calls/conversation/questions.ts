/** The questions: what a key means as an answer, and what is said next. */
import type { Heard } from "../../surveys/interview.ts";
import type { Survey } from "../../surveys/survey.ts";
import { confirmLines, questionLines, stepOf } from "./asking.ts";
import { type Came, end, endOf, loggable, said, withInterview } from "./came.ts";
import { goOn, type Stop, tell } from "./robots-way.ts";
import type { Call, CallFacts, CallHappened, Line } from "./turn.ts";
import { checkRefusal, hearAnywhere } from "./ways-out.ts";

export function hearAnswer(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "*") return checkRefusal(withInterview(facts, call, { kind: "repeat" }).call);
  const { survey, askHelp } = facts;
  const step = stepOf(survey, call.state.asking);
  const meaning = step && meaningOf(step, survey.scales, keys);
  if (!meaning) return hearAnywhere(facts, call, keys);
  const turn = tell(survey, call.interview!, meaning, step.key);
  const next = goOn(survey, turn.state, askHelp);
  const helpIsComing = meaning.kind === "yes" && step.kind === "confirm" && step.raises === "help";
  // The same word after every answer, so that neither the call's state nor a stored reply tells which it was.
  const thanks: Line = { say: helpIsComing ? "help-coming" : "thanks" };
  return ask(facts, call, next, [thanks], loggable(turn.happened));
}

type AskedStep = NonNullable<ReturnType<typeof stepOf>>;

/** What a key means as an answer to this step; null when it is none. # is "hoppa över", and to the help question a no. */
function meaningOf(step: AskedStep, scales: Survey["scales"], keys: string): Heard | null {
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
export function ask(
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
  const hints = scalesRead.length > 0 ? "none" : facts.hashKey === false ? "without-hash" : "with-hash";
  const form = { choices: isRead ? "short" : "full", hints } as const;
  const lines = [...ahead, ...passed, ...questionLines(survey, interview, asks.key, form)];
  const read = isRead ? scalesRead : [...scalesRead, asks.scale];
  return { call: said({ ...call, interview }, { ...common, scalesRead: read }, lines), happened };
}
