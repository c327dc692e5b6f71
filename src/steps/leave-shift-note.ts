/**
 * A coordinator leaves the next shift a note about the unit's list, or says that one has been read. The note is for work
 * and not for patients: what looks like a number or an address is masked as everywhere else, and what looks like a
 * person is warned about first.
 */
import type { Account } from "../db/accounts.ts";
import { hasShiftNote, insertShiftNote, markNoteRead } from "../db/shift-notes.ts";
import { type Refusal, refuse } from "../problems.ts";
import { findIdentifying, maskIdentifying } from "../responses/identifying.ts";
import type { World } from "../world.ts";

/** Characters. A note that is longer is not read. */
export const longestNote = 500;

export type WrittenNote = {
  readonly unitId: string;
  readonly text: string;
  /** The writer has seen the warning and wants to keep the text. */
  readonly checked: boolean;
};

export async function leaveShiftNote(
  world: World,
  account: Account,
  { unitId, text, checked }: WrittenNote,
): Promise<{ left: true } | Refusal> {
  // Only lines are kept of what cannot be seen.
  const plain = text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{C}\n]/gu, "")
    .trim();
  if (!account.unitIds.includes(unitId)) return refuse("unit-unknown");
  if (plain === "") return refuse("shift-note-empty");
  if (plain.length > longestNote) return refuse("shift-note-too-long", { longest: longestNote });
  if (!checked && findIdentifying(plain).length > 0) return refuse("shift-note-identifying");
  const note = { id: world.newId(), unitId, text: maskIdentifying(plain), writtenBy: account.id };
  const writtenAt = world.now();
  await world.atomically([
    insertShiftNote(world.db, { ...note, writtenAt }),
    markNoteRead(world.db, note.id, account.id, writtenAt),
  ]);
  return { left: true };
}

/** "not-found" for a note of a unit that is not the account's. Twice is once. */
export async function readShiftNote(world: World, account: Account, noteId: string): Promise<{ read: true } | Refusal> {
  if (!(await hasShiftNote(world.db, account.unitIds, noteId))) return refuse("not-found");
  await world.atomically([markNoteRead(world.db, noteId, account.id, world.now())]);
  return { read: true };
}
