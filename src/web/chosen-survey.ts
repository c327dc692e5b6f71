/**
 * A survey and its modules as an address names them: what is printed, practised and read before it is asked. `enkat` is
 * "ring-upp" (the newest) or "ring-upp.1"; `moduler` once for each module that is asked, and once empty, so that none at
 * all can be said. Without `moduler` the survey's own choice holds.
 */
import { findNewest, published } from "../surveys/catalog.ts";
import { usualModules, withChosen } from "../surveys/route.ts";
import type { Survey } from "../surveys/survey.ts";

/** "ring-upp.1": exactly this version. */
export const surveyName = ({ id, version }: Pick<Survey, "id" | "version">): string => `${id}.${version}`;

/** The survey of that name with its modules chosen; `modules`: undefined when nothing was said of them. */
export function findChosen(name: string, modules: readonly string[] | undefined): Survey | undefined {
  const survey = published.find((one) => surveyName(one) === name) ?? findNewest(name);
  return survey && withChosen(survey, modules ?? null);
}

/** The fields of a form, or the address after "?", that name it. */
export const chosenFields = (survey: Survey): readonly { readonly name: string; readonly value: string }[] => [
  { name: "enkat", value: surveyName(survey) },
  ...(survey.modules ? ["", ...usualModules(survey)].map((value) => ({ name: "moduler", value })) : []),
];

export const chosenQuery = (survey: Survey): string =>
  chosenFields(survey)
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
