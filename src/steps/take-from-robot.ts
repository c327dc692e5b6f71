/**
 * A coordinator breaks off a call of the robot's that nobody has answered, and takes the case. Never a call in which the
 * patient talks: that would put the telephone down in somebody's ear. The carrier is asked before it is told, because its
 * news of an answer may still be on the way.
 */
import { take } from "../cases/hold.ts";
import { robot } from "../cases/robot-call.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { type CallRow, findLiveCall } from "../db/calls.ts";
import { findCaseFile } from "../db/case-file.ts";
import { changeCase, insertEvent } from "../db/cases.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { type CallStatus, type Carrier, isFinalStatus } from "../telephony/carrier.ts";
import type { World } from "../world.ts";

type NoteStatus = (
  world: World,
  noted: {
    readonly callId: string;
    readonly ref: string;
    readonly status: CallStatus;
    readonly sequence: null;
    readonly hungUp?: "taken-over";
  },
) => Promise<unknown>;

/** Has nobody answered yet, as far as we know? */
export const isUnanswered = (call: Pick<CallRow, "state">): boolean =>
  call.state === "ordered" || call.state === "queued" || call.state === "ringing";

/**
 * Puts the line down and takes the case. `note` takes in what came of the call (the step noteCallStatus). The numbers stay
 * hidden until the journal has been checked, as ever. Refuses when the robot does not hold the case or somebody answered.
 */
export async function takeFromRobot(
  world: World,
  account: Account,
  caseId: string,
  note: NoteStatus,
): Promise<{ taken: true } | Refusal> {
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const file = await findCaseFile(world.db, viewer, caseId);
  if (!file) return refuse("not-found");
  const carrier = world.telephone?.carrier;
  if (!carrier) return refuse("no-telephone");
  const call = await findLiveCall(world.db, caseId);
  if (file.row.state !== "held" || file.row.ownerId !== robot || !call) return refuse("robot-not-calling");
  const down = await putDown(world, carrier, call, note);
  if (isRefusal(down)) return down;
  return decidedAnew(() => takeFree(world, account, caseId));
}

async function putDown(
  world: World,
  carrier: Carrier,
  call: CallRow,
  note: NoteStatus,
): Promise<{ down: true } | Refusal> {
  if (!isUnanswered(call)) return refuse("robot-in-talk");
  const { ref } = call;
  // The order is on its way: the carrier has no name for it that we could use.
  if (ref === null || call.carrier !== carrier.name) return refuse("robot-just-dialling");
  const seen = await carrier.look(ref);
  if ("status" in seen && isFinalStatus(seen.status)) {
    await note(world, { callId: call.id, ref, status: seen.status, sequence: null });
    return { down: true };
  }
  if ("status" in seen && seen.status === "answered") return refuse("robot-in-talk");
  if (!("done" in (await carrier.hangUp(ref)))) return refuse("carrier-refuses");
  await note(world, { callId: call.id, ref, status: "canceled", sequence: null, hungUp: "taken-over" });
  return { down: true };
}

/** At once, or the dispatcher would ring again before the coordinator has read the page. */
async function takeFree(world: World, account: Account, caseId: string): Promise<{ taken: true } | Refusal> {
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const file = await findCaseFile(world.db, viewer, caseId);
  if (!file) return refuse("not-found");
  const now = world.now();
  const changes = take(file.facts, account.id, now, (await findRules(world.db)).policy);
  if (isRefusal(changes)) return changes;
  if (Object.keys(changes).length === 0) return { taken: true };
  const written = await world.atomically([
    ...mustChange(changeCase(world.db, file.row, changes)),
    insertEvent(world.db, { id: world.newId(), caseId, at: now, kind: "taken-from-robot", accountId: account.id }),
  ]);
  return written === "done" ? { taken: true } : refuse("case-just-changed");
}
