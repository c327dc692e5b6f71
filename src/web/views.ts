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

import type * as answer from "./answer-views.ts";
import type * as cooperation from "./cooperation-views.ts";

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
  /** Tasks that nobody has seen in time, on every page of those who must know: "1 åtgärd har ingen kvitterat". */
  readonly alarm?: null | Link;
  /** Said once at the top: "done" after something was carried out, "note" for what the person should know. */
  readonly flash: null | { readonly kind: "done" | "note"; readonly text: string };
  readonly errors: readonly FieldError[];
  /** Addresses of the style sheets and the scripts of every page, with a hash of their content. */
  readonly assets: { readonly css: readonly string[]; readonly js: readonly string[] };
  /** For paper, on pages that are taken to meetings: when it was printed, and from which address. */
  readonly paperText?: string;
  /** A page for somebody who does not work here: no ways to the pages of those who do. */
  readonly plain?: boolean;
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
  /** What a form held that was sent without a session, as `kvar`; null or left out when there was none. */
  readonly kept?: string | null;
  /** Demo mode: accounts anybody may use. */
  readonly demoAccounts: readonly {
    readonly username: string;
    readonly password: string;
    readonly who: string;
  }[];
};

/**
 * After signing in, when a form was sent without a session: what it held, to be sent once more (web/kept-form.ts).
 * Form: POST action with all the names and values.
 */
export type ResendView = {
  readonly action: string;
  readonly texts: readonly { readonly name: string; readonly label: string; readonly value: string }[];
  readonly others: readonly { readonly name: string; readonly value: string }[];
  readonly backHref: string;
};

// ── work list ──

/** Track as a word with its colour: code picks the border, label is always written out. */
export type TrackMark = { readonly code: "green" | "yellow" | "red"; readonly label: string };

/** GET /lista?enhet=&visa=(att-ringa|vantar|vid-behov|klara)&sida= */
export type WorkListView = {
  /** The last outcome of this sitting. */
  readonly undo?: null | UndoView;
  readonly unitName: string;
  /** More than one only when the account works with more; each is a link with ?enhet=. */
  readonly units: readonly NavLink[];
  /** The newest note from the shift before, when there is one. */
  readonly note?: null | { readonly sheet: string; readonly newest: ShiftNoteView & { readonly from: string } };
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
  /** /uppfoljningar/:id; null: a protected patient whom somebody else is named for, and nothing more is told. */
  readonly href: string | null;
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
  /** "Ring, men fråga inte enkäten", "Tolk: arabiska", "Intervju påbörjad", "Bo Lind ringer", "Helst kväll". */
  readonly marks: readonly string[];
  /** Where the patient can be passed over for a while. */
  readonly skipHref?: string | null;
  /** POST there takes a skip back, with fran = "lista". */
  readonly unskip?: string | null;
};

/**
 * GET /tider?enhet= or ?uppfoljning= (choose a time for a patient) or ?tid= (choose a patient for a time). Forms:
 * POST /uppfoljningar/:id/tid and /avboka with fran = "tider" (AgreeView), POST /tider/boka with uppfoljning, tid, vem.
 */
export type TimesView = {
  /** Address of the page's own style sheet. */
  readonly sheet: string;
  readonly unitName: string;
  readonly units: readonly NavLink[];
  /** "12 bokade tider · 3 är dina · 1 har missats". */
  readonly summary: string;
  readonly missed: readonly BookedView[];
  /** Every half hour that the patient can have is a radio button. */
  readonly choosing: null | {
    readonly base: string;
    readonly version: number;
    readonly name: string;
    readonly text: string;
    /** A time is booked already. */
    readonly moves: boolean;
    readonly forWhom: readonly Option[];
    readonly asksInterpreter: boolean;
  };
  readonly booking: null | {
    readonly value: string;
    /** "i dag kl. 14:00". */
    readonly text: string;
    readonly people: OfferedTimes;
    /** There are more than are shown. */
    readonly more: boolean;
    readonly forWhom: readonly Option[];
  };
  readonly days: readonly {
    readonly id: string;
    readonly heading: string;
    readonly shortHeading: string;
    /** "5 bokade". */
    readonly summary: string;
    readonly slots: readonly {
      readonly id: string;
      readonly timeText: string;
      readonly value: string;
      readonly full: boolean;
      readonly loadText: string;
      readonly booked: readonly BookedView[];
      readonly choice: null | { readonly selected: boolean };
      /** To choose a patient for the time. */
      readonly bookHref: string | null;
    }[];
  }[];
};

