/** Between two looks at a group, at least five persons have come in, or nobody. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { defaultThresholds } from "../reports/thresholds.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { planRelease } from "./release.ts";
import { type PendingResponse, releasePolicyFor } from "./response.ts";
import { samplePending, samplePendingDivided } from "./samples.ts";
import { tellingOf } from "./tellable.ts";

const policy = releasePolicyFor({ hideBelow: 5 });
const telling = tellingOf(getSurvey("punktmatning-kort", 1), defaultThresholds);
/** Another order each time. */
let turns = 0;
const byChance = <T>(items: readonly T[]): T[] => {
  turns += 1;
  const places = items.map((item, at) => ({ item, place: Math.imul(at + 1, 2654435761 + turns * 40503) >>> 4 }));
  return places.sort((a, b) => a.place - b.place).map(({ item }) => item);
};
const people = (count: number, facts: Partial<PendingResponse> = {}) =>
  Array.from({ length: count }, (_, number) => samplePendingDivided(number, facts));
const running = { closed: false, releasedBefore: false };
const closed = { closed: true, releasedBefore: false };
const plan = (waiting: readonly PendingResponse[], group: typeof running) =>
  planRelease(waiting, group, policy, telling, byChance);

test("nine who wait in a running measurement go on waiting; ten let five of them go", () => {
  expect(plan(people(9), running)).toBeNull();
  expect(plan(people(10), running)?.taken).toHaveLength(5);
  expect(plan(people(37), running)?.taken).toHaveLength(32);
});

test("ten who all said the same wait until ten can leave and ten stay, and all of them leave when it is over", () => {
  const content = (count: number) => Array.from({ length: count }, () => ({ ...samplePendingDivided(0) }));
  expect(plan(content(19), running)).toBeNull();
  expect(plan(content(20), running)?.taken).toHaveLength(10);
  expect(plan(content(7), closed)?.taken).toHaveLength(7);
});

test("the only one who has answered a question does not leave with those who declined it", () => {
  const declined = (number: number) => {
    const row = samplePendingDivided(number);
    return { ...row, answers: JSON.stringify({ ...JSON.parse(row.answers), trygghet: number === 0 ? 1 : 9 }) };
  };
  const waiting = Array.from({ length: 12 }, (_, number) => declined(number));
  const first = plan(waiting, running);
  expect(first?.taken.some(({ answers }) => JSON.parse(answers).trygghet === 1)).toBe(false);
  expect(plan(waiting, { closed: false, releasedBefore: true })).toBeNull();
});

test("a unit keeps its name in a release only where its answers may be told by themselves", () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  const waiting = [
    ...numbers(8).map((at) => samplePendingDivided(at * 2, { unit: "Avdelning 9" })),
    ...numbers(20).map((at) => samplePendingDivided(at, { unit: "Avdelning 34" })),
    ...numbers(40).map((at) => samplePendingDivided(at, { unit: "Avdelning 21" })),
  ];
  for (let night = 0; night < 20; night += 1) {
    const told = new Set(plan(waiting, running)?.responses.map(({ unit }) => unit));
    // Avdelning 34 goes with it, so that those whose unit is not told are not all alike either.
    expect(told).toEqual(new Set(["Avdelning 21", null]));
  }
});

test("answers from after the window help nobody out, and leave with those who go", () => {
  const late = people(3, { insideWindow: false });
  expect(plan([...people(9), ...late], running)).toBeNull();
  expect(plan([...people(10), ...late], running)?.taken).toHaveLength(8);
});

test("when the measurement is over everyone leaves, and nobody's unit is told", () => {
  const release = plan(people(14), closed);
  expect(release?.taken).toHaveLength(14);
  expect(release?.responses.every((row) => row.unit === null)).toBe(true);
});

test("fewer than five in a group that nobody has seen leave with all background facts taken away", () => {
  const told = plan(people(3), closed)?.responses.flatMap((row) => [row.unit, row.track, row.ageGroup, row.month]);
  expect(new Set(told)).toEqual(new Set([null]));
});

