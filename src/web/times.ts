/** GET /tider: the unit's agreed times; with a patient or a time that was picked, the form that books one for the other. */
import { isRefusal, type Refusal, sentenceFor } from "../problems.ts";
import { bookCase } from "../steps/agree-on-case.ts";
import { assetHref } from "./assets.ts";
import { instantIn } from "./cases.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { type AskedFor, viewTimes } from "./times-view.ts";

const known = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text);

/** `?enhet=`, `?uppfoljning=` (a time for that patient), `?tid=` (a patient for that time). */
export function timesPage(c: Request): Promise<Response> {
  const at = instantIn(c.req.query("tid") ?? "");
  return show(c, {
    unitId: known(c.req.query("enhet")),
    caseId: known(c.req.query("uppfoljning")),
    at: at === "unreadable" ? null : at,
  });
}

async function show(c: Request, asked: AskedFor, refusal?: Refusal): Promise<Response> {
  const view = await viewTimes(c.get("world"), accountOf(c), asked);
  if (!view) return giveUp({ refused: "not-found" });
  const title = view.choosing ? `Tid för ${view.choosing.name}` : "Bokade tider";
  const errors = refusal
    ? ([{ field: "uppfoljning", text: sentenceFor(refusal.refused, refusal.details) }] as const)
    : [];
  const options = refusal ? ({ errors, status: 422 } as const) : {};
  return page(c, "times", title, { ...view, sheet: assetHref("times.css") }, options);
}

/** POST /tider/boka: uppfoljning, tid, vem. */
export async function bookFromCalendar(c: Request): Promise<Response> {
  const form = await formOf(c);
  const [caseId, time, forWhom] = [form.text("uppfoljning"), form.text("tid"), form.text("vem")];
  const at = instantIn(time);
  if (at === "unreadable" || at === null) return giveUp({ refused: "appointment-needed" });
  const asked = { unitId: null, caseId: null, at, picked: { time, forWhom, caseId } };
  if (caseId === "") return show(c, asked, { refused: "appointment-patient-needed" });
  const wanted = { at, forWhom: known(forWhom), interpreterBooked: form.text("tolk") === "ja" };
  const done = await bookCase(c.get("world"), accountOf(c), caseId, wanted);
  if (isRefusal(done)) return done.refused === "not-found" ? giveUp(done) : show(c, asked, done);
  setFlash(c, "time-booked");
  return c.redirect("/tider", 303);
}
