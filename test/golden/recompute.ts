/**
 * The numbers of a report worked out again, straight from raw responses and the survey's file and by other ways than the
 * product's: halves are rounded in whole numbers, and the ends of Wilson's interval are the roots of its equation. It
 * imports nothing of the product but types.
 */
import type { Response } from "../../src/responses/response.ts";
import type { Survey } from "../../src/surveys/survey.ts";

export type Asked = {
  readonly key: string;
  readonly label: string;
  readonly positive: readonly number[];
  readonly codes: readonly number[];
  readonly texts: readonly string[];
  readonly own: boolean;
};

/** The questions that a report has shares of. */
export const askedIn = (survey: Survey): Asked[] =>
  survey.steps.flatMap((step) =>
    step.kind === "choice" && step.positive !== undefined
      ? [
          {
            ...{ key: step.key, label: step.label, positive: step.positive, own: step.ownExperience },
            codes: survey.scales[step.scale]!.map(({ code }) => code),
            texts: survey.scales[step.scale]!.map(({ text }) => text),
          },
        ]
      : [],
  );

/** Persons who gave one of the codes. */
export const gave = (rows: readonly Response[], key: string, codes: readonly number[]): number =>
  rows.filter(({ answers }) => codes.includes((JSON.parse(answers) as Record<string, number>)[key] ?? -1)).length;

export const within = (
  rows: readonly Response[],
  county: string | null,
  careType: Response["careType"] | null,
): Response[] =>
  rows.filter(
    (row) =>
      row.insideWindow &&
      (county === null || row.county === county) &&
      (careType === null || row.careType === careType),
  );

/** "62 %" of a part and a whole, half up, in whole numbers. */
export const percent = (part: number, whole: number): string =>
  `${Number((200n * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))} %`;

const z2 = 1.959964 ** 2;

/** The two shares p of which the observed one is just 1.96 standard errors away: (p̂ − p)² = z² p (1 − p) / n. */
export function wilson(part: number, whole: number): readonly [number, number] {
  const observed = part / whole;
  const [a, b, c] = [1 + z2 / whole, -(2 * observed + z2 / whole), observed * observed];
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const high = (-b + root) / (2 * a);
  return [part === 0 ? 0 : c / a / high, part === whole ? 1 : high];
}

export const halfUp = (share: number): number => Math.round(share * 100 + 1e-9);
export const interval = (part: number, whole: number): string => {
  const [low, high] = wilson(part, whole);
  return `${halfUp(low)}–${halfUp(high)} %`;
};
/** A place in a drawing that is 100 wide. */
export const place = (share: number): number => Math.round(share * 1000) / 10;

/** Newcombe's method 10: one share less another, with its interval. */
export function newcombe(part: number, whole: number, otherPart: number, otherWhole: number) {
  const [low, high] = wilson(part, whole);
  const [otherLow, otherHigh] = wilson(otherPart, otherWhole);
  const [share, other] = [part / whole, otherPart / otherWhole];
  return {
    difference: share - other,
    low: share - other - Math.sqrt((share - low) ** 2 + (otherHigh - other) ** 2),
    high: share - other + Math.sqrt((high - share) ** 2 + (other - otherLow) ** 2),
  };
}
