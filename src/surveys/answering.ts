/**
 * Taking an answer in: what a meaning amounts to for a question, and what has to go when an answer turns the way
 * elsewhere. Where the interview stands afterwards is engine.ts's business.
 */
import type { Answer, Door, Happened, IgnoredBecause, Meaning, Need, State } from "./interview.ts";
import { chartOf, own, routeOf, stillPossible } from "./route.ts";
import { type Question, reserved, type Survey } from "./survey.ts";

/** A move that has not been said yet: the new state and what changed on the way to it. */
export type Move = { readonly state: State; readonly happened: readonly Happened[] };

/** The answer a meaning gives to a question; null takes it back; a reason when it is no answer to it. */
function answerFrom(survey: Survey, step: Question, meaning: Meaning, by: Omit<Answer, "code" | "text">) {
  if (meaning.kind === "clear") return null;
  if (step.kind === "open") {
    if (meaning.kind === "choice") return "not-an-answer" as const;
    // "Vill inte svara" and its like to an open question: there is nothing to write down.
    const text = meaning.kind === "text" ? tidy(meaning.text) : "";
    if (text.length > step.maxLength) return "too-long" as const;
    return text === "" ? null : ({ ...by, text } as Answer);
  }
  if (meaning.kind === "text") return "not-an-answer" as const;
  const code =
    meaning.kind === "choice"
      ? survey.scales[step.scale]!.find((choice) => choice.code === meaning.code)?.code
      : reservedCode[meaning.kind];
  return code === undefined ? ("not-an-answer" as const) : ({ ...by, code } as Answer);
}

const reservedCode = {
  dontKnow: reserved.dontKnow,
  decline: reserved.declined,
  notApplicable: reserved.notApplicable,
} as const;

/** One kind of line break, no control characters, no space around. */
const tidy = (text: string) =>
  text
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .trim();

/** The state with the answer in it, or why it is no answer to this question. */
export function setAnswer(
  survey: Survey,
  state: State,
  step: Question,
  meaning: Meaning,
  door: Door,
): Move | IgnoredBecause {
  const answer = answerFrom(survey, step, meaning, { mode: door.mode, respondent: state.respondent });
  if (typeof answer === "string") return answer;
  const before = own(state.answers, step.key);
  const { [step.key]: _, ...others } = state.answers;
  const answers = answer ? { ...others, [step.key]: answer } : others;
  const move = prune(survey, { ...state, answers, missteps: 0 });
  if (!answer && !before) return move;
  const same = answer && before && JSON.stringify(Object.entries(answer)) === JSON.stringify(Object.entries(before));
  const change = !answer ? "cleared" : !before ? "new" : same ? "same" : "revised";
  return { state: move.state, happened: [{ kind: "answered", step: step.key, change }, ...move.happened] };
}

/** Deletes what no longer lies on the way, and keeps the need for help in step with what was said about it. */
export function prune(survey: Survey, state: State): Move {
  const possible = stillPossible(survey, routeOf(survey, state));
  const dropped = Object.keys(state.answers).filter((key) => !possible.has(key));
  const keep = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => possible.has(key)));
  const gates = keep(state.gates);
  const { steps } = chartOf(survey);
  const asked = new Set<Need>(state.raised.filter((need) => need === "acute"));
  for (const [key, said] of Object.entries(gates)) {
    const step = steps.get(key)!;
    if (said === "yes" && step.kind === "confirm" && step.raises) asked.add(step.raises);
  }
  const happened: Happened[] = [];
  if (dropped.length > 0) happened.push({ kind: "dropped", steps: dropped });
  for (const need of asked) if (!state.raised.includes(need)) happened.push({ kind: "raised", need });
  for (const need of state.raised) if (!asked.has(need)) happened.push({ kind: "lowered", need });
  return { state: { ...state, gates, answers: keep(state.answers), raised: [...asked] }, happened };
}
