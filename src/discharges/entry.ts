/**
 * A discharge and its case as admission.ts works on them: plain values named as the columns of the `discharges` and
 * `cases` tables, read once, changed in memory and written once.
 */
import { ageGroupOf, ageOn, formatDate } from "../calendar.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import type { Policy } from "../calls/policy.ts";
import type { CallWindow } from "../calls/window.ts";
import type { CaseFacts } from "../cases/case.ts";
import { type Eligibility, judgeEligibility } from "../cases/eligibility.ts";
import {
  type DischargeToInclude,
  type Inclusion,
  inclusionOf,
  type MeasurementToInclude,
  type TrackRules,
} from "../cases/inclusion.ts";
import { type ProblemCode, type Refusal, refuse } from "../problems.ts";
import type { Divisions } from "../responses/periods.ts";
import type { ReadDischarge, ReadPerson } from "./judge.ts";
import { labelOf } from "./row.ts";
import type { CareType, Consent, Residence, Status, Track } from "./values.ts";

export type DischargeFacts = {
  readonly id: string;
  readonly sourceId: string;
  readonly dischargeKey: string;
  readonly patientKey: string | null;
  readonly unitId: string;
  readonly careType: CareType;
  readonly track: Track | null;
  readonly residence: Residence;
  readonly dischargedOn: string;
  readonly status: Status;
  readonly consent: Consent;
  readonly robotConsent: boolean;
  readonly protected: boolean;
  readonly language: string | null;
  readonly interpreter: boolean;
  /** Epoch ms when a coordinator said which language it is; null or left out: only lists have. */
  readonly languageHeardAt?: number | null;
  /** "" when what the row said has been thrown away: then no row is ever the same as it. */
  readonly contentKey: string;
};

/** A whole row of `cases`. */
export type CaseColumns = CaseFacts & {
  readonly id: string;
  readonly providerId: string;
  readonly unitId: string;
  readonly dischargeUnitId: string;
  readonly county: string;
  readonly careType: CareType;
  readonly track: Track | null;
  readonly ageGroup: string | null;
  readonly version: number;
};

/** What the database knows about a discharge when a chunk is decided. */
export type KnownEntry = {
  readonly discharge: DischargeFacts;
  readonly case: CaseColumns;
  /** Answers in progress exist. */
  readonly interviewBegun: boolean;
  /** Outcomes of the attempts so far. */
  readonly outcomes: readonly OutcomeCode[];
};

/** An entry that is being worked on; `known` null is a new one. */
export type Entry = {
  readonly known: KnownEntry | null;
  discharge: DischargeFacts;
  case: CaseColumns;
  /** What becomes of name and numbers: written, erased, or (null) left as they are. */
  person: ReadPerson | "erase" | null;
  deletesInterview: boolean;
};

/** What decisions about a chunk are made against; the same for a whole file. */
export type AdmissionRules = {
  readonly sourceId: string;
  readonly providerId: string;
  /** Those that the region has made; the routine's continuous ones call nobody. */
  readonly measurements: readonly MeasurementToInclude[];
  /** How the routine outside them is divided into periods. */
  readonly divisions: Divisions;
  readonly trackRules: TrackRules;
  readonly policy: Policy;
  /** The accounts that each calling unit has named to handle protected identities; units without any are not in it. */
  readonly namedPersons: ReadonlyMap<string, ReadonlySet<string>>;
  /** The call window of a discharge date under the rules that call; remembered by the caller, since a file holds few dates. */
  readonly windowOf: (dischargedOn: string, serves: Inclusion) => CallWindow;
  /** Epoch ms and its local date. */
  readonly now: number;
  readonly today: string;
};

export type Judgement = {
  readonly inclusion: Inclusion;
  readonly eligibility: Eligibility;
  readonly window: CallWindow;
};

/** A person has put the case on the list, and no rule does: no list takes it off again. */
export const isChosen = ({ case: { routine, state, track } }: Pick<Entry, "case">, rules: AdmissionRules): boolean =>
  routine && state !== "optional" && !(track !== null && rules.trackRules[track] === "always");

