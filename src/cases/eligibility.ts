/**
 * May this patient be dialled at all, and if not, how is the case counted (domain §4)? Asked at intake and again at
 * the moment of dialling, against the newest the hospital has told.
 */
import { ageOn } from "../calendar.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { Policy } from "../calls/policy.ts";
import { type ProblemCode, type Refusal, refuse } from "../problems.ts";
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
  | {
      readonly eligible: false;
      readonly disposition: OutcomeCode;
      /** What is said to whoever would ring all the same. */
      readonly because: DialRefusal;
    };

/** Why nobody may dial, as problems name it. */
export type DialRefusal = Extract<ProblemCode, `dial-${string}`>;

type Row = readonly [
  disposition: OutcomeCode,
  because: DialRefusal,
  holds: (facts: EligibilityFacts, policy: Policy) => boolean,
];

/** First row that holds wins; the order is that of calls/disposition.ts. */
const neverDialled: readonly Row[] = [
  ["withdrawn", "dial-withdrawn", (facts) => facts.consent === "withdrawn"],
  ["not-eligible", "dial-readmitted", (facts) => facts.status === "readmitted"],
  ["not-eligible", "dial-moved", (facts) => facts.status === "moved"],
  ["not-eligible", "dial-not-home", (facts) => facts.residence !== "ordinary"],
  ["not-eligible", "dial-dead", (facts) => facts.status === "dead" && facts.today < facts.opensOn],
  ["not-eligible", "dial-too-young", (facts, policy) => !facts.proxyNamed && isTooYoung(facts, policy)],
  [
    ...(["no-consent", "dial-no-consent"] as const),
    (facts) => facts.consent !== "yes" && facts.measurementId !== null && !facts.routine,
  ],
  ["dead", "dial-dead", (facts) => facts.status === "dead"],
  ["protected", "dial-protected", (facts) => facts.protected],
  ["no-number", "dial-no-number", (facts) => !facts.hasNumber],
];

/** An unknown birth date is no reason to leave a patient out. */
export const isTooYoung = (facts: Pick<EligibilityFacts, "birthDate" | "dischargedOn">, policy: Policy): boolean =>
  facts.birthDate !== null && ageOn(facts.birthDate, facts.dischargedOn) < policy.minimumAgeYears;

/** Eligible and what for, or how the case counts when nobody may dial. */
export function judgeEligibility(facts: EligibilityFacts, policy: Policy): Eligibility {
  const row = neverDialled.find(([, , holds]) => holds(facts, policy));
  if (row) return { eligible: false, disposition: row[0], because: row[1] };
  return { eligible: true, routine: facts.routine, survey: facts.consent === "yes" };
}

// ── at the moment of dialling ──

/** What the newest lists say about one stay, its patient's other stays among it. */
export type NewestTold = {
  /** The stay's own row. */
  readonly consent: EligibilityFacts["consent"];
  readonly status: EligibilityFacts["status"];
  readonly residence: Residence;
  readonly dischargedOn: string;
  /** Any stay of the patient's says so, or that it once was said outlived everything else. */
  readonly dead: boolean;
  /** This stay's consent was withdrawn by a row that nothing else is left of. */
  readonly withdrawn: boolean;
  /** The patient has come home from a later stay, or another unit says of the same one that it is over. */
  readonly laterStay: boolean;
};

/** What is known of the case itself, and who would ring. Dates are local "YYYY-MM-DD". */
export type ReadyToDial = Pick<
  EligibilityFacts,
  "hasNumber" | "birthDate" | "proxyNamed" | "opensOn" | "today" | "routine" | "measurementId"
> & {
  /** The patient said yes to the survey when the case was opened. */
  readonly surveyConsent: boolean;
};

/**
 * Why the patient may not be dialled now, or null. Asked at every door that dials, after the question who may see the case
 * at all (db/protected.ts): a later list may have come under another case of the same patient.
 */
export function refusalToDial(told: NewestTold, ready: ReadyToDial, policy: Policy): Refusal | null {
  const judged = judgeEligibility(
    {
      ...ready,
      consent: told.withdrawn
        ? "withdrawn"
        : ready.surveyConsent && told.consent !== "withdrawn"
          ? "yes"
          : told.consent,
      status: told.dead ? "dead" : told.laterStay ? "readmitted" : told.status,
      residence: told.residence,
      dischargedOn: told.dischargedOn,
      protected: false,
    },
    policy,
  );
  return judged.eligible ? null : refuse(judged.because);
}
