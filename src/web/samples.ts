/**
 * Every page with data to look at: the ordinary case and the awkward ones (empty, very long, refused). Used by the
 * storybook and by the tests that go through all pages. All people are invented and the numbers are from PTS's fictional
 * series. Longer than other files because it is data.
 */
import { sentenceFor } from "../problems.ts";
import { agreeSamples, nothingAgreed, offered, whoAnswers } from "./samples-agree.ts";
import { answerSamples } from "./samples-answer.ts";
import { boardSamples } from "./samples-board.ts";
import { continuousSamples } from "./samples-continuous.ts";
import { cooperationSamples } from "./samples-cooperation.ts";
import { fieldworkSamples } from "./samples-fieldwork.ts";
import { measurementSamples } from "./samples-measurements.ts";
import { moduleSamples } from "./samples-modules.ts";
import { askFor, knownNumber, numberForms, numberSamples } from "./samples-numbers.ts";
import { accountSamples, intakeSamples } from "./samples-office.ts";
import { phoneSamples } from "./samples-phone.ts";
import { practiceSamples } from "./samples-practice.ts";
import { protectedSamples } from "./samples-protected.ts";
import { reportSamples } from "./samples-report.ts";
import { rulesSamples } from "./samples-rules.ts";
import { caseTasks, help, taskSamples } from "./samples-tasks.ts";
import { thresholdsSamples } from "./samples-thresholds.ts";
import { timesSamples } from "./samples-times.ts";
import { unitSamples } from "./samples-units.ts";
import { waitingSamples } from "./samples-waiting.ts";
import type { CaseView, Choice, Frame, InterviewStep, OutcomeOption, Sample, WorkListRow } from "./views.ts";

const base = "/uppfoljningar/k7m2p9q4r8s3t6v1";
const longName = "Anna-Margareta Wennerström-Oskarsdotter von Långstrumpefelt";

const row = (name: string, more: Partial<WorkListRow> = {}): WorkListRow => ({
  href: base,
  name,
  ageText: "78 år",
  ward: "Geriatriken 82",
  track: { code: "yellow", label: "Gult" },
  dischargedText: "fre 20 nov",
  why: "Ring senast fredag 27 november kl. 19:00. Ingen har ringt än.",
  stage: "Att ringa",
  urgent: false,
  held: null,
  marks: [],
  ...more,
});

const tabs = (current: string) =>
  [
    { href: "/lista", label: "Att ringa nu", count: "12" },
    { href: "/lista?visa=vantar", label: "Väntar", count: "3" },
    { href: "/lista?visa=vid-behov", label: "Vid behov", count: "4" },
    { href: "/lista?visa=klara", label: "Klara", count: "" },
  ].map((tab) => ({ ...tab, current: tab.label === current }));

const rows: readonly WorkListRow[] = [
  row("Ulla-Britt Ek", {
    ageText: "81 år",
    why: "Roboten lämnade över kl. 10:07: patienten bad om en människa. 3 frågor besvarade. Fortsätt där roboten slutade, senast fredag 27 november kl. 19:00.",
    stage: "Påbörjad intervju",
    urgent: true,
    marks: ["Intervju påbörjad"],
  }),
  row("Gunnar Holm", {
    why: "Sista dagen: ring senast i dag kl. 19:00. Två försök utan svar.",
    skipHref: `${base}?gor=hoppa-over#hoppa-over`,
    urgent: true,
    stage: "Att ringa",
    dischargedText: "mån 16 nov",
  }),
  row("Fatima Rahimi", {
    ageText: "61 år",
    ward: "Medicin 33",
    track: { code: "red", label: "Rött" },
    why: "Bokad tid i dag kl. 10:30.",
    stage: "Bokad tid 10:30",
    marks: ["Tolk: dari"],
  }),
  row("Ingrid Sjöberg", {
    held: { mine: true, text: "Du, sedan 10:02" },
    marks: ["Intervju påbörjad"],
    stage: "Pågår",
  }),
  row("Bo Lindqvist", { held: { mine: false, text: "Anna Ek, sedan 09:48" }, stage: "Pågår" }),
  row("Maj-Britt Åkesson", {
    ageText: "84 år",
    marks: ["Ring, men fråga inte enkäten", "Helst förmiddag"],
    unskip: `${base}/ta-tillbaka`,
  }),
  row("Elias Norén", { ageText: "", track: null, ward: "Psykiatrisk avdelning 2", stage: "Väntar till 13:10" }),
];

