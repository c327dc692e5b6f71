/**
 * "Testa intervjustödet": the interviewer's own screen on invented patients, for anybody, in production too. The pages
 * and the engine are those of a patient's interview; only where it is kept differs. Nothing is written and no patient
 * is read: the interview lives in the page's own forms (practice-state.ts), so every page is the answer to a form.
 */
import { formatBirthday } from "../calendar.ts";
import { outcomeOf } from "../calls/outcomes.ts";
import { findFirstProvider, findProvider } from "../db/accounts.ts";
import { sentenceFor } from "../problems.ts";
import { findIdentifying } from "../responses/identifying.ts";
import { remarkOf, resume, whatStandsNext } from "../surveys/engine.ts";
import type { EndedAs, Heard, State, Turn } from "../surveys/interview.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Request } from "./context.ts";
import { refusedJson, wantsJson } from "./failures.ts";
import { formOf } from "./form.ts";
import { page } from "./frame.ts";
import { helpForm, noHelp, type TypedHelp, typedHelp } from "./help-form.ts";
import { heardFrom } from "./interview-form.ts";
import { type CallFrame, sharedBy, shownOf, summaryView } from "./interview-view.ts";
import { practiceHome, viewChoice } from "./practice-choice.ts";
import { practicePatients } from "./practice-patients.ts";
import { beginPractice, findPractice, type Practice, packed, practisedSurvey } from "./practice-state.ts";
import type { FieldError } from "./views.ts";

const base = practiceHome;
const unprocessable = (errors: readonly FieldError[]) =>
  errors.length > 0 ? ({ errors, status: 422 } as const) : ({} as const);

/** GET /ova */
export const choosePatient = (c: Request): Promise<Response> =>
  showChoice(c, [], practisedSurvey(c.req.query("enkat"), c.req.queries("moduler")));

function showChoice(c: Request, errors: readonly FieldError[], survey: Survey = practisedSurvey()): Promise<Response> {
  const view = viewChoice(survey);
  return page(c, "practice", "Testa intervjustödet", view, unprocessable(errors));
}

/** GET on the address of a form, as when a page is opened again from the address bar: there is nothing to show. */
export const backToChoice = (c: Request): Response => c.redirect(base, 303);

/** POST /ova/borja: patient, and the survey (chosen-survey.ts). */
export async function begin(c: Request): Promise<Response> {
  const form = await formOf(c);
  const patient = practicePatients.find(({ id }) => id === form.text("patient"));
  const modules = form.list("moduler");
  const survey = practisedSurvey(form.text("enkat"), modules.length === 0 ? undefined : modules);
  return patient ? show(c, beginPractice(patient, survey)) : startOver(c);
}

type Act = (c: Request, practice: Practice) => Response | Promise<Response>;

/** What was sent was not made by our own page, or by an older version of it. */
const startOver = (c: Request): Response | Promise<Response> =>
  wantsJson(c)
    ? refusedJson(c, "practice-unreadable")
    : showChoice(c, [{ field: "", text: sentenceFor("practice-unreadable") }]);

/** A handler on the practice that the form carries. */
const carried = (act: Act) => async (c: Request) => {
  const practice = findPractice((await formOf(c)).raw("version"));
  return practice ? act(c, practice) : startOver(c);
};

async function frameFor(c: Request, practice: Practice): Promise<CallFrame> {
  const { db, config } = c.get("world");
  const account = c.get("session")?.account;
  const provider = await (account ? findProvider(db, account.providerId) : findFirstProvider(db));
  const { patient, survey, state } = practice;
  return {
    ...{ base, version: packed(practice), name: patient.name, survey, state },
    fill: (text) =>
      text
        .replaceAll("{caller}", account?.name ?? "(ditt namn)")
        .replaceAll("{region}", provider?.name ?? config.region.name)
        .replaceAll("{birthday}", formatBirthday(patient.birthDate)),
  };
}

