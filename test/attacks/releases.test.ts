/**
 * The attacker who keeps every report: looks at a measurement every morning while it runs and after it has closed, on the page
 * and in the files, and subtracts any look from any other. Nobody is ever left in a company of one to four.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { reportAsJson } from "../../src/reports/as-json.ts";
import { reportAsTable } from "../../src/reports/as-table.ts";
import { makeReport, type Report } from "../../src/reports/report.ts";
import { tallyOf } from "../../src/reports/tally.ts";
import type { Thresholds } from "../../src/reports/thresholds.ts";
import { orebro2019Measurement, orebro2019Responses } from "../../src/responses/fixtures/orebro-2019-11.ts";
import { planRelease } from "../../src/responses/release.ts";
import { type PendingResponse, releasePolicyFor } from "../../src/responses/response.ts";
import { tellingOf } from "../../src/responses/tellable.ts";
import { getSurvey } from "../../src/surveys/catalog.ts";
import { anyThresholds } from "../any-thresholds.ts";

const counties = ["17", "18", "19"];
const careTypes = ["somatic", "psychiatric"] as const;
const survey = getSurvey("punktmatning-kort", 1);

/** How many are interviewed each day, in each cell (county × care type). */
const day = fc.array(fc.oneof({ weight: 2, arbitrary: fc.nat(3) }, fc.nat(12)), {
  minLength: counties.length * careTypes.length,
  maxLength: counties.length * careTypes.length,
});
const fieldwork = fc.record({
  thresholds: anyThresholds,
  days: fc.array(day, { minLength: 1, maxLength: 4 }),
  answers: fc.array(fc.constantFrom(1, 1, 2, 3, 4, 8, 9), { minLength: 7, maxLength: 7 }),
});

type Person = PendingResponse & { readonly person: number };
/** What one look shows: the persons behind every group that is not hidden, by the group's name. */
type Look = ReadonlyMap<string, ReadonlySet<number>>;

const cellName = (county: string, careType: string | null) => `${county} ${careType ?? "alla"}`;

type Given = { days: number[][]; answers: number[]; thresholds: Thresholds };
function looksOf({ days, answers, thresholds }: Given): Look[] {
  const policy = releasePolicyFor(thresholds);
  const telling = tellingOf(survey, thresholds);
  let persons = 0;
  const waiting = new Map<string, Person[]>();
  const released = new Map<string, Person[]>();
  const interview = (counts: readonly number[]) => {
    for (const [at, count] of counts.entries()) {
      const county = counties[Math.floor(at / careTypes.length)]!;
      const careType = careTypes[at % careTypes.length]!;
      const name = cellName(county, careType);
      for (let left = count; left > 0; left -= 1) {
        persons += 1;
        const said = Object.fromEntries(
          survey.steps
            .filter(({ kind }) => kind === "choice")
            .map(({ key }, question) => {
              const code = answers[(persons + question) % answers.length]!;
              return [key, key === "plan" && code > 2 && code < 7 ? 2 : code];
            }),
        );
        const row = { ...orebro2019Responses[0]!, county, careType, answers: JSON.stringify(said), remark: null };
        waiting.set(name, [...(waiting.get(name) ?? []), { ...row, person: persons }]);
      }
    }
  };
  const night = (closed: boolean) => {
    for (const [name, rows] of waiting) {
      const before = released.get(name) ?? [];
      const state = { closed, releasedBefore: before.length > 0, summed: true };
      const release = planRelease(rows, state, policy, telling, (some) => [...some]);
      if (!release) continue;
      released.set(name, [...before, ...release.taken]);
      waiting.set(
        name,
        rows.filter((row) => !release.taken.includes(row)),
      );
    }
  };
  const look = (state: "running" | "closed"): Look => {
    const rows = [...released.values()].flat();
    const measurement = { ...orebro2019Measurement, counties, state };
    const report = makeReport({ measurement, survey, tallies: tallyOf(rows), thresholds });
    expectSameEverywhere(report);
    const shown = [...report.groups, ...report.country].filter(({ hidden }) => hidden === null);
    return new Map(
      shown.map(({ county, careType }) => [
        cellName(county, careType),
        new Set(
          rows
            .filter((row) => county === "00" || row.county === county)
            .filter((row) => careType === null || row.careType === careType)
            .map(({ person }) => person),
        ),
      ]),
    );
  };
  const looks: Look[] = [];
  for (const counts of days) {
    interview(counts);
    night(false);
    looks.push(look("running"));
  }
  night(true);
  looks.push(look("closed"));
  return looks;
}

