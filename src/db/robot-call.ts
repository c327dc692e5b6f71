/**
 * A call of the robot's with the case it is about: what a turn must know, and what a turn or an end writes. A turn and a
 * status end a call by the same write, so it stands here once: attempt, case, interview and task, in one unit with the
 * call's own log and with what passes through the wall.
 */
import { localDateOf } from "../calendar.ts";
import type { CallEvent } from "../calls/call-log.ts";
import type { Call, CallFacts } from "../calls/conversation.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import { robotCallingPolicy, staffedPolicy } from "../calls/policy.ts";
import { nextCallableMoment } from "../calls/window.ts";
import { endRobotCall, handOverReason, robot } from "../cases/robot-call.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import type { State } from "../surveys/interview.ts";
import { hasBranches } from "../surveys/route.ts";
import type { Statement, World } from "../world.ts";
import { mustChange } from "./atomic.ts";
import { deleteReplies } from "./call-replies.ts";
import { appendToCall, type CallChange, type CallOfUnit, forgetTurns } from "./calls.ts";
import { type CaseFile, findCaseAndInterview, getCaseFile, type OpenInterview, progressOf } from "./case-file.ts";
import { type CaseRow, changeCase, insertAttempt, insertEvent } from "./cases.ts";
import { changeInterview, deleteInterview, insertInterview } from "./interviews.ts";
import { newUsualTask } from "./new-tasks.ts";
import { findPerson } from "./people.ts";
import { findRules } from "./rules.ts";
import { getSurveyFor } from "./survey-of-case.ts";
import { listTasksOf } from "./tasks.ts";

type AnsweredBy = NonNullable<CallFacts["answeredBy"]> | null;

export type Held = {
  /** The case and its interview, as they were read. */
  readonly read: Pick<CaseFile, "row" | "interview">;
  readonly facts: CallFacts;
  /** Null until somebody has answered. */
  readonly before: Call | null;
  readonly interview: State | null;
};

const viewerOf = (unitId: string) => ({ accountId: robot, unitIds: [unitId], purpose: "call" }) as const;

/** Are there people at work who can take over from the robot, at `now` (epoch ms)? */
export async function isStaffed({ db, telephone }: World, now: number): Promise<boolean> {
  if (telephone === null) return false;
  const { policy } = await findRules(db);
  return nextCallableMoment(now, localDateOf(now), staffedPolicy(policy, telephone.staffed)) === now;
}

/** May a telephone begin to ring at `now` (epoch ms)? The region's calling hours, as they are now, while there are people at work. */
export async function mayBeginToRing(world: World, now: number): Promise<boolean> {
  if (!(await isStaffed(world, now))) return false;
  const { policy } = await findRules(world.db);
  return nextCallableMoment(now, localDateOf(now), { ...policy, weekends: false }) === now;
}

/** The call's case as the robot holds it; null when it is no longer the robot's (withdrawn, closed, taken over). */
export async function readHeld(world: World, call: CallOfUnit, answeredBy: AnsweredBy): Promise<Held | null> {
  if (call.caseId === null || call.unitId === null) return null;
  const viewer = viewerOf(call.unitId);
  const [read, person] = await Promise.all([
    findCaseAndInterview(world.db, viewer, call.caseId),
    findPerson(world.db, viewer, call.caseId),
  ]);
  if (read?.row.state !== "held" || read.row.ownerId !== robot) return null;
  const interview = read.interview?.state ?? null;
  const state = call.conversation === null ? null : (JSON.parse(call.conversation) as Call["state"]);
  return {
    read,
    interview,
    before: state === null ? null : { state, interview },
    facts: {
      survey: read.interview?.survey ?? (await getSurveyFor(world.db, read.row.measurementId)),
      birthDay: person?.birthDate ? Number(person.birthDate.slice(8)) : null,
      direction: call.direction,
      // Asked when a call begins, not at every turn.
      open: state !== null || (await isStaffed(world, world.now())),
      askHelp: true,
      hashKey: world.telephone?.carrier.can.hashKey ?? true,
      ...(answeredBy === null ? {} : { answeredBy }),
    },
  };
}

/** The interview as it stands after a turn; the first time, the case remembers that there is one. */
export function progressStatements(world: World, { read, facts }: Held, state: State | null): Statement[] {
  if (state === null) return [];
  const { row, interview } = read;
  const text = JSON.stringify(state);
  if (interview)
    return text === JSON.stringify(interview.state) ? [] : mustChange(changeInterview(world.db, interview.row, text));
  const { id: surveyId, version: surveyVersion } = facts.survey;
  return [
    insertInterview(world.db, { caseId: row.id, surveyId, surveyVersion, state: text }),
    ...mustChange(changeCase(world.db, row, { interrupted: true })),
    insertEvent(world.db, eventOf(world, row, "interview-started")),
  ];
}

const eventOf = (world: World, row: CaseRow, kind: string, detail: string | null = null) => ({
  ...{ id: world.newId(), caseId: row.id, at: world.now(), kind, accountId: robot, detail },
});

/** What a call comes to for its case. */
export type Meaning = { readonly outcome: OutcomeCode | null; readonly personTakesOver: boolean };

