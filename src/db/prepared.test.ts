import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openSqlite } from "../platform/sqlite.ts";
import { compile } from "./atomic.ts";
import { cases, interviews } from "./identified.ts";
import { given, prepared, preparedUpdate } from "./prepared.ts";

const { db, raw } = openSqlite(":memory:", "drizzle");

test("a prepared update says what drizzle would say, whatever is set, in whatever order", () => {
  const write = preparedUpdate(cases);
  const anything = fc.record(
    {
      state: fc.constantFrom("planned", "held"),
      ownerId: fc.option(fc.string()),
      interrupted: fc.boolean(),
      restUntil: fc.option(fc.nat()),
      attempts: fc.option(fc.nat(), { nil: undefined }),
    },
    { requiredKeys: ["state"] },
  );
  fc.assert(
    fc.property(anything, fc.boolean(), fc.nat(), (change, turned, version) => {
      const set = (turned ? Object.fromEntries(Object.entries(change).toReversed()) : change) as { state: "held" };
      const plain = db
        .update(cases)
        .set(set)
        .where(and(eq(cases.id, "fall"), eq(cases.version, version)));
      expect(compile(write(db, set, { id: "fall", version }))).toEqual(compile(plain));
    }),
  );
});

test("a value that is given behind a plus is still searched for by its index", () => {
  const query = prepared((db) =>
    db
      .select()
      .from(cases)
      .leftJoin(interviews, eq(interviews.caseId, cases.id))
      .where(eq(cases.id, given("id")))
      .prepare(),
  );
  const { sql } = query(db).getQuery();
  const plan = raw.prepare(`explain query plan ${sql}`).all("x") as { detail: string }[];
  for (const { detail } of plan) expect(detail).toMatch(/^SEARCH \w+ USING INDEX/);
  expect(plan).toHaveLength(2);
});
