/** Gives back to the list what somebody took and left, so that no patient is lost behind a closed laptop. */
import { releaseStale } from "../cases/hold.ts";
import { mustChange } from "../db/atomic.ts";
import { factsOf } from "../db/case-file.ts";
import { changeCase, insertEvent, listHeldSince } from "../db/cases.ts";
import { findRules } from "../db/rules.ts";
import type { World } from "../world.ts";

const atMost = 500;

/** Gives how many cases went back. */
export async function releaseHeldCases(world: World): Promise<{ released: number }> {
  const now = world.now();
  const { policy } = await findRules(world.db);
  let released = 0;
  for (const row of await listHeldSince(world.db, now - policy.holdMinutes * 60_000, atMost)) {
    const changes = releaseStale(factsOf(row), now, policy);
    if (Object.keys(changes).length === 0) continue;
    const written = await world.atomically([
      ...mustChange(changeCase(world.db, row, changes)),
      insertEvent(world.db, { id: world.newId(), caseId: row.id, at: now, kind: "hold-expired" }),
    ]);
    if (written === "done") released += 1;
  }
  return { released };
}
