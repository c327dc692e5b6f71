/**
 * Gives up background facts until nobody in a batch stands out: every combination of month, unit, age group and track
 * that is left is shared by at least `minimum` persons (k-anonymity, Sweeney 2002, by generalising to "not told").
 *
 * Top-down: the batch is split by month, each part by unit, then by age group, then by track, and a split that would
 * leave somebody in a smaller company is not made for them. So track is lost first and month last, and mode,
 * respondent, caller and completeness are never touched.
 */
import { type CoarseFacts, coarseningOrder } from "./response.ts";

/**
 * The same rows with some facts set to null. Depends on the rows' contents only, never on their order. A batch that is
 * itself smaller than `minimum` loses all four.
 */
export const coarsen = <Row extends CoarseFacts>(batch: readonly Row[], minimum: number): Row[] =>
  splitFrom(0, batch, minimum);

function splitFrom<Row extends CoarseFacts>(level: number, rows: readonly Row[], minimum: number): Row[] {
  const column = coarseningOrder[level];
  if (column === undefined) return [...rows];
  const parts = Map.groupBy(rows, (row) => row[column] as string | null);
  const kept = [...parts].filter(([value, part]) => value !== null && part.length >= minimum);
  const untold = parts.get(null) ?? [];
  const tooFew = [...parts].flatMap(([value, part]) => (value !== null && part.length < minimum ? part : []));
  if (tooFew.length === 0 && (untold.length === 0 || untold.length >= minimum)) {
    return [...parts.values()].flatMap((part) => splitFrom(level + 1, part, minimum));
  }
  // Those who are too few go together as "not told"; if they are still too few, the smallest other part joins them.
  kept.sort(([a, left], [b, right]) => right.length - left.length || (String(a) < String(b) ? 1 : -1));
  const pooled = [...untold, ...tooFew];
  while (pooled.length < minimum) {
    const smallest = kept.pop();
    if (!smallest) break;
    pooled.push(...smallest[1]);
  }
  const lost = Object.fromEntries(coarseningOrder.slice(level).map((name) => [name, null]));
  return [
    ...pooled.map((row) => ({ ...row, ...lost })),
    ...kept.flatMap(([, part]) => splitFrom(level + 1, part, minimum)),
  ];
}
