/**
 * Interviews of routine cases that no measurement has asked for. They are results too, but of another selection (by
 * track, not everyone discharged), so they must never be poured into a measurement: they form a continuous one, one
 * per year of discharge and survey version, because results of different wordings are never pooled.
 */
/** How the names of continuous measurements begin. */
export const continuousPrefix = "lopande-";

type SurveyIdentity = { readonly id: string; readonly version: number };

/** Readable and repeatable: "lopande-2026-punktmatning-kort-1". */
export const continuousMeasurementId = (dischargedOn: string, survey: SurveyIdentity): string =>
  `${continuousPrefix}${dischargedOn.slice(0, 4)}-${survey.id}-${survey.version}`;

/** The measurement that such an interview belongs to, as a row of `measurements` to add if it is missing. */
export function continuousMeasurement(dischargedOn: string, survey: SurveyIdentity, county: string, madeUp: boolean) {
  const year = dischargedOn.slice(0, 4);
  return {
    id: continuousMeasurementId(dischargedOn, survey),
    name: `Löpande uppföljning ${year}`,
    surveyId: survey.id,
    surveyVersion: survey.version,
    state: "running" as const,
    opensOn: `${year}-01-01`,
    closesOn: `${year}-12-31`,
    counties: JSON.stringify([county]),
    units: null,
    note: "Patienter som rings upp enligt rutinen (gult och rött spår, grönt vid behov), inte alla utskrivna. Jämför inte med en punktmätning.",
    madeUp,
  };
}