test("fewer than five latecomers to a group that has been shown are never added to it", () => {
  const shown = { closed: true, releasedBefore: true };
  expect(plan(people(4), shown)).toBeNull();
  expect(plan([...people(4), ...people(6, { insideWindow: false })], shown)).toBeNull();
  expect(plan(people(5), shown)?.taken).toHaveLength(5);
});

test("however people come in, every release adds at least five to what is counted, and so does the last", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.boolean(), { maxLength: 14 }), { maxLength: 12 }), (days) => {
      let waiting: PendingResponse[] = [];
      let total = 0;
      const night = (isLast: boolean) => {
        const release = plan(waiting, { closed: isLast, releasedBefore: total > 0 });
        if (!release) return;
        const added = release.taken.filter((row) => row.insideWindow).length;
        if (total > 0) expect(added === 0 || added >= 5).toBe(true);
        total += added;
        waiting = waiting.filter((row) => !release.taken.includes(row));
      };
      for (const day of days) {
        waiting = [...waiting, ...day.map((inside, number) => samplePending(number, { insideWindow: inside }))];
        night(false);
      }
      const countedLeft = waiting.filter((row) => row.insideWindow).length;
      if (total > 0) expect(countedLeft).toBeGreaterThanOrEqual(5);
      night(true);
      expect(waiting).toEqual([]);
    }),
  );
});

test("free text is parted from the answers it came with", () => {
  const waiting = people(12).map((row, number) => ({ ...row, remark: number % 2 ? `Text ${number}` : null }));
  const release = planRelease(waiting, closed, policy, telling, (items) => [...items].reverse());
  expect(release?.remarks.toSorted()).toEqual(["Text 1", "Text 11", "Text 3", "Text 5", "Text 7", "Text 9"]);
});

test("a release adds nobody or at least five counted persons to each unit, and to those whose unit is not told", () => {
  const person = fc.record({
    insideWindow: fc.integer({ min: 0, max: 3 }).map((draw) => draw > 0),
    unit: fc.option(fc.constantFrom("Avdelning 21", "Avdelning 34", "Avdelning 9"), { nil: null, freq: 8 }),
    month: fc.constantFrom("2026-10", "2026-11", "2026-11"),
    ageGroup: fc.constantFrom("65-79", "80+"),
  });
  fc.assert(
    fc.property(fc.array(fc.array(person, { maxLength: 40 }), { minLength: 1, maxLength: 6 }), (days) => {
      let waiting: PendingResponse[] = [];
      let counted = 0;
      const night = (isLast: boolean) => {
        const release = plan(waiting, { closed: isLast, releasedBefore: counted > 0 });
        if (!release) return;
        expect(release.responses).toHaveLength(release.taken.length);
        const added = release.responses.filter((row) => row.insideWindow);
        // A group that is small to the last is hidden whole, and nothing of its background is told.
        if (added.length >= 5)
          for (const [unit, rows] of Map.groupBy(added, (row) => row.unit))
            expect(rows.length, unit ?? "not told").toBeGreaterThanOrEqual(5);
        else expect(added.every((row) => row.unit === null)).toBe(true);
        for (const row of release.responses) if (!row.insideWindow) expect(row.unit).toBeNull();
        counted += added.length;
        waiting = waiting.filter((row) => !release.taken.includes(row));
      };
      for (const day of days) {
        waiting = [...waiting, ...day.map((facts, number) => samplePending(number, facts))];
        night(false);
      }
      night(true);
    }),
    { numRuns: 300 },
  );
});

test("those who answered after the window do not help a unit to keep its name", () => {
  const few = people(3, { unit: "Avdelning 9" });
  const late = people(4, { unit: "Avdelning 9", insideWindow: false });
  const release = plan([...people(20, { unit: "Avdelning 21" }), ...few, ...late], running);
  expect(release?.responses.filter(({ unit }) => unit === "Avdelning 9")).toEqual([]);
});
