/** However often a region changes its mind, each discharge has one period, and no two periods share a day. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../calendar.ts";
import {
  changeDivision,
  comingDivision,
  type Division,
  type Divisions,
  defaultDivisions,
  divisionOfPeriod,
  divisionOn,
  divisions,
  periodOf,
  readDivisions,
} from "./periods.ts";

const anyDate = fc.integer({ min: 0, max: 2500 }).map((days) => addDays("2024-01-01", days));
const changes = fc.array(fc.record({ on: anyDate, wanted: fc.constantFrom(...divisions) }), { maxLength: 12 });

/** Changes made one after the other, each on its day. */
const changed = (made: readonly { on: string; wanted: Division }[]): Divisions =>
  made
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .reduce<Divisions>((all, { on, wanted }) => changeDivision(all, wanted, on), defaultDivisions);

describe("whatever has been chosen when", () => {
  test("a day lies in its own period, and that one's every day belongs to it alone: no two overlap, no day is left out", () => {
    fc.assert(
      fc.property(changes, anyDate, (made, date) => {
        const all = changed(made);
        const period = periodOf(date, all);
        expect(period.opensOn <= date && date <= period.closesOn).toBe(true);
        for (let day = period.opensOn; day <= period.closesOn; day = addDays(day, 1))
          expect(periodOf(day, all)).toEqual(period);
        expect(periodOf(addDays(period.closesOn, 1), all).opensOn).toBe(addDays(period.closesOn, 1));
        expect(periodOf(addDays(period.opensOn, -1), all).closesOn).toBe(addDays(period.opensOn, -1));
      }),
      { numRuns: 200 },
    );
  });

  test("a change never moves a day that has been, so that what is counted stays where it was counted", () => {
    fc.assert(
      fc.property(changes, anyDate, fc.constantFrom(...divisions), fc.nat(800), (made, today, wanted, ago) => {
        const before = changed(made.filter(({ on }) => on <= today));
        const date = addDays(today, -ago);
        expect(periodOf(date, changeDivision(before, wanted, today))).toEqual(periodOf(date, before));
      }),
    );
  });

  test("a change holds within a year, from a day on which a period begins in both divisions", () => {
    fc.assert(
      fc.property(changes, anyDate, fc.constantFrom(...divisions), (made, today, wanted) => {
        const before = changed(made.filter(({ on }) => on <= today));
        const after = changeDivision(before, wanted, today);
        expect(divisionOn(addDays(today, 366), after)).toBe(wanted);
        const coming = comingDivision(after, today);
        if (coming === null) expect(divisionOn(today, before)).toBe(wanted);
        else
          for (const division of [coming.division, divisionOn(today, before)])
            expect(periodOf(coming.from, [{ from: "", division }]).opensOn).toBe(coming.from);
      }),
    );
  });
});

test.each([
  ["2026-11-23", "quarter", "month", "2027-01-01"],
  ["2026-09-30", "quarter", "month", "2026-10-01"],
  ["2026-10-01", "quarter", "month", "2027-01-01"],
  ["2026-11-23", "month", "quarter", "2027-01-01"],
  ["2026-02-01", "quarter", "year", "2027-01-01"],
  ["2026-02-01", "year", "month", "2027-01-01"],
] as const)("on %s from %s to %s: from %s on", (today, now, wanted, from) => {
  expect(changeDivision([{ from: "", division: now }], wanted, today)).toEqual([
    { from: "", division: now },
    { from, division: wanted },
  ]);
});

test("who changes their mind before it has begun leaves no trace of it in the periods", () => {
  const month = changeDivision(defaultDivisions, "month", "2026-11-23");
  expect(changeDivision(month, "quarter", "2026-12-01")).toEqual(defaultDivisions);
  expect(changeDivision(month, "year", "2026-12-01").map(({ division }) => division)).toEqual(["quarter", "year"]);
});

test("periods are told by their names", () => {
  const named = (division: Division) => periodOf("2028-02-29", [{ from: "", division }]);
  expect(divisions.map(named)).toEqual([
    { key: "2028-02", name: "februari 2028", opensOn: "2028-02-01", closesOn: "2028-02-29" },
    { key: "2028-q1", name: "kvartal 1 2028", opensOn: "2028-01-01", closesOn: "2028-03-31" },
    { key: "2028", name: "2028", opensOn: "2028-01-01", closesOn: "2028-12-31" },
  ]);
  expect(divisions.map((division) => divisionOfPeriod(named(division)))).toEqual(divisions);
});

test("nothing stored is quarters, and what is stored is read back", () => {
  expect(readDivisions(undefined)).toEqual(defaultDivisions);
  const all = changeDivision(defaultDivisions, "month", "2026-11-23");
  expect(readDivisions(JSON.stringify(all))).toEqual(all);
  expect(() => readDivisions("[]")).toThrow();
});