const outcomes = (selected = ""): OutcomeOption[] =>
  (
    [
      ["no-answer", "Inget svar", "Kommer tillbaka på listan om tre timmar.", false],
      ["busy", "Upptaget", "Kommer tillbaka på listan om tre timmar.", false],
      ["voicemail", "Telefonsvarare", "Inget meddelande lämnas.", false],
      ["rejected", "Avvisade samtalet", "Kommer tillbaka på listan nästa dag.", false],
      ["later", "Orkar inte nu, bokad tid", "Fyll i tiden ni kom överens om.", false],
      ["refused", "Tackar nej", "Ingen ringer igen.", true],
      ["withdrawn", "Återkallar samtycke", "Ingen ringer igen.", true],
      ["unable", "Kan inte delta", "Hälsa eller hörsel, och ingen närstående kan svara.", true],
      ["language", "Språk, tolk inte möjlig", "", true],
      ["not-eligible", "Återinlagd eller bor inte hemma", "", true],
      ["dead", "Avliden", "Säg: ”Jag beklagar sorgen.” Alla samtal till numret upphör.", true],
      ["bad-number", "Fel eller avstängt nummer", "Det finns inget annat nummer.", true],
    ] as const
  ).map(([code, label, hint, final]) => ({
    code,
    label,
    hint,
    needsTime: code === "later",
    final,
    selected: code === selected,
  }));

const freshCase: CaseView = {
  base,
  version: 3,
  backHref: "/lista",
  name: "Gunnar Holm",
  facts: [
    { label: "Ålder", value: "78 år" },
    { label: "Utskriven", value: "fredag 20 november, Geriatriken 82" },
    { label: "Vårdform", value: "Somatik" },
    { label: "Ringfönster", value: "23–27 november" },
    { label: "Närstående", value: "Eva Holm, dotter" },
  ],
  track: { code: "yellow", label: "Gult" },
  stage: "Att ringa",
  why: "Ring senast fredag 27 november kl. 19:00.",
  marks: [],
  callOnly: false,
  heldByOther: null,
  heldByMe: null,
  robotCalling: null,
  robot: null,
  answered: null,
  mayWithdraw: true,
  connect: null,
  notNow: null,
  closed: null,
  optional: false,
  needsJournalCheck: true,
  sayFirst: {
    opening: "Hej, jag heter Sara Lund och ringer från Region Exempel. Får jag prata med Gunnar Holm?",
    toOthers: "Säg bara ditt namn och att du ringer från Region Exempel. Säg inget om sjukhuset. Fråga när det passar.",
    voicemail: "Lägg på utan att lämna något meddelande.",
  },
  numbers: {
    shown: false,
    list: [
      knownNumber("Patienten", "070-••• •• 05"),
      knownNumber("Eva Holm, dotter", "08-••• •• 12", { words: askFor }),
    ],
    ...numberForms,
  },
  start: null,
  outcome: null,
  agree: nothingAgreed,
  tasks: [],
  history: [],
};

