/** D1: units of writes on Cloudflare's database, which is reached over the network and knows no open transaction. */
import type { D1Database } from "@cloudflare/workers-types";
import { drizzle } from "drizzle-orm/d1";
import { compile, isConflict } from "../db/atomic.ts";
import * as schema from "../db/schema.ts";
import type { World } from "../world.ts";

/**
 * The database behind a binding. The tables are not made here: `wrangler d1 migrations apply` does that before a
 * deployment. A batch is one transaction (developers.cloudflare.com/d1/worker-api/d1-database/#batch).
 */
export function openD1(binding: D1Database): Pick<World, "db" | "atomically" | "scrub"> {
  return {
    db: drizzle(binding as never, { schema }),
    atomically: async (statements) => {
      // D1 refuses an empty batch.
      if (statements.length === 0) return "done";
      try {
        await binding.batch(
          statements.map((statement) => {
            const { sql, params } = compile(statement);
            return binding.prepare(sql).bind(...params);
          }),
        );
        return "done";
      } catch (error) {
        if (isConflict(error)) return "conflict";
        throw error;
      }
    },
    // D1 keeps its own history and has no log to empty.
    scrub: async () => undefined,
  };
}
