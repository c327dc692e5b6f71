/**
 * The attacker who has every number of a report with units, its files, and every report of the nights before, and solves
 * the equations: no group of one to four persons comes out, nor what is withheld of any unit, care type or county.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { makeReport, type Report, type ReportedIndicator } from "../../src/reports/report.ts";
import { defaultThresholds, isExtreme, mayShow, type Thresholds } from "../../src/reports/suppression.ts";
import { tallyOf, unitTallyOf } from "../../src/reports/tally.ts";
import { orebro2019Measurement, orebro2019Responses } from "../../src/responses/fixtures/orebro-2019-11.ts";
import { planRelease } from "../../src/responses/release.ts";
import { type PendingResponse, type Response, releasePolicyFor } from "../../src/responses/response.ts";
import { tellingOf } from "../../src/responses/tellable.ts";
import { getSurvey } from "../../src/surveys/catalog.ts";
import { derivableSets, isDerivable, solve } from "./equations.ts";

const counties = ["17", "18"];
const careTypes = ["somatic", "psychiatric"] as const;
/** The same names in both care types and counties; null is not told. */
const units = ["Avdelning 1", "Avdelning 2", null];
const survey = getSurvey("punktmatning-kort", 1);
/** The house's own, and those of a region that has made them stricter. */
const anyThresholds = fc.constantFrom(defaultThresholds, { ...defaultThresholds, hideBelow: 8, extremesFrom: 12 });

const reportOf = (
  rows: readonly Response[],
  thresholds: Thresholds,
  state: "running" | "closed" = "closed",
  growing = false,
) =>
  makeReport({
    measurement: { ...orebro2019Measurement, counties, state },
    ...{ survey, thresholds, growing, tallies: tallyOf(rows), unitTallies: unitTallyOf(rows) },
  });

// ── one report, all its numbers ──

/** Answers of a unit: mostly alike in one, so that extremes come often. */
const said = fc.record({
  persons: fc.oneof(fc.nat(6), fc.nat(16), fc.constant(0), fc.integer({ min: 28, max: 36 })),
  palette: fc.constantFrom([1], [1, 1, 4], [4, 4, 1, 8], [1, 2, 3, 4, 8, 9, 0], [9, 0, 1], [0], [7, 8, 1, 4]),
  proxies: fc.constantFrom(0, 0, 0, 2, 3),
  web: fc.constantFrom(0, 0, 0, 2, 3),
});
type Said = { persons: number; palette: readonly number[]; proxies: number; web: number };
const cells = counties.length * careTypes.length * units.length;

/** Every unit of every care type: so many persons, of whom every so many-th is a närstående or writes. */
const peopleOf = (all: readonly Said[]): Response[] =>
  all.flatMap(({ persons, palette, proxies, web }, cell) =>
    Array.from({ length: persons }, (_, person): Response => {
      const code = palette[person % palette.length]!;
      const answers = code === 0 ? {} : { trygghet: code, plan: code === 4 || code === 3 ? 2 : code };
      return {
        ...orebro2019Responses[0]!,
        county: counties[Math.floor(cell / 6)]!,
        careType: careTypes[Math.floor(cell / 3) % 2]!,
        unit: units[cell % 3]!,
        respondent: proxies > 0 && person % proxies === 0 ? "proxy" : "patient",
        mode: web > 0 && person % web === 1 ? "web" : "human",
        answers: JSON.stringify(answers),
      };
    }),
  );

/** A number that is published, and whom it is the sum of. `of`: answers are told by who gave them, or by how. */
type Part = {
  readonly county: string;
  readonly careType: string | null;
  /** Null: all units. */
  readonly units: readonly (string | null)[] | null;
};
const isIn = (part: Part, row: Response): boolean =>
  (part.county === "00" || part.county === row.county) &&
  (part.careType === null || part.careType === row.careType) &&
  (part.units === null || part.units.includes(row.unit));

