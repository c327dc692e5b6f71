/** The patient's questions, page by page: what is shown, kept and sent. */
import { emptyDraft, type TypedPage, type WebDraft, withPage } from "../cases/web-draft.ts";
import { isRefusal } from "../problems.ts";
import { findIdentifying } from "../responses/identifying.ts";
import {
  findOpenLink,
  keepDraft,
  type OpenLink,
  readQuestions,
  type Sheet,
  sendAnswers,
  type Written,
} from "../steps/answer-on-web.ts";
import { baseOf, beginAgain, done, frameOfLink, nothingHere, show, visitOf } from "./answer-frame.ts";
import { meaningsOf, questionKeys, remarksIn, roomForTooLong, viewAnswerPages } from "./answer-questions.ts";
import type { AnswerFrame, AnswerQuestionsView } from "./answer-views.ts";
import { isAnswerLanguage } from "./answer-words.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { formOf } from "./form.ts";

/** `wanted`: a page's number, which may be past the last one now that an answer leads elsewhere. */
export function viewAnswerPage(
  frame: AnswerFrame,
  base: string,
  written: Parameters<typeof viewAnswerPages>[0],
  draft: WebDraft,
  wanted: number,
  region: string,
): AnswerQuestionsView {
  const pages = viewAnswerPages(written, frame.lang, frame.words, draft, region);
  const page = Math.min(pages.length, Math.max(1, Number.isInteger(wanted) ? wanted : 1));
  const shown = pages[page - 1] ?? { questions: [], help: null };
  const last = page === pages.length;
  const { words } = frame;
  const several = pages.length > 1;
  return {
    ...{ ...frame, ...shown, base, page, pages: pages.length, last, script: assetHref("answer.js"), askAnyway: false },
    pageText: several
      ? (last ? words.lastPage : words.pageOf).replace("{page}", String(page)).replace("{pages}", String(pages.length))
      : "",
  };
}

/** `typed`: what was just sent, shown again with `fault`; otherwise what this browser has kept. */
export async function showQuestions(
  c: Request,
  open: OpenLink,
  typed: WebDraft | null = null,
  fault: (words: AnswerFrame["words"]) => string | null = () => null,
  askAnyway = false,
): Promise<Response> {
  const written = await readQuestions(c.get("world"), visitOf(c), open);
  if (!written) return nothingHere(c);
  const asked = typed ?? written.draft;
  const wanted = typed ? typed.page : Number(c.req.query("sida") ?? asked.page);
  const frame = await frameOfLink(c, open, fault);
  const { region } = c.get("world").config;
  const view = viewAnswerPage(frame, baseOf(c), written, asked, wanted, region.name);
  return show(c, "answer-questions", { ...view, askAnyway }, { status: frame.fault === null ? 200 : 422 });
}

/** What a page's form held. A choice that was left out sends nothing, and words that were emptied send "". */
async function typedOn(c: Request): Promise<{ typed: TypedPage; page: number }> {
  const form = await formOf(c);
  const field = (name: string) => (form.list(name).length > 0 ? form.raw(name) : undefined);
  return {
    typed: {
      answer: (key) => field(`fraga-${key}`),
      ...{ help: field("hjalp"), need: field("behov"), anyway: form.text("anda") === "ja" },
    },
    page: form.number("sida") ?? 1,
  };
}

/** Words that may point somebody out, and nobody has said that they do not. */
const mayPoint = (written: Written, { anyway, ...draft }: WebDraft): boolean =>
  !anyway && remarksIn(written, { anyway, ...draft }).some((text) => findIdentifying(text).length > 0);

/** That something is too long, in the page's words; null when nothing is. A browser that keeps to the field's limit never gets here. */
function saysTooLong(written: Written, draft: WebDraft): ((words: AnswerFrame["words"]) => string) | null {
  const room = roomForTooLong(written, draft);
  return room === null ? null : (words) => words.tooLong.replace("{max}", String(room));
}

/** POST /svara/:token/sida: what stands on the page is kept, and the next one is shown, or the one before. */
export async function pageTurned(c: Request): Promise<Response> {
  const world = c.get("world");
  const form = await formOf(c);
  const open = await findOpenLink(world, visitOf(c));
  const written = open?.opened ? await readQuestions(world, visitOf(c), open) : null;
  if (!open || !written) return beginAgain(c);
  const { typed, page } = await typedOn(c);
  const [act, language] = [form.text("gor"), form.text("byt")];
  const next = language !== "" || act === "spara" ? page : act === "tillbaka" ? Math.max(1, page - 1) : page + 1;
  const draft = withPage(written.draft, questionKeys(written), typed, next);
  const tooLong = next > page ? saysTooLong(written, draft) : null;
  if (tooLong) return showQuestions(c, open, { ...draft, page }, tooLong);
  if (next > page && mayPoint(written, draft))
    return showQuestions(c, open, { ...draft, page }, (words) => words.identifying, true);
  const kept = await keepDraft(world, visitOf(c), draft);
  if (isRefusal(kept)) return kept.refused === "not-found" ? beginAgain(c) : giveUp(kept);
  if (act === "spara") return c.body(null, 204);
  const shown = language === "" ? form.text("sprak") : language;
  return c.redirect(`${baseOf(c)}?sida=${next}${isAnswerLanguage(shown) ? `&sprak=${shown}` : ""}`, 303);
}

/** POST /svara/:token/skicka */
export async function sendPressed(c: Request): Promise<Response> {
  const form = await formOf(c);
  const world = c.get("world");
  const visit = visitOf(c);
  const open = await findOpenLink(world, visit);
  const written = open?.opened ? await readQuestions(world, visit, open) : null;
  const { typed, page } = await typedOn(c);
  const draft = written ? withPage(written.draft, questionKeys(written), typed, page) : emptyDraft;
  if (open && written) {
    if (draft.need.trim() !== "" && draft.help === "")
      return showQuestions(c, open, draft, (words) => words.needNotAgreed);
    const tooLong = saysTooLong(written, draft);
    if (tooLong) return showQuestions(c, open, draft, tooLong);
    if (mayPoint(written, draft)) return showQuestions(c, open, draft, (words) => words.identifying, true);
  }
  const sheet: Sheet = {
    answers: written ? meaningsOf(written, draft) : new Map(),
    ...{ wantsHelp: draft.help === "ja", need: draft.need },
  };
  const sent = await sendAnswers(world, visit, sheet);
  if (!isRefusal(sent)) return done(c, form, sent.done);
  const again = sent.refused === "not-found" ? null : await findOpenLink(world, visit);
  if (!again?.opened) return beginAgain(c);
  if (sent.refused !== "too-few-answers") return showQuestions(c, again, draft, (words) => words.rungNow);
  // Who only wants help leaves by another button, and that one knows what has been kept.
  await keepDraft(world, visit, draft);
  return showQuestions(c, again, draft, (words) =>
    draft.help === "ja" ? `${words.tooFew} ${words.tooFewHelp}` : words.tooFew,
  );
}
