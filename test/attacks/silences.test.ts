/**
 * The attacker who has read the program. Writes down every way that a few people could have answered, asks the program what
 * it would show of each, and keeps those that look like what is shown. Where all that are kept agree on what everybody of a
 * few said, the program has told it: by a number, or by what it left out. Longer than other files because each thing that is
 * left out has its own ways of being written down.
 */
import { expect, test } from "vitest";
import { seededRandom } from "../../src/demo/random.ts";
import { reportAsJson } from "../../src/reports/as-json.ts";
import { makeReport } from "../../src/reports/report.ts";
import { tallyOf, unitTallyOf } from "../../src/reports/tally.ts";
import { defaultThresholds, type Thresholds } from "../../src/reports/thresholds.ts";
import { orebro2019Measurement, orebro2019Responses } from "../../src/responses/fixtures/orebro-2019-11.ts";
import { planRelease } from "../../src/responses/release.ts";
import { type PendingResponse, type Response, releasePolicyFor } from "../../src/responses/response.ts";
import { tellingOf } from "../../src/responses/tellable.ts";
import { getSurvey } from "../../src/surveys/catalog.ts";
import type { Survey } from "../../src/surveys/survey.ts";
import { seed as firstSeed } from "../chance.ts";

const short = getSurvey("punktmatning-kort", 1);
const sip = getSurvey("sip", 1);

const says = (answers: Readonly<Record<string, number>>, facts: Partial<Response> = {}): Response => ({
  ...orebro2019Responses[0]!,
  ...{ county: "18", careType: "somatic", unit: null, mode: "human", respondent: "patient" },
  ...facts,
  answers: JSON.stringify(answers),
});
const times = (count: number, one: Response): Response[] => Array.from({ length: count }, () => one);

/** All that anybody is shown of a measurement that is over. */
function shownOf(rows: readonly Response[], survey: Survey, counties = ["18"], thresholds = defaultThresholds): string {
  const { groups, units } = reportAsJson(
    makeReport({
      measurement: { ...orebro2019Measurement, counties, state: "closed" },
      ...{ survey, thresholds, tallies: tallyOf(rows), unitTallies: unitTallyOf(rows) },
    }),
  );
  return JSON.stringify([groups, units]);
}

/** One way that they could have answered: `facts` are what each group said, as shares of it; only 0 and 1 tell of everybody. */
type Way = { readonly looks: string; readonly facts: Readonly<Record<string, number>> };

/** What every way that looks the same agrees on. */
function toldBy(ways: readonly Way[]): string[] {
  return [...Map.groupBy(ways, ({ looks }) => looks).values()].flatMap((alike) =>
    Object.keys(alike[0]!.facts).flatMap((fact) =>
      [0, 1].flatMap((share) =>
        alike.every(({ facts }) => facts[fact] === share) ? [`${share === 0 ? "nobody" : "everybody"}: ${fact}`] : [],
      ),
    ),
  );
}

/** Every way to part so many into so many. */
function* parts(persons: number, ways: number): Generator<number[]> {
  if (ways === 1) yield [persons];
  else
    for (let first = 0; first <= persons; first += 1)
      for (const rest of parts(persons - first, ways - 1)) yield [first, ...rest];
}

const stricter: Thresholds = { ...defaultThresholds, hideBelow: 6, extremesFrom: 12 };

test("what is left out of fewer than ten does not tell which answer everybody gave, or nobody", () => {
  for (const thresholds of [defaultThresholds, stricter])
    for (let persons = 1; persons < thresholds.extremesFrom; persons += 1) {
      const ways = [...parts(persons, 4)].map(([first = 0, second = 0, last = 0, unsure = 0]) => {
        const rows = [
          ...times(first, says({ trygghet: 1 })),
          ...times(second, says({ trygghet: 2 })),
          ...times(last, says({ trygghet: 4 })),
          ...times(unsure, says({ trygghet: 8 })),
        ];
        const facts = { "most positive": first / persons, positive: (first + second) / persons };
        return { looks: shownOf(rows, short, ["18"], thresholds), facts };
      });
      expect([persons, toldBy(ways)]).toEqual([persons, []]);
    }
});

