import { expect, test } from "vitest";
import { isOutcomeCode, outcomeOf, outcomes, outcomesToPick } from "./outcomes.ts";

const codesWhere = (holds: (outcome: (typeof outcomes)[number]) => boolean) =>
  outcomes.filter(holds).map((outcome) => outcome.code);

test("codes and labels are unique", () => {
  expect(new Set(outcomes.map((outcome) => outcome.code)).size).toBe(outcomes.length);
  expect(new Set(outcomes.map((outcome) => outcome.label)).size).toBe(outcomes.length);
});

test("each outcome carries the AAPOR code and class of the published definitions", () => {
  const published: Record<string, [string | null, string | null]> = {
    completed: ["1.1", "I"],
    partial: ["1.2", "P"],
    "broken-off": ["2.12", "R"],
    "will-not-continue": ["2.12", "R"],
    refused: ["2.112", "R"],
    withdrawn: ["2.112", "R"],
    "refused-by-other": ["2.111", "R"],
    "no-answer": ["2.20", "NC"],
    busy: ["2.20", "NC"],
    rejected: ["2.20", "NC"],
    voicemail: ["2.222", "NC"],
    later: [null, null],
    unable: ["2.32", "O"],
    language: ["2.333", "O"],
    dead: ["2.31", "O"],
    "not-eligible": ["4.70", "NE"],
    "bad-number": ["2.20", "NC"],
    "window-passed-contact": ["2.21", "NC"],
    "window-passed": ["2.20", "NC"],
    "never-called": ["2.20", "NC"],
  };
  for (const [code, [aapor, outcomeClass]] of Object.entries(published)) {
    expect(isOutcomeCode(code), code).toBe(true);
    if (isOutcomeCode(code)) expect(outcomeOf(code), code).toMatchObject({ aapor, class: outcomeClass });
  }
});

test("a refusal from the patient is final at once, one from somebody else after the second", () => {
  for (const code of ["refused", "will-not-continue", "withdrawn", "refused-by-guardian"] as const)
    expect(outcomeOf(code)).toMatchObject({ class: "R", final: "yes" });
  expect(outcomeOf("refused-by-other")).toMatchObject({ final: "no", finalAfter: 2, notSameDay: true });
});

test("what the program gives itself is never offered to a person", () => {
  for (const outcome of outcomes) if (outcome.automatic) expect(outcome.pickable, outcome.code).toBe(false);
  expect(codesWhere((outcome) => !outcome.automatic && !outcome.pickable)).toEqual(["completed", "partial", "acute"]);
});

test("only a withdrawal deletes answers, only a death erases contact, only a wrong number drops it", () => {
  expect(codesWhere((outcome) => outcome.deletesAnswers)).toEqual(["withdrawn"]);
  expect(codesWhere((outcome) => outcome.erasesContact)).toEqual(["dead"]);
  expect(codesWhere((outcome) => outcome.dropsNumber)).toEqual(["bad-number"]);
});

test("whoever must write a note is told what about", () => {
  for (const outcome of outcomes) if (outcome.needsNote) expect(outcome.noteHint, outcome.code).toBeTruthy();
});

test("an acute call is no refusal and ends nothing", () => {
  expect(outcomeOf("acute")).toMatchObject({ class: null, final: "no" });
});

test("the care call without the survey is offered only where the survey may not be asked", () => {
  const offered = (surveyConsent: boolean) => outcomesToPick(surveyConsent).map((outcome) => outcome.code);
  expect(offered(false)).toContain("care-call-made");
  expect(offered(true)).not.toContain("care-call-made");
  expect(offered(true)).not.toContain("completed");
});

test("a code that is not in the table is our own fault, loudly", () => {
  expect(isOutcomeCode("constructor")).toBe(false);
  expect(() => outcomeOf("nonsense" as never)).toThrow(RangeError);
});
