/**
 * The tables of samverkansmätningar: what the staff of three parties say about one another. All on the nameless side: no
 * patient, no account and no time in them; the week of a link is the finest there is. An answer is taken apart when it is
 * saved: each thing that was said waits as a row of its own under a random key, and only counts are kept afterwards.
 */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

const party = text({ enum: ["municipality", "primary-care", "hospital"] }).notNull();

export const cooperations = sqliteTable("cooperations", {
  /** Readable, in addresses. */
  id: text().primaryKey(),
  name: text().notNull(),
  county: text().notNull(),
  opensOn: text("opens_on").notNull(),
  closesOn: text("closes_on").notNull(),
  state: text({ enum: ["running", "closed", "published"] }).notNull(),
  /** Local date of the night that let out the last answers. */
  releasedOn: text("released_on"),
  /** Grows with every change of its units and links: a page made from an older one is refused. */
  version: integer().notNull(),
  /** Grows with every step that is let out. */
  steps: integer().notNull(),
  /** JSON: reports/thresholds.ts, as they were when it started; null where the house's own hold. */
  thresholds: text(),
  madeUp: integer("made_up", { mode: "boolean" }).notNull(),
});

/** A unit that takes part: a name that a project lead wrote, and its party. */
export const cooperationUnits = sqliteTable(
  "cooperation_units",
  { id: text().primaryKey(), cooperationId: text("cooperation_id").notNull(), party, name: text().notNull() },
  (t) => [index("cooperation_units_of").on(t.cooperationId)],
);

/** The link of a unit and a week: the keyed hash of its secret, and how often it has been answered. */
export const cooperationLinks = sqliteTable(
  "cooperation_links",
  {
    unitId: text("unit_id").notNull(),
    /** Its Monday. */
    week: text().notNull(),
    cooperationId: text("cooperation_id").notNull(),
    tokenHash: text("token_hash").notNull(),
    answers: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.unitId, t.week] }),
    uniqueIndex("cooperation_links_token").on(t.tokenHash),
    index("cooperation_links_of").on(t.cooperationId),
  ],
);

/** Pages of the form that have been sent: each counts once. Emptied when the measurement is over. */
export const cooperationSent = sqliteTable("cooperation_sent", {
  /** The page's own number, hashed. */
  page: text().primaryKey(),
  cooperationId: text("cooperation_id").notNull(),
});

/** What was said and has not been counted yet; nothing tells which rows came together. */
export const cooperationWaiting = sqliteTable(
  "cooperation_waiting",
  {
    key: text().primaryKey(),
    cooperationId: text("cooperation_id").notNull(),
    party,
    question: text().notNull(),
    unitId: text("unit_id").notNull(),
    code: integer().notNull(),
  },
  (t) => [index("cooperation_waiting_of").on(t.cooperationId, t.party, t.question)],
);

/** Suggestions, parted from everything else but the party. */
export const cooperationSuggestions = sqliteTable(
  "cooperation_suggestions",
  { id: text().primaryKey(), cooperationId: text("cooperation_id").notNull(), party, text: text().notNull() },
  (t) => [index("cooperation_suggestions_of").on(t.cooperationId)],
);

/** Counts of what has been let out. question "sheets" counts the sheets themselves (code 0). */
export const cooperationTallies = sqliteTable(
  "cooperation_tallies",
  {
    cooperationId: text("cooperation_id").notNull(),
    party,
    question: text().notNull(),
    code: integer().notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cooperationId, t.party, t.question, t.code] })],
);

/** How many answers of each unit stand behind the counts of a question, but not which: that no unit dominates. */
export const cooperationTalliedUnits = sqliteTable(
  "cooperation_tallied_units",
  {
    cooperationId: text("cooperation_id").notNull(),
    party,
    question: text().notNull(),
    unitId: text("unit_id").notNull(),
    answers: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cooperationId, t.party, t.question, t.unitId] })],
);

/** Links that have been made anew: whoever still has one is told so, and nothing else. */
export const cooperationReplacedLinks = sqliteTable("cooperation_replaced_links", {
  tokenHash: text("token_hash").primaryKey(),
  cooperationId: text("cooperation_id").notNull(),
});

/**
 * A result as it was published: a number, a day, and the report as it may be shown. Never
 * deleted, and never changed but for a suggestion that is taken out of it (reports/cooperation-removal.ts).
 */
export const cooperationPublications = sqliteTable(
  "cooperation_publications",
  {
    cooperationId: text("cooperation_id").notNull(),
    /** From 1. */
    number: integer().notNull(),
    /** Local date. */
    publishedOn: text("published_on").notNull(),
    /** What a correction changed; null for the first. */
    changed: text(),
    /** JSON: reports/cooperation.ts, CooperationReport. */
    report: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cooperationId, t.number] })],
);