test("nor does a split that is left out tell what every närstående said, or every patient", () => {
  /** The first so many say yes to each question. */
  const kind = (persons: number, safe: number, part: number, respondent: Response["respondent"]) =>
    Array.from({ length: persons }, (_, at) =>
      says({ trygghet: at < safe ? 1 : 4, delaktighet: at < part ? 1 : 4 }, { respondent }),
    );
  const upTo = (persons: number) => Array.from({ length: persons + 1 }, (_, yes) => yes);
  for (const [own, proxies] of [
    [5, 5],
    [7, 5],
    [7, 4],
  ] as const) {
    const ways = upTo(own).flatMap((safe) =>
      upTo(proxies).flatMap((theirs) =>
        upTo(own).flatMap((part) =>
          upTo(proxies).map((theirPart) => ({
            looks: shownOf([...kind(own, safe, part, "patient"), ...kind(proxies, theirs, theirPart, "proxy")], short),
            facts: { own: safe / own, "of närstående": theirs / proxies, both: (safe + theirs) / (own + proxies) },
          })),
        ),
      ),
    );
    // That ten or more all said the same may be told, and is then told of each of them.
    const open = ways
      .filter(({ facts }) => facts.both > 0 && facts.both < 1)
      .map(({ looks, facts: { own: ours, ...rest } }) => ({ looks, facts: own < 10 ? { own: ours, ...rest } : rest }));
    expect([own, proxies, toldBy(open)]).toEqual([own, proxies, []]);
  }
});

const shuffledBy =
  (chance: () => number) =>
  <T>(items: readonly T[]): T[] => {
    const rest = [...items];
    for (let at = rest.length - 1; at > 0; at -= 1) {
      const other = Math.floor(chance() * (at + 1));
      [rest[at], rest[other]] = [rest[other]!, rest[at]!];
    }
    return rest;
  };

/** A survey that asks the rest only of those who have a SIP. */
const hasNone = { "har-sip": 2 };
const hasOne = (information: number) => ({ "har-sip": 1, information });

test("how many were asked does not tell what everybody said to the question before, of a group or of a unit", () => {
  const [without, content, not] = [says(hasNone), says(hasOne(1)), says(hasOne(4))];
  const of = (unit: string, [none = 0, yes = 0, no = 0]: readonly number[]) =>
    [...times(none, without), ...times(yes, content), ...times(no, not)].map((row) => ({ ...row, unit }));
  for (let persons = 5; persons < 10; persons += 1) {
    const all = [...parts(persons, 3)].map((part) => ({ part, facts: { asked: (persons - part[0]!) / persons } }));
    const ways = all.map(({ part, facts }) => ({ looks: shownOf(of("Geriatrik", part), sip), facts }));
    expect([persons, toldBy(ways)]).toEqual([persons, []]);
    if (persons > 5) continue;
    // Nobody knows what they said at the other unit, nor how many there are of a unit that has no row; only that not all of
    // the care type said the same.
    const ofUnits = all.flatMap(({ part, facts }) =>
      [...parts(12, 3)]
        .filter(([, yes = 0, no = 0]) => yes + part[1]! > 0 && no + part[2]! > 0)
        .map((other) => ({ looks: shownOf([...of("Geriatrik", part), ...of("Medicin", other)], sip), facts })),
    );
    const named = ofUnits.filter(({ looks }) => looks.includes("Geriatrik"));
    expect(named.length).toBeGreaterThan(100);
    expect(toldBy(named)).toEqual([]);
  }
}, 60_000);

