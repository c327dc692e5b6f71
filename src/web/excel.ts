/**
 * Tables as an Excel workbook. Every cell is written as what it is, a text as a text, a day as a day: the library has a way
 * to write a formula only for whoever asks for one, and nobody here does (test: excel.test.ts reads the file's own XML).
 * It is the library's entry for Node on both homes: the others pack a large sheet in a thread, and Workers has none.
 */
import writeExcelFile from "write-excel-file/node";
import { type Cell, textForExcel } from "../spreadsheet.ts";

export type Sheet = { readonly name: string; readonly rows: readonly (readonly Cell[])[] };

/** Characters, so that a heading and most of what stands under it can be read. */
const widths = { least: 8, most: 40 };

/** The bytes of a workbook; the first row of every sheet is its heading and stays in sight. */
export async function excelOf(sheets: readonly Sheet[]): Promise<ArrayBuffer> {
  const cellOf = cellsOnce();
  const file = writeExcelFile(
    sheets.map(({ name, rows }) => ({
      data: rows.map((row, at) => row.map((cell) => (at === 0 ? headingOf(cell) : cellOf(cell)))),
      sheet: name,
      columns: (rows[0] ?? []).map((_, column) => ({ width: widthOf(rows, column) })),
      stickyRowsCount: 1,
    })),
  );
  return new Uint8Array(await file.toBuffer()).buffer;
}

/** What a workbook reads as a sign by its number (ISO/IEC 29500, ST_Xstring), where it is only what somebody wrote. */
const signByNumber = /_(?=x[0-9A-Fa-f]{4}_)/g;

/** The library keeps texts in a plain object, which already has a "constructor": such a name gets a sign by its number. */
const heldText = (text: string): string =>
  text in {}
    ? `_x${text.charCodeAt(0).toString(16).padStart(4, "0")}_${text.slice(1)}`
    : text.replace(signByNumber, "_x005F$&");

const textOf = (cell: string | boolean): string => (typeof cell === "string" ? cell : cell ? "ja" : "nej");

const headingOf = (cell: Cell) =>
  typeof cell === "string" ? { type: String, value: heldText(cell), fontWeight: "bold" as const } : null;

/** Cells for the library. Most texts and days of a sheet stand in thousands of its lines: each is made once. */
function cellsOnce() {
  const made = new Map<string, ReturnType<typeof wordsOrDay>>();
  return (cell: Cell) => {
    if (cell === null) return null;
    if (typeof cell === "number") return { type: Number, value: cell };
    const key = typeof cell === "object" ? `${cell.date} day` : `${textOf(cell)} text`;
    const known = made.get(key) ?? wordsOrDay(cell);
    made.set(key, known);
    return known;
  };
}

function wordsOrDay(cell: Exclude<Cell, number | null>) {
  // Midnight of UTC is what the library counts from.
  if (typeof cell === "object") return { type: Date, value: new Date(`${cell.date}T00:00:00Z`), format: "yyyy-mm-dd" };
  const text = textOf(cell);
  // A text that would become something else when somebody types in its cell: "@" says that it stays a text.
  return { type: String, value: heldText(text), ...(textForExcel(text) === text ? {} : { format: "@" }) };
}

function widthOf(rows: Sheet["rows"], column: number): number {
  let width = widths.least;
  for (const row of rows) {
    const cell = row[column] ?? "";
    const length = typeof cell === "object" ? cell.date.length : String(cell).length;
    width = Math.max(width, Math.min(widths.most, length + 1));
  }
  return width;
}
