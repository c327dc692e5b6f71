/**
 * The patient's own pages, behind a link and without signing in: the day and month of birth, yes or no to the questions,
 * the questions, thanks. They work without script, keep nothing in the browser but a cookie that says that the date was
 * right, and say the same whatever is wrong with a link.
 */
import { setCookie } from "hono/cookie";
import { openHours, plainCode } from "../cases/web-link.ts";
import { surveyOnWeb } from "../db/web-answer.ts";
import { isRefusal, type Refusal } from "../problems.ts";
import {
  askToBeRung,
  consentOnWeb,
  findDone,
  findOpenLink,
  type OpenLink,
  openLink,
  refuseAnswers,
} from "../steps/answer-on-web.ts";
import type { Respondent } from "../surveys/interview.ts";
import {
  askedLanguage,
  baseOf,
  beginAgain,
  cookieOf,
  done,
  frameIn,
  frameOfLink,
  home,
  inLanguage,
  nothingHere,
  show,
  thanked,
  visitOf,
} from "./answer-frame.ts";
import { showQuestions } from "./answer-page.ts";
import type { AnswerFrame } from "./answer-views.ts";
import { answerLanguages } from "./answer-words.ts";
import type { Request } from "./context.ts";
import { formOf } from "./form.ts";

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

/** GET /svara/:token; `?vem` asks once more who answers, for whoever has chosen the wrong one. */
export async function linkPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const visit = visitOf(c);
  const open = await findOpenLink(world, visit);
  if (!open) {
    // Whoever has sent by this browser and looks again hears that it arrived, and not that the link does not work.
    const ended = visit.browser === "" ? null : await findDone(world, visit);
    return ended ? thanked(c, ended, c.req.query("sprak") ?? "") : nothingHere(c);
  }
  if (!open.opened) return showBirthday(c, open, { day: "", month: "", left: null });
  const asksWho = open.link.respondent === null || c.req.query("vem") !== undefined;
  return asksWho ? showConsent(c, open) : showQuestions(c, open);
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
    setCookie(c, cookieOf(c), tried.browser, kept);
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
  if (!open?.opened) return beginAgain(c);
  return showConsent(c, open, (words) => (begun.refused === "respondent-needed" ? words.whoNeeded : words.rungNow));
}

/** POST /svara/:token/nej and …/ring */
export const noPressed = (c: Request): Promise<Response> => endWith(c, refuseAnswers);
export const callPressed = (c: Request): Promise<Response> => endWith(c, askToBeRung);

async function endWith(c: Request, act: typeof refuseAnswers): Promise<Response> {
  const ended = await act(c.get("world"), visitOf(c));
  return isRefusal(ended) ? beginAgain(c) : done(c, await formOf(c), ended.done);
}

/** GET /svara/klart?slag=: says nothing about anybody, and can be loaded again. */
export async function donePage(c: Request): Promise<Response> {
  const frame = frameIn(c, await askedLanguage(c), answerLanguages, null);
  const { words } = frame;
  const kind = c.req.query("slag");
  if (kind === "nej") return show(c, "answer-done", { ...frame, heading: words.refusedTitle, text: words.refusedText });
  if (kind === "ring") return show(c, "answer-done", { ...frame, heading: words.callMeTitle, text: words.callMeText });
  return show(c, "answer-done", { ...frame, heading: words.sentTitle, text: words.sentText });
}
