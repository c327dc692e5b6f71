/** kill -9 in the middle of counting: a real process on a real file, killed inside its transactions and between them. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { prepareDrawn } from "../../bench/answers.ts";
import { cellsByHand, talliedCells } from "../../bench/cells.ts";
import { seededRandom } from "../../src/demo/random.ts";
import { openSqlite, type SqliteHome } from "../../src/platform/sqlite.ts";
import { recount } from "../../src/steps/tally-responses.ts";
import { worldOver } from "../home-world.ts";

const people = 6_000;
const measurementIds = Array.from({ length: 5 }, (_, at) => `matning-${at}`);
const folder = mkdtempSync(join(tmpdir(), "ringupp-faults-"));
const file = join(folder, "ringupp.sqlite");
let kill = () => {};
afterEach(() => {
  kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Kills the process when it has said so many lines, wherever it is when the signal reaches it. Was that before its end? */
async function liveUntil(what: "tally" | "recount", lines: number): Promise<boolean> {
  const child = spawn(process.execPath, ["test/faults/tally.ts", file, what], { stdio: ["ignore", "pipe", "inherit"] });
  kill = () => child.kill("SIGKILL");
  const gone = new Promise<NodeJS.Signals | null>((done) => child.once("exit", (_, signal) => done(signal)));
  await new Promise<void>((begun) => {
    let said = 0;
    child.stdout.on("data", (text: Buffer) => {
      said += text.length;
      if (said >= lines) begun();
    });
    child.once("exit", () => begun());
  });
  kill();
  return (await gone) === "SIGKILL";
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
  const seed = Number(process.env.RINGUPP_SEED ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  await look(({ raw }) => {
    const insert = prepareDrawn(raw, { seed, measurementIds, counties: ["18"], unitsPerCounty: 2 });
    insert({ first: 0, total: people, tallied: false });
  });
  const waiting = ({ raw }: Pick<SqliteHome, "raw">) =>
    raw.prepare("select count(*) from responses where tallied = 0").pluck().get() as number;

  const left: number[] = [];
  while (await liveUntil("tally", 1 + Math.floor(random() * 160))) {
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

  for (const lines of [1, 20]) expect([seed, await liveUntil("recount", lines)]).toEqual([seed, true]);
  expect([seed, await look(talliedCells)]).toEqual([seed, byHand]);
  await look(async (home) => {
    await recount(worldOver(home));
    expect([seed, talliedCells(home)]).toEqual([seed, byHand]);
  });
}, 120_000);
