/**
 * Erases on a timetable: names and numbers fourteen days after the call window closed, forgotten uploads after a day,
 * old sessions. Keyed hashes stay, so that a new import never revives a refusal or a death (domain §4).
 */
import { addDays, localDateOf } from "../calendar.ts";
import { deleteSessionsOlderThan } from "../db/accounts.ts";
import { forgetCalls } from "../db/calls.ts";
import { erasePeopleClosedBefore } from "../db/people.ts";
import { deleteUploadsOlderThan, forgetUploadsBefore } from "../db/uploads.ts";
import type { World } from "../world.ts";

/** Days after the last day of the window on which contact data is erased (domain §9). */
export const keepContactDays = 14;
const keepUploadMilliseconds = 24 * 60 * 60_000;
/** Calls that are about nobody we know: somebody rang us, or the person has been forgotten. */
const keepUnknownCallsMilliseconds = 7 * 24 * 60 * 60_000;
const keepSessionMilliseconds = 24 * 60 * 60_000;

export async function forgetPeople(world: World): Promise<void> {
  const now = world.now();
  const carrier = world.telephone?.carrier;
  await world.atomically([
    ...erasePeopleClosedBefore(world.db, addDays(localDateOf(now), -keepContactDays)),
    ...forgetCalls(carrier?.can.erase ? carrier.name : null, now - keepUnknownCallsMilliseconds),
    ...deleteUploadsOlderThan(world.db, world.wallNow() - keepUploadMilliseconds),
    forgetUploadsBefore(world.db, world.wallNow() - keepContactDays * 24 * 60 * 60_000),
    deleteSessionsOlderThan(world.db, world.wallNow() - keepSessionMilliseconds),
  ]);
  await world.scrub();
}
