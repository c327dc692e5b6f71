/**
 * The same group's share from time to time, as points on a time line with their intervals (reports/trend.ts): of the
 * results that are compared, and of a continuous measurement's periods with the same numbers as a table.
 */
import type { Comparison, Side } from "../reports/comparison.ts";
import { letterOf } from "../reports/comparison-table.ts";
import { intervalText, numberText, percentText } from "../reports/intervals.ts";
import { unfinishedText } from "../reports/part-of-period.ts";
import { makeTrend, type Trend } from "../reports/trend.ts";
import type { TrendView } from "./views.ts";

/** The drawing's height in its own units; a per cent is half a unit. */
const height = 50;
/** More points than this are drawn small, and only the first and the last have numbers. */
const mostLarge = 9;
/** How far apart two points' numbers must stand to be read, on a narrow screen too. */
const numberWidth = 12;

/** "100 %" that stands farther to the right is cut off by the drawing's edge, on a narrow screen. */
const rightmostText = 95;

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Null when the sides are not one group over time. */
export function trendOf({ sides, indicators, notComparable }: Comparison): TrendView | null {
  if (notComparable !== null || !isOverTime(sides)) return null;
  const last = Math.max(1, sides.length - 1);
  const trend = makeTrend(
    sides.map((side, at) => ({
      ...{ label: letterOf(at), at: at / last, group: side.group, unfinished: unfinishedText(side) },
    })),
  );
  // What some of them did not ask has no line.
  const compared = trend.indicators.filter(({ key }) => indicators.some((one) => one.key === key));
  return viewTrend({ ...trend, indicators: compared }, false);
}

/** The drawings of a trend; `tables`: each with its own numbers beneath. */
export function viewTrend({ times, breaks, indicators }: Trend, tables: boolean): TrendView {
  // Half a step of room at both ends, so that the outermost points and their numbers lie inside.
  const room = 50 / Math.max(1, times.length);
  const x = (at: number) => tenths(room + (times[at]?.at ?? 0) * (100 - 2 * room));
  const y = (share: number) => tenths(height - share * height);
  const unfinished = (at: number) => times[at]?.unfinished ?? null;
  const cautionIn = (at: number): string | null => {
    const group = times[at]?.group;
    return group && group.hidden === null ? group.caution : null;
  };
  return {
    names: times.map(({ label }) => label),
    breaks: breaks.flatMap((words) => (words ? [{ heading: words.heading, text: words.text }] : [])),
    unfinished: times.some(({ group }, at) => group?.hidden === null && unfinished(at) !== null),
    fewText: times.flatMap((_, at) => cautionIn(at) ?? [])[0] ?? "",
    ends: tables ? { first: times[0]?.label ?? "", last: times.at(-1)?.label ?? "" } : null,
    dense: times.length > mostLarge,
    indicators: indicators.map(({ label, shares }) => {
      const numbered = withRoom(shares.flatMap((share, at) => (share ? [x(at)] : [])));
      return {
        label,
        points: shares.flatMap((share, at) =>
          share
            ? [
                {
                  x: x(at),
                  y: y(share.shareOfAll),
                  low: y(share.wilson95[0]),
                  high: y(share.wilson95[1]),
                  text: numbered.has(x(at)) ? percentText(share.shareOfAll) : "",
                  textX: Math.min(x(at), rightmostText),
                  hollow: unfinished(at) !== null,
                },
              ]
            : [],
        ),
        lines: shares.flatMap((share, at) => {
          const before = shares[at - 1];
          return share && before && breaks[at] === null
            ? [{ x1: x(at - 1), y1: y(before.shareOfAll), x2: x(at), y2: y(share.shareOfAll) }]
            : [];
        }),
        breaks: breaks.flatMap((words, at) => (words === null ? [] : [tenths((x(at) + x(at - 1)) / 2)])),
        rows: shares.map((share, at) => ({
          name: times[at]?.label ?? "",
          share: share ? percentText(share.shareOfAll) : "–",
          countText: share ? `${numberText(share.positive)} av ${numberText(share.allRespondents)}` : "Visas inte",
          intervalText: share ? intervalText(share.wilson95) : "–",
          mark: breaks[at]?.mark ?? null,
          note: [unfinished(at), share && cautionIn(at) !== null ? "få svarande" : null]
            .filter((word) => word !== null)
            .join(", "),
        })),
      };
    }),
  };
}

/** The places, first to last, at which a number has room: the last one's first of all, as the newest is looked for. */
function withRoom(places: readonly number[]): ReadonlySet<number> {
  const chosen = new Set<number>(places.slice(-1));
  let next = places.at(-1) ?? 0;
  const wanted = places.length > mostLarge ? places.slice(0, 1) : places.toReversed();
  for (const place of wanted)
    if (next - place >= numberWidth) {
      chosen.add(place);
      next = place;
    }
  return chosen;
}

/** The same county and care type, once in each measurement, and none of them in the time of another. */
function isOverTime(sides: readonly Side[]): boolean {
  const apart = sides.every(({ dates }, at) => {
    const before = sides[at - 1]?.dates;
    return !dates || !before || before.closesOn < dates.opensOn;
  });
  const groups = new Set(
    sides.map(({ group: { county, careType, unit } }) => JSON.stringify([county, careType, unit?.name, unit?.without])),
  );
  const measurements = new Set(sides.map(({ measurementId }) => measurementId));
  return apart && groups.size === 1 && measurements.size === sides.length;
}