const heldCase: CaseView = {
  ...freshCase,
  mayWithdraw: false,
  heldByMe: "Du har den här uppföljningen sedan 10:12.",
  stage: "Pågår",
  needsJournalCheck: false,
  numbers: {
    shown: true,
    list: [
      knownNumber("Patienten", "070-174 06 05", { href: "tel:+46701740605", mayDrop: true }),
      knownNumber("Eva Holm, dotter", "08-465 004 12", { href: "tel:+46846500412", words: askFor, mayDrop: true }),
    ],
    ...numberForms,
  },
  start: {
    buttonLabel: "Börja intervjun",
    theyRang: false,
    resumes: false,
    respondents: [
      { value: "patient", label: "Patienten själv", hint: "", selected: false },
      {
        value: "supported",
        label: "Patienten, med stöd av någon",
        hint: "Någon hjälper till, men det är patienten som svarar.",
        selected: false,
      },
      {
        value: "proxy",
        label: "Eva Holm, dotter, i patientens ställe",
        hint: "Bara när patienten inte kan svara själv. Fråga patienten först.",
        selected: false,
      },
    ],
    ...whoAnswers,
  },
  outcome: {
    options: outcomes(),
    appointment: { value: "", min: "2026-11-23T10:12", max: "2026-11-27T19:00" },
    ...offered,
    note: "",
    need: "",
  },
  tasks: caseTasks,
  helpForm: help,
  newTask: help,
  history: [
    { atText: "mån 23 nov kl. 10:12", text: "Du öppnade numret." },
    { atText: "mån 23 nov kl. 09:15", text: "Anna Ek ringde: inget svar. ”Hör bäst på förmiddagen.”" },
    { atText: "lör 21 nov kl. 06:30", text: "Utskrivningen kom med listan från vårdsystemet." },
  ],
};

const choice = (value: string, key: string, label: string, readAloud = true, selected = false): Choice => ({
  value,
  key,
  label,
  readAloud,
  selected,
});
const scale = (picked = "") => [
  choice("1", "1", "Ja, helt och hållet", true, picked === "1"),
  choice("2", "2", "Ja, till stor del", true, picked === "2"),
  choice("3", "3", "Till viss del", true, picked === "3"),
  choice("4", "4", "Nej, inte alls", true, picked === "4"),
  choice("8", "V", "Vet ej / minns inte", false),
  choice("7", "E", "Inte aktuellt", false),
  choice("9", "N", "Vill inte svara", false),
];

const question = (key: string, progress: string, text: string, picked = ""): InterviewStep => ({
  key,
  kind: "choice",
  progress,
  text,
  hint: "",
  choices: scale(picked),
  open: null,
});

const planStep = question(
  "delaktighet",
  "Fråga 1 av 6",
  "Fick du vara med och planera hemgången så mycket som du själv ville?",
);
const openStep: InterviewStep = {
  key: "fritext",
  kind: "open",
  progress: "Sista frågan",
  text: "Är det något mer du vill berätta om hemgången?",
  hint: "Skriv patientens egna ord, kortfattat.",
  choices: [],
  open: { value: "", maxLength: 1000 },
};
const confirmStep: InterviewStep = {
  key: "ostord",
  kind: "confirm",
  progress: "Inledning",
  text: "Kan du prata ostört nu?",
  hint: "Om inte: boka en ny tid.",
  choices: [choice("ja", "1", "Ja"), choice("nej", "2", "Nej, en annan gång")],
  open: null,
};
const readStep: InterviewStep = {
  key: "varfor",
  kind: "read",
  progress: "Inledning",
  text: "Vi ringer för att höra hur det gick när du kom hem från sjukhuset. Det tar ungefär fem minuter och är frivilligt.\n\nSvaren sparas utan ditt namn. Vill du ha hjälp med något skickar jag det vidare med ditt namn, om du säger ja.",
  hint: "",
  choices: [],
  open: null,
};

const interview = {
  base,
  version: 12,
  name: "Gunnar Holm",
  respondentText: "Patienten svarar",
  savedText: "Sparat 10:14",
};

const summaryRows = [
  ["Delaktighet", "Fick du vara med och planera hemgången så mycket som du själv ville?", "Ja, till stor del"],
  ["Egna önskemål", "Tog personalen hänsyn till vad du själv ville när hemgången planerades?", "Ja, helt och hållet"],
  ["Information", "Fick du den information du behövde när du åkte hem från sjukhuset?", ""],
  ["Fritext", "Är det något mer du vill berätta om hemgången?", "Sköterskan var snäll. Medicinlistan kom senare."],
].map(([label = "", text = "", answer = ""]) => ({
  label,
  question: text,
  answer,
  changeHref: `${base}/intervju?steg=delaktighet`,
}));

