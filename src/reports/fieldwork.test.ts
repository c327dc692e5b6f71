import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outcomes } from "../calls/outcomes.ts";
import { chainSteps, countField, type FieldCell, makeFieldwork, surveyOutcomeOf } from "./fieldwork.ts";
import { defaultThresholds } from "./suppression.ts";

const stay: FieldCell = {
  ...{ county: "18", careType: "somatic", unit: "Medicin avd 1", disposition: "completed", consent: "yes" },
  ...{ included: true, attempted: true, reached: true, begun: true, cases: 1 },
};
const cell = (change: Partial<FieldCell>): FieldCell => ({ ...stay, ...change });
const untouched = { attempted: false, reached: false, begun: false } as const;
const classOf = (change: Partial<FieldCell>) => surveyOutcomeOf(cell(change)).class;

describe("how a stay counts", () => {
  test("who said no at discharge has refused the survey, whatever the care call came to", () => {
    for (const disposition of ["never-called", "care-call-made", "window-passed", "dead"] as const) {
      expect(classOf({ consent: "no", disposition })).toBe("R");
    }
    expect(classOf({ consent: "no", disposition: "not-eligible" })).toBe("NE");
  });

  test("who was never asked has not refused", () => {
    expect(classOf({ consent: "unasked", disposition: "care-call-made" })).toBe("NC");
    expect(classOf({ consent: "unasked", disposition: "window-passed" })).toBe("NC");
    for (const disposition of ["refused", "broken-off", "will-not-continue", "refused-by-other"] as const)
      expect(classOf({ consent: "unasked", disposition, begun: false }), disposition).toBe("NC");
    // An interview that was begun proves that the patient was asked, whatever a later list says.
    expect(classOf({ consent: "unasked", disposition: "broken-off", begun: true })).toBe("R");
  });

  test("answers that stand in the result are no refusal because a later list says no", () => {
    for (const consent of ["no", "unasked", "withdrawn"] as const) {
      expect(classOf({ consent, disposition: "completed" })).toBe("I");
      expect(classOf({ consent, disposition: "partial" })).toBe("P");
    }
  });

  test("an interview that belongs to no measurement is no interview of this one", () => {
    expect(classOf({ included: false })).toBe("NC");
    expect(countField([cell({ included: false })]).chain.completed).toBe(0);
  });

  test("an open case is neither a refusal nor a miss: it is not known yet", () => {
    for (const consent of ["yes", "no", "unasked"] as const) expect(classOf({ disposition: null, consent })).toBe("UO");
  });

  test("every final outcome of the table counts somewhere, in its own class where it has one", () => {
    for (const { code, class: own } of outcomes) expect(classOf({ disposition: code })).toBe(own ?? "NC");
  });
});

test("the chain of ten stays, step by step, with coverage and consent", () => {
  const cells = [
    cell({ cases: 3 }),
    cell({ disposition: "partial" }),
    cell({ disposition: "refused", begun: false }),
    cell({ disposition: "window-passed", reached: false, begun: false }),
    cell({ disposition: "never-called", ...untouched }),
    cell({ disposition: "never-called", consent: "no", ...untouched }),
    cell({ disposition: "never-called", consent: "unasked", included: false, ...untouched }),
    cell({ disposition: "not-eligible", ...untouched }),
  ];
  const { chain, coverage, consentRate, all, consenting } = countField(cells);
  expect(chainSteps.map(([step]) => chain[step])).toEqual([10, 9, 8, 8, 7, 6, 5, 4, 3]);
  expect(coverage).toEqual({ part: 8, whole: 9, share: 8 / 9 });
  expect(consentRate).toEqual({ part: 7, whole: 8, share: 7 / 8 });
  expect(all.counts).toEqual({ I: 3, P: 1, R: 2, NC: 3, O: 0, UH: 0, UO: 0, NE: 1 });
  expect(all.rates.RR1?.share).toBeCloseTo(3 / 9, 12);
  expect(consenting.counts).toEqual({ I: 3, P: 1, R: 1, NC: 2, O: 0, UH: 0, UO: 0, NE: 1 });
  expect(consenting.rates.RR1?.share).toBeCloseTo(3 / 7, 12);
});

