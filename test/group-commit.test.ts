/**
 * Units that are asked for at the same time share one commit, and are as separate as if each had had its own. On a real
 * file, looked at through a second connection: what that one sees is committed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mustChange } from "../src/db/atomic.ts";
import { settings } from "../src/db/identified.ts";
import { setSetting } from "../src/db/settings.ts";
import { openSqlite, type SqliteHome } from "../src/platform/sqlite.ts";
import type { Statement } from "../src/world.ts";

let folder: string;
let file: string;
let home: SqliteHome;
let other: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringupp-group-"));
  file = join(folder, "ringupp.sqlite");
  home = openSqlite(file, "drizzle");
  other = new Database(file, { readonly: true });
});
afterEach(() => {
  other.close();
  home.close();
  rmSync(folder, { recursive: true, force: true });
});

const set = (key: string, value = "x"): Statement => setSetting(home.db, key, value);
/** Refused by the table: the key is there already. */
const insert = (key: string): Statement => home.db.insert(settings).values({ key, value: "inserted" });
const changeFrom = (key: string, from: string, to: string): Statement[] =>
  mustChange(
    home.db
      .update(settings)
      .set({ value: to })
      .where(sql`${eq(settings.key, key)} and value = ${from}`),
  );
const committed = () =>
  other.prepare("select key, value from settings order by key").raw().all() as [key: string, value: string][];

/** Asks for all units at once; gives for each its answer, or the message of its error. */
const together = async (...units: readonly (readonly Statement[])[]): Promise<string[]> =>
  (await Promise.allSettled(units.map((unit) => home.atomically(unit)))).map((one) =>
    one.status === "fulfilled" ? one.value : String(one.reason),
  );

/**
 * Commits in the write-ahead log: frames that carry the size of the database
 * (sqlite.org/fileformat.html#the_write_ahead_log: header 32 bytes, frame header 24, size at byte 4).
 */
function commitsInLog(): number {
  const log = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0);
  if (log.length === 0) return 0;
  const [frame, salt] = [24 + log.readUInt32BE(8), log.subarray(16, 24)];
  let commits = 0;
  for (let at = 32; at + frame <= log.length; at += frame)
    if (log.subarray(at + 8, at + 16).equals(salt) && log.readUInt32BE(at + 4) > 0) commits += 1;
  return commits;
}

describe("units that are asked for at the same time", () => {
  test("share one commit, and one after the other have one each", async () => {
    await home.scrub();
    expect(await together(...Array.from({ length: 20 }, (_, at) => [set(`k${at}`)]))).toEqual(Array(20).fill("done"));
    expect(commitsInLog()).toBe(1);
    for (const key of ["a", "b", "c"]) expect(await home.atomically([set(key)])).toBe("done");
    expect(commitsInLog()).toBe(4);
    expect(committed()).toHaveLength(23);
  });

  test("are answered when they are on disk, not before", async () => {
    const answered: string[] = [];
    const units = ["a", "b"].map((key) =>
      home.atomically([set(key)]).then(() => answered.push(...committed().map(([there]) => there))),
    );
    await Promise.resolve();
    expect([committed(), answered]).toEqual([[], []]);
    await Promise.all(units);
    expect(answered).toEqual(["a", "b", "a", "b"]);
  });

  test("happen in the order in which they were asked for", async () => {
    const steps = Array.from({ length: 12 }, (_, at) => changeFrom("chain", String(at), String(at + 1)));
    expect(await together([set("chain", "0")], ...steps)).toEqual(Array(13).fill("done"));
    expect(committed()).toEqual([["chain", "12"]]);
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((at) => home.atomically([set("chain")]).then(() => order.push(at))));
    expect(order).toEqual([1, 2, 3]);
  });

  test("stand when a neighbour met a conflict; of two that claim the same exactly one gets it", async () => {
    await home.atomically([set("owner", "nobody")]);
    const claim = (by: string) => [set(`tried-${by}`), ...changeFrom("owner", "nobody", by)];
    expect(await together([set("a")], claim("one"), claim("two"), [set("b")])).toEqual([
      ...["done", "done", "conflict", "done"],
    ]);
    expect(committed()).toEqual([
      ["a", "x"],
      ["b", "x"],
      ["owner", "one"],
      ["tried-one", "x"],
    ]);
  });

  test("stand when a neighbour broke a rule of the tables or is no SQL, and that one alone hears of it", async () => {
    await home.atomically([set("taken")]);
    const answers = await together([set("a")], [set("half"), insert("taken")], [set("b")], [sql`no words of SQL`]);
    expect(answers).toEqual([
      "done",
      expect.stringContaining("UNIQUE constraint failed"),
      "done",
      expect.stringContaining("syntax error"),
    ]);
    expect(committed().map(([key]) => key)).toEqual(["a", "b", "taken"]);
  });

  test("leave nothing open behind them: whatever went wrong, the next unit is written", async () => {
    await home.atomically([set("taken")]);
    for (const group of [[[insert("taken")]], [[insert("taken")], [insert("taken")]], [changeFrom("no", "x", "y")]]) {
      expect(await together(...group)).not.toContain("done");
      expect(home.raw.inTransaction).toBe(false);
    }
    expect(await home.atomically([set("next")])).toBe("done");
    expect(committed().map(([key]) => key)).toEqual(["next", "taken"]);
  });
});

