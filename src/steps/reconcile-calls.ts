/**
 * Closes every call in the end, whatever the carrier forgot to tell: hangs up when the case is no longer the robot's
 * (somebody has said no), looks for an order that nobody confirmed, and asks about a call that has been silent for longer
 * than any call lasts. What it learns is taken in as a status is (hear-call.ts).
 */
import { robotPolicy } from "../calls/policy.ts";
import { robot } from "../cases/robot-call.ts";
import { type CallOfUnit, isKnownRef, listLiveCalls } from "../db/calls.ts";
import { findCase } from "../db/cases.ts";
import { findPerson } from "../db/people.ts";
import type { Refusal } from "../problems.ts";
import { type CallStatus, type Carrier, isFinalStatus } from "../telephony/carrier.ts";
import type { World } from "../world.ts";

type NoteStatus = (
  world: World,
  noted: { callId: string; ref: string; status: CallStatus; sequence: null },
) => Promise<unknown | Refusal>;

/** Gives how many calls were found to be over. */
export async function reconcileCalls(world: World, carrier: Carrier, note: NoteStatus): Promise<{ closed: number }> {
  let closed = 0;
  for (const call of await listLiveCalls(world.db)) {
    const status = await statusOf(world, carrier, call);
    if (status === null) continue;
    await note(world, { callId: call.id, ...status, sequence: null });
    if (isFinalStatus(status.status)) closed += 1;
  }
  return { closed };
}

type Learnt = { readonly ref: string; readonly status: CallStatus } | null;

async function statusOf(world: World, carrier: Carrier, call: CallOfUnit): Promise<Learnt> {
  const now = world.now();
  if (call.ref === null) {
    return now < call.placedAt + robotPolicy.confirmSeconds * 1000 ? null : lookFor(world, carrier, call);
  }
  const row = await findCase(world.db, [call.unitId], call.caseId);
  const unwanted = call.settledAt === null && !(row?.state === "held" && row.ownerId === robot);
  if (!unwanted && now < call.deadlineAt) return null;
  if (unwanted || now >= call.deadlineAt) {
    const hungUp = await carrier.hangUp(call.ref);
    // Not done and not in vain: asked again at the next round.
    if (!("done" in hungUp) && !("refused" in hungUp && hungUp.refused === "not-possible")) return null;
  }
  return look(carrier, call.ref);
}

async function look(carrier: Carrier, ref: string): Promise<Learnt> {
  const seen = await carrier.look(ref);
  if ("missing" in seen) return { ref, status: "canceled" };
  return "status" in seen ? { ref, status: seen.status } : null;
}

/** An order whose answer was lost: by the number and the time. Not found once the call could not last longer: never rung. */
async function lookFor(world: World, carrier: Carrier, call: CallOfUnit): Promise<Learnt> {
  const viewer = { accountId: robot, unitIds: [call.unitId], purpose: "call" } as const;
  const person = await findPerson(world.db, viewer, call.caseId);
  let sure = true;
  for (const to of person?.phones ?? []) {
    const answer = await carrier.find(to, call.placedAt - 60_000);
    if (!("found" in answer)) {
      sure = false;
      continue;
    }
    for (const { ref, status } of answer.found)
      if (!(await isKnownRef(world.db, carrier.name, ref))) return { ref, status };
  }
  return sure && world.now() >= call.deadlineAt ? { ref: `none-${call.id}`, status: "canceled" } : null;
}
