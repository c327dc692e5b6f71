/**
 * Units that are asked for at the same time share one commit. A commit waits for the disk (`synchronous=FULL`), and while
 * it waits nothing else runs; so whatever the requests of one turn of the event loop want written is written in one
 * transaction, each unit in a savepoint of its own, and each caller hears how his own went after the COMMIT.
 *
 * `setImmediate` runs when all requests that have come in are read (nodejs.org/learn, "The Node.js Event Loop", phase
 * "check"), and at once when there are none: nobody waits for company.
 */
import { setImmediate } from "node:timers";
import type Database from "better-sqlite3";
import { compile, isConflict } from "../db/atomic.ts";
import type { World } from "../world.ts";
import { arrivalsOf } from "./arrivals.ts";

type Unit = {
  readonly statements: readonly { readonly sql: string; readonly params: unknown[] }[];
  readonly done: (answer: "done" | "conflict") => void;
  readonly failed: (error: unknown) => void;
};
type Waiting = { readonly done: () => void; readonly failed: (error: unknown) => void };
/** How a unit went inside the transaction: only the COMMIT makes it true. */
type Outcome = "done" | "conflict" | { readonly error: unknown };

/** Statements kept prepared; the hot ones are a few dozen, an import's are made once each. */
const mostPrepared = 500;

/** `flush` writes at once what waits, and answers for it: before the file is closed. */
export function groupCommit(
  raw: Database.Database,
): Pick<World, "atomically" | "scrub"> & { readonly flush: () => void } {
  const prepared = new Map<string, Database.Statement>();
  const statementFor = (text: string) => {
    const known = prepared.get(text);
    if (known) return known;
    const made = raw.prepare(text);
    if (prepared.size > mostPrepared) prepared.clear();
    prepared.set(text, made);
    return made;
  };
  const begin = raw.prepare("begin immediate");
  const commit = raw.prepare("commit");
  const rollback = raw.prepare("rollback");
  const mark = raw.prepare("savepoint unit");
  const undo = raw.prepare("rollback to unit");
  const release = raw.prepare("release unit");

  let units: Unit[] = [];
  let scrubs: Waiting[] = [];
  let scheduled = false;
  const arrivals = arrivalsOf(raw);
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };

  const run = ({ statements }: Unit) => {
    for (const { sql, params } of statements) {
      const statement = statementFor(sql);
      if (statement.reader) statement.all(params);
      else statement.run(params);
    }
  };

  /** A refused unit is undone alone. Throws when SQLite has given up the whole transaction (sqlite.org/lang_transaction.html, 3). */
  const runAmongOthers = (unit: Unit): Outcome => {
    mark.run();
    try {
      run(unit);
      release.run();
      return "done";
    } catch (error) {
      if (!raw.inTransaction) throw error;
      undo.run();
      release.run();
      return isConflict(error) ? "conflict" : { error };
    }
  };

  /** A unit alone is the transaction and needs no savepoint, which would keep a second copy of every page it changes. */
  const runAlone = (unit: Unit): Outcome => {
    run(unit);
    return "done";
  };

  const runAll = (group: readonly Unit[]): Outcome[] => {
    const isAlone = group.length === 1;
    try {
      begin.run();
      const outcomes = group.map(isAlone ? runAlone : runAmongOthers);
      commit.run();
      return outcomes;
    } catch (error) {
      if (raw.inTransaction) rollback.run();
      return group.map(() => (isAlone && isConflict(error) ? "conflict" : { error }));
    }
  };

  const flush = () => {
    scheduled = false;
    const [group, waiting] = [units, scrubs];
    [units, scrubs] = [[], []];
    if (group.length > 0) {
      for (const [place, outcome] of runAll(group).entries()) {
        const unit = group[place] as Unit;
        if (outcome === "done") arrivals.note(unit.statements);
        if (typeof outcome === "string") unit.done(outcome);
        else unit.failed(outcome.error);
      }
    }
    if (waiting.length === 0) return;
    try {
      arrivals.mix();
      raw.pragma("wal_checkpoint(TRUNCATE)");
      for (const { done } of waiting) done();
    } catch (error) {
      for (const { failed } of waiting) failed(error);
    }
  };

  return {
    atomically: async (statements) => {
      const compiled = statements.map(compile);
      return new Promise((done, failed) => {
        units.push({ statements: compiled, done, failed });
        schedule();
      });
    },
    // After the units that were asked for before it, and once for all who ask at the same time.
    scrub: () =>
      new Promise((done, failed) => {
        scrubs.push({ done, failed });
        schedule();
      }),
    flush,
  };
}
