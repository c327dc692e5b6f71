/**
 * How a sitting ends: an outcome from the form, an ending inside the interview, or "Spara och lås". Each is one unit that
 * ends the attempt, moves the case and, when there are answers to keep, passes them through the wall. What the patient
 * needs help with becomes a task beside the answers, never a part of them.
 *
 * Longer than other files because every ending is the same write, and that write must be seen whole.
 */
import { addDays, instantOf, isWorkingDay, localDateOf } from "../calendar.ts";
import { isOutcomeCode, type OutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { complete, recordOutcome } from "../cases/attempt.ts";
import type { CaseChanges } from "../cases/case.ts";
import { closeByEligibility, withdraw } from "../cases/closing.ts";
import { take } from "../cases/hold.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { findTalkSeconds } from "../db/bridge-call.ts";
import { type CaseFile, findCaseFile } from "../db/case-file.ts";
import { type CaseRow, changeCase, insertAttempt, insertEvent, listOtherOpenCases, markDead } from "../db/cases.ts";
import { changeInterview, deleteInterview } from "../db/interviews.ts";
import { erasePerson } from "../db/people.ts";
import { insertTask, listTasksOf } from "../db/tasks.ts";
import { sealInterview } from "../db/wall.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { completenessOf, resume } from "../surveys/engine.ts";
import type { State } from "../surveys/interview.ts";
import type { Statement, World } from "../world.ts";

/** What the patient needs, in the coordinator's words, sent on only with the patient's OK. */
export type Help = { readonly need: string; readonly agreed: boolean };

export type OutcomeForm = {
  readonly outcome: string;
  /** Epoch ms of an agreed time. */
  readonly appointmentAt: number | null;
  readonly note: string;
  readonly help: Help | null;
};

const longestText = 1000;

/** Records what came of ringing. A case that nobody holds is taken in the same unit; a withdrawal needs no attempt. */
export const recordAttempt = (world: World, account: Account, caseId: string, form: OutcomeForm) =>
  decidedAnew(async () => {
    const file = await findCaseFile(world.db, viewerOf(account), caseId);
    return file ? record(world, account, file, form) : refuse("not-found");
  });

async function record(
  world: World,
  account: Account,
  file: CaseFile,
  form: OutcomeForm,
): Promise<{ closed: boolean; repeated: boolean } | Refusal> {
  if (!isOutcomeCode(form.outcome)) return refuse("outcome-needed");
  const now = world.now();
  const outcome = form.outcome;
  if (isDoubleClick(file, account, outcome, now)) return { closed: file.row.state === "closed", repeated: true };
  if (form.note.length > longestText) return refuse("note-too-long", { limit: longestText });
  const help = helpTask(form.help);
  if (isRefusal(help)) return help;

  if (outcome === "withdrawn") return withdrawConsent(world, account, file, now);
  // What somebody has told us counts whenever they tell it; only a dial of ours must have been allowed.
  const why = outcomeOf(outcome).contact ? "they-rang" : "we-ring";
  const taken = take(file.facts, account.id, now, defaultPolicy, why);
  if (isRefusal(taken)) return taken;
  const facts = { ...file.facts, ...taken };
  const changes = recordOutcome(
    facts,
    {
      accountId: account.id,
      outcome,
      appointmentAt: form.appointmentAt,
      note: form.note,
      evidence: file.evidence,
      attemptedAt: [...facts.attemptedAt, facts.ownedSince ?? now],
    },
    now,
    defaultPolicy,
  );
  if (isRefusal(changes)) return changes;
  return write(world, account, file, { changes, outcome, note: form.note, startedAt: facts.ownedSince ?? now, now }, [
    ...(help ? [taskFor(world, account, file, "help", help.need, now)] : []),
  ]);
}

/** The same outcome from the same person within half a minute is a double click, not a second call. */
function isDoubleClick(file: CaseFile, account: Account, outcome: OutcomeCode, now: number): boolean {
  const last = file.attempts.at(-1);
  return (
    file.row.ownerId !== account.id &&
    last?.outcome === outcome &&
    last.accountId === account.id &&
    now - (last.endedAt ?? 0) < 30_000
  );
}

/** "Återkallar samtycke", whenever and however it is said: no more calls, and answers in progress are deleted. */
async function withdrawConsent(world: World, account: Account, file: CaseFile, now: number) {
  const changes = withdraw(file.facts, file.evidence, now);
  const heldByOther = file.row.state === "held" && file.row.ownerId !== account.id;
  const startedAt = heldByOther ? null : file.row.ownedSince;
  return write(world, account, file, { changes, outcome: "withdrawn", note: "", startedAt, now }, []);
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
  const ending = await record(world, account, file, { outcome: ended, appointmentAt: null, note: "", help: null });
  return isRefusal(ending) ? ending : { outcome: ended };
}

/** "Avbryt – akut": the interview is kept, a task is made to be acknowledged within an hour, and it is no refusal. */
export const breakOffAcute = (world: World, account: Account, caseId: string) =>
  decidedAnew(() => tryToBreakOff(world, account, caseId));

async function tryToBreakOff(world: World, account: Account, caseId: string): Promise<{ dueAt: number } | Refusal> {
  const file = await findCaseFile(world.db, viewerOf(account), caseId);
  if (!file) return refuse("not-found");
  const now = world.now();
  const last = file.attempts.at(-1);
  if (last?.outcome === "acute" && now - (last.endedAt ?? 0) < 30_000) return { dueAt: now + acuteMinutes * 60_000 };
  const task = taskFor(world, account, file, "acute", "Samtalet avbröts för att patienten mådde akut dåligt.", now);
  const dueAt = now + acuteMinutes * 60_000;
  const taken = take(file.facts, account.id, now, defaultPolicy, "they-rang");
  if (isRefusal(taken)) {
    // The case was closed or taken while they spoke: the person still needs help. Said once in half a minute.
    const raised = (await listTasksOf(world.db, caseId)).findLast(({ kind }) => kind === "acute");
    if (!raised || now - raised.raisedAt >= 30_000) await world.atomically([task]);
    return { dueAt };
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
  const changes = recordOutcome(facts, recorded, now, defaultPolicy);
  if (isRefusal(changes)) return changes;
  const written = await write(world, account, file, { changes, outcome: "acute", note: "", startedAt, now }, [task]);
  return isRefusal(written) ? written : { dueAt };
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
  const wanted = state.raised.includes("help") ? helpTask(help) : null;
  if (isRefusal(wanted)) return wanted;
  const now = world.now();
  const changes = complete(file.facts, account.id, file.evidence, now);
  if (isRefusal(changes)) return changes;
  const outcome: OutcomeCode = completenessOf(survey, state) === "complete" ? "completed" : "partial";
  const written = await write(
    world,
    account,
    file,
    { changes, outcome, note: "", startedAt: file.row.ownedSince ?? now, now },
    wanted ? [taskFor(world, account, file, "help", wanted.need, now)] : [],
  );
  return isRefusal(written) ? written : { saved: true, repeated: false, taskMade: wanted !== null };
}

type Ending = {
  readonly changes: CaseChanges;
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
  const disposition = changes.disposition ?? null;
  // An interview that has ended and not been locked is gone: there is nothing left to take up again.
  const gone = file.interview !== null && file.interview.state.ended !== null && !closes;
  // A person has tried: what the robot handed over no longer stands first.
  const tried = { ...changes, handedOverBecause: null };
  const statements = [...mustChange(changeCase(db, row, gone ? { ...tried, interrupted: false } : tried))];
  if (ending.startedAt !== null && Object.keys(changes).length > 0) {
    const note = ending.note.trim() === "" ? null : ending.note.trim();
    const attempt = { caseId: row.id, accountId: account.id, mode: "human", startedAt: ending.startedAt } as const;
    const talkSeconds = await findTalkSeconds(db, row.id, account.id, ending.startedAt);
    statements.push(insertAttempt(db, { ...attempt, id: world.newId(), endedAt: now, outcome, talkSeconds, note }));
  }
  statements.push(
    insertEvent(db, {
      id: world.newId(),
      caseId: row.id,
      at: now,
      kind: "outcome-recorded",
      accountId: account.id,
      detail: outcome,
    }),
  );
  if (file.interview) statements.push(...(await interviewStatements(world, file, closes, disposition, outcome, now)));
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
      ...(await interviewStatements(world, file, true, changes.disposition ?? null, outcome, now)),
    );
  }
  return statements;
}

