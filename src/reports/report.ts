/**
 * The report of a measurement as a value: groups, indicators, intervals and words, ready for a page, a file or JSON.
 * All shares are fractions; what may not be shown is not in it at all (suppression.ts).
 */
import { formatDate } from "../calendar.ts";
import type { Caller } from "../measurements/draft.ts";
import { usualModules, withModules } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import { type ReportGroup, rawGroup, reportGroup } from "./group.ts";
import { type Indicator, indicatorsOf } from "./indicators.ts";
import { type RawWhole, type ShownWhole, suppressCounties } from "./margins.ts";
import { type PartOfPeriod, partInWords, partialName } from "./part-of-period.ts";
import type { Thresholds } from "./suppression.ts";
import { gather, type Tally, type UnitTally } from "./tally.ts";
import { type UnitTable, unitTable } from "./unit-rows.ts";
import { countryCode } from "./wording.ts";

const careTypes = ["somatic", "psychiatric"] as const;

export type { MixPart, ReportedIndicator, ReportedShare, ReportGroup } from "./group.ts";

export type ReportedMeasurement = {
  readonly id: string;
  readonly name: string;
  readonly state: "draft" | "running" | "closed" | "published";
  readonly opensOn: string;
  readonly closesOn: string;
  /** County codes that take part; a county that has answers without being named here is shown too. */
  readonly counties: readonly string[];
  /** Names of the units it took patients from; null or left out: every unit of the counties. */
  readonly unitNames?: readonly string[] | null;
  /** Local date on which it was closed while patients were left to ring; null or left out: it went on to its end. */
  readonly closedEarlyOn?: string | null;
  /** A period of the continuous measurement of which not all is in it; null or left out: it is whole, or no such period. */
  readonly partOfPeriod?: PartOfPeriod | null;
  /** Who made the calls. */
  readonly caller: Caller;
  readonly note: string | null;
  readonly madeUp: boolean;
};

export type Report = {
  readonly measurement: ReportedMeasurement;
  /** Nothing more comes into it: it has closed, and its last answers are counted. */
  readonly frozen: boolean;
  readonly survey: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    /** The modules that were asked; null where the survey has none. What was not asked is nowhere in the report. */
    readonly modules: readonly { readonly key: string; readonly title: string }[] | null;
  };
  readonly indicators: readonly Indicator[];
  /** How small a group may be in it. */
  readonly thresholds: Thresholds;
  /** County by county: somatic, psychiatric, total. */
  readonly groups: readonly ReportGroup[];
  /** All the counties that take part, summed: somatic, psychiatric, total. Empty when there is but one. */
  readonly country: readonly ReportGroup[];
  /** The units of each county's care types, where they may be shown; none before the measurement has stopped growing. */
  readonly units: readonly UnitTable[];
  /** How large a part of all who answered each county is, where both may be told. */
  readonly countyParts: readonly CountyPart[];
  /** The measurement in one or two sentences, somatic and psychiatric care apart; null when nothing may be shown. */
  readonly headline: string | null;
  readonly cautions: readonly string[];
};

export type CountyPart = {
  readonly county: string;
  readonly countyName: string;
  readonly respondents: number;
  /** Of all counties' respondents. */
  readonly share: number;
};

