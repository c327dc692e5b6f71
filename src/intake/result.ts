/** What became of the rows of a chunk, counted and listed for the people who sent them. */
import { type Decision, discardReasons, type RowToDecide } from "../discharges/admission.ts";
import type { Entry } from "../discharges/entry.ts";
import { type Readable, readableOf } from "../discharges/judge.ts";
import type { Notice } from "../discharges/notice.ts";
import type { ProblemCode } from "../problems.ts";
import type { FileRecord } from "./records.ts";
import type { RefusedRow } from "./refused-csv.ts";

/** A row that was admitted or updated, for the preview to show. */
export type AdmittedRow = {
  readonly line: number;
  readonly verdict: "admitted" | "updated";
  /** Without the person when the patient is protected. */
  readonly judged: Readable;
  readonly protected: boolean;
  /** Null when the case is open; else why nobody will call. */
  readonly disposition: string | null;
  readonly state: string;
};

export type ChunkResult = {
  readonly admitted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedRow[];
  /** How many rows each kind of note touched. */
  readonly notes: ReadonlyMap<ProblemCode, number>;
  readonly rows: readonly AdmittedRow[];
  /** Names, numbers or answers that were known go. */
  readonly erases: boolean;
};

/**
 * What became of a chunk. `seen` holds what the rows so far said, by discharge key; rows that repeat one are noted.
 */
export function resultOf(
  seen: Map<string, string>,
  records: readonly FileRecord[],
  rows: readonly RowToDecide[],
  { verdicts, entries }: Pick<Decision, "verdicts" | "entries">,
): ChunkResult {
  const count = { admitted: 0, updated: 0, unchanged: 0 };
  const refused: RefusedRow[] = [];
  const notes = new Map<ProblemCode, number>();
  verdicts.forEach((verdict, at) => {
    const { line } = verdict;
    if (verdict.verdict === "refused") {
      const { refused: reason, details } = verdict.refusal;
      const cells = discardReasons.has(reason) ? null : (records[at]?.cells ?? null);
      refused.push({ line, reason, cells, ...(details && { details }) });
      return;
    }
    count[verdict.verdict] += 1;
    for (const note of verdict.notes) notes.set(note, (notes.get(note) ?? 0) + 1);
    const row = rows[at];
    if (row?.dischargeKey && row.contentKey) {
      if (seen.has(row.dischargeKey)) notes.set("row-repeated", (notes.get("row-repeated") ?? 0) + 1);
      seen.set(row.dischargeKey, row.contentKey);
    }
  });
  const erases = entries.some((entry) => entry.known && (entry.person === "erase" || entry.deletesInterview));
  return { ...count, refused, notes, rows: [], erases };
}

const nobody = { name: null, phones: [], birthDate: null, proxyName: null, proxyPhone: null, proxyRelation: null };

/**
 * The rows that would be admitted or updated, with what would become of them. Who a protected patient is stands in no
 * preview: it is for the unit's named persons, and whoever sends a list need not be one.
 */
export function rowsToShow(
  rows: readonly RowToDecide[],
  verdicts: Decision["verdicts"],
  entries: readonly Entry[],
): AdmittedRow[] {
  const byKey = new Map(entries.map((entry) => [entry.discharge.dischargeKey, entry]));
  return verdicts.flatMap(({ line, verdict }, at) => {
    const row = rows[at];
    const found = byKey.get(row?.dischargeKey ?? "");
    const read = row ? readableOf(row.judged) : null;
    if ((verdict !== "admitted" && verdict !== "updated") || !read || !found) return [];
    const { disposition, state } = found.case;
    const shielded = found.discharge.protected;
    const judged = shielded ? { ...read, person: nobody } : read;
    return [{ line, verdict, judged, protected: shielded, disposition, state }];
  });
}

/** Counted notes as they are shown. */
export const rowNotices = (notes: ReadonlyMap<ProblemCode, number>): Notice[] =>
  [...notes].map(([code, count]) => ({ code, details: { count } }));