const signIn: readonly Sample[] = [
  {
    page: "sign-in",
    name: "demo",
    title: "Logga in",
    frame: { account: null, nav: [] },
    view: {
      username: "",
      next: null,
      acute: false,
      demoAccounts: [
        { username: "sara", password: "ringupp-demo", who: "Sara Lund, vårdsamordnare på Geriatriken" },
        { username: "lena", password: "ringupp-demo", who: "Lena Berg, projektledare" },
        { username: "admin", password: "ringupp-demo", who: "Per Alm, administratör" },
      ],
    },
  },
  {
    page: "sign-in",
    name: "wrong",
    title: "Logga in",
    frame: {
      account: null,
      nav: [],
      demo: null,
      errors: [{ field: "anvandarnamn", text: "Användarnamnet eller lösenordet stämmer inte." }],
    },
    view: { username: "sara", next: "/uppfoljningar/x/akut", acute: true, demoAccounts: [] },
  },
];

const workList = { unitName: "Geriatriken", units: [], emptyText: "", paging: null };
const lists: readonly Sample[] = [
  {
    page: "work-list",
    name: "ordinary",
    title: "Geriatriken",
    view: {
      ...workList,
      summary: "12 att ringa nu · 3 väntar · 1 bokad tid",
      tabs: tabs("Att ringa nu"),
      rows,
      paging: { text: "Visar 1–6 av 112", previousHref: null, nextHref: "/lista?sida=2" },
    },
  },
  {
    page: "work-list",
    name: "long-names",
    title: "Närsjukvårdens samordningsenhet för utskrivningsklara patienter",
    frame: { demo: { clockText: "onsdag 16 december kl. 10:00", stale: true } },
    view: {
      ...workList,
      units: [
        { href: "/lista?enhet=a", label: "Närsjukvårdens samordningsenhet", current: true },
        { href: "/lista?enhet=b", label: "Psykiatriska kliniken", current: false },
      ],
      summary: "1 att ringa nu",
      tabs: tabs("Väntar"),
      rows: [
        row(longName, {
          ward: "Akutgeriatriska vårdplaneringsavdelningen 82B",
          marks: ["Ring, men fråga inte enkäten", "Tolk: sydsamiska", "Intervju påbörjad"],
          held: { mine: false, text: `${longName}, sedan 09:48` },
        }),
      ],
    },
  },
  {
    page: "work-list",
    name: "empty",
    title: "Geriatriken",
    view: {
      ...workList,
      summary: "Ingen att ringa nu",
      tabs: tabs("Att ringa nu"),
      rows: [],
      emptyText: "Ingen att ringa just nu. Nästa ringfönster öppnar onsdag 25 november kl. 09:00.",
    },
  },
];

