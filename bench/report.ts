/**
 * What reports cost: (d1) a measurement's report with a million responses against ten thousand, and (d2) counting every
 * response anew against a plain GROUP BY that reads the same answers on the same table. Both in one run, on a file.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "../src/db/atomic.ts";
import { addMeasurement } from "../src/db/measurements.ts";
import { insertResponses } from "../src/db/responses.ts";
import { recountAll } from "../src/db/tallies.ts";
import { openSqlite } from "../src/platform/sqlite.ts";
import { reportAsJson } from "../src/reports/as-json.ts";
import type { Report } from "../src/reports/report.ts";
import { samplePending } from "../src/responses/samples.ts";
import { readReport } from "../src/steps/read-report.ts";

export type BenchRow = {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  /** ours / floor. */
  readonly ratio: number;
  readonly unit: string;
  readonly note: string;
};

const counties = ["01", "03", "04", "05", "06", "07", "08", "09", "10", "12", "13", "14", "17", "18"];
const measurementId = "prov-2026-11";

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

/** A database file with this many responses, spread over counties, care types, modes and respondents, and counted. */
async function databaseWith(file: string, count: number) {
  const home = openSqlite(file, "drizzle");
  await home.atomically([
    addMeasurement(home.db, {
      id: measurementId,
      name: "Prov",
      surveyId: "punktmatning-kort",
      surveyVersion: 1,
      state: "published",
      opensOn: "2026-11-16",
      closesOn: "2026-11-22",
      counties: JSON.stringify(counties),
      madeUp: true,
    }),
  ]);
  const perUnit = 10_000;
  for (let from = 0; from < count; from += perUnit) {
    const rows = Array.from({ length: Math.min(perUnit, count - from) }, (_, at) => {
      const number = from + at;
      // Ids in the order of insertion: only to fill the table fast; nothing here measures insertion.
      return {
        ...samplePending(number * 7919, {
          county: counties[number % counties.length]!,
          careType: number % 3 === 0 ? "psychiatric" : "somatic",
          mode: number % 5 === 0 ? "robot" : "human",
          respondent: number % 11 === 0 ? "proxy" : "patient",
        }),
        id: number.toString(32).padStart(16, "0"),
      };
    });
    await home.atomically(insertResponses(rows));
  }
  await home.atomically(recountAll());
  return home;
}

async function reportMilliseconds(home: Awaited<ReturnType<typeof databaseWith>>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 60; round++) {
    const start = performance.now();
    const report = (await readReport(home, measurementId)) as Report;
    JSON.stringify(reportAsJson(report));
    if (round >= 10) times.push(performance.now() - start);
  }
  return median(times);
}

/** `big` responses against a hundredth of them. Gives the two rows of the report part of the bench. */
export async function run(big = 1_000_000): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-bench-report-"));
  try {
    const small = await databaseWith(join(folder, "small.sqlite"), big / 100);
    const large = await databaseWith(join(folder, "large.sqlite"), big);
    const [smallTime, largeTime] = [await reportMilliseconds(small), await reportMilliseconds(large)];

    const plain = large.raw.prepare(
      "select measurement_id, county, care_type, mode, respondent, answers, count(*) from responses group by 1, 2, 3, 4, 5, 6",
    );
    const recount = recountAll().map(compile);
    const floors: number[] = [];
    const recounts: number[] = [];
    for (let round = 0; round < 3; round++) {
      let start = performance.now();
      plain.all();
      floors.push(performance.now() - start);
      start = performance.now();
      large.raw.transaction(() => {
        for (const { sql, params } of recount) large.raw.prepare(sql).run(params);
      })();
      recounts.push(performance.now() - start);
    }
    small.close();
    large.close();
    const row = (name: string, ours: number, floor: number, note: string): BenchRow => ({
      name,
      ours: Math.round(ours * 100) / 100,
      floor: Math.round(floor * 100) / 100,
      ratio: Math.round((ours / floor) * 100) / 100,
      unit: "ms",
      note,
    });
    return [
      row(
        `report, ${big} responses against ${big / 100}`,
        largeTime,
        smallTime,
        `database to JSON, ${counties.length} counties × 2 care types, median of 50`,
      ),
      row(
        "full recount against a plain GROUP BY",
        median(recounts),
        median(floors),
        `${big} responses, six answers each, in one atomic unit; floor: the same GROUP BY over the same columns`,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
