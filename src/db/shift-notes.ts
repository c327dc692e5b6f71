/** The notes that one shift leaves the next, for the unit's own people alone. */
import { type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../world.ts";
import { shiftNoteReads, shiftNotes } from "./identified.ts";

export type ShiftNote = {
  readonly id: string;
  readonly unitId: string;
  readonly text: string;
  readonly writtenBy: string;
  /** Epoch ms. */
  readonly writtenAt: number;
  /** Accounts that have said they have read it, in the order they did. */
  readonly readBy: readonly string[];
};

const listed = (values: readonly string[]): SQL => sql`(select value from json_each(${JSON.stringify(values)}))`;

/** The newest notes of these units written after an instant, newest first. */
export async function listShiftNotes(
  db: Db,
  unitIds: readonly string[],
  after: number,
  limit: number,
): Promise<ShiftNote[]> {
  if (unitIds.length === 0) return [];
  const rows = await db.all<Omit<ShiftNote, "readBy"> & { readBy: string }>(sql`
    select id, unit_id as unitId, text, written_by as writtenBy, written_at as writtenAt,
      (select json_group_array(account_id) from
        (select account_id from shift_note_reads where note_id = shift_notes.id order by read_at)) as readBy
    from shift_notes where unit_id in ${listed(unitIds)} and written_at > ${after}
    order by written_at desc, id limit ${limit}`);
  return rows.map((row) => ({ ...row, readBy: JSON.parse(row.readBy) as string[] }));
}

export const insertShiftNote = (db: Db, note: typeof shiftNotes.$inferInsert): Statement =>
  db.insert(shiftNotes).values(note);

/** Is there a note of this name at one of the units? */
export async function hasShiftNote(db: Db, unitIds: readonly string[], id: string): Promise<boolean> {
  const rows = await db.all(sql`select 1 from shift_notes where id = ${id} and unit_id in ${listed(unitIds)}`);
  return rows.length > 0;
}

/** The first time stands. */
export const markNoteRead = (db: Db, noteId: string, accountId: string, readAt: number): Statement =>
  db.insert(shiftNoteReads).values({ noteId, accountId, readAt }).onConflictDoNothing();

export const deleteShiftNotesBefore = (writtenAt: number): Statement[] => [
  sql`delete from shift_note_reads where note_id in (select id from shift_notes where written_at < ${writtenAt})`,
  sql`delete from shift_notes where written_at < ${writtenAt}`,
];
