/** Paper has no engine: where an answer leads past questions, the paper itself says how to go on. */
import { expect, test } from "vitest";
import { getSurvey } from "../surveys/catalog.ts";
import { checkSurvey } from "../surveys/checker.ts";
import { branchingSurvey } from "../surveys/samples.ts";
import type { Survey } from "../surveys/survey.ts";
import { viewGuide, viewQuestions } from "./print-sheets.ts";

const frame = { sheet: "sheets.css", region: "Region Exempel", switchboard: null };
const sheet = (survey: Survey) => viewQuestions(survey, frame, false).questions;
const aloud = (survey: Survey) =>
  viewGuide(survey, frame).parts.flatMap(({ steps }) => steps.map(({ answers }) => answers));

test("whoever has no SIP is told to leave the rest, on the patient's paper and on the caller's", () => {
  const sip = getSurvey("sip", 1);
  expect(sheet(sip)[0]?.choices).toEqual([
    "Ja",
    "Nej (gå till slutet)",
    "Vet ej / minns inte (gå till slutet)",
    "Inte aktuellt (gå till slutet)",
  ]);
  expect(aloud(sip)).toContain("Ja / Nej (gå till slutet)");
});

test("a jump over questions is told by number, also past what is only said, and after an answer in own words", () => {
  const file = branchingSurvey();
  const said = { key: "paus", kind: "read" as const, text: { patient: "Snart klart.", proxy: "Snart klart." } };
  const steps = file.steps.flatMap((step): Survey["steps"] => {
    if (step.key === "vard")
      return [{ ...step, kind: "choice", branches: { "2": "mening", "8": "paus" } } as typeof step];
    if (step.key === "medicin") return [{ ...step, next: "paus" } as typeof step];
    return step.key === "mening" ? [step, { ...said, next: "constructor" }] : [step];
  });
  const checked = checkSurvey({ ...file, steps }, "grenad.v1.json");
  if ("faults" in checked) throw new Error(checked.faults.join("\n"));
  const [vard, medicin] = sheet(checked.survey);
  expect(vard?.choices).toEqual([
    "Ja",
    "Nej (gå till fråga 3)",
    "Vet ej / minns inte (gå till fråga 4)",
    "Inte aktuellt",
  ]);
  expect(medicin?.choices[0]).toBe("Ja (gå till fråga 4)");
  const jumping = steps.map((step) => (step.key === "mening" ? ({ ...step, next: "tack" } as typeof step) : step));
  expect(sheet({ ...file, steps: jumping })[2]?.text).toBe("Mening? (gå till slutet)");
});
