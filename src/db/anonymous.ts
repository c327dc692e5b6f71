/**
 * The nameless side: what patients said, cut loose from who said it. Append-only and kept.
 * No time finer than a month, no key that an identified table holds. Rows refer only to groups
 * (measurement, county, care type, unit), never to a case, a person or a moment.
 *
 * `pending` and `responses` are WITHOUT ROWID tables under random keys, so that not even the order of rows on disk
 * tells who answered when (the generated migration is given that clause by drizzle/generate.mjs; within a page the platform
 * sees to it, platform/arrivals.ts).
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// What staff say about one another, on this side of the wall too.
export * from "./cooperation-tables.ts";
// Counts of what patients said.
export * from "./tally-tables.ts";

/** A survey version, a period and the units that take part. */
export const measurements = sqliteTable("measurements", {
  /** Readable, in addresses: "orebro-2019-11". */
  id: text().primaryKey(),
  name: text().notNull(),
  surveyId: text("survey_id").notNull(),
  surveyVersion: integer("survey_version").notNull(),
  /** JSON: keys of the survey's modules that are asked, in its order; null is the survey's own choice. */
  modules: text(),
  state: text({ enum: ["draft", "running", "closed", "published"] }).notNull(),
  /** Discharge dates that are included, first and last. */
  opensOn: text("opens_on").notNull(),
  closesOn: text("closes_on").notNull(),
  /** JSON: county codes that take part. */
  counties: text().notNull(),
  /** JSON: ids of the units that take part; null is every unit of the counties. */
  units: text(),
  /** Who makes the calls. */
  caller: text({ enum: ["hospital", "primary-care", "other"] })
    .notNull()
    .default("hospital"),
  /** What a reader must know beside the numbers. */
  note: text(),
  /** How many interviews are aimed at; null when nobody has said. */
  target: integer(),
  /** Local date of the night that let out the last answers, after it had closed: nothing more leaves after that. */
  releasedOn: text("released_on"),
  /** Local date on which the lead closed it while patients were left to ring; null when nobody did. */
  closedEarlyOn: text("closed_early_on"),
  /** JSON: reports/thresholds.ts, as they were when it started; null until then, and where the house's own hold. */
  thresholds: text(),
  /** Invented data: said on every screen that shows it. */
  madeUp: integer("made_up", { mode: "boolean" }).notNull(),
});

/** A result as it was published: a number, a day, and the report as it may be shown. Never changed, never deleted. */
export const publications = sqliteTable(
  "publications",
  {
    measurementId: text("measurement_id").notNull(),
    /** From 1. */
    number: integer().notNull(),
    /** Local date. */
    publishedOn: text("published_on").notNull(),
    /** What a correction changed; null for the first. */
    changed: text(),
  },
  (t) => [primaryKey({ columns: [t.measurementId, t.number] })],
);

/** The text of a published report (reports/published.ts), in parts that D1 takes as a value each. */
export const publicationParts = sqliteTable(
  "publication_parts",
  {
    measurementId: text("measurement_id").notNull(),
    number: integer().notNull(),
    /** From 0, in the order they are put together. */
    part: integer().notNull(),
    text: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.measurementId, t.number, t.part] })],
);

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

// ── what became of stays, kept as counts when the stays themselves are erased (db/field-counts.ts) ──
//
// Three tables and not one, so that no row tells more of a stay than the page it is for: what is known of age is not told
// beside the outcome, nor either of them beside the days that went. "" where nothing is known or the column is not used.

/** How many of a measurement's stays came to what (reports/fieldwork.ts, FieldCell). Also rows that were never kept. */
export const fieldCounts = sqliteTable(
  "field_counts",
  {
    providerId: text("provider_id").notNull(),
    /** A measurement, or "lopande-2026-q4": a period's routine outside every measurement (responses/continuous.ts). */
    measurementId: text("measurement_id").notNull(),
    county: text().notNull(),
    careType: text("care_type", { enum: ["somatic", "psychiatric"] }).notNull(),
    /** Name of the discharging unit as it was then. */
    unit: text().notNull(),
    disposition: text().notNull(),
    consent: text().notNull(),
    included: integer().notNull(),
    attempted: integer().notNull(),
    reached: integer().notNull(),
    begun: integer().notNull(),
    cases: integer().notNull(),
  },
  (t) => [
    primaryKey({
      columns: [
        t.providerId,
        t.measurementId,
        t.county,
        t.careType,
        t.unit,
        t.disposition,
        t.consent,
        t.included,
        t.attempted,
        t.reached,
        t.begun,
      ],
    }),
  ],
);

/** How the routine was followed, per month of discharge, unit and track (reports/compliance.ts, ComplianceCell). */
export const complianceCounts = sqliteTable(
  "compliance_counts",
  {
    providerId: text("provider_id").notNull(),
    /** "YYYY-MM" of the discharge. */
    month: text().notNull(),
    unit: text().notNull(),
    track: text().notNull(),
    /** All stays; the next counts those who could be rung about a stay at home. */
    stays: integer().notNull(),
    cases: integer().notNull(),
    attempted: integer().notNull(),
    reached: integer().notNull(),
    completed: integer().notNull(),
    never: integer().notNull(),
    hindered: integer().notNull(),
    /** Cases with an attempt, the days from discharge to the first one and the attempts, added up. */
    tried: integer().notNull(),
    daysToFirst: integer("days_to_first").notNull(),
    attempts: integer().notNull(),
    workSeconds: integer("work_seconds").notNull(),
    asked: integer().notNull(),
    consented: integer().notNull(),
    readmittedBefore: integer("readmitted_before").notNull(),
    readmitted30: integer("readmitted_30").notNull(),
  },
  (t) => [primaryKey({ columns: [t.providerId, t.month, t.unit, t.track] })],
);

/** Who is reached (reports/compliance.ts, ReachCell): a measurement's stays, or with "" the routine's of a month. */
export const reachCounts = sqliteTable(
  "reach_counts",
  {
    providerId: text("provider_id").notNull(),
    measurementId: text("measurement_id").notNull(),
    month: text().notNull(),
    track: text().notNull(),
    ageGroup: text("age_group").notNull(),
    language: text().notNull(),
    rungBy: text("rung_by").notNull(),
    reached: integer().notNull(),
    completed: integer().notNull(),
    cases: integer().notNull(),
  },
  (t) => [
    primaryKey({
      columns: [
        t.providerId,
        t.measurementId,
        t.month,
        t.track,
        t.ageGroup,
        t.language,
        t.rungBy,
        t.reached,
        t.completed,
      ],
    }),
  ],
);