const cases: readonly Sample[] = [
  {
    page: "case",
    name: "fresh",
    title: "Gunnar Holm",
    view: { ...freshCase, start: heldCase.start, outcome: heldCase.outcome },
  },
  { page: "case", name: "held", title: "Gunnar Holm", view: heldCase },
  {
    page: "case",
    name: "held-by-other",
    title: "Gunnar Holm",
    view: {
      ...freshCase,
      heldByOther: "Anna Ek har den här uppföljningen sedan 10:12. Du kan läsa men inte ringa.",
      stage: "Pågår",
    },
  },
  {
    page: "case",
    name: "call-only",
    title: longName,
    view: {
      ...heldCase,
      name: longName,
      callOnly: true,
      start: null,
      marks: ["Ring, men fråga inte enkäten", "Tolk: arabiska"],
    },
  },
  {
    page: "case",
    name: "refused-form",
    title: "Gunnar Holm",
    frame: {
      errors: [
        { field: "utfall", text: "Välj hur det gick." },
        { field: "respondent", text: "Välj vem som svarar på frågorna." },
        { field: "tid", text: "Tiden ska ligga i ringfönstret, senast fredag 27 november kl. 19:00." },
      ],
    },
    view: heldCase,
  },
  {
    page: "case",
    name: "check-missing",
    title: "Gunnar Holm",
    frame: {
      errors: [{ field: "kontrollerad", text: "Kontrollera i journalen och kryssa i rutan innan du ringer." }],
    },
    view: freshCase,
  },
  {
    page: "case",
    name: "closed",
    title: "Gunnar Holm",
    view: {
      ...freshCase,
      stage: "Klar",
      why: "Ingen ringer mer.",
      closed: { outcome: "Tackar nej. Ingen ringer igen.", atText: "mån 23 nov kl. 10:20" },
      sayFirst: null,
      numbers: null,
      history: heldCase.history,
    },
  },
  {
    page: "case",
    name: "optional",
    title: "Gunnar Holm",
    view: {
      ...freshCase,
      optional: true,
      track: { code: "green", label: "Grönt" },
      stage: "Vid behov",
      why: "Grönt spår rings bara när någon tycker att det behövs.",
      sayFirst: null,
      numbers: null,
      notNow: "Ringfönstret öppnar måndag 23 november kl. 09:00.",
    },
  },
];

const ownLine = { yourPhone: "08-465 004 04", shownNumber: "08-465 004 90" };
const withConnecting: readonly Sample[] = [
  {
    page: "case",
    name: "ring-for-me",
    title: "Gunnar Holm",
    frame: {
      errors: [{ field: "ring-upp", text: "Numret finns inte längre på uppföljningen. Välj ett nummer igen." }],
    },
    view: {
      ...heldCase,
      connect: {
        state: { text: "Samtalet varade 3 minuter 20 sekunder.", hint: "Tiden sparas med utfallet.", live: false },
        offer: {
          ...ownLine,
          numbers: [
            { value: "0", label: "Patienten, 070-174 06 05" },
            { value: "1", label: "Närstående, 070-174 06 06" },
          ],
        },
      },
    },
  },
  {
    page: "case",
    name: "ringing",
    title: "Gunnar Holm",
    view: {
      ...heldCase,
      connect: { state: { text: "Din telefon ringer …", hint: "Svara och tryck ett.", live: true }, offer: null },
    },
  },
];

const robotsCase: CaseView = {
  ...freshCase,
  stage: "Roboten ringer",
  why: "Roboten ringer just nu (sedan kl. 10:05).",
  sayFirst: null,
  numbers: null,
  robotCalling: {
    text: "Ingen har svarat än.",
    freeText: "Uppföljningen är ledig igen senast kl. 10:23, oftast tidigare.",
    mayTakeOver: true,
  },
  history: [{ atText: "mån 23 nov 10:05", text: "Roboten ringde upp." }],
};
const yesToRobot = "Patienten har sagt ja till automatiska samtal.";

const withRobot: readonly Sample[] = [
  { page: "case", name: "robot-rings", title: "Gunnar Holm", view: robotsCase },
  {
    page: "case",
    name: "robot-talks",
    title: longName,
    frame: { errors: [{ field: "bekraftat", text: "Kryssa för att det är patienten själv som har sagt nej." }] },
    view: {
      ...robotsCase,
      name: longName,
      answered: "Besvarat av roboten: 2 av 6 frågor.",
      robotCalling: { ...robotsCase.robotCalling!, text: "Någon har svarat och samtalet pågår.", mayTakeOver: false },
    },
  },
  {
    page: "case",
    name: "robot-handed-over",
    title: "Gunnar Holm",
    view: {
      ...freshCase,
      why: "Roboten lämnade över kl. 10:07: patienten bad om en människa. 3 frågor besvarade. Fortsätt där roboten slutade, senast fredag 27 november kl. 19:00.",
      marks: ["Intervju påbörjad"],
      answered: "Besvarat av roboten: 3 av 6 frågor.",
      start: { ...heldCase.start!, buttonLabel: "Fortsätt intervjun", resumes: true, respondents: [] },
      outcome: heldCase.outcome,
      robot: {
        text: yesToRobot,
        hint: "Roboten ringer när det är dags, tidigast tre timmar efter förra försöket, och fortsätter där ni slutade.",
        mayHand: true,
      },
      history: [
        { atText: "mån 23 nov 10:07", text: "Roboten lämnade över: patienten bad om en människa." },
        { atText: "mån 23 nov 10:07", text: "Roboten: Avbröts." },
        { atText: "mån 23 nov 10:05", text: "Roboten ringde upp." },
      ],
    },
  },
  {
    page: "case",
    name: "robot-cannot",
    title: "Gunnar Holm",
    view: {
      ...heldCase,
      robot: { text: "Patienten har inte sagt ja till automatiska samtal.", hint: "", mayHand: false },
    },
  },
];

