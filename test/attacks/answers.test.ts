/**
 * The attacker who keeps the report of every morning and subtracts: not to find a few persons, but to find what some have
 * said. Whoever came in between two looks is told of by the difference, question by question, and may have said all the
 * same, or been the only one who answered.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { makeReport } from "../../src/reports/report.ts";
import { mayShow, type Thresholds } from "../../src/reports/suppression.ts";
import { tallyOf, unitTallyOf } from "../../src/reports/tally.ts";
import { defaultThresholds } from "../../src/reports/thresholds.ts";
import { orebro2019Measurement, orebro2019Responses } from "../../src/responses/fixtures/orebro-2019-11.ts";
import { planRelease } from "../../src/responses/release.ts";
import { type PendingResponse, releasePolicyFor } from "../../src/responses/response.ts";
import { tellingOf } from "../../src/responses/tellable.ts";
import { getSurvey } from "../../src/surveys/catalog.ts";
import { derivableSets, solve } from "./equations.ts";

const survey = getSurvey("punktmatning-kort", 1);
const careTypes = ["somatic", "psychiatric"] as const;
const keys = ["trygghet", "plan"];
const positive: Readonly<Record<string, readonly number[]>> = { trygghet: [1, 2], plan: [1] };

type Person = PendingResponse & { readonly person: number };
type Arrival = { cell: number; persons: number; palette: readonly number[] };
type Look = {
  readonly persons: ReadonlySet<number>;
  /** Which of the questions it shows, and of which every answer by itself or the most positive one. */
  readonly shown: ReadonlySet<string>;
  readonly everyAnswer: ReadonlySet<string>;
  readonly top: ReadonlySet<string>;
};

/** Most are content, as patients are; 0 has not got so far as to be asked. */
const arrival = (cells: number) =>
  fc.record({
    cell: fc.nat(cells - 1),
    persons: fc.oneof(fc.nat(4), fc.nat(14), fc.integer({ min: 12, max: 34 })),
    palette: fc.constantFrom(
      [1],
      [1, 1, 1, 2, 4],
      [4, 1],
      [4],
      [1, 2, 3, 4, 8, 9, 0],
      [9, 9, 9, 9, 1, 4],
      [8, 8, 8, 1, 4],
      [0],
      [7, 8, 1, 4],
    ),
  });
const days = (cells: number, nights: number) =>
  fc.array(fc.array(arrival(cells), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: nights });

/** Chance that can be drawn again. */
function shuffled(seed: number) {
  let state = seed;
  return <T>(items: readonly T[]): T[] => {
    const rest = [...items];
    for (let at = rest.length - 1; at > 0; at -= 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      const other = (state >>> 8) % (at + 1);
      [rest[at], rest[other]] = [rest[other]!, rest[at]!];
    }
    return rest;
  };
}

type Given = {
  readonly counties: readonly string[];
  readonly units: readonly (string | null)[];
  readonly arrivals: readonly (readonly Arrival[])[];
  readonly seed: number;
  readonly thresholds: Thresholds;
};

