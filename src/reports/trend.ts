/**
 * One group's shares from time to time. Only answers to the same questions, collected in the same way, make a line: where
 * the way changes the line is broken and the break is said in words (domain §8). Works on what may be shown
 * (suppression.ts) and on nothing else; a time that may not be shown is a gap.
 */
import { shareIn } from "./comparison.ts";
import type { ReportedShare, ReportGroup } from "./group.ts";
import { modesDiffer } from "./modes.ts";
import { modesText } from "./wording.ts";

export type TrendTime = {
  /** "kvartal 4 2026", or whatever the result is called. */
  readonly label: string;
  /** Where it lies between the first (0) and the last (1). */
  readonly at: number;
  /** Null: nobody of the group has answered then. */
  readonly group: ReportGroup | null;
};

export type Break = { readonly heading: string; readonly text: string };

export type Trend = {
  readonly times: readonly TrendTime[];
  /** Of each time: why no line comes to it from the one before; null when nothing is in the way. */
  readonly breaks: readonly (Break | null)[];
  readonly indicators: readonly {
    readonly key: string;
    readonly label: string;
    /** In the order of the times; null where it may not be shown. */
    readonly shares: readonly (ReportedShare | null)[];
  }[];
};

/** Takes the times oldest first; all must have asked the same questions. */
export function makeTrend(times: readonly TrendTime[]): Trend {
  const shown = (group: ReportGroup | null) => (group !== null && group.hidden === null ? group : null);
  let before: ReturnType<typeof shown> = null;
  const breaks = times.map(({ label, group }) => {
    const now = shown(group);
    const differs = now !== null && before !== null && modesDiffer([before, now]);
    const words =
      differs && before !== null && now !== null
        ? {
            heading: `Brott före ${label}.`,
            text: `Svaren är insamlade på ett annat sätt än gången före. Förut: ${modesText(before.modes)} Sedan: ${modesText(now.modes)}`,
          }
        : null;
    before = now ?? before;
    return words;
  });
  const labels = new Map<string, string>();
  for (const { group } of times)
    for (const { key, label } of Object.values(shown(group)?.indicators ?? {})) labels.set(key, label);
  return {
    times,
    breaks,
    indicators: [...labels].map(([key, label]) => ({
      ...{ key, label },
      shares: times.map(({ group }) => (group === null ? null : shareIn(group, key))),
    })),
  };
}
