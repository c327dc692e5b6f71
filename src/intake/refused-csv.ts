/**
 * The list of refused rows: the file's own columns with what is wrong beside each row, to correct and send again. Safe
 * to open in a spreadsheet: no cell is ever run as a formula, and reading the list undoes what that takes
 * (discharges/cells.ts, cellText).
 */
import { refusedListHeaders } from "../discharges/row.ts";
import { type Details, type ProblemCode, sentenceFor } from "../problems.ts";
import { csvOf } from "../spreadsheet.ts";

export type RefusedRow = {
  readonly line: number;
  readonly reason: ProblemCode;
  readonly details?: Details;
  /** As they stood in the file; null when they may not be kept or are no cells. */
  readonly cells: readonly string[] | null;
};

/**
 * CSV as Swedish Excel opens it: UTF-8 with a byte order mark, semicolons, CR LF. Rows whose cells may not be kept have
 * their line and the reason only.
 */
export function refusedCsv(header: readonly string[], rows: readonly RefusedRow[]): string {
  const lineColumn = refusedListHeaders.line;
  // A corrected list may be refused again: its own two columns are written anew.
  const ours = new Set<string>(Object.values(refusedListHeaders));
  const kept = header.flatMap((name, at) => (ours.has(name) ? [] : [at]));
  const lines = [
    [...kept.map((at) => header[at] ?? ""), lineColumn, refusedListHeaders.fault],
    ...rows.map((row) => [
      ...kept.map((at) => row.cells?.[at] ?? ""),
      String(row.line),
      sentenceFor(row.reason, row.details),
    ]),
  ];
  return csvOf(lines, "swedish");
}
