/** Shares and differences come with the intervals that the literature gives for them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { intervalText, newcombe95, percentText, wilson95 } from "./intervals.ts";

const rounded = (interval: readonly [number, number] | null) => interval?.map((end) => Math.round(end * 1e4) / 1e4 + 0);

test("Wilson's interval is the one Newcombe published (1998, table I, method 3)", () => {
  expect(rounded(wilson95(81, 263))).toEqual([0.2553, 0.3662]);
  expect(rounded(wilson95(15, 148))).toEqual([0.0624, 0.1605]);
  expect(rounded(wilson95(0, 20))).toEqual([0, 0.1611]);
  expect(rounded(wilson95(1, 29))).toEqual([0.0061, 0.1718]);
});

test("the interval of a difference is the one Newcombe published (1998, table II, method 10)", () => {
  expect(rounded(newcombe95(56, 70, 48, 80))).toEqual([0.0524, 0.3339]);
  expect(rounded(newcombe95(9, 10, 3, 10))).toEqual([0.1705, 0.809]);
  expect(rounded(newcombe95(6, 7, 2, 7))).toEqual([0.0582, 0.8062]);
  expect(rounded(newcombe95(5, 56, 0, 29))).toEqual([-0.0381, 0.1926]);
  expect(rounded(newcombe95(0, 10, 0, 20))).toEqual([-0.1611, 0.2775]);
  expect(rounded(newcombe95(10, 10, 0, 20))).toEqual([0.6791, 1]);
});

test("an interval holds its share, stays within 0 and 1, and mirrors when yes and no change places", () => {
  const counts = fc
    .integer({ min: 1, max: 5000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(counts, ([positive, n]) => {
      const [low, high] = wilson95(positive, n)!;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(positive / n);
      expect(high).toBeGreaterThanOrEqual(positive / n);
      expect(low).toBeCloseTo(1 - wilson95(n - positive, n)![1], 12);
    }),
  );
});

test("nobody asked gives no interval", () => {
  expect(wilson95(0, 0)).toBeNull();
  expect(newcombe95(1, 2, 0, 0)).toBeNull();
});

test("percent are whole, half up, written as in Swedish", () => {
  expect(percentText(23 / 30)).toBe("77 %");
  expect(percentText(0.145)).toBe("15 %");
  expect(percentText(1 / 8)).toBe("13 %");
  expect(percentText(0)).toBe("0 %");
  expect(intervalText([0.7438, 0.9654])).toBe("74–97 %");
});
