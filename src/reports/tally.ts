/**
 * Counts of answers as plain values: how responses become tallies, and how tallies become the counts of one group.
 * db/tallies.ts does the first in SQL; the function here says what it must give.
 */
import type { CareType, Response } from "../responses/response.ts";

export type Tally = {
  readonly county: string;
  readonly careType: CareType;
  readonly mode: string;
  readonly respondent: string;
  /** Question key; "" counts the responses themselves, under code 0. */
  readonly question: string;
  readonly code: number;
  readonly count: number;
};

/** A tally of one discharging unit; "" where the unit is not told. Mode and respondent may be "" for answers. */
export type UnitTally = Tally & { readonly unit: string };

/** Code → how many gave it. */
export type CodeCounts = Readonly<Record<number, number>>;

/** All that is known about a group of respondents. */
export type Counts = {
  readonly respondents: number;
  readonly byMode: Readonly<Record<string, number>>;
  readonly byRespondent: Readonly<Record<string, number>>;
  /** Question key → codes, over everyone who answered. */
  readonly answers: Readonly<Record<string, CodeCounts>>;
  /** The same, over those whose närstående answered in their place. */
  readonly proxyAnswers: Readonly<Record<string, CodeCounts>>;
};

/** Tallies of one measurement's responses; those given outside the call window are not counted. In a fixed order. */
export const tallyOf = (responses: readonly Response[]): Tally[] =>
  countBy(responses.map((row) => ({ ...row, unit: null }))).map(({ unit: _, ...tally }) => tally);

/** The same by unit. */
export const unitTallyOf = (responses: readonly Response[]): UnitTally[] => countBy(responses);

function countBy(responses: readonly Response[]): UnitTally[] {
  const counted = new Map<string, number>();
  for (const { county, careType, unit, mode, respondent, insideWindow, answers } of responses) {
    if (!insideWindow) continue;
    for (const [question, code] of [["", 0], ...Object.entries(JSON.parse(answers))]) {
      const key = JSON.stringify([county, careType, unit ?? "", mode, respondent, question, code]);
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
  }
  return [...counted].sort().map(([key, count]) => {
    const [county, careType, unit, mode, respondent, question, code] = JSON.parse(key);
    return { county, careType, unit, mode, respondent, question, code, count };
  });
}

/** The counts of one care type, or of all tallies given (null): raw counts added, never a mean of shares. */
export function gather(tallies: readonly Tally[], careType: CareType | null): Counts {
  const byMode: Record<string, number> = {};
  const byRespondent: Record<string, number> = {};
  // Without what every object inherits: a question may be called "constructor".
  const answers: Record<string, Record<number, number>> = Object.create(null);
  const proxyAnswers: Record<string, Record<number, number>> = Object.create(null);
  let respondents = 0;
  for (const tally of tallies) {
    if (careType !== null && tally.careType !== careType) continue;
    if (tally.question === "") {
      respondents += tally.count;
      byMode[tally.mode] = (byMode[tally.mode] ?? 0) + tally.count;
      byRespondent[tally.respondent] = (byRespondent[tally.respondent] ?? 0) + tally.count;
      continue;
    }
    add(answers, tally);
    if (tally.respondent === "proxy") add(proxyAnswers, tally);
  }
  return { respondents, byMode, byRespondent, answers, proxyAnswers };
}

function add(to: Record<string, Record<number, number>>, { question, code, count }: Tally): void {
  to[question] ??= {};
  to[question][code] = (to[question][code] ?? 0) + count;
}
