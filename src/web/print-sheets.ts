/**
 * Sheets to print: what a patient is given, what is filled in on the ward, and the questions on paper. Texts stand in the
 * templates, questions come from the survey catalog, so that paper and telephone never say different things. They hold
 * no patient; every signed-in account may print them.
 */

import type { Policy } from "../calls/policy.ts";
import { findProvider } from "../db/accounts.ts";
import { listMeasurements, surveyOf } from "../db/measurements.ts";
import { findRules } from "../db/rules.ts";
import { languageName } from "../discharges/languages.ts";
import { phoneText } from "../discharges/phone-text.ts";
import { Problem } from "../problems.ts";
import { findNewest, findTranslation, published } from "../surveys/catalog.ts";
import { chartOf, firstQuestions, isQuestion, usualModules, withModules } from "../surveys/route.ts";
import { type ChoiceStep, type Question, reserved, reservedTexts, type Step, type Survey } from "../surveys/survey.ts";
import { assetHref } from "./assets.ts";
import { chosenQuery, findChosen } from "./chosen-survey.ts";
import { accountOf, type Request } from "./context.ts";
import { page } from "./frame.ts";
import { inLanguage, languagesOf } from "./interview-language.ts";
import { sheetWordsFor } from "./sheet-words.ts";
import type { GuideSheetView, QuestionSheetView, SheetFrame, SheetsView } from "./views.ts";

const home = "/skriv-ut";

/** Every survey there is, in its newest version. */
const surveys = (): Survey[] => [...new Set(published.map(({ id }) => id))].flatMap((id) => findNewest(id) ?? []);

/** The survey of the address; the first one when none is named. */
function wantedSurvey(c: Request): Survey {
  const name = c.req.query("enkat");
  const found =
    name === undefined
      ? (surveys().find(({ id }) => id === "punktmatning-kort") ?? surveys()[0])
      : findChosen(name, c.req.queries("moduler"));
  if (!found) throw new Problem("not-found");
  return found;
}

/** Paper has no engine to pass a question: what is not asked does not stand there. */
const asAsked = (survey: Survey): Survey => withModules(survey, usualModules(survey));

async function sheetFrame(c: Request): Promise<SheetFrame> {
  const provider = await findProvider(c.get("world").db, accountOf(c).providerId);
  return {
    sheet: assetHref("sheets.css"),
    region: provider?.name ?? "Regionen",
    switchboard: provider?.switchboard ?? null,
  };
}

/** GET /skriv-ut */
export async function sheetList(c: Request): Promise<Response> {
  const open = (await listMeasurements(c.get("world").db)).filter(({ state }) => state === "running");
  const own = open
    .map((row) => ({ name: row.name, survey: surveyOf(row) }))
    .filter(({ survey }) => survey.modules !== undefined);
  return page(c, "sheets", "Skriv ut", viewSheets(surveys(), assetHref("sheets.css"), own));
}

/** `measured`: what running measurements ask, where they may have chosen otherwise than the survey. */
export function viewSheets(
  all: readonly Survey[],
  sheet: string,
  measured: readonly { readonly name: string; readonly survey: Survey }[] = [],
): SheetsView {
  const named = (survey: Survey, label: string) => (all.length === 1 ? label : `${label}: ${survey.title}`);
  return {
    sheet,
    measured: measured.map(({ name, survey }) => ({
      name,
      questionsHref: `${home}/fragor?${chosenQuery(survey)}`,
      proxyHref: `${home}/fragor?${chosenQuery(survey)}&svarar=narstaende`,
      guideHref: `${home}/samtalsguide?${chosenQuery(survey)}`,
    })),
    links: [
      {
        href: `${home}/patientinformation`,
        label: "Patientinformation",
        text: "Att lämna till patienten vid hemgången: vad samtalet är, och hur man vet att det är äkta.",
      },
      {
        href: `${home}/samtycke`,
        label: "Samtycke och kontaktuppgifter",
        text: "Att fylla i tillsammans med patienten på avdelningen.",
      },
      ...all.flatMap((survey) => [
        {
          href: `${home}/fragor?enkat=${survey.id}`,
          label: named(survey, "Frågorna på papper"),
          text: "För den som hellre läser själv.",
        },
        {
          href: `${home}/fragor?enkat=${survey.id}&svarar=narstaende`,
          label: named(survey, "Frågorna på papper, till närstående"),
          text: "När en närstående svarar i patientens ställe.",
        },
        ...languagesOf(survey)
          .filter((language) => language !== survey.language)
          .map((language) => ({
            href: `${home}/fragor?enkat=${survey.id}&sprak=${language}`,
            label: `${named(survey, "Frågorna på papper")}, på ${languageName(language)}`,
            text: "Samma frågor och svar, översatta.",
          })),
        {
          href: `${home}/samtalsguide?enkat=${survey.id}`,
          label: named(survey, "Samtalsguide"),
          text: "Till dig som ringer: vad du säger, steg för steg.",
        },
      ]),
    ],
  };
}

/** GET /skriv-ut/patientinformation */
export async function informationSheet(c: Request): Promise<Response> {
  const { telephone } = c.get("world");
  return page(c, "sheet-information", "Patientinformation", {
    ...(await sheetFrame(c)),
    ...callingTimesOf((await findRules(c.get("world").db)).policy),
    minutes: wantedSurvey(c).minutes,
    robot: telephone !== null,
    callerId: telephone && phoneText(telephone.from),
  });
}

const hour = (time: string): string => time.replace(/^0/, "").replace(/:00$/, "");

