/**
 * Statements prepared once per database. On the hot way (session, case, interview, answer) a prepared drizzle query costs
 * what the bare driver costs; building it anew costs about 40 % more.
 */
import type { Db } from "../world.ts";

/** Wraps the building of a prepared query, so that it is built at the first use with each database. */
export function prepared<Query>(build: (db: Db) => Query): (db: Db) => Query {
  const built = new WeakMap<Db, Query>();
  return (db) => {
    const known = built.get(db);
    if (known) return known;
    const made = build(db);
    built.set(db, made);
    return made;
  };
}
