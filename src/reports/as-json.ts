/** The report for other programs: the same numbers as on the page, under stable English names. */
import type { Report, ReportedIndicator, ReportGroup } from "./report.ts";
import type { UnitIndicator, UnitTable } from "./unit-rows.ts";

/** A plain value to be printed as JSON. A hidden group carries no counts; a withheld indicator carries nulls. */
export const reportAsJson = ({ measurement, survey, thresholds, groups, country, units }: Report) => ({
  measurement: {
    id: measurement.id,
    name: measurement.name,
    state: measurement.state,
    opensOn: measurement.opensOn,
    closesOn: measurement.closesOn,
    note: measurement.note,
    madeUp: measurement.madeUp,
  },
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
  if (group.hidden !== null) return { county, careType, hidden: true };
  const indicators = Object.values(group.indicators).map((indicator) => [indicator.key, indicatorAsJson(indicator)]);
  return { county, careType, respondents: group.respondents, indicators: Object.fromEntries(indicators) };
}

const unitsAsJson = ({ county, careType, rows }: UnitTable) =>
  rows.map(({ kind, name, respondents, indicators }) => ({
    ...{ county, careType, kind, unit: kind === "unit" ? name : null, respondents },
    indicators: Object.fromEntries(Object.values(indicators).map((each) => [each.key, indicatorAsJson(each)])),
  }));

function indicatorAsJson(indicator: ReportedIndicator | UnitIndicator) {
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
  const { positive, answered, allRespondents, shareOfAll, shareOfAnswered, wilson95 } = indicator;
  return { positive, answered, allRespondents, shareOfAll, shareOfAnswered, wilson95 };
}