/** When a patient may expect the call, by the rule that the program itself keeps. */
export const callingTimesOf = ({ firstDay, lastDay, weekends, hours }: Policy) => ({
  daysText: `${firstDay} till ${lastDay} dagar`,
  hoursText: `${weekends ? "alla dagar" : "på vardagar"} mellan klockan ${hour(hours.from)} och ${hour(hours.to)}`,
});

/** GET /skriv-ut/samtycke */
export async function consentSheet(c: Request): Promise<Response> {
  const robot = c.get("world").telephone !== null;
  const view = { ...(await sheetFrame(c)), robot, minutes: wantedSurvey(c).minutes };
  return page(c, "sheet-consent", "Samtycke och kontaktuppgifter", view);
}

/** GET /skriv-ut/fragor?enkat=&moduler=&svarar=narstaende&sprak= */
export async function questionSheet(c: Request): Promise<Response> {
  const survey = inLanguage(wantedSurvey(c), c.req.query("sprak") ?? "");
  const view = viewQuestions(asAsked(survey), await sheetFrame(c), c.req.query("svarar") === "narstaende");
  return page(c, "sheet-questions", "Frågorna på papper", view);
}

const filled = (text: string, region: string): string =>
  text
    .replaceAll("{caller}", "(ditt namn)")
    .replaceAll("{region}", region)
    .replaceAll("{birthday}", "den dag som står på uppföljningens sida");

const versionText = ({ title, version }: Survey): string => `${title}, version ${version}`;

/** Question key → its number on paper, 0 for what is no question. Paper has no engine to skip a question by itself. */
function numbering(survey: Survey): (key: string) => number {
  const keys = survey.steps.filter(isQuestion).map(({ key }) => key);
  return (key) => keys.indexOf(key) + 1;
}

/** Where a question leads, in brackets behind a space; "" where the next one on paper follows, or nothing more. */
function onPaper(survey: Survey, question: Question, target: string): string {
  const number = numbering(survey);
  const words = sheetWordsFor(survey);
  // What is only said in between has no number.
  const [first] = firstQuestions(chartOf(survey).steps, target);
  const follows = survey.steps.filter(isQuestion)[number(question.key)]?.key;
  if (first === follows) return "";
  return ` (${first === undefined ? words.goToEnd : `${words.goTo} ${number(first)}`})`;
}

/** An answer as it stands on paper: with the question to go on to, when it is not the next one. */
const answerOnPaper = (survey: Survey, question: ChoiceStep, code: number, text: string): string =>
  `${text}${onPaper(survey, question, question.branches?.[String(code)] ?? question.next)}`;

/** The questions as somebody reads them alone, in the survey's language. */
export function viewQuestions(survey: Survey, frame: SheetFrame, proxy: boolean): QuestionSheetView {
  const { intro, proxyIntro, title, proxyTitle, thanks, helpHeading, help } = sheetWordsFor(survey);
  return {
    ...frame,
    ...{ lang: survey.language, thanks, helpHeading, help, versionText: versionText(survey) },
    title: proxy ? proxyTitle : title,
    intro: proxy ? `${intro} ${proxyIntro}` : intro,
    questions: survey.steps.filter(isQuestion).map((question) => ({
      text: `${filled(proxy ? question.text.proxy : question.text.patient, frame.region)}${afterOpen(survey, question)}`,
      choices: question.kind === "choice" ? choicesOnPaper(survey, question) : [],
    })),
  };
}

/** An open question has no answers of its own to say it by. */
const afterOpen = (survey: Survey, question: Question): string =>
  question.kind === "open" ? onPaper(survey, question, question.next) : "";

const reservedText = (survey: Survey, code: number): string =>
  findTranslation(survey, survey.language)?.reserved[String(code)] ?? reservedTexts[code] ?? "";

/** "Vill inte svara" is left out: on paper a question is left empty instead. */
const choicesOnPaper = (survey: Survey, question: ChoiceStep): string[] =>
  [
    ...(survey.scales[question.scale] ?? []),
    ...[reserved.dontKnow, reserved.notApplicable].map((code) => ({ code, text: reservedText(survey, code) })),
  ].map(({ code, text }) => answerOnPaper(survey, question, code, text));

/** GET /skriv-ut/samtalsguide?enkat=&moduler= */
export async function guideSheet(c: Request): Promise<Response> {
  return page(c, "sheet-guide", "Samtalsguide", viewGuide(asAsked(wantedSurvey(c)), await sheetFrame(c)));
}

export function viewGuide(survey: Survey, frame: SheetFrame): GuideSheetView {
  const { phases } = chartOf(survey);
  const part = (label: string, phase: "opening" | "questions" | "closing") => ({
    label,
    steps: survey.steps
      .filter(({ key }) => phases.get(key) === phase)
      .map((step) => ({
        number: numbering(survey)(step.key) || null,
        text: filled(step.text.patient, frame.region),
        hint: filled(step.hint ?? "", frame.region),
        answers: answersAloud(survey, step),
      })),
  });
  return {
    ...frame,
    title: "Samtalsguide",
    versionText: versionText(survey),
    parts: [part("Inledning", "opening"), part("Frågor", "questions"), part("Avslutning", "closing")],
  };
}

function answersAloud(survey: Survey, step: Step): string {
  if (step.kind === "confirm") return `${step.yesLabel} / ${step.noLabel}`;
  if (step.kind === "open") return `Skriv med patientens egna ord${afterOpen(survey, step)}.`;
  if (step.kind === "read") return "";
  return (survey.scales[step.scale] ?? []).map(({ code, text }) => answerOnPaper(survey, step, code, text)).join(" / ");
}
