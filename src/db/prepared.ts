/**
 * Statements whose text is made once per database. On the hot way (session, case, interview, a turn of the telephone) a
 * prepared drizzle query costs little more than the bare driver; making its text anew costs several times what it takes
 * to run it.
 */
import { fillPlaceholders, getTableColumns, sql } from "drizzle-orm";
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

type PreparedWrite = { getQuery(): { sql: string; params: unknown[] } };

/** A prepared write as part of a unit: only the values are new. */
export const bound = (write: PreparedWrite, values: Record<string, unknown>): Statement => ({
  toSQL: () => {
    const { sql, params } = write.getQuery();
    return { sql, params: fillPlaceholders(params, values) };
  },
});

type Row = Readonly<Record<string, unknown>>;

/**
 * UPDATEs of single rows of a table: (db, what to set, which row) → the write. Which columns are set varies from act to
 * act, so there is one text for each such set of columns; there are only a handful.
 */
export function preparedUpdate<Table extends SQLiteTable>(table: Table) {
  type Values = Partial<Table["$inferInsert"]>;
  const columns = getTableColumns(table);
  const build = (db: Db, set: readonly string[], where: readonly string[]): PreparedWrite =>
    db
      .update(table)
      .set(Object.fromEntries(set.map((name) => [name, sql`${sql.placeholder(`new ${name}`)}`])) as never)
      .where(
        sql.join(
          where.map((name) => sql`${columns[name]} = ${sql.placeholder(name)}`),
          sql` and `,
        ),
      )
      .prepare();
  const known = prepared(() => new Map<string, PreparedWrite>());
  const namesOf = (row: Row) => Object.keys(row).filter((name) => row[name] !== undefined);
  const stored = (row: Row, name: string) => (row[name] === null ? null : columns[name]?.mapToDriverValue(row[name]));

  return (db: Db, set: Values, where: Values): Statement => {
    const [setNames, whereNames] = [namesOf(set), namesOf(where)];
    const shape = `${setNames} where ${whereNames}`;
    const write = known(db).get(shape) ?? build(db, setNames, whereNames);
    known(db).set(shape, write);
    return bound(
      write,
      Object.fromEntries([
        ...setNames.map((name) => [`new ${name}`, stored(set, name)]),
        ...whereNames.map((name) => [name, stored(where, name)]),
      ]),
    );
  };
}
