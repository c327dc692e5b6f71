/**
 * What each page is given, and which fields its forms send back: the contract between the doors (web/*.ts) and
 * templates/. A view holds text that is ready to be read (Swedish, dates and numbers already formatted), booleans and
 * lists; a template never computes. It is longer than other files because it is an index: every page and every form
 * field of the product can be found here.
 *
 * Conventions
 * - Every change of state is a POST form, answered by a redirect (303) to a GET.
 * - `errors` name the form field; its input has the id `f-<field>` and the error summary links to it.
 * - `version` is the case's or the interview's version the page was made from; forms send it back as `version`.
 * - In `pages` the key is the file name of templates/pages/<key>.hbs.
 */

// ── the frame that every page stands in ──

export type FieldError = { readonly field: string; readonly text: string };
export type Link = { readonly href: string; readonly label: string };
/** A link that may be the page we are on. */
export type NavLink = Link & { readonly current: boolean };
/** One choice of a <select> or a list of radio buttons. */
export type Option = { readonly value: string; readonly label: string; readonly selected: boolean };
export type Fact = { readonly label: string; readonly value: string };

export type Frame = {
  /** Becomes <title>; the h1 unless the page names its own. */
  readonly title: string;
  /**
   * Demo mode only. Forms: POST /demo/spola (steg = "timme" | "nasta-formiddag" | "dygn") and, offered when stale,
   * POST /demo/nollstall. POST /demo/nattarbete counts the waiting answers at once.
   */
  readonly demo: null | { readonly clockText: string; readonly stale: boolean };
  /** Form: POST /logga-ut. */
  readonly account: null | { readonly name: string; readonly roleLabel: string; readonly unitNames: string };
  readonly nav: readonly NavLink[];
  /** Said once at the top: "done" after something was carried out, "note" for what the person should know. */
  readonly flash: null | { readonly kind: "done" | "note"; readonly text: string };
  readonly errors: readonly FieldError[];
  /** Addresses of the style sheet and the script, with a hash of their content. */
  readonly assets: { readonly css: string; readonly js: string };
};

export type Paging = {
  /** "Visar 26–50 av 112". */
  readonly text: string;
  readonly previousHref: string | null;
  readonly nextHref: string | null;
};

// ── sign-in ──

/** Form: POST /logga-in with anvandarnamn, losenord. */
export type SignInView = {
  readonly username: string;
  /** "Avbryt – akut" was pressed when nobody was signed in any more: the advice comes first. */
  readonly acute: boolean;
  /** Where to go afterwards, sent as `vidare`; null for the start page. A path of our own, never an address. */
  readonly next: string | null;
  /** Demo mode: accounts anybody may use. */
  readonly demoAccounts: readonly {
    readonly username: string;
    readonly password: string;
    readonly who: string;
  }[];
};

// ── work list ──

/** Track as a word with its colour: code picks the border, label is always written out. */
export type TrackMark = { readonly code: "green" | "yellow" | "red"; readonly label: string };

/** GET /lista?enhet=&visa=(att-ringa|vantar|vid-behov|klara)&sida= */
export type WorkListView = {
  readonly unitName: string;
  /** More than one only when the account works with more; each is a link with ?enhet=. */
  readonly units: readonly NavLink[];
  /** "12 att ringa nu · 3 väntar · 1 bokad tid". */
  readonly summary: string;
  /** The four values of `visa`, with counts where they are cheap ("" otherwise). */
  readonly tabs: readonly (NavLink & { readonly count: string })[];
  readonly rows: readonly WorkListRow[];
  /** Shown when rows is empty: what that means and what happens next. */
  readonly emptyText: string;
  readonly paging: Paging | null;
};

export type WorkListRow = {
  /** /uppfoljningar/:id */
  readonly href: string;
  readonly name: string;
  /** "78 år", or the age group, or "". */
  readonly ageText: string;
  /** The unit that discharged. */
  readonly ward: string;
  readonly track: TrackMark | null;
  /** "fre 20 nov". */
  readonly dischargedText: string;
  /** Why the row stands here and until when: "Ring senast fredag 27 november kl. 19:00. Ingen har ringt än." */
  readonly why: string;
  /** Short state: "Att ringa", "Väntar till 13:00", "Bokad tid 14:30", "Klar". */
  readonly stage: string;
  /** Emphasised: last callable day, an appointment that is due, or a patient whom the robot has handed over. */
  readonly urgent: boolean;
  readonly held: null | { readonly mine: boolean; readonly text: string };
  /** "Ring, men fråga inte enkäten", "Tolk: arabiska", "Intervju påbörjad". */
  readonly marks: readonly string[];
};

