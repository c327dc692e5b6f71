/**
 * Takes the order of arrival out of the pages of the database's file. SQLite puts a new row on its page before those that
 * came earlier (sqlite.org/fileformat2.html, 1.6, "cell content area"): whoever copies the file reads there in which order
 * answers came, whatever their keys, and beside them, in the cases, who was interviewed when. So what arrives one by one is
 * written anew in the order of its random keys. D1 lets nobody see a page.
 */
import type Database from "better-sqlite3";
import { getTableName } from "drizzle-orm";
import { cooperationSuggestions, cooperationWaiting, pending } from "../db/anonymous.ts";

/** Tables of the nameless side that are written to as people answer; all others are filled in lots, in random order. */
const tables = [
  { name: getTableName(pending), key: pending.key.name },
  { name: getTableName(cooperationWaiting), key: cooperationWaiting.key.name },
  { name: getTableName(cooperationSuggestions), key: cooperationSuggestions.id.name },
];

const arrival = new RegExp(`^insert into "?(?:${tables.map(({ name }) => name).join("|")})\\b`);

/** Rows that are written anew whenever one comes: some milliseconds. More than that, at most once a minute. */
const few = 200;
const betweenMilliseconds = 60_000;

/** Notes what comes into a connection's tables, and mixes it when it is asked to. */
export function arrivalsOf(raw: Database.Database) {
  let arrived = false;
  let mixedAt = Number.NEGATIVE_INFINITY;
  return {
    /** These statements have been carried out. */
    note: (statements: readonly { readonly sql: string }[]): void => {
      arrived ||= statements.some(({ sql }) => arrival.test(sql));
    },
    /** Not inside a transaction. */
    mix: (): void => {
      if (!arrived) return;
      const now = performance.now();
      if (countRows(raw) > few && now - mixedAt < betweenMilliseconds) return;
      mixArrivals(raw);
      [arrived, mixedAt] = [false, now];
    },
  };
}

const countRows = (raw: Database.Database): number =>
  tables.reduce((sum, { name }) => sum + Number(raw.prepare(`select count(*) from ${name}`).pluck().get()), 0);

/**
 * Writes them all anew in one unit, which waits for no disk: nothing new is in it, and the checkpoint that follows does.
 * Not inside a transaction.
 */
export function mixArrivals(raw: Database.Database): void {
  const before = raw.pragma("synchronous", { simple: true });
  raw.pragma("synchronous = NORMAL");
  try {
    writeAnew(raw);
  } finally {
    raw.pragma(`synchronous = ${before}`);
  }
}

function writeAnew(raw: Database.Database): void {
  raw
    .transaction(() => {
      for (const { name, key } of tables) {
        const rows = raw.prepare<[], unknown[]>(`select * from ${name} order by ${key}`).raw().all();
        const [first] = rows;
        if (first === undefined || rows.length < 2) continue;
        raw.prepare(`delete from ${name}`).run();
        const insert = raw.prepare(`insert into ${name} values (${first.map(() => "?").join(", ")})`);
        for (const row of rows) insert.run(row);
      }
    })
    .immediate();
}
