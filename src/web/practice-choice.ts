/** What can be practised: which survey, with which modules, on whom. */
import { modulesInWords } from "../reports/wording.ts";
import { published } from "../surveys/catalog.ts";
import type { Survey } from "../surveys/survey.ts";
import { chosenFields, chosenQuery } from "./chosen-survey.ts";
import { practicePatients } from "./practice-patients.ts";
import type { PracticeView } from "./views.ts";

export const practiceHome = "/ova";

export function viewChoice(survey: Survey): PracticeView {
  const modules = survey.modules?.filter(({ on }) => on);
  return {
    surveyText: `${survey.title}${modules ? `. Moduler: ${modulesInWords(modules)}` : ""}`,
    asked: chosenFields(survey),
    others: published
      .filter(({ id, version }) => id !== survey.id || version !== survey.version)
      .map((other) => ({ href: `${practiceHome}?${chosenQuery(other)}`, label: other.title })),
    patients: practicePatients.map(({ id, name, situation, playText }) => ({ id, name, situation, playText })),
    minutes: survey.minutes,
  };
}