/**
 * GET /lista/sok, and POST /lista/sok with sok: the one form that is answered by a page and not by a redirect, since what
 * is sought for may stand in no address and is kept nowhere.
 */
export type SearchView = {
  /** As it was typed. */
  readonly typed: string;
  /** "3 träffar" or "Ingen träff"; null before anything has been sought. */
  readonly headline: string | null;
  /** "De 50 första visas. Skriv mer …", or null. */
  readonly narrowText: string | null;
  readonly rows: readonly SearchRow[];
  /** What to try when nobody was found. */
  readonly advice: readonly string[];
};

export type SearchRow = Omit<WorkListRow, "urgent"> & {
  /** "K7M2P9". */
  readonly caseNumber: string;
};

// ── a case ──

/**
 * GET /uppfoljningar/:id. Forms (all below `base` and with `version`):
 * - POST base/visa-nummer: kontrollerad = "ja" when needsJournalCheck
 * - POST base/borja: respondent = "patient" | "supported" | "proxy", kontrollerad as above
 * - POST base/utfall: utfall (outcome code), tid ("YYYY-MM-DDTHH:MM", local), anteckning, behov, behov_ja = "ja"
 * - POST base/slapp: gives the case back
 * - POST base/ta-med: an optional (green) case goes on the list
 * - POST base/ta-over: breaks off a call of the robot's that nobody has answered, and takes the case
 * - POST base/lat-roboten-ringa: hands the case to the robot
 * - POST base/sager-nej: bekraftat = "ja": consent is withdrawn, whoever holds the case
 */
export type CaseView = {
  /** /uppfoljningar/:id without a trailing slash. */
  readonly base: string;
  readonly version: number;
  readonly backHref: string;
  readonly name: string;
  /** Age, unit, discharge date, window, language, närstående (name and relation, no number). */
  readonly facts: readonly Fact[];
  readonly track: TrackMark | null;
  readonly stage: string;
  readonly why: string;
  readonly marks: readonly string[];
  /** Routine call without consent to the survey: the interview cannot be begun. */
  readonly callOnly: boolean;
  /** Somebody else has it: forms are left out. "Anna Ek har den här uppföljningen sedan 10:12. Du kan läsa men inte ringa." */
  readonly heldByOther: string | null;
  /** "Du har den här uppföljningen sedan 10:12."; brings the release form. */
  readonly heldByMe: string | null;
  /** The robot holds it: numbers, start and outcome are null. `freeText`: when it is done. The lead says since when. */
  readonly robotCalling: null | { readonly text: string; readonly freeText: string; readonly mayTakeOver: boolean };
  /** A telephone exists: may the robot have the case, or why not? */
  readonly robot: null | { readonly text: string; readonly hint: string; readonly mayHand: boolean };
  /** "Besvarat av roboten: 3 av 6 frågor."; never what. */
  readonly answered: string | null;
  /** Offers the withdrawal on its own. Whoever holds the case finds it among the outcomes and in the interview. */
  readonly mayWithdraw: boolean;
  /** Not callable now (outside hours, before the window, resting): the sentence says why and when. Forms stay. */
  readonly notNow: string | null;
  /** Closed: outcome and when. Then numbers, start and outcome are null. */
  readonly closed: null | { readonly outcome: string; readonly atText: string };
  /** Optional (green): offers POST base/ta-med. */
  readonly optional: boolean;
  readonly needsJournalCheck: boolean;
  readonly sayFirst: null | { readonly opening: string; readonly toOthers: string; readonly voicemail: string };
  readonly numbers: null | {
    readonly shown: boolean;
    /** Masked ("070-••• •• 05") until shown; href is "tel:+46…" when shown, else null. */
    readonly list: readonly { readonly whose: string; readonly display: string; readonly href: string | null }[];
  };
  /** Click to call; null where it cannot be had and none has been made. */
  readonly connect: null | {
    /** The live call, or the last one of this sitting. */
    readonly state: null | { readonly text: string; readonly hint: string; readonly live: boolean };
    /** POST base/ring-upp: nummer = a value. Both numbers as they will be seen. */
    readonly offer: null | {
      readonly yourPhone: string;
      readonly shownNumber: string;
      readonly numbers: readonly { readonly value: string; readonly label: string }[];
    };
  };
  /** Shown once the number is, or when the journal is checked already. The outcome form can be opened before. */
  readonly start: null | {
    /** "Börja intervjun" or "Fortsätt intervjun". */
    readonly buttonLabel: string;
    /** It is not our turn to ring: the form is for a patient who rings, and sends sjalv = "ja". */
    readonly theyRang: boolean;
    /** An interview is already begun: the respondent is kept and not asked again. */
    readonly resumes: boolean;
    /** With hints; "proxy" only when the patient named one. Nothing preselected. */
    readonly respondents: readonly (Option & { readonly hint: string })[];
  };
  readonly outcome: null | {
    readonly options: readonly OutcomeOption[];
    readonly appointment: { readonly value: string; readonly min: string; readonly max: string };
    readonly note: string;
    /** Fields for a need found in a call without an interview. */
    readonly offersHelp: boolean;
    readonly need: string;
  };
  readonly tasks: readonly { readonly text: string; readonly dueText: string; readonly overdue: boolean }[];
  /** Newest first. "Anna Ek ringde: inget svar." */
  readonly history: readonly { readonly atText: string; readonly text: string }[];
};

