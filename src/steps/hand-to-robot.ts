/** A coordinator lets the robot ring a patient who has said yes to it: lets go of the case, and nobody waits for a person. */
import { handToRobot } from "../cases/hand-over.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { findCaseFile } from "../db/case-file.ts";
import { changeCase, findDischarge, insertEvent } from "../db/cases.ts";
import { findWhyNotDial } from "../db/dialling.ts";
import { findPerson } from "../db/people.ts";
import { readRobotOffer } from "../db/robot-offer.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

/** Gives whether anything changed; false when the case was the robot's to ring already. */
export const handCaseToRobot = (world: World, account: Account, caseId: string) =>
  decidedAnew(() => tryToHand(world, account, caseId));

async function tryToHand(world: World, account: Account, caseId: string): Promise<{ handed: boolean } | Refusal> {
  const { db, telephone } = world;
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const file = await findCaseFile(db, viewer, caseId);
  if (!file) return refuse("not-found");
  if (telephone === null) return refuse("no-telephone");
  const person = await findPerson(db, viewer, caseId);
  const discharge = await findDischarge(db, caseId);
  // Only a closed case outlives its person.
  if (!person || !discharge) return refuse("case-closed");
  const { facts, candidate, ready } = await readRobotOffer(world, telephone, file, person, discharge);
  const now = world.now();
  const { policy } = await findRules(db);
  const whyNot = file.row.state === "closed" ? null : await findWhyNotDial(db, viewer, file, now, policy);
  if (whyNot) return whyNot;
  const changes = handToRobot(facts, account.id, candidate, ready, now, policy);
  if (isRefusal(changes)) return changes;
  if (Object.keys(changes).length === 0) return { handed: false };
  const written = await world.atomically([
    ...mustChange(changeCase(db, file.row, changes)),
    insertEvent(db, { id: world.newId(), caseId, at: now, kind: "handed-to-robot", accountId: account.id }),
  ]);
  return written === "done" ? { handed: true } : refuse("case-just-changed");
}
