/**
 * The interview form: one question at a time or all on one screen, with or without script. Keys and buttons become
 * meanings here; what they lead to is the engine's business. Each answer names the step it was given at, so that an old
 * page or a double submit lands where it belongs. Longer than most because every button of a call has its handler here.
 */
import { formatBirthday, formatTime, localDateOf } from "../calendar.ts";
import { isInside } from "../calls/rules.ts";
import { changeAccount, findProvider, findUnit } from "../db/accounts.ts";
import { findCase, findDischarge } from "../db/cases.ts";
import { findPerson } from "../db/people.ts";
import { findRules } from "../db/rules.ts";
import { listTasksOf } from "../db/tasks.ts";
import { listWork } from "../db/work-list.ts";
import { phoneText } from "../discharges/phone-text.ts";
import { isRefusal, problems, type Refusal, sentenceFor } from "../problems.ts";
import { findIdentifying } from "../responses/identifying.ts";
import { breakOffAcute, endByEngine, saveAndLock as lock } from "../steps/end-interview.ts";
import { findHeldInterview, type HeardTurn, hear } from "../steps/hold-interview.ts";
import { remarkOf, whatStandsNext } from "../surveys/engine.ts";
import type { Heard, State } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import { accountOf, type Request } from "./context.ts";
import { giveUp, refusedJson, wantsJson } from "./failures.ts";
import { setFlash } from "./flash.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { helpField, helpForm, helpFormFor, noHelp, type TypedHelp, typedHelp } from "./help-form.ts";
import { heardFrom } from "./interview-form.ts";
import { chosenLanguage, inLanguage, viewLanguages } from "./interview-language.ts";
import { type CallFrame, sharedBy, shownOf, summaryView } from "./interview-view.ts";
import type { FieldError } from "./views.ts";
import { clashOf, offTheWay, standingAnswer, standingText, turnOf, waitingOf } from "./waiting.ts";

const idOf = (c: Request): string => c.req.param("id") ?? "";
const baseOf = (c: Request): string => `/uppfoljningar/${idOf(c)}`;

/** Somebody who no longer holds the case, or whose interview is sealed, is sent to the case's page, which says so. */
function elsewhere(c: Request, refusal: Refusal): Response {
  if (wantsJson(c)) return refusedJson(c, refusal.refused, refusal.details);
  if (refusal.refused === "case-closed") return c.redirect(`${baseOf(c)}/sparad`, 303);
  if (refusal.refused === "interview-not-begun" || refusal.refused === "case-not-held") {
    return c.redirect(baseOf(c), 303);
  }
  return giveUp(refusal);
}

async function callFrame(c: Request, survey: Survey, state: State, version: number): Promise<CallFrame> {
  const account = accountOf(c);
  const world = c.get("world");
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const person = await findPerson(world.db, viewer, idOf(c));
  const provider = await findProvider(world.db, account.providerId);
  const chosen = chosenLanguage(c, survey);
  return {
    base: baseOf(c),
    version,
    name: person?.name ?? "Namn saknas",
    survey: inLanguage(survey, chosen),
    ...(chosen === survey.language ? {} : { lang: chosen }),
    languages: await viewLanguages(c, survey, chosen),
    state,
    waiting: waitingOf(c),
    fill: (text) =>
      text
        .replaceAll("{caller}", account.name)
        .replaceAll("{region}", provider?.name ?? "regionen")
        .replaceAll("{birthday}", person?.birthDate ? formatBirthday(person.birthDate) : "ett datum som saknas här"),
  };
}

/** GET …/intervju; `?steg=` shows an earlier step without changing anything. */
export async function interviewPage(c: Request): Promise<Response> {
  return show(c, c.req.query("steg") ?? null, []);
}