export type OutcomeOption = {
  readonly code: string;
  readonly label: string;
  /** What happens next: "Kommer tillbaka på listan om tre timmar." */
  readonly hint: string;
  readonly needsTime: boolean;
  readonly needsNote: boolean;
  /** After this nobody rings again. */
  readonly final: boolean;
  readonly selected: boolean;
};

// ── the interview ──

export type InterviewStep = {
  /** The step's key in the survey; sent back as `steg`. */
  readonly key: string;
  readonly kind: "read" | "confirm" | "choice" | "open";
  /** "Fråga 2 av 6", "Inledning", "Avslutning". */
  readonly progress: string;
  /** What is read aloud, in the wording for the respondent. */
  readonly text: string;
  /** To the coordinator, not read aloud; "" when none. */
  readonly hint: string;
  /** confirm and choice. Sent as `svar`. */
  readonly choices: readonly Choice[];
  /** open only. Sent as `text`. */
  readonly open: null | { readonly value: string; readonly maxLength: number };
};

export type Choice = {
  readonly value: string;
  readonly label: string;
  /** The key that picks it: "1"…"4", "V", "E", "N"; confirm uses "1" and "2". */
  readonly key: string;
  /** false for vet ej, ej aktuellt, vill inte svara: they are never read aloud. */
  readonly readAloud: boolean;
  readonly selected: boolean;
};

/** What the three interview pages share. */
type InterviewFrame = {
  readonly base: string;
  /** Text when the interview is practised: then it holds the whole of it. */
  readonly version: number | string;
  /** Left out on a patient's interview. */
  readonly practice?: PracticeNote;
  readonly name: string;
  /** "Patienten svarar", "Närstående svarar åt patienten". */
  readonly respondentText: string;
  /** "Sparat 10:14", or "" when nothing is saved yet. */
  readonly savedText: string;
};

/**
 * GET base/intervju, one question at a time (?steg=<key> shows an earlier one). Forms, all with `version`:
 * - POST base/svar: steg, svar | text. Without accept: application/json → 303 to the next page. With it (the script):
 *   200 {saved: true, version, at: "10:14", next: href, ended: true when the answer ended the questions} or
 *   {problem, sentence}. The script follows `next` when the person went on or the questions ended. `stanna` = "ja" is
 *   sent when an answer has only been picked or typed: keep it, stay on the question; the same answer may come again
 *   without it. read steps send neither svar nor text.
 * - POST base/tillbaka: steg. POST base/paus. POST base/vill-inte. POST base/aterkallar.
 * - POST base/layout: layout = "one" | "all". POST base/akut: never refused for an old version.
 */
export type InterviewView = InterviewFrame & {
  readonly step: InterviewStep;
  readonly canGoBack: boolean;
  /** 0…100, for the bar under the progress text. */
  readonly percent: number;
};