/** Everything shown in groups: whom it is about, and its indicators. */
function shownParts(report: Report, rows: readonly Response[]) {
  const groups = [...report.groups, ...report.country].flatMap((group) =>
    group.hidden === null
      ? [{ part: { county: group.county, careType: group.careType, units: null } as Part, ...group }]
      : [],
  );
  const blocks = report.units.flatMap(({ county, careType, rows: blocks }) => {
    const named = blocks.flatMap(({ kind, name }) => (kind === "unit" ? [name as string | null] : []));
    const own = rows.filter((row) => row.county === county && row.careType === careType);
    const others = [...new Set(own.map(({ unit }) => unit))].filter((unit) => !named.includes(unit));
    return blocks.map((block) => ({
      ...{ isUnit: block.kind === "unit", indicators: block.indicators, modes: block.modes },
      part: {
        ...{ county, careType },
        units:
          block.kind === "unit"
            ? [block.name]
            : block.kind === "untold"
              ? [null]
              : others.filter((unit) => unit !== null || block.kind === "rest"),
      } as Part,
    }));
  });
  return { groups, blocks };
}

/** Persons who cannot be told apart by any breakdown that there is: a unit, närstående or not, by telephone or not. */
const cellOf = (row: Response, by: "mode" | "respondent" | null) =>
  JSON.stringify([row.county, row.careType, row.unit, by === null ? "" : row[by]]);

/** The equations of sums over `parts`, where `kind` limits a sum to some. */
function equationsOf(
  rows: readonly Response[],
  by: "mode" | "respondent" | null,
  sums: readonly { readonly part: Part; readonly kind?: string }[],
) {
  const kinds = by === "mode" ? ["human", "web"] : by === "respondent" ? ["patient", "proxy"] : [""];
  // A unit is there as every kind: that it has nobody of one is not told.
  const names = [...new Set(rows.map((row) => cellOf(row, null)))].flatMap((name) => {
    const [county, careType, unit] = JSON.parse(name) as [string, Response["careType"], string | null];
    const care = rows.filter((row) => row.county === county && row.careType === careType);
    return kinds
      .filter((kind) => by === null || care.some((row) => row[by] === kind))
      .map((kind) => ({
        row: { county, careType, unit } as Response,
        kind,
        name: JSON.stringify([county, careType, unit, kind]),
      }));
  });
  const persons = names.map(({ name }) => rows.filter((row) => cellOf(row, by) === name));
  const solved = solve(
    sums.map(({ part, kind }) => names.map((cell) => (isIn(part, cell.row) && (!kind || kind === cell.kind) ? 1 : 0))),
  );
  return { solved, persons };
}

const codesOf = (rows: readonly Response[], key: string): number[] =>
  rows.flatMap((row) => (JSON.parse(row.answers) as Record<string, number>)[key] ?? []);
function figuresOf(rows: readonly Response[], key: string) {
  const codes = codesOf(rows, key);
  const positive = key === "plan" ? [1] : [1, 2];
  const answered = codes.filter((code) => code < 7).length;
  return {
    positive: codes.filter((code) => positive.includes(code)).length,
    answered,
    allRespondents: answered + codes.filter((code) => code === 7 || code === 8).length,
    top: codes.filter((code) => code === 1).length,
  };
}

/** No set of persons that can be solved for is one that may not be shown. */
function expectOnlyShowable(
  { solved, persons }: ReturnType<typeof equationsOf>,
  mayBeShown: (rows: readonly Response[]) => boolean,
  what: string,
): void {
  for (const set of derivableSets(solved)) {
    const rows = set.flatMap((place) => persons[place]!);
    if (rows.length > 0 && !mayBeShown(rows))
      expect.fail(`${what}: ${[...new Set(rows.map((row) => cellOf(row, null)))].join(" + ")} can be solved for`);
  }
}

const withheld = (indicator: { readonly withheld: unknown } | undefined) => indicator?.withheld !== null;

