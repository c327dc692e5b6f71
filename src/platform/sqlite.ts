/**
 * SQLite by better-sqlite3: how the file is opened. Units of writes on it are in group-commit.ts.
 *
 * - `synchronous=FULL` in WAL: an fsync lies between an answer and its acknowledgement, so that a power cut loses nothing
 *   that was acknowledged (NORMAL does not promise that; sqlite.org/pragma.html#pragma_synchronous).
 * - `secure_delete` overwrites what is deleted, and `scrub` empties the WAL: either alone leaves names in the files.
 */
import Database from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import * as schema from "../db/schema.ts";
import type { World } from "../world.ts";
import { groupCommit } from "./group-commit.ts";

export type SqliteHome = Pick<World, "db" | "atomically" | "scrub"> & {
  readonly raw: Database.Database;
  /** Writes what waits to be written, then closes. A unit that is asked for afterwards fails. */
  readonly close: () => void;
};

/** Opens (or makes) the database and brings its tables up to date. Takes a path, or ":memory:". */
export function openSqlite(file: string, migrationsFolder: string): SqliteHome {
  const raw = new Database(file);
  raw.pragma("journal_mode = WAL");
  const home = homeOver(raw);
  migrate(home.db, { migrationsFolder });
  return home;
}

/** The program's side of a connection whose tables are up to date. */
export function homeOver(raw: Database.Database): SqliteHome & { readonly db: BetterSQLite3Database<typeof schema> } {
  raw.pragma("synchronous = FULL");
  raw.pragma("secure_delete = ON");
  raw.pragma("busy_timeout = 5000");
  raw.pragma("cache_size = -32000");
  const { atomically, scrub, flush } = groupCommit(raw);
  return {
    db: drizzle(raw, { schema }),
    raw,
    atomically,
    scrub,
    close: () => {
      flush();
      raw.close();
    },
  };
}
