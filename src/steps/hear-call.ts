/**
 * Everything that a carrier tells us about a call of the robot's: somebody answered, pressed a key, was silent, or the
 * line is down. Each is read, decided by the conversation (calls/conversation.ts) and written in one unit with the
 * interview and the case, so that an answer is on disk before the next question is asked. Webhooks come twice, late and
 * in any order: a turn is taken once, its stored reply is given again, and a call that has ended stays ended.
 *
 * Longer than other files because a turn and a status end a call by the same write, and that write must be seen whole.
 */
import { addDays, instantOf, isWorkingDay, localDateOf } from "../calendar.ts";
import {
  beginCall,
  type Call,
  type CallEnd,
  type CallFacts,
  type CallTurn,
  hearKeys,
  meaningOfEnd,
} from "../calls/conversation.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { prompts, textFor } from "../calls/prompts.ts";
import { nextCallableMoment } from "../calls/window.ts";
import { endRobotCall, robot } from "../cases/robot-call.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import {
  type CallChange,
  type CallOfUnit,
  changeCall,
  deleteReplies,
  findCall,
  findReply,
  insertReply,
} from "../db/calls.ts";
import { type CaseFile, findCaseFile, progressOf } from "../db/case-file.ts";
import { changeCase, insertAttempt, insertEvent } from "../db/cases.ts";
import { changeInterview, deleteInterview, insertInterview } from "../db/interviews.ts";
import { findMeasurement } from "../db/measurements.ts";
import { findPerson } from "../db/people.ts";
import { insertTask } from "../db/tasks.ts";
import { sealInterview } from "../db/wall.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { findNewest, getSurvey } from "../surveys/catalog.ts";
import type { State } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import { type AnsweredBy, type CallStatus, isFinalStatus, type Spoken } from "../telephony/carrier.ts";
import type { Statement, World } from "../world.ts";

/** What is asked when no measurement says otherwise. */
const routineSurvey = "punktmatning-kort";

/** Where a turn's keys are sent. The token holds for this turn alone. */
export const turnAddress = (world: World, callId: string, turn: number, token: string): string =>
  `${world.config.baseUrl}/rost/${callId}/${turn}/${token}`;

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

const hangUpSaying = (world: CallOfUnit, id: "goodbye-short" | "silent-unknown" | "nothing-more"): Spoken => ({
  lines: [{ say: textFor(prompts.prompts[id], world.region), promptId: id }],
  ending: { hangUp: true },
});

async function tryToHear(world: World, heard: HeardTurn): Promise<Spoken | Refusal> {
  const call = await findCall(world.db, heard.callId);
  if (!call || (call.ref !== null && call.ref !== heard.ref)) return refuse("not-found");
  // Whoever is still on the line after the end hears a goodbye that tells nothing.
  if (call.settledAt !== null) return hangUpSaying(call, "silent-unknown");
  if (heard.turn !== call.turn) return replayed(world, call, heard);
  if (heard.token !== call.token) return refuse("not-found");
  const held = await readHeld(world, call, heard.answeredBy);
  if (held === null) {
    const written = await world.atomically(settled(world, call, { ref: heard.ref }));
    return written === "done" ? hangUpSaying(call, "silent-unknown") : refuse("case-just-changed");
  }
  const { facts, before } = held;
  const begun = before === null;
  const keys = heard.digits === null || heard.digits === "" ? ("silence" as const) : { keys: heard.digits };
  const turn = begun ? beginCall(facts, held.interview) : hearKeys(facts, before, keys, heard.turn);
  const token = world.newId();
  const next = turnAddress(world, call.id, turn.state.turn, token);
  const spoken = spokenOf(turn, call.region, next);
  const change: CallChange = {
    ...{ ref: heard.ref, turn: turn.state.turn, token, conversation: JSON.stringify(turn.state) },
    ...(isFinalStatus(call.state as CallStatus) ? {} : { state: "answered" as const }),
  };
  const statements =
    turn.end === null
      ? [
          ...mustChange(changeCall(world.db, call, change)),
          insertReply(world.db, {
            ...{ callId: call.id, turn: heard.turn, token: heard.token, body: JSON.stringify(spoken) },
          }),
          ...progressStatements(world, held, turn.interview),
        ]
      : await endingStatements(world, call, held, meaning(turn.end, turn), turn.interview, change);
  if (isRefusal(statements)) return statements;
  if ((await world.atomically(statements)) === "conflict") return refuse("case-just-changed");
  if (turn.end !== null) await world.scrub();
  return spoken;
}