test("from all the numbers of a report with units no equation gives what is hidden", () => {
  fc.assert(
    fc.property(fc.array(said, { minLength: cells, maxLength: cells }), anyThresholds, (all, thresholds) => {
      const rows = peopleOf(all);
      const report = reportOf(rows, thresholds);
      const { groups, blocks } = shownParts(report, rows);
      const both = [...groups, ...blocks];
      expectOnlyShowable(equationsOf(rows, null, both), (some) => some.length >= thresholds.hideBelow, "respondents");
      for (const key of ["trygghet", "plan"]) {
        const shown = both.filter(({ indicators }) => !withheld(indicators[key]));
        const may = (some: readonly Response[]) => mayShow(figuresOf(some, key), thresholds);
        expectOnlyShowable(equationsOf(rows, null, shown), may, key);
        const inGroups = groups.flatMap(({ part, indicators }) => {
          const indicator = indicators[key] as ReportedIndicator;
          return indicator.withheld === null ? [{ part, indicator }] : [];
        });
        const tops = inGroups.filter(({ indicator }) => indicator.topBox !== null);
        const mayTop = (some: readonly Response[]) => {
          const { top, allRespondents } = figuresOf(some, key);
          return !isExtreme(top, allRespondents, thresholds);
        };
        expectOnlyShowable(equationsOf(rows, null, tops), mayTop, `${key}, top box`);
        const splits = inGroups.flatMap(({ part, indicator }) =>
          indicator.apart
            ? [
                { part, kind: "patient" },
                { part, kind: "proxy" },
              ]
            : [],
        );
        if (splits.length > 0)
          expectOnlyShowable(equationsOf(rows, "respondent", [...shown, ...splits]), may, `${key}, split`);
      }
      const modes = both.flatMap(({ part, modes }) =>
        modes.flatMap(({ code, count }) => (count === null ? [] : [{ part, kind: code }])),
      );
      if (modes.length > 0)
        expectOnlyShowable(
          equationsOf(rows, "mode", [...both, ...modes]),
          (some) => some.length >= thresholds.hideBelow,
          "modes",
        );
    }),
    { numRuns: 100 },
  );
});

test("everybody is in one row of their care type's units, and no care type is hidden for its units' sake", () => {
  fc.assert(
    fc.property(fc.array(said, { minLength: cells, maxLength: cells }), anyThresholds, (all, thresholds) => {
      const rows = peopleOf(all);
      const report = reportOf(rows, thresholds);
      const { units: _, ...rest } = report;
      const { units: none, ...without } = makeReport({
        measurement: { ...orebro2019Measurement, counties, state: "closed" },
        ...{ survey, thresholds, tallies: tallyOf(rows) },
      });
      expect(none).toEqual([]);
      expect(rest).toEqual(without);
      for (const { county, careType, rows: blocks } of report.units) {
        const whole = report.groups.find((group) => group.county === county && group.careType === careType);
        if (whole?.hidden !== null) throw new Error("units of a hidden care type");
        expect(blocks.length).toBeGreaterThanOrEqual(2);
        expect(blocks.reduce((sum, { respondents }) => sum + respondents, 0)).toBe(whole.respondents);
        for (const { indicators } of blocks)
          for (const [key, indicator] of Object.entries(indicators))
            if (whole.indicators[key]?.withheld !== null) expect(indicator.withheld).not.toBeNull();
      }
    }),
    { numRuns: 150 },
  );
});

// ── every report of every night ──

type Person = PendingResponse & { readonly person: number };
const arrival = fc.record({
  cell: fc.nat(cells - 1),
  persons: fc.oneof(fc.nat(3), fc.nat(14)),
  late: fc.constantFrom(0, 0, 0, 3),
});
const nights = fc.array(fc.array(arrival, { minLength: 4, maxLength: 12 }), { minLength: 1, maxLength: 5 });

