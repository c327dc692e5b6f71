/**
 * Cells and lines of files that people open in a spreadsheet: none of them is ever run as a formula, whoever wrote the
 * text in it (OWASP, CSV injection).
 */

/** What makes Excel or LibreOffice run a cell, also behind spaces, also as full-width signs. */
const formula = /^'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n]/;

/** The text with a leading apostrophe where a spreadsheet would run it; reading a list takes it away (discharges/cells.ts). */
export const inertText = (text: string): string => (formula.test(text) ? `'${text}` : text);

export type Cell = string | number | boolean | null;

/** "swedish": semicolon, decimal comma, byte order mark, as Swedish Excel opens it. "rfc4180": comma and point. */
export type CsvForm = "swedish" | "rfc4180";

const month = "(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-zåäö]*\\.?";
/** Each is a whole text that Excel on a Swedish machine takes for a date, a time, a number or a truth. */
const taken = [
  "\\d{1,4}[-/.:]\\d{1,4}(?:[-/.: ]\\d{1,4})?",
  "\\d{1,3}(?:[ \\u00a0]\\d{3})+",
  "\\d+(?:[.,]\\d+)?(?:[eE][+-]?\\d+| ?%)?",
  `\\d{1,4}[-/ ]?${month}(?:[-/ ]?\\d{1,4})?`,
  `${month}[-/ ]?\\d{1,4}`,
  "sant|falskt|true|false",
];
const takenForAnother = new RegExp(`^\\s*(?:${taken.join("|")})\\s*$`, "i");
/** A date as we write it is one, and of a code in digits only the first zero goes. */
const meantSo = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2})$/;

/**
 * For names that people have made up, in a file for Swedish Excel: the ward "3/7" is no day in July and "1-4" none in
 * April. As with a formula a leading apostrophe is the only thing that holds. Not for lists that are read in again.
 */
export const textForExcel = (text: string): string =>
  takenForAnother.test(text) && !meantSo.test(text) ? `'${text}` : inertText(text);

/**
 * Lines of cells as CSV, CR LF after each (RFC 4180). Null is an empty cell; a boolean is "ja" or "nej". `kept`: what makes
 * a text stay one in Swedish Excel.
 */
export function csvOf(lines: readonly (readonly Cell[])[], form: CsvForm, kept = inertText): string {
  const separator = form === "swedish" ? ";" : ",";
  const safe = form === "swedish" ? kept : inertText;
  const text = lines.map((line) => line.map((cell) => cellText(cell, form, safe)).join(separator)).join("\r\n");
  return `${form === "swedish" ? "\ufeff" : ""}${text}\r\n`;
}

function cellText(cell: Cell, form: CsvForm, inert: (text: string) => string): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "ja" : "nej";
  // A number is written as one, also below 0: it cannot hold a formula.
  if (typeof cell === "number") return form === "swedish" ? String(cell).replace(".", ",") : String(cell);
  const safe = inert(cell);
  return /[";,\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
