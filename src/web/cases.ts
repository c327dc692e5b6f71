/** A case's own page, and what can be done from it: open the number, begin the interview, say what came of ringing. */
import { instantOf, isLocalDate } from "../calendar.ts";
import { isRefusal, type ProblemCode, type Refusal, sentenceFor } from "../problems.ts";
import { ringForMe } from "../steps/connect-call.ts";
import { recordAttempt } from "../steps/end-interview.ts";
import { handCaseToRobot } from "../steps/hand-to-robot.ts";
import { noteCallStatus } from "../steps/hear-call.ts";
import { beginInterview } from "../steps/hold-interview.ts";
import { raiseTask } from "../steps/raise-task.ts";
import { putCaseOnList, releaseCase, takeToRing } from "../steps/take-case.ts";
import { takeFromRobot } from "../steps/take-from-robot.ts";
import type { Respondent } from "../surveys/interview.ts";
import type { TypedAgreement } from "./case-agree.ts";
import { changeNumber } from "./case-numbers.ts";
import { type TypedOutcome, viewCase } from "./case-view.ts";
import { webLinkPressed } from "./case-web-link.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { helpField, typedHelp } from "./help-form.ts";
import { askToConfirm, undo, viewUndo } from "./undo.ts";

const nothingTyped: TypedOutcome = { outcome: "", time: "", note: "", need: "" };
const idOf = (c: Request): string => c.req.param("id") ?? "";
const baseOf = (c: Request): string => `/uppfoljningar/${idOf(c)}`;

/** GET /uppfoljningar/:id. `?utfall=later` comes from an interview that could not be held now. */
export async function casePage(c: Request): Promise<Response> {
  const outcome = c.req.query("utfall") === "later" ? "later" : "";
  const open = c.req.query("gor") === "hoppa-over" ? "skip" : null;
  return show(c, { ...nothingTyped, outcome }, undefined, undefined, { open });
}

async function show(
  c: Request,
  typed: TypedOutcome,
  refusal?: Refusal,
  field?: string,
  agreed?: TypedAgreement,
): Promise<Response> {
  const view = await viewCase(c.get("world"), accountOf(c), idOf(c), typed, agreed);
  if (!view) return giveUp({ refused: "not-found" });
  if (!refusal) return page(c, "case", view.name, view);
  const errors = [{ field: field ?? fieldOf(refusal.refused), text: sentenceFor(refusal.refused, refusal.details) }];
  return page(c, "case", view.name, view, { errors, status: 422 });
}

/** The page again with what was typed into one of the forms of case-agree.ts. */
export const showAgain = (c: Request, refusal: Refusal, field: string, agreed: TypedAgreement): Promise<Response> =>
  show(c, nothingTyped, refusal, field, agreed);

/** Where on the page a refusal belongs; the outcome's own group for those about the case as a whole. */
function fieldOf(code: ProblemCode): string {
  if (code === "journal-check-needed") return "kontrollerad";
  if (code === "respondent-needed" || code === "proxy-not-named") return "respondent";
  if (code === "proxy-not-asked") return "tillfragad";
  if (code === "proxy-relation-needed") return "relation";
  if (code === "proxy-reason-needed") return "orsak";
  if (code.startsWith("appointment-")) return "tid";
  if (code === "number-needed") return "fel_nummer";
  if (code.startsWith("note-")) return "anteckning";
  return helpField(code) ?? "utfall";
}

/** POST …/visa-nummer */
export async function showNumber(c: Request): Promise<Response> {
  const checked = (await formOf(c)).text("kontrollerad") === "ja";
  const taken = await takeToRing(c.get("world"), accountOf(c), idOf(c), checked);
  // To the numbers, so that the keyboard stands there and not at the top of the page.
  return isRefusal(taken) ? show(c, nothingTyped, taken) : c.redirect(`${baseOf(c)}#nummer`, 303);
}

/** POST …/borja */
export async function startInterview(c: Request): Promise<Response> {
  const form = await formOf(c);
  const chosen = form.text("respondent");
  const respondent = ["patient", "supported", "proxy"].includes(chosen) ? (chosen as Respondent) : null;
  const checked = form.text("kontrollerad") === "ja";
  const begun = await beginInterview(c.get("world"), accountOf(c), idOf(c), {
    respondent,
    checked,
    theyRang: form.text("sjalv") === "ja",
    proxy: {
      relation: form.text("relation"),
      reason: form.text("orsak"),
      asked: form.text("tillfragad") === "ja",
    },
  });
  const answers = { respondent: chosen, relation: form.text("relation"), reason: form.text("orsak") };
  return isRefusal(begun) ? show(c, { ...nothingTyped, answers }, begun) : c.redirect(`${baseOf(c)}/intervju`, 303);
}