async function show(c: Request, wanted: string | null, errors: readonly FieldError[]): Promise<Response> {
  const held = await findHeldInterview(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(held)) return elsewhere(c, held);
  const { survey, state, version } = held;
  const frame = await callFrame(c, survey, state, version);
  const options = errors.length > 0 ? ({ errors, status: 422 } as const) : {};
  const shown = shownOf(frame, wanted, accountOf(c).interviewLayout);
  if (shown.page === "interview") return page(c, "interview", shown.view.step.progress, shown.view, options);
  if (shown.page === "interview-all") return page(c, "interview-all", "Intervju", shown.view, options);
  return c.redirect(shown.page === "summary" ? `${baseOf(c)}/sammanfattning` : baseOf(c), 303);
}

/** POST …/svar */
export async function answer(c: Request): Promise<Response> {
  const form = await formOf(c);
  // Before anything of the case is looked at: the answer of somebody else must not come back to whoever is here now.
  const from = turnOf(c, form);
  if (isRefusal(from)) return elsewhere(c, from);
  const world = c.get("world");
  const held = await findHeldInterview(world, accountOf(c), idOf(c));
  if (isRefusal(held)) return elsewhere(c, held);
  const key = form.text("steg");
  const step = held.survey.steps.find((one) => one.key === key);
  if (!step) return refuseAnswer(c, null, "answer-unknown-step");
  if (from && held.turns.includes(from.id)) return goOn(c, { ...held, happened: [] });
  const heard = heardFrom(step, form.text("svar"), form.raw("text"), form.text("stanna") === "ja", held.state);
  if (heard === null) return refuseAnswer(c, key, "answer-needed");
  const said = step.kind === "open" ? form.raw("text") : form.text("svar");
  const check = (state: State) => (from && step.kind !== "read" ? clashOf(state, key, said, from) : null);
  let turn: HeardTurn | null = null;
  for (const one of heard) {
    const at = one.kind === "goTo" || one.kind === "answerAt" ? undefined : key;
    // An answer of two turns has been heard when the last one has.
    const named = { id: one === heard.at(-1) ? (from?.id ?? null) : null, check };
    const next: HeardTurn | Refusal = await hear(world, accountOf(c), idOf(c), one, at, turn ?? held, named);
    if (isRefusal(next)) return next.refused === "answer-changed-elsewhere" ? clash(c, next, key) : elsewhere(c, next);
    turn = next;
  }
  if (turn === null) return refuseAnswer(c, key, "answer-needed");
  const ignored = turn.happened.some(({ kind }) => kind === "ignored");
  const off = from && step.kind !== "read" ? offTheWay(turn.state, key, said, ignored) : null;
  return off ? clash(c, off, key) : goOn(c, turn);
}

/** What the script needs in order to show both answers: the one that stands, as its form would send it and in words. */
async function clash(c: Request, { refused }: Refusal, key: string): Promise<Response> {
  const held = await findHeldInterview(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(held)) return elsewhere(c, held);
  const { survey, state } = held;
  const stands = { value: standingAnswer(state, key), text: standingText(survey, state, key) };
  const { status, sentence } = problems[refused];
  return c.json({ problem: refused, sentence, stands }, status as 409);
}

function refuseAnswer(
  c: Request,
  step: string | null,
  code: "answer-needed" | "answer-unknown-step",
): Response | Promise<Response> {
  if (wantsJson(c)) return refusedJson(c, code);
  return show(c, step, [{ field: "svar", text: sentenceFor(code) }]);
}

/** After a turn: the next page, or the end that the engine came to. */
async function goOn(c: Request, turn: Pick<HeardTurn, "state" | "happened" | "version">): Promise<Response> {
  const ignored = turn.happened.find((one) => one.kind === "ignored");
  if (ignored?.kind === "ignored" && ["not-an-answer", "too-long"].includes(ignored.because)) {
    return refuseAnswer(c, null, "answer-needed");
  }
  const next = turn.state.ended === null ? `${baseOf(c)}/intervju` : await afterEnd(c, turn);
  if (wantsJson(c)) {
    const { version, state } = turn;
    return c.json({ saved: true, version, at: formatTime(c.get("world").now()), next, standsAt: state.at });
  }
  return c.redirect(next, 303);
}

