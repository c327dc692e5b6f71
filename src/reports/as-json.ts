/** The report for other programs: the same numbers as on the page, under stable English names. */
import type { Report, ReportedIndicator, ReportedShare, ReportGroup } from "./report.ts";
import type { UnitIndicator, UnitTable } from "./unit-rows.ts";

/** A plain value to be printed as JSON. A hidden group carries no counts; a withheld indicator carries nulls. */
export const reportAsJson = ({
  measurement,
  frozen,
  survey,
  thresholds,
  groups,
  country,
  units,
  cautions,
}: Report) => ({
  measurement: {
    id: measurement.id,
    name: measurement.name,
    state: measurement.state,
    opensOn: measurement.opensOn,
    closesOn: measurement.closesOn,
    final: frozen,
    closedEarlyOn: measurement.closedEarlyOn ?? null,
    unitNames: measurement.unitNames ?? null,
    note: measurement.note,
    madeUp: measurement.madeUp,
  },
  /** What the page says before the numbers, in Swedish. */
  cautions,
  survey: {
    id: survey.id,
    version: survey.version,
    modules: survey.modules === null ? null : survey.modules.map(({ key }) => key),
  },
  /** How small a group may be in this measurement; the same from its start to its end. Persons. */
  thresholds,
  /** County by county; where there are several, the counties together come last, under county "00". */
  groups: [...groups, ...country].map(groupAsJson),
  /** What a county's care type is made of: every respondent of it in one of its units. */
  units: units.flatMap(unitsAsJson),
});

function groupAsJson(group: ReportGroup) {
  const { county, careType } = group;
  if (group.hidden !== null) return { county, careType, hidden: true, because: group.hidden };
  const { respondents, caution, modes, respondentKinds } = group;
  return {
    ...{ county, careType, respondents, caution: caution !== null },
    modes: modes.map(({ code, count }) => ({ code, respondents: count })),
    respondentKinds: respondentKinds.map(({ code, count }) => ({ code, respondents: count })),
    indicators: byKey(Object.values(group.indicators), (indicator) => ({
      ...figuresAsJson(indicator),
      ...(indicator.withheld === null ? moreAsJson(indicator) : nothingMore),
    })),
  };
}

const unitsAsJson = ({ county, careType, rows }: UnitTable) =>
  rows.map(({ kind, name, respondents, indicators }) => ({
    ...{ county, careType, kind, unit: kind === "unit" ? name : null, respondents },
    indicators: byKey(Object.values(indicators), figuresAsJson),
  }));

const byKey = <Each extends { readonly key: string }, Json>(all: readonly Each[], asJson: (one: Each) => Json) =>
  Object.fromEntries(all.map((one) => [one.key, asJson(one)]));

/** What is shown of a care type and of a unit alike. */
function figuresAsJson(indicator: ReportedIndicator | UnitIndicator) {
  if (indicator.withheld !== null) {
    return {
      positive: null,
      answered: null,
      allRespondents: null,
      shareOfAll: null,
      shareOfAnswered: null,
      wilson95: null,
      withheld: indicator.withheld,
    };
  }
  return shareAsJson(indicator);
}

const shareAsJson = (share: ReportedShare) => {
  const { positive, answered, allRespondents, shareOfAll, shareOfAnswered, wilson95 } = share;
  return { positive, answered, allRespondents, shareOfAll, shareOfAnswered, wilson95 };
};

const moreAsJson = ({ topBox, notAnswered, distribution, apart }: Extract<ReportedIndicator, { withheld: null }>) => ({
  topBox,
  ...{ dontKnow: notAnswered.dontKnow, notApplicable: notAnswered.notApplicable },
  ...{ declined: notAnswered.declined, missing: notAnswered.missing },
  distribution: distribution?.map(({ code, count }) => ({ code, respondents: count })) ?? null,
  apart: apart && { own: shareAsJson(apart.own), proxy: shareAsJson(apart.proxy) },
});

const nothingMore = {
  ...{ topBox: null, dontKnow: null, notApplicable: null, declined: null, missing: null },
  ...{ distribution: null, apart: null },
};
