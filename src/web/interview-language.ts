/**
 * In which language the coordinator reads the questions aloud: Swedish, or another that exactly this version of the survey
 * is translated to. Kept in the browser for this call; the page around the questions, and what it tells the coordinator,
 * stay Swedish.
 */
import { getCookie, setCookie } from "hono/cookie";
import { findDischarge } from "../db/cases.ts";
import { languageName } from "../discharges/languages.ts";
import { findTranslation, translations } from "../surveys/catalog.ts";
import type { Survey } from "../surveys/survey.ts";
import { translated } from "../surveys/translation.ts";
import type { Request } from "./context.ts";
import { formOf } from "./form.ts";
import type { ReadingLanguages } from "./views.ts";

const cookie = "ringupp-las-pa";
const hoursKept = 12;

/** BCP 47 codes of the languages that a survey can be read in, its own first. */
export const languagesOf = ({ id, version, language }: Survey): string[] => [
  language,
  ...translations.filter((one) => one.id === id && one.version === version).map((one) => one.language),
];

/** The survey in a language; as it is where there is no translation of exactly its version. */
export function inLanguage(survey: Survey, language: string): Survey {
  const translation = findTranslation(survey, language);
  return translation ? translated(survey, translation) : survey;
}

/** What was chosen in this browser for this call; the survey's own language otherwise. */
export function chosenLanguage(c: Request, survey: Survey): string {
  const chosen = getCookie(c, cookie) ?? "";
  return languagesOf(survey).includes(chosen) ? chosen : survey.language;
}

/** The switch on the interview's pages; null where there is nothing to choose. */
export async function viewLanguages(c: Request, survey: Survey, chosen: string): Promise<ReadingLanguages | null> {
  const spoken = (await findDischarge(c.get("world").db, c.req.param("id") ?? ""))?.language ?? null;
  return readingLanguages(survey, chosen, spoken);
}

export function readingLanguages(survey: Survey, chosen: string, spoken: string | null): ReadingLanguages | null {
  const all = languagesOf(survey);
  if (all.length < 2) return null;
  const offer = spoken !== null && spoken !== chosen && all.includes(spoken);
  return {
    suggestion: offer
      ? `Patienten talar ${languageName(spoken)}, och frågorna finns på ${languageName(spoken)}.`
      : null,
    choices: all.map((code) => ({
      ...{ value: code, label: `Läs på ${languageName(code)}`, selected: code === chosen },
    })),
  };
}

/** POST …/las-pa: for this call, in this browser. */
export async function chooseLanguage(c: Request): Promise<Response> {
  const base = `/uppfoljningar/${c.req.param("id") ?? ""}`;
  const language = (await formOf(c)).text("sprak");
  const secure = c.get("world").config.mode === "production";
  const kept = { path: base, httpOnly: true, sameSite: "Lax", secure, maxAge: hoursKept * 60 * 60 } as const;
  if (/^[a-z]{2,3}$/.test(language)) setCookie(c, cookie, language, kept);
  return c.redirect(`${base}/intervju`, 303);
}
