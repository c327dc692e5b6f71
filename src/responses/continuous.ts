/**
 * Interviews of routine cases that no measurement has asked for. They are results too, but of another selection (by
 * track, not everyone discharged), so they must never be poured into a measurement: they form continuous ones, one
 * per period of discharge (periods.ts) and survey version, because results of different wordings are never pooled.
 */
import { type Divisions, periodOf } from "./periods.ts";

/** How the names of continuous measurements begin. */
export const continuousPrefix = "lopande-";

/** Is this measurement the routine's own? Nobody is called for it, and only the clock closes it. */
export const isContinuous = (measurementId: string): boolean => measurementId.startsWith(continuousPrefix);

type SurveyIdentity = { readonly id: string; readonly version: number };
const suffixOf = (survey: SurveyIdentity): string => `-${survey.id}-${survey.version}`;

/**
 * Under what name the stays of a discharge date are counted that no measurement took in: "lopande-2026-q4". Continuous
 * measurements of one period are about the same stays, whatever was asked.
 */
export const continuousFrame = (dischargedOn: string, divisions: Divisions): string =>
  `${continuousPrefix}${periodOf(dischargedOn, divisions).key}`;

/** Readable and repeatable: "lopande-2026-q4-punktmatning-kort-1", "lopande-2026-11-…", "lopande-2026-…". */
export const continuousMeasurementId = (dischargedOn: string, survey: SurveyIdentity, divisions: Divisions): string =>
  `${continuousFrame(dischargedOn, divisions)}${suffixOf(survey)}`;

/** The name under which a continuous measurement's stays are counted; null for any other measurement. */
export function frameOf(row: { readonly id: string; readonly surveyId: string; readonly surveyVersion: number }) {
  const suffix = suffixOf({ id: row.surveyId, version: row.surveyVersion });
  return isContinuous(row.id) && row.id.endsWith(suffix) ? row.id.slice(0, -suffix.length) : null;
}

/** The measurement that such an interview belongs to, as a row of `measurements` to add if it is missing. */
export function continuousMeasurement(
  dischargedOn: string,
  survey: SurveyIdentity,
  county: string,
  { divisions, madeUp }: { readonly divisions: Divisions; readonly madeUp: boolean },
) {
  const { name, opensOn, closesOn } = periodOf(dischargedOn, divisions);
  return {
    id: continuousMeasurementId(dischargedOn, survey, divisions),
    name: `Löpande uppföljning ${name}`,
    surveyId: survey.id,
    surveyVersion: survey.version,
    state: "running" as const,
    ...{ opensOn, closesOn },
    counties: JSON.stringify([county]),
    units: null,
    note: "Patienter som rings upp enligt rutinen (gult och rött spår, grönt vid behov), inte alla utskrivna. Jämför inte med en punktmätning.",
    madeUp,
  };
}