async function show(
  c: Request,
  practice: Practice,
  wanted: string | null = null,
  errors: readonly FieldError[] = [],
): Promise<Response> {
  const frame = await frameFor(c, practice);
  const shown = shownOf(frame, wanted, practice.layout);
  if (shown.page === "summary") return showSummary(c, practice, noHelp, errors);
  if (shown.page === "ended") return startOver(c);
  const note = { practice: { playText: practice.patient.playText }, savedText: "" };
  const options = unprocessable(errors);
  if (shown.page === "interview-all") {
    return page(c, "interview-all", "Övning: intervju", { ...shown.view, ...note }, options);
  }
  return page(c, "interview", `Övning: ${shown.view.step.progress}`, { ...shown.view, ...note }, options);
}

async function showSummary(
  c: Request,
  practice: Practice,
  typed: TypedHelp,
  errors: readonly FieldError[],
): Promise<Response> {
  const say = whatStandsNext(practice.survey, practice.state);
  if (say.kind !== "summary") return show(c, practice);
  const frame = await frameFor(c, practice);
  const view = summaryView(frame, say, {
    help: helpForm([{ id: "enheten", name: "Enheten som skrev ut" }], "enheten", typed),
    late: false,
    remarkFindings: findIdentifying(remarkOf(practice.state) ?? "").map(({ kind }) => kind),
  });
  const note = { practice: { playText: practice.patient.playText }, savedText: "" };
  const options = unprocessable(errors);
  return page(c, "summary", "Övning: sammanfattning", { ...sharedBy(frame), ...view, ...note }, options);
}

/** POST /ova/intervju?steg=: the page as it stands, or an earlier step. */
export const interview = carried((c, practice) => show(c, practice, c.req.query("steg") ?? null));

/** POST /ova/layout */
export const chooseLayout = carried(async (c, practice) =>
  show(c, { ...practice, layout: (await formOf(c)).text("layout") === "all" ? "all" : "one" }),
);

/** POST /ova/svar */
export const answer = carried(async (c, practice) => {
  const form = await formOf(c);
  const key = form.text("steg");
  const { survey, state } = practice;
  const step = survey.steps.find((one) => one.key === key);
  if (!step) return refuseAnswer(c, practice, null, "answer-unknown-step");
  const heard = heardFrom(step, form.text("svar"), form.raw("text"), form.text("stanna") === "ja", state);
  let turn: Turn | null = null;
  for (const one of heard ?? []) {
    const names = one.kind === "goTo" || one.kind === "answerAt";
    turn = resume(survey, turn?.state ?? state, one, names ? { mode: "human" } : { mode: "human", at: key });
  }
  return turn === null ? refuseAnswer(c, practice, key, "answer-needed") : goOn(c, practice, turn);
});

function refuseAnswer(
  c: Request,
  practice: Practice,
  step: string | null,
  code: "answer-needed" | "answer-unknown-step",
): Response | Promise<Response> {
  if (wantsJson(c)) return refusedJson(c, code);
  return show(c, practice, step, [{ field: "svar", text: sentenceFor(code) }]);
}

/** After a turn: the next page, or what the call came to. The script hears what to send next time instead. */
function goOn(c: Request, practice: Practice, { state, happened }: Turn): Response | Promise<Response> {
  const ignored = happened.find((one) => one.kind === "ignored");
  if (ignored?.kind === "ignored" && ["not-an-answer", "too-long"].includes(ignored.because)) {
    return refuseAnswer(c, practice, null, "answer-needed");
  }
  if (state.ended !== null) return showEnd(c, practice, state.ended, false);
  const next = { ...practice, state };
  return wantsJson(c) ? c.json({ saved: true, version: packed(next), said: "Övning: inget sparas." }) : show(c, next);
}

const turned = (heard: Heard) =>
  carried(async (c, practice) => {
    const at = (await formOf(c)).text("steg");
    return goOn(c, practice, resume(practice.survey, practice.state, heard, at === "" ? byHand : { ...byHand, at }));
  });
const byHand = { mode: "human" } as const;

/** POST /ova/tillbaka, /ova/vidare, /ova/vill-inte, /ova/aterkallar */
export const goBack = turned({ kind: "back" });
export const toClosing = turned({ kind: "toClosing" });
export const stop = turned({ kind: "stop" });
export const withdraw = turned({ kind: "withdraw" });

