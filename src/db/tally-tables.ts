/**
 * The tables of counts: what reports are made from, so that no page ever reads an answer. On the nameless side, and with no
 * time in them. db/tallies.ts counts.
 */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Counts of responses by unit. question "" counts the responses themselves (code 0). A table beside `tallies`, so that what
 * every report reads does not grow with the number of units.
 */
export const unitTallies = sqliteTable(
  "unit_tallies",
  {
    measurementId: text("measurement_id").notNull(),
    county: text().notNull(),
    careType: text("care_type", { enum: ["somatic", "psychiatric"] }).notNull(),
    /** Name of the discharging unit as it was then; "" where it is not told. */
    unit: text().notNull(),
    question: text().notNull(),
    code: integer().notNull(),
    mode: text().notNull(),
    respondent: text().notNull(),
    count: integer().notNull(),
  },
  (t) => [
    primaryKey({
      columns: [t.measurementId, t.county, t.careType, t.unit, t.question, t.code, t.mode, t.respondent],
    }),
  ],
);

/** The same, a unit's counts as one text: a report of thousands of units is made from thousands of rows, not a million. */
export const unitCounts = sqliteTable(
  "unit_counts",
  {
    measurementId: text("measurement_id").notNull(),
    county: text().notNull(),
    careType: text("care_type", { enum: ["somatic", "psychiatric"] }).notNull(),
    unit: text().notNull(),
    /** JSON: [mode, respondent, question, code, count], with "" for mode and respondent of answers. */
    counts: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.measurementId, t.county, t.careType, t.unit] })],
);

/** The same over all units: what reports are made from. */
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
