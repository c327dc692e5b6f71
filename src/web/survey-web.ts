/**
 * GET /enkater/:namn/webb: the questions as the patient's own page shows them, before anybody has got a link. Drawn by what
 * draws that page, from an interview that is begun and never kept.
 */
import { Problem } from "../problems.ts";
import { chartOf, hasBranches, usualModules, withModules } from "../surveys/route.ts";
import type { Step, Survey } from "../surveys/survey.ts";
import { beginInWriting } from "../surveys/writing.ts";
import { nothingTyped, viewAnswerQuestions } from "./answer-questions.ts";
import { isAnswerLanguage, languageLabels, wordsAround } from "./answer-words.ts";
import { assetHref } from "./assets.ts";
import { chosenQuery, findChosen, surveyName } from "./chosen-survey.ts";
import type { Request } from "./context.ts";
import { page } from "./frame.ts";
import { languagesOf } from "./interview-language.ts";
import type { SurveyWebView } from "./views.ts";

/** GET /enkater/:namn/webb?sprak=&svarar=&moduler= */
export async function surveyWebPage(c: Request): Promise<Response> {
  const survey = findChosen(c.req.param("namn") ?? "", c.req.queries("moduler"));
  if (!survey) throw new Problem("not-found");
  const proxy = c.req.query("svarar") === "narstaende";
  const { region } = c.get("world").config;
  const view = viewSurveyOnWeb(survey, c.req.query("sprak") ?? "", proxy, assetHref("answer.css"), region.name);
  return page(c, "survey-web", `${survey.title} på webben`, view);
}

/** The survey with its modules chosen, in a language; Swedish where there is no such. */
export function viewSurveyOnWeb(
  survey: Survey,
  wanted: string,
  proxy: boolean,
  sheet: string,
  region: string,
): SurveyWebView {
  const known = languagesOf(survey).filter(isAnswerLanguage);
  const language = known.find((code) => code === wanted) ?? "sv";
  const words = wordsAround(survey, language);
  const row = inOneRow(survey);
  const written = { survey: row, state: beginInWriting(row, null, proxy ? "proxy" : "patient") };
  const base = `/enkater/${surveyName(survey)}`;
  const href = (code: string, whom: boolean) =>
    `${base}/webb?${chosenQuery(survey)}&sprak=${code}${whom ? "&svarar=narstaende" : ""}`;
  return {
    sheet,
    backHref: `${base}?${chosenQuery(survey)}`,
    title: survey.title,
    lang: language,
    languages: known.map((code) => ({
      ...{ href: href(code, proxy), lang: code, label: languageLabels[code], current: code === language },
    })),
    whom: [
      { href: href(language, false), label: "Till patienten", current: !proxy },
      { href: href(language, true), label: "Till en närstående", current: proxy },
    ],
    note: hasBranches(survey) ? "Några av dem ställs bara efter vissa svar, på en egen sida." : "",
    heading: words.questionsTitle,
    intro: words.questionsText,
    ...viewAnswerQuestions(written, language, words, nothingTyped, region),
  };
}

/** Every question that may be asked, one after the other: whoever only reads has given no answers to be led by. */
function inOneRow(survey: Survey): Survey {
  const { phases, onward } = chartOf(survey);
  const { modules: _, ...asked } = withModules(survey, usualModules(survey));
  const help = asked.steps.find((step) => step.kind === "confirm" && step.raises === "help");
  const after = help ? onward.get(help.key) : undefined;
  const row = asked.steps.flatMap((step): Exclude<Step, { kind: "confirm" }>[] => {
    if (step.kind === "confirm" || phases.get(step.key) === "opening" || after?.has(step.key)) return [];
    if (step.kind !== "choice") return [step];
    const { branches: _, ...straight } = step;
    return [straight];
  });
  const steps = row.map((step, at) => ({ ...step, next: row[at + 1]?.key ?? "end:completed" }));
  return { ...asked, start: row[0]?.key ?? "end:completed", steps: help ? [...steps, help] : steps };
}
