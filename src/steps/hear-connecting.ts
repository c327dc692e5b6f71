/**
 * What a carrier tells of a call that a coordinator asked for. Webhooks come twice, late and in any order: a turn on the
 * coordinator's own telephone is taken once and its words are said again; what became of the patient's line is taken in
 * once, before or after the news that the coordinator's own is down, and so becomes an attempt or a talk with its length.
 */
import { hearCoordinator, joiningAt, type Logged, refusedNow } from "../calls/connecting.ts";
import { bridgePolicy } from "../calls/policy.ts";
import { type PromptId, prompts, textFor } from "../calls/prompts.ts";
import { recordOutcome } from "../cases/attempt.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import {
  type Chosen,
  fileOf,
  findConnectable,
  findTarget,
  hasDone,
  isHeldBy,
  mustStillHold,
  turnAddress,
  viewerOf,
} from "../db/bridge-call.ts";
import { findReply, insertReply } from "../db/call-replies.ts";
import { appendToCall, type CallOfUnit, findCall, listCallEvents } from "../db/calls.ts";
import type { CaseFile } from "../db/case-file.ts";
import { addTalkSeconds, changeCase, insertAttempt, insertEvent } from "../db/cases.ts";
import { findWhyNotDial } from "../db/dialling.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { settled } from "../db/robot-call.ts";
import { findRules } from "../db/rules.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { Heard, Spoken } from "../telephony/carrier.ts";
import { mayRing } from "../telephony/destinations.ts";
import type { Statement, World } from "../world.ts";

// ── a turn on the coordinator's own telephone ──

export type HeardOnBridge = {
  readonly callId: string;
  /** The turn and the token of the address that was asked. */
  readonly turn: number;
  readonly token: string;
  readonly ref: string;
  /** null: just answered; "": silence. */
  readonly digits: string | null;
};

/** What to say now. "not-found" when there is no such call, turn or token: nothing is told to whoever guesses. */
export const hearBridge = (world: World, heard: HeardOnBridge): Promise<Spoken | Refusal> =>
  decidedAnew(() => tryToHear(world, heard));

/** A reply as it is kept, without the number it dials. `token` is the next turn's. */
type Kept = { readonly does: "ask" | "connect"; readonly token: string };

async function tryToHear(world: World, heard: HeardOnBridge): Promise<Spoken | Refusal> {
  const { db } = world;
  const call = await findCall(db, heard.callId);
  if (call?.kind !== "bridge" || (call.ref !== null && call.ref !== heard.ref)) return refuse("not-found");
  if (call.settledAt !== null) return goodbye("bridge-not-now");
  if (heard.turn !== call.turn) return replayed(world, call, heard);
  // Once the patient is rung, the token is that of the address that tells what came of it.
  if (heard.token !== call.token || joiningAt(await listCallEvents(db, call.id)) !== null) return refuse("not-found");
  const does = hearCoordinator(heard.turn, heard.digits);
  const turn = call.turn + 1;
  const kept: Kept = { does: does === "connect" ? "connect" : "ask", token: world.newId() };
  const spoken = does === "give-up" ? null : await spokenOf(world, call, turn, kept);
  const taken = { kind: "turn-taken", turn } as const;
  const statements =
    spoken === null
      ? settled(world, call, [taken], { ref: heard.ref })
      : [
          ...appendToCall(
            db,
            call,
            [taken, ...(does === "connect" ? [{ kind: "heard", happened: "joining" } as const] : [])],
            world.now(),
            { ref: heard.ref, token: kept.token },
          ),
          insertReply(db, { callId: call.id, turn: heard.turn, token: heard.token, body: JSON.stringify(kept) }),
          ...(does === "connect" ? [mustStillHold(call.caseId ?? "", call.accountId ?? "")] : []),
        ];
  if ((await world.atomically(statements)) === "conflict") return refuse("case-just-changed");
  return spoken ?? goodbye("bridge-not-now");
}

/** The words of a kept reply, with the number as it is now; null when nobody is to be connected any more. */
async function spokenOf(world: World, call: CallOfUnit, turn: number, kept: Kept): Promise<Spoken | null> {
  if (kept.does === "ask") {
    const gather = { digits: 1, timeoutSeconds: bridgePolicy.keySeconds };
    return {
      lines: [line("bridge-opening")],
      ending: { gather: { ...gather, next: turnAddress(world, call.id, turn, kept.token) } },
    };
  }
  const file = await fileOf(world, call);
  if (!file || !call.accountId || !isHeldBy(file, call.accountId)) return null;
  // A newer list may have come while the coordinator's own telephone rang.
  const viewer = viewerOf(call.accountId, [file.row.unitId]);
  const now = world.now();
  const { policy } = await findRules(world.db);
  if (await findWhyNotDial(world.db, viewer, file, now, policy)) return null;
  // Or the calling hours, or the window, have ended: not for who is being rung already and is asked about again.
  if (joiningAt(await listCallEvents(world.db, call.id)) === null && refusedNow(file.row, now, policy)) return null;
  const able = await findConnectable(world, call.accountId, file.row.unitId);
  const { key } = JSON.parse(call.conversation ?? '{"key":""}') as Chosen;
  const keyOf = keyedHash(world.config.secret, phoneKeyPurpose);
  const target = await findTarget(world, file, call.accountId, ({ number }) => keyOf(number) === key);
  if (!able || !target || !mayRing(target.number)) return null;
  const next = `${world.config.baseUrl}/rost/koppla/${call.id}/klar/${kept.token}`;
  const { patientRingSeconds: ringSeconds, limitSeconds } = bridgePolicy;
  return {
    lines: [],
    ending: { connect: { to: target.number, callerId: able.callerId, ringSeconds, limitSeconds, next } },
  };
}