/** The call has nothing more to do with its case: what was said in it is gone. `events` is what led here. */
export const settled = (
  world: World,
  call: CallOfUnit,
  events: readonly CallEvent[],
  change: CallChange,
  { outcome, personTakesOver }: Meaning = { outcome: null, personTakesOver: false },
): Statement[] => [
  ...appendToCall(world.db, call, [...events, { kind: "settled", outcome, handedOver: personTakesOver }], world.now(), {
    ...change,
    conversation: null,
    callerKey: null,
  }),
  deleteReplies(world.db, call.id),
];

export type Ending = {
  readonly meaning: Meaning;
  /** The interview as it stands at the end. */
  readonly interview: State | null;
  readonly events: readonly CallEvent[];
  readonly change: CallChange;
};

/** What an end writes, and what has to pass through the wall in the same unit (db/wall.ts, sealInterview). */
export type Ended = {
  readonly statements: Statement[];
  readonly sealed: {
    readonly row: CaseRow;
    readonly interview: OpenInterview;
    readonly endedOn: string;
  } | null;
};

/** Ends the attempt and moves the case. Refuses when the robot does not hold it. */
export async function endingStatements(
  world: World,
  call: CallOfUnit,
  held: Held,
  { meaning, interview: state, events, change }: Ending,
): Promise<Ended | Refusal> {
  const { db } = world;
  const { row } = held.read;
  const file = await getCaseFile(db, viewerOf(row.unitId), held.read);
  const { outcome, personTakesOver } = meaning;
  const now = world.now();
  const interview = file.interview && state ? { ...file.interview, state } : null;
  const progress = interview ? progressOf(interview) : "none";
  const evidence = { ...file.evidence, interview: progress, eligibleAtInterview: interview !== null };
  const { attemptedAt } = file.facts;
  const because = handOverReason(events, outcome);
  const end = { outcome, personTakesOver, because, evidence, attemptedAt };
  const { policy } = await findRules(world.db);
  // It tries parts of the day in which it may ring itself: an evening without people would only keep it waiting.
  const own = world.telephone ? robotCallingPolicy(policy, world.telephone.staffed) : policy;
  const changes = endRobotCall(file.facts, end, now, own);
  if (isRefusal(changes)) return changes;
  // They rang us while this call had the case, and were told that a person rings: that does not rest, and only a no undoes it.
  const saidNo = outcome === "refused" || outcome === "will-not-continue";
  const toldMeanwhile = (row.handedOverAt ?? 0) > (row.ownedSince ?? now) && !saidNo;
  const awaited = toldMeanwhile && changes.state !== "closed" ? { restUntil: null, restBecause: null } : {};
  const gone = state !== null && state.ended !== null && changes.state !== "closed";
  const statements = [
    ...settled(world, call, events, change, meaning),
    ...(hasBranches(held.facts.survey) ? forgetTurns(db, call.id) : []),
    ...mustChange(changeCase(db, row, { ...changes, ...awaited, ...(gone ? { interrupted: false } : {}) })),
  ];
  if (outcome !== null) {
    const attempt = { caseId: row.id, accountId: null, mode: "robot", startedAt: call.placedAt } as const;
    statements.push(
      insertAttempt(db, { ...attempt, id: world.newId(), endedAt: now, outcome }),
      insertEvent(db, eventOf(world, row, "outcome-recorded", outcome)),
    );
  }
  if (personTakesOver) statements.push(insertEvent(db, eventOf(world, row, "handed-over", because)));
  // Somebody was told that a person rings, and a closed case stands on nobody's list.
  const promised = (personTakesOver || toldMeanwhile) && changes.state === "closed";
  const wish = state?.raised.includes("help") ? askedForHelp : promised ? promisedCall : null;
  // What was said in an earlier call, to a person or the robot, and waits to be done, is not said again.
  if (wish && !(await isAwaitingCall(world, row.id)))
    statements.push(...(await newUsualTask(world, row, { kind: "call-back", ...wish }, robot, now)));
  if (!interview) return { statements, sealed: null };
  const { disposition } = changes;
  const counts = changes.state === "closed" && (disposition === "completed" || disposition === "partial");
  if (counts) return { statements, sealed: { row, interview, endedOn: localDateOf(now) } };
  statements.push(
    ...(changes.state === "closed" || gone
      ? mustChange(deleteInterview(db, interview.row))
      : progressStatements(world, held, state)),
  );
  return { statements, sealed: null };
}

const isAwaitingCall = async ({ db }: World, caseId: string): Promise<boolean> =>
  (await listTasksOf(db, caseId)).some(({ kind, doneAt }) => kind !== "acute" && kind !== "sip" && doneAt === null);

/** The robot cannot ask what it is about: a person rings, "i dag eller nästa vardag" as was said. */
const askedForHelp = { need: "Bad om hjälp i det automatiska samtalet. Ring och fråga vad det gäller.", agreed: true };
const promisedCall = {
  need: "Har fått veta i det automatiska samtalet att någon ringer upp. Ring och fråga om något behövs.",
  agreed: false,
};