/** Carries out an ending inside the interview; gives the page to go to. */
async function afterEnd(c: Request, turn: Pick<HeardTurn, "state" | "version">): Promise<string> {
  const ended = await endByEngine(c.get("world"), accountOf(c), idOf(c), turn);
  if (isRefusal(ended)) return giveUp(ended);
  if (ended.outcome === "later") return `${baseOf(c)}?utfall=later`;
  setFlash(c, "interview-ended");
  return baseOf(c);
}

async function turnAndGoOn(c: Request, heard: Heard): Promise<Response> {
  const form = await formOf(c);
  const from = turnOf(c, form);
  if (isRefusal(from)) return elsewhere(c, from);
  const at = form.text("steg");
  const named = { id: from?.id ?? null };
  const turn = await hear(c.get("world"), accountOf(c), idOf(c), heard, at === "" ? undefined : at, undefined, named);
  return isRefusal(turn) ? elsewhere(c, turn) : goOn(c, turn);
}

/** POST …/tillbaka, …/vidare (all questions on one screen are done), …/vill-inte, …/aterkallar */
export const goBack = (c: Request) => turnAndGoOn(c, { kind: "back" });
export const toClosing = (c: Request) => turnAndGoOn(c, { kind: "toClosing" });
export const stop = (c: Request) => turnAndGoOn(c, { kind: "stop" });
export const withdraw = (c: Request) => turnAndGoOn(c, { kind: "withdraw" });

/** POST …/paus: the answers stay, the case stays with the coordinator, who says on its page how the call ended. */
export async function pause(c: Request): Promise<Response> {
  const turn = await hear(c.get("world"), accountOf(c), idOf(c), { kind: "pause" });
  if (isRefusal(turn)) return elsewhere(c, turn);
  setFlash(c, "paused");
  return c.redirect(baseOf(c), 303);
}

/** POST …/layout: kept for the coordinator's next calls too. */
export async function chooseLayout(c: Request): Promise<Response> {
  const layout = (await formOf(c)).text("layout") === "all" ? "all" : "one";
  const { id, providerId } = accountOf(c);
  const world = c.get("world");
  await world.atomically([changeAccount(world.db, providerId, id, { interviewLayout: layout })]);
  return c.redirect(`${baseOf(c)}/intervju`, 303);
}

/** GET …/sammanfattning */
export const summaryPage = (c: Request): Promise<Response> => showSummary(c, noHelp, []);

async function showSummary(c: Request, typed: TypedHelp, errors: readonly FieldError[]): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const held = await findHeldInterview(world, account, idOf(c));
  if (isRefusal(held)) return elsewhere(c, held);
  const { survey, state, version } = held;
  const say = whatStandsNext(survey, state);
  if (say.kind !== "summary") return c.redirect(`${baseOf(c)}/intervju`, 303);
  const frame = await callFrame(c, survey, state, version);
  const row = await findCase(world.db, { accountId: account.id, unitIds: account.unitIds }, idOf(c));
  const discharge = await findDischarge(world.db, idOf(c));
  const view = summaryView(frame, say, {
    help: row ? await helpFormFor(world.db, row, typed) : helpForm([], "", typed),
    late:
      row !== undefined &&
      discharge !== undefined &&
      !isInside(row, discharge.dischargedOn, localDateOf(world.now()), await findRules(world.db)),
    remarkFindings: findIdentifying(remarkOf(state) ?? "").map(({ kind }) => kind),
  });
  const options = errors.length > 0 ? ({ errors, status: 422 } as const) : {};
  return page(c, "summary", "Sammanfattning", { ...sharedBy(frame), ...view }, options);
}

