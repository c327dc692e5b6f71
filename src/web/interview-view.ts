/** The interview's words turned into what its pages show: the text for whoever answers, choices with their keys. */
import type { IdentifyingKind } from "../responses/identifying.ts";
import { questionsOf, resume, whatStandsNext } from "../surveys/engine.ts";
import type { Completeness, QuestionView, Say, State } from "../surveys/interview.ts";
import { helpOffer, remindsOfHelp } from "../surveys/offers.ts";
import type { Survey } from "../surveys/survey.ts";
import { firstOfClosing, stepsAhead, waysFrom } from "./interview-ahead.ts";
import type {
  Choice,
  HelpForm,
  InterviewAllView,
  InterviewStep,
  InterviewView,
  ReadingLanguages,
  SummaryView,
  Waiting,
} from "./views.ts";

/** A call in progress, as its pages need it. `fill` puts the caller's and the region's names into a text. */
export type CallFrame = {
  readonly base: string;
  /** Sent back by every form: the interview's version, or the whole of a practised interview (practice-state.ts). */
  readonly version: number | string;
  readonly name: string;
  readonly survey: Survey;
  readonly state: State;
  readonly fill: (text: string) => string;
  /** For a page whose answers may wait for a connection; left out where nothing is kept. */
  readonly waiting?: Waiting;
  /** `survey` is in a language that is not Swedish: which. */
  readonly lang?: string;
  readonly languages?: ReadingLanguages | null;
};

const langOf = ({ lang }: CallFrame) => (lang === undefined ? {} : { lang });

/** Keys of the answers that are never read aloud (domain §7). */
const reservedKeys: Readonly<Record<number, string>> = { 7: "E", 8: "V", 9: "N" };

export function stepOfQuestion(
  frame: CallFrame,
  question: QuestionView,
  questions: readonly QuestionView[],
): InterviewStep {
  const number = questions.findIndex(({ step }) => step === question.step) + 1;
  const code = question.answer && "code" in question.answer ? question.answer.code : null;
  const choice = (value: number, label: string, key: string, readAloud: boolean): Choice => ({
    value: String(value),
    label,
    key,
    readAloud,
    selected: code === value,
    ...(readAloud ? langOf(frame) : {}),
  });
  return {
    key: question.step,
    kind: question.kind,
    progress: `Fråga ${number} av ${questions.length}`,
    text: frame.fill(question.text),
    ...(question.maySkip ? { maySkip: true } : {}),
    ...langOf(frame),
    hint: [
      frame.fill(question.hint ?? ""),
      ...(question.maySkip && question.kind === "choice"
        ? ["Vet närstående inte hur patienten har upplevt det här går det bra att gå vidare utan svar."]
        : []),
    ]
      .join(" ")
      .trim(),
    choices: [
      ...question.choices.map((one) => choice(one.code, one.text, String(one.code), true)),
      ...question.reserved.map((one) => choice(one.code, one.text, reservedKeys[one.code] ?? "", false)),
    ],
    open:
      question.kind === "open"
        ? {
            value: question.answer && "text" in question.answer ? question.answer.text : "",
            maxLength: question.maxLength ?? 1000,
          }
        : null,
  };
}

/** What stands next, when it is something to say or ask. */
export function stepOfSay(
  frame: CallFrame,
  say: Extract<Say, { step: string; kind: "read" | "confirm" | "choice" | "open" }>,
  questions: readonly QuestionView[],
): InterviewStep {
  if (say.kind === "choice" || say.kind === "open") return stepOfQuestion(frame, say, questions);
  const confirm = say.kind === "confirm" ? say : null;
  return {
    key: say.step,
    kind: say.kind,
    progress: { opening: "Inledning", questions: "Frågor" }[say.phase as string] ?? "Avslutning",
    text: frame.fill(say.text),
    ...langOf(frame),
    hint: [frame.fill(say.hint ?? ""), ...offerAt(frame, say.step)].join(" ").trim(),
    choices: confirm
      ? [
          { value: "ja", label: confirm.yesLabel, key: "1", readAloud: true, selected: confirm.answer === "yes" },
          { value: "nej", label: confirm.noLabel, key: "2", readAloud: true, selected: confirm.answer === "no" },
        ].map((one) => ({ ...one, ...langOf(frame) }))
      : [],
    open: null,
  };
}

/** At the question about help: what more to ask, when an answer makes it seem right. */
function offerAt({ survey, state }: CallFrame, key: string): string[] {
  const step = survey.steps.find((one) => one.key === key);
  const asksForHelp = step?.kind === "confirm" && step.raises === "help";
  return asksForHelp && remindsOfHelp(state) ? [`Fråga gärna: ”${helpOffer}”`] : [];
}

/** Which page an interview in progress stands at. */
export type Shown =
  | { readonly page: "interview"; readonly view: InterviewView }
  | { readonly page: "interview-all"; readonly view: InterviewAllView }
  | { readonly page: "summary" }
  | { readonly page: "ended" };

