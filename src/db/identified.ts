/**
 * The identified side: installation, people who work here, and patients while they are being followed up.
 * Short-lived and deleted on a timetable. Nothing under responses/ or reports/ may import this file, and no
 * column here may be joined to a column of anonymous.ts (test/architecture.test.ts).
 *
 * Units: `…At` is an instant in epoch milliseconds (UTC); `…On` is a local date "YYYY-MM-DD" (Europe/Stockholm).
 * Everything that names a patient is in `people`, read through db/people.ts alone: the one way in to identified
 * data, where the access log and the per-day keys will stand.
 *
 * Longer than other files because what is identified must be seen in one place.
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { PartOfDay } from "../calendar.ts";
import type { DoneHow, TaskKind } from "../cases/follow-up.ts";
import type { ProxyReason, ProxyRelation } from "../cases/proxy.ts";
import type { HandOverReason } from "../cases/robot-call.ts";
import type { StoneReason } from "../discharges/tombstones.ts";

// ── the installation ──

/** Facts of this installation: mode, demo offset, seed number, demo start. */
export const settings = sqliteTable("settings", { key: text().primaryKey(), value: text().notNull() });

/** Who changed which of the region's rules (calls/rules.ts), and from what to what, in words. Append-only. */
export const settingChanges = sqliteTable(
  "setting_changes",
  {
    id: text().primaryKey(),
    at: integer().notNull(),
    /** Null: changed outside the browser. */
    accountId: text("account_id"),
    /** Which rule, as the page names it: "Spår gult". */
    label: text().notNull(),
    before: text().notNull(),
    after: text().notNull(),
  },
  (t) => [index("setting_changes_at").on(t.at)],
);

/** When each line of the timetable last ran. */
export const ticks = sqliteTable("ticks", { name: text().primaryKey(), ranAt: integer("ran_at").notNull() });

/** The data controller (PDL 2:6) and tenant boundary. */
export const careProviders = sqliteTable("care_providers", {
  id: text().primaryKey(),
  name: text().notNull(),
  /** SCB county code, two characters of text: "18". */
  county: text().notNull(),
  /** Shown as caller id and said aloud; never a patient's number. */
  switchboard: text(),
});

export const careUnits = sqliteTable(
  "care_units",
  {
    id: text().primaryKey(),
    providerId: text("provider_id").notNull(),
    name: text().notNull(),
    /** The source's short code for the unit, if it sends one instead of the name. */
    code: text(),
    kind: text({ enum: ["ward", "clinic", "primary-care"] }).notNull(),
    careType: text("care_type", { enum: ["somatic", "psychiatric"] }).notNull(),
    county: text().notNull(),
    /** The unit that phones this unit's patients; itself unless another is named. */
    callingUnitId: text("calling_unit_id"),
    /** The number a coordinator rings in an acute call. */
    onCallPhone: text("on_call_phone"),
    /** E.164: shown to a patient whom the carrier connects to a coordinator. Null: the unit rings by hand. */
    callerId: text("caller_id"),
    /** Who is told when nobody at the unit has seen a task in time; null: the provider's administrators. */
    escalationAccountId: text("escalation_account_id"),
    closedAt: integer("closed_at"),
  },
  (t) => [uniqueIndex("care_units_name").on(t.providerId, t.name)],
);

export const accounts = sqliteTable(
  "accounts",
  {
    id: text().primaryKey(),
    providerId: text("provider_id").notNull(),
    username: text().notNull(),
    name: text().notNull(),
    role: text({ enum: ["coordinator", "lead", "admin"] }).notNull(),
    passwordHash: text("password_hash").notNull(),
    /** E.164: the coordinator's own telephone at work, rung first when the carrier connects. */
    phone: text(),
    /** The coordinator's own choice of interview form. */
    interviewLayout: text("interview_layout", { enum: ["one", "all"] })
      .notNull()
      .default("one"),
    disabledAt: integer("disabled_at"),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [uniqueIndex("accounts_username").on(t.username)],
);

export const accountUnits = sqliteTable(
  "account_units",
  {
    accountId: text("account_id").notNull(),
    unitId: text("unit_id").notNull(),
    /** Named by the unit to handle protected identities by hand (db/protected.ts). */
    handlesProtected: integer("handles_protected", { mode: "boolean" }).notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.unitId] }),
    index("account_units_named").on(t.unitId).where(sql`handles_protected = 1`),
  ],
);

