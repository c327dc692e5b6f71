/**
 * A coordinator gives a colleague's case back to the list when it has been held for too long. Only the hold goes: answers
 * in progress stay, and the holder's own pages keep what was typed and say who has the case now.
 */
import { releaseAnothers } from "../cases/hold.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { factsOf } from "../db/case-file.ts";
import { changeCase, findCase, insertEvent, listEvents } from "../db/cases.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

/** `released` is false when it was free already. "not-found" for another unit's case. */
export const releaseHold = (world: World, account: Account, caseId: string, heldSince: number) =>
  decidedAnew(() => tryToRelease(world, account, caseId, heldSince));

/** `heldSince`: the hold that was seen, epoch ms. A new hold is not let go of by an old page. */
async function tryToRelease(
  world: World,
  account: Account,
  caseId: string,
  heldSince: number,
): Promise<{ released: boolean } | Refusal> {
  const row = await findCase(world.db, { accountId: account.id, unitIds: account.unitIds }, caseId);
  if (!row) return refuse("not-found");
  const now = world.now();
  const happened = await listEvents(world.db, caseId);
  const activeAt = Math.max(row.ownedSince ?? 0, ...happened.map(({ at }) => at));
  if (row.state === "held" && row.ownedSince !== heldSince) return { released: false };
  const changes = releaseAnothers(factsOf(row), activeAt, now, (await findRules(world.db)).policy);
  if (isRefusal(changes)) return changes;
  if (Object.keys(changes).length === 0) return { released: false };
  const written = await world.atomically([
    ...mustChange(changeCase(world.db, row, changes)),
    insertEvent(world.db, {
      ...{ id: world.newId(), caseId, at: now, kind: "hold-released-by-colleague", accountId: account.id },
    }),
  ]);
  return written === "done" ? { released: true } : refuse("case-just-changed");
}
