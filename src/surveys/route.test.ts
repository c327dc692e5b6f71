/** A module that is off leaves no trace, whichever are chosen, and whoever reads the survey as a whole sees the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { getSurvey } from "./catalog.ts";
import { checkSurvey } from "./checker.ts";
import { begin, resume } from "./engine.ts";
import type { Heard, State } from "./interview.ts";
import { routeOf, usualModules, withChosen, withModules } from "./route.ts";
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

test("a measurement's choice is the survey's own for whoever begins, and the same choice is the same survey", () => {
  fc.assert(
    fc.property(fc.subarray(modules), (on) => {
      const chosen = withChosen(survey, on);
      expect(begin(chosen, { respondent: "patient" }).state.modules).toEqual(on);
      expect(withChosen(survey, on.toReversed())).toBe(chosen);
      expect(withModules(chosen, usualModules(chosen))).toEqual(withModules(survey, on));
    }),
  );
  expect(withChosen(survey, null)).toBe(survey);
  expect(withChosen(branchingSurvey(), ["sip"])).toEqual(branchingSurvey());
});

test("an interview is taken up by any door, undone and gone back in with the modules it began with", () => {
  const heard = fc.oneof(
    fc.constantFrom<Heard>(
      ...[{ kind: "next" } as const, { kind: "back" } as const, { kind: "yes" } as const, { kind: "no" } as const],
      ...[{ kind: "hangUp" } as const, { kind: "person" } as const, { kind: "toClosing" } as const],
      ...[{ kind: "dontKnow" } as const, { kind: "decline" } as const, { kind: "clear" } as const],
    ),
    fc.constantFrom(1, 2, 3).map((code): Heard => ({ kind: "choice", code })),
    fc.constantFrom(...survey.steps.map(({ key }) => key)).map((step): Heard => ({ kind: "goTo", step })),
  );
  fc.assert(
    fc.property(fc.subarray(modules), fc.subarray(modules), fc.array(heard, { maxLength: 60 }), (on, others, turns) => {
      let state = begin(withChosen(survey, on), { respondent: "patient" }).state;
      for (const [at, one] of turns.entries()) {
        const stored = JSON.parse(JSON.stringify(state)) as State;
        const door = { mode: at % 2 === 0 ? "robot" : "human" } as const;
        // The survey of the catalog (a case that is taken up), the measurement's, and one of another choice altogether.
        const [one_, same, odd] = [survey, withChosen(survey, on), withChosen(survey, others)].map((known) =>
          resume(known, stored, one, door),
        );
        expect([same, odd]).toEqual([one_, one_]);
        state = one_!.state;
        expect(state.modules).toEqual(on);
      }
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
