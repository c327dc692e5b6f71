/**
 * Response, cooperation, refusal and contact rates after AAPOR Standard Definitions (10th edition, 2023): sixteen ways to
 * divide the same counts, kept as data so that the formula a reader sees is the one that was used.
 */
import type { OutcomeClass } from "../calls/outcomes.ts";

/**
 * Numbers of cases. I complete, P partial, R refusal or break-off, NC non-contact, O other non-response, NE not eligible.
 * UH and UO: nobody knows yet whether the case is eligible (households, and others). Every case here is a named stay, so
 * UH is always 0; UO holds the cases that are still open.
 */
export type AaporCounts = Readonly<Record<OutcomeClass | "UH" | "UO", number>>;
export type AaporClass = keyof AaporCounts;

export const noCases: AaporCounts = { I: 0, P: 0, R: 0, NC: 0, O: 0, UH: 0, UO: 0, NE: 0 };

export type RateKey = `RR${1 | 2 | 3 | 4 | 5 | 6}` | `COOP${1 | 2 | 3 | 4}` | `REF${1 | 2 | 3}` | `CON${1 | 2 | 3}`;

type Definition = {
  readonly key: RateKey;
  /** Classes whose cases are counted above the line. */
  readonly part: readonly AaporClass[];
  /** Classes below the line, but for the unknown. */
  readonly known: readonly AaporClass[];
  /** How much of UH + UO stands below the line: all, the share e that is thought eligible, or none. */
  readonly unknown: "all" | "e" | "none";
  /** One plain sentence for who reads the page. */
  readonly inWords: string;
};

/** Known to be eligible. */
const eligible = ["I", "P", "R", "NC", "O"] as const;
const interviewed = ["I", "P"] as const;
const unknown = ["UH", "UO"] as const;

/** In the order of the standard. */
export const rateDefinitions: readonly Definition[] = [
  {
    ...{ key: "RR1", part: ["I"], known: eligible, unknown: "all" },
    inWords: "Svarsfrekvens, den lägsta: hela intervjuer av alla, även de ovissa.",
  },
  {
    ...{ key: "RR2", part: interviewed, known: eligible, unknown: "all" },
    inWords: "Svarsfrekvens: som RR1, men även delvis genomförda intervjuer räknas som svar.",
  },
  {
    ...{ key: "RR3", part: ["I"], known: eligible, unknown: "e" },
    inWords: "Svarsfrekvens: som RR1, men av de ovissa räknas bara den andel som troligen kunde vara med.",
  },
  {
    ...{ key: "RR4", part: interviewed, known: eligible, unknown: "e" },
    inWords: "Svarsfrekvens: som RR3, men även delvis genomförda intervjuer räknas som svar.",
  },
  {
    ...{ key: "RR5", part: ["I"], known: eligible, unknown: "none" },
    inWords: "Svarsfrekvens: hela intervjuer av dem som säkert kunde vara med; de ovissa räknas inte.",
  },
  {
    ...{ key: "RR6", part: interviewed, known: eligible, unknown: "none" },
    inWords: "Svarsfrekvens, den högsta: som RR5, men även delvis genomförda intervjuer räknas som svar.",
  },
  {
    ...{ key: "COOP1", part: ["I"], known: ["I", "P", "R", "O"], unknown: "none" },
    inWords: "Medverkan: hela intervjuer av alla som nåddes, även dem som inte kunde delta.",
  },
  {
    ...{ key: "COOP2", part: interviewed, known: ["I", "P", "R", "O"], unknown: "none" },
    inWords: "Medverkan: som COOP1, men även delvis genomförda intervjuer räknas som svar.",
  },
  {
    ...{ key: "COOP3", part: ["I"], known: ["I", "P", "R"], unknown: "none" },
    inWords: "Medverkan: hela intervjuer av dem som nåddes och kunde delta.",
  },
  {
    ...{ key: "COOP4", part: interviewed, known: ["I", "P", "R"], unknown: "none" },
    inWords: "Medverkan: som COOP3, men även delvis genomförda intervjuer räknas som svar.",
  },
  {
    ...{ key: "REF1", part: ["R"], known: eligible, unknown: "all" },
    inWords: "Nej: de som tackade nej eller avbröt, av alla, även de ovissa.",
  },
  {
    ...{ key: "REF2", part: ["R"], known: eligible, unknown: "e" },
    inWords: "Nej: som REF1, men av de ovissa räknas bara den andel som troligen kunde vara med.",
  },
  {
    ...{ key: "REF3", part: ["R"], known: eligible, unknown: "none" },
    inWords: "Nej: de som tackade nej eller avbröt, av dem som säkert kunde vara med.",
  },
  {
    ...{ key: "CON1", part: ["I", "P", "R", "O"], known: eligible, unknown: "all" },
    inWords: "Kontakt: de som nåddes, vad de än sa, av alla, även de ovissa.",
  },
  {
    ...{ key: "CON2", part: ["I", "P", "R", "O"], known: eligible, unknown: "e" },
    inWords: "Kontakt: som CON1, men av de ovissa räknas bara den andel som troligen kunde vara med.",
  },
  {
    ...{ key: "CON3", part: ["I", "P", "R", "O"], known: eligible, unknown: "none" },
    inWords: "Kontakt: de som nåddes, vad de än sa, av dem som säkert kunde vara med.",
  },
];