/** GET base/intervju with the layout "all": one form per step, same addresses and fields. Its
 * end is POST base/vidare, which goes on to what is said after the questions. */
export type InterviewAllView = InterviewFrame & { readonly steps: readonly InterviewStep[] };

/** GET base/sammanfattning. Form: POST base/spara with version, behov, behov_ja = "ja". */
export type SummaryView = InterviewFrame & {
  readonly rows: readonly {
    readonly label: string;
    readonly question: string;
    /** "" when unanswered. */
    readonly answer: string;
    readonly changeHref: string;
  }[];
  /** "Två frågor saknar svar. Du kan spara ändå; då räknas intervjun som delvis genomförd." or null. */
  readonly missingText: string | null;
  /** The call runs outside the window: kept, but not counted in the measurement. */
  readonly lateText: string | null;
  /** Warnings about the free text: looks like a personnummer, a phone number, a name. */
  readonly remarkWarnings: readonly string[];
  /** The patient wanted help: the need and the patient's OK are asked for here. unitName gets the task. */
  readonly help: null | { readonly need: string; readonly agreed: boolean; readonly unitName: string };
};

/** After the seal. */
export type SavedView = {
  readonly text: string;
  /** "En åtgärd har skickats till Vårdcentralen Linden." or null. */
  readonly taskText: string | null;
  readonly nextCaseHref: string | null;
  readonly listHref: string;
};

/** After "Avbryt – akut". */
/** Form: POST base/akut again, offered when no task has been made. */
export type AcuteView = {
  /** The task is not made yet. */
  readonly mayRaise: boolean;
  readonly base: string;
  readonly name: string;
  readonly unitName: string;
  /** The unit's on-call number; null when none is registered. */
  readonly onCall: null | { readonly display: string; readonly href: string };
  /** "En åtgärd är skapad. Kvittera den senast 11:20." */
  readonly taskText: string;
};

// ── tasks ──

/** GET /atgarder. Forms: POST /atgarder/:id/kvittera, POST /atgarder/:id/klar. */
export type TasksView = {
  readonly rows: readonly TaskRow[];
  readonly paging: Paging | null;
};

export type TaskRow = {
  /** /atgarder/:id */
  readonly base: string;
  readonly kindLabel: string;
  readonly acute: boolean;
  readonly name: string;
  readonly caseHref: string;
  readonly unitName: string;
  readonly need: string;
  /** "Kvittera senast 11:20" or "Klart senast ons 25 nov". */
  readonly dueText: string;
  readonly overdue: boolean;
  /** "Kvitterad av Anna Ek 10:40", or "" → the acknowledge form is offered. */
  readonly acknowledgedText: string;
};

// ── intake ──

/** GET /intag. Form: POST /intag, multipart: kalla (name of the source), fil. */
export type IntakeView = {
  readonly source: string;
  /** Names used before, as suggestions. */
  readonly sources: readonly string[];
  readonly limitText: string;
  readonly columns: readonly {
    readonly label: string;
    readonly required: boolean;
    readonly headers: string;
    readonly explanation: string;
  }[];
  readonly earlier: readonly {
    readonly href: string;
    readonly fileName: string;
    readonly source: string;
    readonly atText: string;
    readonly resultText: string;
  }[];
};

/**
 * GET /intag/:id before admission. Forms: POST base/kolumner (one field per `field`, value = column number or ""; its
 * errors go by the name kolumn-<field>, those of the whole mapping by kolumner),
 * POST base/ta-in, POST base/kasta. GET base/avvisade.csv.
 */
export type IntakePreviewView = {
  readonly base: string;
  readonly fileName: string;
  readonly source: string;
  readonly rowsText: string;
  readonly mapping: readonly {
    readonly field: string;
    readonly label: string;
    readonly required: boolean;
    readonly options: readonly Option[];
  }[];
  /** Sentences about the whole file. */
  readonly warnings: readonly string[];
  /** "Nya", "Ändrade", "Oförändrade", "Avvisade" with counts as text. */
  readonly counts: readonly Fact[];
  readonly admitted: readonly {
    readonly line: string;
    readonly name: string;
    readonly unit: string;
    readonly dischargedText: string;
    readonly track: TrackMark | null;
    /** "Rings", "Vid behov", "Rings inte: inget samtycke". */
    readonly result: string;
  }[];
  /** "Visar de första 20 av 1 204." or "". */
  readonly admittedText: string;
  readonly refused: readonly RefusedRow[];
  readonly refusedText: string;
  /** false when no row can be admitted. */
  readonly canAdmit: boolean;
  /** "Ta in 74 rader". */
  readonly admitLabel: string;
};

