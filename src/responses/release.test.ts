/** Between two looks at a group, at least five persons have come in, or nobody. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { planRelease } from "./release.ts";
import { type PendingResponse, releasePolicy } from "./response.ts";
import { samplePending } from "./samples.ts";

const asItStands = <T>(items: readonly T[]): T[] => [...items];
const people = (count: number, facts: Partial<PendingResponse> = {}) =>
  Array.from({ length: count }, (_, number) => samplePending(number, facts));
const running = { closed: false, releasedBefore: false };
const closed = { closed: true, releasedBefore: false };
const plan = (waiting: readonly PendingResponse[], group: typeof running) =>
  planRelease(waiting, group, releasePolicy, asItStands);

test("nine who wait in a running measurement go on waiting; ten let five of them go", () => {
  expect(plan(people(9), running)).toBeNull();
  expect(plan(people(10), running)?.taken).toHaveLength(5);
  expect(plan(people(37), running)?.taken).toHaveLength(32);
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
  const release = planRelease(waiting, closed, releasePolicy, (items) => [...items].reverse());
  expect(release?.remarks.toSorted()).toEqual(["Text 1", "Text 11", "Text 3", "Text 5", "Text 7", "Text 9"]);
});
