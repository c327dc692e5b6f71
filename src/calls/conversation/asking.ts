/**
 * What is said where the call stands: in full the first time, shorter when somebody was silent or pressed a key that
 * means nothing there. Only lines; nothing here changes the call.
 */
import type { State } from "../../surveys/interview.ts";
import type { Survey } from "../../surveys/survey.ts";
import { askable } from "./robots-way.ts";
import type { Call, CallFacts, Line } from "./turn.ts";

/** The neutral lines have a form for who is rung and one for who rings us: the promises differ. */
export const neutralLine = (
  facts: CallFacts,
  line: "opening" | "opening-again" | "wrong-person" | "birthday-wrong-again" | "person-unknown" | "silent-unknown",
): Line => ({ say: facts.direction === "inbound" ? `inbound-${line}` : line });

export const stepOf = (survey: Survey, key: string | null) => survey.steps.find((step) => step.key === key);

/**
 * A question with its number and its choices. `hints`: the keys that hold for every question, said once in a call; # only
 * where it can be heard ("with-hash").
 */
export function questionLines(
  survey: Survey,
  interview: State,
  key: string,
  form: { readonly choices: "full" | "short"; readonly hints: "none" | "with-hash" | "without-hash" },
): Line[] {
  const questions = askable(survey, interview);
  const number = questions.findIndex((question) => question.step === key) + 1;
  return [
    { say: "question-number", number, of: questions.length },
    { say: "step", step: key },
    ...choiceLines(key, form.choices),
    ...(form.hints === "none" ? [] : [{ say: "repeat-hint" } as const]),
    ...(form.hints === "with-hash" ? [{ say: "skip-hint" } as const] : []),
  ];
}

const choiceLines = (step: string, form: "full" | "short"): Line[] =>
  form === "short" ? [{ say: "choices-short", step }] : [{ say: "choices", step }, { say: "dont-know-hint" }];

/** A yes or no of the survey's closing. The help question has words of its own; others are asked in the survey's. */
export function confirmLines(survey: Survey, key: string, form: "full" | "again"): Line[] {
  const step = stepOf(survey, key);
  if (step?.kind === "confirm" && step.raises === "help") return [{ say: form === "full" ? "help" : "help-again" }];
  return [{ say: "step", step: key }, { say: "yes-or-no" }];
}

/**
 * The same thing once more. "full" as after nine; "again" is shorter; "keys" only says what can be pressed.
 */
export function againLines(facts: CallFacts, { state, interview }: Call, form: "full" | "again" | "keys"): Line[] {
  const { survey } = facts;
  switch (state.stage) {
    case "opening":
      return [neutralLine(facts, form === "full" ? "opening" : "opening-again")];
    case "birthday":
      return [{ say: "birthday-again" }];
    case "intro":
      if (state.checkingRefusal) return [{ say: form === "full" ? "refusal-check" : "refusal-check-again" }];
      return [{ say: form === "full" ? "intro" : "intro-again" }];
    case "survey": {
      if (state.checkingRefusal) return [{ say: form === "full" ? "refusal-check" : "refusal-check-again" }];
      const key = state.asking!;
      if (stepOf(survey, key)?.kind === "confirm") return confirmLines(survey, key, "again");
      if (form === "keys") return choiceLines(key, "full");
      return questionLines(survey, interview!, key, { choices: "full", hints: "none" });
    }
    case "ended":
      return [];
  }
}

/** After a silence or a wrong key, the first or the second in a row. */
export function missedLines(facts: CallFacts, call: Call, by: "silence" | "wrong-key", count: number): Line[] {
  const { stage, identified, checkingRefusal, asking } = call.state;
  const person: Line[] = identified ? [{ say: "person-hint" }] : [];
  if (by === "wrong-key")
    return [{ say: "wrong-key" }, ...againLines(facts, call, "keys"), ...(count > 1 ? person : [])];
  if (count > 1) return [{ say: "press-a-key" }, ...againLines(facts, call, "keys"), ...person];
  const isQuestion = stage === "survey" && !checkingRefusal && stepOf(facts.survey, asking)?.kind === "choice";
  return [{ say: isQuestion ? "take-your-time-question" : "take-your-time" }, ...againLines(facts, call, "again")];
}
