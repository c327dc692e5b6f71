/**
 * A samverkansmätning beside the one before it in the same county: only what both of them show, so nothing can be had by
 * subtraction that is not there already. The units need not be the same, and the page says so.
 */

import type { CooperationReport, ShownFigure } from "./cooperation.ts";
import { figuresOf, type NamedFigure } from "./cooperation-table.ts";
import { type Interval, newcombe95 } from "./intervals.ts";

export type CooperationChange = Pick<NamedFigure, "kind" | "by" | "about"> & {
  readonly now: ShownFigure;
  readonly before: ShownFigure;
  /** Now minus before, as a fraction. */
  readonly difference: number;
  /** 95 %. */
  readonly interval: Interval;
  /** 0 is not in the interval. */
  readonly established: boolean;
};

/**
 * The cells of the matrix and how often the date was changed. No sums: their opinions come two from a sheet, and an
 * interval for a difference wants independent answers.
 */
export function changesSince(now: CooperationReport, before: CooperationReport): readonly CooperationChange[] {
  if (!now.frozen || !before.frozen) return [];
  const earlier = figuresOf(before);
  return figuresOf(now).flatMap(({ kind, by, about, figure }) => {
    if (by === null || (kind === "satisfied" ? about === null : kind !== "date")) return [];
    const same = earlier.find((one) => one.kind === kind && one.by === by && one.about === about)?.figure;
    if (figure.hidden !== null || !same || same.hidden !== null) return [];
    const interval = newcombe95(figure.positive, figure.answered, same.positive, same.answered);
    if (!interval) return [];
    const difference = figure.positive / figure.answered - same.positive / same.answered;
    const established = interval[0] > 0 || interval[1] < 0;
    return [{ kind, by, about, now: figure, before: same, difference, interval, established }];
  });
}
