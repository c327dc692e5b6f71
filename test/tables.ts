/** The tables as the code declares them and as the migrations make them, in words that can be compared. */

import type { Database } from "better-sqlite3";
import { is, SQL } from "drizzle-orm";
import { getTableConfig, SQLiteAsyncDialect, SQLiteTable } from "drizzle-orm/sqlite-core";

const dialect = new SQLiteAsyncDialect();

export type TableWords = { readonly columns: readonly string[]; readonly indexes: readonly string[] };

/** A clause without quotes, table names and doubled blanks, so that two ways to write it compare equal. */
const plain = (clause: string) => clause.replace(/["`]/g, "").replace(/\s+/g, " ").trim();

const defaultOf = (value: unknown): string => {
  if (value === undefined) return "";
  return ` default ${typeof value === "string" ? `'${value}'` : String(value)}`;
};

/** Tables declared in a module of src/db, by name. */
export function declaredTables(module: Readonly<Record<string, unknown>>): Map<string, TableWords> {
  const tables = Object.values(module).filter((value) => is(value, SQLiteTable));
  return new Map(
    tables.map((table) => {
      const { name, columns, indexes, primaryKeys } = getTableConfig(table);
      const keyed = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
      return [
        name,
        {
          columns: columns.map((column) => {
            const key = column.primary || keyed.has(column.name) ? " key" : "";
            return `${column.name} ${column.getSQLType()}${column.notNull ? " not null" : ""}${key}${defaultOf(column.default)}`;
          }),
          indexes: indexes
            .map(({ config }) => {
              const on = config.columns.map((column) => ("name" in column ? column.name : "expression")).join(", ");
              const where = config.where instanceof SQL ? ` where ${plain(dialect.sqlToQuery(config.where).sql)}` : "";
              return `${config.unique ? "unique " : ""}${config.name} (${on})${where}`;
            })
            .sort(),
        },
      ] as const;
    }),
  );
}

/** The same words about a migrated database. */
export function migratedTables(raw: Database): Map<string, TableWords> {
  type Column = { name: string; type: string; notnull: number; pk: number; dflt_value: string | null };
  type Index = { name: string; unique: number; origin: string };
  const names = raw
    .prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\'",
    )
    .pluck()
    .all() as string[];
  return new Map(
    names.map((name) => {
      const columns = raw.pragma(`table_info(${name})`) as Column[];
      const indexes = (raw.pragma(`index_list(${name})`) as Index[]).filter(({ origin }) => origin === "c");
      return [
        name,
        {
          columns: columns.map(
            ({ name, type, notnull, pk, dflt_value }) =>
              `${name} ${type.toLowerCase()}${notnull ? " not null" : ""}${pk ? " key" : ""}${dflt_value === null ? "" : ` default ${dflt_value}`}`,
          ),
          indexes: indexes
            .map((index) => {
              const on = (raw.pragma(`index_info(${index.name})`) as { name: string | null }[]).map(
                (column) => column.name ?? "expression",
              );
              const made = raw
                .prepare("select sql from sqlite_schema where name = ?")
                .pluck()
                .get(index.name) as string;
              const where = /\bwhere\b([\s\S]*)$/i.exec(made)?.[1];
              return `${index.unique ? "unique " : ""}${index.name} (${on.join(", ")})${where ? ` where ${plain(where)}` : ""}`;
            })
            .sort(),
        },
      ] as const;
    }),
  );
}
