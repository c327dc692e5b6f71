/**
 * The attacker who keeps every look at a samverkansmätning: on the page and in the file, every morning while it runs and
 * after it has closed. No look, no difference between two looks and no total minus its parts is about fewer than five
 * answers or three units, is dominated by one unit, or tells that all of a few said the same.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { othersOf, type Party, parties, type Question } from "../../src/cooperation/form.ts";
import {
  countByUnit,
  isDominated,
  isPositive,
  planLastStep,
  planStep,
  type WaitingAnswer,
} from "../../src/cooperation/release.ts";
import { seededRandom, seededShuffle } from "../../src/demo/random.ts";
import {
  type CooperationFigure,
  type CooperationReport,
  cooperationThresholds,
  makeCooperationReport,
} from "../../src/reports/cooperation.ts";
import { cooperationAsJson, cooperationAsTable, figuresOf } from "../../src/reports/cooperation-table.ts";

type Row = WaitingAnswer & { readonly party: Party; readonly question: Question };
type Look = { readonly report: CooperationReport; readonly released: readonly Row[] };

/** How many sheets come each day from each unit (of up to six a party), and which codes they draw from. */
const fieldwork = fc.record({
  days: fc.array(
    fc.array(fc.oneof({ weight: 15, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(30) }), {
      minLength: 18,
      maxLength: 18,
    }),
    { minLength: 1, maxLength: 5 },
  ),
  unitsPerParty: fc.integer({ min: 1, max: 6 }),
  codes: fc.array(fc.constantFrom(1, 1, 1, 2, 3, 7), { minLength: 1, maxLength: 7 }),
  seed: fc.nat(),
});

function looksOf(given: { days: number[][]; unitsPerParty: number; codes: number[]; seed: number }): Look[] {
  const random = seededRandom(given.seed);
  const shuffle = seededShuffle(random);
  const drawn = () => given.codes[Math.floor(random() * given.codes.length)]!;
  let waiting: Row[] = [];
  const released: Row[] = [];
  const looks: Look[] = [];
  let keys = 0;
  const sheet = (party: Party, unit: number) => {
    const add = (question: Question, code: number) => {
      keys += 1;
      if (code < 7) waiting.push({ key: `k${keys}`, party, question, unitId: `${party}-${unit}`, code });
    };
    add("sheets", 0);
    for (const other of othersOf(party)) add(`about-${other}`, drawn());
    const changed = drawn();
    add("date", Math.min(changed, 3) === 1 && changed !== 7 ? 1 : changed === 7 ? 7 : 3);
    if (changed === 2 || changed === 3) add("times", 1 + Math.floor(random() * 2));
    add("sip", drawn() === 1 ? 1 : 2);
  };
  const night = (closed: boolean) => {
    const groups = Map.groupBy(waiting, ({ party, question }) => `${party} ${question}`);
    for (const rows of groups.values()) {
      const { party, question } = rows[0]!;
      const seen = released.some((row) => row.party === party && row.question === question);
      const out = (
        closed
          ? planLastStep(question, rows, seen, cooperationThresholds, shuffle)
          : planStep(question, rows, cooperationThresholds, shuffle)
      ) as Row[];
      released.push(...out);
      const gone = new Set(out);
      waiting = waiting.filter((row) => !gone.has(row));
    }
    const counted = Map.groupBy(released, ({ party, question, code }) => `${party} ${question} ${code}`);
    const tallies = [...counted.values()].map((rows) => {
      const { party, question, code } = rows[0]!;
      const same = released.filter((row) => row.party === party && row.question === question);
      return { party, question, code, count: rows.length, byUnit: [...countByUnit(same).values()] };
    });
    const suggestions = parties.map((party) => ({ party, text: `från ${party}` }));
    looks.push({ report: makeCooperationReport({ tallies, suggestions, frozen: closed }), released: [...released] });
  };
  for (const day of given.days) {
    day.forEach((sheets, at) => {
      if (at % 6 < given.unitsPerParty)
        for (let left = sheets; left > 0; left -= 1) sheet(parties[Math.floor(at / 6)]!, at % 6);
    });
    night(false);
  }
  night(true);
  return looks;
}

