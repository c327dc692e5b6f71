/**
 * Holding an interview: begins or takes it up again, and hears one thing at a time. Every answer is on disk before it is
 * acknowledged; the engine decides, and this step only reads, writes once, and tries again when somebody else wrote
 * in between. Endings are another step's business (end-interview.ts).
 */
import { localDateOf } from "../calendar.ts";
import { take } from "../cases/hold.ts";
import { answersAlone, type ProxyFacts, readProxy } from "../cases/proxy.ts";
import type { Account } from "../db/accounts.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { findCaseAndInterview, findCaseFile, type OpenInterview } from "../db/case-file.ts";
import { changeCase, hasEventOn, insertEvent } from "../db/cases.ts";
import { findWhyNotDial } from "../db/dialling.ts";
import { changeInterview, insertInterview } from "../db/interviews.ts";
import { findPerson } from "../db/people.ts";
import { findRules } from "../db/rules.ts";
import { getSurveyFor } from "../db/survey-of-case.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { begin, resume, whatToSay } from "../surveys/engine.ts";
import type { Heard, Respondent, State, Turn } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Statement, Viewer, World } from "../world.ts";

/** Begins the interview, or goes on with the one that is there. The case is taken in the same unit. */
export const beginInterview = (world: World, account: Account, caseId: string, said: Said) =>
  decidedAnew(() => tryToBegin(world, account, caseId, said));

type Said = {
  readonly respondent: Respondent | null;
  readonly checked: boolean;
  /** The patient rang us: then neither window nor rest stands in the way. */
  readonly theyRang?: boolean;
  /** Who helps or answers and why, as codes (cases/proxy.ts); `asked`: the patient was asked first and said yes. */
  readonly proxy?: { readonly relation: string; readonly reason: string; readonly asked: boolean };
};

const nobodySaid = { relation: "", reason: "", asked: false };

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
  const { policy } = await findRules(world.db);
  const why = said.theyRang ? "they-rang" : "we-ring";
  const whyNot = file.row.state === "closed" ? null : await findWhyNotDial(world.db, viewer, file, now, policy, why);
  if (whyNot) return whyNot;
  const changes = take(file.facts, account.id, now, policy, why);
  if (isRefusal(changes)) return changes;
  const { respondent } = said;
  const checkedToday = await hasEventOn(world.db, caseId, "journal-checked", localDateOf(now));
  if (!checkedToday && !said.checked) return refuse("journal-check-needed");
  if (!file.interview && respondent === null) return refuse("respondent-needed");
  const proxy = respondent === null ? null : await proxyOf(world, viewer, caseId, respondent, said.proxy ?? nobodySaid);
  if (isRefusal(proxy)) return proxy;

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
        ...(proxy ?? answersAlone),
      }),
    );
  } else if (respondent !== null && proxy !== null && isNew(file.interview, respondent, proxy)) {
    const { survey, state, row } = file.interview;
    const turn = resume(survey, state, { kind: "respondent", respondent }, { mode: "human" });
    interviewWrites.push(...mustChange(changeInterview(world.db, row, JSON.stringify(turn.state), proxy)));
  }
  const written = await world.atomically([
    ...mustChange(changeCase(world.db, file.row, { ...changes, interrupted: true })),
    ...interviewWrites,
    ...(checkedToday ? [] : [event("journal-checked")]),
    event(file.interview ? "interview-resumed" : "interview-started"),
  ]);
  return written === "done" ? { begun: true } : refuse("case-just-changed");
}

const isNew = ({ row, state }: OpenInterview, respondent: Respondent, proxy: ProxyFacts): boolean =>
  respondent !== state.respondent || proxy.proxyRelation !== row.proxyRelation || proxy.proxyReason !== row.proxyReason;