/** A turn that was taken before: the words that were said then, to the one who has that turn's own address. */
async function replayed(world: World, call: CallOfUnit, heard: HeardTurn): Promise<Spoken | Refusal> {
  const reply = await findReply(world.db, call.id, heard.turn);
  return reply && reply.token === heard.token ? (JSON.parse(reply.body) as Spoken) : refuse("not-found");
}

function spokenOf(turn: CallTurn, region: string, next: string): Spoken {
  const { gather } = turn;
  return {
    lines: turn.say.map((piece) => ({ say: textFor(piece, region), promptId: piece.id })),
    ending: gather === null ? { hangUp: true } : { gather: { ...gather, next } },
  };
}

// ── a status ──

export type NotedStatus = {
  readonly callId: string;
  readonly ref: string;
  readonly status: CallStatus;
  readonly sequence: number | null;
};

/** Takes in how the line is. Old news changes nothing, and nothing leaves a final state. */
export const noteCallStatus = (world: World, noted: NotedStatus): Promise<{ changed: boolean } | Refusal> =>
  decidedAnew(() => tryToNote(world, noted));

async function tryToNote(world: World, noted: NotedStatus): Promise<{ changed: boolean } | Refusal> {
  const { ref, status } = noted;
  const call = await findCall(world.db, noted.callId);
  if (!call || (call.ref !== null && call.ref !== ref)) return refuse("not-found");
  if (call.endedAt !== null) return { changed: false };
  const isOld = noted.sequence !== null && noted.sequence <= call.sequence;
  const isFinal = isFinalStatus(status);
  // The carrier's last word holds whatever came before it; the rest only in their order, and never back from an answer.
  if (!isFinal && (isOld || call.state === "answered")) return { changed: false };
  const sequence = Math.max(call.sequence, noted.sequence ?? call.sequence);
  const change: CallChange = { ref, state: status, sequence, ...(isFinal ? { endedAt: world.now() } : {}) };
  const statements =
    isFinal && call.settledAt === null
      ? await lineDown(world, call, status, change)
      : mustChange(changeCall(world.db, call, change));
  if (isRefusal(statements)) return statements;
  if ((await world.atomically(statements)) === "conflict") return refuse("case-just-changed");
  if (isFinal) await world.scrub();
  return { changed: true };
}

/** The line is down and the case has not heard what came of it. */
async function lineDown(world: World, call: CallOfUnit, status: CallStatus, change: CallChange) {
  const held = await readHeld(world, call, null);
  if (held === null) return settled(world, call, change);
  const { facts, before } = held;
  if (before === null) return endingStatements(world, call, held, unanswered(status), held.interview, change);
  const turn = hearKeys(facts, before, "hang-up", before.state.turn);
  return endingStatements(world, call, held, meaning(turn.end ?? "hang-up", turn), turn.interview, change);
}

type Meaning = { readonly outcome: OutcomeCode | null; readonly personTakesOver: boolean };

/** No word was spoken. A carrier that could not reach the number leaves it to a person to look at. */
function unanswered(status: CallStatus): Meaning {
  if (status === "busy" || status === "no-answer") return { outcome: status, personTakesOver: false };
  if (status === "failed") return { outcome: "no-answer", personTakesOver: true };
  if (status === "canceled") return { outcome: null, personTakesOver: false };
  return meaningOfEnd("hang-up", false);
}

/** With nothing left for the robot to ask, ringing again would only disturb: a person looks at it. */
const meaning = (end: CallEnd, { state }: CallTurn): Meaning => {
  const means = meaningOfEnd(end, state.identified);
  return end === "nothing-to-ask" ? { ...means, personTakesOver: true } : means;
};

// ── what both need ──

type Held = {
  readonly file: CaseFile;
  readonly facts: CallFacts;
  /** Null until somebody has answered. */
  readonly before: Call | null;
  readonly interview: State | null;
};

/** The call's case as the robot holds it; null when it is no longer the robot's (withdrawn, closed, taken over). */
async function readHeld(world: World, call: CallOfUnit, answeredBy: AnsweredBy | null): Promise<Held | null> {
  const viewer = { accountId: robot, unitIds: [call.unitId], purpose: "call" } as const;
  const file = await findCaseFile(world.db, viewer, call.caseId);
  if (file?.row.state !== "held" || file.row.ownerId !== robot) return null;
  const person = await findPerson(world.db, viewer, call.caseId);
  const now = world.now();
  const interview = file.interview?.state ?? null;
  const state = call.conversation === null ? null : (JSON.parse(call.conversation) as Call["state"]);
  return {
    file,
    interview,
    before: state === null ? null : { state, interview },
    facts: {
      survey: file.interview?.survey ?? (await surveyFor(world, file.row.measurementId)),
      birthDay: person?.birthDate ? Number(person.birthDate.slice(8)) : null,
      direction: call.direction,
      open: nextCallableMoment(now, localDateOf(now), defaultPolicy) === now,
      askHelp: true,
      ...(answeredBy === null ? {} : { answeredBy }),
    },
  };
}

