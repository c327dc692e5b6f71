/**
 * Closes every call in the end, whatever the carrier forgot to tell: takes what is still queued out of the queue when
 * the calling hours are over or there is nobody left to take over, looks for an order that nobody confirmed, and asks
 * about a call that has been silent for longer than any call lasts. What it learns is taken in as a status is (the step
 * given as `note`).
 */
import { robotPolicy } from "../calls/policy.ts";
import { robot } from "../cases/robot-call.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import { findAccountPhone } from "../db/accounts.ts";
import { type CallOfUnit, isKnownRef, listLiveCalls, listUnwantedCalls } from "../db/calls.ts";
import { findPerson } from "../db/people.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { mayBeginToRing } from "../db/robot-call.ts";
import { isRobotOn } from "../db/robot-switch.ts";
import type { Refusal } from "../problems.ts";
import { type CallStatus, type Carrier, isFinalStatus } from "../telephony/carrier.ts";
import type { World } from "../world.ts";

type Learnt = {
  readonly ref: string;
  readonly status: CallStatus;
  readonly hungUp?: "unwanted" | "closing-time" | "overdue";
};
type NoteStatus = (
  world: World,
  noted: Learnt & { readonly callId: string; readonly sequence: null },
) => Promise<unknown | Refusal>;

/**
 * Puts the line down in every call that nobody wants any more: the patient has said no, has been readmitted, has died.
 * Run after every form that was sent and every second or so by the clock, so that a no reaches a queued or ringing
 * telephone within seconds (promise 2). Gives how many lines were put down.
 */
export async function hangUpUnwanted(world: World, note: NoteStatus): Promise<{ hungUp: number }> {
  let hungUp = 0;
  if (world.telephone === null) return { hungUp };
  const { carrier } = world.telephone;
  const unwanted = await listUnwantedCalls(world.db, world.now());
  // Somebody has switched the robot off: whom it has ordered and nobody has rung yet is left in peace.
  const isOff = world.config.mode === "production" && !(await isRobotOn(world));
  const queued = isOff ? (await listLiveCalls(world.db)).filter(isQueuedOrder) : [];
  for (const call of [...unwanted, ...queued.filter(({ id }) => unwanted.every((other) => other.id !== id))]) {
    // An order that is on its way has no name yet; the next round finds it.
    if (call.ref === null || call.carrier !== carrier.name) continue;
    const answer = await carrier.hangUp(call.ref);
    if (!("done" in answer)) continue;
    hungUp += 1;
    const seen = await look(carrier, call.ref);
    // Not over yet by its own account: the carrier tells, or the next round asks.
    if (seen && isFinalStatus(seen.status))
      await note(world, { callId: call.id, ...seen, sequence: null, hungUp: "unwanted" });
  }
  return { hungUp };
}

const isQueuedOrder = ({ kind, direction, state }: CallOfUnit): boolean =>
  kind === "robot" && direction === "outbound" && (state === "ordered" || state === "queued");

/** Gives how many calls were found to be over. */
export async function reconcileCalls(world: World, note: NoteStatus): Promise<{ closed: number }> {
  let closed = 0;
  if (world.telephone === null) return { closed };
  const { carrier } = world.telephone;
  for (const call of await listLiveCalls(world.db)) {
    const learnt = await learn(world, carrier, call);
    if (learnt === null) continue;
    await note(world, { callId: call.id, ...learnt, sequence: null });
    if (isFinalStatus(learnt.status)) closed += 1;
  }
  return { closed };
}

/** How far our clock may have been ahead when the order went out: by an hour's time zone, and a little more. */
const mostClockErrorMs = 65 * 60_000;

/** Somebody who rings us may be silent for a while; a carrier need not tell us when such a line is down. */
const longestMs = (robotPolicy.limitSeconds + robotPolicy.graceSeconds) * 1000;

async function learn(world: World, carrier: Carrier, call: CallOfUnit): Promise<Learnt | null> {
  const now = world.now();
  // A carrier that was exchanged for another cannot be asked any more.
  if (call.carrier !== carrier.name)
    return now < call.deadlineAt ? null : { ref: call.ref ?? `none-${call.id}`, status: "canceled" };
  if (call.ref === null)
    return now < call.placedAt + robotPolicy.confirmSeconds * 1000 ? null : lookFor(world, carrier, call);
  const isQueued = call.state === "ordered" || call.state === "queued";
  const tooLate = isQueued && call.kind === "robot" && !(await mayBeginToRing(world, now));
  if (!tooLate && now < call.deadlineAt) return null;
  if (call.direction === "inbound" && now < call.placedAt + longestMs) return look(carrier, call.ref);
  const before = await look(carrier, call.ref);
  // Its end was only never told.
  if (before && isFinalStatus(before.status)) return before;
  const hungUp = await carrier.hangUp(call.ref);
  // Not done and not in vain: asked again at the next round.
  if (!("done" in hungUp) && !("refused" in hungUp && hungUp.refused === "not-possible")) return null;
  const seen = await look(carrier, call.ref);
  if (!seen || "refused" in hungUp) return seen;
  return { ...seen, hungUp: tooLate ? "closing-time" : "overdue" };
}

async function look(carrier: Carrier, ref: string): Promise<Learnt | null> {
  const seen = await carrier.look(ref);
  if ("missing" in seen) return { ref, status: "canceled" };
  return "status" in seen ? { ref, status: seen.status } : null;
}

/**
 * An order whose answer was lost: by what its number hashes to and the time, though the number may be erased here by now.
 * Not found once the call could not last longer: never rung.
 */
async function lookFor(world: World, carrier: Carrier, call: CallOfUnit): Promise<Learnt | null> {
  const keyOf = keyedHash(world.config.secret, phoneKeyPurpose);
  const isTo = (number: string) => keyOf(number) === call.dialledKey;
  const to = (await knownNumbers(world, call)).find(isTo) ?? null;
  const answer = await carrier.find({ to, isTo, since: call.placedAt - mostClockErrorMs });
  if (!("found" in answer)) return null;
  for (const { ref, status } of answer.found)
    if (!(await isKnownRef(world.db, carrier.name, ref))) return { ref, status };
  return world.now() >= call.deadlineAt ? { ref: `none-${call.id}`, status: "canceled" } : null;
}

/** The numbers that we know of those whom the order may have gone to: a bridge begins with the coordinator's own. */
async function knownNumbers(world: World, call: CallOfUnit): Promise<readonly string[]> {
  if (call.kind === "bridge") {
    const phone = call.accountId === null ? null : await findAccountPhone(world.db, call.accountId);
    return phone === null ? [] : [phone];
  }
  const viewer = { accountId: robot, unitIds: call.unitId === null ? [] : [call.unitId], purpose: "call" } as const;
  const person = call.caseId === null ? undefined : await findPerson(world.db, viewer, call.caseId);
  // Also one that was found dead since.
  return person?.numbers.flatMap(({ whose, number }) => (whose === "patient" ? [number] : [])) ?? [];
}