const cells: readonly (readonly [Party, Question, (report: CooperationReport) => CooperationFigure])[] =
  parties.flatMap((by) => [
    ...othersOf(by).map((about) => [by, `about-${about}`, (r: CooperationReport) => r.matrix[by][about]!] as const),
    [by, "date", (r: CooperationReport) => r.date[by]] as const,
    [by, "times", (r: CooperationReport) => r.times[by]] as const,
    [by, "sip", (r: CooperationReport) => r.sip[by]] as const,
  ]);

function expectSafe(question: Question, rows: readonly Row[], what: string): void {
  expect(rows.length, `${what}: answers`).toBeGreaterThanOrEqual(5);
  expect(new Set(rows.map(({ unitId }) => unitId)).size, `${what}: units`).toBeGreaterThanOrEqual(3);
  expect(isDominated([...countByUnit(rows).values()], cooperationThresholds), `${what}: no unit dominates`).toBe(false);
  const positive = rows.filter(({ code }) => isPositive(question, code)).length;
  if (question !== "sheets" && rows.length < 10) {
    expect(positive, `${what}: not all of one mind`).toBeGreaterThan(0);
    expect(positive, `${what}: not all of one mind`).toBeLessThan(rows.length);
  }
}

const runs = { numRuns: 100 };

test("every look, and every difference between two looks, is about enough answers, units and minds", () => {
  fc.assert(
    fc.property(fieldwork, (given) => {
      const looks = looksOf(given);
      for (const [party, question, figureIn] of cells) {
        const seen = looks
          .map(({ report, released }) => ({
            figure: figureIn(report),
            rows: released.filter((row) => row.party === party && row.question === question),
          }))
          .filter(({ figure }) => figure.hidden === null);
        for (const [at, { figure, rows }] of seen.entries()) {
          expect(figure.hidden === null && figure.answered).toBe(rows.length);
          expectSafe(question, rows, `${party} ${question}`);
          for (const { rows: before } of seen.slice(0, at)) {
            const known = new Set(before);
            const grown = rows.filter((row) => !known.has(row));
            if (grown.length > 0) expectSafe(question, grown, `${party} ${question}, grown`);
          }
        }
      }
    }),
    runs,
  );
});

test("the number of sheets grows only in steps of five and three units", () => {
  fc.assert(
    fc.property(fieldwork, (given) => {
      const looks = looksOf(given);
      for (const party of parties) {
        const seen = looks.filter(({ report }) => report.sheets[party] !== null);
        const rowsOf = ({ released }: Look) =>
          released.filter((row) => row.party === party && row.question === "sheets");
        for (const [at, look] of seen.entries()) {
          expect(look.report.sheets[party]).toBe(rowsOf(look).length);
          const before = at === 0 ? [] : rowsOf(seen[at - 1]!);
          const grown = rowsOf(look).filter((row) => !before.includes(row));
          if (grown.length > 0) expectSafe("sheets", grown, `${party} sheets`);
        }
      }
    }),
    runs,
  );
});

test("a total is the sum of cells that are shown, and is hidden with any of them", () => {
  fc.assert(
    fc.property(fieldwork, (given) => {
      for (const { report, released } of looksOf(given)) {
        const totals: (readonly [CooperationFigure, readonly (readonly [Party, Party])[]])[] = [
          ...parties.map((by) => [report.byParty[by], othersOf(by).map((about) => [by, about] as const)] as const),
          ...parties.map(
            (about) => [report.aboutParty[about], othersOf(about).map((by) => [by, about] as const)] as const,
          ),
          [report.whole, parties.flatMap((by) => othersOf(by).map((about) => [by, about] as const))],
        ];
        for (const [total, parts] of totals) {
          if (total.hidden !== null) continue;
          let answered = 0;
          for (const [by, about] of parts) {
            const cell = report.matrix[by][about]!;
            const there = released.some((row) => row.party === by && row.question === `about-${about}`);
            if (report.frozen && !there) continue;
            expect(cell.hidden, "every part of a shown total is shown").toBeNull();
            answered += cell.hidden === null ? cell.answered : 0;
          }
          expect(total.answered).toBe(answered);
        }
      }
    }),
    runs,
  );
});

