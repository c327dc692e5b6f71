/**
 * Which outcomes count as what when stays are counted, said once: for the pages, for the board, and for the night in which
 * cases become counts, so that a rate is the same before and after.
 */
import { addDays, instantOf } from "../calendar.ts";
import { type OutcomeCode, outcomeOf, outcomes } from "../calls/outcomes.ts";

const codesOf = (holds: (outcome: (typeof outcomes)[number]) => boolean): OutcomeCode[] =>
  outcomes.filter(holds).map(({ code }) => code);

/** Somebody spoke with us who could speak for the patient: a stranger who answers is no contact (AAPOR 2.21 is NC). */
export const reached = codesOf(({ contact, class: aapor }) => contact && aapor !== "NC");
/** Whole and half interviews, and break-offs (AAPOR 1.1, 1.2, 2.12). */
export const begun = codesOf(({ aapor, class: of }) => of === "I" || of === "P" || aapor === "2.12");
export const interviewed = codesOf(({ class: of }) => of === "I");
/** The routine is a call, with or without the survey in it. */
export const completed = codesOf(({ code, class: of }) => of === "I" || code === "care-call-made");
export const notEligible = codesOf(({ class: of }) => of === "NE");
export const missed = outcomeOf("never-called").code;

export type FieldCodes = {
  /** Outcomes of attempts at which somebody spoke for the patient, and those that an interview had been begun at. */
  readonly reached: readonly OutcomeCode[];
  readonly begun: readonly OutcomeCode[];
};

export type ComplianceCodes = {
  readonly reached: readonly OutcomeCode[];
  /** The call was made to its end. */
  readonly completed: readonly OutcomeCode[];
  /** Final outcomes that take a case out of the count. */
  readonly notEligible: readonly OutcomeCode[];
  /** The final outcome of a case that could have been rung and was not. */
  readonly missed: OutcomeCode;
};

export type ReachCodes = Pick<ComplianceCodes, "reached" | "completed" | "notEligible">;

/** Days after a discharge within which every window has ended. */
const longestWindowDays = 62;

/** Each local date that a window of discharges between two dates can open on, close on or end before, and its beginning. */
export function midnightsOf({ from, to }: { readonly from: string; readonly to: string }): [string, number][] {
  const last = addDays(to, longestWindowDays);
  const midnights: [string, number][] = [];
  for (let date = from; date <= last; date = addDays(date, 1)) midnights.push([date, instantOf(date, "00:00")]);
  return midnights;
}
