import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { type Clinic, makeClinic } from "../../test/in-process.ts";
import type { Db } from "../world.ts";
import { compile } from "./atomic.ts";
import * as board from "./board.ts";

let clinic: Clinic;
afterEach(() => clinic.world.close());

const days = { now: 3, today: 1, tomorrow: 5, after: 9 };
const codes = { completed: ["completed"], notEligible: ["not-eligible"] } as const;

/** Runs the questions of a board and gives how SQLite says that it will go about each. */
async function plansOf(ask: (db: Db) => Promise<unknown>): Promise<string[]> {
  const { db } = clinic.world;
  const plans: string[] = [];
  const explain = async (statement: Parameters<typeof compile>[0]) => {
    const { sql: text, params } = compile(statement);
    let at = 0;
    const pieces = text
      .split("?")
      .flatMap((piece, index) => (index === 0 ? [sql.raw(piece)] : [sql`${params[at++]}`, sql.raw(piece)]));
    const found = await db.all<{ detail: string }>(sql`explain query plan ${sql.join(pieces, sql``)}`);
    plans.push(...found.map(({ detail }) => detail));
    return [];
  };
  const watched = new Proxy(db, {
    get: (target, name) => {
      if (name === "all") return explain;
      if (name !== "select") return Reflect.get(target, name);
      return (...columns: []) => watchedBuilder(target.select(...columns), explain);
    },
  });
  await ask(watched as Db);
  return plans;
}

/** A query that is explained where it would have been run. */
function watchedBuilder(builder: object, explain: (statement: never) => Promise<unknown>): unknown {
  return new Proxy(builder, {
    get: (target, name) => {
      if (name === "execute") return () => explain(target as never);
      if (name === "then") {
        if (!("toSQL" in target)) return undefined;
        return (done: (rows: unknown) => unknown) => explain(target as never).then(done);
      }
      const value = Reflect.get(target, name);
      return typeof value === "function"
        ? (...given: unknown[]) => watchedBuilder(value.apply(target, given), explain)
        : value;
    },
  });
}

test("no question of a board goes through all cases, attempts, events or tasks, so that it costs the same in ten years", async () => {
  clinic = await makeClinic();
  const viewer = { accountId: "account-anna", unitIds: ["geriatrik2", "kirurgi3"] };
  const questions: ((db: Db) => Promise<unknown>)[] = [
    (db) => board.countBoard(db, viewer.unitIds, days, codes.completed),
    (db) => board.listLastChances(db, viewer, 1, 5, 12),
    (db) => board.listOverdueAppointments(db, viewer, 3, 12),
    (db) => board.listHolds(db, viewer, 12),
    (db) => board.countTasks(db, viewer.unitIds, 3),
    (db) => board.findWorked(db, viewer.unitIds, 1),
    (db) => board.countProgress(db, viewer.unitIds, ["november"], codes),
  ];
  for (const question of questions) {
    const plans = await plansOf(question);
    expect(plans.length, String(question)).toBeGreaterThan(0);
    const slow = plans.filter((plan) =>
      /^SCAN (cases|attempts|events|tasks|e|a)\b(?! USING INDEX cases_owner)/.test(plan),
    );
    expect(slow, `${question}\n${plans.join("\n")}`).toEqual([]);
  }
});