/** POST /ova/paus, /ova/akut. The page of a real acute call is not shown: its links ring 112 when they are pressed. */
export const pause = carried((c, practice) => showEnd(c, practice, "pause", false));
export const acute = carried((c, practice) => showEnd(c, practice, "acute", false));

/** POST /ova/spara: refuses what a patient's interview refuses (steps/end-interview.ts). */
export const save = carried(async (c, practice) => {
  const form = await formOf(c);
  const typed = typedHelp(form);
  const { survey, state } = practice;
  const wantsHelp = state.raised.includes("help") || typed.need !== "" || typed.agreed;
  const refused = (field: string, code: "need-not-written" | "need-not-agreed" | "too-few-answers") =>
    showSummary(c, practice, typed, [{ field, text: sentenceFor(code) }]);
  if (wantsHelp && typed.need === "" && typed.kind !== "sip") return refused("behov", "need-not-written");
  const ended: State["ended"] = resume(survey, state, { kind: "finish" }, byHand).state.ended;
  if (ended !== "completed" && ended !== "partial") return refused("", "too-few-answers");
  if (wantsHelp && !typed.agreed) return refused("behov_ja", "need-not-agreed");
  return showEnd(c, practice, ended, wantsHelp);
});

const nobodyAgain = "Ingen hade ringt igen.";
const notKept = "Svaren hade inte sparats.";

/** What the program would have done with a patient's case. */
const consequences: Readonly<Record<EndedAs | "pause" | "acute", readonly string[]>> = {
  completed: [
    "Svaren hade låsts och sparats utan namn. Sedan kan ingen hitta eller ändra dem.",
    "Patienten hade gått från listan, och ingen hade ringt igen.",
  ],
  partial: [
    "Svaren hade låsts och sparats utan namn, och intervjun hade räknats som delvis genomförd.",
    "Patienten hade gått från listan, och ingen hade ringt igen.",
  ],
  refused: [nobodyAgain, "Ett nej gäller alla sätt att höra av sig om frågorna, även roboten."],
  "will-not-continue": [notKept, nobodyAgain],
  withdrawn: ["Svaren hittills hade tagits bort genast.", nobodyAgain],
  "wrong-person": ["Patienten hade stått kvar på listan för ett nytt försök, helst en annan del av dagen."],
  later: ["Du hade fyllt i tiden ni kom överens om, och patienten hade kommit överst på listan då."],
  pause: [
    "Svaren hittills hade legat kvar, och ingen annan hade kunnat ringa så länge du har uppföljningen.",
    "Du hade sagt hur samtalet slutade, eller fortsatt där ni var.",
  ],
  acute: [
    "Du hade sett 112 och enhetens journummer, och stannat kvar i luren.",
    "En åtgärd hade skapats till enheten. Den ska kvitteras inom en timme.",
    "Det hade inte räknats som ett nej: intervjun hade kunnat fortsätta en annan gång.",
  ],
};

/** The words of the outcome table, so that what is learnt here is found again on the list. */
const outcomeLabel = (ended: EndedAs | "pause" | "acute"): string =>
  ended === "pause" ? "Pausad" : ended === "acute" ? "Avbruten – akut" : outcomeOf(ended).label;

function showEnd(
  c: Request,
  practice: Practice,
  ended: EndedAs | "pause" | "acute",
  helped: boolean,
): Response | Promise<Response> {
  if (wantsJson(c)) return refusedJson(c, "practice-unreadable");
  const { patient } = practice;
  const goesOn = ended === "pause" || ended === "acute";
  const task = "En åtgärd hade skickats till enheten, med namn och det du skrev, skild från svaren.";
  return page(c, "practice-end", goesOn ? "Övningen är avbruten" : "Övningen är slut", {
    base,
    name: patient.name,
    outcome: outcomeLabel(ended),
    consequences: [...consequences[ended], ...(helped ? [task] : [])],
    lesson: patient.lesson,
    goOn: goesOn ? packed(practice) : null,
  });
}
