/** A module that is off leaves no trace, whichever are chosen, and whoever reads the survey as a whole sees the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { getSurvey } from "./catalog.ts";
import { checkSurvey } from "./checker.ts";
import { begin } from "./engine.ts";
import { routeOf, usualModules, withModules } from "./route.ts";
import { branchingSurvey } from "./samples.ts";

const survey = getSurvey("ring-upp", 1);
const modules = survey.modules!.map(({ key }) => key);
const letIn = { "ratt-person": "yes", ostort: "yes", samtycke: "yes", hjalp: "no" } as const;
const codes = fc.dictionary(
  fc.constantFrom(...survey.steps.map(({ key }) => key)),
  fc
    .constantFrom(1, 2, 3, 4, 7, 8, 9)
    .map((code) => ({ mode: "human" as const, respondent: "patient" as const, code })),
);

test("the way is the same through the survey with its modules off and through one that never had them", () => {
  fc.assert(
    fc.property(fc.subarray(modules), codes, (on, answers) => {
      const chosen = withModules(survey, on);
      const given = { gates: letIn, answers };
      expect(routeOf(survey, { ...given, modules: on })).toEqual(routeOf(chosen, given));
      expect(checkSurvey(chosen, "ring-upp.v1.json")).toEqual({ survey: chosen });
    }),
  );
});

test("every choice of modules asks the whole core and comes to the end", () => {
  fc.assert(
    fc.property(fc.subarray(modules), (on) => {
      const route = routeOf(survey, { gates: letIn, answers: {}, modules: on });
      const core = survey.steps.flatMap((step) => (step.kind === "choice" && step.core ? [step.key] : []));
      expect(route.steps.filter((key) => core.includes(key))).toEqual(core);
      expect(route.end).toBe("completed");
    }),
  );
});

test("an interview keeps the modules it began with, and a survey without modules keeps none", () => {
  expect(begin(survey, { respondent: "patient" }).state.modules).toEqual(usualModules(survey));
  expect(begin(survey, { respondent: "patient", modules: ["sip"] }).state.modules).toEqual(["sip"]);
  expect(begin(branchingSurvey(), { respondent: "patient" }).state).not.toHaveProperty("modules");
  const plain = branchingSurvey();
  expect(withModules(plain, [])).toBe(plain);
});