/**
 * A measurement asks only those who said yes. Who said no to it is not kept for it; who was never asked is left to a
 * person to put on the list, as without the measurement, where the track allows that: a list without the column would
 * otherwise be refused row by row.
 */
function inclusionOfConsent(
  stay: DischargeToInclude,
  consent: Consent,
  rules: AdmissionRules,
  chosen: boolean,
): Inclusion {
  const byRule = inclusionOf(stay, rules.measurements, rules.trackRules);
  const inclusion = chosen ? { ...byRule, routine: true, optional: false } : byRule;
  if (consent !== "unasked" || inclusion.measurementId === null || inclusion.routine) return inclusion;
  const unmeasured = inclusionOf(stay, [], rules.trackRules);
  return unmeasured.optional ? unmeasured : inclusion;
}

/** Which rules call this patient, and may they be called? `chosen`: {@link isChosen}, and so in the routine. */
export function judgeAdmission(
  discharge: ReadDischarge,
  person: ReadPerson,
  rules: AdmissionRules,
  chosen = false,
): Judgement {
  const { unit, careType, track, residence, dischargedOn, consent, status } = discharge;
  const stay = { careType, track, residence, unitId: unit.id, county: unit.county, dischargedOn };
  const inclusion = inclusionOfConsent(stay, consent, rules, chosen);
  const window = rules.windowOf(dischargedOn, inclusion);
  const facts = {
    consent,
    status,
    residence,
    dischargedOn,
    // Whoever is protected comes this far only when named persons may call.
    protected: false,
    birthDate: person.birthDate,
    hasNumber: person.phones.length > 0 || person.proxyPhone !== null,
    proxyNamed: person.proxyName !== null || person.proxyPhone !== null,
    opensOn: window.opens,
    today: rules.today,
    routine: inclusion.routine,
    measurementId: inclusion.measurementId,
  };
  const eligibility = judgeEligibility(facts, rules.policy);
  return { inclusion, eligibility, window };
}

/** Lists of last year come too: then the year is said. */
export function tooOld(closes: string, today: string): Refusal {
  const year = closes.slice(0, 4);
  const said = year === today.slice(0, 4) ? formatDate(closes) : `${formatDate(closes)} ${year}`;
  return refuse("discharge-too-old", { column: labelOf("dischargeDate"), closes: said });
}

/** Too few days to ring is said at intake, while there is time to open a weekend. */
export function scarcityOf({ window, eligibility }: Judgement): ProblemCode[] {
  if (!eligibility.eligible) return [];
  return window.warnings.map((warning) => (warning === "no-callable-day" ? "window-no-day" : "window-one-day"));
}

/** The columns of a discharge that a row decides. Written out: spreads cost most where every row of a file passes. */
export const dischargeColumns = (
  read: ReadDischarge,
  patientKey: string | null,
  contentKey: string,
  shielded: boolean,
) => ({
  patientKey,
  contentKey,
  unitId: read.unit.id,
  careType: read.careType,
  track: read.track,
  residence: read.residence,
  dischargedOn: read.dischargedOn,
  status: read.status,
  consent: read.consent,
  robotConsent: read.robotConsent,
  protected: shielded,
  language: read.language,
  interpreter: read.interpreter,
});

/** The columns of a case that a row decides, whatever has happened to the case since. */
export const caseColumns = (read: ReadDischarge, person: ReadPerson, judgement: Judgement) => ({
  unitId: read.unit.callingUnitId,
  dischargeUnitId: read.unit.id,
  county: read.unit.county,
  careType: read.careType,
  track: read.track,
  ageGroup: person.birthDate === null ? null : ageGroupOf(ageOn(person.birthDate, read.dischargedOn)),
  routine: judgement.inclusion.routine,
  measurementId: judgement.inclusion.measurementId,
  surveyConsent: judgement.eligibility.eligible && judgement.eligibility.survey,
  opensOn: judgement.window.opens,
  closesOn: judgement.window.closes,
  firstCallAt: judgement.window.firstCallAt,
  lastCallAt: judgement.window.lastCallAt,
});
