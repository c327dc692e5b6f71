/** What the forms of case-agree.ts send: a time, what suits, language, passing over, a närstående. Each is one act. */
import { findCase } from "../db/cases.ts";
import { isRefusal, type ProblemCode, type Refusal } from "../problems.ts";
import {
  bookCase,
  cancelBooking,
  nameProxy,
  setAvailability,
  setLanguage,
  skipCase,
  unskipCase,
} from "../steps/agree-on-case.ts";
import { isFull } from "./agreed.ts";
import type { TypedAgreement } from "./case-agree.ts";
import { instantIn, showAgain } from "./cases.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { type FlashKey, setFlash } from "./flash.ts";
import { formOf } from "./form.ts";

const idOf = (c: Request): string => c.req.param("id") ?? "";
const baseOf = (c: Request): string => `/uppfoljningar/${idOf(c)}`;

/** Back to where the form stood, with a sentence; or the page again with what was typed and why it was refused. */
function answer(
  c: Request,
  done: { readonly changed: boolean } | Refusal,
  flash: FlashKey,
  again: { readonly field: (code: ProblemCode) => string; readonly typed: TypedAgreement },
  to = baseOf(c),
): Response | Promise<Response> {
  if (isRefusal(done)) {
    if (done.refused === "not-found") return giveUp(done);
    return showAgain(c, done, again.field(done.refused), again.typed);
  }
  setFlash(c, flash);
  return c.redirect(to, 303);
}

/** POST …/tid */
export async function bookTime(c: Request): Promise<Response> {
  const form = await formOf(c);
  const typed = { open: "time", time: form.text("tid") || form.text("ledig"), forWhom: form.text("vem") } as const;
  const at = instantIn(typed.time);
  const done =
    at === "unreadable"
      ? ({ refused: "appointment-needed" } as const)
      : await bookCase(c.get("world"), accountOf(c), idOf(c), {
          at,
          forWhom: typed.forWhom === "" ? null : typed.forWhom,
          interpreterBooked: form.text("tolk") === "ja",
        });
  const fromCalendar = form.text("fran") === "tider";
  const again = { field: () => "boka", typed };
  if (isRefusal(done)) return answer(c, done, "time-booked", again);
  const { id: accountId, unitIds } = accountOf(c);
  const row = await findCase(c.get("world").db, { accountId, unitIds }, idOf(c));
  const full = row !== undefined && (await isFull(c.get("world"), row));
  return answer(c, done, full ? "time-booked-full" : "time-booked", again, fromCalendar ? "/tider" : baseOf(c));
}

/** POST …/avboka */
export async function cancelTime(c: Request): Promise<Response> {
  const fromCalendar = (await formOf(c)).text("fran") === "tider";
  const done = await cancelBooking(c.get("world"), accountOf(c), idOf(c));
  const again = { field: () => "boka", typed: { open: "time" } as const };
  return answer(c, done, "time-cancelled", again, fromCalendar ? "/tider" : baseOf(c));
}

/** POST …/passar */
export async function saveAvailability(c: Request): Promise<Response> {
  const done = await setAvailability(c.get("world"), accountOf(c), idOf(c), (await formOf(c)).list("nar"));
  return answer(c, done, "availability-saved", { field: () => "passar", typed: { open: "suits" } });
}

/** POST …/sprak */
export async function saveLanguage(c: Request): Promise<Response> {
  const form = await formOf(c);
  const language = form.text("sprak");
  const spoken = { language, interpreter: form.text("tolk") === "ja" };
  const done = await setLanguage(c.get("world"), accountOf(c), idOf(c), spoken);
  return answer(c, done, "language-saved", { field: () => "sprak", typed: { open: "language", language } });
}

const skipFields: Partial<Record<ProblemCode, string>> = {
  "skip-note-needed": "skaltext",
  "note-too-long": "skaltext",
  "skip-length-needed": "lange",
  "skip-length-over": "lange",
  "skip-too-long": "lange",
};

/** POST …/hoppa-over */
export async function skip(c: Request): Promise<Response> {
  const form = await formOf(c);
  const said = { reason: form.text("skal"), length: form.text("lange"), note: form.text("skaltext") };
  const done = await skipCase(c.get("world"), accountOf(c), idOf(c), said);
  const again = { field: (code: ProblemCode) => skipFields[code] ?? "skal", typed: { open: "skip", ...said } as const };
  return answer(c, done, "skipped", again, "/lista");
}

/** POST …/ta-tillbaka */
export async function unskip(c: Request): Promise<Response> {
  const fromList = (await formOf(c)).text("fran") === "lista";
  const done = await unskipCase(c.get("world"), accountOf(c), idOf(c));
  const again = { field: () => "skal", typed: { open: null } };
  return answer(c, done, "unskipped", again, fromList ? "/lista?visa=vantar" : baseOf(c));
}

const proxyFields: Partial<Record<ProblemCode, string>> = {
  "proxy-name-missing": "narstaende",
  "proxy-relation-needed": "narstaende-relation",
};

/** POST …/narstaende */
export async function nameRelative(c: Request): Promise<Response> {
  const form = await formOf(c);
  const said = { name: form.text("namn"), relation: form.text("relation"), phone: form.text("telefon") };
  const done = await nameProxy(c.get("world"), accountOf(c), idOf(c), said);
  const field = (code: ProblemCode) => proxyFields[code] ?? "narstaende-telefon";
  return answer(c, done, "proxy-named", { field, typed: { open: "proxy", ...said } });
}