const interviews: readonly Sample[] = [
  {
    page: "interview",
    name: "question",
    title: "Intervju",
    view: { ...interview, step: planStep, canGoBack: true, percent: 30 },
  },
  {
    page: "interview",
    name: "read",
    title: "Intervju",
    view: { ...interview, savedText: "", step: readStep, canGoBack: false, percent: 5 },
  },
  {
    page: "interview",
    name: "confirm",
    title: "Intervju",
    view: { ...interview, step: confirmStep, canGoBack: true, percent: 10 },
  },
  {
    page: "interview",
    name: "open",
    title: "Intervju",
    view: { ...interview, step: openStep, canGoBack: true, percent: 90 },
  },
  {
    page: "interview",
    name: "no-answer-picked",
    title: "Intervju",
    frame: { errors: [{ field: "svar", text: "Välj ett svar innan du går vidare." }] },
    view: {
      ...interview,
      name: longName,
      respondentText: "Närstående svarar åt patienten",
      step: planStep,
      canGoBack: true,
      percent: 30,
    },
  },
  {
    page: "interview-all",
    name: "all",
    title: "Intervju",
    view: {
      ...interview,
      steps: [
        readStep,
        confirmStep,
        question("delaktighet", "Fråga 1 av 6", planStep.text, "2"),
        question("trygghet", "Fråga 6 av 6", "Känner du dig trygg hemma nu?"),
        openStep,
      ],
    },
  },
  {
    page: "summary",
    name: "with-help",
    title: "Sammanfattning",
    view: {
      ...interview,
      rows: summaryRows,
      missingText: "En fråga saknar svar. Du kan spara ändå; då räknas intervjun som delvis genomförd.",
      lateText: "Ringfönstret har stängt. Svaren sparas men räknas inte med i mätningen.",
      remarkWarnings: ["Fritexten ser ut att innehålla ett telefonnummer. Ta bort det innan du sparar."],
      help: { ...help, wanted: true, offer: null },
    },
  },
  {
    page: "summary",
    name: "complete",
    title: "Sammanfattning",
    view: {
      ...interview,
      rows: summaryRows.slice(0, 2),
      missingText: null,
      lateText: null,
      remarkWarnings: [],
      help: { ...help, wanted: false, offer: null },
    },
  },
  {
    page: "saved",
    name: "saved",
    title: "Svaren är sparade",
    view: {
      text: "Svaren är sparade utan namn, och uppföljningen är klar. Tack!",
      taskText: "En åtgärd har skickats till Vårdcentralen Linden.",
      nextCaseHref: base,
      listHref: "/lista",
    },
  },
  {
    page: "acute",
    name: "acute",
    title: "Akut",
    view: {
      base,
      mayRaise: false,
      name: "Gunnar Holm",
      unitName: "Geriatriken",
      onCall: { display: "08-465 004 90", href: "tel:+46846500490" },
      taskText: "En åtgärd är skapad. Kvittera den senast 11:20.",
    },
  },
  {
    page: "acute",
    name: "no-number",
    title: "Akut",
    view: {
      base,
      mayRaise: true,
      name: longName,
      unitName: "Geriatriken",
      onCall: null,
      taskText: "Ring först. Gå sedan tillbaka till uppföljningen.",
    },
  },
];

