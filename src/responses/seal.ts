/**
 * Cuts an interview loose from the person: takes its answers and the coarse facts of its case, and gives what may wait
 * on the nameless side. Nothing that comes out can be joined to anything identified; the caller writes it and empties
 * the person's side in one atomic unit (domain: "the link is cut when the interview is saved").
 */
import { type Refusal, refuse } from "../problems.ts";
import { answersOf, completenessOf, modeOf, remarkOf, respondentOf } from "../surveys/engine.ts";
import type { State } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import { maskIdentifying } from "./identifying.ts";
import type { CareType, PendingResponse, Track } from "./response.ts";

/** What the case tells. `dischargedOn` is "YYYY-MM-DD"; only its month goes on. */
export type SealFacts = {
  /** That of a case that is only routine is a continuous one (continuous.ts). */
  readonly measurementId: string;
  readonly dischargedOn: string;
  readonly county: string;
  readonly careType: CareType;
  /** Name of the discharging unit. */
  readonly unit: string | null;
  readonly track: Track | null;
  readonly ageGroup: string | null;
  /** Who made the call: own vårdcentral, hospital or other (politeness bias, shown with the results). */
  readonly caller: PendingResponse["caller"];
  /** Was the interview completed inside the call window? */
  readonly insideWindow: boolean;
};

/**
 * The nameless row of an interview, to be inserted under a new random key. Refuses "too-few-answers" when less than
 * half of the core is answered (AAPOR: neither I nor P) or nothing is left, as after a withdrawal.
 */
export function seal(survey: Survey, state: State, facts: SealFacts): PendingResponse | Refusal {
  const completeness = completenessOf(survey, state);
  const answers = answersOf(survey, state);
  if (completeness === "too-little" || Object.keys(answers).length === 0) return refuse("too-few-answers");
  const remark = maskIdentifying((remarkOf(state) ?? "").normalize("NFC").trim());
  return {
    measurementId: facts.measurementId,
    county: facts.county,
    careType: facts.careType,
    unit: facts.unit,
    track: facts.track,
    ageGroup: facts.ageGroup,
    month: facts.dischargedOn.slice(0, 7),
    mode: modeOf(state),
    respondent: respondentOf(state),
    caller: facts.caller,
    surveyId: survey.id,
    surveyVersion: survey.version,
    completeness,
    insideWindow: facts.insideWindow,
    answers: JSON.stringify(answers),
    remark: remark === "" ? null : remark,
  };
}