/** Signed-in browsers. Only a hash of the cookie is kept. Real time, never demo time. */
export const sessions = sqliteTable(
  "sessions",
  {
    tokenHash: text("token_hash").primaryKey(),
    accountId: text("account_id").notNull(),
    createdAt: integer("created_at").notNull(),
    seenAt: integer("seen_at").notNull(),
  },
  (t) => [index("sessions_account").on(t.accountId)],
);

/** Failed sign-ins per keyed hash of the typed user name. Real time. */
export const signInFailures = sqliteTable("sign_in_failures", {
  key: text().primaryKey(),
  count: integer().notNull(),
  firstAt: integer("first_at").notNull(),
});

// ── intake ──

/** A system or a file that discharges come from, with the column mapping it was last read by. */
export const sources = sqliteTable(
  "sources",
  {
    id: text().primaryKey(),
    providerId: text("provider_id").notNull(),
    name: text().notNull(),
    /** JSON: field → header of the file. */
    columns: text().notNull().default("{}"),
  },
  (t) => [uniqueIndex("sources_name").on(t.providerId, t.name)],
);

/** A file on its way in: kept only until it is admitted or thrown away. */
export const uploads = sqliteTable("uploads", {
  id: text().primaryKey(),
  providerId: text("provider_id").notNull(),
  accountId: text("account_id").notNull(),
  sourceId: text("source_id").notNull(),
  fileName: text("file_name").notNull(),
  state: text({ enum: ["read", "admitting", "done"] }).notNull(),
  /** JSON: the header cells as they stand in the file. */
  header: text().notNull(),
  /** JSON: field → column number. */
  mapping: text().notNull(),
  /** JSON: what was noticed about the whole file (encoding, missing patientRef …), as problem codes. */
  warnings: text().notNull(),
  rows: integer().notNull(),
  admitted: integer().notNull().default(0),
  updated: integer().notNull().default(0),
  unchanged: integer().notNull().default(0),
  refused: integer().notNull().default(0),
  createdAt: integer("created_at").notNull(),
});

/** The rows of an upload in pieces that are admitted one at a time. */
export const uploadChunks = sqliteTable(
  "upload_chunks",
  {
    uploadId: text("upload_id").notNull(),
    number: integer().notNull(),
    /** JSON: [line, cells][]; emptied to the refused rows once the chunk is admitted. */
    rows: text().notNull(),
    admittedAt: integer("admitted_at"),
  },
  (t) => [primaryKey({ columns: [t.uploadId, t.number] })],
);

// ── patients ──

/** What a hospital told us about one stay that ended. Its id is also the id of its case. */
export const discharges = sqliteTable(
  "discharges",
  {
    id: text().primaryKey(),
    sourceId: text("source_id").notNull(),
    /** Keyed hash of source + dischargeRef: the identity of a row. The reference itself is never stored. */
    dischargeKey: text("discharge_key").notNull(),
    /** Keyed hash of source + patientRef; outlives erasure so that an import never revives a refusal or a death. */
    patientKey: text("patient_key"),
    unitId: text("unit_id").notNull(),
    careType: text("care_type", { enum: ["somatic", "psychiatric"] }).notNull(),
    track: text({ enum: ["green", "yellow", "red"] }),
    residence: text({ enum: ["ordinary", "special", "short-term", "other"] }).notNull(),
    dischargedOn: text("discharged_on").notNull(),
    status: text({ enum: ["home", "readmitted", "dead", "moved"] }).notNull(),
    consent: text({ enum: ["yes", "no", "withdrawn", "unasked"] }).notNull(),
    robotConsent: integer("robot_consent", { mode: "boolean" }).notNull(),
    /** Protected identity: the case is for the unit's named persons alone (db/protected.ts). */
    protected: integer({ mode: "boolean" }).notNull(),
    /** Language to speak, as a BCP 47 code; null is Swedish. */
    language: text(),
    interpreter: integer({ mode: "boolean" }).notNull(),
    /** When a coordinator said which language it is: no later list changes language and interpreter after that. */
    languageHeardAt: integer("language_heard_at"),
    /** Keyed hash of everything the row said, so that "nothing has changed" needs no look at the person. */
    contentKey: text("content_key").notNull(),
  },
  (t) => [uniqueIndex("discharges_key").on(t.dischargeKey), index("discharges_patient").on(t.patientKey)],
);

