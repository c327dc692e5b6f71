/**
 * A world for tests over any home's database: a clock that stands still until it is moved, and chance that is repeatable
 * from a seed. Apart from world.ts because SQLite's driver does not load inside workerd.
 */
import { readConfig } from "../src/config.ts";
import { seededIds, seededRandom, seededShuffle } from "../src/demo/random.ts";
import type { Telephone } from "../src/telephony/carrier.ts";
import type { LogLine, World } from "../src/world.ts";

export type TestWorld = Omit<World, "telephone"> & {
  /** Set by tests that ring. */
  telephone: Telephone | null;
  readonly clock: { set(instant: number): void; advance(milliseconds: number): void };
  readonly logged: LogLine[];
  readonly close: () => void;
};

/** Monday 23 November 2026 at 10:00 in Stockholm, unless another instant is given. */
export const mondayAtTen = Date.UTC(2026, 10, 23, 9, 0);

export type HomeOfWorld = Pick<World, "db" | "atomically" | "scrub"> & { readonly close?: () => void };
export type WorldOptions = { readonly now?: number; readonly mode?: "demo" | "production"; readonly seed?: number };

export function worldOver(home: HomeOfWorld, options: WorldOptions = {}): TestWorld {
  const config = readConfig({
    RINGUPP_MODE: options.mode ?? "demo",
    RINGUPP_SECRET: "a test secret of thirty-two characters or more",
    RINGUPP_BASE_URL: "http://localhost:3000",
  });
  if ("faults" in config) throw new Error(config.faults.join("\n"));
  const random = seededRandom(options.seed ?? 1);
  let now = options.now ?? mondayAtTen;
  const logged: LogLine[] = [];
  return {
    db: home.db,
    atomically: home.atomically,
    scrub: home.scrub,
    now: () => now,
    wallNow: () => now,
    newId: seededIds(random),
    shuffle: seededShuffle(random),
    fetch: () => Promise.reject(new Error("no test may reach the network")),
    telephone: null,
    log: (line) => logged.push(line),
    config,
    clock: {
      set: (instant) => {
        now = instant;
      },
      advance: (milliseconds) => {
        now += milliseconds;
      },
    },
    logged,
    close: home.close ?? (() => undefined),
  };
}
