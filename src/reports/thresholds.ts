/**
 * How small a group may be and still be shown: the house's promise, and how much stricter a region may make it. A
 * region's numbers hold for what begins after it has chosen them; a measurement keeps those it started with, since two
 * looks at it under different numbers would differ by what the stricter one hid. Counted in persons (respondents, or
 * stays where nobody has answered anything).
 */
import * as z from "zod";
import { type Refusal, refuse } from "../problems.ts";

export type Thresholds = {
  /**
   * Fewer than this are hidden. Also the fewest whom a night's release may add to a group and the fewest it leaves behind:
   * two looks that differed by fewer would show those few by themselves.
   */
  readonly hideBelow: number;
  /** Fewer than this are shown with a warning. */
  readonly cautionBelow: number;
  /** From this many every answer is shown by itself. */
  readonly distributionFrom: number;
  /** Among fewer than this neither nobody nor everybody is shown: it would tell what every one of them said. */
  readonly extremesFrom: number;
};

/** What holds until a region has made it stricter (domain §8). */
export const defaultThresholds: Thresholds = { hideBelow: 5, cautionBelow: 30, distributionFrom: 30, extremesFrom: 10 };

export const thresholdFields = ["dolj", "varna", "fordelning", "ytterlighet"] as const;
export type ThresholdField = (typeof thresholdFields)[number];

export type ThresholdRule = {
  readonly field: ThresholdField;
  readonly key: keyof Thresholds;
  /** Persons. */
  readonly least: number;
  readonly most: number;
  readonly label: string;
  /** What it is called in a list of faults. */
  readonly name: string;
  /** What it is for, and why it is never lower. */
  readonly reason: string;
};

/**
 * Each threshold with its bounds. More than `most` would hide nearly every county of a measurement of some hundred
 * patients. None but the first means anything below it. The warning protects nobody, so it has no floor of its own.
 */
export const thresholdRules: readonly ThresholdRule[] = [
  {
    ...{ field: "dolj", key: "hideBelow", least: defaultThresholds.hideBelow, most: 30 },
    label: "Dölj grupper med färre svarande än",
    name: "Talet för att dölja",
    reason:
      "Så att ingen enskild kan kännas igen. Minst lika många nya svar läggs till åt gången och minst lika många väntar till nästa, så medan mätningen pågår syns en grupp tidigast när dubbelt så många har svarat. Aldrig lägre än 5.",
  },
  {
    ...{ field: "varna", key: "cautionBelow", least: 1, most: 200 },
    label: "Varna för få svar i grupper med färre svarande än",
    name: "Talet för att varna",
    reason: "Så att ingen drar slutsatser av en siffra som är osäker. Lägst samma tal som för att dölja.",
  },
  {
    ...{ field: "fordelning", key: "distributionFrom", least: defaultThresholds.distributionFrom, most: 200 },
    label: "Visa varje svarsalternativ för sig från så många svarande",
    name: "Talet för svarsalternativ",
    reason:
      "Bland få svarande har de ovanliga svaren bara någon enstaka person bakom sig. Aldrig lägre än 30: då är det i snitt drygt sju på vart och ett av fyra alternativ.",
  },
  {
    ...{ field: "ytterlighet", key: "extremesFrom", least: defaultThresholds.extremesFrom, most: 100 },
    label: "Visa 0 och 100 procent först från så många svarande",
    name: "Talet för 0 och 100 procent",
    reason:
      "När alla i en liten grupp har svarat likadant vet man vad var och en har svarat. Därför väntar också nya svar som är likadana tills de är så många. Aldrig lägre än 10, och inte lägre än talet för att dölja.",
  },
];

/** Each field as typed, by its name in the form. */
export type TypedThresholds = Readonly<Record<ThresholdField, string>>;
export type ThresholdFault = { readonly field: ThresholdField; readonly refusal: Refusal };

export const typedThresholds = (thresholds: Thresholds): TypedThresholds =>
  Object.fromEntries(thresholdRules.map(({ field, key }) => [field, String(thresholds[key])])) as TypedThresholds;

/** The thresholds of a form, or every field that cannot be used, in the order of the form. */
export function readTypedThresholds(typed: TypedThresholds): Thresholds | { readonly faults: ThresholdFault[] } {
  const faults: ThresholdFault[] = [];
  const read = { ...defaultThresholds };
  for (const rule of thresholdRules) {
    const text = typed[rule.field].trim();
    const number = /^\d{1,4}$/.test(text) ? Number(text) : null;
    const refusal = number === null ? notNumber(rule) : outOfBounds(rule, number, read.hideBelow);
    if (refusal) faults.push({ field: rule.field, refusal });
    else read[rule.key] = number ?? rule.least;
  }
  return faults.length > 0 ? { faults } : read;
}

const notNumber = ({ key, name }: ThresholdRule): Refusal =>
  refuse("threshold-not-number", { name, example: defaultThresholds[key] });

function outOfBounds({ name, least, most }: ThresholdRule, number: number, hideBelow: number): Refusal | null {
  if (number < least) return refuse("threshold-weak", { name, least });
  if (number > most) return refuse("threshold-high", { name, most });
  return number < hideBelow ? refuse("threshold-under-hidden", { name, least: hideBelow }) : null;
}

// ── stored ──

const bounded = ({ least, most }: ThresholdRule) => z.number().int().min(least).max(most);
const stored = z.object(
  Object.fromEntries(thresholdRules.map((rule) => [rule.key, bounded(rule)])) as Record<keyof Thresholds, z.ZodNumber>,
);

/** The text to store. */
export const thresholdsText = ({ hideBelow, cautionBelow, distributionFrom, extremesFrom }: Thresholds): string =>
  JSON.stringify({ hideBelow, cautionBelow, distributionFrom, extremesFrom });

/**
 * The thresholds of a stored text; the house's own when nothing is stored. Throws on a text that {@link thresholdsText}
 * did not make, and on numbers that are weaker than the promise.
 */
export const readThresholds = (text: string | null | undefined): Thresholds =>
  text === null || text === undefined ? defaultThresholds : stored.parse(JSON.parse(text));

// ── in words ──

/** What holds, as a reader of a report is told it. */
export const thresholdsInWords = (thresholds: Thresholds): readonly string[] => {
  const { hideBelow, cautionBelow, distributionFrom, extremesFrom } = thresholds;
  return [
    `Grupper med färre än ${hideBelow} svarande visas inte. Nya svar läggs till minst ${hideBelow} åt gången.`,
    `Grupper med färre än ${cautionBelow} svarande är märkta med en varning.`,
    `Varje svarsalternativ för sig visas från ${distributionFrom} svarande.`,
    `0 och 100 procent visas först från ${extremesFrom} svarande.`,
  ];
};

/** "dölj under 5, varna under 30, fördelning från 30, 0 och 100 % från 10". */
export const thresholdsInShort = (thresholds: Thresholds): string => {
  const { hideBelow, cautionBelow, distributionFrom, extremesFrom } = thresholds;
  return `dölj under ${hideBelow}, varna under ${cautionBelow}, fördelning från ${distributionFrom}, 0 och 100 % från ${extremesFrom}`;
};

/** Which numbers are others after a change, as a person reads them; none when all are as they were. */
export const thresholdChanges = (before: Thresholds, after: Thresholds) =>
  thresholdRules.flatMap(({ key, label }) =>
    before[key] === after[key] ? [] : [{ label, before: String(before[key]), after: String(after[key]) }],
  );