/**
 * Why rows with a key are never taken in again. Keyed hashes alone, kept for good: they outlive what is erased, and hold
 * also where nothing else about the stay was ever kept.
 */
export const tombstones = sqliteTable(
  "tombstones",
  {
    /** A discharge key, or for death and protection also a patient key. */
    key: text().notNull(),
    reason: text().$type<StoneReason>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.reason] })],
);

/** Who the patient is and how to reach them. Read through db/people.ts alone. */
export const people = sqliteTable("people", {
  caseId: text("case_id").primaryKey(),
  name: text(),
  /** JSON: E.164 numbers in the order to try them. */
  phones: text().notNull(),
  /** "YYYY-MM-DD". */
  birthDate: text("birth_date"),
  proxyName: text("proxy_name"),
  proxyPhone: text("proxy_phone"),
  proxyRelation: text("proxy_relation"),
});

/**
 * What people here have said about a patient's telephone numbers: those that no list told of, and of any of them whose it
 * is, in what order, and that it no longer works. A newer list writes `people` and never this, so that a dead number stays
 * dead. Read through db/people.ts alone, erased with the person.
 */
export const numbers = sqliteTable(
  "numbers",
  {
    caseId: text("case_id").notNull(),
    /** E.164. */
    number: text().notNull(),
    /** Keyed hash of the number, for `phone_keys`. */
    key: text().notNull(),
    whose: text({ enum: ["patient", "relative"] }).notNull(),
    name: text(),
    relation: text(),
    /** In the order to try them; null: after those that have one. */
    place: integer(),
    /** Not to be rung any more since then; `goneBecause` says why. */
    goneAt: integer("gone_at"),
    goneBecause: text("gone_because", { enum: ["dead", "corrected"] }),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.number] })],
);

/**
 * Who the patient has said, in a call, may answer in the patient's place. It counts before what a list says, and a newer
 * list writes `people` and never this. Read through db/people.ts alone, erased with the person.
 */
export const namedProxies = sqliteTable("named_proxies", {
  caseId: text("case_id").primaryKey(),
  name: text().notNull(),
  relation: text().$type<ProxyRelation>().notNull(),
});

