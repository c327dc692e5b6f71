/**
 * GET /enkater: the questionnaires that came with the program, each as it is asked in every mode and every language, before
 * anybody is asked it. For the project lead who chooses one, and for whoever writes the next.
 */
import { robotFaults } from "../calls/conversation.ts";
import { everyPiece } from "../calls/every-piece.ts";
import { textFor } from "../calls/prompts.ts";
import { Problem } from "../problems.ts";
import { published, translations } from "../surveys/catalog.ts";
import { isQuestion } from "../surveys/route.ts";
import { reserved, reservedTexts, type Step, type Survey } from "../surveys/survey.ts";
import { translated } from "../surveys/translation.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import { page } from "./frame.ts";
import type { SurveysView, SurveyView } from "./views.ts";

const nameOf = ({ id, version }: Survey): string => `${id}.${version}`;

/** How a language is called in Swedish. */
const languages: Readonly<Record<string, string>> = { sv: "svenska", en: "engelska", fi: "finska" };
const languageName = (code: string): string => languages[code] ?? code;

/** All texts of a version, the Swedish first. */
const inAllLanguages = (survey: Survey): readonly Survey[] => [
  survey,
  ...translations
    .filter(({ id, version }) => id === survey.id && version === survey.version)
    .map((translation) => translated(survey, translation)),
];

/** GET /enkater */
export const surveyList = (c: Request): Promise<Response> => page(c, "surveys", "Enkäter", viewSurveys());

export const viewSurveys = (surveys: readonly Survey[] = published): SurveysView => ({
  rows: surveys.map((survey) => ({
    href: `/enkater/${nameOf(survey)}`,
    title: survey.title,
    versionText: `Version ${survey.version}`,
    questionsText: `${survey.steps.filter(isQuestion).length} frågor, ungefär ${survey.minutes} minuter`,
    languagesText: inAllLanguages(survey)
      .map(({ language }) => languageName(language))
      .join(", "),
  })),
});

/** GET /enkater/:namn, "punktmatning-kort.1" */
export async function surveyPage(c: Request): Promise<Response> {
  const survey = published.find((one) => nameOf(one) === c.req.param("namn"));
  if (!survey) throw new Problem("not-found");
  const view = viewSurvey(survey, c.get("world").config.region.name, assetHref("report.css"));
  return page(c, "survey", survey.title, view);
}

export function viewSurvey(survey: Survey, region: string, sheet: string): SurveyView {
  const filled = (text: string) =>
    text
      .replaceAll("{region}", region)
      .replaceAll("{caller}", "[ditt namn]")
      .replaceAll("{birthday}", "[födelsedagen]");
  const all = inAllLanguages(survey);
  return {
    sheet,
    title: survey.title,
    versionText: `Version ${survey.version}. En version som har använts ändras aldrig.`,
    modules: (survey.modules ?? []).map(({ title, on }) => `${title}${on ? "" : " (av från början)"}`),
    languages: all.map(({ language }) => ({ code: language, name: languageName(language) })),
    steps: survey.steps.map((step, at) => ({
      key: step.key,
      kind: kindOf(step),
      hint: filled(step.hint ?? ""),
      said: all.map((one) => ({
        language: one.language,
        patient: filled(one.steps[at]!.text.patient),
        proxy: filled(one.steps[at]!.text.proxy),
        answers: answersOf(one, one.steps[at]!),
      })),
    })),
    silent: [reserved.dontKnow, reserved.notApplicable, reserved.declined].map((code) => reservedTexts[code] ?? ""),
    robot: (robotFaults(survey).length > 0 ? [] : everyPiece(survey)).map((piece) => textFor(piece, region)),
  };
}

function kindOf(step: Step): string {
  if (step.kind === "read") return "Sägs";
  if (step.kind === "confirm") return "Ja eller nej, styr samtalet";
  if (step.kind === "open") return "Öppen fråga, frivillig";
  return step.core ? "Kärnfråga" : "Fråga";
}

function answersOf(survey: Survey, step: Step): readonly string[] {
  if (step.kind === "confirm") return [step.yesLabel, step.noLabel];
  if (step.kind !== "choice") return [];
  return (survey.scales[step.scale] ?? []).map(({ code, text }) => `${code} ${text}`);
}
