/**
 * A published number never changes, but for this: a suggestion that points somebody out can be taken out of it. What was
 * written is gone from every number; in its place stand the day and the reason.
 */
import { type RemovedSuggestion, removalReasons } from "../cooperation/removal.ts";
import type { CooperationReport } from "./cooperation.ts";

/** The report with the words gone; null when it does not hold them. Of two that say the same, one goes. */
export function withoutSuggestion(
  report: CooperationReport,
  text: string,
  removed: RemovedSuggestion,
): CooperationReport | null {
  const texts = report.suggestions[removed.party] ?? [];
  const at = texts.indexOf(text);
  if (at < 0) return null;
  return {
    ...report,
    suggestions: { ...report.suggestions, [removed.party]: texts.toSpliced(at, 1) },
    removed: [...report.removed, removed],
  };
}

/** What the next number changes, when that is what was removed from this one; "" when nothing was. */
export function removalInWords({ removed }: Pick<CooperationReport, "removed">): string {
  const reasons = [...new Set(removed.map(({ reason }) => removalReasons[reason]))].join(" ");
  if (removed.length === 0) return "";
  return `${removed.length === 1 ? "Ett förslag är borttaget." : `${removed.length} förslag är borttagna.`} ${reasons}`;
}
