/**
 * The staff's form, behind a link and without signing in. A link that does not work says why and what to do, as far as its
 * holder may know (steps/answer-cooperation.ts).
 */
import { formatDate } from "../calendar.ts";
import {
  aboutField,
  dateChoices,
  othersOf,
  partyInWords,
  partyLabels,
  satisfaction,
  sipChoices,
  type TypedSheet,
  timesChoices,
} from "../cooperation/form.ts";
import { weekText } from "../cooperation/measurement.ts";
import type { CooperationLink } from "../db/cooperation.ts";
import { sentenceFor } from "../problems.ts";
import { answerCooperation, type ClosedLink, findOpenLink, newFormPage } from "../steps/answer-cooperation.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import type { CooperationClosedView, CooperationFormView, RadioGroup } from "./cooperation-views.ts";
import { formOf } from "./form.ts";
import { frameOf } from "./frame.ts";
import { renderPage } from "./render.ts";
import type { FieldError, PageName, Pages } from "./views.ts";

/**
 * As it was made: links are printed, typed off a paper in capitals, and pasted with the full stop of their sentence. There
 * is no o, i or l in one.
 */
const tokenOf = (c: Request): string =>
  (c.req.param("token") ?? "")
    .toLowerCase()
    .replace(/[^0-9a-z]+$/, "")
    .replaceAll("o", "0")
    .replace(/[il]/g, "1");
const hrefOf = (token: string): string => `/samverkan/svara/${token}`;

export const blankSheet: TypedSheet = { about: {}, date: "", times: "", sip: "", suggestion: "", anyway: false };

/** A page without what belongs to those who work here: nobody is signed in, and there is nowhere else to go. */
async function show<Name extends PageName>(
  c: Request,
  name: Name,
  title: string,
  view: Pages[Name],
  { errors, status = 200 }: { errors?: readonly FieldError[]; status?: 200 | 404 | 422 } = {},
): Promise<Response> {
  const frame = await frameOf(c, title, errors);
  return c.html(renderPage(name, { ...frame, account: null, nav: [], alarm: null, plain: true, ...view }), status);
}

/** GET /samverkan/svara/:token; `?tack` after an answer has been saved. */
export async function answerPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const link = await findOpenLink(world, tokenOf(c));
  const thanked = c.req.query("tack");
  // Also when it was the last answer that the link could take: whoever sent it hears that it is saved.
  if (thanked !== undefined && !("why" in link && (link.why === "unknown" || link.why === "early")))
    return show(c, "cooperation-thanks", "Tack för svaret", {
      again: "why" in link ? null : hrefOf(tokenOf(c)),
      repeated: thanked === "igen",
    });
  if ("why" in link) return notOpen(c, link);
  return show(
    c,
    "cooperation-form",
    "Hur fungerade samverkan?",
    viewSheet(tokenOf(c), link, blankSheet, newFormPage(world)),
  );
}

/** POST /samverkan/svara/:token */
export async function sendAnswer(c: Request): Promise<Response> {
  const form = await formOf(c);
  const typed: TypedSheet = {
    about: {
      municipality: form.text(aboutField("municipality")),
      "primary-care": form.text(aboutField("primary-care")),
      hospital: form.text(aboutField("hospital")),
    },
    ...{ date: form.text("datum"), times: form.text("ganger"), sip: form.text("sip") },
    ...{ suggestion: form.raw("forslag"), anyway: form.text("anda") === "ja" },
  };
  const done = await answerCooperation(c.get("world"), tokenOf(c), form.text("sida"), typed);
  if (typeof done === "string") return c.redirect(`${hrefOf(tokenOf(c))}?tack${done === "saved" ? "" : "=igen"}`, 303);
  if ("why" in done) return notOpen(c, done, true);
  const errors = done.faults.map(({ field, refusal }) => ({
    ...{ field, text: sentenceFor(refusal.refused, refusal.details) },
  }));
  const askAnyway = done.faults.some(({ refusal }) => refusal.refused === "suggestion-identifying");
  // A box that was ticked stays, so that nobody who mends something else is asked twice.
  const view = {
    ...viewSheet(tokenOf(c), done.link, typed, form.text("sida")),
    ...{ askAnyway: askAnyway || typed.anyway, anyway: typed.anyway },
  };
  return show(c, "cooperation-form", "Hur fungerade samverkan?", view, { errors, status: 422 });
}