export type BookedView = {
  /** "10:30", or "Skulle ha ringts i dag kl. 10:30". */
  readonly timeText: string;
  readonly name: string;
  /** Null: protected, and for others. */
  readonly href: string | null;
  /** "du ringer", "enheten ringer", "Bo Lind skulle ha ringt", "någon ringer nu". */
  readonly whoText: string;
  readonly interpreter: boolean;
  readonly changeHref: string | null;
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
 * - POST base/borja: respondent = "patient" | "supported" | "proxy", kontrollerad as above, relation, orsak, tillfragad
 * - POST base/utfall: utfall (outcome code), tid ("YYYY-MM-DDTHH:MM", local), anteckning, behov, behov_ja = "ja"
 * - POST base/slapp: gives the case back
 * - POST base/ta-med: an optional (green) case goes on the list
 * - POST base/ta-over: breaks off a call of the robot's that nobody has answered, and takes the case
 * - POST base/lat-roboten-ringa: hands the case to the robot
 * - POST base/sager-nej: bekraftat = "ja": consent is withdrawn, whoever holds the case
 */
export type CaseView = {
  /** Answering in writing; null where there is nothing to say of it. */
  readonly webLink?: answer.CaseWebLinkView | null;
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
    readonly sheet: string;
    readonly list: readonly NumberView[];
    /** Null while a robot or somebody else has the case. */
    readonly forms: null | NumberForms;
  };
  /** The outcome that was just recorded on it, and can still be undone. */
  readonly undo?: null | UndoView;
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
    /** An interview is already begun: the respondent is kept, unless another is picked. */
    readonly resumes: boolean;
    /** With hints; "proxy" only when the patient named one. Nothing preselected. */
    readonly respondents: readonly (Option & { readonly hint: string })[];
    /** Who helps or answers, and why: sent as relation and orsak, with tillfragad = "ja" for a närstående. */
    readonly relations: readonly Option[];
    readonly reasons: readonly Option[];
    /** The patient has named a närstående, and has to be asked first. */
    readonly asksPatient: boolean;
    /** Who helps or answers in the interview that is taken up again; null when the patient answers alone. */
    readonly proxyText: string | null;
  };
  readonly outcome: null | {
    readonly options: readonly OutcomeOption[];
    /** Sent as `fel_nummer`; empty where there is no choice. */
    readonly numbers?: readonly Option[];
    readonly appointment: { readonly value: string; readonly min: string; readonly max: string };
    /** Sent as `ledig`; `min` = "ja": whoever records it rings then. nar (repeated): what suits the patient. tolk = "ja". */
    readonly times: OfferedTimes;
    readonly parts: readonly Option[];
    readonly note: string;
    /** A need found in a call without an interview. */
    readonly need: string;
  };
  readonly agree: AgreeView;
  /** All of the case, the newest first. */
  readonly tasks: readonly CaseTask[];
  /** Help beside an outcome; a task on its own: POST base/atgard, fields named "ny-…". */
  readonly helpForm?: HelpForm | null;
  readonly newTask?: HelpForm | null;
  /** Newest first. "Anna Ek ringde: inget svar." */
  readonly history: readonly { readonly atText: string; readonly text: string }[];
};

/** Times to choose between: radios sent as `ledig` ("YYYY-MM-DDTHH:MM", local), of which none is preselected. */
export type OfferedTimes = readonly (Option & { readonly hint: string })[];

/**
 * What can be agreed about a case without an attempt. Forms, below the case's `base`:
 * - POST base/tid: tid or ledig, vem (account id, "" for anybody), tolk = "ja", fran = "tider" to go back to the calendar
 * - POST base/avboka: fran as above
 * - POST base/passar: nar (forenoon | afternoon | evening, repeated)
 * - POST base/sprak: sprak (its Swedish name), tolk = "ja"
 * - POST base/hoppa-over: skal, lange, skaltext. POST base/ta-tillbaka takes it back.
 * - POST base/narstaende: namn, relation, telefon
 */
export type AgreeView = {
  /** "Tolk behövs: arabiska." and what to do about it; null when none is needed. */
  readonly interpreter: null | { readonly text: string; readonly state: string };
  /** "Hoppades över till kl. 11:10. …"; brings the form that takes it back. */
  readonly skipped: string | null;
  /** The agreed time: when, who rings, and what is the matter with it. */
  readonly booked: null | {
    readonly text: string;
    readonly whoText: string;
    readonly missed: string | null;
    /** Nobody's own: then the page's lead says enough. */
    readonly anybody: boolean;
  };
  /** Null: nothing can be agreed now (closed, optional, or somebody else rings). */
  readonly forms: null | {
    /** Which part stands open, by the field of a refusal or by the link that led here. */
    readonly open: Readonly<Record<"time" | "suits" | "language" | "skip" | "proxy", boolean>>;
    readonly calendarHref: string;
    readonly times: OfferedTimes;
    readonly time: { readonly value: string; readonly min: string; readonly max: string };
    readonly forWhom: readonly Option[];
    readonly asksInterpreter: boolean;
    readonly interpreterBooked: boolean;
    readonly parts: readonly Option[];
    readonly language: string;
    readonly languages: readonly string[];
    readonly needsInterpreter: boolean;
    /** Null when there is nothing to pass over. */
    readonly skip: null | {
      readonly reasons: readonly Option[];
      readonly lengths: readonly Option[];
      readonly note: string;
    };
    readonly proxy: { readonly name: string; readonly phone: string; readonly relations: readonly Option[] };
  };
};