export type RefusedRow = { readonly line: string; readonly column: string; readonly reason: string };

/** GET /intag/:id while rows are admitted. Form: POST base/ta-in goes on. GET base/lage → {done, total, finished}; the script
 * asks it every second and sends POST base/ta-in (accept: application/json, answer ignored) when nothing has moved. */
export type IntakeProgressView = {
  readonly base: string;
  readonly fileName: string;
  readonly done: number;
  readonly total: number;
  readonly text: string;
};

/** GET /intag/:id afterwards. */
export type IntakeDoneView = {
  readonly base: string;
  readonly fileName: string;
  /** "Klart: 74 rader är inne." or "Ingenting har ändrats: alla rader fanns redan." */
  readonly headline: string;
  readonly counts: readonly Fact[];
  readonly refused: readonly RefusedRow[];
  readonly refusedText: string;
  readonly warnings: readonly string[];
};

// ── measurements ──

/** GET /matningar. */
export type MeasurementsView = {
  readonly rows: readonly {
    readonly href: string;
    readonly name: string;
    readonly periodText: string;
    /** "Pågår" | "Avslutad" … */
    readonly stateLabel: string;
    readonly respondentsText: string;
    readonly madeUp: boolean;
  }[];
};

/** GET /matningar/:id. Never holds a count of a hidden group. */
export type ReportView = {
  readonly name: string;
  /** The page about the fieldwork, for those who may see it. */
  readonly fieldworkHref: string | null;
  /** The result in words, one sentence each. */
  readonly headline: readonly string[];
  /** Data made up for the demo. */
  readonly madeUp: boolean;
  /** Period, survey and version, state, release. */
  readonly facts: readonly Fact[];
  readonly groups: readonly ReportGroup[];
  /** How to read it, what not to compare. */
  readonly notes: readonly string[];
};

export type ReportGroup = {
  /** "Örebro län, somatik". */
  readonly title: string;
  /** "30 svarande"; "" when hidden. */
  readonly respondentsText: string;
  /** "Färre än 5 svarande: visas inte." Then indicators is empty. */
  readonly hiddenText: string | null;
  /** "Färre än 30 svarande: tolka med försiktighet." */
  readonly cautionText: string | null;
  /** "Svaren är insamlade på olika sätt: 20 i samtal med en människa, 8 med roboten."; "" when hidden. */
  readonly modesText: string;
  readonly indicators: readonly ReportIndicator[];
};

export type ReportIndicator = {
  readonly label: string;
  /** Share of all respondents: "77 %", "23 av 30", "59–88 %". */
  readonly share: string;
  readonly countText: string;
  readonly intervalText: string;
  /** Share of those who took a stand. */
  readonly shareOfAnswered: string;
  readonly countOfAnsweredText: string;
  /** For the drawing, in percent 0…100; null when the numbers may not be shown. */
  readonly chart: null | { readonly share: number; readonly low: number; readonly high: number };
};

// ── fieldwork ──

/** "52 %" and "23 av 44"; "–" and "" when there is nobody to divide by. */
export type CountedShare = { readonly share: string; readonly countText: string };

