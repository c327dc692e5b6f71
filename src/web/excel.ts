/**
 * Tables as an Excel workbook. Every cell is written as what it is, a text as a text: the library has no way to write a
 * formula, and is given none (test: exports.test.ts reads the file's own XML).
 */
import writeExcelFile from "write-excel-file/universal";
import type { Cell } from "../spreadsheet.ts";

export type Sheet = { readonly name: string; readonly rows: readonly (readonly Cell[])[] };

/** Characters, so that a heading and most of what stands under it can be read. */
const widths = { least: 8, most: 40 };

/** The bytes of a workbook; the first row of every sheet is its heading and stays in sight. */
export async function excelOf(sheets: readonly Sheet[]): Promise<ArrayBuffer> {
  const file = writeExcelFile(
    sheets.map(({ name, rows }) => ({
      data: rows.map((row, at) => row.map((cell) => cellOf(cell, at === 0))),
      sheet: name,
      columns: (rows[0] ?? []).map((_, column) => ({ width: widthOf(rows.map((row) => row[column] ?? null)) })),
      stickyRowsCount: 1,
    })),
  );
  return (await file.toBlob()).arrayBuffer();
}

/** What a workbook reads as a sign by its number (ISO/IEC 29500, ST_Xstring), where it is only what somebody wrote. */
const signByNumber = /_(?=x[0-9A-Fa-f]{4}_)/g;

function cellOf(cell: Cell, heading: boolean) {
  if (cell === null) return null;
  if (typeof cell === "number") return { type: Number, value: cell };
  const text = typeof cell === "boolean" ? (cell ? "ja" : "nej") : cell;
  return {
    type: String,
    value: text.replace(signByNumber, "_x005F$&"),
    ...(heading ? { fontWeight: "bold" as const } : {}),
  };
}

const widthOf = (cells: readonly Cell[]): number =>
  Math.min(widths.most, Math.max(widths.least, ...cells.map((cell) => String(cell ?? "").length + 1)));
