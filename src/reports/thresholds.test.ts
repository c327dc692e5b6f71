/** The house's promise, and how a region makes it stricter. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sentenceFor } from "../problems.ts";
import { type FieldCell, type FieldGroup, makeFieldwork } from "./fieldwork.ts";
import { foldSmall } from "./suppression.ts";
import {
  defaultThresholds,
  readThresholds,
  readTypedThresholds,
  type Thresholds,
  thresholdChanges,
  thresholdRules,
  thresholdsInWords,
  thresholdsText,
  typedThresholds,
} from "./thresholds.ts";
import { careTypeLabel, countyNames } from "./wording.ts";

const typed = typedThresholds(defaultThresholds);
const faultsOf = (change: Partial<typeof typed>) => {
  const read = readTypedThresholds({ ...typed, ...change });
  return "faults" in read
    ? read.faults.map(({ field, refusal }) => `${field}: ${sentenceFor(refusal.refused, refusal.details)}`)
    : [];
};
const anyTyped = fc.record({
  dolj: fc.integer({ min: 2, max: 33 }),
  varna: fc.nat({ max: 210 }),
  fordelning: fc.nat({ max: 210 }),
  ytterlighet: fc.nat({ max: 110 }),
});

test("no form can make it weaker than the house's promise, and what a form says comes back as it was", () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyTyped, ({ dolj, varna, fordelning, ytterlighet }) => {
      const form = {
        ...{ dolj: String(dolj), varna: ` ${varna}` },
        ...{ fordelning: String(fordelning), ytterlighet: String(ytterlighet) },
      };
      const read = readTypedThresholds(form);
      if ("faults" in read) return;
      accepted += 1;
      expect(read).toEqual({
        ...{ hideBelow: dolj, cautionBelow: varna, distributionFrom: fordelning, extremesFrom: ytterlighet },
      });
      expect(read.hideBelow).toBeGreaterThanOrEqual(5);
      expect(read.distributionFrom).toBeGreaterThanOrEqual(30);
      expect(read.extremesFrom).toBeGreaterThanOrEqual(10);
      expect(Math.min(read.cautionBelow, read.distributionFrom, read.extremesFrom)).toBeGreaterThanOrEqual(
        read.hideBelow,
      );
      expect(readThresholds(thresholdsText(read))).toEqual(read);
      expect(readTypedThresholds(typedThresholds(read))).toEqual(read);
    }),
    { numRuns: 600 },
  );
  expect(accepted).toBeGreaterThan(50);
});

test("every fault is told at once, at its field and in a sentence that says what would do", () => {
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ dolj: "4", varna: "tjugo", fordelning: "29", ytterlighet: "101" })).toEqual([
    "dolj: Talet för att dölja: skriv minst 5. Lägre än så går inte, för att skydda dem som har svarat.",
    "varna: Talet för att varna: skriv ett helt tal, till exempel 30.",
    "fordelning: Talet för svarsalternativ: skriv minst 30. Lägre än så går inte, för att skydda dem som har svarat.",
    "ytterlighet: Talet för 0 och 100 procent: skriv högst 100. Med ett högre tal skulle nästan ingenting kunna visas.",
  ]);
  expect(faultsOf({ dolj: "12", varna: "8" })).toEqual([
    "varna: Talet för att varna: skriv minst 12. Grupper som är mindre än så döljs ändå, så ett lägre tal betyder ingenting.",
    "ytterlighet: Talet för 0 och 100 procent: skriv minst 12. Grupper som är mindre än så döljs ändå, så ett lägre tal betyder ingenting.",
  ]);
  for (const odd of ["", "-6", "5,5", "5e1", "٥", "99999"]) expect(faultsOf({ dolj: odd })).toHaveLength(1);
});

test("what was stored by another hand and is weaker than the promise is not read", () => {
  expect(readThresholds(undefined)).toEqual(defaultThresholds);
  expect(readThresholds(null)).toEqual(defaultThresholds);
  for (const { key, least } of thresholdRules)
    expect(() => readThresholds(JSON.stringify({ ...defaultThresholds, [key]: least - 1 }))).toThrow();
  expect(() => readThresholds("{}")).toThrow();
});

test("a change is told as the form says it, and the words of a report hold the numbers that hold", () => {
  const stricter: Thresholds = { hideBelow: 7, cautionBelow: 41, distributionFrom: 52, extremesFrom: 13 };
  expect(thresholdChanges(defaultThresholds, { ...defaultThresholds, hideBelow: 7 })).toEqual([
    { label: "Dölj grupper med färre svarande än", before: "5", after: "7" },
  ]);
  const words = thresholdsInWords(stricter).join(" ");
  for (const number of Object.values(stricter)) expect(words).toContain(String(number));
});

// ── the setting is changed while somebody looks ──

/** The groups that are shown, each as the set of places of the units in it; empty when nothing may be shown. */
function shownSets(sizes: readonly number[], hideBelow: number): ReadonlySet<number>[] {
  const folded = foldSmall([...sizes.keys()], (at) => sizes[at] ?? 0, { hideBelow });
  if (folded === null) return [];
  const { apart, together } = folded;
  return [...apart.map((at) => new Set([at])), ...(together.length > 0 ? [new Set(together)] : [])];
}

