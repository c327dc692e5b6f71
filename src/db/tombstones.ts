/** Tombstones (discharges/tombstones.ts) as they are kept: looked up by the chunk and written in the chunk's unit. */
import { type SQL, sql } from "drizzle-orm";
import type { DischargeFacts, Entry } from "../discharges/entry.ts";
import type { Tombstone, TombstoneChanges } from "../discharges/tombstones.ts";
import type { Db, Statement } from "../world.ts";
import { columnsOf, inList, insertAll, mustCount } from "./bulk.ts";
import { discharges, tombstones } from "./identified.ts";

/** The tombstones of these keys, discharge keys and patient keys alike: the two are hashed apart and never meet. */
export async function findTombstones(db: Db, keys: readonly string[]): Promise<Tombstone[]> {
  if (keys.length === 0) return [];
  return db.select().from(tombstones).where(inList(tombstones.key, keys));
}

/** Aborts the unit when another import has ended or lifted something for the keys of these rows since it was decided. */
export function sameTombstones(known: readonly Tombstone[], rows: readonly DischargeFacts[]): SQL {
  const keys = new Set(rows.flatMap((row) => [row.dischargeKey, ...(row.patientKey ? [row.patientKey] : [])]));
  const stood = known.filter(({ key }) => keys.has(key)).length;
  return mustCount(sql`select count(*) from tombstones where ${inList(tombstones.key, [...keys])}`, stood);
}

const tombstoneTable = columnsOf(tombstones);

/**
 * Ends with a look for discharges that another import took in meanwhile under one of the keys: they would stay open
 * though their patient must not be called.
 */
export function writeTombstones({ added, lifted }: TombstoneChanges, entries: readonly Entry[]): Statement[] {
  const statements: Statement[] = [];
  if (lifted.length > 0) {
    const gone = JSON.stringify(lifted.map(({ key, reason }) => [key, reason]));
    statements.push(
      sql`delete from tombstones where (key, reason) in (select value ->> 0, value ->> 1 from json_each(${gone}))`,
    );
  }
  if (added.length === 0) return statements;
  const keys = new Set(added.map(({ key }) => key));
  const ours = entries.filter(
    ({ discharge }) => keys.has(discharge.dischargeKey) || keys.has(discharge.patientKey ?? ""),
  ).length;
  const [dischargeKeys, patientKeys] = [discharges.dischargeKey, discharges.patientKey].map((column) =>
    inList(column, [...keys]),
  );
  statements.push(
    insertAll(tombstones, tombstoneTable, added),
    mustCount(sql`select count(*) from discharges where ${dischargeKeys} or ${patientKeys}`, ours),
  );
  return statements;
}
