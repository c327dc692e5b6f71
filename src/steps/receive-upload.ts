/**
 * A file that came by the browser: read once into chunks, looked through before anything is written, its columns chosen,
 * or thrown away. Admitting it is continue-imports.ts, chunk by chunk.
 */
import type { Account } from "../db/accounts.ts";
import { addSource, findSource, getSource, rememberColumns, type Source } from "../db/discharges.ts";
import {
  type ChunkRow,
  changeUpload,
  deleteUpload,
  findUpload,
  insertChunk,
  insertUpload,
  listChunks,
  type UploadRow,
} from "../db/uploads.ts";
import type { Notice } from "../discharges/notice.ts";
import {
  faultOfMapping,
  fields,
  guessMapping,
  type Mapping,
  type RememberedColumns,
  unreadColumns,
} from "../discharges/row.ts";
import { columnNotices, openFile } from "../intake/file.ts";
import type { FileRecord } from "../intake/records.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import type { World } from "../world.ts";

export type Received = {
  readonly account: Account;
  readonly source: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
};

const longestName = 80;

/** Reads a file into the waiting room. Gives the upload's id; nothing is admitted yet. */
export async function receiveUpload(world: World, file: Received): Promise<{ id: string } | Refusal> {
  const name = file.source.trim().replace(/\s+/g, " ");
  if (name === "") return refuse("source-missing");
  if (name.length > longestName) return refuse("text-too-long", { column: "Källa", limit: longestName });
  if (file.bytes.length === 0) return refuse("file-empty");
  const { providerId } = file.account;
  const source = await sourceNamed(world, providerId, name);
  const opened = openFile(file.bytes, source.columns);
  if (isRefusal(opened)) return opened;
  const id = world.newId();
  let rows = 0;
  let number = 0;
  for (const block of opened.blocks()) {
    rows += block.length;
    await world.atomically([insertChunk(world.db, { uploadId: id, number, rows: JSON.stringify(block) })]);
    number += 1;
  }
  await world.atomically([
    insertUpload(world.db, {
      id,
      providerId,
      accountId: file.account.id,
      sourceId: source.id,
      // A path from an old browser, or control characters, have no place in a list.
      fileName: (file.fileName.split(/[/\\]/).pop() ?? "").replace(/\p{C}/gu, "").slice(0, longestName) || "fil.csv",
      state: "read",
      header: JSON.stringify(opened.header),
      mapping: JSON.stringify(opened.guess.mapping),
      warnings: JSON.stringify(opened.textNotices()),
      rows,
      createdAt: world.wallNow(),
    }),
  ]);
  return { id };
}

async function sourceNamed(world: World, providerId: string, name: string): Promise<Source> {
  const known = await findSource(world.db, providerId, name);
  if (known) return known;
  await world.atomically([addSource(world.db, { id: world.newId(), providerId, name })]);
  const made = await findSource(world.db, providerId, name);
  if (!made) throw new Error("a source that was just added is not there");
  return made;
}

export type OpenUpload = {
  readonly row: UploadRow;
  readonly source: Source;
  readonly header: readonly string[];
  readonly mapping: Mapping;
  /** Why these columns cannot be used; null when they can. */
  readonly fault: Refusal | null;
  readonly notices: readonly Notice[];
};

/** An upload of the account's own, or any of the provider's to an administrator: a list names patients of many units. */
export async function openUpload(world: World, account: Account, id: string): Promise<OpenUpload | undefined> {
  const row = await findUpload(world.db, account.providerId, id);
  const theirs = row?.accountId === account.id || account.role === "admin";
  return row && theirs ? describe(world, row) : undefined;
}

async function describe(world: World, row: UploadRow): Promise<OpenUpload> {
  const header = JSON.parse(row.header) as string[];
  const mapping = JSON.parse(row.mapping) as Mapping;
  const guess = guessMapping(header);
  const missing = fields
    .filter(({ field, required }) => required && mapping[field] === undefined)
    .map(({ field }) => field);
  // Two columns that claim one field: neither is read until a person chooses, and that is said.
  const doubled = guess.doubled.filter(({ field }) => mapping[field] === undefined);
  const unread = faultOfMapping({ missing: [], doubled });
  const unknown = unreadColumns(header, mapping, doubled);
  return {
    row,
    source: await getSource(world.db, row.sourceId),
    header,
    mapping,
    fault: faultOfMapping({ missing, doubled: doubled.filter(({ field }) => missing.includes(field)) }),
    notices: [
      ...(JSON.parse(row.warnings) as Notice[]),
      ...columnNotices(mapping, unknown),
      ...(unread ? [{ code: unread.refused, ...(unread.details && { details: unread.details }) }] : []),
      ...(row.rows === 0 ? [{ code: "file-no-rows" } as const] : []),
    ],
  };
}

/** The rows of a chunk as they were read. */
export const recordsOf = (chunk: ChunkRow): FileRecord[] => JSON.parse(chunk.rows) as FileRecord[];

export const chunksOf = (world: World, upload: OpenUpload): Promise<ChunkRow[]> => listChunks(world.db, upload.row.id);

/** A person's own choice of columns: field → column number. Two fields may not read the same column. */
export async function chooseColumns(
  world: World,
  upload: OpenUpload,
  mapping: Mapping,
): Promise<{ chosen: true } | Refusal> {
  if (upload.row.state !== "read") return refuse("upload-under-way");
  const columns = Object.values(mapping);
  if (columns.some((column) => column < 0 || column >= upload.header.length)) return refuse("columns-unknown-choice");
  if (new Set(columns).size < columns.length) return refuse("columns-chosen-twice");
  await world.atomically([changeUpload(world.db, upload.row.id, { mapping: JSON.stringify(mapping) })]);
  return { chosen: true };
}

/** From here on the rows are admitted; the source's columns are remembered for its next file. */
export async function beginAdmitting(world: World, upload: OpenUpload): Promise<{ begun: true } | Refusal> {
  if (upload.fault) return upload.fault;
  if (upload.row.state !== "read") return { begun: true };
  const remembered: RememberedColumns = Object.fromEntries(
    fields.map(({ field }) => {
      const column = upload.mapping[field];
      return [field, column === undefined ? "" : (upload.header[column] ?? "")];
    }),
  );
  // A field that the file's headers would have given anyway is remembered only where a person chose otherwise.
  const guessed = guessMapping(upload.header).mapping;
  const chosen = Object.fromEntries(
    Object.entries(remembered).filter(
      ([field]) => guessed[field as keyof Mapping] !== upload.mapping[field as keyof Mapping],
    ),
  );
  await world.atomically([
    changeUpload(world.db, upload.row.id, { state: "admitting" }),
    rememberColumns(world.db, upload.source.id, { ...upload.source.columns, ...chosen }),
  ]);
  return { begun: true };
}

/** Throws a file away; nothing of it has been or will be admitted. */
export async function dropUpload(world: World, upload: OpenUpload): Promise<{ dropped: true } | Refusal> {
  if (upload.row.state !== "read") return refuse("upload-under-way");
  await world.atomically(deleteUpload(world.db, upload.row.id));
  await world.scrub();
  return { dropped: true };
}