const notOpen = (c: Request, closed: ClosedLink, sent = false): Promise<Response> =>
  show(c, "cooperation-closed", "Formuläret är inte öppet", viewClosed(closed, sent), { status: 404 });

const newLink = "Be den som samordnar mätningen hos er om en ny länk.";

/** `sent`: somebody has just sent a form by it. */
export function viewClosed(closed: ClosedLink, sent: boolean): CooperationClosedView {
  const { why, advice } = reasonOf(closed);
  return { why: sent ? `Svaret kunde inte sparas. ${why}` : why, advice };
}

function reasonOf(closed: ClosedLink): CooperationClosedView {
  switch (closed.why) {
    case "early":
      return {
        why: `Veckan har inte börjat än. Formuläret öppnar ${formatDate(closed.opensOn)}.`,
        advice: "Svara efter den första utskrivningen. Spara länken så länge.",
      };
    case "late":
      return {
        why: `Den här veckans länk gick ut. Sista dagen att svara var ${formatDate(closed.closedOn)}.`,
        advice: "Använd den nya veckans länk för utskrivningar som sker nu. Det som redan är skickat räknas.",
      };
    case "replaced":
      return {
        why: "Länken har bytts ut mot en ny och fungerar inte längre.",
        advice: `${newLink} Svar som skickades med den gamla räknas.`,
      };
    case "over":
      return { why: "Mätningen är avslutad.", advice: "Tack för er hjälp. Det som redan är skickat räknas." };
    case "full":
      return {
        why: "Länken har använts så många gånger som den får.",
        advice: `Är det fler utskrivningar än så kan länken ha spridits. ${newLink}`,
      };
    case "unknown":
      return {
        why: "Länken går inte att känna igen. Den kan vara felskriven eller avklippt.",
        advice: `Kontrollera att hela länken kom med. ${newLink}`,
      };
  }
}

export function viewSheet(
  token: string,
  link: Pick<CooperationLink, "party" | "unitName" | "week" | "cooperation">,
  typed: TypedSheet,
  number: string,
): CooperationFormView {
  const group = (
    field: string,
    legend: string,
    choices: readonly { readonly code: number; readonly label: string }[],
    chosen: string,
    hint = "",
  ): RadioGroup => ({
    ...{ field, legend, hint },
    options: choices.map(({ code, label }) => ({
      ...{ id: `${field}-${code}`, value: String(code), label, selected: chosen === String(code) },
    })),
  });
  return {
    action: hrefOf(token),
    ...{ sheet: assetHref("cooperation.css"), script: assetHref("cooperation.js") },
    unitName: link.unitName,
    partyLabel: partyLabels[link.party],
    weekText: weekText(link.week, link.cooperation),
    page: number,
    groups: [
      ...othersOf(link.party).map((other) =>
        group(
          aboutField(other),
          `Hur nöjd är du med samarbetet med ${partyInWords[other]}?`,
          satisfaction,
          typed.about[other] ?? "",
          "Om den parten inte var med väljer du Inte aktuellt.",
        ),
      ),
      group("datum", "Ändrades det preliminära utskrivningsdatumet?", dateChoices, typed.date),
      group(
        "ganger",
        "Om det ändrades: hur många gånger?",
        timesChoices,
        typed.times,
        "Hoppa över om det inte ändrades.",
      ),
      group("sip", "Kallade någon till en SIP?", sipChoices, typed.sip, "SIP är en samordnad individuell plan."),
    ],
    suggestion: typed.suggestion,
    askAnyway: false,
    anyway: false,
  };
}
