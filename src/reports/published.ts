/**
 * A report as it is kept once it is published: the report as it could be shown that day, and beside it what became of those
 * who were discharged, as the publisher's care provider had counted it. Nothing of it is read anew, whatever happens to the
 * answers, the lists or the accounts afterwards.
 */
import type { FieldCounts } from "./fieldwork.ts";
import type { Report } from "./report.ts";

/** `provider`: whose patients the counts are of, by name. */
export type PublishedFieldwork = { readonly provider: string; readonly counts: FieldCounts };

/** Null: nothing of it could be shown. */
export type Published = Report & { readonly fieldwork: PublishedFieldwork | null };

/** The text to store. */
export const publishedText = (report: Report, fieldwork: PublishedFieldwork | null): string =>
  JSON.stringify({ ...report, fieldwork } satisfies Published);

/** The report of a stored text; what it was published without it has not got now either. */
export const readPublished = (text: string): Published => ({
  units: [],
  fieldwork: null,
  frozen: true,
  ...JSON.parse(text),
});

/**
 * Is a report of the same measurement like the one before it but for its number ("nothing"), the same in its figures
 * ("words"), or can neither be said (null)? A correction tells in its lead's words what has changed; this is what a reader
 * can hold them against.
 */
export function sameAs(report: Published, before: Published): "nothing" | "words" | null {
  const text = JSON.stringify;
  if (text(report) === text(before)) return "nothing";
  const figures = ({ groups, country, units, countyParts, fieldwork }: Published) =>
    text([groups, country, units, countyParts, fieldwork]);
  return figures(report) === figures(before) ? "words" : null;
}