/** Takes all tallies of the measurement, in any order, and its survey with its modules as the choice (route.ts, withChosen). */
export function makeReport(given: {
  readonly measurement: ReportedMeasurement;
  readonly survey: Survey;
  readonly tallies: readonly Tally[];
  /** The same tallies by unit; left out where units are not to be shown. */
  readonly unitTallies?: readonly UnitTally[];
  readonly thresholds: Thresholds;
  /** Answers are still on their way into it, though it is closed. */
  readonly growing?: boolean;
}): Report {
  const { measurement, survey, tallies, unitTallies = [], thresholds, growing = false } = given;
  const indicators = indicatorsOf(withModules(survey, usualModules(survey)));
  const frozen = !growing && (measurement.state === "closed" || measurement.state === "published");
  const byCounty = Map.groupBy(tallies, (tally) => tally.county);
  const counties = [...new Set([...measurement.counties, ...byCounty.keys()])].sort();
  const whole = (theirs: readonly Tally[]): RawWhole => ({
    parts: careTypes.map((careType) => rawGroup(careType, gather(theirs, careType), indicators)),
    total: rawGroup(null, gather(theirs, null), indicators),
  });
  const shown = suppressCounties(
    counties.map((county) => whole(byCounty.get(county) ?? [])),
    counties.length > 1 ? whole(tallies) : null,
    thresholds,
    frozen,
  );
  const inWords = (county: string, parts: ShownWhole) =>
    parts.map((part) => reportGroup(county, part, indicators, thresholds));
  const groups = counties.flatMap((county, row) => inWords(county, shown.counties[row]!));
  const country = shown.country ? inWords(countryCode, shown.country) : [];
  const byPart = Map.groupBy(frozen ? unitTallies : [], ({ county, careType }) => `${county} ${careType}`);
  const units = counties.flatMap((county, row) =>
    careTypes.flatMap((careType, at) => {
      const theirs = byPart.get(`${county} ${careType}`) ?? [];
      return unitTable(county, careType, theirs, shown.counties[row]![at]!, { indicators, thresholds }) ?? [];
    }),
  );
  return {
    measurement: { ...measurement, name: partialName(measurement.name, measurement.partOfPeriod, counties) },
    frozen,
    survey: {
      ...{ id: survey.id, version: survey.version, title: survey.title },
      modules: survey.modules?.filter(({ on }) => on).map(({ key, title }) => ({ key, title })) ?? null,
    },
    indicators,
    thresholds,
    groups,
    country,
    units,
    countyParts: countyPartsOf(groups, country),
    headline: headlineOf(country.length > 0 ? country : groups),
    cautions: [...partInWords(measurement.partOfPeriod, counties), ...cautionsOf(measurement, groups, thresholds)],
  };
}

function countyPartsOf(groups: readonly ReportGroup[], country: readonly ReportGroup[]): CountyPart[] {
  const all = country.find(({ careType }) => careType === null);
  if (!all || all.hidden !== null) return [];
  return groups.flatMap((group) =>
    group.careType === null && group.hidden === null
      ? [
          {
            county: group.county,
            countyName: group.countyName,
            respondents: group.respondents,
            share: group.respondents / all.respondents,
          },
        ]
      : [],
  );
}

function headlineOf(groups: readonly ReportGroup[]): string | null {
  const sentences = groups.flatMap((group) =>
    group.careType !== null && group.hidden === null && group.headline
      ? [`${group.careTypeLabel}: ${group.headline[0]!.toLowerCase()}${group.headline.slice(1)}.`]
      : [],
  );
  return sentences.length > 0 ? sentences.join(" ") : null;
}

/** So many units are told by name; of more, how many they are. */
const mostNames = 12;

/** What a county's name does not say of who is in its figures. */
function selectionCautions({ unitNames = null, closedEarlyOn = null }: ReportedMeasurement): string[] {
  const names = unitNames ?? [];
  const told = names.length > mostNames ? `${names.length} utvalda enheter` : listOf(names);
  return [
    ...(names.length === 0 ? [] : [`Bara en del av enheterna är med i mätningen: ${told}.`]),
    ...(closedEarlyOn === null
      ? []
      : [
          `Mätningen avslutades i förtid, ${formatDate(closedEarlyOn)} ${closedEarlyOn.slice(0, 4)}. De som var kvar att ringa då är inte med.`,
        ]),
  ];
}

const listOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} och ${names.at(-1)}`;

function cautionsOf(
  measurement: ReportedMeasurement,
  groups: readonly ReportGroup[],
  thresholds: Thresholds,
): string[] {
  const visible = groups.filter((group) => group.hidden === null);
  const withProxy = visible.some((group) => group.respondentKinds.some(({ code }) => code === "proxy"));
  const kinds = new Set(visible.flatMap((group) => group.modes.map(({ code }) => code)));
  return [
    ...selectionCautions(measurement),
    ...(measurement.state === "running"
      ? [
          `Mätningen pågår. Nya svar i en grupp läggs till minst ${thresholds.hideBelow} åt gången, när de inte alla är likadana. Svarsalternativen ett och ett visas när den är slut.`,
        ]
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
