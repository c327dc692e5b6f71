/**
 * Two to eight results beside each other (domain §8). A difference is given with its interval and called established only
 * when that excludes 0; where the questions were not the same no difference is given at all, and where something else
 * than the care may explain it the page says so first. Works on what may be shown (suppression.ts) and on nothing else, so
 * that a comparison never tells more than its reports.
 */
import { isContinuous } from "../responses/continuous.ts";
import type { ReportedIndicator, ReportedShare, ReportGroup } from "./group.ts";
import { type Interval, newcombe95, percentText, wholePercent } from "./intervals.ts";
import { mixedCareCautions } from "./mixed-care.ts";
import { modeCautions } from "./modes.ts";
import { overlapOf } from "./overlap.ts";
import { unfinishedCautions } from "./part-of-period.ts";

/** One result in a comparison: a group of a report, and what a reader must know to compare it. */
export type Side = {
  /** "Punktmätning november 2019: Örebro län, somatik". */
  readonly label: string;
  readonly measurementId: string;
  /** What was asked: the wording, also where the keys are those of another survey. */
  readonly survey: { readonly id: string; readonly version: number };
  /** The indicators that were asked, of a survey with modules; left out: all of the survey's. */
  readonly asked?: readonly { readonly key: string; readonly label: string }[];
  readonly madeUp: boolean;
  readonly group: ReportGroup;
  /** First and last discharge date (local); left out: not known. */
  readonly dates?: { readonly opensOn: string; readonly closesOn: string };
  /** It goes on: more answers come; and only a part of its period is in it (part-of-period.ts). */
  readonly running?: boolean;
  readonly partial?: boolean;
  /** RR2 of the same group, as a fraction; null: not known. */
  readonly responseRate: number | null;
};

/** Larger differences than these are said before any number. Our own choice, in percentage points. */
export const comparisonLimits = { proxyPoints: 10, responsePoints: 10 } as const;

export const fewestSides = 2;
export const mostSides = 8;

export type ComparedDifference = {
  /** Place among the sides. */
  readonly side: number;
  /** The side's share less the first side's, as a fraction. */
  readonly difference: number;
  /** Newcombe's hybrid score interval, 95 %. */
  readonly newcombe95: Interval;
  readonly established: boolean;
  /** "7 procentenheter högre (intervall −3 till 17): ingen statistiskt säkerställd skillnad". */
  readonly inWords: string;
};

export type ComparedIndicator = {
  readonly key: string;
  readonly label: string;
  /** In the order of the sides; null where a side does not ask it or may not show it. */
  readonly shares: readonly (ReportedShare | null)[];
  /** To the first side. Empty where the questions differ, or nothing may be shown. */
  readonly differences: readonly ComparedDifference[];
};

export type Comparison = {
  readonly sides: readonly Side[];
  readonly indicators: readonly ComparedIndicator[];
  /** Why no differences are given; null when they are. */
  readonly notComparable: string | null;
  /** What else than the care may explain a difference, most serious first. */
  readonly cautions: readonly string[];
};

/** Compares every side with the first. Throws RangeError when there are fewer than two or more than eight. */
export function compare(sides: readonly Side[]): Comparison {
  if (sides.length < fewestSides || sides.length > mostSides) throw new RangeError(`${sides.length} sides`);
  const notComparable = whyNotAtAll(sides);
  const notAll = notAskedByAll(sides);
  const keys = [...new Set(sides.flatMap(({ group }) => Object.keys(indicatorsIn(group))))].filter(
    (key) => !notAll.has(key),
  );
  const indicators = keys.map((key): ComparedIndicator => {
    const shares = sides.map(({ group }) => shareIn(group, key));
    const label = sides.map(({ group }) => indicatorsIn(group)[key]?.label).find((text) => text !== undefined) ?? key;
    return { key, label, shares, differences: notComparable === null ? differencesOf(shares) : [] };
  });
  const made = indicators.reduce((sum, { differences }) => sum + differences.length, 0);
  return {
    sides,
    indicators,
    notComparable,
    cautions: [
      ...modulesCaution([...notAll.values()]),
      ...cautionsOf(sides),
      ...(notComparable === null ? byChance(made) : []),
    ],
  };
}

/** Key → label of what some of the sides asked and not all: measurements of one survey with different modules. */
function notAskedByAll(sides: readonly Side[]): ReadonlyMap<string, string> {
  const asked = sides.flatMap((side) => (side.asked ? [side.asked] : []));
  // Where the surveys themselves differ, everything is shown and nothing is compared.
  if (asked.length < sides.length || new Set(sides.map(wordingOf)).size > 1) return new Map();
  return new Map(
    asked
      .flat()
      .filter(({ key }) => !asked.every((theirs) => theirs.some((one) => one.key === key)))
      .map(({ key, label }) => [key, label]),
  );
}

const wordingOf = ({ survey }: Side): string => `${survey.id} ${survey.version}`;

const modulesCaution = (labels: readonly string[]): string[] =>
  labels.length === 0
    ? []
    : [
        `Mätningarna har inte ställt samma moduler. Bara frågor som alla har ställt jämförs; det här är inte med: ${labels.join(", ")}. Frågor som ställs före kan påverka svaren på dem som kommer efter.`,
      ];

const indicatorsIn = (group: ReportGroup): Readonly<Record<string, ReportedIndicator>> =>
  group.hidden === null ? group.indicators : {};

/** A group's share of an indicator, where it may be shown. */
export function shareIn(group: ReportGroup, key: string): ReportedShare | null {
  const indicator = indicatorsIn(group)[key];
  return indicator && indicator.withheld === null ? indicator : null;
}

