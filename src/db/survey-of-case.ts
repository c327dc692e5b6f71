/** Which survey a case is asked: its measurement's, or the routine's own when no measurement says otherwise. */
import { findNewest, getSurvey } from "../surveys/catalog.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Db } from "../world.ts";
import { findMeasurement } from "./measurements.ts";

const routineSurvey = "punktmatning-kort";

/** Throws when the catalog lacks it: that is a fault of ours. */
export async function getSurveyFor(db: Db, measurementId: string | null): Promise<Survey> {
  const measurement = measurementId === null ? undefined : await findMeasurement(db, measurementId);
  const survey = measurement ? getSurvey(measurement.surveyId, measurement.surveyVersion) : findNewest(routineSurvey);
  if (!survey) throw new Error(`the catalog has no survey called ${routineSurvey}`);
  return survey;
}
