import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AaporCounts,
  eligibleShareFormula,
  estimateEligibleShare,
  formulaOf,
  noCases,
  type RateKey,
  rateDefinitions,
  ratesOf,
} from "./rates.ts";

const rounded = (counts: AaporCounts, keys: readonly RateKey[], e?: number) =>
  keys.map((key) => ratesOf(counts, e)[key]!.share.toFixed(3).slice(1));

test("the published vector: every rate to three decimals", () => {
  const counts = { I: 4, P: 2, R: 1, NC: 1, O: 1, UH: 1, UO: 1, NE: 1 };
  expect(estimateEligibleShare(counts)).toBeCloseTo(0.9, 12);
  for (const e of [0.9, undefined]) {
    const of = (...keys: RateKey[]) => rounded(counts, keys, e);
    expect(of("RR1", "RR2", "RR3", "RR4", "RR5", "RR6")).toEqual([".364", ".545", ".370", ".556", ".444", ".667"]);
    expect(of("COOP1", "COOP2", "COOP3", "COOP4")).toEqual([".500", ".750", ".571", ".857"]);
    expect(of("REF1", "REF2", "REF3")).toEqual([".091", ".093", ".111"]);
    expect(of("CON1", "CON2", "CON3")).toEqual([".727", ".741", ".889"]);
  }
});

test("nothing to divide by gives no rate at all, and never a number that is none", () => {
  expect(new Set(Object.values(ratesOf(noCases)))).toEqual(new Set([null]));
  expect(estimateEligibleShare(noCases)).toBeNull();
  const onlyOpen = ratesOf({ ...noCases, UO: 3 });
  expect([onlyOpen.RR1?.share, onlyOpen.RR3, onlyOpen.RR5]).toEqual([0, null, null]);
  expect(ratesOf({ ...noCases, NE: 3 }).RR1).toBeNull();
});

const cases = fc.nat({ max: 40 });
const anyCounts = fc.record({ I: cases, P: cases, R: cases, NC: cases, O: cases, UH: cases, UO: cases, NE: cases });
const anyE = fc.oneof(fc.constant(undefined), fc.double({ min: 0, max: 1, noNaN: true }));
/** Fractions that should be equal differ in the last bit. */
const hair = 1e-12;

describe("whatever the counts", () => {
  const holds = (law: (rates: ReturnType<typeof ratesOf>, counts: AaporCounts) => void) =>
    fc.assert(fc.property(anyCounts, anyE, (counts, e) => law(ratesOf(counts, e), counts)));

  const inOrder = (...keys: RateKey[]) =>
    holds((rates) => {
      const shares = keys.flatMap((key) => rates[key]?.share ?? []);
      for (const [at, share] of shares.entries())
        if (at > 0) expect(share).toBeGreaterThanOrEqual(shares[at - 1]! - hair);
    });

  test("each rate lies between 0 and 1 and is what it says it divides", () =>
    holds((rates) => {
      for (const rate of Object.values(rates)) {
        if (rate === null) continue;
        expect(rate.share).toBeGreaterThanOrEqual(0);
        expect(rate.share).toBeLessThanOrEqual(1);
        expect(rate.part).toBeLessThanOrEqual(rate.whole + hair);
        expect(rate.share).toBe(rate.part / rate.whole);
      }
    }));

  test("e lies between 0 and 1", () =>
    holds((_, counts) => {
      const e = estimateEligibleShare(counts);
      if (e !== null) expect(e >= 0 && e <= 1).toBe(true);
    }));

  test("the fewer of the unknown are counted, the higher the rate", () => {
    inOrder("RR1", "RR3", "RR5");
    inOrder("RR2", "RR4", "RR6");
    inOrder("REF1", "REF2", "REF3");
    inOrder("CON1", "CON2", "CON3");
  });

  test("partial interviews only add, and cooperation is at least response", () => {
    for (const [whole, partial] of [
      ["RR1", "RR2"],
      ["RR3", "RR4"],
      ["RR5", "RR6"],
      ["COOP1", "COOP2"],
      ["COOP3", "COOP4"],
      ["COOP1", "COOP3"],
      ["COOP2", "COOP4"],
    ] as const)
      inOrder(whole, partial);
    inOrder("RR5", "COOP1");
    inOrder("RR6", "COOP2");
  });

  test("those reached are those who answered, said no or could not", () =>
    holds((rates) => {
      for (const [con, response, refusal] of [
        ["CON1", "RR2", "REF1"],
        ["CON2", "RR4", "REF2"],
        ["CON3", "RR6", "REF3"],
      ] as const) {
        const [all, yes, no] = [rates[con], rates[response], rates[refusal]];
        if (all && yes && no) expect(yes.share + no.share).toBeLessThanOrEqual(all.share + hair);
      }
    }));

  test("one more interview never lowers a response rate, also when e is estimated anew", () =>
    fc.assert(
      fc.property(anyCounts, anyE, (counts, e) => {
        const [before, after] = [ratesOf(counts, e), ratesOf({ ...counts, I: counts.I + 1 }, e)];
        for (const key of ["RR1", "RR2", "RR3", "RR4", "RR5", "RR6"] as const) {
          expect(after[key]!.share).toBeGreaterThanOrEqual((before[key]?.share ?? 0) - hair);
        }
      }),
    ));

  test("when nothing is unknown the three ways to count it agree", () =>
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const rates = ratesOf({ ...counts, UH: 0, UO: 0 });
        expect(rates.RR1).toEqual(rates.RR5);
        expect(rates.RR3).toEqual(rates.RR5);
        expect(rates.CON1).toEqual(rates.CON3);
      }),
    ));
});

test("the formula that is shown gives the number that is shown", () => {
  const evaluate = (formula: string, values: Record<string, number>) => {
    const [, right = ""] = formula.split(" = ");
    const terms = right.replaceAll("×", "*").replace(/[A-Za-z]+/g, (name) => String(values[name]));
    expect(terms).toMatch(/^[\d .+*/()]+$/);
    return Number(new Function(`return ${terms}`)());
  };
  fc.assert(
    fc.property(anyCounts, (counts) => {
      const e = estimateEligibleShare(counts);
      if (e === null) return;
      expect(evaluate(eligibleShareFormula, counts)).toBeCloseTo(e, 12);
      const rates = ratesOf(counts);
      for (const definition of rateDefinitions) {
        const rate = rates[definition.key];
        if (rate) expect(evaluate(formulaOf(definition), { ...counts, e })).toBeCloseTo(rate.share, 12);
      }
    }),
  );
});

test("every rate of the standard is there once, each with a sentence of its own", () => {
  const keys = rateDefinitions.map(({ key }) => key);
  expect(keys).toEqual("RR1 RR2 RR3 RR4 RR5 RR6 COOP1 COOP2 COOP3 COOP4 REF1 REF2 REF3 CON1 CON2 CON3".split(" "));
  expect(new Set(rateDefinitions.map(({ inWords }) => inWords)).size).toBe(16);
});
