/**
 * What every home's database must do, as one function that is run on better-sqlite3 (platform.test.ts) and on D1 inside
 * workerd (platform.workers.test.ts). The steps rely on nothing of a database that is not said here.
 */
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { instantOf } from "../src/calendar.ts";
import { defaultPolicy } from "../src/calls/policy.ts";
import { mustChange } from "../src/db/atomic.ts";
import { appendToCall, findCall, forgetTurns, insertCall, listCallEvents } from "../src/db/calls.ts";
import { changeCase } from "../src/db/cases.ts";
import { callEvents, cases, discharges, events, settings } from "../src/db/identified.ts";
import { prepared } from "../src/db/prepared.ts";
import { setSetting } from "../src/db/settings.ts";
import { listWork } from "../src/db/work-list.ts";
import type { Statement, World } from "../src/world.ts";

export type ContractHome = Pick<World, "db" | "atomically">;

const discharge: typeof discharges.$inferInsert = {
  id: "case-1",
  sourceId: "source-1",
  dischargeKey: "key-1",
  unitId: "unit-1",
  careType: "somatic",
  residence: "ordinary",
  dischargedOn: "2026-11-19",
  status: "home",
  consent: "yes",
  robotConsent: false,
  protected: false,
  interpreter: true,
  contentKey: "content-1",
};
const aCase: typeof cases.$inferInsert = {
  id: "case-1",
  providerId: "provider-1",
  unitId: "unit-1",
  dischargeUnitId: "unit-1",
  county: "18",
  careType: "somatic",
  track: null,
  routine: true,
  surveyConsent: false,
  state: "planned",
  opensOn: "2026-11-22",
  closesOn: "2026-11-26",
  firstCallAt: instantOf("2026-11-23", "09:00"),
  lastCallAt: instantOf("2026-11-26", "19:00"),
};

/** The statements that `act` runs through a database, as text and bound values. */
async function statementsOf(db: World["db"], act: (db: World["db"]) => Promise<unknown>) {
  const seen: { sql: string; params: unknown[] }[] = [];
  const watch = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(on, name) {
        const found: unknown = Reflect.get(on, name, on);
        if (typeof found !== "function") return found;
        return (...given: unknown[]) => {
          if (name === "then" && "toSQL" in on) seen.push((on as unknown as { toSQL(): (typeof seen)[0] }).toSQL());
          const made: unknown = found.apply(on, given);
          return name !== "then" && typeof made === "object" && made !== null ? watch(made) : made;
        };
      },
    });
  await act(watch(db));
  return seen;
}

/** How SQLite means to carry out a statement, one line for each step. */
async function planOf(db: World["db"], statement: { sql: string; params: unknown[] }): Promise<string[]> {
  const pieces = statement.sql.split("?");
  const bound = pieces.flatMap((piece, place) =>
    place < statement.params.length ? [sql.raw(piece), sql`${statement.params[place]}`] : [sql.raw(piece)],
  );
  const steps = await db.all<{ detail: string }>(sql`explain query plan ${sql.join(bound)}`);
  return steps.map(({ detail }) => detail);
}

