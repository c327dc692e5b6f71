/** What leaves an interview says nothing about whose it was. */
import { expect, test } from "vitest";
import { isRefusal } from "../problems.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { begin, type State } from "../surveys/engine.ts";
import { type SealFacts, seal } from "./seal.ts";

const survey = getSurvey("punktmatning-kort", 1);
const facts: SealFacts = {
  measurementId: "prov-2026-11",
  dischargedOn: "2026-11-19",
  county: "18",
  careType: "somatic",
  unit: "Avdelning 21",
  track: "yellow",
  ageGroup: "80+",
  caller: "primary-care",
  insideWindow: true,
};

const choices = survey.steps.filter((step) => step.kind === "choice").map((step) => step.key);
const openKey = survey.steps.find((step) => step.kind === "open")!.key;

/** A finished interview with these codes, in survey order; undefined leaves a question unanswered. */
function finished(codes: readonly (number | undefined)[], text?: string): State {
  const gates = Object.fromEntries(
    survey.steps.flatMap((step) => (step.kind === "confirm" ? [[step.key, "yes" as const]] : [])),
  );
  const by = { mode: "human", respondent: "patient" } as const;
  const answers = Object.fromEntries([
    ...choices.flatMap((key, at) => (codes[at] === undefined ? [] : [[key, { ...by, code: codes[at] }]])),
    ...(text === undefined ? [] : [[openKey, { ...by, text }]]),
  ]);
  return { ...begin(survey, { respondent: "patient" }).state, gates, answers, at: null, ended: "completed" };
}

const sealed = (state: State, given: Partial<SealFacts> = {}) => {
  const row = seal(survey, state, { ...facts, ...given });
  if (isRefusal(row)) throw new Error(row.refused);
  return row;
};

test("the answers are kept in survey order, with coarse facts and no date finer than a month", () => {
  const row = sealed(finished([1, 2, 3, 2, 8, 1]));
  expect(row.answers).toBe('{"delaktighet":1,"onskemal":2,"information":3,"plan":2,"samordning":8,"trygghet":1}');
  expect(row).toMatchObject({ month: "2026-11", mode: "human", respondent: "patient", completeness: "complete" });
  expect(JSON.stringify(row)).not.toContain("2026-11-19");
});

test("unanswered questions are left out, and an interview with at least half of the core is partial", () => {
  const row = sealed(finished([1, undefined, 9, 1, 4]));
  expect(row.completeness).toBe("partial");
  expect(JSON.parse(row.answers)).toEqual({ delaktighet: 1, information: 9, plan: 1, samordning: 4 });
});

test("too few answers, or none as after a withdrawal, are not sealed", () => {
  expect(seal(survey, finished([1, 2]), facts)).toEqual({ refused: "too-few-answers" });
  expect(seal(survey, { ...finished([]), ended: "withdrawn" }, facts)).toEqual({ refused: "too-few-answers" });
});

test("one answer from a närstående marks the whole response as theirs", () => {
  const state = finished([1, 1, 1, 1, 1, 1]);
  const answers = { ...state.answers, plan: { mode: "human", respondent: "proxy", code: 2 } as const };
  expect(sealed({ ...state, answers }).respondent).toBe("proxy");
});

test("a phone number in the free text does not get through, and an empty text is no text", () => {
  expect(sealed(finished([1, 1, 1, 1, 1, 1], "  Ring 070-174 06 05.  ")).remark).toBe("Ring [borttaget].");
  expect(sealed(finished([1, 1, 1, 1, 1, 1], "   ")).remark).toBeNull();
});
