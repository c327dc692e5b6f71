/**
 * What the patient's own pages have in common: the link and the browser that a request comes with, the frame in the chosen
 * language, and the one page that stands for everything that is not there.
 */
import { getCookie } from "hono/cookie";
import { plainCode, type WebEnding } from "../cases/web-link.ts";
import { surveyOnWeb } from "../db/web-answer.ts";
import { findOpenLink, type OpenLink, type Visit } from "../steps/answer-on-web.ts";
import { findTranslation } from "../surveys/catalog.ts";
import type { AnswerFrame } from "./answer-views.ts";
import {
  type AnswerLanguage,
  answerLanguages,
  isAnswerLanguage,
  languageLabels,
  wordsAround,
  wordsIn,
} from "./answer-words.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import { type Form, formOf } from "./form.ts";
import { frameOf } from "./frame.ts";
import { renderPage } from "./render.ts";
import type { PageName, Pages } from "./views.ts";

/**
 * The cookie of a browser that has given the right date: one for each link, since two who live together may answer by the
 * same device. Four signs tell their links apart, and give no link away.
 */
export const cookieOf = (c: Request): string => `svara-${tokenOf(c).slice(0, 4)}`;
export const home = "/svara";
/** A code may have been typed into the address with its dashes, and a link been pasted with the full stop after it. */
const tokenOf = (c: Request): string => plainCode(c.req.param("token") ?? "");
export const baseOf = (c: Request): string => `${home}/${tokenOf(c)}`;
export const visitOf = (c: Request): Visit => ({
  ...{ token: tokenOf(c), address: c.get("address"), browser: getCookie(c, cookieOf(c)) ?? "" },
});

type Shown = { readonly status?: 200 | 404 | 409 | 422 };

/** A page in a frame that says nothing of who may be signed in here, and whose title says nothing of what it is about. */
export async function show<Name extends PageName>(
  c: Request,
  name: Name,
  view: Pages[Name],
  { status = 200 }: Shown = {},
): Promise<Response> {
  const frame = await frameOf(c, "Svara");
  return c.html(renderPage(name, { ...frame, account: null, nav: [], alarm: null, plain: true, ...view }), status);
}

/** The language that was chosen, or that the patient is said to speak; Swedish where there is no translation. */
const languageIn = (wanted: string, offered: readonly AnswerLanguage[]): AnswerLanguage =>
  offered.find((one) => one === wanted) ?? "sv";

export function frameIn(
  c: Request,
  language: AnswerLanguage,
  offered: readonly AnswerLanguage[],
  fault: string | null,
) {
  const { pathname, searchParams } = new URL(c.req.url);
  const kind = searchParams.get("slag");
  // A form that was refused is shown at its own address, which only takes forms.
  const path = c.req.method === "POST" ? (c.req.param("token") ? baseOf(c) : home) : pathname;
  const frame: AnswerFrame = {
    ...{ sheet: assetHref("answer.css"), lang: language, words: wordsIn(language), fault },
    languages: offered.map((lang) => ({
      ...{ lang, label: languageLabels[lang], current: lang === language },
      href: `${path}?sprak=${lang}${kind === null ? "" : `&slag=${encodeURIComponent(kind)}`}`,
    })),
  };
  return frame;
}

const spoken = (text: string | null): AnswerLanguage => (text !== null && isAnswerLanguage(text) ? text : "sv");

/** The frame of a page about a link: in the languages that its survey has. */
export async function frameOfLink(
  c: Request,
  { found }: OpenLink,
  fault: (words: AnswerFrame["words"]) => string | null,
) {
  const survey = await surveyOnWeb(c.get("world"), found.file);
  const offered = answerLanguages.filter((one) => one === survey.language || findTranslation(survey, one));
  const asked = c.req.query("sprak") ?? (c.req.method === "POST" ? (await formOf(c)).text("sprak") : "");
  const language = languageIn(asked === "" ? spoken(found.language) : asked, offered);
  const words = wordsAround(survey, language);
  return { ...frameIn(c, language, offered, fault(words)), words };
}

export const askedLanguage = async (c: Request): Promise<AnswerLanguage> =>
  spoken(c.req.query("sprak") ?? (c.req.method === "POST" ? (await formOf(c)).text("sprak") : null));

/** What a link that leads nowhere shows, for whatever reason. */
export async function nothingHere(c: Request): Promise<Response> {
  return show(c, "answer-none", frameIn(c, await askedLanguage(c), answerLanguages, null), { status: 404 });
}

/**
 * A form came from a browser that is not past the question about the birthday (any more), or has not said yes: back to the
 * link's own page, which asks. Nothing where the link leads nowhere.
 */
export async function beginAgain(c: Request): Promise<Response> {
  const open = await findOpenLink(c.get("world"), visitOf(c));
  return open ? c.redirect(`${baseOf(c)}${inLanguage(await formOf(c))}`, 303) : nothingHere(c);
}

/** The form's language, for the address of the next page. */
export const inLanguage = (form: Form): string =>
  isAnswerLanguage(form.text("sprak")) ? `?sprak=${form.text("sprak")}` : "";

const kinds: Readonly<Record<WebEnding, string>> = { sent: "tack", refused: "nej", "call-me": "ring" };

/** On to the thanks, in `language` where that is one of ours. */
export const thanked = (c: Request, ending: WebEnding, language: string): Response =>
  c.redirect(`${home}/klart?slag=${kinds[ending]}${isAnswerLanguage(language) ? `&sprak=${language}` : ""}`, 303);

export const done = (c: Request, form: Form, ending: WebEnding): Response => thanked(c, ending, form.text("sprak"));