/** A telephone number of a case; those that do not work stand last. */
export type NumberView = {
  /** Sent back as `nummer` (calls/numbers.ts, markOf). */
  readonly mark: string;
  /** "Patienten", "Eva, dotter". */
  readonly whose: string;
  /** Masked ("070-••• •• 05") until shown; href is "tel:+46…" when shown, else null. */
  readonly display: string;
  readonly href: string | null;
  /** "Fungerar inte": nobody rings it any more. */
  readonly goneText: string | null;
  /** Whom to ask for, and what not to say, on a relative's. */
  readonly words: string | null;
  readonly mayRaise: boolean;
  readonly mayDrop: boolean;
};

/** POST base/nummer: gor = "lagg-till" (nytt, vems, namn, relation) | "ratta" (nummer, ratt) | "upp" | "fungerar-inte" | "fungerar" (nummer). */
export type NumberForms = {
  /** One of them was refused: they stand open. */
  readonly open: boolean;
  readonly number: string;
  readonly choices: readonly Option[];
  readonly name: string;
  readonly relation: string;
};

/** Form: POST action, without fields. */
export type UndoView = {
  readonly sheet: string;
  readonly action: string;
  readonly name: string;
  readonly outcome: string;
  readonly untilText: string;
  /** What does not come back. */
  readonly warning: string | null;
};

/** Asked once more before an outcome that cannot be undone. Form: POST action with the fields and bekraftat = "ja". */
export type ConfirmOutcomeView = {
  readonly name: string;
  readonly outcome: string;
  readonly text: string;
  readonly button: string;
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly backHref: string;
};

export type OutcomeOption = {
  readonly code: string;
  readonly label: string;
  /** What happens next: "Kommer tillbaka på listan om tre timmar." */
  readonly hint: string;
  readonly needsTime: boolean;
  /** Which number it is about has to be chosen. */
  readonly needsNumber?: boolean;
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
  /** May be left without an answer although there are choices. */
  readonly maySkip?: boolean;
  /** Language of what is read aloud, when it is not Swedish. */
  readonly lang?: string;
};

/** Form: POST {base}/las-pa, `sprak`. */
export type ReadingLanguages = {
  /** That the patient speaks another language that there is. */
  readonly suggestion: string | null;
  readonly choices: readonly Option[];
};

export type Choice = {
  readonly value: string;
  readonly label: string;
  /** The key that picks it: "1"…"4", "V", "E", "N"; confirm uses "1" and "2". */
  readonly key: string;
  /** false for vet ej, ej aktuellt, vill inte svara: they are never read aloud. */
  readonly readAloud: boolean;
  readonly selected: boolean;
  /** Language of the label, when it is not Swedish. */
  readonly lang?: string;
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
  /** Left out on a practised interview, whose answers are kept nowhere. */
  readonly waiting?: Waiting;
  /** In which languages the questions can be read; left out where there is one. */
  readonly languages?: ReadingLanguages | null;
};

/** With what the script hides answers that wait for a connection, and whose they are. */
export type Waiting = {
  /** 256 bits in hex, the session's. */
  readonly key: string;
  /** The account's id. */
  readonly account: string;
};

/** A step that may come later in the call, drawn beforehand so that the call can go on without the server. */
export type StepAhead = {
  readonly step: InterviewStep;
  /** JSON: what is answered → key of the step it leads to, or "end:…"; "" is anything else. */
  readonly ways: string;
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
  /** Where the step leads, as {@link StepAhead.ways}; "" when the page has no steps ahead. */
  readonly ways?: string;
  readonly ahead?: readonly StepAhead[];
};

/** GET base/intervju with the layout "all": one form per step, same addresses and fields. Its
 * end is POST base/vidare, which goes on to what is said after the questions. */
export type InterviewAllView = InterviewFrame & {
  readonly steps: readonly InterviewStep[];
  /** What is said after the questions. */
  readonly ahead?: readonly StepAhead[];
  /** Key of the first of those, or "end:completed". */
  readonly closesAt?: string;
};

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
  /**
   * The need and the patient's OK are asked for here. `wanted`: the patient said yes to the question about help. `offer`:
   * what to ask, word for word, when an answer makes it seem right; else null.
   */
  readonly help: HelpForm & { readonly wanted: boolean; readonly offer: string | null };
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

/**
 * What a need is raised with (the part `need`). Fields: behov, behov_ja = "ja", behov_slag, behov_enhet, sip_nej = "ja"; a
 * second such form on a page begins their names with "ny-" and has no sip_nej.
 */
export type HelpForm = {
  readonly kinds: readonly Option[];
  readonly units: readonly Option[];
  readonly need: string;
  readonly agreed: boolean;
  readonly sipDeclined: boolean;
};

/** A task in words. Each text is "" when there is nothing to say. */
export type TaskWords = {
  readonly kindLabel: string;
  readonly need: string;
  /** The unit that has it. */
  readonly unitName: string;
  readonly done: boolean;
  /** "Kvittera senast kl. 11:20" or "Klar senast ons 25 nov". */
  readonly dueText: string;
  readonly overdue: boolean;
  /** "Ingen har kvitterat. Det skulle ha skett kl. 11:20." */
  readonly escalatedText: string;
  /** "Kvitterad av Anna Ek kl. 10:40". */
  readonly acknowledgedText: string;
  readonly movedText: string;
  readonly doneText: string;
};

/** On the case's page; `href` is null when the task is not one of the account's units'. */
export type CaseTask = TaskWords & { readonly href: string | null };