/** Every look of every morning, and all persons. */
function looksOf({ counties, units, arrivals, seed, thresholds }: Given): { looks: Look[]; people: Person[] } {
  const [shuffle, telling] = [shuffled(seed), tellingOf(survey, thresholds)];
  const waiting = new Map<string, Person[]>();
  const people: Person[] = [];
  const released: Person[] = [];
  const looks: Look[] = [];
  const groupOf = ({ county, careType }: PendingResponse) => `${county} ${careType}`;
  const night = (closed: boolean) => {
    for (const [group, rows] of waiting) {
      const releasedBefore = released.some((row) => groupOf(row) === group);
      const state = { closed, releasedBefore, summed: counties.length > 1 };
      const release = planRelease(rows, state, releasePolicyFor(thresholds), telling, shuffle);
      if (!release) continue;
      released.push(...release.responses);
      waiting.set(
        group,
        rows.filter((row) => !release.taken.includes(row)),
      );
    }
  };
  const look = (state: "running" | "closed", growing: boolean) => {
    const measurement = { ...orebro2019Measurement, counties, state };
    const tallies = { tallies: tallyOf(released), unitTallies: unitTallyOf(released) };
    const report = makeReport({ measurement, survey, thresholds, growing, ...tallies });
    const idsOf = (holds: (row: Person) => boolean) => new Set(released.filter(holds).map(({ person }) => person));
    for (const group of [...report.groups, ...report.country]) {
      if (group.hidden !== null) continue;
      const shown = Object.values(group.indicators).flatMap((each) => (each.withheld === null ? [each] : []));
      looks.push({
        persons: idsOf(
          (row) =>
            (group.county === "00" || group.county === row.county) &&
            (group.careType === null || group.careType === row.careType),
        ),
        shown: new Set(shown.map(({ key }) => key)),
        everyAnswer: new Set(shown.filter(({ distribution }) => distribution !== null).map(({ key }) => key)),
        top: new Set(shown.filter(({ topBox }) => topBox !== null).map(({ key }) => key)),
      });
    }
    for (const { county, careType, rows } of report.units) {
      const own = released.filter((row) => row.county === county && row.careType === careType);
      const named = new Set<string | null>(rows.flatMap(({ kind, name }) => (kind === "unit" ? [name] : [])));
      const others = new Set(own.map(({ unit }) => unit).filter((unit) => !named.has(unit)));
      for (const { kind, name, indicators } of rows) {
        const isIn = ({ unit }: Person) =>
          kind === "unit"
            ? unit === name
            : kind === "untold"
              ? unit === null
              : others.has(unit) && (kind === "rest" || unit !== null);
        looks.push({
          persons: new Set(own.filter(isIn).map(({ person }) => person)),
          shown: new Set(Object.values(indicators).flatMap(({ key, withheld }) => (withheld === null ? [key] : []))),
          ...{ everyAnswer: new Set(), top: new Set() },
        });
      }
    }
  };
  for (const day of arrivals) {
    for (const { cell, persons, palette } of day)
      for (let left = persons; left > 0; left -= 1) {
        const code = palette[people.length % palette.length]!;
        const row: Person = {
          ...orebro2019Responses[0]!,
          county: counties[Math.floor(cell / units.length / careTypes.length)]!,
          careType: careTypes[Math.floor(cell / units.length) % careTypes.length]!,
          unit: units[cell % units.length]!,
          answers: JSON.stringify(code === 0 ? {} : { trygghet: code, plan: code === 3 || code === 4 ? 2 : code }),
          ...{ remark: null, person: people.length },
        };
        people.push(row);
        waiting.set(groupOf(row), [...(waiting.get(groupOf(row)) ?? []), row]);
      }
    night(false);
    look("running", false);
  }
  look("closed", true);
  night(true);
  look("closed", false);
  return { looks, people };
}

function figuresOf(rows: readonly Person[], key: string) {
  const codes = rows.flatMap(({ answers }) => (JSON.parse(answers) as Record<string, number>)[key] ?? []);
  const answered = codes.filter((code) => code < 7).length;
  return {
    positive: codes.filter((code) => positive[key]!.includes(code)).length,
    answered,
    allRespondents: answered + codes.filter((code) => code === 7 || code === 8).length,
  };
}

/** Every set of persons whose sum the attacker can have from these looks. */
function setsFrom(looks: readonly Look[], people: readonly Person[]): Person[][] {
  const alike = Map.groupBy(people, ({ person }) => looks.map(({ persons }) => (persons.has(person) ? 1 : 0)).join(""));
  const groups = [...alike].filter(([signature]) => signature.includes("1"));
  const solved = solve(looks.map((_, at) => groups.map(([signature]) => Number(signature[at]))));
  return [...derivableSets(solved)].map((set) => set.flatMap((place) => groups[place]![1]));
}

