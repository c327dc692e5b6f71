/**
 * How a sitting ends: an outcome from the form, an ending inside the interview, or "Spara och lås". Each is one unit that
 * ends the attempt, moves the case and, when there are answers to keep, passes them through the wall. What the patient
 * needs help with becomes a task beside the answers, never a part of them.
 *
 * Longer than other files because every ending is the same write, and that write must be seen whole.
 */
import { localDateOf } from "../calendar.ts";
import { answersAfter } from "../calls/disposition.ts";
import { findMarked, gone, isLive, type KnownNumber, ownNumbers } from "../calls/numbers.ts";
import { isOutcomeCode, type OutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import { agreedInCall, type NextCall } from "../cases/agree.ts";
import { complete, recordOutcome } from "../cases/attempt.ts";
import type { CaseChanges } from "../cases/case.ts";
import { closeByEligibility, withdraw } from "../cases/closing.ts";
import { deadlinesOf, type Help } from "../cases/follow-up.ts";
import { take } from "../cases/hold.ts";
import { type Irrevocable, irrevocable } from "../cases/undo.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { findTalkSeconds } from "../db/bridge-call.ts";
import { type CaseFile, findCaseFile } from "../db/case-file.ts";
import { type CaseRow, changeCase, insertAttempt, insertEvent, listOtherOpenCases, markDead } from "../db/cases.ts";
import { changeInterview, deleteInterview } from "../db/interviews.ts";
import { helpStatements, newUsualTask } from "../db/new-tasks.ts";
import { writeNumbers } from "../db/numbers.ts";
import { erasePerson } from "../db/people.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { findRules } from "../db/rules.ts";
import { listTasksOf } from "../db/tasks.ts";
import { dropUndo, writeUndo } from "../db/undos.ts";
import { sealInterview } from "../db/wall.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { completenessOf, resume } from "../surveys/engine.ts";
import type { State } from "../surveys/interview.ts";
import type { Statement, World } from "../world.ts";

export type OutcomeForm = {
  readonly outcome: string;
  /** Epoch ms of an agreed time. */
  readonly appointmentAt: number | null;
  readonly note: string;
  /** What was agreed about the next call beside its time. */
  readonly next?: NextCall;
  readonly help: Help | null;
  /** Which number the outcome is about ({@link findMarked}); "" or left out where there is no choice. */
  readonly number?: string;
  /** What it takes away for good has been said and agreed to; left out: not yet. */
  readonly confirmed?: boolean;
};

export type Recorded = {
  readonly closed: boolean;
  readonly repeated: boolean;
  /** A number was dropped, and the case is still theirs to try the next one. */
  readonly goesOn?: boolean;
  /** A withdrawal that found no answers to delete, since they had been sealed. */
  readonly afterSeal?: boolean;
};

const longestText = 1000;

/** Records what came of ringing. A case that nobody holds is taken in the same unit; a withdrawal needs no attempt. */
export const recordAttempt = (world: World, account: Account, caseId: string, form: OutcomeForm) =>
  decidedAnew(async () => {
    const file = await findCaseFile(world.db, viewerOf(account), caseId);
    return file ? record(world, account, file, form) : refuse("not-found");
  });

async function record(world: World, account: Account, file: CaseFile, form: OutcomeForm): Promise<Recorded | Refusal> {
  if (!isOutcomeCode(form.outcome)) return refuse("outcome-needed");
  const now = world.now();
  const outcome = form.outcome;
  if (isDoubleClick(file, account, outcome, now)) return { closed: file.row.state === "closed", repeated: true };
  if (form.note.length > longestText) return refuse("note-too-long", { limit: longestText });
  // What the patient needs is passed on whatever the call came to, but for somebody who has died.
  const wanted = outcomeOf(outcome).erasesContact ? null : form.help;
  const help = await helpStatements(world, file.row, wanted, account.id, now);
  if (isRefusal(help)) return help;

  if (outcome === "withdrawn")
    return form.confirmed
      ? withdrawConsent(world, account, file, now, help.statements)
      : unconfirmed(file.evidence.sealed ? "sealed-before" : "withdrawn");
  const dropped = outcomeOf(outcome).dropsNumber ? numberMeant(file.numbers, form.number ?? "") : null;
  // The same click again: the number is no longer there to be dropped.
  if (isRefusal(dropped) && wasJustRecorded(file, account, outcome, now))
    return { closed: false, repeated: true, goesOn: true };
  if (isRefusal(dropped)) return dropped;
  const others = file.numbers.filter((one) => isLive(one) && one !== dropped);
  // What somebody has told us counts whenever they tell it; only a dial of ours must have been allowed.
  const why = outcomeOf(outcome).contact ? "they-rang" : "we-ring";
  const { policy } = await findRules(world.db);
  const taken = take(file.facts, account.id, now, policy, why);
  if (isRefusal(taken)) return taken;
  const facts = { ...file.facts, ...taken };
  const changes = recordOutcome(
    facts,
    {
      accountId: account.id,
      outcome,
      appointmentAt: form.appointmentAt,
      note: form.note,
      evidence: dropped ? { ...file.evidence, numberLeft: others.length > 0 } : file.evidence,
      attemptedAt: dropped ? facts.attemptedAt : [...facts.attemptedAt, facts.ownedSince ?? now],
    },
    now,
    policy,
  );
  if (isRefusal(changes)) return changes;
  const lost = lostBy(file, changes, outcome);
  if (lost !== null && !form.confirmed) return unconfirmed(lost);
  const ending = { outcome, note: form.note, startedAt: facts.ownedSince ?? now, now };
  // The next number is another telephone: whoever has them open goes on with it at once.
  const isOurs = changes.state === "planned" && file.row.ownerId === account.id;
  const goesOn = dropped !== null && isOurs && !changes.appointmentAt;
  const held = goesOn ? ({ state: "held", ownerId: account.id, ownedSince: now } as const) : {};
  const keyOf = keyedHash(world.config.secret, phoneKeyPurpose);
  const agreed = agreedInCall(changes, account.id, form.next);
  const written = await write(world, account, file, { ...ending, changes: { ...changes, ...agreed, ...held } }, [
    ...(dropped ? writeNumbers(world.db, file.row.id, [gone(dropped, now)], ownNumbers(others), keyOf) : []),
    ...(goesOn ? [eventOf(world, account, file, "number-shown", null, now)] : []),
    ...help.statements,
  ]);
  return isRefusal(written) || !goesOn ? written : { ...written, goesOn };
}

/** The number that was found wrong: the marked one, or the only one there is. Null when there is none at all. */
function numberMeant(numbers: readonly KnownNumber[], mark: string): KnownNumber | null | Refusal {
  const live = numbers.filter(isLive);
  if (mark === "") return live.length > 1 ? refuse("number-needed") : (live[0] ?? null);
  const meant = findMarked(numbers, mark);
  return meant && isLive(meant.one) ? meant.one : refuse("number-not-there");
}

const unconfirmed = (lost: Lost): Refusal => refuse("outcome-unconfirmed", { lost });

/** What an outcome takes away for good, which has to be agreed to beforehand; null when all of it can be undone. */
export type Lost = Irrevocable | "answers" | "sealed-before";

function lostBy(file: CaseFile, changes: CaseChanges, outcome: OutcomeCode): Lost | null {
  const fate = fateOfAnswers(file, changes, outcome);
  return irrevocable(outcome, fate === "seal") ?? (fate === "delete" && hasAnswers(file) ? "answers" : null);
}

/** The same outcome from the same person within half a minute is a double click, not a second call. */
function isDoubleClick(file: CaseFile, account: Account, outcome: OutcomeCode, now: number): boolean {
  return file.row.ownerId !== account.id && wasJustRecorded(file, account, outcome, now);
}

function wasJustRecorded(file: CaseFile, account: Account, outcome: OutcomeCode, now: number): boolean {
  const last = file.attempts.at(-1);
  return last?.outcome === outcome && last.accountId === account.id && now - (last.endedAt ?? 0) < 30_000;
}

/** "Återkallar samtycke", whenever and however it is said: no more calls, and answers in progress are deleted. */
async function withdrawConsent(
  world: World,
  account: Account,
  file: CaseFile,
  now: number,
  more: readonly Statement[],
) {
  const changes = withdraw(file.facts, file.evidence, now);
  const heldByOther = file.row.state === "held" && file.row.ownerId !== account.id;
  const startedAt = heldByOther ? null : file.row.ownedSince;
  const ending = { changes, outcome: "withdrawn", note: "", startedAt, now } as const;
  const written = await write(world, account, file, ending, more);
  return isRefusal(written) ? written : { ...written, afterSeal: file.evidence.sealed !== null };
}

/**
 * The interview has come to an end that is not a saving: what it ended as becomes the attempt's outcome, in one unit with
 * the answers it deletes. `turn` is the turn that ended it, not yet written (hold-interview.ts), and the version it was
 * decided on.
 */
export const endByEngine = (world: World, account: Account, caseId: string, turn: LastTurn) =>
  decidedAnew(() => tryToEnd(world, account, caseId, turn));

type LastTurn = { readonly state: State; readonly version: number };

async function tryToEnd(
  world: World,
  account: Account,
  caseId: string,
  turn: LastTurn,
): Promise<{ outcome: OutcomeCode | "later" } | Refusal> {
  const { ended } = turn.state;
  if (ended === null || ended === "completed" || ended === "partial") return refuse("interview-not-begun");
  const read = await findCaseFile(world.db, viewerOf(account), caseId);
  if (!read) return refuse("not-found");
  if (!read.interview) {
    const done = ended === "later" || isDoubleClick(read, account, ended, world.now());
    return done ? { outcome: ended } : refuse("interview-not-begun");
  }
  if (read.interview.row.version !== turn.version) return refuse("case-just-changed");
  const file = { ...read, interview: { ...read.interview, state: turn.state } };
  if (ended === "later") {
    // The time is agreed on the case's page; nothing has been answered yet.
    const written = await world.atomically([
      ...mustChange(deleteInterview(world.db, file.interview.row)),
      ...mustChange(changeCase(world.db, file.row, { interrupted: false })),
    ]);
    return written === "done" ? { outcome: "later" } : refuse("case-just-changed");
  }
  const ending = await record(world, account, file, {
    outcome: ended,
    appointmentAt: null,
    note: "",
    help: null,
    confirmed: true,
  });
  return isRefusal(ending) ? ending : { outcome: ended };
}

/** "Avbryt – akut": the interview is kept, a task is made to be acknowledged within an hour, and it is no refusal. */
export const breakOffAcute = (world: World, account: Account, caseId: string) =>
  decidedAnew(() => tryToBreakOff(world, account, caseId));

async function tryToBreakOff(
  world: World,
  account: Account,
  caseId: string,
): Promise<{ acknowledgeBy: number } | Refusal> {
  const file = await findCaseFile(world.db, viewerOf(account), caseId);
  if (!file) return refuse("not-found");
  const now = world.now();
  const last = file.attempts.at(-1);
  const { acknowledgeBy } = deadlinesOf("acute", now);
  if (last?.outcome === "acute" && now - (last.endedAt ?? 0) < 30_000) return { acknowledgeBy };
  const acute = {
    kind: "acute",
    need: "Samtalet avbröts för att patienten mådde akut dåligt.",
    agreed: false,
  } as const;
  const task = await newUsualTask(world, file.row, acute, account.id, now);
  const { policy } = await findRules(world.db);
  const taken = take(file.facts, account.id, now, policy, "they-rang");
  if (isRefusal(taken)) {
    // The case was closed or taken while they spoke: the person still needs help. Said once in half a minute.
    const raised = (await listTasksOf(world.db, caseId)).findLast(({ kind }) => kind === "acute");
    if (!raised || now - raised.raisedAt >= 30_000) await world.atomically(task);
    return { acknowledgeBy };
  }
  const facts = { ...file.facts, ...taken };
  const startedAt = facts.ownedSince ?? now;
  const recorded = {
    accountId: account.id,
    outcome: "acute",
    appointmentAt: null,
    note: null,
    evidence: file.evidence,
    attemptedAt: [...facts.attemptedAt, startedAt],
  } as const;
  const changes = recordOutcome(facts, recorded, now, policy);
  if (isRefusal(changes)) return changes;
  const written = await write(world, account, file, { changes, outcome: "acute", note: "", startedAt, now }, task);
  return isRefusal(written) ? written : { acknowledgeBy };
}

/** "Spara och lås": seals the interview. Saying it twice seals it once. */
export const saveAndLock = (world: World, account: Account, caseId: string, help: Help | null) =>
  decidedAnew(() => tryToLock(world, account, caseId, help));

async function tryToLock(
  world: World,
  account: Account,
  caseId: string,
  help: Help | null,
): Promise<{ saved: true; repeated: boolean; taskMade: boolean } | Refusal> {
  const file = await findCaseFile(world.db, viewerOf(account), caseId);
  if (!file) return refuse("not-found");
  if (file.row.state === "closed" && file.evidence.sealed) return { saved: true, repeated: true, taskMade: false };
  if (!file.interview) return refuse("interview-not-begun");
  const { survey, state } = file.interview;
  const turn = resume(survey, state, { kind: "finish" }, { mode: "human" });
  if (turn.state.ended !== "completed" && turn.state.ended !== "partial") {
    const tooLittle = turn.happened.some(({ kind }) => kind === "too-little") || turn.state.ended !== null;
    return refuse(tooLittle ? "too-few-answers" : "interview-not-finished");
  }
  const now = world.now();
  const wanted = await helpStatements(world, file.row, help, account.id, now);
  if (isRefusal(wanted)) return wanted;
  const changes = complete(file.facts, account.id, file.evidence, now);
  if (isRefusal(changes)) return changes;
  const outcome: OutcomeCode = completenessOf(survey, state) === "complete" ? "completed" : "partial";
  const written = await write(
    world,
    account,
    file,
    { changes, outcome, note: "", startedAt: file.row.ownedSince ?? now, now },
    wanted.statements,
  );
  return isRefusal(written) ? written : { saved: true, repeated: false, taskMade: wanted.made };
}

type Ending = {
  readonly changes: CaseChanges & Partial<ReturnType<typeof agreedInCall>>;
  readonly outcome: OutcomeCode;
  readonly note: string;
  /** Epoch ms; null: there was no attempt. */
  readonly startedAt: number | null;
  readonly now: number;
};

async function write(
  world: World,
  account: Account,
  file: CaseFile,
  ending: Ending,
  more: readonly Statement[],
): Promise<{ closed: boolean; repeated: false } | Refusal> {
  const { db } = world;
  const { row } = file;
  const { changes, outcome, now } = ending;
  const closes = changes.state === "closed";
  const fate = fateOfAnswers(file, changes, outcome);
  // An interview that has ended and not been locked is gone: there is nothing left to take up again.
  const gone = fate === "delete" && !closes;
  // A person has tried: what the robot handed over no longer stands first.
  const tried = { ...changes, handedOverBecause: null };
  const statements = [...mustChange(changeCase(db, row, gone ? { ...tried, interrupted: false } : tried))];
  if (ending.startedAt !== null && Object.keys(changes).length > 0) {
    const note = ending.note.trim() === "" ? null : ending.note.trim();
    const attempt = { caseId: row.id, accountId: account.id, mode: "human", startedAt: ending.startedAt } as const;
    const talkSeconds = await findTalkSeconds(db, row.id, account.id, ending.startedAt);
    const id = world.newId();
    statements.push(insertAttempt(db, { ...attempt, id, endedAt: now, outcome, talkSeconds, note }));
    const answersGone = fate === "delete" && hasAnswers(file);
    const undo = { ...{ caseId: row.id, accountId: account.id, attemptId: id, outcome }, recordedAt: now, answersGone };
    // An acute call has set other people going.
    if (irrevocable(outcome, fate === "seal") === null && outcome !== "acute")
      statements.push(...writeUndo(db, undo, row));
    else statements.push(dropUndo(db, row.id));
  } else statements.push(dropUndo(db, row.id));
  statements.push(eventOf(world, account, file, "outcome-recorded", outcome, now));
  if (file.interview) statements.push(...(await interviewStatements(world, file, fate, outcome, now)));
  if (outcomeOf(outcome).erasesContact) {
    statements.push(
      ...(await closeOtherCases(world, row, outcome, now)),
      markDead(db, row.id),
      ...erasePerson(db, row.id),
    );
  }
  const written = await world.atomically([...statements, ...more]);
  if (written === "conflict") return refuse("case-just-changed");
  // Answers were cut loose or deleted, or a person was erased: nothing of them may linger beside the tables.
  if (closes) await world.scrub();
  return { closed: closes, repeated: false };
}

/** A death closes all the person's cases at once, also those of other units and those that somebody is working with. */
async function closeOtherCases(world: World, row: CaseRow, outcome: OutcomeCode, now: number): Promise<Statement[]> {
  const statements: Statement[] = [];
  for (const other of await listOtherOpenCases(world.db, row.id)) {
    const viewer = { accountId: "clock", unitIds: [other.unitId], purpose: "call" } as const;
    const file = await findCaseFile(world.db, viewer, other.id);
    if (!file) continue;
    const changes = closeByEligibility(file.facts, outcome, file.evidence, now);
    const event = { id: world.newId(), caseId: other.id, at: now, kind: "outcome-recorded", detail: outcome };
    statements.push(
      ...mustChange(changeCase(world.db, file.row, changes)),
      insertEvent(world.db, event),
      ...(await interviewStatements(world, file, fateOfAnswers(file, changes, outcome), outcome, now)),
    );
  }
  return statements;
}

type Fate = "none" | "keep" | "seal" | "delete";

/** A closing case keeps its answers only through the wall; an open one keeps its interview to be resumed. */
function fateOfAnswers({ interview }: CaseFile, changes: CaseChanges, outcome: OutcomeCode): Fate {
  if (!interview) return "none";
  if (changes.state !== "closed") return interview.state.ended === null ? "keep" : "delete";
  const { disposition } = changes;
  if (!disposition || outcomeOf(outcome).deletesAnswers) return "delete";
  return answersAfter(disposition);
}

const hasAnswers = ({ interview }: CaseFile): boolean =>
  interview !== null && Object.keys(interview.state.answers).length > 0;

const eventOf = (world: World, { id }: Account, file: CaseFile, kind: string, detail: string | null, at: number) =>
  insertEvent(world.db, { id: world.newId(), caseId: file.row.id, at, kind, accountId: id, detail });

async function interviewStatements(
  world: World,
  file: CaseFile,
  fate: Fate,
  outcome: OutcomeCode,
  now: number,
): Promise<Statement[]> {
  const interview = file.interview;
  if (!interview || fate === "none") return [];
  if (fate === "delete") return mustChange(deleteInterview(world.db, interview.row));
  if (fate === "seal") return sealInterview(world, { row: file.row, interview, endedOn: localDateOf(now) });
  const paused = resume(
    interview.survey,
    interview.state,
    { kind: outcome === "acute" ? "acute" : "hangUp" },
    { mode: "human" },
  );
  return mustChange(changeInterview(world.db, interview.row, JSON.stringify(paused.state)));
}

const viewerOf = (account: Account) => ({ accountId: account.id, unitIds: account.unitIds, purpose: "call" }) as const;