/** GET /atgarder?visa=(mina|forsenade|klara)&sida=. Form: POST <href>/kvittera. */
export type TasksView = {
  readonly tabs: readonly (NavLink & { readonly count: string })[];
  readonly rows: readonly TaskListRow[];
  readonly emptyText: string;
  readonly severalUnits: boolean;
  readonly paging: Paging | null;
};

export type TaskListRow = TaskWords & {
  /** /atgarder/:id */
  readonly href: string;
  readonly name: string;
  readonly urgent: boolean;
  readonly mayAcknowledge: boolean;
};

/**
 * GET /atgarder/:id. Forms: POST base/kvittera, POST base/visa-nummer, POST base/klar (gjort, gjort_text),
 * POST base/flytta (enhet, skal, version), POST base/oppna (version).
 */
export type TaskView = TaskWords & {
  readonly base: string;
  readonly version: number;
  readonly name: string;
  /** "Anna Ek, mån 23 nov". */
  readonly raisedText: string;
  readonly agreedText: string;
  /** Null when the unit did not call the patient. */
  readonly caseHref: string | null;
  readonly numbers: readonly { readonly whose: string; readonly display: string; readonly href: string | null }[];
  readonly numbersShown: boolean;
  readonly mayAcknowledge: boolean;
  readonly lapsesText: string;
  readonly ways: readonly Option[];
  readonly text: string;
  readonly units: readonly Option[];
  readonly mayMove: boolean;
  readonly reason: string;
};

/** GET /larm: what nobody has seen in time, for those who are told. No patient is named. */
export type AlarmsView = {
  readonly rows: readonly {
    readonly unitName: string;
    readonly kindLabel: string;
    readonly raisedText: string;
    readonly dueText: string;
  }[];
};

/** GET /siffror/atgarder?manad=YYYY-MM. Small units and kinds have been put together. */
export type TaskFiguresView = {
  /** "november 2026". */
  readonly month: string;
  readonly headline: string | null;
  readonly hiddenText: string | null;
  readonly units: readonly TaskFigureRow[];
  readonly kinds: readonly TaskFigureRow[];
  readonly sip: null | { readonly offered: string; readonly accepted: CountedShare };
  /** Newest first, each a link. */
  readonly months: readonly NavLink[];
  readonly notes: readonly string[];
};
export type TaskFigureRow = {
  readonly name: string;
  readonly tasks: string;
  readonly acknowledgedInTime: CountedShare;
  readonly doneInTime: CountedShare;
  readonly open: string;
  readonly overdue: string;
  readonly lapsed: string;
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
  /** A project lead may make a new one. */
  readonly mayPlan: boolean;
  readonly rows: readonly {
    readonly href: string;
    readonly name: string;
    readonly periodText: string;
    /** "Pågår" | "Avslutad" … */
    readonly stateLabel: string;
    readonly respondentsText: string;
    readonly madeUp: boolean;
  }[];
  /** Those that have been over for long, folded away. */
  readonly older?: MeasurementsView["rows"];
  /** The continuous measurement's newest periods; null when there is none. */
  readonly periods: null | {
    readonly rows: readonly PeriodRow[];
    readonly madeUp: boolean;
    /** "Alla 12 perioder, utvecklingen och indelningen". */
    readonly moreText: string;
  };
};

/** A period of the continuous measurement. */
export type PeriodRow = {
  readonly href: string;
  /** "Kvartal 4 2026". */
  readonly name: string;
  /** "" while all periods have asked the same. */
  readonly surveyText: string;
  readonly stateLabel: string;
  readonly respondentsText: string;
};

/** Form: POST /matningar/lopande (indelning). */
export type DivisionForm = { readonly options: readonly (Option & { readonly hint: string })[] };

/** GET /matningar/lopande?enkat=&lan=&vard= */
export type ContinuousView = {
  /** Those of reports and of trends. */
  readonly sheets: readonly string[];
  readonly madeUp: boolean;
  /** How it is divided, and from when otherwise. */
  readonly divisionText: string;
  /** Empty while there is but one. */
  readonly surveys: readonly Option[];
  readonly counties: readonly Option[];
  readonly careTypes: readonly Option[];
  readonly trend: TrendView | null;
  /** Why there is no trend. */
  readonly trendText: string;
  /** The newest, newest first; and those before them. */
  readonly rows: readonly PeriodRow[];
  readonly older: readonly PeriodRow[];
  /** Those of which nothing may be shown. */
  readonly few: readonly PeriodRow[];
  /** For those who may divide it otherwise. */
  readonly form: DivisionForm | null;
  readonly changes: readonly {
    readonly atText: string;
    readonly by: string;
    readonly before: string;
    readonly after: string;
  }[];
};

