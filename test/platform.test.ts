/** The database contract on better-sqlite3, and what only a file on a disk can show. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { mustChange } from "../src/db/atomic.ts";
import { settings } from "../src/db/identified.ts";
import { findSettings, setSetting } from "../src/db/settings.ts";
import { openSqlite, type SqliteHome } from "../src/platform/sqlite.ts";
import { calendarAnswers, expectedCalendarAnswers } from "./platform-calendar.ts";
import { databaseContract } from "./platform-contract.ts";

const opened: SqliteHome[] = [];
const open = (file: string) => {
  const home = openSqlite(file, "drizzle");
  opened.push(home);
  return home;
};
afterEach(() => {
  for (const home of opened.splice(0)) home.close();
});

databaseContract("better-sqlite3", async () => open(":memory:"));

test("two programs on one file: of two that claim the same value exactly one gets it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-"));
  try {
    const file = join(folder, "ringupp.sqlite");
    const [one, other] = [open(file), open(file)];
    await one.atomically([setSetting(one.db, "owner", "nobody")]);
    const claim = (home: SqliteHome, by: string) =>
      home.atomically(mustChange(home.db.update(settings).set({ value: by }).where(eq(settings.value, "nobody"))));
    expect((await Promise.all([claim(one, "one"), claim(other, "other")])).toSorted()).toEqual(["conflict", "done"]);
    expect((await findSettings(one.db)).get("owner")).toBe((await findSettings(other.db)).get("owner"));
  } finally {
    for (const home of opened.splice(0)) home.close();
    rmSync(folder, { recursive: true });
  }
});

test("tables that a newer version has changed are not written by an older one, and are as they were", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-"));
  try {
    const file = join(folder, "ringupp.sqlite");
    const { raw } = open(file);
    raw.prepare("insert into __drizzle_migrations (hash, created_at) values ('later', 9e13)").run();
    raw.exec("create table what_is_new (id text)");
    for (const home of opened.splice(0)) home.close();
    const before = readFileSync(file);
    expect(() => open(file)).toThrow(/en nyare version av Ringupp/);
    expect(readFileSync(file).equals(before)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the file is opened so that a commit waits for the disk and deleted text is overwritten", () => {
  const { raw } = open(":memory:");
  expect(raw.pragma("synchronous", { simple: true })).toBe(2);
  expect(raw.pragma("secure_delete", { simple: true })).toBe(1);
});

test("dates and windows come out the same on every home", () => {
  expect(calendarAnswers()).toEqual(expectedCalendarAnswers);
});
