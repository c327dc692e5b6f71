/**
 * Everything that a carrier tells us about a call of the robot's: somebody answered, pressed a key, was silent, or the
 * line is down. Each is read, decided by the conversation (calls/conversation.ts) and written in one unit with the
 * interview and the case, so that an answer is on disk before the next question is asked. Webhooks come twice, late and
 * in any order: a turn is taken once, its stored reply is given again, and a call that has ended stays ended.
 */
import { type CallEvent, isNews, newsOf } from "../calls/call-log.ts";
import { beginCall, type CallEnd, type CallTurn, hearKeys, meaningOfEnd } from "../calls/conversation.ts";
import { decidedAnew } from "../db/atomic.ts";
import { findReply, insertReply } from "../db/call-replies.ts";
import { appendToCall, type CallOfUnit, findCall, findCallByRef } from "../db/calls.ts";
import { nextTurnBy, readCaller, regionOfNobody } from "../db/inbound-call.ts";
import {
  type Ending,
  endingStatements,
  type Held,
  type Meaning,
  progressStatements,
  readHeld,
  settled,
} from "../db/robot-call.ts";
import { sealInterview } from "../db/wall.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { type AnsweredBy, type CallStatus, isFinalStatus, type Spoken } from "../telephony/carrier.ts";
import { lastWords, spokenOf, turnAddress } from "../telephony/turn-in-words.ts";
import type { Statement, World } from "../world.ts";

// ── a turn ──

export type HeardTurn = {
  readonly callId: string;
  /** The turn and the token of the address that was asked. */
  readonly turn: number;
  readonly token: string;
  readonly ref: string;
  /** null: just answered; "": silence. */
  readonly digits: string | null;
  readonly answeredBy: AnsweredBy | null;
};

/** What to say now. "not-found" when there is no such call, turn or token: nothing is told to whoever guesses. */
export const hearCall = (world: World, heard: HeardTurn): Promise<Spoken | Refusal> =>
  decidedAnew(() => tryToHear(world, heard));

const regionOf = async (world: World, call: CallOfUnit): Promise<string> =>
  call.region ?? (await regionOfNobody(world));

/** Tells nothing, whoever listens. */
const goodbye = async (world: World, call: CallOfUnit): Promise<Spoken> =>
  lastWords(call.direction === "inbound" ? "inbound-silent-unknown" : "after-the-end", await regionOf(world, call));

async function tryToHear(world: World, heard: HeardTurn): Promise<Spoken | Refusal> {
  const call = await findCall(world.db, heard.callId);
  if (call?.kind !== "robot" || (call.ref !== null && call.ref !== heard.ref)) return refuse("not-found");
  // Whoever is still on the line after the end hears a goodbye that tells nothing.
  if (call.settledAt !== null) return goodbye(world, call);
  if (heard.turn !== call.turn) return replayed(world, call, heard);
  if (heard.token !== call.token) return refuse("not-found");
  const line =
    call.caseId === null
      ? await readCaller(world, call, heard.digits ?? "")
      : await readCase(world, call, heard.answeredBy);
  if (line === null) {
    const written = await world.atomically(settled(world, call, [], { ref: heard.ref }));
    return written === "done" ? goodbye(world, call) : refuse("case-just-changed");
  }
  if (line.held && !line.held.read.row.surveyConsent) return stopAsking(world, call, line.held, heard.ref);
  const { facts, before, held, interview } = line;
  const keys = heard.digits === null || heard.digits === "" ? ("silence" as const) : { keys: heard.digits };
  const turn = before === null ? beginCall(facts, interview) : hearKeys(facts, before, keys, heard.turn);
  const token = world.newId();
  const spoken = spokenOf(
    turn,
    await regionOf(world, call),
    turnAddress(world.config.baseUrl, call.id, turn.state.turn, token),
  );
  const events: CallEvent[] = [{ kind: "turn-taken", turn: turn.state.turn }, ...newsOf(turn.happened, facts.survey)];
  const change = {
    ...{ ...line.change, ref: heard.ref, token, conversation: JSON.stringify(turn.state) },
    ...(call.direction === "inbound" ? { deadlineAt: nextTurnBy(world.now()) } : {}),
  };
  const statements =
    turn.end === null
      ? [
          ...appendToCall(world.db, call, events, world.now(), change),
          insertReply(world.db, {
            ...{ callId: call.id, turn: heard.turn, token: heard.token, body: JSON.stringify(spoken) },
          }),
          ...(held ? progressStatements(world, held, turn.interview) : []),
        ]
      : held
        ? await ended(world, call, held, {
            ...{ meaning: meaning(turn.end, turn), interview: turn.interview, events, change },
          })
        : settled(world, call, events, change);
  if (isRefusal(statements)) return statements;
  if ((await world.atomically([...line.writes, ...statements])) === "conflict") return refuse("case-just-changed");
  if (turn.end !== null) await world.scrub();
  return spoken;
}

