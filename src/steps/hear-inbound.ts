/**
 * Somebody rings our number: the call is written down and the opening said, the same to everybody. Who it is, nobody
 * knows before the day of birth has been pressed; that and all later turns are hear-call.ts's. A carrier that asks again
 * about the same call hears the same words, and there is still one call.
 */
import { beforeAnything, type CallEvent, newsOf, standingAfter } from "../calls/call-log.ts";
import { beginCall } from "../calls/conversation.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import { decidedAnew } from "../db/atomic.ts";
import { findReply, insertReply } from "../db/call-replies.ts";
import { appendToCall, findCallByRef, insertCall } from "../db/calls.ts";
import { factsOfNobody, mustBeNewCall, nextTurnBy, regionOfNobody } from "../db/inbound-call.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { isStaffed } from "../db/robot-call.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { Spoken } from "../telephony/carrier.ts";
import { lastWords, spokenOf, turnAddress } from "../telephony/turn-in-words.ts";
import type { World } from "../world.ts";

export type Ringing = {
  readonly ref: string;
  /** E.164 of who rings, or null when it is not shown. */
  readonly party: string | null;
};

/** What to say to somebody who rings. Outside staffed hours nothing is asked. */
export const hearInbound = (world: World, ringing: Ringing): Promise<Spoken | Refusal> =>
  decidedAnew(() => tryToHear(world, ringing));

async function tryToHear(world: World, { ref, party }: Ringing): Promise<Spoken | Refusal> {
  const { db, telephone } = world;
  if (telephone === null) return refuse("not-found");
  const carrier = telephone.carrier.name;
  const region = await regionOfNobody(world);
  const known = await findCallByRef(db, carrier, ref);
  if (known && known.direction !== "inbound") return refuse("not-found");
  if (known) {
    const reply = await findReply(db, known.id, 0);
    return reply ? (JSON.parse(reply.body) as Spoken) : lastWords("inbound-silent-unknown", region);
  }
  const now = world.now();
  const turn = beginCall(await factsOfNobody(world, await isStaffed(world, now)), null);
  const [id, firstToken, token] = [world.newId(), world.newId(), world.newId()];
  const spoken = spokenOf(turn, region, turnAddress(world.config.baseUrl, id, turn.state.turn, token));
  const isOver = turn.end !== null;
  const cameIn: CallEvent = { kind: "came-in" };
  const events: CallEvent[] = [
    { kind: "turn-taken", turn: turn.state.turn },
    ...newsOf(turn.happened, null),
    ...(isOver ? ([{ kind: "settled", outcome: null, handedOver: false }] as const) : []),
  ];
  const written = await world.atomically([
    mustBeNewCall(carrier, ref),
    ...insertCall(
      db,
      {
        ...{ id, kind: "robot", direction: "inbound", carrier, ref, token, placedAt: now, deadlineAt: nextTurnBy(now) },
        callerKey: party === null || isOver ? null : keyedHash(world.config.secret, phoneKeyPurpose)(party),
        conversation: isOver ? null : JSON.stringify(turn.state),
      },
      cameIn,
    ),
    ...appendToCall(db, { id, ...standingAfter(beforeAnything, cameIn, now) }, events, now),
    insertReply(db, { callId: id, turn: 0, token: firstToken, body: JSON.stringify(spoken) }),
  ]);
  return written === "done" ? spoken : refuse("case-just-changed");
}