/** GET /matningar/:id/faltarbete?del= (the path of a part). Small groups have been put together. */
export type FieldworkView = {
  /** /matningar/:id */
  readonly base: string;
  readonly name: string;
  readonly madeUp: boolean;
  readonly facts: readonly Fact[];
  /** A county, a care type or a unit is shown instead of the whole. */
  readonly isPart: boolean;
  /** Too few to show anything: then everything below is empty. */
  readonly hiddenText: string | null;
  readonly preliminaryText: string | null;
  readonly headline: string;
  readonly chain: readonly {
    readonly label: string;
    readonly cases: string;
    readonly ofBefore: string;
    readonly ofEligible: string;
  }[];
  /** Täckning, samtyckesgrad. */
  readonly degrees: readonly (CountedShare & { readonly label: string; readonly inWords: string })[];
  readonly rates: readonly {
    readonly key: string;
    readonly inWords: string;
    readonly all: CountedShare;
    readonly consenting: CountedShare;
  }[];
  /** What the letters of the formulas stand for, with their counts. */
  readonly letters: readonly {
    readonly letter: string;
    readonly label: string;
    readonly all: string;
    readonly consenting: string;
  }[];
  readonly formulas: readonly string[];
  readonly eligibleShareText: string;
  readonly outcomes: readonly {
    readonly label: string;
    readonly aapor: string;
    readonly letter: string;
    readonly cases: string;
  }[];
  /** Why there are no outcomes. */
  readonly outcomesText: string | null;
  /** Per county, care type, unit. */
  readonly levels: readonly {
    readonly title: string;
    readonly rows: readonly {
      readonly name: string;
      readonly within: string;
      readonly href: string;
      readonly current: boolean;
      readonly steps: readonly { readonly label: string; readonly cases: string }[];
      readonly shares: readonly (CountedShare & { readonly label: string })[];
    }[];
  }[];
  readonly reach: readonly ReachTableView[];
  readonly notes: readonly string[];
};

export type ReachTableView = {
  /** "Ålder", "Spår", "Språk", "Vem som har ringt". */
  readonly title: string;
  readonly rows: readonly {
    readonly name: string;
    readonly cases: string;
    readonly attempted: CountedShare;
    readonly reached: CountedShare;
    readonly completed: CountedShare;
  }[];
};

/** GET /foljsamhet?manad=YYYY-MM. Small units have been put together. */
export type ComplianceView = {
  /** "november 2026". */
  readonly month: string;
  /** "gult och rött". */
  readonly tracks: string;
  readonly headline: string | null;
  readonly hiddenText: string | null;
  readonly preliminaryText: string | null;
  readonly units: readonly ComplianceRow[];
  /** Newest first, each a link. */
  readonly months: readonly ComplianceRow[];
  readonly olderHref: string | null;
  readonly reach: readonly ReachTableView[];
  /** The measurements' own pages about their fieldwork. */
  readonly measurements: readonly Link[];
  readonly notes: readonly string[];
};

export type ComplianceRow = {
  readonly name: string;
  readonly href: string | null;
  readonly current: boolean;
  readonly hiddenText: string | null;
  readonly counts: null | {
    readonly cases: string;
    readonly open: string;
    readonly hindered: string;
    readonly attempted: CountedShare;
    readonly reached: CountedShare;
    readonly completed: CountedShare;
    readonly never: CountedShare;
  };
};

// ── administration ──

/**
 * GET /enheter. Form: POST /enheter with id ("" for a new one), namn, kod, sort (ward|clinic|primary-care),
 * vardform (somatic|psychiatric), ringer (unit id, "" = itself), jour.
 */
export type UnitsView = {
  readonly rows: readonly {
    readonly href: string;
    readonly name: string;
    readonly kindLabel: string;
    readonly careTypeLabel: string;
    readonly callingUnit: string;
    readonly onCall: string;
  }[];
  /** The unit being edited (?enhet=id) or an empty form. */
  readonly form: {
    readonly id: string;
    readonly heading: string;
    readonly name: string;
    readonly code: string;
    readonly kinds: readonly Option[];
    readonly careTypes: readonly Option[];
    readonly callingUnits: readonly Option[];
    readonly onCall: string;
    /** As typed; sent as `visas`. */
    readonly callerId: string;
  };
};

/**
 * GET /konton. Forms: POST /konton (namn, anvandarnamn, roll, enheter repeated), POST /konton/:id/stang,
 * POST /konton/:id/oppna, POST /konton/:id/losenord (makes a new one), POST /konton/:id/enheter (enheter repeated),
 * POST /konton/:id/telefon (telefon).
 */
export type AccountsView = {
  /** Shown once, right after it was made. */
  readonly newPassword: null | { readonly username: string; readonly password: string };
  readonly rows: readonly {
    /** /konton/:id */
    readonly base: string;
    readonly name: string;
    readonly username: string;
    readonly roleLabel: string;
    readonly unitNames: string;
    readonly disabled: boolean;
    /** false for one's own account, which cannot be closed. */
    readonly canDisable: boolean;
    readonly units: readonly Option[];
    /** A coordinator's own telephone, "" for none; null for the others, who ring nobody. */
    readonly phone: string | null;
  }[];
  readonly form: {
    readonly name: string;
    readonly username: string;
    readonly roles: readonly Option[];
    readonly units: readonly Option[];
  };
};

