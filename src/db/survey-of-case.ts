/** Which survey a case is asked: its measurement's, or the routine's own when no measurement says otherwise. */
import { robotFaults } from "../calls/conversation.ts";
import { findNewest, getSurvey } from "../surveys/catalog.ts";
import type { State } from "../surveys/interview.ts";
import { usualModules } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Telephone } from "../telephony/carrier.ts";
import type { Db } from "../world.ts";
import { findMeasurement, surveyOf } from "./measurements.ts";

const routineSurvey = "punktmatning-kort";

/**
 * The survey of a new interview, with the measurement's modules as its own choice. One that has begun goes on with what it
 * began with (case-file.ts). Throws when the catalog lacks it: that is a fault of ours.
 */
export async function getSurveyFor(db: Db, measurementId: string | null): Promise<Survey> {
  const measurement = measurementId === null ? undefined : await findMeasurement(db, measurementId);
  if (measurement) return surveyOf(measurement);
  const survey = findNewest(routineSurvey);
  if (!survey) throw new Error(`the catalog has no survey called ${routineSurvey}`);
  return survey;
}

/**
 * Can the robot hold this interview, begun or not? Recordings are made for the modules that are usually on, since every
 * choice has numbers of its own ("fråga tre av nio"), and a missing file would end a patient's call: where recordings are
 * played, people ask the other choices.
 */
export function robotCanAsk(
  telephone: Pick<Telephone, "recorded"> | null,
  survey: Survey,
  interview: State | null,
): boolean {
  if (robotFaults(survey).length > 0) return false;
  if (!telephone?.recorded || !survey.modules) return true;
  const asked = interview?.modules ?? usualModules(survey);
  const recorded = usualModules(getSurvey(survey.id, survey.version));
  return asked.length === recorded.length && recorded.every((key) => asked.includes(key));
}