test("no chain of additions and subtractions over the reports of all nights, and the last one's units, gives one to four persons", () => {
  let shownUnits = 0;
  fc.assert(
    fc.property(nights, anyThresholds, (days, thresholds) => {
      let persons = 0;
      const waiting = new Map<string, Person[]>();
      const released: Person[] = [];
      const night = (closed: boolean) => {
        for (const [group, rows] of waiting) {
          const releasedBefore = released.some((row) => groupOf(row) === group);
          const release = planRelease(
            rows,
            { closed, releasedBefore, summed: true },
            releasePolicyFor(thresholds),
            tellingOf(survey, thresholds),
            (some) => [...some],
          );
          if (!release) continue;
          released.push(...release.responses);
          waiting.set(
            group,
            rows.filter((row) => !release.taken.includes(row)),
          );
        }
      };
      /** Each shown group as the set of persons that it counts. */
      const look = (state: "running" | "closed", growing: boolean): ReadonlySet<number>[] => {
        const counted = released.filter((row) => row.insideWindow);
        const report = reportOf(released, thresholds, state, growing);
        const { groups, blocks } = shownParts(report, counted);
        if (growing || state === "running") expect(report.units).toEqual([]);
        shownUnits += blocks.filter(({ isUnit }) => isUnit).length;
        return [...groups, ...blocks].map(({ part }) => {
          const set = new Set(counted.filter((row) => isIn(part, row)).map(({ person }) => person));
          return set;
        });
      };
      const looks: ReadonlySet<number>[] = [];
      for (const day of days) {
        for (const { cell, persons: came, late } of day) {
          for (let left = came; left > 0; left -= 1) {
            persons += 1;
            const row: Person = {
              ...orebro2019Responses[0]!,
              county: counties[Math.floor(cell / 6)]!,
              careType: careTypes[Math.floor(cell / 3) % 2]!,
              unit: units[cell % 3]!,
              insideWindow: late === 0 || left % late !== 0,
              answers: JSON.stringify({ trygghet: (persons % 4) + 1 }),
              ...{ remark: null, person: persons },
            };
            waiting.set(groupOf(row), [...(waiting.get(groupOf(row)) ?? []), row]);
          }
        }
        night(false);
        looks.push(...look("running", false));
      }
      // Closed in the day; the last answers leave the night after.
      looks.push(...look("closed", true));
      night(true);
      looks.push(...look("closed", false));
      expectNoFew(looks, persons, thresholds);
    }),
    { numRuns: 120 },
  );
  expect(shownUnits).toBeGreaterThan(50);
});

const groupOf = ({ county, careType }: Person): string => `${county} ${careType}`;

/** Persons whom every set holds or lacks alike are one group; small groups, and small groups together, must not be derivable. */
function expectNoFew(sets: readonly ReadonlySet<number>[], persons: number, { hideBelow }: Thresholds): void {
  const everybody = Array.from({ length: persons }, (_, at) => at + 1);
  const alike = Map.groupBy(everybody, (person) => sets.map((set) => (set.has(person) ? 1 : 0)).join(""));
  const groups = [...alike].filter(([signature]) => signature.includes("1"));
  const solved = solve(sets.map((_, set) => groups.map(([signature]) => Number(signature[set]))));
  const small = groups.flatMap(([, some], at) => (some.length < hideBelow ? [{ at, persons: some.length }] : []));
  const tryFrom = (next: number, chosen: readonly number[], total: number): void => {
    if (total >= hideBelow) return;
    if (chosen.length > 0) {
      const wanted = groups.map((_, at) => (chosen.includes(at) ? 1 : 0));
      if (isDerivable(solved, wanted)) expect.fail(`${total} persons can be solved for`);
    }
    for (let at = next; at < small.length; at += 1)
      tryFrom(at + 1, [...chosen, small[at]!.at], total + small[at]!.persons);
  };
  tryFrom(0, [], 0);
}