/** A closing case keeps its answers only through the wall; an open one keeps its interview to be resumed. */
async function interviewStatements(
  world: World,
  file: CaseFile,
  closes: boolean,
  disposition: OutcomeCode | null,
  outcome: OutcomeCode,
  now: number,
): Promise<Statement[]> {
  const interview = file.interview;
  if (!interview) return [];
  if (closes) {
    const counts = disposition === "completed" || disposition === "partial";
    if (!counts || outcomeOf(outcome).deletesAnswers) return mustChange(deleteInterview(world.db, interview.row));
    return sealInterview(world, { row: file.row, interview, endedOn: localDateOf(now) });
  }
  if (interview.state.ended !== null) return mustChange(deleteInterview(world.db, interview.row));
  const paused = resume(
    interview.survey,
    interview.state,
    { kind: outcome === "acute" ? "acute" : "hangUp" },
    { mode: "human" },
  );
  return mustChange(changeInterview(world.db, interview.row, JSON.stringify(paused.state)));
}

// ── tasks ──

const acuteMinutes = 60;

function helpTask(help: Help | null): Help | null | Refusal {
  if (help === null) return null;
  const need = help.need.trim();
  if (need === "" && !help.agreed) return null;
  if (need === "") return refuse("need-missing");
  if (need.length > longestText) return refuse("note-too-long", { limit: longestText });
  return help.agreed ? { need, agreed: true } : refuse("need-not-agreed");
}

function taskFor(world: World, account: Account, file: CaseFile, kind: "help" | "acute", need: string, now: number) {
  return insertTask(world.db, {
    id: world.newId(),
    caseId: file.row.id,
    unitId: file.row.unitId,
    kind,
    need,
    raisedAt: now,
    raisedBy: account.id,
    dueAt: kind === "acute" ? now + acuteMinutes * 60_000 : endOfNextWorkingDay(now),
  });
}

/** Help is promised "i dag eller nästa vardag". */
function endOfNextWorkingDay(now: number): number {
  let date = addDays(localDateOf(now), 1);
  while (!isWorkingDay(date)) date = addDays(date, 1);
  return instantOf(date, "16:00");
}

const viewerOf = (account: Account) => ({ accountId: account.id, unitIds: account.unitIds, purpose: "call" }) as const;
