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

/** Lines of cells as CSV, CR LF after each (RFC 4180). Null is an empty cell; a boolean is "ja" or "nej". */
export function csvOf(lines: readonly (readonly Cell[])[], form: CsvForm): string {
  const separator = form === "swedish" ? ";" : ",";
  const text = lines.map((line) => line.map((cell) => cellText(cell, form)).join(separator)).join("\r\n");
  return `${form === "swedish" ? "\ufeff" : ""}${text}\r\n`;
}

function cellText(cell: Cell, form: CsvForm): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "ja" : "nej";
  // A number is written as one, also below 0: it cannot hold a formula.
  if (typeof cell === "number") return form === "swedish" ? String(cell).replace(".", ",") : String(cell);
  const safe = inertText(cell);
  return /[";,\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
