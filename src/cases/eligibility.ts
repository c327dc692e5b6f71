/**
 * May this patient be dialled at all, and if not, how is the case counted (domain §4)? Asked at intake and again at
 * the moment of dialling, against the newest the hospital has told.
 */
import { ageOn } from "../calendar.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { Policy } from "../calls/policy.ts";
import type { Residence } from "./inclusion.ts";

/** What decides. Dates are local "YYYY-MM-DD". */
export type EligibilityFacts = {
  readonly consent: "yes" | "no" | "withdrawn" | "unasked";
  readonly status: "home" | "readmitted" | "dead" | "moved";
  readonly protected: boolean;
  readonly residence: Residence;
  /** At least one number that can be dialled, the patient's own or a named proxy's. */
  readonly hasNumber: boolean;
  readonly birthDate: string | null;
  /** A guardian or other proxy is named. */
  readonly proxyNamed: boolean;
  readonly dischargedOn: string;
  /** First date of the call window. */
  readonly opensOn: string;
  /** The date on which we know all this. */
  readonly today: string;
  readonly routine: boolean;
  readonly measurementId: string | null;
};

export type Eligibility =
  | {
      readonly eligible: true;
      readonly routine: boolean;
      /** May the survey be asked? False: "Ring, men fråga inte enkäten". */
      readonly survey: boolean;
    }
  | { readonly eligible: false; readonly disposition: OutcomeCode };

type Row = readonly [disposition: OutcomeCode, holds: (facts: EligibilityFacts, policy: Policy) => boolean];

/** First row that holds wins; the order is that of calls/disposition.ts. */
const neverDialled: readonly Row[] = [
  ["withdrawn", (facts) => facts.consent === "withdrawn"],
  ["not-eligible", (facts) => facts.status === "readmitted" || facts.status === "moved"],
  ["not-eligible", (facts) => facts.residence !== "ordinary"],
  ["not-eligible", (facts) => facts.status === "dead" && facts.today < facts.opensOn],
  ["not-eligible", (facts, policy) => !facts.proxyNamed && isTooYoung(facts, policy)],
  ["no-consent", (facts) => facts.consent !== "yes" && facts.measurementId !== null && !facts.routine],
  ["dead", (facts) => facts.status === "dead"],
  ["protected", (facts) => facts.protected],
  ["no-number", (facts) => !facts.hasNumber],
];

/** An unknown birth date is no reason to leave a patient out. */
const isTooYoung = (facts: EligibilityFacts, policy: Policy): boolean =>
  facts.birthDate !== null && ageOn(facts.birthDate, facts.dischargedOn) < policy.minimumAgeYears;

/** Eligible and what for, or how the case counts when nobody may dial. */
export function judgeEligibility(facts: EligibilityFacts, policy: Policy): Eligibility {
  const row = neverDialled.find(([, holds]) => holds(facts, policy));
  if (row) return { eligible: false, disposition: row[0] };
  return { eligible: true, routine: facts.routine, survey: facts.consent === "yes" };
}
