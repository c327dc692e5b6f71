/** What of the board only the unit's own coordinators see: patients by name, who holds what, and the shift's notes. */
import { heldTooLong } from "../cases/hold.ts";
import { type Account, findNames } from "../db/accounts.ts";
import * as board from "../db/board.ts";
import { factsOf } from "../db/case-file.ts";
import type { CaseRow } from "../db/cases.ts";
import { findPeople } from "../db/people.ts";
import { findRules } from "../db/rules.ts";
import { listShiftNotes } from "../db/shift-notes.ts";
import type { Refusal } from "../problems.ts";
import { findIdentifying, type IdentifyingKind } from "../responses/identifying.ts";
import { keepNoteDays } from "../steps/forget-people.ts";
import type { World } from "../world.ts";
import * as words from "./board-view.ts";
import type { BoardCase, BoardView, ShiftNoteView } from "./views.ts";

/** Names on the board; the rest are counted. The list has them all. */
const mostNamed = 12;
const mostNotes = 20;

/** A note that was not taken, as it was typed. */
export type Typed = { readonly unitId: string; readonly text: string; readonly refused: Refusal };

/** The viewer's own units alone. `counts` are of all cases of the units, `typed` is a note to show again. */
export async function peopleOf(
  world: World,
  account: Account,
  unitIds: readonly string[],
  counts: board.BoardCounts,
  { now, tomorrow, after }: board.Days,
  unitNames: ReadonlyMap<string, string>,
  typed: Typed | null,
): Promise<BoardView["people"]> {
  const { db } = world;
  const beholder = { accountId: account.id, unitIds };
  const lastToday = await board.listLastChances(db, beholder, now, tomorrow, mostNamed);
  const lastTomorrow = await board.listLastChances(db, beholder, tomorrow, after, mostNamed);
  const overdue = await board.listOverdueAppointments(db, beholder, now, mostNamed);
  const holds = await board.listHolds(db, beholder, mostNamed);
  const shown = [...lastToday, ...lastTomorrow, ...overdue, ...holds.map(({ row }) => row)].map(({ id }) => id);
  const people = await findPeople(db, { ...beholder, purpose: "work-list" }, [...new Set(shown)]);
  const { policy } = await findRules(db);
  const holders = await findNames(
    db,
    holds.map(({ row }) => row.ownerId ?? ""),
  );
  const cases = (rows: readonly CaseRow[], text: (row: CaseRow) => string): BoardCase[] =>
    rows.map((row) => ({
      href: `/uppfoljningar/${row.id}`,
      name: people.get(row.id)?.name ?? "Namn saknas",
      text: text(row),
    }));
  const lastText = (row: CaseRow) => words.lastCallText(row.lastCallAt ?? 0, row.attempts);
  return {
    lastToday: words.someOf(cases(lastToday, lastText), counts.lastToday, mostNamed),
    lastTomorrow: words.someOf(cases(lastTomorrow, lastText), counts.lastTomorrow, mostNamed),
    overdue: words.someOf(
      cases(overdue, (row) => words.appointmentText(row.appointmentAt ?? 0, now)),
      counts.overdueAppointments,
      mostNamed,
    ),
    holds: holds.flatMap(({ row, activeAt }) =>
      cases([row], () => words.holdText(holders.get(row.ownerId ?? ""), row.ownedSince ?? now, now)).map((one) => ({
        ...one,
        caseId: row.id,
        since: String(row.ownedSince ?? 0),
        releaseText:
          row.ownerId !== account.id && heldTooLong(factsOf(row), activeAt, now, policy)
            ? words.releaseText(activeAt, now)
            : null,
      })),
    ),
    notes: await notesOf(world, account, unitIds, unitNames, mostNotes),
    note: {
      units:
        unitIds.length > 1
          ? unitIds.map((id) => ({ value: id, label: unitNames.get(id) ?? "", selected: id === typed?.unitId }))
          : [],
      unitId: unitIds[0] ?? "",
      text: typed?.text ?? "",
      warnings:
        typed?.refused.refused === "shift-note-identifying"
          ? findIdentifying(typed.text).map(({ kind, text }) => `”${text}” ${looksLike[kind]}`)
          : [],
    },
  };
}

const looksLike: Readonly<Record<IdentifyingKind, string>> = {
  personnummer: "ser ut som ett personnummer och tas bort när lappen sparas",
  phone: "ser ut som ett telefonnummer och tas bort när lappen sparas",
  email: "ser ut som en e-postadress och tas bort när lappen sparas",
  address: "ser ut som en gatuadress och tas bort när lappen sparas",
  digits: "är en lång sifferföljd och tas bort när lappen sparas",
  name: "ser ut som ett namn",
};

/** The notes of some units, newest first, as this account sees them. */
export async function notesOf(
  world: World,
  account: Account,
  unitIds: readonly string[],
  unitNames: ReadonlyMap<string, string>,
  limit: number,
): Promise<ShiftNoteView[]> {
  const now = world.now();
  const notes = await listShiftNotes(world.db, unitIds, now - keepNoteDays * 24 * 60 * 60_000, limit);
  const names = await findNames(world.db, [
    ...new Set(notes.flatMap(({ writtenBy, readBy }) => [writtenBy, ...readBy])),
  ]);
  return notes.map((note) =>
    words.noteView(note, unitIds.length > 1 ? (unitNames.get(note.unitId) ?? "") : "", names, account.id, now),
  );
}
