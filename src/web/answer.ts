/**
 * The patient's own pages, behind a link and without signing in: the day and month of birth, yes or no to the questions,
 * the questions, thanks. They work without script, keep nothing in the browser but a cookie that says that the date was
 * right, and say the same whatever is wrong with a link.
 */
import { getCookie, setCookie } from "hono/cookie";
import { openHours, plainCode, type WebEnding } from "../cases/web-link.ts";
import { surveyOnWeb } from "../db/web-answer.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import { findIdentifying } from "../responses/identifying.ts";
import {
  askToBeRung,
  consentOnWeb,
  findOpenLink,
  type OpenLink,
  openLink,
  readQuestions,
  refuseAnswers,
  type Sheet,
  sendAnswers,
  type Visit,
} from "../steps/answer-on-web.ts";
import { findTranslation } from "../surveys/catalog.ts";
import type { Respondent } from "../surveys/interview.ts";
import { meaningsOf, nothingTyped, remarksIn, type TypedAnswers, viewAnswerQuestions } from "./answer-questions.ts";
import type { AnswerFrame, AnswerQuestionsView } from "./answer-views.ts";
import { type AnswerLanguage, answerLanguages, isAnswerLanguage, languageLabels, wordsIn } from "./answer-words.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import { type Form, formOf } from "./form.ts";
import { frameOf } from "./frame.ts";
import { renderPage } from "./render.ts";
import type { PageName, Pages } from "./views.ts";

const cookie = "svara";
const home = "/svara";
const tokenOf = (c: Request): string => plainToken(c.req.param("token") ?? "");
/** A code may have been typed into the address with its dashes; a secret has none and is left as it is. */
const plainToken = (text: string): string => (text.length < 20 ? plainCode(text) : text);
const baseOf = (c: Request): string => `${home}/${tokenOf(c)}`;
const visitOf = (c: Request): Visit => ({
  ...{ token: tokenOf(c), address: c.get("address"), browser: getCookie(c, cookie) ?? "" },
});

type Shown = { readonly status?: 200 | 404 | 409 | 422 };

