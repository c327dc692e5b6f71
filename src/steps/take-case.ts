/**
 * A coordinator takes hold of a case, lets go of it, or puts an optional one on the list. One owner at a time: the claim
 * names the version its decision read, so that of two who click at once exactly one gets the case.
 */
import { localDateOf } from "../calendar.ts";
import type { CaseChanges } from "../cases/case.ts";
import { putOnList, release, take } from "../cases/hold.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { findCaseFile } from "../db/case-file.ts";
import { type CaseRow, changeCase, hasEventOn, insertEvent } from "../db/cases.ts";
import { findWhyNotDial } from "../db/dialling.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { Viewer, World } from "../world.ts";

export const callerOf = (account: Account): Viewer => ({
  accountId: account.id,
  unitIds: account.unitIds,
  purpose: "call",
});

/**
 * Takes the case in order to ring, and writes down that the numbers were shown. `checked`: the coordinator says that the
 * journal has been looked at today (domain §4); asked once a day and case.
 */
export const takeToRing = (world: World, account: Account, caseId: string, checked: boolean) =>
  decidedAnew(() => tryToTake(world, account, caseId, checked));

async function tryToTake(
  world: World,
  account: Account,
  caseId: string,
  checked: boolean,
): Promise<{ taken: true } | Refusal> {
  const file = await findCaseFile(world.db, callerOf(account), caseId);
  if (!file) return refuse("not-found");
  const now = world.now();
  const { policy } = await findRules(world.db);
  const whyNot =
    file.row.state === "closed" ? null : await findWhyNotDial(world.db, callerOf(account), file, now, policy);
  if (whyNot) return whyNot;
  const changes = take(file.facts, account.id, now, policy);
  if (isRefusal(changes)) return changes;
  const checkedToday = await hasEventOn(world.db, caseId, "journal-checked", localDateOf(now));
  if (!checkedToday && !checked) return refuse("journal-check-needed");
  const event = (kind: string) =>
    insertEvent(world.db, { id: world.newId(), caseId, at: now, kind, accountId: account.id });
  const written = await world.atomically([
    ...(Object.keys(changes).length > 0 ? mustChange(changeCase(world.db, file.row, changes)) : []),
    ...(checkedToday ? [] : [event("journal-checked")]),
    event("number-shown"),
  ]);
  return written === "done" ? { taken: true } : refuse("case-just-changed");
}

export const releaseCase = (world: World, account: Account, caseId: string) =>
  decidedAnew(() => move(world, account, caseId, "released", (facts) => release(facts, account.id)));

export const putCaseOnList = (world: World, account: Account, caseId: string) =>
  decidedAnew(() => move(world, account, caseId, "put-on-list", (facts) => putOnList(facts, world.now())));

type Facts = Parameters<typeof release>[0];

async function move(
  world: World,
  account: Account,
  caseId: string,
  kind: string,
  decide: (facts: Facts) => CaseChanges | Refusal,
): Promise<{ moved: boolean } | Refusal> {
  const file = await findCaseFile(world.db, callerOf(account), caseId);
  if (!file) return refuse("not-found");
  const changes = decide(file.facts);
  if (isRefusal(changes)) return changes;
  if (Object.keys(changes).length === 0) return { moved: false };
  const written = await world.atomically([
    ...mustChange(changeCase(world.db, file.row as CaseRow, changes)),
    insertEvent(world.db, { id: world.newId(), caseId, at: world.now(), kind, accountId: account.id }),
  ]);
  return written === "done" ? { moved: true } : refuse("case-just-changed");
}