/** `wanted` is the key of an earlier step to show without changing anything. What is no such step is passed over. */
export function shownOf(frame: CallFrame, wanted: string | null, layout: "one" | "all"): Shown {
  const { survey, state } = frame;
  const shared = sharedBy(frame);
  const questions = questionsOf(survey, state);
  const alone = (step: InterviewStep): Shown => ({
    page: "interview",
    view: { ...shared, step, canGoBack: false, percent: 100, ways: frame.waiting ? backToSummary : "" },
  });
  const asked = questions.find((question) => question.step === wanted);
  if (asked) return alone(stepOfQuestion(frame, asked, questions));
  const say = whatStandsNext(survey, state);
  const confirmed = say.kind === "summary" ? confirmedAt(survey, state, wanted) : null;
  if (confirmed) return alone(stepOfSay(frame, confirmed, questions));
  if (say.kind === "summary") return { page: "summary" };
  if (say.kind === "ended" || say.kind === "interrupted") return { page: "ended" };
  if (say.phase === "questions" && layout === "all") {
    const steps = questions.map((question) => stepOfQuestion(frame, question, questions));
    const ahead = frame.waiting ? stepsAhead(frame, (one) => stepOfSay(frame, one, questions), "closing") : [];
    return { page: "interview-all", view: { ...shared, steps, ahead, closesAt: firstOfClosing(survey, state) } };
  }
  const step = stepOfSay(frame, say, questions);
  const ahead =
    frame.waiting && !state.returnsToSummary ? stepsAhead(frame, (one) => stepOfSay(frame, one, questions)) : [];
  const ways = frame.waiting ? (state.returnsToSummary ? backToSummary : waysFrom(survey, state, say.step)) : "";
  return {
    page: "interview",
    view: { ...shared, step, canGoBack: say.mayGoBack, percent: percentOf(say, questions), ways, ahead },
  };
}

/** A yes or no that the summary lets change, as it was asked; nothing when `wanted` is no such step. */
function confirmedAt(survey: Survey, state: State, wanted: string | null): Extract<Say, { kind: "confirm" }> | null {
  const step = survey.steps.find(({ key }) => key === wanted);
  if (step?.kind !== "confirm") return null;
  const { say } = resume(survey, state, { kind: "goTo", step: step.key }, { mode: "human" });
  return say.kind === "confirm" && say.phase === "closing" ? say : null;
}

/** Whatever is answered at a step that was taken up again from the summary, the summary comes next. */
const backToSummary = JSON.stringify({ "": "end:completed" });

const respondentTexts = {
  patient: "Patienten svarar",
  supported: "Patienten svarar, med stöd",
  proxy: "Närstående svarar åt patienten",
} as const;

export const sharedBy = ({ base, version, name, state, waiting, languages }: CallFrame) => ({
  base,
  ...(languages ? { languages } : {}),
  ...(waiting ? { waiting } : {}),
  version,
  name,
  respondentText: respondentTexts[state.respondent],
  savedText: Object.keys(state.answers).length > 0 ? "Svaren hittills är sparade." : "",
});

function percentOf(say: Say, questions: readonly QuestionView[]): number {
  if (say.phase === "opening") return 0;
  if (say.phase !== "questions" || !("progress" in say)) return 100;
  return Math.round(((say.progress.number - 1) / Math.max(questions.length, 1)) * 100);
}

const findingTexts: Readonly<Record<IdentifyingKind, string>> = {
  name: "Det fria svaret ser ut att innehålla ett namn. Gå tillbaka och ta bort det innan du sparar.",
  personnummer: "Det fria svaret ser ut att innehålla ett personnummer. Det tas bort när du sparar.",
  phone: "Det fria svaret ser ut att innehålla ett telefonnummer. Det tas bort när du sparar.",
  email: "Det fria svaret ser ut att innehålla en e-postadress. Den tas bort när du sparar.",
  address: "Det fria svaret ser ut att innehålla en gatuadress. Den tas bort när du sparar.",
  digits: "Det fria svaret innehåller en lång sifferrad. Den tas bort när du sparar.",
};

export function summaryView(
  { base, fill, state }: CallFrame,
  say: Extract<Say, { kind: "summary" }>,
  more: {
    readonly help: HelpForm;
    readonly late: boolean;
    readonly remarkFindings: readonly IdentifyingKind[];
  },
): Omit<SummaryView, "base" | "version" | "name" | "respondentText" | "savedText"> {
  const change = (step: string) => `${base}/intervju?steg=${step}`;
  return {
    rows: [
      ...say.questions.map(({ kind, label, text, answerText, step }) => ({
        label,
        question: fill(text),
        answer: answerText ?? (kind === "open" ? "Inget skrivet" : ""),
        changeHref: change(step),
      })),
      ...say.confirmed.map(({ step, text, answerText }) => ({
        label: "Hjälp",
        question: fill(text),
        answer: answerText,
        changeHref: change(step),
      })),
    ],
    missingText: missingText(say),
    lateText: more.late
      ? "Samtalet hålls utanför ringfönstret. Svaren sparas, men de räknas inte in i mätningens resultat."
      : null,
    remarkWarnings: [...new Set(more.remarkFindings)].map((kind) => findingTexts[kind]),
    help: {
      ...more.help,
      wanted: say.raised.includes("help"),
      offer: !say.raised.includes("help") && remindsOfHelp(state) ? helpOffer : null,
    },
  };
}

function missingText({ missing, completeness }: Extract<Say, { kind: "summary" }>): string | null {
  if (missing.length === 0) return declinedText(completeness);
  const count = missing.length === 1 ? "En fråga saknar svar." : `${missing.length} frågor saknar svar.`;
  if (completeness === "too-little") {
    return `${count} Minst hälften av huvudfrågorna behöver ett svar för att intervjun ska kunna sparas.`;
  }
  return `${count} Du kan spara ändå. Då räknas intervjun som delvis genomförd.`;
}

/** Everything has been asked; what the patient would not answer still decides what the interview counts as. */
function declinedText(completeness: Completeness): string | null {
  if (completeness === "complete") return null;
  if (completeness === "partial") {
    return "Patienten vill inte svara på alla huvudfrågor. Intervjun räknas som delvis genomförd.";
  }
  return "Patienten vill inte svara på de flesta av huvudfrågorna, så intervjun kan inte sparas. Välj ”Patienten vill sluta” här nedanför, eller ändra ett svar.";
}
