/**
 * Two to eight results beside each other (domain §8). A difference is given with its interval and called established only
 * when that excludes 0; where the questions were not the same no difference is given at all, and where something else
 * than the care may explain it the page says so first. Works on what may be shown (suppression.ts) and on nothing else, so
 * that a comparison never tells more than its reports.
 */
import type { ReportedIndicator, ReportedShare, ReportGroup } from "./group.ts";
import { type Interval, newcombe95, percentText, wholePercent } from "./intervals.ts";
import { countryCode } from "./wording.ts";

/** One result in a comparison: a group of a report, and what a reader must know to compare it. */
export type Side = {
  /** "Punktmätning november 2019: Örebro län, somatik". */
  readonly label: string;
  readonly measurementId: string;
  /** What was asked: the wording, also where the keys are those of another survey. */
  readonly survey: { readonly id: string; readonly version: number };
  readonly madeUp: boolean;
  readonly group: ReportGroup;
  /** RR2 of the same group, as a fraction; null: not known. */
  readonly responseRate: number | null;
};

/** Larger differences than these are said before any number. Our own choice, in percentage points. */
export const comparisonLimits = { modePoints: 10, proxyPoints: 10, responsePoints: 10 } as const;

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
  const keys = [...new Set(sides.flatMap(({ group }) => Object.keys(indicatorsIn(group))))];
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
    cautions: notComparable === null ? [...cautionsOf(sides), ...byChance(made)] : cautionsOf(sides),
  };
}

const indicatorsIn = (group: ReportGroup): Readonly<Record<string, ReportedIndicator>> =>
  group.hidden === null ? group.indicators : {};

function shareIn(group: ReportGroup, key: string): ReportedShare | null {
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
    points === 0
      ? "Lika stor andel"
      : `${points} ${points === 1 ? "procentenhet" : "procentenheter"} ${difference > 0 ? "högre" : "lägre"}`;
  const between = `intervall ${signed(interval[0])} till ${signed(interval[1])}`;
  return `${size} (${between}): ${established ? "skillnaden är statistiskt säkerställd" : "ingen statistiskt säkerställd skillnad"}`;
}

/** Whole percentage points; halves away from 0, so that a difference is as large whichever side comes first. */
const pointsOf = (difference: number): number =>
  difference < 0 ? -wholePercent(-difference) : wholePercent(difference);

const signed = (fraction: number): string => {
  const points = pointsOf(fraction);
  return points < 0 ? `−${-points}` : String(points === 0 ? 0 : points);
};

// ── when not to compare ──

function whyNotAtAll(sides: readonly Side[]): string | null {
  const wordings = new Set(sides.map(({ survey }) => `${survey.id} ${survey.version}`));
  if (wordings.size > 1)
    return "Frågorna är inte desamma: enkäterna eller deras versioner skiljer sig åt. Andelarna visas bredvid varandra, men inga skillnader räknas ut.";
  if (new Set(sides.map(({ madeUp }) => madeUp)).size > 1)
    return "En del av siffrorna är påhittade för demon. De kan inte jämföras med verkliga.";
  const parts = overlapping(sides);
  if (parts) return `${parts.whole} innehåller ${parts.part}. Jämför i stället med resten, eller delarna med varandra.`;
  return null;
}

/** Somebody who answered would stand on both sides, and the interval of a difference takes them to be different people. */
function overlapping(sides: readonly Side[]): { readonly whole: string; readonly part: string } | null {
  for (const whole of sides)
    for (const part of sides) {
      if (whole === part || whole.measurementId !== part.measurementId) continue;
      const counties = holds(whole.group.county, part.group.county);
      const careTypes = whole.group.careType === null || whole.group.careType === part.group.careType;
      if (counties && careTypes) return { whole: whole.label, part: part.label };
    }
  return null;
}

/** "00" holds every county, "00-18" every county but 18. */
function holds(whole: string, part: string): boolean {
  if (whole === part || whole === countryCode) return true;
  const [country, without] = whole.split("-");
  return country === countryCode && without !== undefined && without !== part && part !== countryCode;
}

function cautionsOf(sides: readonly Side[]): string[] {
  const hidden = sides.filter(({ group }) => group.hidden !== null);
  const small = sides.some(({ group }) => group.hidden === null && group.caution !== null);
  return [
    ...hidden.map(({ label, group }) => `${label}: ${group.hidden === null ? "" : group.inWords}`),
    ...modeCaution(sides),
    ...pointsCaution(
      sides.map(({ group }) => partOf(group, "proxy")),
      comparisonLimits.proxyPoints,
      (from, to) =>
        `Andelen svar från närstående skiljer sig åt (${from} till ${to}). Närstående svarar ofta annorlunda än patienten själv.`,
    ),
    ...pointsCaution(
      sides.map(({ responseRate }) => responseRate),
      comparisonLimits.responsePoints,
      (from, to) =>
        `Svarsfrekvensen skiljer sig åt (${from} till ${to}). De som inte svarade kan ha haft det på ett annat sätt.`,
    ),
    ...(sides.some(({ responseRate }) => responseRate === null)
      ? ["Svarsfrekvensen är inte känd för alla. Då går det inte att veta om bortfallet är lika stort."]
      : []),
    ...(small ? ["Minst en grupp har få svarande. Titta på intervallen, inte bara på andelarna."] : []),
  ];
}

/** The share of a group's answers that a kind of respondent gave. */
function partOf(group: ReportGroup, code: string): number | null {
  if (group.hidden !== null) return null;
  return (group.respondentKinds.find((kind) => kind.code === code)?.count ?? 0) / group.respondents;
}

function modeCaution(sides: readonly Side[]): string[] {
  const text =
    "Svaren är insamlade på olika sätt (person, robot eller webb). Det påverkar vad människor svarar, och kan vara hela skillnaden.";
  const shown = sides.flatMap(({ group }) => (group.hidden === null ? [group] : []));
  const kinds = new Set(shown.flatMap(({ modes }) => modes.map(({ code }) => code)));
  const differs = [...kinds].some((code) => {
    const parts = shown.map(({ modes, respondents }) => {
      const mode = modes.find((each) => each.code === code);
      // A mode that too few have used to be counted is there all the same.
      return mode ? (mode.count === null ? null : mode.count / respondents) : 0;
    });
    const known = parts.filter((part) => part !== null);
    if (known.length < parts.length) return known.includes(0) || known.length === 0 ? kinds.size > 1 : true;
    return Math.max(...known) - Math.min(...known) > comparisonLimits.modePoints / 100;
  });
  return differs ? [text] : [];
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
  const expected = Math.max(1, Math.round(made / 20));
  return [
    `Här görs ${made} jämförelser. Av så många kan ungefär ${expected} se säkerställd ut av en slump. Dra inga slutsatser av en enda.`,
  ];
}