/** What is hidden on the page has no number in the file or in the JSON either. */
function expectSameEverywhere(report: Report): void {
  const json = reportAsJson(report).groups;
  const [header = [], ...lines] = reportAsTable(report);
  const column = (name: string) => header.indexOf(name);
  for (const [at, group] of [...report.groups, ...report.country].entries()) {
    if (group.hidden === null) continue;
    expect(Object.keys(json[at]!)).toEqual(["county", "careType", "hidden", "because"]);
    const line = lines.filter(
      (cells) => cells[column("lan")] === group.county && cells[column("vardform")] === (group.careType ?? "alla"),
    );
    expect(line).toHaveLength(1);
    expect(line[0]![column("svarande")]).toBeNull();
  }
}

/** The parts that a whole is the sum of. */
function partsOf(name: string): string[][] {
  const [county = "", careType = ""] = name.split(" ");
  const byCareType = careType === "alla" ? [careTypes.map((one) => cellName(county, one))] : [];
  const byCounty = county === "00" ? [counties.map((one) => `${one} ${careType}`)] : [];
  const both = county === "00" && careType === "alla";
  const cells = both ? [counties.flatMap((one) => careTypes.map((two) => cellName(one, two)))] : [];
  return [...byCareType, ...byCounty, ...cells];
}

/** Every remainder of a whole when, of each part, one of its looks or none is taken away. */
function* remaindersOf(
  whole: ReadonlySet<number>,
  parts: readonly (readonly ReadonlySet<number>[])[],
): Generator<number> {
  const [first, ...others] = parts;
  if (!first) {
    yield whole.size;
    return;
  }
  yield* remaindersOf(whole, others);
  for (const look of first) {
    // A later look at the part than at the whole subtracts people who are not in it: it tells of them, not of the others.
    if ([...look].every((person) => whole.has(person))) yield* remaindersOf(difference(whole, look), others);
  }
}
const difference = (from: ReadonlySet<number>, take: ReadonlySet<number>): ReadonlySet<number> =>
  new Set([...from].filter((person) => !take.has(person)));

test("no look less any other leaves fewer than the measurement hides, and never one to four persons", () => {
  fc.assert(
    fc.property(fieldwork, (given) => {
      const looks = looksOf(given);
      const { hideBelow } = given.thresholds;
      expect(hideBelow).toBeGreaterThanOrEqual(5);
      /** The different sets of persons that a name has stood for. */
      const seen = (name: string): ReadonlySet<number>[] => {
        const all = looks.flatMap((look) => look.get(name) ?? []);
        return [...new Map(all.map((persons) => [persons.size, persons])).values()];
      };
      const names = new Set(looks.flatMap((look) => [...look.keys()]));
      for (const name of names) {
        const own = seen(name);
        for (const later of own)
          for (const earlier of own) {
            const grown = difference(later, earlier).size;
            if (grown > 0) expect(grown, `${name} from look to look`).toBeGreaterThanOrEqual(hideBelow);
          }
        for (const parts of partsOf(name))
          for (const whole of own)
            for (const left of remaindersOf(whole, parts.map(seen)))
              if (left > 0) expect(left, `${name} less some of ${parts.join(", ")}`).toBeGreaterThanOrEqual(hideBelow);
      }
    }),
    { numRuns: 150 },
  );
});