/** One patient to call about one discharge. States and moves: cases/. */
export const cases = sqliteTable(
  "cases",
  {
    id: text().primaryKey(),
    providerId: text("provider_id").notNull(),
    /** The unit that calls. */
    unitId: text("unit_id").notNull(),
    /** The unit that discharged. */
    dischargeUnitId: text("discharge_unit_id").notNull(),
    county: text().notNull(),
    careType: text("care_type", { enum: ["somatic", "psychiatric"] }).notNull(),
    track: text({ enum: ["green", "yellow", "red"] }),
    ageGroup: text("age_group"),
    /** Called because of its track (yellow, red, or a green that a person ticked). */
    routine: integer({ mode: "boolean" }).notNull(),
    /** Called because of this measurement; null when only routine. */
    measurementId: text("measurement_id"),
    /** May the survey be asked, or only the care call made? */
    surveyConsent: integer("survey_consent", { mode: "boolean" }).notNull(),
    state: text({ enum: ["optional", "planned", "held", "closed"] }).notNull(),
    /** Raised by one at every write; every write names the version its decision read. */
    version: integer().notNull().default(0),
    ownerId: text("owner_id"),
    ownedSince: integer("owned_since"),
    /** First and last date of the call window. */
    opensOn: text("opens_on").notNull(),
    closesOn: text("closes_on").notNull(),
    /** First instant a call may begin, and the end of the last callable slot; null when the window has none. */
    firstCallAt: integer("first_call_at"),
    lastCallAt: integer("last_call_at"),
    /** Not to be rung before this instant (spacing after an attempt). */
    restUntil: integer("rest_until"),
    /**
     * Why it rests: "attempt" spacing, "day" the day's attempts are made, "part" another part of day is to be tried,
     * "skipped" somebody passed over it. Null is "attempt".
     */
    restBecause: text("rest_because", { enum: ["attempt", "day", "part", "skipped"] }),
    /** JSON: the parts of day that suit the patient best; null when any will do. */
    availability: text({ mode: "json" }).$type<readonly PartOfDay[]>(),
    /** Why it was skipped, in a coordinator's words; null when the reason says enough. Gone with the skip. */
    restNote: text("rest_note"),
    appointmentAt: integer("appointment_at"),
    /** The account that rings at the agreed time; null: anybody of the unit. Means nothing without the time. */
    appointmentFor: text("appointment_for"),
    /** The instant that an interpreter is booked for; null while none is. */
    interpreterAt: integer("interpreter_at"),
    attempts: integer().notNull().default(0),
    /** An interview has been begun and can be resumed. */
    interrupted: integer({ mode: "boolean" }).notNull().default(false),
    /** A call with the robot ended so that a person goes on: it stands before all but due appointments and the robot leaves it alone. */
    handedOverAt: integer("handed_over_at"),
    /** Why, until a person has tried (cases/robot-call.ts). */
    handedOverBecause: text("handed_over_because").$type<HandOverReason>(),
    /** Final outcome code (calls/outcomes.ts) once closed. */
    disposition: text(),
    closedAt: integer("closed_at"),
  },
  (t) => [
    // The work list: one unit's open cases, least remaining opportunity first. Closed cases are not in the index at all.
    index("cases_work_list").on(t.unitId, t.lastCallAt, t.attempts, t.id).where(sql`state <> 'closed'`),
    // What the clock looks for: windows that have passed.
    index("cases_window").on(t.lastCallAt).where(sql`state <> 'closed'`),
    index("cases_appointments")
      .on(t.unitId, t.appointmentAt)
      .where(sql`state <> 'closed' and appointment_at is not null`),
    // The unit's finished ones, newest first.
    index("cases_closed").on(t.unitId, t.closedAt).where(sql`state = 'closed'`),
    index("cases_owner").on(t.ownerId).where(sql`owner_id is not null`),
    // How far a unit has come with a measurement, counted without a look at any case.
    index("cases_measurement")
      .on(t.measurementId, t.unitId, t.state, t.disposition)
      .where(sql`measurement_id is not null`),
    // A period's cases, counted for the project lead.
    index("cases_opens").on(t.providerId, t.opensOn),
  ],
);

/** One sitting with a case. */
export const attempts = sqliteTable(
  "attempts",
  {
    id: text().primaryKey(),
    caseId: text("case_id").notNull(),
    accountId: text("account_id"),
    mode: text({ enum: ["human", "robot", "web"] }).notNull(),
    startedAt: integer("started_at").notNull(),
    endedAt: integer("ended_at"),
    /** Outcome code; null while it is going on. */
    outcome: text(),
    /** Seconds of talk, when the carrier connected the call. */
    talkSeconds: integer("talk_seconds"),
    note: text(),
  },
  (t) => [index("attempts_case").on(t.caseId, t.startedAt)],
);

/**
 * The last outcome of a case that may still be undone, and the case as it stood before it. Gone when it is undone, and
 * with the night once it is too late. What cannot be undone has no row.
 */