const anyCell: fc.Arbitrary<FieldCell> = fc.record({
  county: fc.constantFrom("18", "19", "20"),
  careType: fc.constantFrom("somatic", "psychiatric"),
  unit: fc.constantFrom("A", "B", "C", "D"),
  disposition: fc.constantFrom(null, ...outcomes.map(({ code }) => code)),
  consent: fc.constantFrom("yes", "no", "withdrawn", "unasked"),
  included: fc.boolean(),
  attempted: fc.boolean(),
  reached: fc.boolean(),
  begun: fc.boolean(),
  cases: fc.integer({ min: 1, max: 7 }),
});
const anyCells = fc.array(anyCell, { maxLength: 60 });
const total = (cells: readonly FieldCell[]) => cells.reduce((sum, { cases }) => sum + cases, 0);

test("whatever came in, no step of the chain has more than the one before, and every stay counts in one class", () => {
  fc.assert(
    fc.property(anyCells, (cells) => {
      const { chain, all } = countField(cells);
      const steps = chainSteps.map(([step]) => chain[step]);
      expect(steps).toEqual(steps.toSorted((a, b) => b - a));
      expect(steps[0]).toBe(total(cells));
      expect(Object.values(all.counts).reduce((sum, count) => sum + count, 0)).toBe(total(cells));
      expect(chain.eligible).toBe(total(cells) - all.counts.NE);
      expect(chain.completed).toBe(all.counts.I);
    }),
  );
});

test("the outcomes that are shown add up to the classes that the rates are made of", () => {
  fc.assert(
    fc.property(anyCells, (cells) => {
      const { outcomes: lines, whole } = makeFieldwork(cells, defaultThresholds, true);
      if (!lines) {
        expect(total(cells)).toBeLessThan(30);
        return;
      }
      for (const [aapor, count] of Object.entries(whole!.all.counts)) {
        const shown = lines.filter((line) => line.class === aapor).reduce((sum, line) => sum + line.cases, 0);
        expect(shown).toBe(count);
      }
    }),
  );
});

test("at every level the parts add up to their whole, and none holds fewer than five", () => {
  fc.assert(
    fc.property(anyCells, (cells) => {
      const { whole, groups } = makeFieldwork(cells, defaultThresholds, true);
      if (!whole) {
        expect(groups).toEqual([]);
        return;
      }
      const discharged = groups.map(({ counts }) => counts.chain.discharged);
      expect(Math.min(...discharged)).toBeGreaterThanOrEqual(5);
      const sumAt = (depth: number, after: number) => {
        let sum = 0;
        for (let at = after; at < groups.length && groups[at]!.depth >= depth; at += 1) {
          if (groups[at]!.depth === depth) sum += discharged[at]!;
        }
        return sum;
      };
      expect(sumAt(0, 0)).toBe(whole.chain.discharged);
      for (const [at, group] of groups.entries()) {
        if (groups[at + 1]?.depth === group.depth + 1) expect(sumAt(group.depth + 1, at + 1)).toBe(discharged[at]);
      }
    }),
  );
});

test("fewer than five stays tell nothing", () => {
  const few = makeFieldwork([cell({ cases: 4 })], defaultThresholds, true);
  expect(few).toEqual({ preliminary: false, whole: null, groups: [], outcomes: null });
});

test("the outcomes stay back until they are thirty, the rates do not", () => {
  const { outcomes: lines, whole } = makeFieldwork([cell({ cases: 29 })], defaultThresholds, true);
  expect([lines, whole?.all.rates.RR1?.share]).toEqual([null, 1]);
  expect(makeFieldwork([cell({ cases: 30 })], defaultThresholds, true).outcomes).toHaveLength(1);
});

test("numbers are preliminary until the measurement is closed and its last case with it", () => {
  const some = [cell({ cases: 9 })];
  expect(makeFieldwork(some, defaultThresholds, false).preliminary).toBe(true);
  expect(makeFieldwork(some, defaultThresholds, true).preliminary).toBe(false);
  expect(makeFieldwork([...some, cell({ disposition: null })], defaultThresholds, true).preliminary).toBe(true);
});