test("nor do those who leave at night, or the last ones, tell by how many of them were asked", () => {
  const policy = releasePolicyFor(defaultThresholds);
  const telling = tellingOf(sip, defaultThresholds);
  const shuffle = shuffledBy(seededRandom(1));
  let left = 0;
  for (let turn = 0; turn < 200; turn += 1) {
    const waiting: PendingResponse[] = [
      ...times(turn % 12, says(hasNone)),
      ...times(6 + (turn % 9), says(hasOne(1))),
      ...times(4 + (turn % 7), says(hasOne(4))),
    ].map((row) => ({ ...row, remark: null }));
    const release = planRelease(waiting, { closed: false, releasedBefore: true }, policy, telling, shuffle);
    if (!release) continue;
    left += 1;
    const stay = waiting.filter((row) => !release.taken.includes(row));
    for (const some of [release.taken, stay]) {
      const asked = some.filter(({ answers }) => answers !== JSON.stringify(hasNone)).length;
      if (some.length < defaultThresholds.extremesFrom) expect([0, some.length]).not.toContain(asked);
    }
  }
  expect(left).toBeGreaterThan(50);
});

test("a county's first answers do not tell by what riket grows that none of them was asked, nor its last that all said the same", () => {
  const [policy, telling] = [releasePolicyFor(defaultThresholds), tellingOf(sip, defaultThresholds)];
  const waiting = (...rows: readonly Response[]) => rows.map((row): PendingResponse => ({ ...row, remark: null }));
  const first = (rows: readonly PendingResponse[], summed: boolean) =>
    planRelease(rows, { closed: false, releasedBefore: false, summed }, policy, telling, shuffledBy(seededRandom(1)));
  const hasAll = (code: number) =>
    says(Object.fromEntries(sip.steps.flatMap((step) => (step.kind === "choice" ? [[step.key, code]] : []))));
  const none = waiting(...times(12, says(hasNone)));
  const some = waiting(...times(10, hasAll(1)).flatMap((one) => [one, hasAll(4), says(hasNone)]));
  expect(first(none, false)?.taken).toHaveLength(7);
  expect(first(none, true)).toBeNull();
  const asked = first(some, true)?.taken.filter(({ answers }) => answers !== JSON.stringify(hasNone)).length ?? 0;
  expect(asked).toBeGreaterThanOrEqual(defaultThresholds.hideBelow);
});

test("no county of one to four is found out by which of the others were left out for its sake, nor by what riket leaves out", () => {
  const worlds = [
    [3, 10, 12],
    [1, 10, 11],
    [2, 2, 6, 9],
    [3, 7, 12],
    [3, 20],
    [4, 30],
  ];
  for (const sizes of worlds) {
    const counties = sizes.map((_, at) => String(17 + at));
    const waysFrom = (at: number): number[][] =>
      at === sizes.length
        ? [[]]
        : waysFrom(at + 1).flatMap((rest) => Array.from({ length: sizes[at]! + 1 }, (_, yes) => [yes, ...rest]));
    const ways = waysFrom(0).map((yes) => {
      const rows = yes.flatMap((count, at) => [
        ...times(count, says({ trygghet: 1 }, { county: counties[at]! })),
        ...times(sizes[at]! - count, says({ trygghet: 4 }, { county: counties[at]! })),
      ]);
      const few = sizes.flatMap((size, at) => (size < 5 ? [[`county ${at}`, yes[at]! / size] as const] : []));
      return { looks: shownOf(rows, short, counties), facts: Object.fromEntries(few) };
    });
    expect([sizes, toldBy(ways).length, toldBy(ways).slice(0, 3)]).toEqual([sizes, 0, []]);
  }
}, 120_000);

// ── and who remembers ──

const shares = { delaktighet: 0.77, onskemal: 0.8, information: 0.77, plan: 0.27, samordning: 0.9, trygghet: 0.95 };