export const undos = sqliteTable(
  "undos",
  {
    caseId: text("case_id").primaryKey(),
    accountId: text("account_id").notNull(),
    attemptId: text("attempt_id").notNull(),
    outcome: text().notNull(),
    recordedAt: integer("recorded_at").notNull(),
    /** Of the case after the outcome: whatever touches it, the outcome stands. */
    version: integer().notNull(),
    /** JSON: the columns of the case before it (cases/undo.ts). No name, number or answer. */
    before: text().notNull(),
    /** Answers were deleted with it and do not come back. */
    answersGone: integer("answers_gone", { mode: "boolean" }).notNull(),
  },
  (t) => [index("undos_account").on(t.accountId, t.recordedAt)],
);

/** What happened to a case, in order. Append-only; never holds an answer, a name or a number. */
export const events = sqliteTable(
  "events",
  {
    id: text().primaryKey(),
    caseId: text("case_id").notNull(),
    at: integer().notNull(),
    /** Past tense: "number-shown", "interview-started" … */
    kind: text().notNull(),
    accountId: text("account_id"),
    detail: text(),
  },
  (t) => [index("events_case").on(t.caseId, t.at)],
);

/** Questions and answers in progress, still tied to a person. The row is deleted at the seal. */
export const interviews = sqliteTable("interviews", {
  caseId: text("case_id").primaryKey(),
  surveyId: text("survey_id").notNull(),
  surveyVersion: integer("survey_version").notNull(),
  /** JSON: the engine's state (surveys/engine.ts). */
  state: text().notNull(),
  version: integer().notNull().default(0),
  /** JSON: names of the latest turns from a browser's script, by which a repeat is known (web/waiting.ts). */
  turns: text().notNull().default("[]"),
  /**
   * Who helps or answers in the patient's place, and why (cases/proxy.ts). Here and not on the case, so that it is gone
   * at the seal: who answered by a närstående would else be found among the nameless.
   */
  proxyRelation: text("proxy_relation").$type<ProxyRelation>(),
  proxyReason: text("proxy_reason").$type<ProxyReason>(),
});

/**
 * The latest link by which a patient answers on the web (cases/web-link.ts), one a case. The link and its code are kept as
 * keyed hashes alone.
 */
export const webLinks = sqliteTable(
  "web_links",
  {
    caseId: text("case_id").primaryKey(),
    tokenHash: text("token_hash").notNull(),
    codeHash: text("code_hash").notNull(),
    madeAt: integer("made_at").notNull(),
    /** Raised by one at every write; every write names the version its decision read. */
    version: integer().notNull().default(0),
    wrongTries: integer("wrong_tries").notNull().default(0),
    /** Keyed hash of the cookie of the browser that gave the right date last, and when. */
    browserHash: text("browser_hash"),
    openedAt: integer("opened_at"),
    /** Who said yes to the questions, until they are sent: emptied then, or it would tell who is who among the nameless. */
    respondent: text({ enum: ["patient", "supported", "proxy"] }),
    consentedAt: integer("consented_at"),
    /** How it was used; null while it can be. */
    ended: text({ enum: ["sent", "refused", "call-me"] }),
    /** What has been written and not sent, under a key that only the patient's browser has (crypto/draft-key.ts). */
    draft: text(),
  },
  (t) => [uniqueIndex("web_links_token").on(t.tokenHash), uniqueIndex("web_links_code").on(t.codeHash)],
);

/**
 * A need found in a call, for a named unit (cases/follow-up.ts). Holds the need and the patient's OK, never an answer, nor
 * what made somebody ask. Free text of a person: the row is counted and deleted with the person (db/task-counts.ts).
 */
