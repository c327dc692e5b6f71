/**
 * The staff's form, behind a link and without signing in. Whoever asks with a wrong, closed or not yet open link gets the
 * same page, so that nothing can be found out by trying.
 */
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
import { answerCooperation, findOpenLink, newFormPage } from "../steps/answer-cooperation.ts";
import { assetHref } from "./assets.ts";
import type { Request } from "./context.ts";
import type { CooperationFormView, RadioGroup } from "./cooperation-views.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";

const tokenOf = (c: Request): string => c.req.param("token") ?? "";
const hrefOf = (token: string): string => `/samverkan/svara/${token}`;

export const blankSheet: TypedSheet = { about: {}, date: "", times: "", sip: "", suggestion: "", anyway: false };

/** GET /samverkan/svara/:token; `?tack` after an answer has been saved. */
export async function answerPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const link = await findOpenLink(world, tokenOf(c));
  if (!link) return nothingHere(c);
  const thanked = c.req.query("tack");
  if (thanked !== undefined)
    return page(c, "cooperation-thanks", "Tack för svaret", {
      again: hrefOf(tokenOf(c)),
      repeated: thanked === "igen",
    });
  return page(
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
  if (done === null) return nothingHere(c);
  if (typeof done === "string") return c.redirect(`${hrefOf(tokenOf(c))}?tack${done === "saved" ? "" : "=igen"}`, 303);
  const errors = done.faults.map(({ field, refusal }) => ({
    ...{ field, text: sentenceFor(refusal.refused, refusal.details) },
  }));
  const askAnyway = done.faults.some(({ refusal }) => refusal.refused === "suggestion-identifying");
  const view = { ...viewSheet(tokenOf(c), done.link, typed, form.text("sida")), askAnyway };
  return page(c, "cooperation-form", "Hur fungerade samverkan?", view, { errors, status: 422 });
}

async function nothingHere(c: Request): Promise<Response> {
  const shown = await page(c, "cooperation-closed", "Formuläret är inte öppet", {});
  return new Response(shown.body, { status: 404, headers: shown.headers });
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
    sheet: assetHref("cooperation.css"),
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
  };
}
