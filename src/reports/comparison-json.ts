/** A comparison for other programs: the same numbers as on its page, under stable English names, and what it says first. */
import { own } from "../surveys/route.ts";
import type { Comparison, Side } from "./comparison.ts";
import { letterOf } from "./comparison-table.ts";

/** A plain value to be printed as JSON. What may not be shown or compared is null, and `hidden` or `notComparable` says why. */
export const comparisonAsJson = ({ sides, indicators, notComparable, cautions }: Comparison) => ({
  sides: sides.map(sideAsJson),
  notComparable,
  cautions,
  indicators: Object.fromEntries(
    indicators.map(({ key, shares, differences }) => [
      key,
      sides.map(({ group }, at) => {
        const share = shares[at] ?? null;
        const to = differences.find(({ side }) => side === at) ?? null;
        return {
          letter: letterOf(at),
          hidden: share ? null : whyHidden(group, key),
          positive: share?.positive ?? null,
          allRespondents: share?.allRespondents ?? null,
          shareOfAll: share?.shareOfAll ?? null,
          wilson95: share?.wilson95 ?? null,
          differenceFromA: to?.difference ?? null,
          newcombe95: to?.newcombe95 ?? null,
          established: to?.established ?? null,
        };
      }),
    ]),
  ),
});

function whyHidden(group: Side["group"], key: string): string {
  if (group.hidden !== null) return group.hidden;
  return own(group.indicators, key)?.withheld ?? "not-asked";
}

function sideAsJson({ label, measurementId, survey, madeUp, dates, running, group, responseRate }: Side, at: number) {
  const { county, careType, unit } = group;
  return {
    ...{ letter: letterOf(at), name: label, measurement: measurementId, survey },
    ...{ county, careType, unit: unit?.name ?? null, withoutUnit: unit?.without ?? false },
    ...{ opensOn: dates?.opensOn ?? null, closesOn: dates?.closesOn ?? null, running: running ?? null, madeUp },
    respondents: group.hidden === null ? group.respondents : null,
    hidden: group.hidden,
    responseRate: group.hidden === null ? responseRate : null,
  };
}
