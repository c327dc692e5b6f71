import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type ComplianceCell, complianceOf, type ReachCell, reachOf } from "./compliance.ts";
import { defaultThresholds } from "./suppression.ts";

const ward = (unit: string, cases: number, change: Partial<ComplianceCell> = {}): ComplianceCell => ({
  ...{ month: "2026-11", unit, cases, open: 0, attempted: 0, reached: 0, completed: 0, never: 0, hindered: 0 },
  ...{ tried: 0, daysToFirst: 0, attempts: 0, workSeconds: 0, stays: cases, readmitted30: 0, readmittedBefore: 0 },
  ...change,
});
const compliance = (cells: readonly ComplianceCell[]) => complianceOf(cells, "2026-11", defaultThresholds);

test("a ward that rang nobody is seen", () => {
  const { units } = compliance([ward("A", 8, { never: 8, hindered: 1 }), ward("B", 30, { attempted: 29 })]);
  expect(units[0]).toMatchObject({ name: "A", cases: 8, hindered: 1, never: { part: 8, whole: 8, share: 1 } });
  expect(units[0]?.attempted).toEqual({ part: 0, whole: 8, share: 0 });
});

test("small wards are told together, so that the month does not give them back", () => {
  const { units, months } = compliance([ward("A", 3), ward("B", 20), ward("C", 4), ward("D", 9)]);
  expect(units.map(({ name, cases }) => [name, cases])).toEqual([
    ["B", 20],
    ["D", 9],
    ["A och C tillsammans", 7],
  ]);
  expect(months).toMatchObject([{ month: "2026-11", line: { cases: 36 } }]);
});

test("one small ward takes the smallest other along", () => {
  const { units } = compliance([ward("A", 3), ward("B", 20), ward("D", 9)]);
  expect(units.map(({ name }) => name)).toEqual(["B", "A och D tillsammans"]);
});

test("a month of four is there without its numbers", () => {
  const { months, units } = compliance([ward("A", 4), ward("A", 12, { month: "2026-10" })]);
  expect(months.map(({ month, line }) => [month, line?.cases ?? null])).toEqual([
    ["2026-11", null],
    ["2026-10", 12],
  ]);
  expect(units).toEqual([]);
});

const patient = (change: Partial<ReachCell> = {}): ReachCell => ({
  ...{ track: "yellow", ageGroup: "80+", language: "sv", rungBy: "person", reached: true, completed: true, cases: 10 },
  ...change,
});

test("each way of parting the patients has its own table, in an order that does not follow the numbers", () => {
  const tables = reachOf(
    [
      patient({ rungBy: "robot", ageGroup: "18-64", reached: false, completed: false }),
      patient({ language: "other", rungBy: "nobody", reached: false, completed: false, cases: 5 }),
      patient({ track: "red", ageGroup: null }),
    ],
    defaultThresholds,
  );
  expect(tables.map(({ title, lines }) => [title, lines.map(({ name, cases }) => `${name} ${cases}`)])).toEqual([
    ["Ålder", ["18–64 år 10", "80 år och äldre 5", "Okänt 10"]],
    ["Spår", ["Rött 10", "Gult 15"]],
    ["Språk", ["Svenska 20", "Annat språk 5"]],
    ["Vem som har ringt", ["Bara en person 10", "Bara roboten 10"]],
  ]);
  expect(tables[2]?.lines[0]).toMatchObject({ attempted: { part: 20 }, reached: { part: 10, whole: 20 } });
});

test("words that are put together are written as one, with a single capital", () => {
  const few = [patient({ rungBy: "robot", cases: 3 }), patient({ cases: 4 })];
  expect(reachOf(few, defaultThresholds).flatMap(({ lines }) => lines.map(({ name }) => name))).toContain(
    "Bara en person och bara roboten tillsammans",
  );
});

test("whatever the patients, every table holds all it is about and no line fewer than five", () => {
  const anyCell = fc.record({
    track: fc.constantFrom("green", "yellow", "red", null),
    ageGroup: fc.constantFrom("0-17", "18-64", "65-79", "80+", null),
    language: fc.constantFrom("sv", "other"),
    rungBy: fc.constantFrom("person", "robot", "both", "web", "nobody"),
    reached: fc.boolean(),
    completed: fc.boolean(),
    cases: fc.integer({ min: 1, max: 6 }),
  });
  fc.assert(
    fc.property(fc.array(anyCell, { maxLength: 25 }), (cells) => {
      const sumOf = (some: readonly { cases: number }[]) => some.reduce((sum, { cases }) => sum + cases, 0);
      for (const { title, lines } of reachOf(cells as ReachCell[], defaultThresholds)) {
        const rung = cells.filter(({ rungBy }) => rungBy !== "nobody");
        const all = sumOf(title === "Vem som har ringt" ? rung : cells);
        const sizes = lines.map(({ cases }) => cases);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(all < 5 ? 0 : all);
        for (const size of sizes) expect(size).toBeGreaterThanOrEqual(5);
      }
    }),
  );
});
