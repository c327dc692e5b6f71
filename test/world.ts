/**
 * A world for tests (home-world.ts) over a real SQLite in memory with the real migrations. They are run once in a process:
 * a fresh database is a copy of what they made.
 */
import Database from "better-sqlite3";
import { homeOver, openSqlite, type SqliteHome } from "../src/platform/sqlite.ts";
import { type TestWorld, type WorldOptions, worldOver } from "./home-world.ts";

export { mondayAtTen, type TestWorld } from "./home-world.ts";

let migrated: Buffer | undefined;

/** An empty database in memory. */
export function openInMemory(): SqliteHome {
  if (migrated === undefined) {
    const home = openSqlite(":memory:", "drizzle");
    migrated = home.raw.serialize();
    home.close();
  }
  return homeOver(new Database(migrated));
}

export const makeTestWorld = (options: WorldOptions & { readonly file?: string } = {}): TestWorld =>
  worldOver(options.file === undefined ? openInMemory() : openSqlite(options.file, "drizzle"), options);