/** Some weeks of two to four counties, in one of which one to four answer; what riket tells less all that was seen before. */
function leftOfRiket(seed: number): { question: string; positive: number; answered: number }[] {
  const chance = seededRandom(seed * 7919);
  const below = (most: number) => Math.floor(chance() * most);
  const shuffle = shuffledBy(chance);
  type Person = PendingResponse & { readonly person: number };
  const counties = ["17", "18", "19", "20"].slice(0, 2 + below(3));
  const small = below(counties.length);
  const waiting = new Map<string, Person[]>(counties.map((county) => [county, []]));
  const released: Person[] = [];
  const telling = tellingOf(short, defaultThresholds);
  const night = (closed: boolean) => {
    for (const [county, rows] of waiting) {
      const state = { closed, releasedBefore: released.some((row) => row.county === county), summed: true };
      const release = planRelease(rows, state, releasePolicyFor(defaultThresholds), telling, shuffle);
      if (!release) continue;
      released.push(...release.responses);
      waiting.set(
        county,
        rows.filter((row) => !release.taken.includes(row)),
      );
    }
  };
  /** County and question → who stand behind the last figures that were shown. */
  const seen = new Map<string, ReadonlySet<Person>>();
  const look = (state: "running" | "closed") => {
    const measurement = { ...orebro2019Measurement, counties, state };
    const { groups, country } = makeReport({
      ...{ measurement, survey: short, tallies: tallyOf(released), thresholds: defaultThresholds },
    });
    for (const { county, careType, ...group } of [...groups, ...country]) {
      if (careType !== "somatic" || group.hidden !== null) continue;
      const behind = new Set(released.filter((row) => county === "00" || row.county === county));
      for (const { key, withheld } of Object.values(group.indicators))
        if (withheld === null) seen.set(`${county} ${key}`, behind);
    }
  };
  let people = 0;
  let few = 1 + below(4);
  for (let nights = 2 + below(5); nights > 0; nights -= 1) {
    for (const [at, county] of counties.entries()) {
      const came = at === small ? Math.min(few, below(3)) : below(16);
      if (at === small) few -= came;
      for (let left = came; left > 0; left -= 1) {
        const answers = Object.entries(shares).map(([key, share]) => {
          const isYes = chance() < share;
          return [key, chance() < 0.03 ? 8 : isYes ? 1 : key === "plan" ? 2 : 4];
        });
        people += 1;
        const row = { ...says(Object.fromEntries(answers), { county }), remark: null, person: people };
        waiting.get(county)!.push(row);
      }
    }
    night(false);
    look("running");
  }
  const before = new Map(seen);
  seen.clear();
  night(true);
  look("closed");
  return Object.keys(shares).flatMap((question) => {
    const all = seen.get(`00 ${question}`);
    if (!all) return [];
    const known = counties.map((county) => seen.get(`${county} ${question}`) ?? before.get(`${county} ${question}`));
    const rest = [...all].filter((row) => !known.some((some) => some?.has(row)));
    const codes = rest.map(({ answers }) => (JSON.parse(answers) as Record<string, number>)[question]!);
    const hasFew = rest.some(({ county }) => county === counties[small]);
    const answered = codes.filter((code) => code < 7).length;
    return hasFew ? [{ question, positive: codes.filter((code) => code === 1).length, answered }] : [];
  });
}

test("riket less what was seen of a county before it was hidden never tells that the few of another all said the same", () => {
  // In the first of these worlds ten or more were left who all said the same, before those of several counties had to differ.
  const worlds = [29, 37, 48, 61, 111, 130, 140, 181, 192, ...Array.from({ length: 60 }, (_, at) => firstSeed + at)];
  let left = 0;
  for (const seed of worlds)
    for (const { question, positive, answered } of leftOfRiket(seed)) {
      left += 1;
      expect([seed, question, positive === 0, positive === answered]).toEqual([seed, question, false, false]);
    }
  expect(left).toBeGreaterThan(100);
}, 120_000);