function expectNothingTold({ looks, people }: ReturnType<typeof looksOf>, thresholds: Thresholds): void {
  for (const key of keys) {
    for (const rows of setsFrom(
      looks.filter(({ shown }) => shown.has(key)),
      people,
    )) {
      const figures = figuresOf(rows, key);
      if (figures.allRespondents > 0 && !mayShow(figures, thresholds))
        expect.fail(`${key}: ${figures.positive} of ${figures.answered} (${figures.allRespondents}) can be solved for`);
    }
    for (const rows of setsFrom(
      looks.filter(({ everyAnswer }) => everyAnswer.has(key)),
      people,
    )) {
      const { allRespondents } = figuresOf(rows, key);
      if (allRespondents > 0)
        expect(allRespondents, `${key}, every answer`).toBeGreaterThanOrEqual(thresholds.distributionFrom);
    }
    const tops = setsFrom(
      looks.filter(({ top }) => top.has(key)),
      people,
    );
    for (const rows of tops)
      if (rows.length > 0) expect(rows.length, `${key}, top box`).toBeGreaterThanOrEqual(thresholds.hideBelow);
  }
}

const anyThresholds = fc.constantFrom(defaultThresholds, { ...defaultThresholds, hideBelow: 8, extremesFrom: 12 });
const anySeed = fc.integer({ min: 1, max: 1_000_000 });

test("what came in between two looks is never told of where all said the same or too few answered, nor are its answers one by one", () => {
  fc.assert(
    fc.property(days(4, 3), anySeed, anyThresholds, (arrivals, seed, thresholds) => {
      const given = { counties: ["17", "18"], units: [null], arrivals, seed, thresholds };
      expectNothingTold(looksOf(given), thresholds);
    }),
    { numRuns: 150 },
  );
});

test("nor is it when the units of the last report stand beside the looks of the nights before", () => {
  fc.assert(
    fc.property(days(6, 3), anySeed, anyThresholds, (arrivals, seed, thresholds) => {
      const given = {
        counties: ["18"],
        units: ["Avdelning 1", "Avdelning 2", "Avdelning 3"],
        arrivals,
        seed,
        thresholds,
      };
      expectNothingTold(looksOf(given), thresholds);
    }),
    { numRuns: 150 },
  );
});

test("a group of some size is let out in steps all the same", () => {
  const content = Array.from({ length: 24 }, (_, at) => ({ cell: 0, persons: 1, palette: [at % 6 === 0 ? 4 : 1] }));
  const { looks } = looksOf({
    counties: ["18"],
    units: [null],
    arrivals: [content],
    seed: 1,
    thresholds: defaultThresholds,
  });
  const first = looks[0]?.persons.size ?? 0;
  expect(first).toBeGreaterThanOrEqual(10);
  expect([...looks[0]!.shown].sort()).toEqual(["plan", "trygghet"]);
});

test("no unit is named of which a withheld number would say that all there said the same", () => {
  const unit = fc.record({
    persons: fc.integer({ min: 1, max: 16 }),
    palette: fc.constantFrom([1], [4], [1, 1, 4], [9, 1], [8, 1, 4]),
  });
  let withheld = 0;
  fc.assert(
    fc.property(fc.array(unit, { minLength: 2, maxLength: 6 }), anyThresholds, (units, thresholds) => {
      const rows = units.flatMap(({ persons, palette }, at) =>
        Array.from({ length: persons }, (_, person) => ({
          ...orebro2019Responses[0]!,
          unit: at === 0 ? null : `Avdelning ${at}`,
          answers: JSON.stringify({ trygghet: palette[person % palette.length]! }),
        })),
      );
      const measurement = { ...orebro2019Measurement, counties: ["18"], state: "closed" as const };
      const given = { measurement, survey, thresholds, tallies: tallyOf(rows), unitTallies: unitTallyOf(rows) };
      const report = makeReport(given);
      const [whole] = report.groups;
      // What the care type withholds all its units do, and none by itself.
      if (whole?.hidden !== null || whole.indicators.trygghet?.withheld !== null) return;
      for (const { kind, name, indicators } of report.units[0]?.rows ?? []) {
        if (kind !== "unit" || indicators.trygghet?.withheld === null) continue;
        withheld += 1;
        const said = rows.filter((row) => row.unit === name).map((row) => JSON.parse(row.answers).trygghet as number);
        const stands = said.filter((code) => code < 7);
        const alike = new Set(stands.map((code) => code <= 2)).size === 1;
        expect(alike && stands.length >= thresholds.hideBelow && stands.length < thresholds.extremesFrom).toBe(false);
      }
    }),
    { numRuns: 400 },
  );
  expect(withheld).toBeGreaterThan(20);
});