/** A turn that was taken before: the same again, to the one who has that turn's own address. */
async function replayed(world: World, call: CallOfUnit, heard: HeardOnBridge): Promise<Spoken | Refusal> {
  const reply = await findReply(world.db, call.id, heard.turn);
  if (!reply || reply.token !== heard.token) return refuse("not-found");
  const spoken = await spokenOf(world, call, heard.turn + 1, JSON.parse(reply.body) as Kept);
  return spoken ?? goodbye("bridge-not-now");
}

// Nothing of a region stands in these lines.
const line = (promptId: PromptId) => ({ say: textFor(prompts.prompts[promptId], ""), promptId });
const goodbye = (promptId: PromptId): Spoken => ({ lines: [line(promptId)], ending: { hangUp: true } });

// ── what became of the patient's line ──

export type ToldOfOther = Omit<Extract<Heard, { kind: "connected" }>, "kind"> & {
  readonly callId: string;
  readonly token: string;
};

/**
 * Takes in, once, what the connection came to. A line that was busy or rang out is the coordinator's own attempt, unless
 * the case has been let go of or an interview begun; a talk is kept with its length. Gives what to say to the coordinator.
 */
export const noteConnected = (world: World, told: ToldOfOther): Promise<Spoken | Refusal> =>
  decidedAnew(() => tryToNote(world, told));

async function tryToNote(world: World, told: ToldOfOther): Promise<Spoken | Refusal> {
  const { db } = world;
  const { status, durationSeconds, otherRef } = told;
  const call = await findCall(db, told.callId);
  if (call?.kind !== "bridge" || call.ref !== told.ref) return refuse("not-found");
  const log = await listCallEvents(db, call.id);
  const joined = joiningAt(log);
  if (joined === null || call.token !== told.token) return refuse("not-found");
  const spoken = afterwards(status);
  if (isTakenIn(log)) return spoken;
  const file = await fileOf(world, call);
  const attempt = file ? await missedStatements(world, call, file, status, joined) : null;
  const statements = [
    ...settled(
      world,
      call,
      [
        status === "completed"
          ? { kind: "connected", talkSeconds: durationSeconds }
          : { kind: "not-connected", because: status },
      ],
      { otherRef },
      { outcome: attempt ? (status as "busy") : null, personTakesOver: false },
    ),
    ...(attempt ?? []),
    ...(file && status === "completed" ? talkStatements(world, call, durationSeconds) : []),
  ];
  return (await world.atomically(statements)) === "conflict" ? refuse("case-just-changed") : spoken;
}

const isTakenIn = (log: readonly Logged[]) =>
  log.some(({ event }) => event.kind === "connected" || event.kind === "not-connected");

const afterwards = (status: ToldOfOther["status"]): Spoken => {
  if (status === "completed") return { lines: [], ending: { hangUp: true } };
  return goodbye(status === "busy" ? "bridge-busy" : status === "no-answer" ? "bridge-no-answer" : "bridge-not-now");
};

/** The attempt that nobody answered; null when it is not for the machine to say what came of it. */
async function missedStatements(
  world: World,
  call: CallOfUnit,
  file: CaseFile,
  status: ToldOfOther["status"],
  startedAt: number,
): Promise<Statement[] | null> {
  const { accountId } = call;
  if ((status !== "busy" && status !== "no-answer") || accountId === null || !isHeldBy(file, accountId)) return null;
  if (await hasDone(world, file, accountId, ["interview-started", "interview-resumed"])) return null;
  const { db } = world;
  const now = world.now();
  const attemptedAt = [...file.facts.attemptedAt, startedAt];
  const recorded = {
    accountId,
    outcome: status,
    appointmentAt: null,
    note: null,
    evidence: file.evidence,
    attemptedAt,
  };
  const changes = recordOutcome(file.facts, recorded, now, (await findRules(world.db)).policy);
  // Would it end the case (an interview lies there, answered to the end), its coordinator looks at it first.
  if (isRefusal(changes) || changes.state === "closed") return null;
  const caseId = file.row.id;
  return [
    // A person has tried: what the robot handed over no longer stands first.
    ...mustChange(changeCase(db, file.row, { ...changes, handedOverBecause: null })),
    insertAttempt(db, {
      ...{ id: world.newId(), caseId, accountId, mode: "human", startedAt, endedAt: now, outcome: status },
    }),
    insertEvent(db, {
      ...{ id: world.newId(), caseId, at: now, kind: "outcome-recorded", accountId, detail: status },
    }),
  ];
}

/** They have talked. Who had saved what came of it before hanging up gets the length beside it now. */
function talkStatements(world: World, { caseId, accountId, placedAt }: CallOfUnit, seconds: number | null) {
  if (caseId === null || accountId === null) return [];
  const event = { id: world.newId(), caseId, at: world.now(), kind: "connected", accountId };
  const added = seconds === null ? [] : [addTalkSeconds(caseId, accountId, placedAt, seconds)];
  return [...added, insertEvent(world.db, event)];
}
