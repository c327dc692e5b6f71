/** kill -9 in the middle of counting: a real process on a real file that dies inside its transactions and between them. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { prepareDrawn } from "../../bench/answers.ts";
import { cellsByHand, talliedCells } from "../../bench/cells.ts";
import { seededRandom } from "../../src/demo/random.ts";
import { openSqlite, type SqliteHome } from "../../src/platform/sqlite.ts";
import { recount } from "../../src/steps/tally-responses.ts";
import { seed } from "../chance.ts";
import { worldOver } from "../home-world.ts";

const people = 6_000;
const measurementIds = Array.from({ length: 5 }, (_, at) => `matning-${at}`);
const folder = mkdtempSync(join(tmpdir(), "ringupp-faults-"));
const file = join(folder, "ringupp.sqlite");
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Counts until that step and dies there. How many steps it lived to take, when it came to its end; null when it died. */
function liveUntil(what: "tally" | "recount", lastStep: number): number | null {
  const { signal, status, stdout } = spawnSync(process.execPath, ["test/faults/tally.ts", file, what, `${lastStep}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (signal === "SIGKILL") return null;
  expect(status).toBe(0);
  return Number(stdout);
}

/** Opens the file as the next start does, which is when SQLite puts right what a death left half done. */
async function look<T>(at: (home: ReturnType<typeof openSqlite>) => T | Promise<T>): Promise<T> {
  const home = openSqlite(file, "drizzle");
  try {
    return await at(home);
  } finally {
    home.close();
  }
}

test("whenever counting is killed, every answer is either counted and marked or neither; in the end each is counted once", async () => {
  const random = seededRandom(seed);
  await look(({ raw }) => {
    const insert = prepareDrawn(raw, { seed, measurementIds, counties: ["18"], unitsPerCounty: 2 });
    insert({ first: 0, total: people, tallied: false });
  });
  const waiting = ({ raw }: Pick<SqliteHome, "raw">) =>
    raw.prepare("select count(*) from responses where tallied = 0").pluck().get() as number;

  copyFileSync(file, `${file}.whole`);
  const whole = liveUntil("tally", Number.POSITIVE_INFINITY) ?? 0;
  copyFileSync(`${file}.whole`, file);
  expect(whole).toBeGreaterThan(people);

  // Less than half of the steps at a time: at most two of the five units, so that no draw gets to the end in two lives.
  const left: number[] = [];
  while (liveUntil("tally", 1 + Math.floor(random() * 0.45 * whole)) === null) {
    await look((home) => {
      left.push(waiting(home));
      expect([seed, home.raw.pragma("integrity_check", { simple: true })]).toEqual([seed, "ok"]);
      const marked = cellsByHand(home, "tallied = 1");
      expect([seed, left, talliedCells(home)]).toEqual([seed, left, marked]);
    });
  }
  // It died at least twice, once of them when some were counted and some not.
  expect([seed, left.length > 1, left.some((count) => count > 0 && count < people)]).toEqual([seed, true, true]);
  expect([seed, await look(waiting)]).toEqual([seed, 0]);
  const byHand = await look((home) => cellsByHand(home));
  expect(await look(talliedCells)).toEqual(byHand);

  const again = liveUntil("recount", Number.POSITIVE_INFINITY) ?? 0;
  for (const lastStep of [1, 2 + Math.floor(random() * (again - 2)), again])
    expect([seed, lastStep, liveUntil("recount", lastStep)]).toEqual([seed, lastStep, null]);
  expect([seed, await look(talliedCells)]).toEqual([seed, byHand]);
  await look(async (home) => {
    await recount(worldOver(home));
    expect([seed, talliedCells(home)]).toEqual([seed, byHand]);
  });
}, 120_000);
