/**
 * Click to call: the carrier rings the coordinator's own telephone, waits for a key there and joins it with the patient's
 * (hear-connecting.ts). The call is written down before anything is dialled, so that a case has one call at a time,
 * whoever asks for it and however often.
 */
import { type NumberToTry, refusedNow } from "../calls/connecting.ts";
import { bridgePolicy } from "../calls/policy.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import {
  type Chosen,
  findConnectable,
  findTarget,
  hasDone,
  isHeldBy,
  turnAddress,
  viewerOf,
} from "../db/bridge-call.ts";
import { appendToCall, findCall, findLiveCall, insertCall, listLiveCalls } from "../db/calls.ts";
import { findCaseFile } from "../db/case-file.ts";
import { changeCase, insertEvent } from "../db/cases.ts";
import { findWhyNotDial } from "../db/dialling.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { CallOrder, Telephone } from "../telephony/carrier.ts";
import { mayRing } from "../telephony/destinations.ts";
import type { World } from "../world.ts";

/**
 * Rings the coordinator, who holds the case and has opened its numbers. `place` is the chosen number's
 * ({@link numbersToTry}), `ending` its last digits: on an old page the place may be another's. Saying it twice makes one call.
 */
export async function ringForMe(
  world: World,
  account: Account,
  caseId: string,
  place: number,
  ending = "",
): Promise<{ callId: string } | Refusal> {
  const isChosen = (one: NumberToTry) => one.place === place && one.number.endsWith(ending);
  const order = await decidedAnew(() => claim(world, account, caseId, isChosen));
  // Decided anew each time and never written: a telephone that the patient shares with somebody is being rung.
  if (isRefusal(order)) return order.refused === "case-just-changed" ? refuse("connect-case-busy") : order;
  if ("repeated" in order) return order;
  const { telephone, ...call } = order;
  const answer = await telephone.carrier.placeCall(call);
  const { callId } = call;
  // It may be ringing: the reconciler asks before anything is dialled again.
  if ("unknown" in answer) return { callId };
  if ("accepted" in answer) await decidedAnew(() => noteAccepted(world, callId, answer.accepted));
  else {
    world.log({ what: "carrier-refused", refused: answer.refused, carrierCode: answer.carrierCode });
    await decidedAnew(() => noteRefused(world, callId, answer.refused));
    return refuse("carrier-refuses");
  }
  return { callId };
}

type Order = CallOrder & { readonly telephone: Telephone };
type Claimed = Order | { readonly callId: string; readonly repeated: true };

async function claim(
  world: World,
  account: Account,
  caseId: string,
  isChosen: (one: NumberToTry) => boolean,
): Promise<Claimed | Refusal> {
  const { db } = world;
  const file = await findCaseFile(db, viewerOf(account.id, account.unitIds), caseId);
  if (!file) return refuse("not-found");
  if (file.row.state === "closed") return refuse("case-closed");
  // Opening the numbers is when the journal is looked at, and the look is written down.
  if (!isHeldBy(file, account.id) || !(await hasDone(world, file, account.id, ["number-shown"])))
    return refuse("case-not-held");
  const able = await findConnectable(world, account.id, file.row.unitId);
  if (!able || !mayRing(able.phone)) return refuse("connect-not-possible");
  const now = world.now();
  const live = await findLiveCall(db, caseId);
  if (live?.kind === "bridge" && live.accountId === account.id) return { callId: live.id, repeated: true };
  if (live) return refuse("connect-case-busy");
  if ((await listLiveCalls(db)).some(({ accountId }) => accountId === account.id)) return refuse("connect-you-talk");
  const { policy } = await findRules(db);
  const notNow =
    (await findWhyNotDial(db, viewerOf(account.id, account.unitIds), file, now, policy)) ??
    refusedNow(file.row, now, policy);
  if (notNow) return notNow;
  const target = await findTarget(world, file, account.id, isChosen);
  if (!target || !mayRing(target.number)) return refuse("connect-number-unknown");

  const { telephone, phone } = able;
  const [callId, token] = [world.newId(), world.newId()];
  const { ringSeconds, keySeconds, patientRingSeconds, graceSeconds } = bridgePolicy;
  const limitSeconds = bridgePolicy.limitSeconds + patientRingSeconds + 6 * keySeconds;
  const call = { id: callId, kind: "bridge", caseId, accountId: account.id, direction: "outbound" } as const;
  const deadlineAt = now + (ringSeconds + limitSeconds + graceSeconds) * 1000;
  const keyOf = keyedHash(world.config.secret, phoneKeyPurpose);
  const conversation = JSON.stringify({ key: keyOf(target.number) } satisfies Chosen);
  const dialledKey = keyOf(phone);
  const written = await world.atomically([
    // Changes nothing but the version: of two who click at once, or one who clicks twice, one is first.
    ...mustChange(changeCase(db, file.row, {})),
    ...insertCall(
      db,
      { ...call, carrier: telephone.carrier.name, dialledKey, token, conversation, placedAt: now, deadlineAt },
      { kind: "ordered" },
    ),
    insertEvent(db, { id: world.newId(), caseId, at: now, kind: "connect-ordered", accountId: account.id }),
  ]);
  if (written === "conflict") return refuse("case-just-changed");
  const urls = {
    turn: turnAddress(world, callId, 0, token),
    fallback: `${world.config.baseUrl}/rost/fel`,
    status: `${world.config.baseUrl}/rost/koppla/${callId}/status`,
  };
  return {
    telephone,
    ...{ callId, to: phone, from: telephone.from, urls, ringSeconds, limitSeconds, detectMachine: false },
  };
}

async function noteAccepted(world: World, callId: string, ref: string): Promise<{ noted: true } | Refusal> {
  const call = await findCall(world.db, callId);
  if (!call) return { noted: true };
  const written = await world.atomically(
    appendToCall(world.db, call, [{ kind: "accepted" }], world.now(), { ref: call.ref ?? ref }),
  );
  return written === "done" ? { noted: true } : refuse("case-just-changed");
}

async function noteRefused(world: World, callId: string, because: string): Promise<{ noted: true } | Refusal> {
  const call = await findCall(world.db, callId);
  if (!call) return { noted: true };
  const change = { conversation: null };
  const written = await world.atomically(
    appendToCall(world.db, call, [{ kind: "refused", because }], world.now(), change),
  );
  return written === "done" ? { noted: true } : refuse("case-just-changed");
}