test("suggestions, distributions and how often a date was changed wait for the end, and for enough answers", () => {
  fc.assert(
    fc.property(fieldwork, (given) => {
      for (const { report } of looksOf(given)) {
        for (const party of parties) {
          const shown = report.suggestions[party] !== null;
          expect(shown).toBe(report.frozen && report.sheets[party] !== null);
          if (report.times[party].hidden === null)
            expect([report.frozen, report.date[party].hidden]).toEqual([true, null]);
        }
        for (const { figure } of figuresOf(report)) {
          if (figure.hidden === null && figure.distribution)
            expect([report.frozen, figure.answered >= 30]).toEqual([true, true]);
        }
      }
    }),
    runs,
  );
});

const named = {
  ...{ id: "x", name: "x", county: "18", opensOn: "2026-11-16", closesOn: "2026-11-29" },
  ...{ state: "closed", madeUp: true },
};

test("the file and the JSON tell nothing that is hidden", () => {
  fc.assert(
    fc.property(fieldwork, (given) => {
      for (const { report } of looksOf(given)) {
        const [header = [], ...lines] = cooperationAsTable(named, report);
        const first = header.indexOf("andel");
        const { figures } = cooperationAsJson(named, report);
        figuresOf(report).forEach(({ figure }, at) => {
          expect("positive" in figures[at]!).toBe(figure.hidden === null);
          const numbers = lines[at]!.slice(first);
          expect(lines[at]).toHaveLength(header.length);
          if (figure.hidden !== null) expect(numbers.every((cell) => cell === null)).toBe(true);
          else expect(numbers.slice(1, 3)).toEqual([figure.positive, figure.answered]);
        });
      }
    }),
    runs,
  );
});

test("when all of 240 sheets are in, every cell and every total is shown", () => {
  const looks = looksOf({ days: [Array(18).fill(4), Array(18).fill(4)], unitsPerParty: 5, codes: [1, 2, 3], seed: 7 });
  const last = looks.at(-1)!.report;
  expect(figuresOf(last).filter(({ figure }) => figure.hidden !== null)).toEqual([]);
  expect(looks[0]!.report.matrix.hospital.municipality!.hidden).toBeNull();
});

test("a unit that sends very much is counted as far as the rule bears, and never gives itself away", () => {
  const row = (at: number, unitId: string): WaitingAnswer => ({ key: `k${at}`, unitId, code: at % 3 === 0 ? 3 : 1 });
  const waiting = [
    ...Array.from({ length: 40 }, (_, at) => row(at, "large")),
    ...["a", "a", "b", "b", "b"].map((unit, at) => row(40 + at, unit)),
  ];
  const plan = (seen: boolean, rows = waiting) =>
    planLastStep("about-hospital", rows, seen, cooperationThresholds, seededShuffle(seededRandom(1)));
  for (const seen of [true, false]) {
    const step = plan(seen);
    expect(Object.fromEntries(countByUnit(step))).toEqual({ large: 4, a: 2, b: 3 });
    expectSafe(
      "about-hospital",
      step.map((one) => ({ ...one, party: "municipality", question: "about-hospital" })),
      "last",
    );
  }
  // Two units are too few whatever is left out: all of it is counted, and hidden, when nothing has been seen.
  const ofTwo = waiting.filter(({ unitId }) => unitId !== "a");
  expect(plan(false, ofTwo)).toHaveLength(ofTwo.length);
  expect(plan(true, ofTwo)).toEqual([]);
});

test("a cell that one unit dominates is hidden although it has answers and units enough", () => {
  const cell = (byUnit: readonly number[]) =>
    makeCooperationReport({
      tallies: ([1, 3] as const).map((code) => ({
        ...{ party: "hospital", question: "about-municipality", code, count: 20, byUnit },
      })),
      ...{ suggestions: [], frozen: true },
    }).matrix.hospital.municipality?.hidden;
  expect(cell([20, 10, 10])).toBeNull();
  expect(cell([30, 6, 4])).toBe("few");
  expect(cell([20, 20])).toBe("few");
});
