/**
 * Counts released answers into tallies. A response is counted exactly once: it is counted and marked in one atomic unit,
 * so a death at any point leaves it either counted or waiting to be.
 */
import { listUntalliedGroups } from "../db/responses.ts";
import { recountAll, tallyGroup } from "../db/tallies.ts";
import type { World } from "../world.ts";

/**
 * Counts what has not been counted yet, a whole measurement in one unit, so that no look falls between two of its counties.
 * Gives how many groups grew. Harmless to run twice, or twice at once.
 */
export async function tallyResponses(world: World): Promise<{ groups: number }> {
  const groups = await listUntalliedGroups(world.db);
  for (const together of Map.groupBy(groups, ({ measurementId }) => measurementId).values())
    await world.atomically(together.flatMap(tallyGroup));
  return { groups: groups.length };
}

/** Rebuilds all tallies from the responses, in one unit: the proof that the tallies are right, and the cure if not. */
export async function recount(world: World): Promise<void> {
  await world.atomically(recountAll());
}
