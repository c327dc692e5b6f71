/**
 * The nameless side: what patients said, cut loose from who said it. Append-only and kept.
 * No time finer than a month, no key that an identified table holds. Rows refer only to groups
 * (measurement, county, care type, unit), never to a case, a person or a moment.
 *
 * `pending` and `responses` are WITHOUT ROWID tables under random keys, so that not even the order of rows on disk
 * tells who answered when (the generated migration is given that clause by drizzle/generate.mjs).
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A survey version, a period and the units that take part. */
export const measurements = sqliteTable("measurements", {
  /** Readable, in addresses: "orebro-2019-11". */
  id: text().primaryKey(),
  name: text().notNull(),
  surveyId: text("survey_id").notNull(),
  surveyVersion: integer("survey_version").notNull(),
  state: text({ enum: ["draft", "running", "closed", "published"] }).notNull(),
  /** Discharge dates that are included, first and last. */
  opensOn: text("opens_on").notNull(),
  closesOn: text("closes_on").notNull(),
  /** JSON: county codes that take part. */
  counties: text().notNull(),
  /** JSON: ids of the units that take part; null is every unit of the counties. */
  units: text(),
  /** What a reader must know beside the numbers. */
  note: text(),
  /** Invented data: said on every screen that shows it. */
  madeUp: integer("made_up", { mode: "boolean" }).notNull(),
});

/** What every nameless row carries. Track, age group and unit are coarsened to null before release. */
const facts = {
  measurementId: text("measurement_id").notNull(),
  county: text().notNull(),
  careType: text("care_type", { enum: ["somatic", "psychiatric"] }).notNull(),
  /** Name of the discharging unit as it was then. */
  unit: text(),
  track: text({ enum: ["green", "yellow", "red"] }),
  ageGroup: text("age_group"),
  /** "YYYY-MM" of the discharge. */
  month: text(),
  mode: text({ enum: ["human", "robot", "mixed", "web"] }).notNull(),
  respondent: text({ enum: ["patient", "supported", "proxy"] }).notNull(),
  caller: text({ enum: ["primary-care", "hospital", "other"] }).notNull(),
  surveyId: text("survey_id").notNull(),
  surveyVersion: integer("survey_version").notNull(),
  completeness: text({ enum: ["complete", "partial"] }).notNull(),
  /** A completion after day 7 is kept but left out of a measurement's indicators. */
  insideWindow: integer("inside_window", { mode: "boolean" }).notNull(),
  /** JSON: question key → code, keys in survey order. */
  answers: text().notNull(),
};

/** Sealed, waiting for enough others. Free text waits here too and leaves through `remarks`. */
export const pending = sqliteTable("pending", { key: text().primaryKey(), ...facts, remark: text() }, (t) => [
  index("pending_group").on(t.measurementId, t.county, t.careType),
]);

/** Released answers. `tallied` is 0 until tally-responses has counted the row. */
export const responses = sqliteTable(
  "responses",
  { id: text().primaryKey(), ...facts, tallied: integer().notNull().default(0) },
  (t) => [
    index("responses_untallied").on(t.id).where(sql`tallied = 0`),
    index("responses_group").on(t.measurementId, t.county, t.careType),
  ],
);

/** Free text, parted from the answers it came with. */
export const remarks = sqliteTable("remarks", {
  id: text().primaryKey(),
  measurementId: text("measurement_id").notNull(),
  county: text().notNull(),
  careType: text("care_type").notNull(),
  text: text().notNull(),
});

/** Counts of responses: what reports are made from. question "" counts the responses themselves (code 0). */
export const tallies = sqliteTable(
  "tallies",
  {
    measurementId: text("measurement_id").notNull(),
    county: text().notNull(),
    careType: text("care_type", { enum: ["somatic", "psychiatric"] }).notNull(),
    mode: text().notNull(),
    respondent: text().notNull(),
    question: text().notNull(),
    code: integer().notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.measurementId, t.county, t.careType, t.mode, t.respondent, t.question, t.code] })],
);
