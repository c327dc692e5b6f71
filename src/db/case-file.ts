/** All that a decision about one case needs, read at once: the case, its attempts, its interview, its unused numbers. */
import { type CaseEvidence, type InterviewProgress, noEvidence } from "../calls/disposition.ts";
import { isOutcomeCode } from "../calls/outcomes.ts";
import type { CaseFacts } from "../cases/case.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { completenessOf } from "../surveys/engine.ts";
import type { State } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Db, Viewer } from "../world.ts";
import { type AttemptRow, type CaseRow, findCase, listAttempts } from "./cases.ts";
import { findInterview, type InterviewRow } from "./interviews.ts";
import { findPerson } from "./people.ts";

export type OpenInterview = { readonly row: InterviewRow; readonly survey: Survey; readonly state: State };

export type CaseFile = {
  readonly row: CaseRow;
  readonly facts: CaseFacts & { readonly attemptedAt: readonly number[] };
  readonly attempts: readonly AttemptRow[];
  readonly interview: OpenInterview | null;
  readonly evidence: CaseEvidence;
};

/** The file of a case of the viewer's units; nothing when it is not theirs. */
export async function findCaseFile(db: Db, viewer: Viewer, id: string): Promise<CaseFile | undefined> {
  const row = await findCase(db, viewer.unitIds, id);
  if (!row) return undefined;
  const [attempts, interviewRow, person] = [
    await listAttempts(db, id),
    await findInterview(db, id),
    await findPerson(db, viewer, id),
  ];
  const interview = interviewRow ? openInterview(interviewRow) : null;
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

export const openInterview = (row: InterviewRow): OpenInterview => ({
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