export const tasks = sqliteTable(
  "tasks",
  {
    id: text().primaryKey(),
    caseId: text("case_id").notNull(),
    /** The unit that has it now. */
    unitId: text("unit_id").notNull(),
    kind: text().$type<TaskKind>().notNull(),
    need: text().notNull(),
    /** The patient has said yes to passing it on by name; an acute one does not wait for that. */
    agreed: integer({ mode: "boolean" }).notNull(),
    /** Raised by one at every write; every write names the version its decision read. */
    version: integer().notNull().default(0),
    raisedAt: integer("raised_at").notNull(),
    /** "YYYY-MM", local: what it is counted under. */
    raisedMonth: text("raised_month").notNull(),
    raisedBy: text("raised_by"),
    /** Seen by somebody before this instant, and done before that one. */
    acknowledgeBy: integer("acknowledge_by").notNull(),
    dueAt: integer("due_at").notNull(),
    acknowledgedAt: integer("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    /** Nobody had seen it in time at the unit that has it. */
    escalatedAt: integer("escalated_at"),
    /** Nobody had seen it in time, once at least, wherever it was then. */
    missed: integer({ mode: "boolean" }).notNull().default(false),
    /** The last move: from which unit, and why. */
    movedAt: integer("moved_at"),
    movedBy: text("moved_by"),
    movedFrom: text("moved_from"),
    moveReason: text("move_reason"),
    doneAt: integer("done_at"),
    doneBy: text("done_by"),
    /** What was done: one of a few (cases/follow-up.ts), and in words. */
    doneHow: text("done_how").$type<DoneHow>(),
    doneText: text("done_text"),
  },
  (t) => [
    index("tasks_unit").on(t.unitId, t.dueAt).where(sql`done_at is null`),
    index("tasks_done").on(t.unitId, t.doneAt).where(sql`done_at is not null`),
    index("tasks_case").on(t.caseId),
    // What the clock looks for.
    index("tasks_waiting")
      .on(t.acknowledgeBy)
      .where(sql`done_at is null and acknowledged_at is null and escalated_at is null`),
    // What every page's head looks for.
    index("tasks_escalated")
      .on(t.unitId)
      .where(sql`escalated_at is not null and acknowledged_at is null and done_at is null`),
  ],
);

/** Tasks whose person has been forgotten, and offers that were declined: how many, and of nobody. */
export const taskCounts = sqliteTable(
  "task_counts",
  {
    unitId: text("unit_id").notNull(),
    /** "YYYY-MM" in which they were raised. */
    month: text().notNull(),
    kind: text().$type<TaskKind>().notNull(),
    /** "lapsed": not done when the person was forgotten. "ended": the patient died. "declined": offered, not wanted. */
    fate: text({ enum: ["done", "lapsed", "ended", "declined"] }).notNull(),
    acknowledgedInTime: integer("acknowledged_in_time", { mode: "boolean" }).notNull(),
    doneInTime: integer("done_in_time", { mode: "boolean" }).notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.unitId, t.month, t.kind, t.fate, t.acknowledgedInTime, t.doneInTime] })],
);

/**
 * What one shift tells the next about a unit's list: short text of colleagues, shown to the unit alone. Erased by the
 * clock (steps/forget-people.ts).
 */
export const shiftNotes = sqliteTable(
  "shift_notes",
  {
    id: text().primaryKey(),
    unitId: text("unit_id").notNull(),
    text: text().notNull(),
    writtenBy: text("written_by").notNull(),
    writtenAt: integer("written_at").notNull(),
  },
  (t) => [index("shift_notes_unit").on(t.unitId, t.writtenAt), index("shift_notes_written").on(t.writtenAt)],
);

/** Who has said that they have read a note. Gone with the note. */
export const shiftNoteReads = sqliteTable(
  "shift_note_reads",
  { noteId: text("note_id").notNull(), accountId: text("account_id").notNull(), readAt: integer("read_at").notNull() },
  (t) => [primaryKey({ columns: [t.noteId, t.accountId] })],
);

// ── the telephone ──

/**
 * One call over a carrier, from before it is dialled until the carrier says that the line is down. Where it stands is
 * derived from `call_events` (calls/call-log.ts) and kept here too, so that it can be asked for.
 */
