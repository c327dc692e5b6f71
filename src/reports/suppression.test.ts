/** Whoever has the report, and a pencil, learns nothing about a hidden group. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Figures } from "./indicators.ts";
import { type RawWhole, suppressCounties } from "./margins.ts";
import { defaultThresholds, foldSmall, type RawGroup, type RawIndicator, type ShownGroup } from "./suppression.ts";

type Codes = { 1: number; 2: number; 3: number; 4: number; 7: number; 8: number; 9: number };

function figures(codes: Codes, respondents: number): Figures {
  const answered = codes[1] + codes[2] + codes[3] + codes[4];
  return {
    positive: codes[1] + codes[2],
    answered,
    allRespondents: answered + codes[7] + codes[8],
    top: codes[1],
    distribution: { 1: codes[1], 2: codes[2], 3: codes[3], 4: codes[4] },
    notApplicable: codes[7],
    dontKnow: codes[8],
    declined: codes[9],
    missing: respondents - answered - codes[7] - codes[8] - codes[9],
    put: null,
  };
}

type Person = { readonly code: keyof Codes | null; readonly proxy: boolean };
const noCodes: Codes = { 1: 0, 2: 0, 3: 0, 4: 0, 7: 0, 8: 0, 9: 0 };
function tally(people: readonly Person[]): Figures {
  const codes = { ...noCodes };
  for (const { code } of people) if (code !== null) codes[code] += 1;
  return figures(codes, people.length);
}

function group(careType: RawGroup["careType"], people: readonly Person[]): RawGroup {
  const proxies = people.filter(({ proxy }) => proxy);
  const apart = { own: tally(people.filter(({ proxy }) => !proxy)), proxy: tally(proxies) };
  const trygghet: RawIndicator = { all: tally(people), apart: proxies.length > 0 ? apart : null };
  const byRespondent = { patient: people.length - proxies.length, proxy: proxies.length };
  return {
    careType,
    respondents: people.length,
    byMode: { human: people.length },
    byRespondent,
    indicators: { trygghet },
  };
}

const whole = (somatic: readonly Person[], psychiatric: readonly Person[]): RawWhole => ({
  parts: [group("somatic", somatic), group("psychiatric", psychiatric)],
  total: group(null, [...somatic, ...psychiatric]),
});
const show = (somatic: readonly Person[], psychiatric: readonly Person[], frozen = true) =>
  suppressCounties([whole(somatic, psychiatric)], null, defaultThresholds, frozen).counties[0]!;

const patients = (codes: readonly Person["code"][]): Person[] => codes.map((code) => ({ code, proxy: false }));
const say = (count: number, code: Person["code"]) => Array.from({ length: count }, () => code);
const mixed = (count: number) => patients(Array.from({ length: count }, (_, n) => ([1, 2, 3, 4] as const)[n % 4]!));
const hiddenness = (groups: readonly ShownGroup[]) => groups.map(({ hidden }) => hidden);
const trygghetIn = (shown: ShownGroup | undefined) => (shown?.hidden === null ? shown.indicators.trygghet : undefined);

test("a group of four is hidden and a group of five is shown", () => {
  expect(hiddenness(show(mixed(5), mixed(5)))).toEqual([null, null, null]);
  expect(hiddenness(show(mixed(5), mixed(4)))).toEqual([null, "few", "complement"]);
});

test("a total never gives a hidden group back, not even when both parts are hidden", () => {
  expect(hiddenness(show(mixed(30), mixed(1)))).toEqual([null, "few", "complement"]);
  expect(hiddenness(show(mixed(4), mixed(4)))).toEqual(["few", "few", "complement"]);
});

test("a care type that nobody has answered in does not hide the other's total", () => {
  expect(hiddenness(show(mixed(12), []))).toEqual([null, "few", null]);
});

test("below ten respondents neither 0 nor 100 per cent is shown, and the total does not give it away", () => {
  for (const code of [1, 4] as const) {
    const [somatic, psychiatric, total] = show(mixed(30), patients(say(9, code)));
    expect(trygghetIn(somatic)).toMatchObject({ positive: 16 });
    expect(trygghetIn(psychiatric)).toEqual({ withheld: "few" });
    expect(trygghetIn(total)).toEqual({ withheld: "complement" });
  }
  expect(trygghetIn(show(mixed(30), patients(say(10, 1)))[1])).toMatchObject({ positive: 10 });
});

test("an indicator that fewer than five have taken a stand on is withheld", () => {
  const [, psychiatric] = show(mixed(30), patients([...say(2, 1), ...say(2, 3), ...say(8, 8)]));
  expect(trygghetIn(psychiatric)).toEqual({ withheld: "few" });
});

test("the distribution is shown from thirty respondents, and never for only one part of a total that has it", () => {
  const distributions = (groups: readonly ShownGroup[]) =>
    groups.map((shown) => {
      const trygghet = trygghetIn(shown);
      return trygghet !== undefined && "positive" in trygghet && trygghet.distribution !== null;
    });
  expect(distributions(show(mixed(30), mixed(18)))).toEqual([true, false, false]);
  expect(distributions(show(mixed(30), mixed(31)))).toEqual([true, true, true]);
  expect(distributions(show(mixed(20), mixed(20)))).toEqual([false, false, true]);
});

test("what närstående said is split off only when both sides are large enough and the measurement has stopped growing", () => {
  const withProxies = (count: number) => [...mixed(20), ...mixed(count).map((person) => ({ ...person, proxy: true }))];
  const split = (people: readonly Person[], frozen = true, more: Record<string, readonly Person[]> = {}) => {
    const made = group("somatic", people);
    const others = Object.entries(more).map(
      ([key, some]) => [key, group("somatic", some).indicators.trygghet!] as const,
    );
    const raw = { ...made, indicators: { ...made.indicators, ...Object.fromEntries(others) } };
    const shown = suppressCounties([{ parts: [raw], total: raw }], null, defaultThresholds, frozen).counties[0]![0]!;
    return (trygghetIn(shown) as { apart: unknown }).apart !== null;
  };
  expect(split(withProxies(10))).toBe(true);
  expect(split(withProxies(10), false)).toBe(false);
  // Fewer than ten may all have said the same, and then a split that is left out for it would tell so.
  expect(split(withProxies(5))).toBe(false);
  expect(split(withProxies(5), true, { delaktighet: withProxies(5) })).toBe(true);
  const alike = [...mixed(20), ...mixed(5).map(() => ({ code: 1, proxy: true }) as const)];
  expect(split(withProxies(5), true, { delaktighet: alike })).toBe(false);
  expect(split(withProxies(4), true, { delaktighet: withProxies(4) })).toBe(false);
});

const person: fc.Arbitrary<Person> = fc.record({
  code: fc.constantFrom<Person["code"]>(1, 1, 1, 2, 2, 3, 4, 7, 8, 9, null),
  proxy: fc.integer({ min: 0, max: 3 }).map((draw) => draw === 0),
});
const crowd = fc.array(person, { maxLength: 40 });

/** Every number that an indicator shows, by name. */
function numbersOf(shown: ShownGroup): Record<string, number> {
  if (shown.hidden !== null) return {};
  const indicator = shown.indicators.trygghet!;
  if (!("positive" in indicator)) return { respondents: shown.respondents };
  const { distribution, apart, top, put: _, ...plain } = indicator;
  return {
    respondents: shown.respondents,
    ...plain,
    ...(top === null ? {} : { top }),
    ...Object.fromEntries(Object.entries(distribution ?? {}).map(([code, n]) => [`code ${code}`, n])),
    ...(apart ? { ownPositive: apart.own.positive, proxyPositive: apart.proxy.positive } : {}),
  };
}

