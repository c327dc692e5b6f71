/** Nobody in a released batch stands out by what is told about them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { coarsen } from "./coarsen.ts";
import type { CoarseFacts } from "./response.ts";

type Row = CoarseFacts & { readonly answers: string };

const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: null, freq: 6 });
const row: fc.Arbitrary<Row> = fc.record({
  unit: maybe("Avdelning 21", "Avdelning 34", "Avdelning 9"),
  track: maybe("green" as const, "yellow" as const, "red" as const),
  ageGroup: maybe("18-64", "65-79", "80+"),
  month: maybe("2026-10", "2026-11"),
  answers: fc.constantFrom("a", "b", "c"),
});
const rows = (minLength: number, maxLength: number) => fc.array(row, { minLength, maxLength });

const cellOf = ({ unit, ageGroup, track, month }: CoarseFacts) => JSON.stringify([month, unit, ageGroup, track]);
const sizes = (batch: readonly CoarseFacts[]) => [...Map.groupBy(batch, cellOf).values()].map((cell) => cell.length);
const contents = (batch: readonly Row[]) => batch.map((each) => cellOf(each) + each.answers).sort();

test("every combination of background facts in a batch is shared by at least the minimum", () => {
  fc.assert(
    fc.property(rows(5, 120), fc.integer({ min: 2, max: 5 }), (batch, minimum) => {
      expect(Math.min(...sizes(coarsen(batch, minimum)))).toBeGreaterThanOrEqual(minimum);
    }),
    { numRuns: 500 },
  );
});

test("nobody is lost, added or given other answers", () => {
  fc.assert(
    fc.property(rows(0, 80), (batch) => {
      const answers = (all: readonly Row[]) => all.map((each) => each.answers).sort();
      expect(answers(coarsen(batch, 5))).toEqual(answers(batch));
    }),
  );
});

test("a fact is only ever told as it was, or not told", () => {
  fc.assert(
    fc.property(rows(0, 60), (batch) => {
      const numbered = batch.map((each, number) => ({ ...each, number }));
      for (const { number, ...after } of coarsen(numbered, 5)) {
        const before = batch[number]!;
        for (const name of ["unit", "track", "ageGroup", "month"] as const)
          expect([null, before[name]]).toContain(after[name]);
      }
    }),
  );
});

test("the order in which people answered does not change what is told", () => {
  const shuffled = rows(0, 60).chain((batch) =>
    fc.tuple(fc.constant(batch), fc.shuffledSubarray(batch, { minLength: batch.length, maxLength: batch.length })),
  );
  fc.assert(
    fc.property(shuffled, ([batch, mixed]) => {
      expect(contents(coarsen(mixed, 5))).toEqual(contents(coarsen(batch, 5)));
    }),
  );
});

test("nothing is given up when enough people share every combination", () => {
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: cellOf, minLength: 1, maxLength: 8 }), (cells) => {
      const batch = cells.flatMap((cell) => Array.from({ length: 5 }, () => cell));
      expect(contents(coarsen(batch, 5))).toEqual(contents(batch));
    }),
  );
});

test("track goes first, then age group, then unit, then month", () => {
  const person = (facts: Partial<Row>): Row => ({
    unit: "Avdelning 21",
    track: "red",
    ageGroup: "80+",
    month: "2026-11",
    answers: "a",
    ...facts,
  });
  const among = (other: Partial<Row>) =>
    new Set(coarsen([...Array.from({ length: 4 }, () => person({})), person(other)], 5).map(cellOf));
  expect(among({ track: "yellow" })).toEqual(new Set(['["2026-11","Avdelning 21","80+",null]']));
  expect(among({ ageGroup: "65-79" })).toEqual(new Set(['["2026-11","Avdelning 21",null,null]']));
  expect(among({ unit: "Avdelning 34" })).toEqual(new Set(['["2026-11",null,null,null]']));
  expect(among({ month: "2026-10" })).toEqual(new Set(["[null,null,null,null]"]));
});

test("a batch smaller than the minimum tells nothing but the answers", () => {
  fc.assert(
    fc.property(rows(1, 4), (batch) => {
      expect(new Set(coarsen(batch, 5).map(cellOf))).toEqual(new Set(["[null,null,null,null]"]));
    }),
  );
});
