/**
 * Cells and lines of files that people open in a spreadsheet: none of them is ever run as a formula, whoever wrote the
 * text in it (OWASP, CSV injection).
 */

/** What makes Excel or LibreOffice run a cell, also behind spaces, also as full-width signs. */
const formula = /^'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n]/;

/** The text with a leading apostrophe where a spreadsheet would run it; reading a list takes it away (discharges/cells.ts). */
export const inertText = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** A day, "YYYY-MM-DD": a day in a workbook, and those ten signs in a CSV file. */
export type Day = { readonly date: string };
export type Cell = string | number | boolean | Day | null;

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

/** What ends a cell somewhere, if not in the form it was written in, and after it what makes a cell run. */
const formulaWithin = /([;,\t\r\n]['"]*\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * The text with an apostrophe before what would be run if the file is opened with another separator than its own: "x;=1+1"
 * is one cell in the form with commas, and two in Swedish Excel, since a quote in the middle of its cell says nothing.
 */
const inertWithin = (text: string): string => text.replace(formulaWithin, "$1'");

/**
 * Lines of cells as CSV, CR LF after each (RFC 4180). Null is an empty cell; a boolean is "ja" or "nej". For lists that are
 * read in again: an apostrophe before a formula is all that is added.
 */
export const csvOf = (lines: readonly (readonly Cell[])[], form: CsvForm): string => linesOf(lines, form, inertText);

/** The same for results, which nobody sends back: names stay names in Swedish Excel, and nothing runs in any other form either. */
export const resultCsvOf = (lines: readonly (readonly Cell[])[], form: CsvForm): string =>
  linesOf(lines, form, (text) => inertWithin(form === "swedish" ? textForExcel(text) : inertText(text)));

function linesOf(lines: readonly (readonly Cell[])[], form: CsvForm, inert: (text: string) => string): string {
  const separator = form === "swedish" ? ";" : ",";
  const text = lines.map((line) => line.map((cell) => cellText(cell, form, inert)).join(separator)).join("\r\n");
  return `${form === "swedish" ? "\ufeff" : ""}${text}\r\n`;
}

function cellText(cell: Cell, form: CsvForm, inert: (text: string) => string): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "ja" : "nej";
  // A number is written as one, also below 0: it cannot hold a formula. Nor can a day.
  if (typeof cell === "number") return form === "swedish" ? String(cell).replace(".", ",") : String(cell);
  if (typeof cell === "object") return cell.date;
  const safe = inert(cell);
  return /[";,\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