function differencesOf(shares: readonly (ReportedShare | null)[]): ComparedDifference[] {
  const [first, ...others] = shares;
  if (!first) return [];
  return others.flatMap((share, at): ComparedDifference[] => {
    if (!share) return [];
    const interval = newcombe95(share.positive, share.allRespondents, first.positive, first.allRespondents);
    if (!interval) return [];
    const difference = share.shareOfAll - first.shareOfAll;
    const established = interval[0] > 0 || interval[1] < 0;
    return [
      {
        side: at + 1,
        difference,
        newcombe95: interval,
        established,
        inWords: differenceInWords(difference, interval, established),
      },
    ];
  });
}

/** "7 procentenheter högre (intervall −3 till 17): ingen statistiskt säkerställd skillnad". Takes fractions. */
export function differenceInWords(difference: number, interval: Interval, established: boolean): string {
  const points = Math.abs(pointsOf(difference));
  const size =
    difference === 0
      ? "Lika stor andel"
      : points === 0
        ? `Mindre än 1 procentenhet ${difference > 0 ? "högre" : "lägre"}`
        : `${points} ${points === 1 ? "procentenhet" : "procentenheter"} ${difference > 0 ? "högre" : "lägre"}`;
  const [low, high] = interval.map((end) => (established && pointsOf(end) === 0 ? besideZero(end) : signed(end)));
  const between = `intervall ${low} till ${high}`;
  return `${size} (${between}): ${established ? "skillnaden är statistiskt säkerställd" : "ingen statistiskt säkerställd skillnad"}`;
}

/** Whole percentage points; halves away from 0, so that a difference is as large whichever side comes first. */
const pointsOf = (difference: number): number =>
  difference < 0 ? -wholePercent(-difference) : wholePercent(difference);

const signed = (fraction: number): string => {
  const points = pointsOf(fraction);
  return points < 0 ? `−${-points}` : String(points === 0 ? 0 : points);
};

/** An end that is rounded to 0 and is not: 0 in the interval would say that nothing is established. */
const besideZero = (end: number): string => (end > 0 ? "strax över 0" : "strax under 0");

// ── when not to compare ──

function whyNotAtAll(sides: readonly Side[]): string | null {
  const wordings = new Set(sides.map(wordingOf));
  if (wordings.size > 1)
    return "Frågorna är inte desamma: enkäterna eller deras versioner skiljer sig åt. Andelarna visas bredvid varandra, men inga skillnader räknas ut.";
  if (new Set(sides.map(({ measurementId }) => isContinuous(measurementId))).size > 1)
    return "Urvalet är inte detsamma: löpande uppföljning gäller dem som rings enligt rutinen, en punktmätning alla som skrivs ut. Andelarna visas bredvid varandra, men inga skillnader räknas ut.";
  if (new Set(sides.map(({ madeUp }) => madeUp)).size > 1)
    return "En del av siffrorna är påhittade för demon. De kan inte jämföras med verkliga.";
  return overlapOf(sides);
}

function cautionsOf(sides: readonly Side[]): string[] {
  const hidden = sides.filter(({ group }) => group.hidden !== null);
  // How many of a hidden group have answered is not told by their share either.
  const rates = sides.flatMap(({ group, responseRate }) => (group.hidden === null ? [responseRate] : []));
  const small = sides.some(({ group }) => group.hidden === null && group.caution !== null);
  return [
    ...hidden.map(({ label, group }) => `${label}: ${group.hidden === null ? "" : group.inWords}`),
    ...modeCautions(sides.map(({ group }) => group)),
    ...mixedCareCautions(sides.map(({ group }) => group)),
    ...pointsCaution(
      sides.map(({ group }) => partOf(group, "proxy")),
      comparisonLimits.proxyPoints,
      (from, to) =>
        `Andelen svar från närstående skiljer sig åt (${from} till ${to}). Närstående svarar ofta annorlunda än patienten själv.`,
    ),
    ...(sides.some(({ group }) => group.hidden === null && partOf(group, "proxy") === null)
      ? [
          "Hur många av svaren som närstående har gett visas inte för enheter. Närstående svarar ofta annorlunda än patienten själv.",
        ]
      : []),
    ...pointsCaution(
      rates,
      comparisonLimits.responsePoints,
      (from, to) =>
        `Svarsfrekvensen skiljer sig åt (${from} till ${to}). De som inte svarade kan ha haft det på ett annat sätt.`,
    ),
    ...(rates.includes(null)
      ? ["Svarsfrekvensen är inte känd för alla. Då går det inte att veta om bortfallet är lika stort."]
      : []),
    ...unfinishedCautions(sides),
    ...(small ? ["Minst en grupp har få svarande. Titta på intervallen, inte bara på andelarna."] : []),
  ];
}

/** The share of a group's answers that a kind of respondent gave; null where it may not be told. */
function partOf(group: ReportGroup, code: string): number | null {
  if (group.hidden !== null || group.respondentKinds.length === 0) return null;
  return (group.respondentKinds.find((kind) => kind.code === code)?.count ?? 0) / group.respondents;
}

function pointsCaution(
  shares: readonly (number | null)[],
  limitPoints: number,
  inWords: (from: string, to: string) => string,
): string[] {
  const known = shares.filter((share) => share !== null);
  if (known.length < 2) return [];
  const low = Math.min(...known);
  const high = Math.max(...known);
  return (high - low) * 100 > limitPoints + 1e-9 ? [inWords(percentText(low), percentText(high))] : [];
}

/** One in twenty is called established though there is none. */
function byChance(made: number): string[] {
  if (made < 2) return [];
  const expected = Math.round(made / 20);
  return [
    `Här görs ${made} jämförelser. Av så många kan ${expected < 2 ? "någon enstaka" : `ungefär ${expected}`} se ${expected < 2 ? "säkerställd" : "säkerställda"} ut av en slump. Dra inga slutsatser av en enda.`,
  ];
}