/** A page in a frame that says nothing of who may be signed in here, and whose title says nothing of what it is about. */
async function show<Name extends PageName>(
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

function frameIn(c: Request, language: AnswerLanguage, offered: readonly AnswerLanguage[], fault: string | null) {
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
async function frameOfLink(c: Request, { found }: OpenLink, fault: (words: AnswerFrame["words"]) => string | null) {
  const survey = await surveyOnWeb(c.get("world"), found.file);
  const offered = answerLanguages.filter((one) => one === survey.language || findTranslation(survey, one));
  const asked = c.req.query("sprak") ?? (c.req.method === "POST" ? (await formOf(c)).text("sprak") : "");
  const language = languageIn(asked === "" ? spoken(found.language) : asked, offered);
  return frameIn(c, language, offered, fault(wordsIn(language)));
}

const askedLanguage = async (c: Request): Promise<AnswerLanguage> =>
  spoken(c.req.query("sprak") ?? (c.req.method === "POST" ? (await formOf(c)).text("sprak") : null));

async function nothingHere(c: Request): Promise<Response> {
  return show(c, "answer-none", frameIn(c, await askedLanguage(c), answerLanguages, null), { status: 404 });
}

/** GET /svara */
export const codePage = async (c: Request): Promise<Response> =>
  show(c, "answer-code", frameIn(c, await askedLanguage(c), answerLanguages, null));

/** POST /svara: whether the code is right is told by the page that it leads to. */
export async function codeTyped(c: Request): Promise<Response> {
  const form = await formOf(c);
  const code = plainCode(form.text("kod")).slice(0, 40);
  if (!/^[0-9a-z]+$/.test(code)) return nothingHere(c);
  return c.redirect(`${home}/${code}${inLanguage(form)}`, 303);
}

const inLanguage = (form: Form): string => (isAnswerLanguage(form.text("sprak")) ? `?sprak=${form.text("sprak")}` : "");

/** GET /svara/:token */
export async function linkPage(c: Request): Promise<Response> {
  const open = await findOpenLink(c.get("world"), visitOf(c));
  if (!open) return nothingHere(c);
  if (!open.opened) return showBirthday(c, open, { day: "", month: "", left: null });
  return open.link.respondent === null ? showConsent(c, open) : showQuestions(c, open, nothingTyped);
}

async function showBirthday(
  c: Request,
  open: OpenLink,
  typed: { readonly day: string; readonly month: string; readonly left: number | null },
): Promise<Response> {
  const { day, month, left } = typed;
  const frame = await frameOfLink(c, open, ({ wrongDate }) => (left === null ? null : `${wrongDate}${left}.`));
  const view = { ...frame, base: baseOf(c), day, month };
  return show(c, "answer-birthday", view, { status: left === null ? 200 : 422 });
}

/** POST /svara/:token/fodelsedag */
export async function birthdayTyped(c: Request): Promise<Response> {
  const form = await formOf(c);
  const [day, month] = [form.text("dag").slice(0, 10), form.text("manad").slice(0, 10)];
  const world = c.get("world");
  const tried = await openLink(world, visitOf(c), day, month);
  if (isRefusal(tried)) return nothingHere(c);
  if ("browser" in tried) {
    const secure = world.config.mode === "production";
    const kept = { path: home, httpOnly: true, sameSite: "Lax", secure, maxAge: openHours * 60 * 60 } as const;
    setCookie(c, cookie, tried.browser, kept);
    return c.redirect(`${baseOf(c)}${inLanguage(form)}`, 303);
  }
  const open = tried.triesLeft > 0 ? await findOpenLink(world, visitOf(c)) : null;
  return open ? showBirthday(c, open, { day, month, left: tried.triesLeft }) : nothingHere(c);
}

async function showConsent(
  c: Request,
  open: OpenLink,
  fault: (words: AnswerFrame["words"]) => string | null = () => null,
): Promise<Response> {
  const frame = await frameOfLink(c, open, fault);
  const { words } = frame;
  const survey = await surveyOnWeb(c.get("world"), open.found.file);
  const who = (value: Respondent, hint = "") => ({ value, label: words[value], hint, selected: false });
  const view = {
    ...{ ...frame, base: baseOf(c), text: words.consentText.replace("{minutes}", String(survey.minutes)) },
    respondents: [
      who("patient"),
      who("supported"),
      ...(open.found.person?.proxyName ? [who("proxy", words.proxyHint)] : []),
    ],
  };
  return show(c, "answer-consent", view, { status: frame.fault === null ? 200 : 422 });
}

/** POST /svara/:token/borja */
export async function beginPressed(c: Request): Promise<Response> {
  const form = await formOf(c);
  const world = c.get("world");
  const visit = visitOf(c);
  const respondent = (["patient", "supported", "proxy"] as const).find((one) => one === form.text("svarar"));
  const begun = respondent
    ? await consentOnWeb(world, visit, respondent)
    : ({ refused: "respondent-needed" } satisfies Refusal);
  if (!isRefusal(begun)) return c.redirect(`${baseOf(c)}${inLanguage(form)}`, 303);
  const open = begun.refused === "not-found" ? null : await findOpenLink(world, visit);
  if (!open?.opened) return nothingHere(c);
  return showConsent(c, open, (words) => (begun.refused === "respondent-needed" ? words.whoNeeded : words.rungNow));
}

async function showQuestions(
  c: Request,
  open: OpenLink,
  typed: TypedAnswers,
  fault: (words: AnswerFrame["words"]) => string | null = () => null,
  askAnyway = false,
): Promise<Response> {
  const written = await readQuestions(c.get("world"), open);
  if (!written) return nothingHere(c);
  const frame = await frameOfLink(c, open, fault);
  const view: AnswerQuestionsView = {
    ...frame,
    base: baseOf(c),
    ...viewAnswerQuestions(written, frame.lang, frame.words, typed),
    askAnyway,
  };
  return show(c, "answer-questions", view, { status: frame.fault === null ? 200 : 422 });
}

/** POST /svara/:token/skicka */
export async function sendPressed(c: Request): Promise<Response> {
  const form = await formOf(c);
  const typed: TypedAnswers = {
    said: (key) => form.text(`fraga-${key}`),
    wrote: (key) => form.raw(`fraga-${key}`),
    ...{ help: form.text("hjalp"), need: form.raw("behov").slice(0, 1000), anyway: form.text("anda") === "ja" },
  };
  const world = c.get("world");
  const visit = visitOf(c);
  const open = await findOpenLink(world, visit);
  const written = open?.opened ? await readQuestions(world, open) : null;
  if (open && written) {
    if (typed.need.trim() !== "" && typed.help === "")
      return showQuestions(c, open, typed, (words) => words.needNotAgreed);
    const points = remarksIn(written, typed).some((text) => findIdentifying(text).length > 0);
    if (points && !typed.anyway) return showQuestions(c, open, typed, (words) => words.identifying, true);
  }
  const sheet: Sheet = {
    answers: written ? meaningsOf(written, typed) : new Map(),
    ...{ wantsHelp: typed.help === "ja", need: typed.need },
  };
  const sent = await sendAnswers(world, visit, sheet);
  if (!isRefusal(sent)) return done(c, form, sent.done);
  const again = sent.refused === "not-found" ? null : await findOpenLink(world, visit);
  if (!again?.opened) return nothingHere(c);
  return showQuestions(c, again, typed, (words) => (sent.refused === "too-few-answers" ? words.tooFew : words.rungNow));
}

/** POST /svara/:token/nej and …/ring */
export const noPressed = (c: Request): Promise<Response> => endWith(c, refuseAnswers);
export const callPressed = (c: Request): Promise<Response> => endWith(c, askToBeRung);

async function endWith(c: Request, act: typeof refuseAnswers): Promise<Response> {
  const ended = await act(c.get("world"), visitOf(c));
  return isRefusal(ended) ? nothingHere(c) : done(c, await formOf(c), ended.done);
}

const kinds: Readonly<Record<WebEnding, string>> = { sent: "tack", refused: "nej", "call-me": "ring" };

const done = (c: Request, form: Form, ending: WebEnding): Response =>
  c.redirect(`${home}/klart?slag=${kinds[ending]}${inLanguage(form).replace("?", "&")}`, 303);

/** GET /svara/klart?slag=: says nothing about anybody, and can be loaded again. */
export async function donePage(c: Request): Promise<Response> {
  const frame = frameIn(c, await askedLanguage(c), answerLanguages, null);
  const { words } = frame;
  const kind = c.req.query("slag");
  if (kind === "nej") return show(c, "answer-done", { ...frame, heading: words.refusedTitle, text: words.refusedText });
  if (kind === "ring") return show(c, "answer-done", { ...frame, heading: words.callMeTitle, text: words.callMeText });
  return show(c, "answer-done", { ...frame, heading: words.sentTitle, text: words.sentText });
}