/** `open` gives a migrated database that holds nothing yet. */
export function databaseContract(name: string, open: () => Promise<ContractHome>): void {
  describe(name, () => {
    let home: ContractHome;
    beforeEach(async () => {
      home = await open();
    });
    const read = async () =>
      Object.fromEntries((await home.db.select().from(settings)).map(({ key, value }) => [key, value]));
    const put = (key: string, value: string): Statement => setSetting(home.db, key, value);
    const insertOnly = (key: string, value: string): Statement => home.db.insert(settings).values({ key, value });
    const addCase = () =>
      home.atomically([home.db.insert(discharges).values(discharge), home.db.insert(cases).values(aCase)]);
    const getCall = async () => (await findCall(home.db, "call-1"))!;
    const getCase = async () => (await home.db.select().from(cases).where(eq(cases.id, "case-1")))[0]!;

    test("a unit of writes happens in order and as a whole", async () => {
      expect(await home.atomically([put("a", "1"), put("a", "2"), put("b", "3")])).toBe("done");
      expect(await read()).toEqual({ a: "2", b: "3" });
    });

    test("an empty unit is done", async () => {
      expect(await home.atomically([])).toBe("done");
    });

    test("a guarded write that changed nothing undoes what stood before it and after it", async () => {
      await home.atomically([put("kept", "as it was")]);
      const nothing = home.db.update(settings).set({ value: "x" }).where(eq(settings.key, "nobody"));
      const unit = [put("before", "1"), put("kept", "changed"), ...mustChange(nothing), put("after", "1")];
      expect(await home.atomically(unit)).toBe("conflict");
      expect(await read()).toEqual({ kept: "as it was" });
      expect(await home.atomically([put("next", "1")])).toBe("done");
    });

    test("a guarded write that changed a row lets the unit through, also when it is raw SQL", async () => {
      await home.atomically([put("a", "1")]);
      const unit = [...mustChange(sql`update settings set value = ${"2"} where key = ${"a"}`), put("b", "1")];
      expect(await home.atomically(unit)).toBe("done");
      expect(await read()).toEqual({ a: "2", b: "1" });
    });

    test("a real fault undoes the unit and is never taken for a conflict", async () => {
      await home.atomically([put("a", "1")]);
      await expect(home.atomically([put("b", "1"), insertOnly("a", "again")])).rejects.toThrow();
      await expect(home.atomically([put("c", "1"), sql`insert into no_such_table values (1)`])).rejects.toThrow();
      expect(await read()).toEqual({ a: "1" });
    });

    test("thousands of rows go in as one bound value", async () => {
      const rows = Array.from({ length: 5_000 }, (_, row) => ({ key: `k${row}`, value: `Åsa ”Ö” ${row}` }));
      const insert = sql`insert into settings (key, value)
        select value ->> 'key', value ->> 'value' from json_each(${JSON.stringify(rows)})`;
      expect(await home.atomically(mustChange(insert))).toBe("done");
      const [counted] = await home.db.select({ rows: sql<number>`count(*)` }).from(settings);
      expect(counted?.rows).toBe(5_000);
      expect((await read()).k4999).toBe("Åsa ”Ö” 4999");
    });

    test("more than a hundred statements make one unit", async () => {
      const many = Array.from({ length: 250 }, (_, at) => insertOnly(`k${at}`, String(at)));
      expect(await home.atomically(many)).toBe("done");
      await expect(home.atomically([insertOnly("new", "1"), ...many])).rejects.toThrow();
      expect(Object.keys(await read())).toHaveLength(250);
    });

    test("a write can give back what it wrote", async () => {
      await home.atomically([put("a", "1")]);
      const changed = await home.db.update(settings).set({ value: "2" }).where(eq(settings.key, "a")).returning();
      expect(changed).toEqual([{ key: "a", value: "2" }]);
      const none = await home.db.update(settings).set({ value: "3" }).where(eq(settings.key, "b")).returning();
      expect(none).toEqual([]);
    });

    test("booleans, nothing, large numbers and Swedish letters come back as they went in", async () => {
      await home.atomically([
        home.db.insert(discharges).values({ ...discharge, language: null }),
        home.db
          .insert(cases)
          .values({ ...aCase, ageGroup: "åäö ÅÄÖ é 😀 'x' \"y\" ; --", closedAt: 4_102_444_799_999 }),
      ]);
      expect(await getCase()).toMatchObject({
        routine: true,
        surveyConsent: false,
        interrupted: false,
        track: null,
        ownerId: null,
        version: 0,
        ageGroup: "åäö ÅÄÖ é 😀 'x' \"y\" ; --",
        closedAt: 4_102_444_799_999,
      });
      const [kept] = await home.db.select().from(discharges);
      expect(kept).toMatchObject({ robotConsent: false, interpreter: true, language: null });
    });

    test("a prepared query is built once and takes new values each time", async () => {
      let built = 0;
      const query = prepared((db) => {
        built += 1;
        return db
          .select()
          .from(settings)
          .where(eq(settings.key, sql.placeholder("key")))
          .prepare();
      });
      await home.atomically([put("a", "1"), put("b", "2")]);
      expect(await query(home.db).execute({ key: "a" })).toEqual([{ key: "a", value: "1" }]);
      expect(await query(home.db).execute({ key: "b" })).toEqual([{ key: "b", value: "2" }]);
      expect(await query(home.db).execute({ key: "c" })).toEqual([]);
      expect(built).toBe(1);
    });

    test("of two that claim the same version at once exactly one gets it", async () => {
      await addCase();
      const asRead = await getCase();
      const claim = (ownerId: string) =>
        home.atomically([
          ...mustChange(changeCase(home.db, asRead, { state: "held", ownerId })),
          home.db.insert(events).values({ id: ownerId, caseId: asRead.id, at: 1, kind: "taken", accountId: ownerId }),
        ]);
      const ends = await Promise.all(["anna", "berit", "cecilia"].map(claim));
      expect(ends.toSorted()).toEqual(["conflict", "conflict", "done"]);
      const winner = ["anna", "berit", "cecilia"][ends.indexOf("done")];
      expect(await getCase()).toMatchObject({ ownerId: winner, version: 1 });
      expect(await home.db.select({ id: events.id }).from(events)).toEqual([{ id: winner }]);
    });

    test("the same row twice is one row", async () => {
      await home.atomically([put("a", "1"), put("a", "2")]);
      await home.atomically([insertOnly("b", "1")]);
      const again = home.db.insert(settings).values({ key: "b", value: "2" }).onConflictDoNothing();
      expect(await home.atomically([again])).toBe("done");
      expect(await home.atomically(mustChange(again))).toBe("conflict");
      expect(await read()).toEqual({ a: "2", b: "1" });
    });

    test("nameless tables have no row numbers that could tell who answered when", async () => {
      for (const table of ["pending", "responses", "remarks", "tallies", "unit_tallies", "unit_counts"]) {
        await expect(async () => await home.db.all(sql.raw(`select rowid from ${table}`)), table).rejects.toThrow();
      }
      expect(await home.db.all(sql`select rowid from settings`)).toEqual([]);
    });

    test("the turns of a settled call leave its log, and what comes after them has no gap that would count them", async () => {
      const call = { id: "call-1", kind: "robot", carrier: "x", direction: "outbound", token: "t" } as const;
      await home.atomically(insertCall(home.db, { ...call, placedAt: 1, deadlineAt: 2 }, { kind: "ordered" }));
      for (const turn of [1, 2, 3]) {
        const heard = { kind: "heard", happened: "answered" } as const;
        await home.atomically(appendToCall(home.db, await getCall(), [{ kind: "turn-taken", turn }, heard], turn));
      }
      const before = await getCall();
      const settled = { kind: "settled", outcome: "completed", handedOver: false } as const;
      await home.atomically([
        ...appendToCall(home.db, before, [{ kind: "accepted" }, settled], 4),
        ...forgetTurns(home.db, call.id),
      ]);
      const log = await home.db.select().from(callEvents).orderBy(callEvents.number);
      expect(log.map(({ number, event }) => [number, JSON.parse(event).kind])).toEqual([
        ...[[1, "ordered"] as const, [2, "accepted"] as const, [3, "settled"] as const],
      ]);
      const after = await getCall();
      expect([after.turn, after.settledAt]).toEqual([0, 4]);
      // What was decided on the call as it was comes too late, and news of the line is added.
      const told = { kind: "told", status: "completed", sequence: null } as const;
      expect(await home.atomically(appendToCall(home.db, before, [told], 5))).toBe("conflict");
      expect(await home.atomically(appendToCall(home.db, after, [told], 5))).toBe("done");
      expect((await listCallEvents(home.db, call.id)).at(-1)?.event).toEqual(told);
    });

    test("a unit's work list is found through its index", async () => {
      await addCase();
      const query = {
        unitIds: ["unit-1"],
        view: "callable",
        now: instantOf("2026-11-23", "10:00"),
        accountId: "anna",
        policy: defaultPolicy,
        limit: 50,
        offset: 0,
      } as const;
      expect(await listWork(home.db, query)).toHaveLength(1);
      const [statement] = await statementsOf(home.db, (db) => listWork(db, query));
      const plan = (await planOf(home.db, statement!)).join("\n");
      expect(plan).toContain("SEARCH cases USING INDEX cases_work_list (unit_id=?");
      expect(plan).not.toMatch(/SCAN (cases|discharges)/);
    });
  });
}
