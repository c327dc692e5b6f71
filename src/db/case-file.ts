/** All that a decision about one case needs, read at once: the case, its attempts, its interview, its unused numbers. */
import { eq } from "drizzle-orm";
import { type CaseEvidence, type InterviewProgress, noEvidence } from "../calls/disposition.ts";
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

export type OpenInterview = { readonly row: InterviewRow; readonly survey: Survey; readonly state: State };

export type CaseFile = {
  readonly row: CaseRow;
  readonly facts: CaseFacts & { readonly attemptedAt: readonly number[] };
  readonly attempts: readonly AttemptRow[];
  readonly interview: OpenInterview | null;
  readonly evidence: CaseEvidence;
};

const caseWithInterview = prepared((db) =>
  db
    .select({ row: cases, interview: interviews })
    .from(cases)
    .leftJoin(interviews, eq(interviews.caseId, cases.id))
    .where(eq(cases.id, given("id")))
    .prepare(),
);

/** A case of one of these units and its interview: enough for an answer. Nothing when it is another unit's. */
export async function findCaseAndInterview(
  db: Db,
  unitIds: readonly string[],
  id: string,
): Promise<Pick<CaseFile, "row" | "interview"> | undefined> {
  const [found] = await caseWithInterview(db).execute({ id });
  if (!found || !unitIds.includes(found.row.unitId)) return undefined;
  return { row: found.row, interview: found.interview && openInterview(found.interview) };
}

/** The file of a case of the viewer's units; nothing when it is not theirs. */
export async function findCaseFile(db: Db, viewer: Viewer, id: string): Promise<CaseFile | undefined> {
  const found = await findCaseAndInterview(db, viewer.unitIds, id);
  return found && getCaseFile(db, viewer, found);
}

/** The file of a case that has been read with its interview: its attempts and its telephone numbers beside them. */
export async function getCaseFile(
  db: Db,
  viewer: Viewer,
  { row, interview }: Pick<CaseFile, "row" | "interview">,
): Promise<CaseFile> {
  const [attempts, person] = await Promise.all([listAttempts(db, row.id), findPerson(db, viewer, row.id)]);
  const wrongNumbers = attempts.filter(({ outcome }) => outcome === "bad-number").length;
  return {
    row,
    facts: { ...factsOf(row), attemptedAt: attempts.map(({ startedAt }) => startedAt) },
    attempts,
    interview,
    evidence: {
      ...noEvidence,
      outcomes: attempts.map(({ outcome }) => outcome ?? "").filter(isOutcomeCode),
      interview: interview ? progressOf(interview) : "none",
      sealed: row.disposition === "completed" || row.disposition === "partial" ? row.disposition : null,
      eligibleAtInterview: interview !== null,
      // The number that is tried when this is read may turn out wrong: is there another after it?
      numberLeft: (person?.phones.length ?? 0) + (person?.proxyPhone ? 1 : 0) > wrongNumbers + 1,
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