// ── searching for a patient ──

const noSearch = { typed: "", headline: null, narrowText: null, rows: [], advice: [] };
const found = (name: string, why: string, stage: string, more: Partial<WorkListRow> = {}) => {
  const { urgent: _, ...shown } = row(name, { why, stage, ...more });
  return { ...shown, caseNumber: "K7M2P9" };
};
const searches: readonly Sample[] = [
  { page: "search", name: "empty", title: "Sök patient", view: noSearch },
  {
    page: "search",
    name: "found",
    title: "Sök patient",
    view: {
      ...{ ...noSearch, typed: "ek 0605", headline: "112 träffar" },
      narrowText: "De 50 första visas. Skriv mer av namnet eller fler siffror av numret.",
      rows: [
        found("Ulla-Britt Ek", "På listan. Ring senast fredag 27 november kl. 19:00. Inga försök än.", "Kan ringas"),
        found(longName, "Någon arbetar med uppföljningen sedan kl. 09:48.", "Någon arbetar med den", {
          held: { mine: false, text: `${longName} har den här uppföljningen sedan 09:48.` },
          marks: ["Numret är en närståendes", "Tolk: sydsamiska"],
        }),
        found("Namnet är borttaget", "Inte på listan. Avslutad mån 2 nov kl. 10:00: Tackar nej.", "Tackade nej", {
          ...{ ageText: "", track: null },
        }),
      ],
    },
  },
  {
    page: "search",
    name: "nobody",
    title: "Sök patient",
    view: {
      ...{ ...noSearch, typed: "Långstrumpefelt", headline: "Ingen träff" },
      advice: [
        "Pröva med bara början av ett namn, eller med de tre eller fyra sista siffrorna i numret.",
        "Här finns bara de patienter som dina enheter ringer till.",
        "Namn och nummer tas bort 14 dagar efter att ringfönstret har stängt. Då går det bara att söka på ärendenumret.",
      ],
    },
  },
  {
    page: "search",
    name: "refused",
    title: "Sök patient",
    frame: { errors: [{ field: "sok", text: sentenceFor("search-too-short") }] },
    view: { ...noSearch, typed: "å" },
  },
];

export const samples: readonly Sample[] = [
  ...signIn,
  ...lists,
  ...searches,
  ...cases,
  ...agreeSamples(heldCase),
  ...answerSamples(heldCase),
  ...timesSamples,
  ...withConnecting,
  ...withRobot,
  ...numberSamples(heldCase, { ...workList, summary: "12 att ringa nu", tabs: tabs("Att ringa nu"), rows }),
  ...protectedSamples({ ...workList, summary: "3 väntar", tabs: tabs("Väntar"), rows: [] }, row("Gunnar Holm")),
  ...interviews,
  ...taskSamples,
  ...intakeSamples,
  ...reportSamples,
  ...measurementSamples,
  ...moduleSamples,
  ...continuousSamples,
  ...cooperationSamples,
  ...rulesSamples,
  ...thresholdsSamples,
  ...unitSamples,
  ...boardSamples,
  ...fieldworkSamples,
  ...accountSamples,
  ...phoneSamples,
  ...practiceSamples,
  ...waitingSamples,
];

/** The frame a sample stands in when it says nothing else. */
export const ordinaryFrame: Omit<Frame, "title" | "assets"> = {
  demo: { clockText: "måndag 23 november kl. 10:14", stale: false },
  account: { name: "Sara Lund", roleLabel: "Vårdsamordnare", unitNames: "Geriatriken" },
  nav: [
    { href: "/lista", label: "Arbetslista", current: true },
    { href: "/tider", label: "Tider", current: false },
    { href: "/atgarder", label: "Åtgärder", current: false },
    { href: "/intag", label: "Intag", current: false },
    { href: "/matningar", label: "Mätningar", current: false },
  ],
  flash: null,
  errors: [],
};
