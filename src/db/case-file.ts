/** All that a decision about one case needs, read at once: the case, its attempts, its interview, its unused numbers. */
import { and, eq } from "drizzle-orm";
import { type CaseEvidence, type InterviewProgress, noEvidence } from "../calls/disposition.ts";
import { isLive, type KnownNumber } from "../calls/numbers.ts";
import { isOutcomeCode } from "../calls/outcomes.ts";
import type { CaseFacts } from "../cases/case.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { completenessOf } from "../surveys/engine.ts";
import type { State } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Db, Viewer } from "../world.ts";
import { type AttemptRow, type CaseRow, listAttempts } from "./cases.ts";
import { cases, interviews } from "./identified.ts";
import type { InterviewRow } from "./interviews.ts";
import { findPerson } from "./people.ts";
import { given, prepared } from "./prepared.ts";
import { type Beholder, mayDecide } from "./protected.ts";

export type OpenInterview = { readonly row: InterviewRow; readonly survey: Survey; readonly state: State };

export type CaseFile = {
  readonly row: CaseRow;
  readonly facts: CaseFacts & { readonly attemptedAt: readonly number[] };
  readonly attempts: readonly AttemptRow[];
  readonly interview: OpenInterview | null;
  /** Empty when they have been erased. */
  readonly numbers: readonly KnownNumber[];
  readonly evidence: CaseEvidence;
};

const caseWithInterview = prepared((db) =>
  db
    .select({ row: cases, interview: interviews })
    .from(cases)
    .leftJoin(interviews, eq(interviews.caseId, cases.id))
    .where(and(eq(cases.id, given("id")), mayDecide(given("accountId"))))
    .prepare(),
);

/**
 * A case of the viewer's units and its interview: enough for an answer. Nothing when it is another unit's, or protected
 * and the viewer is not one of the persons named for it.
 */
export async function findCaseAndInterview(
  db: Db,
  { accountId, unitIds }: Beholder,
  id: string,
): Promise<Pick<CaseFile, "row" | "interview"> | undefined> {
  const [found] = await caseWithInterview(db).execute({ id, accountId });
  if (!found || !unitIds.includes(found.row.unitId)) return undefined;
  return { row: found.row, interview: found.interview && openInterview(found.interview) };
}

/** The file of a case of the viewer's units; nothing when it is not theirs. */
export async function findCaseFile(db: Db, viewer: Viewer, id: string): Promise<CaseFile | undefined> {
  const found = await findCaseAndInterview(db, viewer, id);
  return found && getCaseFile(db, viewer, found);
}

/** The file of a case that has been read with its interview: its attempts and its telephone numbers beside them. */
export async function getCaseFile(
  db: Db,
  viewer: Viewer,
  { row, interview }: Pick<CaseFile, "row" | "interview">,
): Promise<CaseFile> {
  const [attempts, person] = await Promise.all([listAttempts(db, row.id), findPerson(db, viewer, row.id)]);
  return {
    row,
    // Whoever rang a number that was not the patient's has not disturbed the patient.
    facts: {
      ...factsOf(row),
      attemptedAt: attempts.filter(({ outcome }) => outcome !== "bad-number").map(({ startedAt }) => startedAt),
    },
    attempts,
    interview,
    numbers: person?.numbers ?? [],
    evidence: {
      ...noEvidence,
      outcomes: attempts.map(({ outcome }) => outcome ?? "").filter(isOutcomeCode),
      interview: interview ? progressOf(interview) : "none",
      sealed: row.disposition === "completed" || row.disposition === "partial" ? row.disposition : null,
      eligibleAtInterview: interview !== null,
      numberLeft: person?.numbers.some(isLive) ?? false,
    },
  };
}

const openInterview = (row: InterviewRow): OpenInterview => ({
  row,
  survey: getSurvey(row.surveyId, row.surveyVersion),
  state: JSON.parse(row.state) as State,
});

/** A row as the ground floor knows it. */
export const factsOf = (row: CaseRow): CaseFacts => ({
  ...row,
  disposition: row.disposition !== null && isOutcomeCode(row.disposition) ? row.disposition : null,
});

const progress: Record<ReturnType<typeof completenessOf>, InterviewProgress> = {
  complete: "complete",
  partial: "half",
  "too-little": "begun",
};
/** How far the core questions came. */
export const progressOf = ({ survey, state }: OpenInterview): InterviewProgress =>
  progress[completenessOf(survey, state)];