describe("when the transaction itself fails, everybody in it is told and nothing of it is there", () => {
  test("the commit is refused", async () => {
    home.raw.exec("create table parents (id text primary key)");
    home.raw.exec("create table children (id text references parents (id) deferrable initially deferred)");
    const answers = await together([set("a")], [sql`insert into children values ('orphan')`], [set("b")]);
    expect(answers).toEqual(Array(3).fill(expect.stringContaining("FOREIGN KEY constraint failed")));
    expect([committed(), home.raw.inTransaction]).toEqual([[], false]);
    expect(await together([set("a")], [set("b")])).toEqual(["done", "done"]);
  });

  test("SQLite gives it up half-way", async () => {
    home.raw.exec(`create trigger f before insert on settings when new.key = 'last straw'
      begin select raise(rollback, 'gave up'); end`);
    const answers = await together([set("a")], [set("last straw")], [set("b")]);
    expect(answers).toEqual(Array(3).fill(expect.stringContaining("gave up")));
    expect([committed(), home.raw.inTransaction]).toEqual([[], false]);
    expect(await together([set("a")], [set("b")])).toEqual(["done", "done"]);
  });

  test("the file is locked by another program for too long", async () => {
    home.raw.pragma("busy_timeout = 20");
    const locker = new Database(file);
    locker.exec("begin immediate");
    expect(await together([set("a")], [set("b")])).toEqual(Array(2).fill(expect.stringContaining("locked")));
    locker.close();
    expect(await together([set("a")], [set("b")])).toEqual(["done", "done"]);
  });
});

test("on a full disk every unit is there whole and acknowledged, or not at all, and there is life after it", async () => {
  const room = () => home.raw.pragma(`max_page_count = ${home.raw.pragma("page_count", { simple: true })}`);
  const long = "x".repeat(200_000);
  const pairOf = (key: string, value = "x") => [set(`${key}-one`, value), set(`${key}-two`, value)];
  for (const values of [["x", long, "x"], [long, long, long], [long]]) {
    await home.atomically([sql`delete from settings`]);
    home.raw.exec("vacuum");
    room();
    const units = values.map((value, at) => pairOf(`${at}`, value));
    const answers = await together(...units);
    expect(answers.filter((answer) => answer.includes("full")).length).toBeGreaterThan(0);
    const expected = answers.flatMap((answer, at) => (answer === "done" ? [`${at}-one`, `${at}-two`] : []));
    expect(committed().map(([key]) => key)).toEqual(expected);
    home.raw.pragma("max_page_count = 1000000");
    expect(new Set(await together(...units))).toEqual(new Set(["done"]));
    expect(committed()).toHaveLength(2 * values.length);
  }
});

test("what is scrubbed has been written before: nothing is left in the log, and those who ask together scrub once", async () => {
  const pragma = home.raw.pragma.bind(home.raw);
  const asked: string[] = [];
  home.raw.pragma = (text, options) => {
    asked.push(text);
    return pragma(text, options);
  };
  const unit = home.atomically([set("a", "a text to look for")]);
  await Promise.all([home.scrub(), home.scrub(), unit]);
  expect(asked).toHaveLength(1);
  expect(readFileSync(`${file}-wal`)).toHaveLength(0);
  expect(readFileSync(file).includes("a text to look for")).toBe(true);
  const later = home.atomically([sql`delete from settings`]);
  await home.scrub();
  expect(await later).toBe("done");
  expect(readFileSync(`${file}-wal`)).toHaveLength(0);
  expect(readFileSync(file).includes("a text to look for")).toBe(false);
});

test("closing writes what waits; what comes after fails and says so", async () => {
  const units = [home.atomically([set("a")]), home.atomically([set("b")])];
  home.close();
  expect(await Promise.all(units)).toEqual(["done", "done"]);
  expect(committed().map(([key]) => key)).toEqual(["a", "b"]);
  await expect(home.atomically([set("c")])).rejects.toThrow();
});