/**
 * Everything that sums and differences of the sets can ever single out: persons who are in the same ones. (A set that is
 * made of the shown ones by any union and difference is a union of these.)
 */
function atomsOf(sets: readonly ReadonlySet<number>[], sizes: readonly number[]): number[] {
  const atoms = new Map<string, number>();
  for (const [at, size] of sizes.entries()) {
    const inWhich = sets.flatMap((set, number) => (set.has(at) ? [number] : [])).join(" ");
    if (inWhich !== "" && size > 0) atoms.set(inWhich, (atoms.get(inWhich) ?? 0) + size);
  }
  return [...atoms.values()];
}

const anySizes = fc.array(fc.nat({ max: 14 }), { maxLength: 10 });
const anySettings = fc.array(fc.integer({ min: 5, max: 30 }), { minLength: 2, maxLength: 5 });

test("whoever makes it stricter, weaker and stricter again never sees a difference of one to four persons", () => {
  fc.assert(
    fc.property(anySizes, anySettings, (sizes, settings) => {
      const looks = settings.flatMap((hideBelow) => shownSets(sizes, hideBelow));
      for (const persons of atomsOf(looks, sizes)) expect(persons).toBeGreaterThanOrEqual(Math.min(...settings));
    }),
    { numRuns: 600 },
  );
});

test("a stricter setting only puts shown groups together: it never parts what a weaker one had put together", () => {
  fc.assert(
    fc.property(anySizes, fc.integer({ min: 5, max: 30 }), fc.integer({ min: 0, max: 20 }), (sizes, weaker, more) => {
      const weak = shownSets(sizes, weaker);
      for (const strict of shownSets(sizes, weaker + more))
        for (const set of weak) expect([0, set.size]).toContain(set.intersection(strict).size);
    }),
    { numRuns: 600 },
  );
});

const anyStay: fc.Arbitrary<FieldCell> = fc.record({
  county: fc.constantFrom("17", "18", "19"),
  careType: fc.constantFrom("somatic", "psychiatric"),
  unit: fc.constantFrom("A", "B", "C"),
  ...{ disposition: fc.constant("completed"), consent: fc.constant("yes") },
  ...{ included: fc.constant(true), attempted: fc.constant(true) },
  ...{ reached: fc.constant(true), begun: fc.constant(true), cases: fc.integer({ min: 1, max: 9 }) },
});

test("nor in the fieldwork of a measurement, down to its units", () => {
  fc.assert(
    fc.property(fc.array(anyStay, { maxLength: 25 }), anySettings, (cells, settings) => {
      const looks = settings.flatMap((hideBelow) => {
        const { whole, groups } = makeFieldwork(cells, { ...defaultThresholds, hideBelow }, true);
        const all = whole === null ? [] : [new Set(cells.keys())];
        return [...all, ...groups.map((group) => cellsIn(group, cells))];
      });
      const persons = cells.map(({ cases }) => cases);
      for (const atom of atomsOf(looks, persons)) expect(atom).toBeGreaterThanOrEqual(Math.min(...settings));
    }),
    { numRuns: 150 },
  );
});

/** Which cells a group of the page is made of, by the names it says. */
function cellsIn({ within, name, counts }: FieldGroup, cells: readonly FieldCell[]): ReadonlySet<number> {
  const names = name.replace(/ tillsammans$/, "").split(/, | och /);
  const found = [...cells.entries()].filter(([, { county, careType, unit }]) => {
    const path = [countyNames[county] ?? "", careTypeLabel(careType), unit];
    return within.every((outer, at) => path[at] === outer) && names.includes(path[within.length] ?? "");
  });
  expect(found.reduce((sum, [, { cases }]) => sum + cases, 0)).toBe(counts.chain.discharged);
  return new Set(found.map(([at]) => at));
}
