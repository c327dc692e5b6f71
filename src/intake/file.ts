/** A file as a person sends it: its columns, its rows in blocks, and everything that was noticed on the way. */
import type { Notice } from "../discharges/notice.ts";
import {
  faultOfMapping,
  guessMapping,
  type Mapping,
  type MappingGuess,
  type RememberedColumns,
} from "../discharges/row.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { decode } from "./decode.ts";
import { type FileRecord, openRecords } from "./records.ts";

export type OpenFile = {
  readonly header: readonly string[];
  readonly guess: MappingGuess;
  /** Why the guess alone cannot be used; a person may choose columns instead. */
  readonly fault: Refusal | null;
  /** Records in blocks of about 500, in the file's order. Can be read once. */
  readonly blocks: () => Generator<FileRecord[]>;
  /** What the encoding needed; complete when the blocks have been read. */
  readonly textNotices: () => Notice[];
};

/**
 * Takes a file's bytes and what is remembered of the source's columns. Refusals: "file-empty", "file-is-excel",
 * "file-is-other".
 */
export function openFile(bytes: Uint8Array, remembered: RememberedColumns = {}): OpenFile | Refusal {
  const decoded = decode(bytes);
  if (isRefusal(decoded)) return decoded;
  const { header, blocks } = openRecords(decoded.blocks);
  if (header === null) return refuse("file-empty");
  const guess = guessMapping(header, remembered);
  return { header, guess, fault: faultOfMapping(guess), blocks, textNotices: decoded.notices };
}

/** What the columns alone tell a person to know, for the mapping that is used. */
export function columnNotices(mapping: Mapping, unknown: readonly string[]): Notice[] {
  const notices: Notice[] = [];
  if (mapping.patientRef === undefined) notices.push({ code: "no-patient-ref" });
  if (mapping.consent === undefined) notices.push({ code: "no-consent-column" });
  if (mapping.residence === undefined) notices.push({ code: "no-residence-column" });
  if (unknown.length > 0) notices.push({ code: "columns-unknown", details: { columns: unknown.join(", ") } });
  return notices;
}
