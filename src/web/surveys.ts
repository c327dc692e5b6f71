/**
 * GET /enkater: the questionnaires that came with the program, each as it is asked in every mode and every language, before
 * anybody is asked it. For the project lead who chooses one, and for whoever writes the next.
 */
import { robotFaults } from "../calls/conversation.ts";
import { everyPiece } from "../calls/every-piece.ts";
import { textFor } from "../calls/prompts.ts";
import { Problem } from "../problems.ts";
import { published, translations } from "../surveys/catalog.ts";
import { isPublished } from "../surveys/published.ts";
import { isQuestion, usualModules, withModules } from "../surveys/route.ts";
import { reserved, reservedTexts, type Step, type Survey } from "../surveys/survey.ts";
import { translated } from "../surveys/translation.ts";
import { assetHref } from "./assets.ts";
import { chosenQuery, findChosen, surveyName } from "./chosen-survey.ts";
import type { Request } from "./context.ts";
import { page } from "./frame.ts";
import { languagesOf } from "./interview-language.ts";
import type { SurveysView, SurveyView } from "./views.ts";

/** How a language is called in Swedish; another stands by its code. */
const languages: Readonly<Record<string, string>> = {
  ...{ sv: "svenska", en: "engelska", fi: "finska", fit: "meänkieli", se: "nordsamiska", de: "tyska", es: "spanska" },
  ...{ ar: "arabiska", fa: "persiska", prs: "dari", so: "somaliska", ti: "tigrinja", ku: "kurdiska", tr: "turkiska" },
  ...{ pl: "polska", ru: "ryska", uk: "ukrainska", bs: "bosniska", hr: "kroatiska", sr: "serbiska", th: "thai" },
};
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
    href: `/enkater/${surveyName(survey)}`,
    title: survey.title,
    versionText: `Version ${survey.version}${isPublished(survey) ? "" : ", inte utgiven än"}`,
    questionsText: sizeOf(survey),
    languagesText: inAllLanguages(survey)
      .map(({ language }) => languageName(language))
      .join(", "),
  })),
});

function sizeOf({ steps, minutes }: Survey): string {
  const count = steps.filter(isQuestion).length;
  return `${count} ${count === 1 ? "fråga" : "frågor"}, ungefär ${minutes} ${minutes === 1 ? "minut" : "minuter"}`;
}

/** GET /enkater/:namn?moduler=, "punktmatning-kort.1" */
export async function surveyPage(c: Request): Promise<Response> {
  const survey = findChosen(c.req.param("namn") ?? "", c.req.queries("moduler"));
  if (!survey) throw new Problem("not-found");
  const view = viewSurvey(survey, c.get("world").config.region.name, assetHref("report.css"));
  return page(c, "survey", survey.title, view);
}

/** The survey as it is asked with the modules that are its choice (route.ts, withChosen). */
export function viewSurvey(chosen: Survey, region: string, sheet: string): SurveyView {
  const filled = (text: string) =>
    text
      .replaceAll("{region}", () => region)
      .replaceAll("{caller}", "[ditt namn]")
      .replaceAll("{birthday}", "[födelsedagen]");
  const survey = withModules(chosen, usualModules(chosen));
  const all = inAllLanguages(survey);
  const robotless = robotFaults(chosen);
  const left = chosen.steps.length - survey.steps.length;
  return {
    sheet,
    title: survey.title,
    versionText: `Version ${survey.version}${isPublished(survey) ? ". En version som har använts ändras aldrig." : ", inte utgiven än. Den kan ändras, och ställs inte till riktiga patienter."}`,
    modules: (chosen.modules ?? []).map(({ key, title, on }) => ({ value: key, label: title, selected: on })),
    leftText: left === 0 ? "" : `${left} av enkätens steg hör till moduler som inte är med.`,
    modes: modesOf(chosen),
    languages: all.map(({ language }) => ({ code: language, name: languageName(language) })),
    steps: survey.steps.map((step, at) => ({
      key: step.key,
      kind: kindOf(step),
      hint: filled(step.hint ?? ""),
      said: all.map((one) => ({
        language: one.language,
        languageText: `på ${languageName(one.language)}`,
        patient: filled(one.steps[at]!.text.patient),
        proxy: filled(one.steps[at]!.text.proxy),
        answers: answersOf(one, one.steps[at]!),
      })),
    })),
    silent: [reserved.dontKnow, reserved.notApplicable, reserved.declined].map((code) => reservedTexts[code] ?? ""),
    robot: (robotless.length > 0 ? [] : everyPiece(chosen)).map((piece) => textFor(piece, region)),
    robotless: survey.robot === false ? [] : robotless,
  };
}

/** The other ways it is asked; the robot's stands on the page itself. */
function modesOf(chosen: Survey): SurveyView["modes"] {
  const query = chosenQuery(chosen);
  const others = languagesOf(chosen).filter((language) => language !== chosen.language);
  const paper = (more: string) => `/skriv-ut/fragor?${query}${more}`;
  return [
    {
      href: `/ova?${query}`,
      label: "För den som ringer",
      text: "Öva på en påhittad patient, på samma skärm som i ett riktigt samtal.",
    },
    {
      href: `/skriv-ut/samtalsguide?${query}`,
      label: "För den som ringer utan dator",
      text: "Samtalsguiden på papper.",
    },
    {
      href: `/enkater/${surveyName(chosen)}/webb?${query}`,
      label: "För den som svarar på webben",
      text: "Patientens egen sida, på de språk som finns.",
    },
    { href: paper(""), label: "För den som svarar på papper", text: "Frågorna att skriva ut." },
    {
      href: paper("&svarar=narstaende"),
      label: "För den närstående som svarar på papper",
      text: "Frågorna i tredje person.",
    },
    ...others.map((language) => ({
      href: paper(`&sprak=${language}`),
      label: `För den som svarar på papper, på ${languageName(language)}`,
      text: "Samma frågor och svar, översatta.",
    })),
  ];
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
  const { branches = {} } = step;
  const leads = (code: number) => (branches[code] === undefined ? "" : ` → ${branches[code]}`);
  return [
    ...(survey.scales[step.scale] ?? []).map(({ code, text }) => `${code} ${text}${leads(code)}`),
    // Not read aloud, so they stand here only where they lead elsewhere.
    ...Object.values(reserved)
      .filter((code) => leads(code) !== "")
      .map((code) => `${code} ${reservedTexts[code]}${leads(code)}`),
  ];
}
