/** Invented sealed answers for tests and benchmarks: the same number always gives the same answers. */
import type { PendingResponse } from "./response.ts";

const pick = <T>(choices: readonly T[], number: number): T => choices[number % choices.length]!;

/** Number n of an endless, varied row of people in Örebro län's somatic care, unless `facts` say otherwise. */
export function samplePending(number: number, facts: Partial<PendingResponse> = {}): PendingResponse {
  const mixed = Math.imul(number + 1, 2654435761) >>> 8;
  const j4 = (shift: number) => pick([1, 1, 2, 1, 2, 3, 2, 4, 1, 8], mixed >>> shift);
  return {
    measurementId: "prov-2026-11",
    county: "18",
    careType: "somatic",
    unit: pick(["Avdelning 21", "Avdelning 34", "Avdelning 9"], mixed >>> 3),
    track: pick(["yellow", "red", "green"] as const, mixed >>> 5),
    ageGroup: pick(["65-79", "80+", "18-64"], mixed >>> 7),
    month: "2026-11",
    mode: "human",
    respondent: "patient",
    caller: "primary-care",
    surveyId: "punktmatning-kort",
    surveyVersion: 1,
    completeness: "complete",
    insideWindow: true,
    answers: JSON.stringify({
      delaktighet: j4(1),
      onskemal: j4(3),
      information: j4(5),
      plan: pick([2, 1, 2, 8, 2], mixed >>> 2),
      samordning: j4(7),
      trygghet: j4(9),
    }),
    remark: null,
    ...facts,
  };
}

/** The same people, every other one content with everything and the rest with nothing: any ten of them can leave in two steps. */
export const samplePendingDivided = (number: number, facts: Partial<PendingResponse> = {}): PendingResponse => {
  const code = number % 2 === 0 ? 1 : 3;
  const answers = { delaktighet: code, onskemal: code, information: code, plan: code === 1 ? 1 : 2 };
  return samplePending(number, {
    answers: JSON.stringify({ ...answers, samordning: code, trygghet: code }),
    ...facts,
  });
};