/** POST …/utfall */
export async function saveOutcome(c: Request): Promise<Response> {
  const form = await formOf(c);
  const typed = {
    outcome: form.text("utfall"),
    time: form.text("tid") || form.text("ledig"),
    suits: form.list("nar"),
    wrongNumber: form.text("fel_nummer"),
    note: form.text("anteckning"),
    need: form.text("behov"),
    help: typedHelp(form),
  };
  const time = instantIn(typed.time);
  if (time === "unreadable") return show(c, typed, { refused: "appointment-needed" });
  const recorded = await recordAttempt(c.get("world"), accountOf(c), idOf(c), {
    outcome: typed.outcome,
    appointmentAt: time,
    note: typed.note,
    number: typed.wrongNumber,
    confirmed: form.text("bekraftat") === "ja",
    next: {
      mine: form.text("min") === "ja",
      interpreterBooked: form.text("tolk") === "ja",
      suits: typed.suits,
    },
    help: typed.help,
  });
  if (isRefusal(recorded) && recorded.refused === "outcome-unconfirmed") return askToConfirm(c, recorded);
  if (isRefusal(recorded)) return show(c, typed, recorded);
  // What can be undone says itself that it is saved, wherever it is shown.
  if (recorded.repeated) setFlash(c, "outcome-repeated");
  else if (recorded.afterSeal) setFlash(c, "withdrawn-after-seal");
  else if (!(await viewUndo(c.get("world"), accountOf(c), idOf(c)))) setFlash(c, "outcome-saved");
  return c.redirect(recorded.goesOn ? `${baseOf(c)}#nummer` : "/lista", 303);
}

/** A datetime-local value as an instant; null when it was left blank. */
export function instantIn(text: string): number | null | "unreadable" {
  if (text === "") return null;
  const [date = "", time = ""] = text.replace(" ", "T").split("T");
  const clock = time.slice(0, 5);
  return isLocalDate(date) && /^([01]\d|2[0-3]):[0-5]\d$/.test(clock) ? instantOf(date, clock) : "unreadable";
}

/** POST …/nummer */
export const changeNumbers = (c: Request): Promise<Response> =>
  changeNumber(c, (refusal, field, number) => show(c, { ...nothingTyped, number }, refusal, field));

/** POST …/angra */
export const undoOutcome = (c: Request): Promise<Response> =>
  undo(c, (refusal) => show(c, nothingTyped, refusal, "angra"));

/** POST …/webblank */
export const webLink = (c: Request): Promise<Response> =>
  webLinkPressed(c, (refusal) => show(c, nothingTyped, refusal, "webblank"));

/** POST …/slapp */
export async function letGo(c: Request): Promise<Response> {
  const released = await releaseCase(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(released)) giveUp(released);
  setFlash(c, "released");
  return c.redirect("/lista", 303);
}

/** POST …/ta-med */
export async function putOnList(c: Request): Promise<Response> {
  const put = await putCaseOnList(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(put)) return show(c, nothingTyped, put);
  setFlash(c, "put-on-list");
  return c.redirect(baseOf(c), 303);
}

/** POST …/ta-over: out of the robot's hands, while nobody has answered. */
export async function takeOver(c: Request): Promise<Response> {
  const taken = await takeFromRobot(c.get("world"), accountOf(c), idOf(c), noteCallStatus);
  if (isRefusal(taken)) return show(c, nothingTyped, taken, "ta-over");
  setFlash(c, "taken-over");
  return c.redirect(baseOf(c), 303);
}

/** POST …/lat-roboten-ringa */
export async function letRobotRing(c: Request): Promise<Response> {
  const handed = await handCaseToRobot(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(handed)) return show(c, nothingTyped, handed, "robot");
  setFlash(c, "handed-to-robot");
  return c.redirect(baseOf(c), 303);
}

/** POST …/sager-nej: a withdrawal that was told us, whoever holds the case. Lines are put down after it (voice.ts). */
export async function withdrawConsent(c: Request): Promise<Response> {
  if ((await formOf(c)).text("bekraftat") !== "ja")
    return show(c, nothingTyped, { refused: "withdrawal-unconfirmed" }, "bekraftat");
  const form = { outcome: "withdrawn", appointmentAt: null, note: "", help: null, confirmed: true };
  const recorded = await recordAttempt(c.get("world"), accountOf(c), idOf(c), form);
  if (isRefusal(recorded)) return show(c, nothingTyped, recorded, "bekraftat");
  setFlash(c, recorded.afterSeal ? "withdrawn-after-seal" : "withdrawn");
  return c.redirect(baseOf(c), 303);
}

/** POST …/ring-upp: the carrier rings the coordinator, then the number that was chosen. */
export async function ringUp(c: Request): Promise<Response> {
  const chosen = (await formOf(c)).text("nummer");
  const [, place, ending] = /^(\d{1,2})(?:\.(\d\d))?$/.exec(chosen) ?? [];
  const rung = await ringForMe(c.get("world"), accountOf(c), idOf(c), Number(place ?? -1), ending);
  return isRefusal(rung) ? show(c, nothingTyped, rung, "ring-upp") : c.redirect(`${baseOf(c)}#ring-upp`, 303);
}

/** POST …/atgard: what a patient who rings needs, or what was said outside the interview. Fields named "ny-…". */
export async function raiseNewTask(c: Request): Promise<Response> {
  const typed = typedHelp(await formOf(c), "ny-");
  const raised = await raiseTask(c.get("world"), accountOf(c), idOf(c), typed);
  if (isRefusal(raised))
    return show(c, { ...nothingTyped, newTask: typed }, raised, `ny-${helpField(raised.refused) ?? "behov"}`);
  setFlash(c, raised.repeated ? "task-repeated" : "task-raised");
  return c.redirect(`${baseOf(c)}#atgarder`, 303);
}
