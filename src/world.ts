/**
 * The outside, as types. A World is everything a step may touch that is not its own arguments: it is passed in,
 * never global, never optional. Each home (platform/node.ts, platform/workers.ts) makes one; tests make another.
 */
import type { SQL } from "drizzle-orm";
import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type { Config } from "./config.ts";
import type * as schema from "./db/schema.ts";
import type { Telephone } from "./telephony/carrier.ts";

/**
 * One type for two drivers. Always await a builder; never call .run(), .all() or .get() on it: their shapes differ
 * between better-sqlite3 and D1.
 */
export type Db = BaseSQLiteDatabase<"sync" | "async", unknown, typeof schema>;

/** A write that has been described but not run: a drizzle builder or a raw sql`…`. */
export type Statement = SQL | { toSQL(): { sql: string; params: unknown[] } };

/** Who looks at identified data, and what for: the argument every way to a person asks for. */
export type Viewer = {
  readonly accountId: string;
  /** Units whose patients this account works with. */
  readonly unitIds: readonly string[];
  readonly purpose: "work-list" | "search" | "call" | "intake" | "task";
};

export type LogLine = { readonly what: string } & Readonly<Record<string, string | number | boolean | null>>;

export type World = {
  readonly db: Db;
  /**
   * Runs all statements as one unit: a D1 batch, or one IMMEDIATE transaction on SQLite. "conflict" when a
   * {@link mustChange} guard (db/atomic.ts) met a write that changed nothing: then none of them happened.
   */
  readonly atomically: (statements: readonly Statement[]) => Promise<"done" | "conflict">;
  /**
   * After a deletion that must leave no trace: makes the store let go of what it still keeps beside the tables (SQLite's
   * write-ahead log). Nothing to do where the platform keeps its own history (D1).
   */
  readonly scrub: () => Promise<void>;
  /** Domain time in epoch milliseconds: real time, plus the demo's offset in demo mode. */
  readonly now: () => number;
  /** Real time in epoch milliseconds: sessions, limits. */
  readonly wallNow: () => number;
  /** A random identifier: 16 characters, 80 bits, nothing in it tells time or order. */
  readonly newId: () => string;
  /** A new array in random order. */
  readonly shuffle: <T>(items: readonly T[]) => T[];
  readonly fetch: typeof fetch;
  /** Null where nobody is rung by the program: people ring by hand. */
  readonly telephone: Telephone | null;
  /** One line of operational log. Never a name, a number, an answer or a secret. */
  readonly log: (line: LogLine) => void;
  readonly config: Config;
};