/** GET /matningar/:id. Never holds a count of a hidden group. */
export type ReportView = {
  readonly name: string;
  /** The sheet of styles that only the report pages carry. */
  readonly sheet: string;
  /** The page about the fieldwork, for those who may see it. */
  readonly fieldworkHref: string | null;
  /** "/matningar/orebro-2019-11". */
  readonly base: string;
  /** Address that the files lie under; a published report has its own. */
  readonly filesBase: string;
  /** Where the lead starts, closes and publishes it; null for others and on a published report. */
  readonly manageHref: string | null;
  /** Reports that have been published. */
  readonly publications: readonly Link[];
  /** On a published report: its day, what it corrects, and whether there is a newer one. */
  readonly publication: null | { readonly text: string; readonly changed: string; readonly newerHref: string | null };
  /** The comparison, with this measurement's first result chosen. */
  readonly compareHref: string;
  /** The other periods of a continuous measurement; null for others. */
  readonly periodsHref: string | null;
  /** The result in words, one sentence each. */
  readonly headline: readonly string[];
  /** Data made up for the demo. */
  readonly madeUp: boolean;
  /** Period, survey and version, state, release. */
  readonly facts: readonly Fact[];
  /** Discharged → completed with the rates beside it, in a few lines; empty when it may not be shown. */
  readonly chain: readonly { readonly label: string; readonly cases: string; readonly ofBefore: string }[];
  readonly chainText: string;
  /** The counties together; empty when there is but one. */
  readonly country: readonly ReportGroup[];
  readonly countryText: string;
  readonly countyParts: readonly { readonly name: string; readonly respondents: string; readonly share: string }[];
  readonly groups: readonly ReportGroup[];
  /** What may disturb the numbers, and what is hidden and why. */
  readonly cautions: readonly string[];
  /** How to read it. */
  readonly notes: readonly string[];
};

export type ReportGroup = {
  /** For the ids of the page: "18-somatic". */
  readonly id: string;
  /** "Örebro län, somatik". */
  readonly title: string;
  /** "30 svarande"; "" when hidden. */
  readonly respondentsText: string;
  /** "Färre än 5 svarande: visas inte." Then indicators is empty. */
  readonly hiddenText: string | null;
  /** "Färre än 30 svarande: tolka med försiktighet." */
  readonly cautionText: string | null;
  /** The result in words; "" when nothing may be shown. */
  readonly headline: string;
  /** "Svaren är insamlade på olika sätt: 20 i samtal med en människa, 8 med roboten."; "" when hidden. */
  readonly modesText: string;
  /** "Patienten själv 26, närstående 4."; "" when hidden. */
  readonly respondentKindsText: string;
  readonly indicators: readonly ReportIndicator[];
  /** Whether any indicator has more to show than its share. */
  readonly more: boolean;
  /** Its units; null where they may not be shown. */
  readonly units: ReportUnits | null;
};

/** The units of one county's care type, and the care type's own line last. */
export type ReportUnits = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** The page that has the tables, where they would be too long for this one; `tables` is then empty. */
  readonly href: string | null;
  readonly open: boolean;
  /** What the mark of `few` means; null when no line has it. */
  readonly cautionText: string | null;
  /** Each with as many indicators as there is room for beside each other. */
  readonly tables: readonly {
    readonly columns: readonly string[];
    readonly rows: readonly {
      readonly name: string;
      readonly respondents: string;
      readonly few: boolean;
      readonly whole: boolean;
      readonly cells: readonly {
        readonly label: string;
        readonly share: string;
        readonly countText: string;
        readonly intervalText: string;
        /** Why nothing is shown; "" when something is. */
        readonly why: string;
        /** As in ReportIndicator; `whole` is the care type's own share. */
        readonly chart: null | {
          readonly share: number;
          readonly low: number;
          readonly high: number;
          readonly whole: number | null;
        };
      }[];
    }[];
  }[];
};

export type ReportIndicator = {
  readonly label: string;
  readonly question: string;
  /** Share of all respondents: "77 %", "23 av 30", "59–88 %". */
  readonly share: string;
  readonly countText: string;
  readonly intervalText: string;
  /** Share of those who took a stand. */
  readonly shareOfAnswered: string;
  readonly countOfAnsweredText: string;
  /** For the drawing, in percent 0…100; null when the numbers may not be shown. */
  readonly chart: null | { readonly share: number; readonly low: number; readonly high: number };
  /** Share of the most positive answer alone, as a sentence; "" when it may not be shown yet. */
  readonly topBoxText: string;
  /** "2 vet ej, 1 ej svarat"; "Alla har tagit ställning." */
  readonly notAnsweredText: string;
  /** Every answer with its count; null below the threshold. `x` and `width` in percent, `shade` 1 (most positive) and on. */
  readonly distribution:
    | null
    | readonly {
        readonly text: string;
        readonly count: string;
        readonly share: string;
        readonly x: number;
        readonly width: number;
        readonly shade: number;
      }[];
  /** Why there is no distribution. */
  readonly noSpreadText: string;
  /** "Patienten själv: 80 % (16 av 20, 58–92 %)" and the same for närstående; empty when they are not apart. */
  readonly apart: readonly string[];
};

/** GET /enkater */
export type SurveysView = {
  readonly rows: readonly {
    readonly href: string;
    readonly title: string;
    readonly versionText: string;
    readonly questionsText: string;
    readonly languagesText: string;
  }[];
};

