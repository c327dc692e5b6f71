/**
 * Writes what people here have said about a patient's telephone numbers. They are read with the person (db/people.ts) and
 * erased with the person. Every change is a line in the case's log, which never says which number.
 */
import { eq, sql } from "drizzle-orm";
import type { SaidNumber } from "../calls/numbers.ts";
import type { Db, Statement } from "../world.ts";
import { columnsOf, insertAll } from "./bulk.ts";
import { numbers } from "./identified.ts";
import { rewritePhoneKeys } from "./phone-keys.ts";

const table = columnsOf(numbers);

/**
 * What is said from now on, and with it the keys by which somebody who rings back is found: `own` are the patient's own
 * that work, `keyOf` takes E.164 to its keyed hash (phoneKeyPurpose).
 */
export function writeNumbers(
  db: Db,
  caseId: string,
  said: readonly SaidNumber[],
  own: readonly string[],
  keyOf: (number: string) => string,
): Statement[] {
  const rows = said.map((one) => ({ ...one, caseId, key: keyOf(one.number) }));
  return [
    ...(rows.length > 0 ? [insertAll(numbers, table, rows, "insert or replace")] : []),
    ...rewritePhoneKeys(db, caseId, [...new Set(own)].map(keyOf)),
  ];
}

/** An outcome is undone: what was said at its instant (epoch ms) to be dead works again. */
export const reviveNumbers = (db: Db, caseId: string, goneAt: number): Statement[] => [
  sql`insert or ignore into phone_keys (key, case_id) select key, case_id from numbers
    where case_id = ${caseId} and gone_at = ${goneAt} and whose = 'patient'
      and exists (select 1 from discharges where id = ${caseId} and robot_consent = 1 and protected = 0)`,
  db
    .update(numbers)
    .set({ goneAt: null, goneBecause: null })
    .where(sql`${eq(numbers.caseId, caseId)} and ${eq(numbers.goneAt, goneAt)}`),
];