// ── the demo's telephone ──

/** What both pages need beside the frame: addresses of their own style sheet and script. */
type TryPhoneFrame = { readonly sheet: string; readonly script: string };

/**
 * GET /prova-telefonen. Forms: POST /prova-telefonen (uppfoljning = case id), POST /prova-telefonen/roboten
 * (lage = "pa" | "av"), POST /demo/spola.
 */
export type TryPhoneView = TryPhoneFrame & {
  /** Whom the robot may ring now. */
  readonly callable: readonly TryPhonePatient[];
  /** Those who said yes too, and why they are not rung now. */
  readonly others: readonly TryPhonePatient[];
  readonly robotOn: boolean;
  /** What the robot did while the clock was last moved; null until it has been, and when nothing could be done. */
  readonly leapt: null | {
    readonly text: string;
    readonly counts: readonly Fact[];
    readonly explanation: string;
  };
};

export type TryPhonePatient = {
  readonly caseId: string;
  readonly name: string;
  readonly ageText: string;
  readonly unitName: string;
  readonly why: string;
  /** "Roboten ringde fredag 20 november kl. 15:30: inget svar." */
  readonly history: string;
  /** A call that goes on. */
  readonly callHref: string | null;
};

/**
 * GET /prova-telefonen/:callId. Form: POST base/tryck with gor = "svara" | "avvisa" | "svarare" | "svarare-okand" |
 * "lagg-pa", or knapp = "0"…"9", "*", "#" with omgang = the turn that was shown. GET base/lage and POST base/tryck with accept: application/json give
 * {html, says, heard, ended} to the script: the part try-phone-now, the latest words, how many times words have been
 * heard, and whether nothing more will happen.
 */
export type TryPhoneCallView = TryPhoneFrame &
  TryPhoneNow & {
    readonly name: string;
  };

export type TryPhoneNow = {
  readonly base: string;
  readonly line: "queued" | "ringing" | "answered" | "ended";
  readonly lineText: string;
  /** false: the invented patient answers by itself, and we only watch. */
  readonly byHand: boolean;
  /** "Åsa är född den 3:e: tryck 0 3." */
  readonly crib: string;
  /** "En siffra av två är tryckt." or "". */
  readonly pressedText: string;
  /** Which question is heard: a press goes with it, and does nothing once another one is asked. "" when none waits. */
  readonly turn: string;
  /** How many keys the question wants; 0 when none waits. */
  readonly keysWanted: number;
  /** The keypad, row by row. */
  readonly keys: readonly { readonly key: string; readonly hint: string }[];
  /** Newest first. */
  readonly heard: readonly { readonly atText: string; readonly lines: readonly string[]; readonly latest: boolean }[];
  /** Newest first. */
  readonly log: readonly { readonly atText: string; readonly text: string }[];
  readonly end: null | {
    readonly text: string;
    readonly next: string;
    readonly caseHref: string;
    readonly listHref: string;
    /** "anna", and what the account's holder is called. */
    readonly username: string;
    readonly coordinator: string;
  };
};

/** GET /roboten, where a telephone exists. Form: POST /roboten with lage = "pa" | "av". */
export type RobotView = {
  readonly isOn: boolean;
  /** "Roboten är på". */
  readonly stateText: string;
  readonly explanation: string;
  /** The carrier's last no, and what the operator has to do. */
  readonly stopped: string | null;
  /** "Ringer nu", "I samtal nu", "Väntar i dag", "Klara samtal i dag". */
  readonly counts: readonly Fact[];
  /** What today's calls have come to. */
  readonly today: readonly Fact[];
  /** Carrier, number, staffed hours. */
  readonly facts: readonly Fact[];
};

// ── practice and sheets to print ──

/** What a practised page says beside the interview itself. */
export type PracticeNote = {
  /** How the invented patient behaves, for whoever plays the part. */
  readonly playText: string;
};

