/**
 * Erases on a timetable: names and numbers fourteen days after the call window closed, forgotten uploads after a day,
 * old sessions. Whoever still waits for help (db/tasks.ts) is kept until it is given, at most thirty days after the window:
 * then the task ends as not done in time, and is counted so. Keyed hashes stay, so that a new import never revives a refusal or a death (domain §4).
 */
import { addDays, localDateOf } from "../calendar.ts";
import { undoMinutes } from "../cases/undo.ts";
import { deleteSessionsOlderThan } from "../db/accounts.ts";
import { forgetCalls } from "../db/calls.ts";
import { insertEvent } from "../db/cases.ts";
import { erasePeopleClosedBefore } from "../db/people.ts";
import { deleteShiftNotesBefore } from "../db/shift-notes.ts";
import { listCasesWithLapsing } from "../db/tasks.ts";
import { dropUndosBefore } from "../db/undos.ts";
import { deleteUploadsOlderThan, forgetUploadsBefore } from "../db/uploads.ts";
import type { World } from "../world.ts";

/** Days after the last day of the window on which contact data is erased (domain §9). */
export const keepContactDays = 14;
/** The same for somebody whose task is not done. */
export const keepForTaskDays = 30;
/** Days that a note to the next shift is kept. */
export const keepNoteDays = 14;
const keepUploadMilliseconds = 24 * 60 * 60_000;
/** Calls that are about nobody we know: somebody rang us, or the person has been forgotten. */
const keepUnknownCallsMilliseconds = 7 * 24 * 60 * 60_000;
const keepSessionMilliseconds = 24 * 60 * 60_000;

export async function forgetPeople(world: World): Promise<void> {
  const now = world.now();
  const carrier = world.telephone?.carrier;
  const daysAgo = (days: number) => addDays(localDateOf(now), -days);
  const lapsing = await listCasesWithLapsing(world.db, daysAgo(keepForTaskDays));
  await world.atomically([
    ...lapsing.map((caseId) => insertEvent(world.db, { id: world.newId(), caseId, at: now, kind: "task-lapsed" })),
    ...erasePeopleClosedBefore(world.db, daysAgo(keepContactDays), daysAgo(keepForTaskDays)),
    ...forgetCalls(carrier?.can.erase ? carrier.name : null, now - keepUnknownCallsMilliseconds),
    ...deleteUploadsOlderThan(world.db, world.wallNow() - keepUploadMilliseconds),
    forgetUploadsBefore(world.db, world.wallNow() - keepContactDays * 24 * 60 * 60_000),
    ...deleteShiftNotesBefore(now - keepNoteDays * 24 * 60 * 60_000),
    dropUndosBefore(world.db, now - undoMinutes * 60_000),
    deleteSessionsOlderThan(world.db, world.wallNow() - keepSessionMilliseconds),
  ]);
  await world.scrub();
}