/** GET /enkater/:namn */
export type SurveyView = {
  readonly sheet: string;
  readonly title: string;
  readonly versionText: string;
  /** The modules to look at it with; form: GET of the page itself, `moduler` for each and once empty. */
  readonly modules: readonly Option[];
  /** What is not asked of it, with these modules. */
  readonly leftText: string;
  /** The same survey with the same modules in the other modes. */
  readonly modes: readonly { readonly href: string; readonly label: string; readonly text: string }[];
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly steps: readonly {
    readonly key: string;
    readonly kind: string;
    readonly hint: string;
    /** In every language, the Swedish first. */
    readonly said: readonly {
      readonly language: string;
      /** "på svenska". */
      readonly languageText: string;
      readonly patient: string;
      readonly proxy: string;
      readonly answers: readonly string[];
    }[];
  }[];
  /** Never read aloud by a person. */
  readonly silent: readonly string[];
  readonly robot: readonly string[];
  /** Why the robot cannot ask it; empty where it can, and where it is not meant to. */
  readonly robotless: readonly string[];
};

/** GET /enkater/:namn/webb: the patient's own page, nothing of which can be sent. */
export type SurveyWebView = Pick<answer.AnswerQuestionsView, "questions" | "help"> & {
  readonly sheet: string;
  readonly backHref: string;
  readonly title: string;
  readonly lang: string;
  readonly languages: readonly (Link & { readonly lang: string; readonly current: boolean })[];
  readonly whom: readonly (Link & { readonly current: boolean })[];
  /** That not all of the questions are put to everybody; "" when they are. */
  readonly note: string;
  readonly heading: string;
  readonly intro: string;
};

/** Form: POST {action} with sett, namn, enkat, moduler, fran, till, lan, enheter, mal, ringer, anteckning. */
export type MeasurementFormView = {
  readonly heading: string;
  readonly action: string;
  /** The draft that the form was filled from; "" for a new one. */
  readonly seen: string;
  readonly backHref: string;
  readonly name: string;
  readonly surveys: readonly Option[];
  /** The modules of every survey that has any, under its name; only the chosen survey's count. */
  readonly modules: readonly { readonly title: string; readonly boxes: readonly Option[] }[];
  readonly opensOn: string;
  readonly closesOn: string;
  readonly counties: readonly Option[];
  readonly units: readonly Option[];
  /** How many units of the copied measurement cannot be chosen here. */
  readonly unitsGone?: number;
  /** The note is the copied measurement's. */
  readonly noteCopied?: boolean;
  readonly target: string;
  readonly callers: readonly Option[];
  readonly note: string;
};

/** Forms: POST {base}/starta with sett, /avsluta with anda, /publicera with efter and andrat, /anteckning with anteckning, /kasta. */
export type MeasurementView = {
  readonly base: string;
  readonly name: string;
  readonly madeUp: boolean;
  readonly state: "draft" | "running" | "closed" | "published";
  readonly facts: readonly Fact[];
  /** The last day on which anybody is rung for it. */
  readonly lastCallText: string;
  readonly callsLeft: boolean;
  readonly publications: readonly { readonly href: string; readonly text: string; readonly changed: string }[];
  /** What was typed about a correction. */
  readonly changed: string;
  /** What a reader must know, as it is or was typed; null where it is written elsewhere. */
  readonly note: string | null;
  /** What stands there now, where something else was typed that could not be saved; "" otherwise. */
  readonly noteNow: string;
  /** It is over, and its last answers are not out. */
  readonly waiting: boolean;
  /** A new number would be like the last one. */
  readonly unchanged: boolean;
  /** What may not be as it was meant, before it is closed. */
  readonly warnings: readonly string[];
  /** The measurement as it stands on the page. */
  readonly seen: string;
  /** The last number that is published; 0 for none. */
  readonly newest: number;
  /** The survey with its modules, in every mode. */
  readonly lookHref: string;
  readonly copyHref: string;
  /** The routine's own, which only the clock closes. */
  readonly continuous: boolean;
};

type CompareChoice = {
  readonly value: string;
  readonly label: string;
  readonly text: string;
  readonly checked: boolean;
};

/** GET /jamfor?s=MÄTNING.LÄN.VÅRDFORM&s=… */
export type CompareView = {
  readonly sheet: string;
  /** There is a continuous measurement, whose periods have a page of their own. */
  readonly hasPeriods: boolean;
  /** There is a result to choose. */
  readonly anything: boolean;
  readonly measurements: readonly {
    readonly name: string;
    readonly periodText: string;
    readonly madeUp: boolean;
    readonly open: boolean;
    readonly results: readonly CompareChoice[];
    readonly units: readonly CompareChoice[];
    readonly unitsOpen: boolean;
    /** Each care type without one of its units. */
    readonly rests: readonly CompareChoice[];
    /** The same page with the measurement's units; null when they are there, or may not be shown yet. */
    readonly unitsHref: string | null;
  }[];
  /** The continuous measurement's periods that show anything, of the same shape, and whether one of them is open. */
  readonly periods: CompareView["measurements"];
  readonly periodsOpen: boolean;
  readonly comparison: null | {
    /** The same numbers to keep. */
    readonly files: readonly Link[];
    readonly sides: readonly {
      readonly letter: string;
      readonly label: string;
      readonly madeUp: boolean;
      readonly respondentsText: string;
      /** "Pågår, del av perioden"; "" when all of its time is in it. */
      readonly stateText: string;
      readonly rateText: string;
    }[];
    /** Why no differences are given. */
    readonly notComparable: string | null;
    readonly cautions: readonly string[];
    readonly indicators: readonly {
      readonly label: string;
      readonly rows: readonly {
        readonly letter: string;
        readonly share: string;
        readonly countText: string;
        readonly intervalText: string;
        readonly chart: ReportIndicator["chart"];
        readonly difference: string;
        readonly established: boolean;
      }[];
    }[];
    readonly trend: TrendView | null;
  };
};