export const calls = sqliteTable(
  "calls",
  {
    id: text().primaryKey(),
    /** "robot": the conversation. "bridge": a coordinator's own telephone is joined to the patient's. */
    kind: text({ enum: ["robot", "bridge"] }).notNull(),
    /** Null while nobody knows who rings us, and once the person has been forgotten. */
    caseId: text("case_id"),
    /** The coordinator of a bridge. */
    accountId: text("account_id"),
    carrier: text().notNull(),
    direction: text({ enum: ["outbound", "inbound"] }).notNull(),
    /** The carrier's name for it; null until the carrier has told. */
    ref: text(),
    /** The carrier's name for the line that a bridge was joined with: it holds the patient's number. */
    otherRef: text("other_ref"),
    /** JSON: where the conversation stands (calls/conversation/turn.ts), without keys and answers; null outside one. */
    conversation: text(),
    /** Keyed hash of the number that rings us, until we know who it is or the call is settled. */
    callerKey: text("caller_key"),
    /**
     * Keyed hash of the number that we dialled, as long as the call lives: how an order whose answer was lost is known
     * again at the carrier when the number itself has been erased meanwhile.
     */
    dialledKey: text("dialled_key"),
    /** The one-time token of the address of the turn that is awaited. */
    token: text().notNull(),
    placedAt: integer("placed_at").notNull(),
    /** After this instant the carrier is asked what became of it. Moved on at each turn of a call that we did not order. */
    deadlineAt: integer("deadline_at").notNull(),
    // ── derived from the events ──
    /** The carrier's state (telephony/carrier.ts); "ordered" until anything is known of it. */
    state: text({
      enum: ["ordered", "queued", "ringing", "answered", "completed", "busy", "no-answer", "failed", "canceled"],
    }).notNull(),
    /** The carrier's number of the last status that was taken in; -1 before the first. */
    sequence: integer().notNull(),
    /** The turn that is awaited. */
    turn: integer().notNull(),
    /** Seconds the patient and the coordinator talked; null for the robot's calls and until it is known. */
    talkSeconds: integer("talk_seconds"),
    /**
     * When the case got what came of the call; nothing changes the case after that, but for what a carrier tells late of
     * the line that a bridge was joined with.
     */
    settledAt: integer("settled_at"),
    /** When the line was down. */
    endedAt: integer("ended_at"),
    /** When the carrier had taken the number out of its books. */
    erasedAt: integer("erased_at"),
    /** How many events there have been. Raised at every change: the version that a decision read. */
    events: integer().notNull(),
  },
  (t) => [
    // Nobody is rung twice at once, whoever asks for it.
    uniqueIndex("calls_live").on(t.caseId).where(sql`ended_at is null and case_id is not null`),
    uniqueIndex("calls_ref").on(t.carrier, t.ref).where(sql`ref is not null`),
    index("calls_deadline").on(t.deadlineAt).where(sql`ended_at is null`),
    index("calls_case").on(t.caseId, t.placedAt),
    // What the carrier still has to forget.
    index("calls_to_erase").on(t.endedAt).where(sql`erased_at is null`),
  ],
);

/**
 * What happened in a call, in order; never holds a key that was pressed, an answer, a name or a number. Append-only, but that
 * the turns of a call go with it where how many there were would tell an answer (db/calls.ts, forgetTurns).
 */
export const callEvents = sqliteTable(
  "call_events",
  {
    callId: text("call_id").notNull(),
    /** From 1, without gaps until turns are taken out. */
    number: integer().notNull(),
    at: integer().notNull(),
    /** JSON: calls/call-log.ts, CallEvent. */
    event: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.callId, t.number] })],
);

/** What was said at each turn of a call that goes on, given again when the carrier asks again. Gone when it is settled. */
export const callReplies = sqliteTable(
  "call_replies",
  {
    callId: text("call_id").notNull(),
    turn: integer().notNull(),
    /** The token of the address that it answered. */
    token: text().notNull(),
    /** JSON: what to say (telephony/carrier.ts, Spoken). */
    body: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.callId, t.turn] })],
);

/**
 * Keyed hashes of the numbers of those who said yes to automatic calls, so that somebody who rings back can be found
 * without a look at anybody else. Erased with the person.
 */
export const phoneKeys = sqliteTable(
  "phone_keys",
  { key: text().notNull(), caseId: text("case_id").notNull() },
  (t) => [primaryKey({ columns: [t.key, t.caseId] }), index("phone_keys_case").on(t.caseId)],
);
