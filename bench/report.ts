/**
 * What reports cost: (d1) a measurement's page with ten million answers against a hundredth of them, and a comparison of
 * eight results in the same two databases, from request to HTML; (d2) counting every answer anew, in recount.ts.
 *
 * The small database is as wide as the large one (21 counties, 14 units in each): more answers make larger counts, not
 * more of them. Rare combinations are missing in the small one, which is in its favour.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { addMeasurement } from "../src/db/measurements.ts";
import { openSqlite, type SqliteHome } from "../src/platform/sqlite.ts";
import { seedOrebro2019 } from "../src/steps/seed-orebro.ts";
import { recount } from "../src/steps/tally-responses.ts";
import { prepareDrawn } from "./answers.ts";
import { openDoor, worldOver } from "./door.ts";
import { alternate, type BenchRow, inFolder, median, rowOf, type Size } from "./measure.ts";
import { besideDuckDb } from "./recount.ts";

const counties = [
  ...["01", "03", "04", "05", "06", "07", "08", "09", "10", "12", "13", "14", "17", "18", "19", "20", "21", "22"],
  ...["23", "24", "25"],
];
const unitsPerCounty = 14;
const measurementId = "prov-2026-11";
const now = Date.UTC(2026, 10, 23, 9, 0);

type Filled = {
  readonly home: SqliteHome;
  readonly ask: (path: string) => Promise<string>;
  readonly answers: number;
  /** The one recount that its tallies were made by. */
  readonly recountMilliseconds: number;
};

/** A database with this many answers in one measurement, and November 2019 beside it. Not fsynced while it is filled. */
async function databaseWith(file: string, answers: number): Promise<Filled> {
  const home = openSqlite(file, "drizzle");
  const { raw } = home;
  const world = worldOver(home, now);
  raw.pragma("synchronous = OFF");
  raw.exec(`insert into care_providers (id, name, county) values ('region', 'Region Prov', '18');
    insert into accounts (id, provider_id, username, name, role, password_hash, created_at)
      values ('konto', 'region', 'prov', 'Prov', 'lead', '', 0)`);
  const made = { id: measurementId, name: "Prov", state: "published", madeUp: true } as const;
  const asked = { surveyId: "punktmatning-kort", surveyVersion: 1, counties: JSON.stringify(counties) };
  const week = { opensOn: "2026-11-16", closesOn: "2026-11-22", releasedOn: "2026-11-30" };
  await home.atomically([addMeasurement(home.db, { ...made, ...asked, ...week })]);
  const insert = prepareDrawn(raw, { seed: answers, measurementIds: [measurementId], counties, unitsPerCounty });
  const lot = 250_000;
  for (let first = 0; first < answers; first += lot)
    insert({ first, total: Math.min(lot, answers - first), tallied: true });
  const began = performance.now();
  await recount(world);
  const recountMilliseconds = performance.now() - began;
  await seedOrebro2019(world);
  raw.pragma("wal_checkpoint(TRUNCATE)");
  raw.pragma("synchronous = FULL");
  return { home, ask: openDoor(home, now, "konto"), answers, recountMilliseconds };
}

const sides = ["01", "03", "05", "06", "12", "13", "14", "18"].map((county) => `${measurementId}.${county}.somatic`);
const pages = [
  { name: "report page", path: `/matningar/${measurementId}`, holds: 'class="report-group"' },
  {
    name: "comparison page",
    path: `/jamfor?${sides.map((side) => `s=${side}`).join("&")}`,
    holds: "Skillnad mot A",
  },
] as const;

export async function run(size: Size, answers = size === "full" ? 10_000_000 : 20_000): Promise<BenchRow[]> {
  const [rounds, repeats] = size === "full" ? [7, 5] : [0, 1];
  return inFolder(async (folder) => {
    const small = await databaseWith(join(folder, "small.sqlite"), answers / 100);
    const began = performance.now();
    const large = await databaseWith(join(folder, "large.sqlite"), answers);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    const megabytes = (statSync(join(folder, "large.sqlite")).size / 1e6).toFixed(0);
    process.stderr.write(`${answers} answers: ${megabytes} MB on disk, made and counted in ${seconds} s\n`);
    const rows: BenchRow[] = [];
    for (const { name, path, holds } of pages) {
      const bytes = (await large.ask(path)).length;
      const time = async ({ ask }: Filled) => {
        const times: number[] = [];
        for (let once = 0; once < repeats; once += 1) {
          const from = performance.now();
          const page = await ask(path);
          times.push(performance.now() - from);
          if (!page.includes(holds)) throw new Error(`${path} shows no results`);
        }
        return median(times);
      };
      const found = await alternate(
        rounds,
        () => time(large),
        () => time(small),
      );
      const tallies = [large, small].map(({ home }) => home.raw.prepare("select count(*) from tallies").pluck().get());
      rows.push(
        rowOf({
          ...{ name: `${name}, ${answers} answers against ${answers / 100}`, ...found, unit: "ms", hopedFor: "≤ 1.5" },
          note: `request to HTML (${Math.round(bytes / 1000)} kB), ${counties.length} counties; ${tallies.join(" counts against ")}`,
        }),
      );
    }
    small.home.close();
    rows.push(await besideDuckDb(large, folder));
    large.home.close();
    return rows;
  });
}