/** The drawing is 100 wide and 50 high; `breaks` are places on it. */
export type TrendView = {
  readonly names: readonly string[];
  readonly breaks: readonly { readonly heading: string; readonly text: string }[];
  /** Some points are of times that are not over, or not wholly in it: hollow in the drawing, marked in the table. */
  readonly unfinished: boolean;
  /** What to think of points with few respondents, "" when there are none; they are marked in the table. */
  readonly fewText: string;
  /** What stands at both ends of a drawing with a table of its own; null where the numbers stand elsewhere. */
  readonly ends: null | { readonly first: string; readonly last: string };
  /** So many points that they are drawn small. */
  readonly dense: boolean;
  readonly indicators: readonly {
    readonly label: string;
    readonly points: readonly {
      readonly x: number;
      readonly y: number;
      readonly low: number;
      readonly high: number;
      readonly text: string;
      /** Where the text stands: at the point, or as near it as the drawing has room. */
      readonly textX: number;
      readonly hollow: boolean;
    }[];
    readonly lines: readonly { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }[];
    readonly breaks: readonly number[];
    /** The same numbers; `mark`: why no line comes to it from the row before, null when one does. */
    readonly rows: readonly {
      readonly name: string;
      readonly share: string;
      readonly countText: string;
      readonly intervalText: string;
      readonly mark: string | null;
      /** "pågår, få svarande"; "" when there is nothing to say of it. */
      readonly note: string;
    }[];
  }[];
};

// ── the unit's board ──

/** A case on the board; the name is empty where it has been erased. */
export type BoardCase = { readonly href: string; readonly name: string; readonly text: string };

/** Some cases by name, and in words how many more there are. */
export type BoardCases = { readonly cases: readonly BoardCase[]; readonly moreText: string | null };

/** Form: POST /tavla/lapp/:id/last. */
export type ShiftNoteView = {
  readonly readAction: string;
  /** "" where the page is about one unit alone. */
  readonly unitName: string;
  readonly text: string;
  /** "Anna Ek, i dag kl. 14:05". */
  readonly fromText: string;
  /** "Läst av Anna Ek och Bo Lind." */
  readonly readText: string;
  /** May this person still say that it is read? */
  readonly unread: boolean;
};

/**
 * Forms: POST /tavla/lapp with enhet, text and kontrollerad; POST /tavla/slapp with uppfoljning and sedan. A project lead
 * gets counts alone: `people` is null.
 */
export type BoardView = {
  readonly sheet: string;
  readonly unitName: string;
  readonly units: readonly NavLink[];
  /** Who will be missed, in one sentence. */
  readonly headline: string;
  readonly isUrgent: boolean;
  /** "Ingen har arbetat med listan i dag", with the units if there are several. */
  readonly idleText: string | null;
  readonly today: readonly { readonly label: string; readonly value: string; readonly href: string | null }[];
  readonly robotText: string | null;
  readonly tasksText: string;
  readonly tasksUrgent: boolean;
  readonly people: null | {
    readonly lastToday: BoardCases;
    readonly lastTomorrow: BoardCases;
    readonly overdue: BoardCases;
    readonly holds: readonly (BoardCase & {
      readonly caseId: string;
      readonly since: string;
      /** Why it may be let go of; null while it may not. */
      readonly releaseText: string | null;
    })[];
    readonly notes: readonly ShiftNoteView[];
    readonly note: {
      readonly units: readonly Option[];
      readonly unitId: string;
      readonly text: string;
      /** What in the text looks as if it led to somebody; the form then asks to be sent once more. */
      readonly warnings: readonly string[];
    };
  };
  /** One line for each unit, where there are several. */
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly { readonly label: string; readonly value: string; readonly urgent: boolean }[];
  }[];
  readonly progress: readonly {
    readonly name: string;
    readonly text: string;
    readonly value: number;
    readonly max: number;
    readonly daysText: string;
  }[];
};

// ── fieldwork ──

/** "52 %" and "23 av 44"; "–" and "" when there is nobody to divide by. */
export type CountedShare = { readonly share: string; readonly countText: string };

/** GET /matningar/:id/faltarbete?del= (the path of a part). Small groups have been put together. */
export type FieldworkView = {
  readonly sheet: string;
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
  readonly sheet: string;
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
  /** Per ward: asked at discharge, and of those how many said yes. */
  readonly consent: readonly {
    readonly name: string;
    readonly cases: string;
    readonly asked: CountedShare;
    readonly consented: CountedShare;
  }[];
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
    readonly daysToFirst: string;
    readonly attemptsPerCompleted: string;
    readonly minutesPerCompleted: string;
    readonly readmittedBefore: CountedShare;
    readonly readmitted30: CountedShare;
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
    /** Who is told when nobody has seen a task in time; sent as `larm`. */
    readonly contacts?: readonly Option[];
  };
};

