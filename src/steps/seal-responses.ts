/**
 * Lets sealed answers out of the waiting room: per measurement, county and care type, in coarsened batches under new ids
 * and in random order. Runs nightly from the timetable, so that the order of a day's work leaves no trace.
 */
import { insertRemarks, insertResponses, listWaiting, listWaitingGroups, takeWaiting } from "../db/responses.ts";
import { planRelease } from "../responses/release.ts";
import { releasePolicy } from "../responses/response.ts";
import type { World } from "../world.ts";

/**
 * Releases every batch that may leave now. Gives how many batches and answers left. A batch that somebody else released
 * at the same moment is left to them.
 */
export async function releaseBatches(world: World): Promise<{ batches: number; responses: number }> {
  const done = { batches: 0, responses: 0 };
  for (const group of await listWaitingGroups(world.db)) {
    const state = {
      closed: group.state === "closed" || group.state === "published",
      releasedBefore: group.releasedBefore === 1,
    };
    const release = planRelease(await listWaiting(world.db, group), state, releasePolicy, world.shuffle);
    if (!release) continue;
    const outcome = await world.atomically([
      ...takeWaiting(release.taken.map((row) => row.key)),
      ...insertResponses(release.responses.map((row) => ({ ...row, id: world.newId() }))),
      ...insertRemarks(
        group,
        release.remarks.map((text) => ({ id: world.newId(), text })),
      ),
    ]);
    if (outcome === "conflict") continue;
    done.batches += 1;
    done.responses += release.taken.length;
  }
  // The rows that waited are gone from their table; now from the log too.
  if (done.batches > 0) await world.scrub();
  return done;
}