async function surveyFor(world: World, measurementId: string | null): Promise<Survey> {
  const measurement = measurementId === null ? undefined : await findMeasurement(world.db, measurementId);
  const survey = measurement ? getSurvey(measurement.surveyId, measurement.surveyVersion) : findNewest(routineSurvey);
  if (!survey) throw new Error(`the catalog has no survey called ${routineSurvey}`);
  return survey;
}

/** The interview as it stands after a turn; the first time, the case remembers that there is one. */
function progressStatements(world: World, { file, facts }: Held, state: State | null): Statement[] {
  if (state === null) return [];
  const text = JSON.stringify(state);
  if (file.interview)
    return text === JSON.stringify(file.interview.state)
      ? []
      : mustChange(changeInterview(world.db, file.interview.row, text));
  const { id: surveyId, version: surveyVersion } = facts.survey;
  return [
    insertInterview(world.db, { caseId: file.row.id, surveyId, surveyVersion, state: text }),
    ...mustChange(changeCase(world.db, file.row, { interrupted: true })),
    insertEvent(world.db, eventOf(world, file, "interview-started")),
  ];
}

const eventOf = (world: World, file: CaseFile, kind: string, detail: string | null = null) => ({
  ...{ id: world.newId(), caseId: file.row.id, at: world.now(), kind, accountId: robot, detail },
});

/** The call has nothing more to do with its case: what was said in it is gone. */
const settled = (world: World, call: CallOfUnit, change: CallChange): Statement[] => [
  ...mustChange(changeCall(world.db, call, { ...change, conversation: null, settledAt: world.now() })),
  deleteReplies(world.db, call.id),
];

/** Ends the attempt, moves the case and, when there are answers to keep, passes them through the wall: one unit. */
async function endingStatements(
  world: World,
  call: CallOfUnit,
  held: Held,
  { outcome, personTakesOver }: Meaning,
  state: State | null,
  change: CallChange,
): Promise<Statement[] | Refusal> {
  const { db } = world;
  const { file, facts } = held;
  const now = world.now();
  const interview = file.interview && state ? { ...file.interview, state } : null;
  const progress = interview ? progressOf(interview) : "none";
  const evidence = { ...file.evidence, interview: progress, eligibleAtInterview: interview !== null };
  const { attemptedAt } = file.facts;
  const changes = endRobotCall(file.facts, { outcome, personTakesOver, evidence, attemptedAt }, now, defaultPolicy);
  if (isRefusal(changes)) return changes;
  const gone = state !== null && state.ended !== null && changes.state !== "closed";
  const statements = [
    ...settled(world, call, change),
    ...mustChange(changeCase(db, file.row, gone ? { ...changes, interrupted: false } : changes)),
  ];
  if (outcome !== null) {
    const attempt = { caseId: file.row.id, accountId: null, mode: "robot", startedAt: call.placedAt } as const;
    statements.push(
      insertAttempt(db, { ...attempt, id: world.newId(), endedAt: now, outcome }),
      insertEvent(db, eventOf(world, file, "outcome-recorded", outcome)),
    );
  }
  if (personTakesOver) statements.push(insertEvent(db, eventOf(world, file, "handed-over")));
  if (state?.raised.includes("help")) statements.push(helpTask(world, file, now));
  if (!interview) return statements;
  const { disposition } = changes;
  const counts = changes.state === "closed" && (disposition === "completed" || disposition === "partial");
  if (counts)
    return [...statements, ...(await sealInterview(world, { row: file.row, interview, endedOn: localDateOf(now) }))];
  if (changes.state === "closed" || gone) return [...statements, ...mustChange(deleteInterview(db, interview.row))];
  return [...statements, ...progressStatements(world, { ...held, facts }, state)];
}

/** The robot cannot ask what it is about: a person rings, "i dag eller nästa vardag" as was said. */
function helpTask(world: World, file: CaseFile, now: number): Statement {
  let date = addDays(localDateOf(now), 1);
  while (!isWorkingDay(date)) date = addDays(date, 1);
  return insertTask(world.db, {
    ...{ id: world.newId(), caseId: file.row.id, unitId: file.row.unitId, kind: "help", raisedBy: robot },
    need: "Bad om hjälp i det automatiska samtalet. Ring och fråga vad det gäller.",
    ...{ raisedAt: now, dueAt: instantOf(date, "16:00") },
  });
}
