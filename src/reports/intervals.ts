/**
 * How sure a share is. Wilson's score interval for one share and Newcombe's hybrid score interval for a difference
 * (R. G. Newcombe, Statistics in Medicine 17, 1998, pp. 857–872 method 3 and pp. 873–890 method 10).
 */
export type Interval = readonly [low: number, high: number];

/** 97.5th percentile of the normal distribution, for 95 % two-sided. */
const z = 1.959964;

/** The 95 % interval of positive / n, as fractions. Null when n is 0. */
export function wilson95(positive: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = positive / n;
  const middle = 2 * n * share + z * z;
  const spread = z * Math.sqrt(z * z + 4 * n * share * (1 - share));
  const scale = 2 * (n + z * z);
  return [
    positive === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    positive === n ? 1 : Math.min(1, (middle + spread) / scale),
  ];
}

/** The 95 % interval of the first share minus the second. The difference is established only if 0 is not in it. */
export function newcombe95(positive: number, n: number, otherPositive: number, otherN: number): Interval | null {
  const first = wilson95(positive, n);
  const second = wilson95(otherPositive, otherN);
  if (!first || !second) return null;
  const share = positive / n;
  const other = otherPositive / otherN;
  const difference = share - other;
  return [
    difference - Math.hypot(share - first[0], second[1] - other),
    difference + Math.hypot(first[1] - share, other - second[0]),
  ];
}

/** Whole percent, half up. The small addition undoes binary rounding: 0.145 × 100 is 14.499999999999998. */
export const wholePercent = (share: number): number => Math.floor(share * 100 + 0.5 + 1e-9);

/** "77 %", as Swedish is written: the sign is never parted from its number (a space that does not break). */
export const percentText = (share: number): string => `${wholePercent(share)}\u00a0%`;

/** "74–97 %". */
export const intervalText = ([low, high]: Interval): string => `${wholePercent(low)}–${wholePercent(high)}\u00a0%`;

/** "12 600": a whole number from 0 up, its thousands apart as Swedish is written, in one line. */
export const numberText = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, "\u00a0");

/** "12 600,5": a number from 0 up with so many decimals, one or more, half up as {@link wholePercent}: 1.15 is "1,2". */
export function decimalText(value: number, decimals: number): string {
  const unit = 10 ** decimals;
  const rounded = Math.floor(value * unit + 0.5 + 1e-9) / unit;
  const [whole = "", part = ""] = rounded.toFixed(decimals).split(".");
  return `${numberText(Number(whole))},${part}`;
}