/** GET /ova. Forms: POST /ova/borja with patient = id. */
export type PracticeView = {
  readonly patients: readonly {
    readonly id: string;
    readonly name: string;
    readonly situation: string;
    readonly playText: string;
  }[];
  readonly minutes: number;
};

/** Where a practised call came to. Form: POST base/intervju with version goes on, where it may. */
export type PracticeEndView = {
  readonly base: string;
  readonly name: string;
  readonly outcome: string;
  /** What would have happened to a real patient's case. */
  readonly consequences: readonly string[];
  readonly lesson: string;
  /** The whole of the practice, when the interview can be taken up again. */
  readonly goOn: string | null;
};

/** What every sheet says of whoever prints it. */
export type SheetFrame = {
  readonly sheet: string;
  readonly region: string;
  /** As Swedes write it; null: a line to fill in by hand. */
  readonly switchboard: string | null;
};

/** GET /skriv-ut */
export type SheetsView = { readonly sheet: string; readonly links: readonly (Link & { readonly text: string })[] };

/** GET /skriv-ut/patientinformation */
export type InformationSheetView = SheetFrame & {
  readonly minutes: number;
  /** "3 till 7 dagar" and "på vardagar mellan klockan 9 och 19". */
  readonly daysText: string;
  readonly hoursText: string;
  /** The region has a telephone that rings by itself. */
  readonly robot: boolean;
  /** The number that its calls come from, or null. */
  readonly callerId: string | null;
};

/** GET /skriv-ut/samtycke */
export type ConsentSheetView = SheetFrame & { readonly robot: boolean; readonly minutes: number };

/** GET /skriv-ut/fragor?enkat=&svarar=narstaende: the questionnaire on paper. */
export type QuestionSheetView = SheetFrame & {
  readonly title: string;
  readonly versionText: string;
  readonly proxy: boolean;
  readonly questions: readonly {
    readonly text: string;
    /** Empty: an open question. */
    readonly choices: readonly string[];
  }[];
};

/** GET /skriv-ut/samtalsguide?enkat= */
export type GuideSheetView = SheetFrame & {
  readonly title: string;
  readonly versionText: string;
  readonly parts: readonly {
    readonly label: string;
    readonly steps: readonly {
      /** Null on what is no question. */
      readonly number: number | null;
      readonly text: string;
      readonly hint: string;
      readonly answers: string;
    }[];
  }[];
};

// ── when something is refused ──

export type ProblemView = {
  /** problems.ts: what happened, and what to do. */
  readonly sentence: string;
  readonly advice: string | null;
  readonly back: Link;
};

/** Page name → its view. The name is the file in templates/pages. */
export type Pages = {
  readonly "sign-in": SignInView;
  readonly "work-list": WorkListView;
  readonly search: SearchView;
  readonly case: CaseView;
  readonly interview: InterviewView;
  readonly "interview-all": InterviewAllView;
  readonly summary: SummaryView;
  readonly saved: SavedView;
  readonly acute: AcuteView;
  readonly tasks: TasksView;
  readonly intake: IntakeView;
  readonly "intake-preview": IntakePreviewView;
  readonly "intake-progress": IntakeProgressView;
  readonly "intake-done": IntakeDoneView;
  readonly measurements: MeasurementsView;
  readonly report: ReportView;
  readonly fieldwork: FieldworkView;
  readonly compliance: ComplianceView;
  readonly units: UnitsView;
  readonly accounts: AccountsView;
  readonly robot: RobotView;
  readonly "try-phone": TryPhoneView;
  readonly "try-phone-call": TryPhoneCallView;
  readonly practice: PracticeView;
  readonly "practice-end": PracticeEndView;
  readonly sheets: SheetsView;
  readonly "sheet-information": InformationSheetView;
  readonly "sheet-consent": ConsentSheetView;
  readonly "sheet-questions": QuestionSheetView;
  readonly "sheet-guide": GuideSheetView;
  readonly problem: ProblemView;
};

export type PageName = keyof Pages;
export type PageView<Name extends PageName> = Frame & Pages[Name];

/** One page with one set of data to look at (samples.ts); `frame` is what differs from the ordinary frame. */
export type Sample = {
  [Name in PageName]: {
    readonly page: Name;
    readonly name: string;
    readonly title: string;
    readonly view: Pages[Name];
    readonly frame?: Partial<Frame>;
  };
}[PageName];
