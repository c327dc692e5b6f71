/**
 * A night's counting as a process of its own, that dies as if killed: run with the database's path, `tally` or `recount`,
 * and the step at which it sends itself SIGKILL, which nothing in it can hear or put off. A step is each row that it
 * writes, and the beginning and the end of each unit, so that it can die in the middle of a statement and between units.
 * By its own hand, because a signal from outside comes when the machine has time for it: now and then when all is done.
 */
import { tallyTables } from "../../bench/cells.ts";
import { openSqlite } from "../../src/platform/sqlite.ts";
import { recount, tallyResponses } from "../../src/steps/tally-responses.ts";
import { worldOver } from "../home-world.ts";

const [, , file = "", what = "tally", lastStep = ""] = process.argv;
const home = openSqlite(file, "drizzle");
let steps = 0;
const step = () => {
  steps += 1;
  if (steps === Number(lastStep)) process.kill(process.pid, "SIGKILL");
  return null;
};
home.raw.function("row_written", { deterministic: false }, step);
const writes = ["update on main.responses", ...tallyTables.map(({ name }) => `insert on main.${name}`)];
for (const [at, write] of writes.entries())
  home.raw.exec(`create temp trigger told_${at} after ${write} begin select row_written(); end`);
const world = worldOver({
  ...home,
  atomically: async (statements) => {
    step();
    const done = await home.atomically(statements);
    step();
    return done;
  },
});
await (what === "recount" ? recount(world) : tallyResponses(world));
home.close();
process.stdout.write(String(steps));
