/**
 * The same group's share from measurement to measurement, as points on a time line. Only within one survey version; where
 * the answers were collected in another way than the time before, the line is broken and the break is named (domain §8).
 */
import type { Comparison, Side } from "../reports/comparison.ts";
import { percentText } from "../reports/intervals.ts";
import type { TrendView } from "./views.ts";

/** The drawing's height in its own units; a per cent is half a unit. */
const height = 50;

/** Null when the sides are not one group over time. */
export function trendOf({ sides, indicators, notComparable }: Comparison): TrendView | null {
  const [first] = sides;
  if (notComparable !== null || !first || !isOverTime(sides)) return null;
  const step = 100 / sides.length;
  const x = (at: number) => Math.round((at + 0.5) * step * 10) / 10;
  const y = (share: number) => Math.round((height - share * height) * 10) / 10;
  const broken = sides.map((side, at) => at > 0 && modesOf(side) !== modesOf(sides[at - 1]!));
  return {
    names: sides.map(({ label }) => label),
    breaks: sides.flatMap(({ label }, at) =>
      broken[at] ? [`Brott före ${label}: svaren är insamlade på ett annat sätt än gången före.`] : [],
    ),
    indicators: indicators.map(({ label, shares }) => ({
      label,
      points: shares.flatMap((share, at) =>
        share
          ? [
              {
                x: x(at),
                y: y(share.shareOfAll),
                low: y(share.wilson95[0]),
                high: y(share.wilson95[1]),
                text: percentText(share.shareOfAll),
              },
            ]
          : [],
      ),
      lines: shares.flatMap((share, at) => {
        const before = shares[at - 1];
        return share && before && !broken[at]
          ? [{ x1: x(at - 1), y1: y(before.shareOfAll), x2: x(at), y2: y(share.shareOfAll) }]
          : [];
      }),
      breaks: broken.flatMap((is, at) => (is ? [Math.round((x(at) - step / 2) * 10) / 10] : [])),
    })),
  };
}

/** The same county and care type, once in each measurement. */
function isOverTime(sides: readonly Side[]): boolean {
  const groups = new Set(sides.map(({ group }) => `${group.county} ${group.careType}`));
  const measurements = new Set(sides.map(({ measurementId }) => measurementId));
  return groups.size === 1 && measurements.size === sides.length;
}

const modesOf = ({ group }: Side): string =>
  group.hidden === null
    ? group.modes
        .map(({ code }) => code)
        .sort()
        .join(" ")
    : "";