/** POST …/spara */
export async function saveAndLock(c: Request): Promise<Response> {
  const form = await formOf(c);
  const typed = typedHelp(form);
  const held = await findHeldInterview(c.get("world"), accountOf(c), idOf(c));
  // Help that the patient has said yes to is never lost to an empty field.
  if (!isRefusal(held) && held.state.raised.includes("help") && typed.need === "" && typed.kind !== "sip") {
    return showSummary(c, typed, [{ field: "behov", text: sentenceFor("need-not-written") }]);
  }
  const saved = await lock(c.get("world"), accountOf(c), idOf(c), typed);
  if (!isRefusal(saved)) return c.redirect(`${baseOf(c)}/sparad`, 303);
  const { refused, details } = saved;
  if (refused === "case-closed" || refused === "case-not-held") return elsewhere(c, saved);
  const field = helpField(refused) ?? "behov";
  return showSummary(c, typed, [{ field, text: sentenceFor(refused, details) }]);
}

/** GET …/sparad: the receipt. Also where a browser's back button lands after the seal. */
export async function savedPage(c: Request): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const row = await findCase(world.db, { accountId: account.id, unitIds: account.unitIds }, idOf(c));
  if (!row) return giveUp({ refused: "not-found" });
  if (row.state !== "closed") return c.redirect(`${baseOf(c)}/intervju`, 303);
  if (row.disposition !== "completed" && row.disposition !== "partial") return c.redirect(baseOf(c), 303);
  const raised = (await listTasksOf(world.db, row.id)).findLast(({ kind }) => kind !== "acute");
  const unit = raised ? await findUnit(world.db, raised.unitId) : undefined;
  return page(c, "saved", "Intervjun är sparad", {
    text: "Svaren är låsta och sparade utan namn. De räknas in i resultatet tillsammans med andras, tidigast i natt.",
    taskText: raised ? `En åtgärd har skickats till ${unit?.name ?? "enheten"}.` : null,
    nextCaseHref: await nextCaseHref(c),
    listHref: "/lista",
  });
}

/** Whoever stands first on the coordinator's list now. */
async function nextCaseHref(c: Request): Promise<string | null> {
  const world = c.get("world");
  const { id, unitIds } = accountOf(c);
  const { policy } = await findRules(world.db);
  const question = { unitIds, accountId: id, now: world.now(), policy };
  const [next] = await listWork(world.db, { ...question, view: "callable", limit: 1, offset: 0 });
  return next ? `/uppfoljningar/${next.case.id}` : null;
}

/** POST …/akut */
export async function acute(c: Request): Promise<Response> {
  const broken = await breakOffAcute(c.get("world"), accountOf(c), idOf(c));
  if (isRefusal(broken)) return elsewhere(c, broken);
  return c.redirect(`${baseOf(c)}/akut`, 303);
}

/** GET …/akut: what to do now. Nothing on it depends on the case still being open. */
export async function acutePage(c: Request): Promise<Response> {
  const world = c.get("world");
  const account = accountOf(c);
  const row = await findCase(world.db, { accountId: account.id, unitIds: account.unitIds }, idOf(c));
  if (!row) return giveUp({ refused: "not-found" });
  const unit = await findUnit(world.db, row.unitId);
  const viewer = { accountId: account.id, unitIds: account.unitIds, purpose: "call" } as const;
  const person = await findPerson(world.db, viewer, row.id);
  const task = (await listTasksOf(world.db, row.id)).findLast(({ kind }) => kind === "acute");
  const open = task !== undefined && task.doneAt === null;
  return page(c, "acute", "Avbryt – akut", {
    base: baseOf(c),
    mayRaise: !open,
    name: person?.name ?? "Namn saknas",
    unitName: unit?.name ?? "enheten",
    onCall: unit?.onCallPhone ? { display: phoneText(unit.onCallPhone), href: `tel:${unit.onCallPhone}` } : null,
    taskText: open
      ? `En åtgärd är skapad. Den ska kvitteras senast kl. ${formatTime(task.acknowledgeBy)}.`
      : "Ring först. Gå sedan tillbaka till uppföljningen.",
  });
}
