/**
 * The case's final outcome, derived from everything known about it and never typed. The order in which things became
 * known plays no part, and more knowledge never lowers the result: AAPOR Standard Definitions and the precedence of
 * domain §6 (withdrawn before the seal > I > R hard > NE > P > O > NC).
 */
import { type OutcomeCode, outcomeOf } from "./outcomes.ts";

/**
 * How far the core questions came: "half" is at least half of them answered, "complete" all. "Vet ej" and "inte
 * aktuellt" are answers, "vill inte svara" is not.
 */
export type InterviewProgress = "none" | "begun" | "half" | "complete";

/** Everything a disposition is derived from. */
export type CaseEvidence = {
  /** Outcomes of the attempts, in any order. */
  readonly outcomes: readonly OutcomeCode[];
  readonly interview: InterviewProgress;
  /** What the answers were sealed as; they cannot be found again, so this stands for ever. */
  readonly sealed: "completed" | "partial" | null;
  /** The patient withdrew consent, by whatever way. */
  readonly withdrawn: boolean;
  /** What intake said (cases/eligibility.ts): why this case may not be dialled; null when it may. */
  readonly eligibility: OutcomeCode | null;
  /** The patient was home and eligible when the interview began: what came later does not undo that. */
  readonly eligibleAtInterview: boolean;
  /** A number is left that is not known to be wrong. */
  readonly numberLeft: boolean;
  /** No call will follow (the window is over, or something ended the case): what counts "at close" counts now. */
  readonly closing: boolean;
};

export const noEvidence: CaseEvidence = {
  outcomes: [],
  interview: "none",
  sealed: null,
  withdrawn: false,
  eligibility: null,
  eligibleAtInterview: false,
  numberLeft: true,
  closing: false,
};

type Row = readonly [code: OutcomeCode, holds: (evidence: CaseEvidence) => boolean];

const heard = (code: OutcomeCode) => (evidence: CaseEvidence) => evidence.outcomes.includes(code);
const learned = (code: OutcomeCode) => (evidence: CaseEvidence) =>
  evidence.eligibility === code || evidence.outcomes.includes(code);
const repeated = (code: OutcomeCode) => (evidence: CaseEvidence) =>
  evidence.outcomes.filter((outcome) => outcome === code).length >= (outcomeOf(code).finalAfter ?? Infinity);
const atClose = (holds: Row[1]) => (evidence: CaseEvidence) => evidence.closing && holds(evidence);

/** First row that holds wins. */
const precedence: readonly Row[] = [
  ["completed", (evidence) => evidence.sealed === "completed"],
  ["partial", (evidence) => evidence.sealed === "partial"],
  ["withdrawn", (evidence) => evidence.withdrawn || learned("withdrawn")(evidence)],
  ["completed", (evidence) => evidence.interview === "complete"],
  ["refused", heard("refused")],
  ["will-not-continue", heard("will-not-continue")],
  ["refused-by-guardian", heard("refused-by-guardian")],
  ["refused-heard", heard("refused-heard")],
  ["refused-by-other", repeated("refused-by-other")],
  ["care-call-made", heard("care-call-made")],
  ["not-eligible", (evidence) => !evidence.eligibleAtInterview && learned("not-eligible")(evidence)],
  // Counted with the refusals but said on the ward: only who is eligible can be said to have refused there.
  ["no-consent", learned("no-consent")],
  ["partial", atClose((evidence) => evidence.interview === "half")],
  ["dead", learned("dead")],
  // Somebody who was too ill to go on has refused nothing (domain §7, "Avbryt – akut").
  ["unable", (evidence) => heard("unable")(evidence) || atClose(heard("acute"))(evidence)],
  ["language", heard("language")],
  ["broken-off", atClose((evidence) => evidence.interview === "begun" || heard("broken-off")(evidence))],
  ["refused-by-other", atClose(heard("refused-by-other"))],
  ["protected", learned("protected")],
  ["no-number", learned("no-number")],
  ["bad-number", (evidence) => !evidence.numberLeft && heard("bad-number")(evidence)],
  ["window-passed-contact", atClose((evidence) => evidence.outcomes.some((code) => outcomeOf(code).contact))],
  ["window-passed", atClose((evidence) => evidence.outcomes.length > 0)],
  ["never-called", atClose(() => true)],
];

/** The row of the precedence that decides, 0 being the strongest; null while nothing final is known. */
export function decidingRow(evidence: CaseEvidence): number | null {
  const index = precedence.findIndex(([, holds]) => holds(evidence));
  return index < 0 ? null : index;
}

/** Would `late` outrank the disposition a case already has? What was sealed or refused stays (domain §6). */
export const outranks = (late: OutcomeCode, current: OutcomeCode): boolean => strength(late) < strength(current);

/** A code's best row: a partial that stands on a closed case has been sealed, a refusal by another has become hard. */
function strength(code: OutcomeCode): number {
  const index = precedence.findIndex(([name]) => name === code);
  return index < 0 ? precedence.length : index;
}

/** The final outcome, or null while the case is still open. */
export function finalDisposition(evidence: CaseEvidence): OutcomeCode | null {
  const row = decidingRow(evidence);
  return row === null ? null : (precedence[row]?.[0] ?? null);
}

/**
 * What becomes of answers given so far when a case ends so. Only whole and half interviews are sealed; of all others
 * nothing is kept (a refusal outranks the answers before it, and under half the core is no interview: AAPOR).
 */
export const answersAfter = (disposition: OutcomeCode): "seal" | "delete" =>
  disposition === "completed" || disposition === "partial" ? "seal" : "delete";
