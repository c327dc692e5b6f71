/** A survey in writing is asked as in a call: the same questions on the same way, only page by page. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getSurvey } from "./catalog.ts";
import { meaningOfCode, questionsOf } from "./engine.ts";
import type { Meaning } from "./interview.ts";
import { withChosen } from "./route.ts";
import { answerInWriting, beginInWriting, pagesOf, writeAnswers } from "./writing.ts";

const surveys = [
  ["punktmatning-kort", getSurvey("punktmatning-kort", 1)],
  ["sip", getSurvey("sip", 1)],
  ["ring-upp", getSurvey("ring-upp", 1)],
  [
    "ring-upp with every module",
    withChosen(
      getSurvey("ring-upp", 1),
      (getSurvey("ring-upp", 1).modules ?? []).map(({ key }) => key),
    ),
  ],
] as const;

const keysOf = (pages: ReturnType<typeof pagesOf>) =>
  pages.map((page) => page.flatMap((piece) => (piece.kind === "read" ? [] : [piece.step])));
const codes = fc.array(fc.constantFrom(1, 2, 7, 8, 9), { minLength: 40, maxLength: 40 });

describe.each(surveys)("%s", (_, survey) => {
  const begun = beginInWriting(survey, null, "patient");

  test("has every question of its way on one page, in order", () => {
    fc.assert(
      fc.property(codes, (chosen) => {
        const answers = answersFrom(survey, chosen);
        const way = writeAnswers(survey, begun, answers);
        expect(keysOf(pagesOf(survey, way)).flat()).toEqual(questionsOf(survey, way).map(({ step }) => step));
      }),
      { numRuns: 50 },
    );
  });

  test("never shows a question on a page before the answer that decides whether it is asked", () => {
    fc.assert(
      fc.property(codes, (chosen) => {
        let state = begun;
        const seen: string[] = [];
        for (let page = 0; page < pagesOf(survey, state).length; page += 1) {
          const keys = keysOf(pagesOf(survey, state))[page] ?? [];
          seen.push(...keys);
          state = writeAnswers(survey, state, pick(keys, survey, chosen));
          expect(
            keysOf(pagesOf(survey, state))
              .slice(0, page + 1)
              .flat(),
            "what has been shown stays",
          ).toEqual(seen);
        }
        const atOnce = answerInWriting(survey, begun, answersFrom(survey, chosen), false);
        expect(answerInWriting(survey, state, new Map(), false).answers).toEqual(atOnce.answers);
      }),
      { numRuns: 50 },
    );
  });
});

test("a survey of few questions without branches is one page, and a longer one has pages that can be taken in", () => {
  const pages = (id: string) => keysOf(pagesOf(getSurvey(id, 1), beginInWriting(getSurvey(id, 1), null, "patient")));
  expect([pages("punktmatning-kort").length, pages("sip")[0]]).toEqual([1, ["har-sip"]]);
  expect(pages("ring-upp").length).toBeGreaterThan(2);
  for (const page of pages("ring-upp")) expect(page.length).toBeLessThanOrEqual(6);
});

function pick(keys: readonly string[], survey: (typeof surveys)[number][1], chosen: readonly number[]) {
  const meanings = new Map<string, Meaning>();
  for (const key of keys) {
    const at = survey.steps.findIndex((step) => step.key === key);
    if (survey.steps[at]?.kind === "choice") meanings.set(key, meaningOfCode(chosen[at % chosen.length] ?? 1));
  }
  return meanings;
}

const answersFrom = (survey: (typeof surveys)[number][1], chosen: readonly number[]) =>
  pick(
    survey.steps.map(({ key }) => key),
    survey,
    chosen,
  );
