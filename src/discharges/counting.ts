/**
 * Rows of which nothing is kept still count: a response rate that forgets those who said no, are protected or died is too
 * high (domain §4, "how the never-dialled count"). Here a row becomes counts without a name, and a keyed hash of its
 * stay with the outcome it was counted as, so that the same file sent again counts nobody twice and a corrected row that
 * is taken in after all is taken out of the counts.
 */
import { monthOf } from "../calendar.ts";
import { type OutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import { inclusionOf, type MeasurementToInclude } from "../cases/inclusion.ts";
import { continuousFrame } from "../responses/continuous.ts";
import type { AdmissionRules } from "./entry.ts";
import type { UnitFacts } from "./judge.ts";
import { type CountedAs, countedAs, isOver, markCounted, type Tombstones, unmarkCounted } from "./tombstones.ts";
import type { CareType, Consent, Residence, Status, Track } from "./values.ts";

/** What of a row decides where it is counted: the stay, and nothing of the person. */
export type CountedStay = {
  readonly unit: UnitFacts;
  readonly careType: CareType;
  readonly track: Track | null;
  readonly residence: Residence;
  readonly dischargedOn: string;
  readonly status: Status;
  readonly consent: Consent;
};

/** `by`: 1 counts a stay, −1 takes it out again. */
export type StayCount = {
  readonly by: 1 | -1;
  readonly key: string;
  readonly providerId: string;
  readonly county: string;
  readonly careType: CareType;
  readonly unit: string;
  readonly disposition: OutcomeCode;
  readonly consent: Consent;
  /** Where it counts: a measurement, or a period's routine, and whether it was taken into it. */
  readonly frames: readonly { readonly measurementId: string; readonly included: boolean }[];
  /** In the count of how the routine was followed; null when it came too late for that. */
  readonly routine: null | { readonly month: string; readonly track: Track | null };
};

/** Why a row was not kept: a reason to discard it, or that its window had closed when it came. */
export type NotKept = "protected" | "dead" | "withdrawn" | "no-consent" | "too-late";

/** How a stay counts that was not kept (domain §4). */
export function dispositionOf(stay: CountedStay, why: NotKept, opensOn: string, today: string): CountedAs {
  if (why === "withdrawn") return "withdrawn";
  const away = stay.status === "readmitted" || stay.status === "moved";
  if (away || stay.residence !== "ordinary" || (why === "dead" && today < opensOn)) return "not-eligible";
  if (why === "no-consent") return stay.consent === "no" ? "no-consent" : "not-chosen";
  return why === "too-late" ? "never-called" : why;
}

/** Of a row that is not kept the answer at discharge is known only where it is the reason. */
const consentOf: Partial<Record<CountedAs, Consent>> = { withdrawn: "withdrawn", "no-consent": "no" };

/**
 * Everything that a discarded row changes in the counts; null when it is counted already, is another's or has become
 * counts as a case. `isKnown`: a discharge with a case of its own, which is counted as that.
 */
export function countDiscarded(
  stay: CountedStay,
  why: NotKept,
  key: string,
  isKnown: boolean,
  stones: Tombstones,
  rules: AdmissionRules,
): StayCount | null {
  if (isKnown || countedAs(stones, key) !== null || isOver(stones, key)) return null;
  const { opens } = rules.windowOf(stay.dischargedOn, servesOf(stay, rules));
  const disposition = dispositionOf(stay, why, opens, rules.today);
  const count = countOf(stay, disposition, key, 1, rules, why === "too-late");
  if (count.frames.length === 0 && count.routine === null) return null;
  markCounted(stones, key, disposition);
  return count;
}

/** A stay that was counted without being kept is taken in after all. Null when it was not. */
export function uncount(stay: CountedStay, key: string, stones: Tombstones, rules: AdmissionRules): StayCount | null {
  const disposition = countedAs(stones, key);
  if (disposition === null) return null;
  unmarkCounted(stones, key, disposition);
  return countOf(stay, disposition, key, -1, rules, disposition === "never-called");
}

const servesOf = ({ unit, ...stay }: CountedStay, { measurements, trackRules }: AdmissionRules) =>
  inclusionOf({ ...stay, unitId: unit.id, county: unit.county }, measurements, trackRules);

function countOf(
  stay: CountedStay,
  disposition: CountedAs,
  key: string,
  by: 1 | -1,
  rules: AdmissionRules,
  late: boolean,
): StayCount {
  const { unit, careType, track, dischargedOn } = stay;
  return {
    ...{ by, key, providerId: rules.providerId, county: unit.county, careType, unit: unit.name },
    ...{ disposition, consent: consentOf[disposition] ?? "unasked", frames: framesOf(stay, rules, late) },
    routine: late ? null : { month: monthOf(dischargedOn), track },
  };
}

/** A stay that came too late was taken into nothing, but belonged to the measurements of its dates all the same. */
function framesOf(stay: CountedStay, rules: AdmissionRules, late: boolean): StayCount["frames"] {
  const { measurementId, routine } = servesOf(stay, rules);
  if (measurementId !== null) return [{ measurementId, included: !late }];
  const around = rules.measurements
    .filter((measurement) => fits(measurement, stay))
    .map(({ id }) => ({ measurementId: id, included: false }));
  if (!routine || late) return around;
  return [...around, { measurementId: continuousFrame(stay.dischargedOn, rules.divisions), included: true }];
}

const fits = (
  { opensOn, closesOn, counties, units }: MeasurementToInclude,
  { unit, dischargedOn }: CountedStay,
): boolean =>
  opensOn <= dischargedOn &&
  dischargedOn <= closesOn &&
  counties.includes(unit.county) &&
  (units === null || units.includes(unit.id));

/** Not eligible: outside every share of those who could be rung. */
export const isEligible = ({ disposition }: Pick<StayCount, "disposition">): boolean =>
  outcomeOf(disposition).class !== "NE";
