/**
 * The life of a measurement: draft → running → closed → published, and the only legal moves. The questionnaire is frozen
 * from the start; a published result is never changed, only followed by a new number that says what it corrects.
 */
import { addDays } from "../calendar.ts";
import { type Refusal, refuse } from "../problems.ts";
import { onOneLine, tellsPersonnummer } from "./plain-text.ts";

export type MeasurementState = "draft" | "running" | "closed" | "published";

export type MeasurementFacts = {
  readonly state: MeasurementState;
  /** First and last discharge date, local. */
  readonly opensOn: string;
  readonly closesOn: string;
};

/** The last local date on which a patient of it may be rung; `lastDay` is the window's, in days after the discharge. */
export const lastCallOn = ({ closesOn }: Pick<MeasurementFacts, "closesOn">, lastDay: number): string =>
  addDays(closesOn, lastDay);

/** Draft → running, on a local date on which somebody can still be rung. */
export function start(facts: MeasurementFacts, today: string, lastDay: number): { state: "running" } | Refusal {
  if (facts.state !== "draft") return refuse("measurement-not-draft");
  if (lastCallOn(facts, lastDay) < today) return refuse("measurement-too-late");
  return { state: "running" };
}

/**
 * Running → closed. Before the last window is over only when somebody has said so, since patients are left to ring:
 * `closedEarlyOn` is then the day, for those who read the result.
 */
export function close(
  facts: MeasurementFacts,
  today: string,
  lastDay: number,
  early: boolean,
): { state: "closed"; closedEarlyOn: string | null } | Refusal {
  if (facts.state !== "running") return refuse("measurement-not-running");
  const callsLeft = today <= lastCallOn(facts, lastDay);
  if (callsLeft && !early) return refuse("measurement-calls-left");
  return { state: "closed", closedEarlyOn: callsLeft ? today : null };
}

/** Has the last window of a running measurement passed, so that the clock closes it? */
export const isOver = (facts: MeasurementFacts, today: string, lastDay: number): boolean =>
  facts.state === "running" && lastCallOn(facts, lastDay) < today;

const longestChange = 500;

/**
 * Closed → published, or published once more as a correction. `waiting`: answers that will be let out and have not been.
 * `published`: how many numbers there are already; a correction says what has changed.
 */
export function publish(
  facts: MeasurementFacts,
  { waiting, published, changed }: { readonly waiting: boolean; readonly published: number; readonly changed: string },
): { state: "published"; number: number; changed: string | null } | Refusal {
  if (facts.state !== "closed" && facts.state !== "published") return refuse("measurement-not-closed");
  if (waiting) return refuse("measurement-answers-wait");
  const words = onOneLine(changed);
  if (published > 0 && words === "") return refuse("correction-needs-words");
  if ([...words].length > longestChange) return refuse("note-too-long", { limit: longestChange });
  if (tellsPersonnummer(words)) return refuse("measurement-personnummer");
  return { state: "published", number: published + 1, changed: published === 0 ? null : words };
}
