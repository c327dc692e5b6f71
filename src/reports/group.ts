/** One group of a report: what suppression lets through, with shares, intervals and words. */
import type { CareType } from "../responses/response.ts";
import { type Figures, figuresApart, figuresOf, type Indicator } from "./indicators.ts";
import { type Interval, wilson95 } from "./intervals.ts";
import type { Because, Mix, RawGroup, ShownGroup, ShownIndicator, Thresholds } from "./suppression.ts";
import type { Counts } from "./tally.ts";
import {
  careTypeLabel,
  countyNames,
  headlineOf,
  hiddenText,
  modeLabels,
  respondentLabels,
  startOfSentence,
  withheldText,
} from "./wording.ts";

/** A share of positive answers in a group or a part of it. */
export type ReportedShare = {
  /** Persons. */
  readonly positive: number;
  readonly answered: number;
  readonly allRespondents: number;
  /** Of all respondents (codes of the scale, 7 and 8): the share that `wilson95` belongs to. */
  readonly shareOfAll: number;
  /** Of those who took a stand (codes of the scale). */
  readonly shareOfAnswered: number;
  readonly wilson95: Interval;
};

export type ReportedIndicator =
  | (ReportedShare & {
      readonly key: string;
      readonly label: string;
      readonly withheld: null;
      /** Share of all respondents who gave the most positive answer; null when it may not be shown. */
      readonly topBox: number | null;
      /** Null below the threshold for distributions. `share` is of those who took a stand. */
      readonly distribution: readonly { code: number; text: string; count: number; share: number }[] | null;
      readonly notAnswered: Pick<Figures, "notApplicable" | "dontKnow" | "declined" | "missing">;
      /** The patient's own experience, told by patients and by närstående, each for itself. */
      readonly apart: { readonly own: ReportedShare; readonly proxy: ReportedShare } | null;
    })
  | { readonly key: string; readonly label: string; readonly withheld: Because; readonly inWords: string };

type GroupName = {
  readonly county: string;
  readonly countyName: string;
  /** Null is the county's total. */
  readonly careType: CareType | null;
  readonly careTypeLabel: string;
  /** One unit of the care type, or all of it `without` that unit: only in comparisons. */
  readonly unit?: { readonly slug: string; readonly name: string; readonly without: boolean };
};

export type ReportGroup = GroupName &
  (
    | { readonly hidden: Because; readonly inWords: string }
    | {
        readonly hidden: null;
        readonly respondents: number;
        /** A sentence when the group is small, else null. */
        readonly caution: string | null;
        /** The result in words, or null when no indicator may be shown. */
        readonly headline: string | null;
        readonly indicators: Readonly<Record<string, ReportedIndicator>>;
        /** How the answers were given; `count` is null when one of the modes has too few. */
        readonly modes: readonly (Omit<MixPart, "count"> & { readonly count: number | null })[];
        /** Empty for a unit of which it may not be told. */
        readonly respondentKinds: readonly MixPart[];
      }
  );
export type MixPart = { readonly code: string; readonly label: string; readonly count: number };

/** All figures of a group, hidden or not: only for {@link suppress}. */
export const rawGroup = (careType: CareType | null, counts: Counts, indicators: readonly Indicator[]): RawGroup => ({
  careType,
  respondents: counts.respondents,
  byMode: counts.byMode,
  byRespondent: counts.byRespondent,
  indicators: Object.fromEntries(
    indicators.map((indicator) => {
      const mixed = indicator.ownExperience && (counts.byRespondent.proxy ?? 0) > 0;
      return [
        indicator.key,
        { all: figuresOf(indicator, counts), apart: mixed ? figuresApart(indicator, counts) : null },
      ];
    }),
  ),
});

/** What may be shown of a group, with shares, intervals and words. */
export function reportGroup(
  county: string,
  shown: ShownGroup,
  indicators: readonly Indicator[],
  thresholds: Thresholds,
): ReportGroup {
  const name: GroupName = {
    county,
    countyName: countyNames[county] ?? `Län ${county}`,
    careType: shown.careType,
    careTypeLabel: careTypeLabel(shown.careType),
  };
  if (shown.hidden !== null) return { ...name, hidden: shown.hidden, inWords: hiddenText(shown.hidden, thresholds) };
  const reported = indicators.map((indicator) => reportIndicator(indicator, shown.indicators[indicator.key]!));
  return {
    ...name,
    hidden: null,
    respondents: shown.respondents,
    caution: shown.respondents < thresholds.cautionBelow ? cautionText(thresholds) : null,
    headline: headlineAmong(reported, indicators),
    indicators: Object.fromEntries(reported.map((indicator) => [indicator.key, indicator])),
    modes: Object.keys(modeLabels)
      .filter((code) => shown.modes.kinds.includes(code))
      .map((code) => ({ code, label: modeLabels[code]!, count: shown.modes.counts?.[code] ?? null })),
    respondentKinds: mixOf(shown.byRespondent, respondentLabels),
  };
}

export const cautionText = ({ cautionBelow }: Thresholds): string =>
  `Färre än ${cautionBelow} svarande: tolka siffrorna med försiktighet.`;

function reportIndicator(indicator: Indicator, shown: ShownIndicator): ReportedIndicator {
  const { key, label } = indicator;
  if ("withheld" in shown) return { key, label, withheld: shown.withheld, inWords: withheldText(shown.withheld) };
  const { distribution, top, apart, notApplicable, dontKnow, declined, missing } = shown;
  return {
    key,
    label,
    withheld: null,
    ...shareOf(shown),
    topBox: top === null ? null : top / shown.allRespondents,
    distribution:
      distribution &&
      indicator.scale.map(({ code, text }) => {
        const count = distribution[code] ?? 0;
        return { code, text, count, share: count / shown.answered };
      }),
    notAnswered: { notApplicable, dontKnow, declined, missing },
    apart: apart && { own: shareOf(apart.own), proxy: shareOf(apart.proxy) },
  };
}

/** Suppression has seen to it that nobody's denominator is 0. */
export const shareOf = ({
  positive,
  answered,
  allRespondents,
}: Pick<Figures, "positive" | "answered" | "allRespondents">): ReportedShare => ({
  positive,
  answered,
  allRespondents,
  shareOfAll: positive / allRespondents,
  shareOfAnswered: positive / answered,
  wilson95: wilson95(positive, allRespondents)!,
});

const mixOf = (mix: Mix, labels: Readonly<Record<string, string>>): MixPart[] =>
  Object.keys({ ...labels, ...mix }).flatMap((code) =>
    mix[code] ? [{ code, label: labels[code] ?? code, count: mix[code] }] : [],
  );

/** Trygghet is what the whole follow-up is for; where it is not asked or not shown, the first indicator that is. */
function headlineAmong(reported: readonly ReportedIndicator[], asked: readonly Indicator[]): string | null {
  const shown = reported.filter((indicator) => indicator.withheld === null);
  const chosen = shown.find((indicator) => indicator.key === "trygghet") ?? shown[0];
  const question = asked.find(({ key }) => key === chosen?.key);
  return chosen && question
    ? startOfSentence(headlineOf(question, chosen.positive, chosen.allRespondents, chosen.wilson95))
    : null;
}
