/**
 * Periods of the continuous measurement that are told of only in part: a county came in while the period was on its way,
 * or the questions were changed in it, so that the answers before and after stand in two results.
 */
import { addDays, formatDate } from "../calendar.ts";
import type { Beginnings } from "../responses/beginnings.ts";
import { countryCode, countyNames } from "./wording.ts";

export type PartOfPeriod = {
  /** Counties that came into it while it was on its way, each with its first discharge date. */
  readonly begun: readonly { readonly county: string; readonly on: string }[];
  /** Some of the period's patients were asked other questions, which have a result of their own. */
  readonly otherQuestions: boolean;
};

/** A weekend with a holiday may well go by without a patient of the routine. Our own choice, in days. */
const quietDays = 3;

/** What of a period is not in it; null when all of it is. */
export function partOfPeriod(
  { opensOn, closesOn }: { readonly opensOn: string; readonly closesOn: string },
  beginnings: Beginnings,
  otherQuestions: boolean,
): PartOfPeriod | null {
  const begun = Object.entries(beginnings)
    .filter(([, on]) => on > addDays(opensOn, quietDays) && on <= closesOn)
    .map(([county, on]) => ({ county, on }))
    .sort((a, b) => (a.county < b.county ? -1 : 1));
  return begun.length > 0 || otherQuestions ? { begun, otherQuestions } : null;
}

/** Is a county's result, or that of all counties together, only of a part of the period? */
export const isPartial = (part: PartOfPeriod | null | undefined, county: string): boolean =>
  part != null && (part.otherQuestions || part.begun.some((one) => county === countryCode || one.county === county));

/** Why not all of a time is in its figures. */
export type Unfinished = { readonly running?: boolean; readonly partial?: boolean };

/** Of a measurement, and a county in it or all of them together. */
export const unfinishedIn = (
  { state, partOfPeriod }: { readonly state: string; readonly partOfPeriod?: PartOfPeriod | null },
  county: string,
) => ({ running: state === "running", partial: isPartial(partOfPeriod, county) });

/** "pågår", "del av perioden" or both; null when all of it is there. */
export function unfinishedText({ running = false, partial = false }: Unfinished): string | null {
  const why = [...(running ? ["pågår"] : []), ...(partial ? ["del av perioden"] : [])];
  return why.length === 0 ? null : why.join(", ");
}

/** What is said before results are compared. */
export const unfinishedCautions = (all: readonly Unfinished[]): string[] => [
  ...(all.some(({ running }) => running)
    ? ["Minst en mätning pågår. Dess siffror ändras när nya svar läggs till."]
    : []),
  ...(all.some(({ partial }) => partial)
    ? ["Minst ett resultat gäller bara en del av sin period. De som är med i det kan skilja sig från en hel periods."]
    : []),
];

/** What the report says of it first. `counties`: those that stand in it. */
export function partInWords(part: PartOfPeriod | null | undefined, counties: readonly string[]): string[] {
  const begun = part?.begun.filter(({ county }) => counties.includes(county)) ?? [];
  return [
    ...begun.map(
      ({ county, on }) =>
        `Perioden är inte hel: från ${countyNames[county] ?? `län ${county}`} är de med som skrevs ut från och med ${formatDate(on)} ${on.slice(0, 4)}.`,
    ),
    ...(part?.otherQuestions
      ? ["Enkäten byttes under perioden. Här är bara de som fick de här frågorna med; de andra har ett eget resultat."]
      : []),
  ];
}

/** The name of a period of which only a part is in it, in every county. */
export const partialName = (
  name: string,
  part: PartOfPeriod | null | undefined,
  counties: readonly string[],
): string =>
  counties.length > 0 && counties.every((county) => isPartial(part, county)) ? `${name} (del av perioden)` : name;
