/**
 * Holding an interview: begins or takes it up again, and hears one thing at a time. Every answer is on disk before it is
 * acknowledged; the engine decides, and this step only reads, writes once, and tries again when somebody else wrote
 * in between. Endings are another step's business (end-interview.ts).
 */
import { localDateOf } from "../calendar.ts";
import { defaultPolicy } from "../calls/policy.ts";
import { take } from "../cases/hold.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { findCaseAndInterview, findCaseFile } from "../db/case-file.ts";
import { changeCase, hasEventOn, insertEvent } from "../db/cases.ts";
import { changeInterview, insertInterview } from "../db/interviews.ts";
import { findPerson } from "../db/people.ts";
import { getSurveyFor } from "../db/survey-of-case.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { begin, resume } from "../surveys/engine.ts";
import type { Heard, Respondent, State, Turn } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Statement, World } from "../world.ts";

/** Begins the interview, or goes on with the one that is there. The case is taken in the same unit. */
export const beginInterview = (world: World, account: Account, caseId: string, said: Said) =>
  decidedAnew(() => tryToBegin(world, account, caseId, said));

type Said = {
  readonly respondent: Respondent | null;
  readonly checked: boolean;
  /** The patient rang us: then neither window nor rest stands in the way. */
  readonly theyRang?: boolean;
};

async function tryToBegin(
  world: World,
  account: Account,
  caseId: string,
  said: Said,
): Promise<{ begun: true } | Refusal> {
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const file = await findCaseFile(world.db, viewer, caseId);
  if (!file) return refuse("not-found");
  if (!file.row.surveyConsent) return refuse("survey-not-consented");
  const now = world.now();
  const changes = take(file.facts, account.id, now, defaultPolicy, said.theyRang ? "they-rang" : "we-ring");
  if (isRefusal(changes)) return changes;
  const { respondent } = said;
  const checkedToday = await hasEventOn(world.db, caseId, "journal-checked", localDateOf(now));
  if (!checkedToday && !said.checked) return refuse("journal-check-needed");
  if (!file.interview && respondent === null) return refuse("respondent-needed");
  // A närstående answers only when the patient has named one (domain §7).
  if (respondent === "proxy" && !(await findPerson(world.db, viewer, caseId))?.proxyName)
    return refuse("proxy-not-named");

  const event = (kind: string) =>
    insertEvent(world.db, { id: world.newId(), caseId, at: now, kind, accountId: account.id });
  const interviewWrites: Statement[] = [];
  if (!file.interview) {
    const survey = await getSurveyFor(world.db, file.row.measurementId);
    const { state } = begin(survey, { respondent: respondent ?? "patient" });
    interviewWrites.push(
      insertInterview(world.db, {
        caseId,
        surveyId: survey.id,
        surveyVersion: survey.version,
        state: JSON.stringify(state),
      }),
    );
  } else if (respondent !== null && respondent !== file.interview.state.respondent) {
    const { survey, state, row } = file.interview;
    const turn = resume(survey, state, { kind: "respondent", respondent }, { mode: "human" });
    interviewWrites.push(...mustChange(changeInterview(world.db, row, JSON.stringify(turn.state))));
  }
  const written = await world.atomically([
    ...mustChange(changeCase(world.db, file.row, { ...changes, interrupted: true })),
    ...interviewWrites,
    ...(checkedToday ? [] : [event("journal-checked")]),
    event(file.interview ? "interview-resumed" : "interview-started"),
  ]);
  return written === "done" ? { begun: true } : refuse("case-just-changed");
}

export type HeldInterview = { readonly survey: Survey; readonly state: State; readonly version: number };

/** The interview of a case that this account holds, as it stands. */
export async function findHeldInterview(
  world: World,
  account: Account,
  caseId: string,
): Promise<HeldInterview | Refusal> {
  const found = await findCaseAndInterview(world.db, account.unitIds, caseId);
  if (!found) return refuse("not-found");
  const { row, interview } = found;
  if (row.state === "closed") return refuse("case-closed");
  if (row.state !== "held" || row.ownerId !== account.id) return refuse("case-not-held");
  if (!interview) return refuse("interview-not-begun");
  const { survey, state } = interview;
  return { survey, state, version: interview.row.version };
}

export type HeardTurn = Turn & { readonly survey: Survey; readonly version: number };

/** How often a turn is decided anew because another one was written first, before the person is told to try again. */
const tries = 5;

/**
 * One turn. `at` is the step that the person saw when they answered, so that a double submit or an old page lands where
 * it belongs. An input that changes nothing writes nothing. Nor does one that ends the interview other than by locking
 * it: a "no" must change the interview and the case together (endByEngine of end-interview.ts), or a death in between
 * would leave somebody who has said no on the list. Refuses when the account does not hold the case. `seen` is what the
 * caller has just read: it saves a second look, and is only believed until a write has shown it to be old.
 */
export async function hear(
  world: World,
  account: Account,
  caseId: string,
  heard: Heard,
  at?: string,
  seen?: HeldInterview,
): Promise<HeardTurn | Refusal> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const held = attempt === 0 && seen ? seen : await findHeldInterview(world, account, caseId);
    if (isRefusal(held)) return held;
    const { survey, state, version } = held;
    const turn = resume(survey, state, heard, at === undefined ? { mode: "human" } : { mode: "human", at });
    const text = JSON.stringify(turn.state);
    const endsTheCall = turn.state.ended !== null && turn.state.ended !== "completed" && turn.state.ended !== "partial";
    if (endsTheCall || text === JSON.stringify(state)) return { ...turn, survey, version };
    const written = await world.atomically(mustChange(changeInterview(world.db, { caseId, version }, text)));
    if (written === "done") return { ...turn, survey, version: version + 1 };
  }
  return refuse("case-just-changed");
}
