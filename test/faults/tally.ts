/**
 * A night's counting as a process of its own, to be killed: run with the database's path and `tally` or `recount`. Says
 * a line on its standard output when it is about to write a unit and at every fiftieth row that it writes, so that whoever
 * listens can kill it in the middle of a statement too; ends when it has counted everything.
 */
import { writeSync } from "node:fs";
import { tallyTables } from "../../bench/cells.ts";
import { openSqlite } from "../../src/platform/sqlite.ts";
import { recount, tallyResponses } from "../../src/steps/tally-responses.ts";
import { worldOver } from "../home-world.ts";

const [, , file = "", what = "tally"] = process.argv;
const home = openSqlite(file, "drizzle");
const say = () => writeSync(1, "\n");
let rows = 0;
home.raw.function("row_written", { deterministic: false }, () => {
  rows += 1;
  if (rows % 50 === 0) say();
  return null;
});
const writes = ["update on main.responses", ...tallyTables.map(({ name }) => `insert on main.${name}`)];
for (const [at, write] of writes.entries())
  home.raw.exec(`create temp trigger told_${at} after ${write} begin select row_written(); end`);
const world = worldOver({
  ...home,
  atomically: (statements) => {
    say();
    return home.atomically(statements);
  },
});
await (what === "recount" ? recount(world) : tallyResponses(world));
home.close();
