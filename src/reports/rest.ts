/**
 * Riket without one county: what a county is compared with, since it stands in the whole itself (domain §8).
 */
import { cautionText, type MixPart, type ReportedShare, type ReportGroup } from "./group.ts";
import { wilson95 } from "./intervals.ts";
import { mayShow, type Thresholds } from "./suppression.ts";
import { hiddenText, withheldText } from "./wording.ts";

/**
 * The country less one county, of the same care type; null where either may not be shown. What is left out of an indicator
 * is left out here too, so this tells only what a pencil could. A rest of too few, or in which all of a few said the same,
 * shows no indicator.
 */
export function restOf(country: ReportGroup, county: ReportGroup, thresholds: Thresholds): ReportGroup | null {
  if (country.hidden !== null || county.hidden !== null || country.careType !== county.careType) return null;
  const respondents = country.respondents - county.respondents;
  const name = {
    county: `${country.county}-${county.county}`,
    countyName: `${country.countyName} utom ${county.countyName}`,
    careType: country.careType,
    careTypeLabel: country.careTypeLabel,
  };
  if (respondents < thresholds.hideBelow) return { ...name, hidden: "few", inWords: hiddenText("few", thresholds) };
  const indicators = Object.values(country.indicators).map((whole) => {
    const part = county.indicators[whole.key];
    const share = whole.withheld === null && part?.withheld === null ? restShare(whole, part, thresholds) : null;
    const { key, label } = whole;
    if (!share) return { key, label, withheld: "few" as const, inWords: withheldText("few") };
    const nothing = { notApplicable: 0, dontKnow: 0, declined: 0, missing: 0 };
    return {
      ...share,
      key,
      label,
      withheld: null,
      topBox: null,
      distribution: null,
      notAnswered: nothing,
      apart: null,
    };
  });
  const lessOf = (whole: readonly MixPart[], part: readonly MixPart[]) =>
    whole.map((each) => ({ ...each, count: each.count - (part.find(({ code }) => code === each.code)?.count ?? 0) }));
  const counted = (modes: readonly { readonly count: number | null }[]) => modes.every(({ count }) => count !== null);
  return {
    ...name,
    hidden: null,
    respondents,
    caution: respondents < thresholds.cautionBelow ? cautionText(thresholds) : null,
    headline: null,
    indicators: Object.fromEntries(indicators.map((each) => [each.key, each])),
    modes:
      counted(country.modes) && counted(county.modes)
        ? lessOf(country.modes as readonly MixPart[], county.modes as readonly MixPart[])
        : country.modes.map((mode) => ({ ...mode, count: null })),
    respondentKinds: lessOf(country.respondentKinds, county.respondentKinds).filter(({ count }) => count > 0),
  };
}

function restShare(whole: ReportedShare, part: ReportedShare, thresholds: Thresholds): ReportedShare | null {
  const positive = whole.positive - part.positive;
  const answered = whole.answered - part.answered;
  const allRespondents = whole.allRespondents - part.allRespondents;
  const interval = wilson95(positive, allRespondents);
  if (!interval || !mayShow({ positive, answered, allRespondents }, thresholds)) return null;
  return {
    ...{ positive, answered, allRespondents, wilson95: interval },
    shareOfAll: positive / allRespondents,
    shareOfAnswered: positive / answered,
  };
}