/** A newer list says that the survey may not be asked: nothing more is said in this call but goodbye. */
async function stopAsking(world: World, call: CallOfUnit, held: Held, ref: string): Promise<Spoken | Refusal> {
  const statements = await ended(world, call, held, {
    ...{ meaning: { outcome: null, personTakesOver: false }, interview: held.interview, events: [], change: { ref } },
  });
  if (isRefusal(statements)) return statements;
  return (await world.atomically(statements)) === "done" ? goodbye(world, call) : refuse("case-just-changed");
}

/** A call about a case, in the form of one about nobody yet. */
async function readCase(world: World, call: CallOfUnit, answeredBy: AnsweredBy | null) {
  const held = await readHeld(world, call, answeredBy);
  return held && { ...held, held, writes: [], change: {} };
}

/** The end of a call with what passes through the wall, in one unit. */
async function ended(world: World, call: CallOfUnit, held: Held, ending: Ending): Promise<Statement[] | Refusal> {
  const end = await endingStatements(world, call, held, ending);
  if (isRefusal(end)) return end;
  return end.sealed ? [...end.statements, ...(await sealInterview(world, end.sealed))] : end.statements;
}

/** A turn that was taken before: the words that were said then, to the one who has that turn's own address. */
async function replayed(world: World, call: CallOfUnit, heard: HeardTurn): Promise<Spoken | Refusal> {
  const reply = await findReply(world.db, call.id, heard.turn);
  return reply && reply.token === heard.token ? (JSON.parse(reply.body) as Spoken) : refuse("not-found");
}

// ── a status ──

export type NotedStatus = {
  /** Null for a call that the carrier began and knows by its reference alone. */
  readonly callId: string | null;
  readonly ref: string;
  readonly status: CallStatus;
  /** The carrier's own order of telling; null when we asked. */
  readonly sequence: number | null;
  /** We put the line down, and why. */
  readonly hungUp?: "unwanted" | "closing-time" | "overdue" | "taken-over";
};

/** Takes in how the line is. Old news changes nothing, and nothing leaves a final state. */
export const noteCallStatus = (world: World, noted: NotedStatus): Promise<{ changed: boolean } | Refusal> =>
  decidedAnew(() => tryToNote(world, noted));

async function tryToNote(world: World, noted: NotedStatus): Promise<{ changed: boolean } | Refusal> {
  const { ref, status, sequence, hungUp } = noted;
  const call =
    noted.callId === null
      ? await findCallByRef(world.db, world.telephone?.carrier.name ?? "", ref)
      : await findCall(world.db, noted.callId);
  if (!call || (call.ref !== null && call.ref !== ref)) return refuse("not-found");
  if (!isNews(call, noted)) return { changed: false };
  const isFinal = isFinalStatus(status);
  const events: CallEvent[] = [
    ...(hungUp === undefined ? [] : [{ kind: "hung-up", because: hungUp } as const]),
    { kind: "told", status, sequence },
  ];
  const statements =
    isFinal && call.settledAt === null
      ? await lineDown(world, call, status, events, ref)
      : appendToCall(world.db, call, events, world.now(), { ref });
  if (isRefusal(statements)) return statements;
  if ((await world.atomically(statements)) === "conflict") return refuse("case-just-changed");
  if (isFinal) await world.scrub();
  return { changed: true };
}

/** The line is down and the case has not heard what came of it. */
async function lineDown(world: World, call: CallOfUnit, status: CallStatus, events: readonly CallEvent[], ref: string) {
  // What a coordinator's call came to is told of the other line (connect-call.ts), before this or after.
  const held = call.kind === "bridge" ? null : await readHeld(world, call, null);
  if (held === null) return settled(world, call, events, { ref });
  const { facts, before } = held;
  const ending = { events, change: { ref } };
  if (before === null)
    return ended(world, call, held, { ...ending, meaning: unanswered(status), interview: held.interview });
  const turn = hearKeys(facts, before, "hang-up", before.state.turn);
  return ended(world, call, held, {
    events: [...events, ...newsOf(turn.happened, facts.survey)],
    change: { ref },
    meaning: meaning(turn.end ?? "hang-up", turn),
    interview: turn.interview,
  });
}

/** No word was spoken. A carrier that could not reach the number leaves it to a person to look at. */
function unanswered(status: CallStatus): Meaning {
  if (status === "busy" || status === "no-answer") return { outcome: status, personTakesOver: false };
  if (status === "failed") return { outcome: "no-answer", personTakesOver: true };
  if (status === "canceled") return { outcome: null, personTakesOver: false };
  // Somebody lifted the receiver and our own words never came: the fault is ours, and a person makes up for it.
  return { outcome: "no-answer", personTakesOver: true };
}

/** With nothing left for the robot to ask, ringing again would only disturb: a person looks at it. */
const meaning = (end: CallEnd, { state }: CallTurn): Meaning => {
  const means = meaningOfEnd(end, state.identified);
  return end === "nothing-to-ask" ? { ...means, personTakesOver: true } : means;
};
