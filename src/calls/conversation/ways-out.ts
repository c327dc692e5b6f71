/**
 * The ways out of a call that are open at every stage: a person, the final no, hanging up, and the third silence. And
 * nine, which only says it again.
 */
import { againLines, missedLines, neutralLine } from "./asking.ts";
import { type Came, end, endOf, loggable, said, withInterview } from "./came.ts";
import { stop } from "./robots-way.ts";
import type { Call, CallFacts, CallHappened, Line } from "./turn.ts";

/** Silences and wrong keys in a row before a person takes over; the interview engine counts to the same number. */
const lastMiss = 3;

/** Nine says it again, nought brings a person; anything else is no key here. */
export function hearAnywhere(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "0") return askForPerson(facts, call);
  if (keys !== "9") return missed(facts, call, "wrong-key");
  const { stage } = call.state;
  const heard = stage === "survey" ? withInterview(facts, call, { kind: "repeat" }).call : call;
  return {
    call: said(heard, { misses: 0 }, againLines(facts, call, "full")),
    happened: [{ kind: "repeated", stage }],
  };
}

export const checkRefusal = (call: Call): Came => ({
  call: said(call, { checkingRefusal: true, misses: 0 }, [{ say: "refusal-check" }]),
  happened: [{ kind: "refusal-checked" }],
});

export function hearRefusalCheck(facts: CallFacts, call: Call, keys: string): Came {
  if (keys === "*") {
    const { interview } = call;
    if (interview === null) return end(call, "refused", [{ say: "refused" }], []);
    const stopped = stop(facts.survey, interview);
    const as = endOf(stopped.interview);
    return end({ ...call, interview: stopped.interview }, as, [{ say: "refused" }], loggable(stopped.happened));
  }
  if (keys !== "1") return hearAnywhere(facts, call, keys);
  const heard = withInterview(facts, call, { kind: "repeat" }).call;
  const back: Call = { ...heard, state: { ...heard.state, checkingRefusal: false } };
  const lines = againLines(facts, back, "again");
  return {
    call: said(back, { misses: 0 }, [{ say: "thanks" }, ...lines]),
    happened: [{ kind: "refusal-taken-back" }],
  };
}

export function askForPerson(facts: CallFacts, call: Call): Came {
  const line: Line = call.state.identified ? { say: "person" } : neutralLine(facts, "person-unknown");
  const heard = withInterview(facts, call, { kind: "person" });
  return end(heard.call, "person", [line], heard.happened);
}

export function hangUp(facts: CallFacts, call: Call): Came {
  const heard = withInterview(facts, call, { kind: "hangUp" });
  return end(heard.call, "hang-up", [], heard.happened);
}

/** Silence and wrong keys count together; the third in a row ends the call and a person takes over. */
export function missed(facts: CallFacts, call: Call, by: "silence" | "wrong-key"): Came {
  const count = call.state.misses + 1;
  const heard = withInterview(facts, call, { kind: by === "silence" ? "silence" : "wrongKey" });
  const happened: CallHappened[] = [{ kind: "missed", by, stage: call.state.stage, count }, ...heard.happened];
  if (count < lastMiss)
    return { call: said(heard.call, { misses: count }, missedLines(facts, call, by, count)), happened };
  const line: Line = call.state.identified ? { say: "silent-known" } : neutralLine(facts, "silent-unknown");
  return end(heard.call, by === "silence" ? "silence" : "wrong-keys", [line], happened);
}
