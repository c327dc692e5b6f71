/**
 * The link of a patient who prefers to write, with all that a decision about it needs: the same look for the coordinator
 * who makes it and for the page that it opens, so that a link is never made that would lead nowhere.
 */
import { localDateOf } from "../calendar.ts";
import { heldUntil } from "../calls/planner.ts";
import type { Policy } from "../calls/policy.ts";
import { windowEnds } from "../cases/case.ts";
import { type LinkObstacle, linkObstacle, web } from "../cases/web-link.ts";
import { getSurvey } from "../surveys/catalog.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Viewer, World } from "../world.ts";
import { type CaseFile, findCaseFile } from "./case-file.ts";
import { findDischarge } from "./cases.ts";
import { findWhyNotDial } from "./dialling.ts";
import { findPerson, type Person } from "./people.ts";
import { findRules } from "./rules.ts";
import { getSurveyFor } from "./survey-of-case.ts";

export type WebCase = {
  readonly file: CaseFile;
  readonly person: Person | undefined;
  readonly language: string | null;
  readonly policy: Policy;
  /** Why there can be no link; "not-now": what the newest lists say, or the window is over. */
  readonly obstacle: LinkObstacle | "not-now" | null;
  /** Epoch ms. */
  readonly validUntil: number;
  /** "not-now" only because the window is over, and a patient who began before is let to finish; nobody begins. */
  readonly runsOver: boolean;
};

/** A case of the viewer's units as its link sees it; nothing when it is not theirs. */
export async function findWebCase(world: World, viewer: Viewer, caseId: string): Promise<WebCase | undefined> {
  const { db } = world;
  const file = await findCaseFile(db, viewer, caseId);
  if (!file) return undefined;
  const [person, discharge, { policy }] = await Promise.all([
    findPerson(db, viewer, caseId),
    findDischarge(db, caseId),
    findRules(db),
  ]);
  const now = world.now();
  const { row, facts } = file;
  const candidate = {
    ...{ state: row.state, surveyConsent: row.surveyConsent, protected: discharge?.protected ?? true },
    ...{ birthDate: person?.birthDate ?? null, opensOn: row.opensOn, today: localDateOf(now) },
  };
  const validUntil = windowEnds(facts);
  const isLate = now >= validUntil;
  const barred = (await findWhyNotDial(db, viewer, file, now, policy, "they-rang")) !== null;
  const standing = linkObstacle(candidate);
  const holdEnds = facts.ownerId === web ? heldUntil(facts, policy) : null;
  const runsOver = isLate && !barred && standing === null && holdEnds !== null && now < holdEnds;
  const obstacle = standing ?? (isLate || barred ? "not-now" : null);
  return { file, person, language: discharge?.language ?? null, policy, obstacle, validUntil, runsOver };
}

/** The viewer that the patient's own page is. */
export const webViewer = (unitId: string): Viewer => ({ accountId: web, unitIds: [unitId], purpose: "call" });

/** What the patient is asked: what a telephone call has begun, or the case's own survey. */
export const surveyOnWeb = async (world: World, { interview, row }: CaseFile): Promise<Survey> =>
  interview
    ? getSurvey(interview.row.surveyId, interview.row.surveyVersion)
    : getSurveyFor(world.db, row.measurementId);
