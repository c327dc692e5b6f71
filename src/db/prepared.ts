/**
 * Statements whose text is made once per database. On the hot way (session, case, interview, a turn of the telephone) a
 * prepared drizzle query costs little more than the bare driver; making its text anew costs several times what it takes
 * to run it.
 */
import { and, fillPlaceholders, getTableColumns, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Db, Statement } from "../world.ts";

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

/**
 * A value that a prepared query of several tables is given at each use. The `+` changes nothing but what the planner
 * sees: compared bare with an indexed column, a value makes SQLite plan the whole query anew each time another is bound,
 * where it is built with STAT4 as better-sqlite3's is (sqlite.org/c3ref/prepare.html). That takes longer than the query.
 */
export const given = (name: string): SQL => sql`+${sql.placeholder(name)}`;

/** The same for the most rows that a prepared query may give, which SQLite looks at too when it is bound bare. */
export const givenLimit = (name: string): Placeholder => given(name) as unknown as Placeholder;

type PreparedWrite = { getQuery(): { sql: string; params: unknown[] } };

/** A prepared write as part of a unit: only the values are new. */
export const bound = (write: PreparedWrite, values: Record<string, unknown>): Statement => ({
  toSQL: () => {
    const { sql, params } = write.getQuery();
    return { sql, params: fillPlaceholders(params, values) };
  },
});

type Row = Readonly<Record<string, unknown>>;

/** INSERTs of whole rows of a table whose columns have no defaults: what a row leaves out is null. */
export function preparedInsert<Table extends SQLiteTable>(table: Table) {
  const names = Object.keys(getTableColumns(table));
  const places = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
  const write = prepared((db) =>
    db
      .insert(table)
      .values(places as Table["$inferInsert"])
      .prepare(),
  );
  return (db: Db, row: Table["$inferInsert"]): Statement =>
    bound(write(db), Object.fromEntries(names.map((name) => [name, (row as Row)[name] ?? null])));
}

/**
 * UPDATEs of single rows of a table: (db, what to set, which row) → the write. Which columns are set varies from act to
 * act, so drizzle makes one text for each such set of columns, of which there are a few dozen; the values follow the
 * columns in their order in the table, as they do in drizzle's own text.
 */
export function preparedUpdate<Table extends SQLiteTable>(table: Table) {
  type Values = Partial<Table["$inferInsert"]>;
  const columns = getTableColumns(table);
  const texts = new Map<string, string>();
  const namesOf = (row: Row) => Object.keys(columns).filter((name) => row[name] !== undefined);
  const stored = (row: Row) => (name: string) =>
    row[name] === null ? null : columns[name]?.mapToDriverValue(row[name]);
  const textFor = (db: Db, set: Values, where: Row): string => {
    const same = namesOf(where).map((name) => sql`${columns[name]} = ${where[name]}`);
    return db
      .update(table)
      .set(set)
      .where(and(...same))
      .toSQL().sql;
  };

  return (db: Db, set: Values, where: Values): Statement => {
    const [setNames, whereNames] = [namesOf(set), namesOf(where)];
    const shape = `${setNames} where ${whereNames}`;
    const text = texts.get(shape) ?? textFor(db, set, where);
    texts.set(shape, text);
    return { toSQL: () => ({ sql: text, params: [...setNames.map(stored(set)), ...whereNames.map(stored(where))] }) };
  };
}