/** A närstående answers only when the patient has named one and was asked first (domain §7). */
async function proxyOf(
  world: World,
  viewer: Viewer,
  caseId: string,
  respondent: Respondent,
  { relation, reason, asked }: NonNullable<Said["proxy"]>,
): Promise<ProxyFacts | Refusal> {
  if (respondent === "proxy") {
    if (!(await findPerson(world.db, viewer, caseId))?.proxyName) return refuse("proxy-not-named");
    if (!asked) return refuse("proxy-not-asked");
  }
  return readProxy(respondent, relation, reason);
}

export type HeldInterview = {
  readonly survey: Survey;
  readonly state: State;
  readonly version: number;
  /** Names of the latest turns that it has heard from scripts. */
  readonly turns: readonly string[];
};

/** The interview of a case that this account holds, as it stands. */
export async function findHeldInterview(
  world: World,
  account: Account,
  caseId: string,
): Promise<HeldInterview | Refusal> {
  const found = await findCaseAndInterview(world.db, { accountId: account.id, unitIds: account.unitIds }, caseId);
  if (!found) return refuse("not-found");
  const { row, interview } = found;
  if (row.state === "closed") return refuse("case-closed");
  if (row.state !== "held" || row.ownerId !== account.id) return refuse("case-not-held");
  if (!interview) return refuse("interview-not-begun");
  const { survey, state } = interview;
  const { turns, version } = interview.row;
  return { survey, state, version, turns: JSON.parse(turns) as string[] };
}

export type HeardTurn = Turn & { readonly survey: Survey; readonly version: number; readonly turns: readonly string[] };

/** A turn that its sender may send again, not knowing whether it came through. */
export type NamedTurn = {
  /** Random: a turn of this name is heard once. Null: the sender never repeats it. */
  readonly id: string | null;
  /** Looks at what stands just before the turn is heard; a refusal leaves it so. */
  readonly check?: (state: State) => Refusal | null;
};

/** Turns whose names are kept: many times what one browser may have under way. */
const turnsKept = 64;

/** How often a turn is decided anew because another one was written first, before the person is told to try again. */
const tries = 5;

/**
 * One turn. `at` is the step that the person saw when they answered, so that a double submit or an old page lands where
 * it belongs. An input that changes nothing writes nothing. Nor does one that ends the interview other than by locking
 * it: a "no" must change the interview and the case together (endByEngine of end-interview.ts), or a death in between
 * would leave somebody who has said no on the list. Refuses when the account does not hold the case. `seen` is what the
 * caller has just read: it saves a second look, and is only believed until a write has shown it to be old. A `named` turn
 * that has been heard before changes nothing, and nothing has happened in it.
 */
export async function hear(
  world: World,
  account: Account,
  caseId: string,
  heard: Heard,
  at?: string,
  seen?: HeldInterview,
  named?: NamedTurn,
): Promise<HeardTurn | Refusal> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const held = attempt === 0 && seen ? seen : await findHeldInterview(world, account, caseId);
    if (isRefusal(held)) return held;
    const { survey, state, version, turns } = held;
    const id = named?.id ?? null;
    if (id !== null && turns.includes(id))
      return { state, say: whatToSay(survey, state), happened: [], survey, version, turns };
    const refusal = named?.check?.(state);
    if (refusal) return refusal;
    const turn = resume(survey, state, heard, at === undefined ? { mode: "human" } : { mode: "human", at });
    const text = JSON.stringify(turn.state);
    const endsTheCall = turn.state.ended !== null && turn.state.ended !== "completed" && turn.state.ended !== "partial";
    if (endsTheCall || text === JSON.stringify(state)) return { ...turn, survey, version, turns };
    const heardTurns = id === null ? undefined : [...turns, id].slice(-turnsKept);
    const written = await world.atomically(
      mustChange(changeInterview(world.db, { caseId, version }, text, heardTurns && { turns: heardTurns })),
    );
    if (written === "done") return { ...turn, survey, version: version + 1, turns: heardTurns ?? turns };
  }
  return refuse("case-just-changed");
}
