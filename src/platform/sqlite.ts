/**
 * SQLite by better-sqlite3: how the file is opened, and units of writes on it.
 *
 * - `synchronous=FULL` in WAL: an fsync lies between an answer and its acknowledgement, so that a power cut loses nothing
 *   that was acknowledged (NORMAL does not promise that; sqlite.org/pragma.html#pragma_synchronous).
 * - `secure_delete` overwrites what is deleted, and `scrub` empties the WAL: either alone leaves names in the files.
 */
import Database from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { compile, isConflict } from "../db/atomic.ts";
import * as schema from "../db/schema.ts";
import type { World } from "../world.ts";

export type SqliteHome = Pick<World, "db" | "atomically" | "scrub"> & {
  readonly raw: Database.Database;
  readonly close: () => void;
};

/** Opens (or makes) the database and brings its tables up to date. Takes a path, or ":memory:". */
export function openSqlite(file: string, migrationsFolder: string): SqliteHome {
  const raw = new Database(file);
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  raw.pragma("secure_delete = ON");
  raw.pragma("busy_timeout = 5000");
  raw.pragma("cache_size = -32000");
  const db: BetterSQLite3Database<typeof schema> = drizzle(raw, { schema });
  migrate(db, { migrationsFolder });

  const prepared = new Map<string, Database.Statement>();
  const statementFor = (text: string) => {
    const known = prepared.get(text);
    if (known) return known;
    const made = raw.prepare(text);
    if (prepared.size > 500) prepared.clear();
    prepared.set(text, made);
    return made;
  };
  const unit = raw.transaction((statements: readonly { sql: string; params: unknown[] }[]) => {
    for (const { sql, params } of statements) {
      const statement = statementFor(sql);
      if (statement.reader) statement.all(params);
      else statement.run(params);
    }
  });

  return {
    db,
    raw,
    atomically: async (statements) => {
      try {
        unit.immediate(statements.map(compile));
        return "done";
      } catch (error) {
        if (isConflict(error)) return "conflict";
        throw error;
      }
    },
    scrub: async () => {
      raw.pragma("wal_checkpoint(TRUNCATE)");
    },
    close: () => raw.close(),
  };
}