/** A rate as a fraction, with what was divided. `whole` need not be a whole number: e is a share. */
export type Rate = { readonly share: number; readonly part: number; readonly whole: number };
/** Null: there is nothing to divide by, or the share of the unknown that is eligible cannot be told. */
export type Rates = Readonly<Record<RateKey, Rate | null>>;

const sum = (counts: AaporCounts, classes: readonly AaporClass[]): number =>
  classes.reduce((total, one) => total + counts[one], 0);

/**
 * e: the share of the unknown cases that is thought eligible. Proportional allocation (CASRO; AAPOR, "Eligibility
 * estimates"): the same share as among the cases of which it is known. Null when it is known of none.
 */
export function estimateEligibleShare(counts: AaporCounts): number | null {
  const known = sum(counts, eligible);
  return known + counts.NE === 0 ? null : known / (known + counts.NE);
}

/** All sixteen rates. `e` is a fraction; left out, it is estimated from the counts themselves. */
export function ratesOf(counts: AaporCounts, e: number | null = estimateEligibleShare(counts)): Rates {
  const rates = rateDefinitions.map(({ key, ...definition }) => [key, rateOf(definition, counts, e)]);
  return Object.fromEntries(rates) as Rates;
}

function rateOf(definition: Omit<Definition, "key" | "inWords">, counts: AaporCounts, e: number | null): Rate | null {
  const uncertain = sum(counts, unknown);
  const share = { all: 1, e, none: 0 }[definition.unknown];
  if (share === null && uncertain > 0) return null;
  const whole = sum(counts, definition.known) + (share ?? 0) * uncertain;
  const part = sum(counts, definition.part);
  return whole === 0 ? null : { share: part / whole, part, whole };
}

/** "RR3 = I / (I + P + R + NC + O + e × (UH + UO))". */
export function formulaOf({ key, part, known, unknown: kind }: Definition): string {
  const joined = (classes: readonly AaporClass[]) => classes.join(" + ");
  const above = part.length === 1 ? joined(part) : `(${joined(part)})`;
  const rest = { all: ` + ${joined(unknown)}`, e: ` + e × (${joined(unknown)})`, none: "" }[kind];
  return `${key} = ${above} / (${joined(known)}${rest})`;
}

/** How e is made. */
export const eligibleShareFormula = `e = (${eligible.join(" + ")}) / (${eligible.join(" + ")} + NE)`;
