/** What cells say once the marks of spreadsheets and copying are off: texts, words from a list, references. */
import { type Refusal, refuse } from "../problems.ts";
import { readPersonnummer } from "./personnummer.ts";
import { type Field, labelOf } from "./row.ts";
import { wordKey } from "./values.ts";

export type Refs = {
  readonly dischargeRef: string;
  readonly patientRef: string | null;
  /** The patient reference is a personnummer, so it means the same person in every source. */
  readonly patientRefIsPersonnummer: boolean;
};

const longestRef = 200;

/** A leading apostrophe keeps a spreadsheet from running a cell as a formula; it is not part of what the cell says. */
const guarded = /^'+(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;
/** ="070…": how lists are told to keep a spreadsheet from taking the first zero away. */
const asText = /^=\s*"(.*)"$/s;
const odd = /[^\x20-\x7e\u00c0-\u017f]| {2}|^[ '=+@-]| $/;

/** What a cell says: control characters and runs of space become one space; a lone dash is a blank. */
export function cellText(cell: string | undefined): string {
  if (!cell) return "";
  if (!odd.test(cell)) return cell;
  const bare = cell.replace(guarded, "").trim();
  const text = (asText.exec(bare)?.[1]?.replaceAll('""', '"') ?? bare)
    .replace(/\p{Cf}/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return /^[-\u2010-\u2015]+$/.test(text) ? "" : text;
}

/** The cells of one row by field. */
export type Cells = (field: Field) => string;

export const valueUnknown = (field: Field) => refuse("value-unknown", { column: labelOf(field) });

/** The meaning of a word from a list; `blank` is what an empty cell means. */
export function coded<Value>(
  cells: Cells,
  field: Field,
  words: ReadonlyMap<string, Value>,
  blank: Value,
): Value | Refusal {
  const text = cells(field);
  if (text === "") return blank;
  return words.get(text.toLowerCase()) ?? words.get(wordKey(text)) ?? valueUnknown(field);
}

/** Spreadsheets turn long digits into 1,23E+11, and then two patients may share a reference. */
const excelRef = /^\d+(?:[.,]\d+)?e\+?\d+$/i;

/** The references of a row. A personnummer is brought to one form, so that it means the same however it is written. */
export function readRefs(cells: Cells, today: string): Refs | Refusal {
  const dischargeRef = cells("dischargeRef");
  const patientRef = cells("patientRef");
  for (const [field, ref] of [
    ["dischargeRef", dischargeRef],
    ["patientRef", patientRef],
  ] as const) {
    if (excelRef.test(ref)) return refuse("ref-excel", { column: labelOf(field) });
    if (ref.length > longestRef) return refuse("text-too-long", { column: labelOf(field), limit: longestRef });
  }
  if (dischargeRef === "") return refuse("value-missing", { column: labelOf("dischargeRef") });
  const number = readPersonnummer(patientRef, today);
  return {
    dischargeRef,
    patientRef: number?.digits ?? (patientRef === "" ? null : patientRef),
    patientRefIsPersonnummer: number !== null,
  };
}