test("an attacker who subtracts what is shown from the total only ever gets what is shown anyway", () => {
  fc.assert(
    fc.property(crowd, crowd, fc.boolean(), (somatic, psychiatric, frozen) => {
      const [left, right, total] = show(somatic, psychiatric, frozen).map(numbersOf);
      const sides = [
        [left, psychiatric, right],
        [right, somatic, left],
      ] as const;
      for (const [known, others, otherSide] of sides) {
        if (others.length === 0) continue;
        for (const name of Object.keys(total!)) {
          const split = name === "ownPositive" || name === "proxyPositive";
          // Where nobody's närstående has answered there is nothing to split, and so nothing hidden.
          if (split && !others.some(({ proxy }) => proxy)) continue;
          if (name in known!) expect(otherSide, name).toHaveProperty([name]);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test("nothing shown stands on fewer than five persons, or says that every one of fewer than ten said the same", () => {
  fc.assert(
    fc.property(crowd, crowd, fc.boolean(), (somatic, psychiatric, frozen) => {
      for (const shown of show(somatic, psychiatric, frozen)) {
        if (shown.hidden !== null) continue;
        expect(shown.respondents).toBeGreaterThanOrEqual(5);
        const indicator = shown.indicators.trygghet!;
        if (!("positive" in indicator)) continue;
        const shares = [indicator, ...(indicator.apart ? [indicator.apart.own, indicator.apart.proxy] : [])];
        for (const { positive, answered, allRespondents } of shares) {
          expect(answered).toBeGreaterThanOrEqual(5);
          for (const n of [answered, allRespondents]) if (n < 10) expect([0, n]).not.toContain(positive);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

const fold = (...sizes: number[]) => foldSmall(sizes, (size) => size, defaultThresholds);

test("small groups are put together, and with the smallest of the others when they still are too few", () => {
  expect(fold(12, 7, 30)).toEqual({ apart: [12, 7, 30], together: [] });
  expect(fold(12, 3, 30, 2)).toEqual({ apart: [12, 30], together: [2, 3] });
  expect(fold(12, 3, 30)).toEqual({ apart: [30], together: [3, 12] });
  expect(fold(4)).toBeNull();
  expect(fold(1, 3, 0)).toBeNull();
  expect(fold(5, 0)).toEqual({ apart: [5], together: [] });
  expect(fold()).toBeNull();
});

test("whatever the groups, nobody in one that is shown is among fewer than five, and nobody is lost", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 12 }), { maxLength: 12 }), (sizes) => {
      const total = (list: readonly number[]) => list.reduce((sum, size) => sum + size, 0);
      const folded = fold(...sizes);
      if (folded === null) {
        expect(total(sizes)).toBeLessThan(5);
        return;
      }
      const shown = [...folded.apart, ...(folded.together.length > 0 ? [total(folded.together)] : [])];
      expect(total(shown)).toBe(total(sizes));
      expect(Math.min(...shown)).toBeGreaterThanOrEqual(5);
    }),
  );
});

test("a mode of fewer than the least is not counted, in no group, and no subtraction finds it", () => {
  const of = (careType: RawGroup["careType"], byMode: Record<string, number>): RawGroup => ({
    ...group(
      careType,
      Array.from({ length: Object.values(byMode).reduce((a, b) => a + b, 0) }, () => yes),
    ),
    byMode,
  });
  const countsOf = (somatic: Record<string, number>, psychiatric: Record<string, number>) => {
    const total: Record<string, number> = { ...somatic };
    for (const [mode, count] of Object.entries(psychiatric)) total[mode] = (total[mode] ?? 0) + count;
    const whole = { parts: [of("somatic", somatic), of("psychiatric", psychiatric)], total: of(null, total) };
    return suppressCounties([whole], null, defaultThresholds, true).counties[0]!.map((shown) =>
      shown.hidden === null ? shown.modes.counts : "hidden",
    );
  };
  const fine = { human: 20, robot: 8 };
  expect(countsOf(fine, { human: 12 })).toEqual([fine, { human: 12 }, { human: 32, robot: 8 }]);
  // 20 + 2 are 22 respondents: neither number may be told. Nor may the total's, beside a part that tells its own.
  expect(countsOf(fine, { human: 20, robot: 2 })).toEqual([fine, null, null]);
  expect(countsOf({ human: 20, robot: 3, mixed: 6 }, { human: 9 })).toEqual([null, { human: 9 }, null]);
});

const yes: Person = { code: 1, proxy: false };
