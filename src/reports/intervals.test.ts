/** Shares and differences come with the intervals that the literature gives for them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decimalText, intervalText, newcombe95, numberText, percentText, wilson95 } from "./intervals.ts";

const rounded = (interval: readonly [number, number] | null) => interval?.map((end) => Math.round(end * 1e4) / 1e4 + 0);

test("Wilson's interval is the one Newcombe published (1998, table I, method 3)", () => {
  expect(rounded(wilson95(81, 263))).toEqual([0.2553, 0.3662]);
  expect(rounded(wilson95(15, 148))).toEqual([0.0624, 0.1605]);
  expect(rounded(wilson95(0, 20))).toEqual([0, 0.1611]);
  expect(rounded(wilson95(1, 29))).toEqual([0.0061, 0.1718]);
});

/** A bound found by halving: the share that lies z standard errors of its own from what was seen (Wilson's definition). */
function byHalving(seen: number, n: number, towards: 0 | 1): number {
  const z = 1.959964;
  let [inside, outside] = [seen, towards as number];
  for (let times = 0; times < 200; times += 1) {
    const share = (inside + outside) / 2;
    if ((seen - share) ** 2 * n <= z * z * share * (1 - share)) inside = share;
    else outside = share;
  }
  return inside;
}

const counts = fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test("Wilson's interval is where its equation says, for any count: solved by halving instead of by formula", () => {
  fc.assert(
    fc.property(counts, ([positive, n]) => {
      const [low, high] = wilson95(positive, n)!;
      expect(low).toBeCloseTo(positive === 0 ? 0 : byHalving(positive / n, n, 0), 9);
      expect(high).toBeCloseTo(positive === n ? 1 : byHalving(positive / n, n, 1), 9);
    }),
  );
});

test("the interval of a difference follows from bounds found by halving, turns round with its sides, and stays within −1 and 1", () => {
  fc.assert(
    fc.property(counts, counts, ([a, m], [b, n]) => {
      const [low, high] = newcombe95(a, m, b, n)!;
      const [p, q] = [a / m, b / n];
      const [l1, u1, l2, u2] = [byHalving(p, m, 0), byHalving(p, m, 1), byHalving(q, n, 0), byHalving(q, n, 1)];
      expect(low).toBeCloseTo(p - q - Math.sqrt((p - l1) ** 2 + (u2 - q) ** 2), 9);
      expect(high).toBeCloseTo(p - q + Math.sqrt((u1 - p) ** 2 + (q - l2) ** 2), 9);
      expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
      expect(high).toBeLessThanOrEqual(1 + 1e-12);
      expect(newcombe95(b, n, a, m)![0]).toBeCloseTo(-high, 12);
    }),
  );
});

test("the interval of a difference is the one Newcombe published (1998, table II, method 10)", () => {
  expect(rounded(newcombe95(56, 70, 48, 80))).toEqual([0.0524, 0.3339]);
  expect(rounded(newcombe95(9, 10, 3, 10))).toEqual([0.1705, 0.809]);
  expect(rounded(newcombe95(6, 7, 2, 7))).toEqual([0.0582, 0.8062]);
  expect(rounded(newcombe95(5, 56, 0, 29))).toEqual([-0.0381, 0.1926]);
  expect(rounded(newcombe95(0, 10, 0, 20))).toEqual([-0.1611, 0.2775]);
  expect(rounded(newcombe95(0, 10, 0, 10))).toEqual([-0.2775, 0.2775]);
  expect(rounded(newcombe95(10, 10, 0, 20))).toEqual([0.6791, 1]);
  expect(rounded(newcombe95(10, 10, 0, 10))).toEqual([0.6075, 1]);
});

test("an interval holds its share, stays within 0 and 1, and mirrors when yes and no change places", () => {
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
  expect(percentText(23 / 30)).toBe("77\u00a0%");
  expect(percentText(0.145)).toBe("15\u00a0%");
  expect(percentText(1 / 8)).toBe("13\u00a0%");
  expect(percentText(0)).toBe("0\u00a0%");
  expect(intervalText([0.7438, 0.9654])).toBe("74–97\u00a0%");
  expect([0, 999, 1000, 12600, 1234567].map(numberText)).toEqual([
    "0",
    "999",
    "1\u00a0000",
    "12\u00a0600",
    "1\u00a0234\u00a0567",
  ]);
});

test("decimals are rounded half up as a person does it on paper, not as their binary form happens to fall", () => {
  // 23 days over 20 patients: 1.15 is a little less in binary.
  expect(decimalText(23 / 20, 1)).toBe("1,2");
  expect([3 / 20, 29 / 20, 22.95, 999.95, 2 / 3, 7].map((value) => decimalText(value, 1))).toEqual([
    "0,2",
    "1,5",
    "23,0",
    "1\u00a0000,0",
    "0,7",
    "7,0",
  ]);
  expect([189 / 200, 0.994, 0.995, 12_600.005].map((value) => decimalText(value, 2))).toEqual([
    "0,95",
    "0,99",
    "1,00",
    "12\u00a0600,01",
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 400 }), (part, whole) => {
      const tenths = Math.floor((20 * part + whole) / (2 * whole));
      expect(decimalText(part / whole, 1)).toBe(`${numberText(Math.floor(tenths / 10))},${tenths % 10}`);
    }),
  );
});
