/**
 * The report of a measurement as a value: groups, indicators, intervals and words, ready for a page, a file or JSON.
 * All shares are fractions; what may not be shown is not in it at all (suppression.ts).
 */
import type { CareType } from "../responses/response.ts";
import type { Survey } from "../surveys/survey.ts";
import { type ReportGroup, rawGroup, reportGroup } from "./group.ts";
import { type Indicator, indicatorsOf } from "./indicators.ts";
import { suppress, type Thresholds } from "./suppression.ts";
import { gather, type Tally } from "./tally.ts";

export type { MixPart, ReportedIndicator, ReportedShare, ReportGroup } from "./group.ts";

export type ReportedMeasurement = {
  readonly id: string;
  readonly name: string;
  readonly state: "draft" | "running" | "closed" | "published";
  readonly opensOn: string;
  readonly closesOn: string;
  /** County codes that take part; a county that has answers without being named here is shown too. */
  readonly counties: readonly string[];
  readonly note: string | null;
  readonly madeUp: boolean;
};

export type Report = {
  readonly measurement: ReportedMeasurement;
  readonly survey: { readonly id: string; readonly version: number; readonly title: string };
  readonly indicators: readonly Indicator[];
  /** County by county: somatic, psychiatric, total. */
  readonly groups: readonly ReportGroup[];
  /** The measurement in one or two sentences, somatic and psychiatric care apart; null when nothing may be shown. */
  readonly headline: string | null;
  readonly cautions: readonly string[];
};

/** Takes all tallies of the measurement, in any order. */
export function makeReport(given: {
  readonly measurement: ReportedMeasurement;
  readonly survey: Survey;
  readonly tallies: readonly Tally[];
  readonly thresholds: Thresholds;
}): Report {
  const { measurement, survey, tallies, thresholds } = given;
  const indicators = indicatorsOf(survey);
  const frozen = measurement.state === "closed" || measurement.state === "published";
  const byCounty = Map.groupBy(tallies, (tally) => tally.county);
  const counties = [...new Set([...measurement.counties, ...byCounty.keys()])].sort();
  const groups = counties.flatMap((county) => {
    const theirs = byCounty.get(county) ?? [];
    const group = (careType: CareType | null) => rawGroup(careType, gather(theirs, careType), indicators);
    return suppress([group("somatic"), group("psychiatric")], group(null), thresholds, frozen).map((shown) =>
      reportGroup(county, shown, indicators, thresholds),
    );
  });
  return {
    measurement,
    survey: { id: survey.id, version: survey.version, title: survey.title },
    indicators,
    groups,
    headline: counties.length === 1 ? headlineOfCounty(groups) : null,
    cautions: cautionsOf(measurement, groups, thresholds),
  };
}

function headlineOfCounty(groups: readonly ReportGroup[]): string | null {
  const sentences = groups.flatMap((group) =>
    group.careType !== null && group.hidden === null && group.headline
      ? [`${group.careTypeLabel}: ${group.headline[0]!.toLowerCase()}${group.headline.slice(1)}.`]
      : [],
  );
  return sentences.length > 0 ? sentences.join(" ") : null;
}

function cautionsOf(
  measurement: ReportedMeasurement,
  groups: readonly ReportGroup[],
  thresholds: Thresholds,
): string[] {
  const visible = groups.filter((group) => group.hidden === null);
  const withProxy = visible.some((group) => group.respondentKinds.some(({ code }) => code === "proxy"));
  const kinds = new Set(visible.flatMap((group) => group.modes.map(({ code }) => code)));
  return [
    ...(measurement.state === "running"
      ? [`Mätningen pågår. Nya svar läggs till när minst ${thresholds.hideBelow} har kommit in i en grupp.`]
      : []),
    ...(visible.some((group) => group.caution)
      ? [
          `Grupper med färre än ${thresholds.cautionBelow} svarande är markerade. Titta på intervallet, inte bara på andelen.`,
        ]
      : []),
    ...(groups.some((group) => group.hidden !== null)
      ? [
          `Grupper med färre än ${thresholds.hideBelow} svarande visas inte, för att ingen enskild ska kunna kännas igen.`,
        ]
      : []),
    ...(withProxy ? ["En del svar är givna av närstående i patientens ställe."] : []),
    ...(kinds.size > 1 ? ["Svaren är insamlade på olika sätt. Det kan påverka vad människor svarar."] : []),
  ];
}
