/** A world for tests (home-world.ts) over a real SQLite in memory with the real migrations. */
import { openSqlite } from "../src/platform/sqlite.ts";
import { type TestWorld, type WorldOptions, worldOver } from "./home-world.ts";

export { mondayAtTen, type TestWorld } from "./home-world.ts";

export const makeTestWorld = (options: WorldOptions & { readonly file?: string } = {}): TestWorld =>
  worldOver(openSqlite(options.file ?? ":memory:", "drizzle"), options);
