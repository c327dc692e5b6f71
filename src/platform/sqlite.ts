/**
 * SQLite by better-sqlite3: how the file is opened. Units of writes on it are in group-commit.ts.
 *
 * - `synchronous=FULL` in WAL: an fsync lies between an answer and its acknowledgement, so that a power cut loses nothing
 *   that was acknowledged (NORMAL does not promise that; sqlite.org/pragma.html#pragma_synchronous).
 * - `secure_delete` overwrites what is deleted, and `scrub` empties the WAL: either alone leaves names in the files. `scrub`
 *   also takes the order of arrival out of them (arrivals.ts).
 */
import Database from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import * as schema from "../db/schema.ts";
import type { World } from "../world.ts";
import { mixArrivals } from "./arrivals.ts";
import { groupCommit } from "./group-commit.ts";

export type SqliteHome = Pick<World, "db" | "atomically" | "scrub"> & {
  readonly raw: Database.Database;
  /** Writes what waits to be written, then closes. A unit that is asked for afterwards fails. */
  readonly close: () => void;
};

/**
 * Opens (or makes) the database and brings its tables up to date. Takes a path, or ":memory:". Throws, in words for whoever
 * installs, when a newer version has changed the tables.
 */
export function openSqlite(file: string, migrationsFolder: string): SqliteHome {
  const raw = new Database(file);
  try {
    refuseNewer(raw, migrationsFolder);
    raw.pragma("journal_mode = WAL");
    const home = homeOver(raw);
    migrate(home.db, { migrationsFolder });
    // What was in the middle of being scrubbed at a power cut.
    mixArrivals(raw);
    raw.pragma("wal_checkpoint(TRUNCATE)");
    return home;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/** The migrator only adds what is missing: a program that has been put back would write by rules that no longer hold. */
function refuseNewer(raw: Database.Database, migrationsFolder: string): void {
  const made = raw.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (!made) return;
  const newest = raw.prepare("select max(created_at) from __drizzle_migrations").pluck().get();
  const known = Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis));
  if (Number(newest) > known)
    throw new Error(
      "en nyare version av Ringupp har ändrat den. Starta den versionen, eller lägg tillbaka kopian från före uppgraderingen.",
    );
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