/**
 * GET /regler. Form: POST /regler (sedd: the newest change that was shown, and every field under its own name; helger
 * "ja" or not sent).
 */
export type RulesView = {
  readonly sheet: string;
  readonly seen: string;
  readonly tracks: readonly {
    /** "gront", "gult", "rott": the beginning of the fields' names. */
    readonly field: string;
    readonly heading: string;
    readonly name: string;
    readonly rules: readonly Option[];
  }[];
  /** Every other field as typed, by its name. */
  readonly typed: Readonly<Record<string, string>>;
  readonly weekends: boolean;
  readonly changes: readonly {
    readonly atText: string;
    readonly by: string;
    readonly label: string;
    readonly before: string;
    readonly after: string;
  }[];
};

/**
 * GET /sma-grupper. Form: POST /sma-grupper (sedd: the numbers that were shown, and every field under its own name).
 */
export type ThresholdsView = {
  readonly sheet: string;
  readonly backHref: string;
  readonly backText: string;
  readonly seen: string;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly hint: string;
  }[];
  /** Measurements that run with other numbers than today's. */
  readonly others: readonly { readonly href: string; readonly name: string; readonly text: string }[];
  readonly changes: RulesView["changes"];
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
    /** Which of a coordinator's units have named them for protected identities; empty for whoever cannot be named. */
    readonly named: readonly Option[];
    /** "Geriatrik avd 2", or "". */
    readonly namedText: string;
  }[];
  /** Units with protected patients that nobody at work is named for, in sentences. */
  readonly stranded: readonly string[];
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

/** GET /ova. Forms: POST /ova/borja with patient = id, and `asked` as hidden fields. */
export type PracticeView = {
  /** What is practised, with its modules. */
  readonly surveyText: string;
  readonly asked: readonly { readonly name: string; readonly value: string }[];
  /** The other surveys that can be practised. */
  readonly others: readonly Link[];
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
export type SheetsView = {
  readonly sheet: string;
  readonly links: readonly (Link & { readonly text: string })[];
  /** Running measurements that have chosen modules, each with its own sheets. */
  readonly measured: readonly {
    readonly name: string;
    readonly questionsHref: string;
    readonly proxyHref: string;
    readonly guideHref: string;
  }[];
};

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
  /** Language of all that is to be read, and what stands around the questions in it. */
  readonly lang: string;
  readonly title: string;
  readonly intro: string;
  readonly thanks: string;
  readonly helpHeading: string;
  readonly help: string;
  readonly versionText: string;
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
  readonly resend: ResendView;
  readonly "work-list": WorkListView;
  readonly search: SearchView;
  readonly times: TimesView;
  readonly case: CaseView;
  readonly "confirm-outcome": ConfirmOutcomeView;
  readonly interview: InterviewView;
  readonly "interview-all": InterviewAllView;
  readonly summary: SummaryView;
  readonly saved: SavedView;
  readonly acute: AcuteView;
  readonly tasks: TasksView;
  readonly task: TaskView;
  readonly alarms: AlarmsView;
  readonly "task-figures": TaskFiguresView;
  readonly board: BoardView;
  readonly intake: IntakeView;
  readonly "intake-preview": IntakePreviewView;
  readonly "intake-progress": IntakeProgressView;
  readonly "intake-done": IntakeDoneView;
  readonly measurements: MeasurementsView;
  readonly report: ReportView;
  readonly compare: CompareView;
  readonly continuous: ContinuousView;
  readonly surveys: SurveysView;
  readonly survey: SurveyView;
  readonly "survey-web": SurveyWebView;
  readonly measurement: MeasurementView;
  readonly "measurement-form": MeasurementFormView;
  readonly fieldwork: FieldworkView;
  readonly compliance: ComplianceView;
  readonly units: UnitsView;
  readonly accounts: AccountsView;
  readonly rules: RulesView;
  readonly thresholds: ThresholdsView;
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
  readonly "cooperation-list": cooperation.CooperationListView;
  readonly "cooperation-new": cooperation.CooperationNewView;
  readonly "cooperation-manage": cooperation.CooperationManageView;
  readonly "cooperation-links": cooperation.CooperationLinksView;
  readonly "cooperation-form": cooperation.CooperationFormView;
  readonly "cooperation-thanks": cooperation.CooperationThanksView;
  readonly "cooperation-closed": cooperation.CooperationClosedView;
  readonly cooperation: cooperation.CooperationView;
  readonly "answer-code": answer.AnswerCodeView;
  readonly "answer-none": answer.AnswerNoneView;
  readonly "answer-birthday": answer.AnswerBirthdayView;
  readonly "answer-consent": answer.AnswerConsentView;
  readonly "answer-questions": answer.AnswerQuestionsView;
  readonly "answer-done": answer.AnswerDoneView;
  readonly "web-link-made": answer.WebLinkMadeView;
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
