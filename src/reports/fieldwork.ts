/**
 * What became of everybody a measurement could have asked: the chain from discharge to interview, the final outcomes and
 * the rates, for the whole and its parts. Made from counts of cases, never from a case (db/fieldwork.ts counts them).
 *
 * The measurement's own rule decides who belongs: everyone discharged to ordinary residence in its dates, from its units
 * (domain §4). A stay that never was taken into it is there too, as a miss. All counts are numbers of stays.
 */
import { type OutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import type { CareType } from "../responses/response.ts";
import { type AaporClass, type AaporCounts, noCases, type Rates, ratesOf } from "./rates.ts";
import { foldSmall, type Thresholds } from "./suppression.ts";
import { careTypeLabel, countyNames } from "./wording.ts";

/** So many stays of one unit that are alike in everything that is counted. */
export type FieldCell = {
  readonly county: string;
  readonly careType: CareType;
  /** Name of the discharging unit. */
  readonly unit: string;
  /** The case's final outcome; null while it is open. */
  readonly disposition: OutcomeCode | null;
  readonly consent: "yes" | "no" | "withdrawn" | "unasked";
  /** Taken into this measurement. */
  readonly included: boolean;
  readonly attempted: boolean;
  readonly reached: boolean;
  /** An interview was begun. */
  readonly begun: boolean;
  readonly cases: number;
};

/** Steps of the chain, each among those who came through the one before. */
export const chainSteps = [
  ["discharged", "Utskrivna"],
  ["eligible", "Kunde vara med"],
  ["included", "Kom med i mätningen"],
  ["asked", "Tillfrågade"],
  ["consented", "Sa ja"],
  ["attempted", "Uppringda"],
  ["reached", "Nådda"],
  ["begun", "Intervju påbörjad"],
  ["completed", "Intervju genomförd"],
] as const;
export type ChainStep = (typeof chainSteps)[number][0];
export type Chain = Readonly<Record<ChainStep, number>>;

/** A share with its counts; null when there is nobody to divide by. */
export type Share = { readonly part: number; readonly whole: number; readonly share: number } | null;
export const shareOf = (part: number, whole: number): Share =>
  whole === 0 ? null : { part, whole, share: part / whole };

export type FieldCounts = {
  readonly chain: Chain;
  /** Cases without a final outcome. */
  readonly open: number;
  /** Of those who could take part, those who were taken into the measurement. */
  readonly coverage: Share;
  /** Of those who were asked at discharge, those who said yes. */
  readonly consentRate: Share;
  /** All, and those who had said yes at discharge. */
  readonly all: { readonly counts: AaporCounts; readonly rates: Rates };
  readonly consenting: { readonly counts: AaporCounts; readonly rates: Rates };
};

/** How one cell counts: the survey's own outcome, which is not always that of the care call. */
type SurveyOutcome = {
  readonly code: string;
  readonly label: string;
  readonly aapor: string;
  readonly class: AaporClass;
};

const uninvited = { aapor: "2.20", class: "NC" } as const;

/**
 * Open cases count as of unknown eligibility: that they are home and may be rung is checked at every call. Answers that
 * were given stand, whatever a later list says of consent (domain §6: never downgraded by a late event). Else who said no
 * at discharge refused, whatever the care call came to; who was never asked did not (domain §4).
 */
export function surveyOutcomeOf(cell: FieldCell): SurveyOutcome {
  const { disposition, consent, included, begun } = cell;
  if (disposition === null) return { code: "open", label: "Inte klar än", aapor: "3.00", class: "UO" };
  const outcome = outcomeOf(disposition);
  if (outcome.class === "NE") return { ...outcome, aapor: outcome.aapor ?? "4.00", class: "NE" };
  if (!included) return { code: "not-included", label: "Kom aldrig med i mätningen", ...uninvited };
  if (consent === "no" && !hasAnswered(cell))
    return { ...outcomeOf("no-consent"), aapor: outcomeOf("no-consent").aapor ?? "", class: "R" };
  if (consent === "unasked" && disposition === "care-call-made") {
    return { code: "unasked", label: "Samtalet gjort, aldrig tillfrågad om enkäten", ...uninvited };
  }
  if (consent === "unasked" && outcome.class === "R" && !begun) {
    return {
      code: "unasked-no",
      label: "Nej till samtalet eller avbrutet, aldrig tillfrågad om enkäten",
      ...uninvited,
    };
  }
  if (outcome.class === null || outcome.aapor === null)
    return { code: outcome.code, label: outcome.label, ...uninvited };
  return { ...outcome, aapor: outcome.aapor, class: outcome.class };
}

/** A whole or a half interview: its answers are in the result. */
const hasAnswered = ({ disposition }: Pick<FieldCell, "disposition">): boolean =>
  disposition !== null && ["I", "P"].includes(outcomeOf(disposition).class ?? "");

/** An interview is only begun with who has said yes, so it proves it also where a later list says otherwise. */
const saidYes = (cell: FieldCell): boolean =>
  cell.consent === "yes" || cell.consent === "withdrawn" || cell.begun || hasAnswered(cell);

/** How many steps of the chain a cell has come through. What came later proves what came before. */
function stepsOf(cell: FieldCell): number {
  const { class: aapor } = surveyOutcomeOf(cell);
  if (aapor === "NE") return 1;
  if (!cell.included) return 2;
  if (aapor === "I") return chainSteps.length;
  if (aapor === "P" || cell.begun) return 8;
  if (cell.consent === "unasked") return 3;
  if (!saidYes(cell)) return 4;
  return cell.reached ? 7 : cell.attempted ? 6 : 5;
}

function aaporCounts(cells: readonly FieldCell[]): AaporCounts {
  const counts = { ...noCases };
  for (const cell of cells) counts[surveyOutcomeOf(cell).class] += cell.cases;
  return counts;
}

const casesIn = (cells: readonly FieldCell[]): number => cells.reduce((sum, { cases }) => sum + cases, 0);

/** Everything that is told of a group of stays. */
export function countField(cells: readonly FieldCell[]): FieldCounts {
  const reaching = (step: number) => casesIn(cells.filter((cell) => stepsOf(cell) >= step));
  const chain = Object.fromEntries(chainSteps.map(([step], at) => [step, reaching(at + 1)])) as Chain;
  const [all, consenting] = [aaporCounts(cells), aaporCounts(cells.filter((cell) => cell.included && saidYes(cell)))];
  return {
    chain,
    open: all.UO,
    coverage: shareOf(chain.included, chain.eligible),
    consentRate: shareOf(chain.consented, chain.asked),
    all: { counts: all, rates: ratesOf(all) },
    consenting: { counts: consenting, rates: ratesOf(consenting) },
  };
}

/** A part of the measurement: a county, a care type in it, a unit of that; or small ones put together. */
export type FieldGroup = {
  /** 0 county, 1 care type, 2 unit. */
  readonly depth: number;
  readonly name: string;
  /** What it is a part of, outermost first. */
  readonly within: readonly string[];
  readonly counts: FieldCounts;
};

export type OutcomeLine = Omit<SurveyOutcome, "code"> & { readonly cases: number };

export type Fieldwork = {
  /** Cases are still open, or may still be taken in. */
  readonly preliminary: boolean;
  /** Null when fewer than may be shown were discharged. */
  readonly whole: FieldCounts | null;
  /** Each county with its parts after it. */
  readonly groups: readonly FieldGroup[];
  /** Most common first; null below the size from which a whole distribution is shown. */
  readonly outcomes: readonly OutcomeLine[] | null;
};

/** Takes all cells of the measurement. `closed`: it takes in nobody more. */
export function makeFieldwork(cells: readonly FieldCell[], thresholds: Thresholds, closed: boolean): Fieldwork {
  const persons = casesIn(cells);
  const whole = persons < thresholds.hideBelow ? null : countField(cells);
  return {
    preliminary: !closed || (whole?.open ?? 0) > 0,
    whole,
    groups: whole === null ? [] : groupsBelow([], cells, thresholds),
    outcomes: persons < Math.max(thresholds.hideBelow, thresholds.distributionFrom) ? null : outcomesOf(cells),
  };
}

const levels: readonly ((cell: FieldCell) => string)[] = [
  ({ county }) => countyNames[county] ?? `Län ${county}`,
  ({ careType }) => careTypeLabel(careType),
  ({ unit }) => unit,
];

/** Small groups are put together within what they are parts of, so that no level gives back what another has folded. */
function groupsBelow(within: readonly string[], cells: readonly FieldCell[], thresholds: Thresholds): FieldGroup[] {
  const depth = within.length;
  const nameOf = levels[depth];
  if (!nameOf) return [];
  const byName = [...Map.groupBy(cells, nameOf)].sort(([a], [b]) => a.localeCompare(b, "sv"));
  const folded = foldSmall(byName, ([, theirs]) => casesIn(theirs), thresholds);
  if (folded === null) return [];
  const { apart, together } = folded;
  return [
    ...apart.flatMap(([name, theirs]) => [
      { depth, name, within, counts: countField(theirs) },
      ...groupsBelow([...within, name], theirs, thresholds),
    ]),
    ...(together.length === 0
      ? []
      : [
          {
            depth,
            within,
            name: namesTogether(together),
            counts: countField(together.flatMap(([, theirs]) => theirs)),
          },
        ]),
  ];
}

/** "Kirurgi avd 3 och Medicin avd 1 tillsammans". */
export function namesTogether(together: readonly (readonly [name: string, ...rest: unknown[]])[]): string {
  const names = together.map(([name]) => name).sort((a, b) => a.localeCompare(b, "sv"));
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} och ${last} tillsammans`;
}

function outcomesOf(cells: readonly FieldCell[]): OutcomeLine[] {
  const lines = new Map<string, OutcomeLine>();
  for (const cell of cells) {
    const { code, label, aapor, class: aaporClass } = surveyOutcomeOf(cell);
    const cases = (lines.get(code)?.cases ?? 0) + cell.cases;
    lines.set(code, { label, aapor, class: aaporClass, cases });
  }
  return [...lines.values()].sort((a, b) => b.cases - a.cases || a.label.localeCompare(b.label, "sv"));
}
