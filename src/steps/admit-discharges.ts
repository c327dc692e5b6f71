/**
 * Takes in discharges: rows of a file become discharges, cases and people, one chunk at a time. A
 * chunk is decided purely, written in one unit, and can be sent again: what is already there changes nothing.
 * {@link previewChunk} is the same without the write.
 */
import { localDateOf } from "../calendar.ts";
import { policyFor } from "../calls/rules.ts";
import { callWindow } from "../calls/window.ts";
import type { Inclusion } from "../cases/inclusion.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import { findKnownEntries, listUnitsForIntake, type Source, writeDecision } from "../db/discharges.ts";
import { findDivisions } from "../db/divisions.ts";
import { plannedOf } from "../db/measurement-leads.ts";
import { listMeasurements, type MeasurementRow, mustRunAs } from "../db/measurements.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { findNamedPersons } from "../db/protected.ts";
import { findRules } from "../db/rules.ts";
import { findTombstones } from "../db/tombstones.ts";
import { type Decision, decideAdmissions, type RowToDecide } from "../discharges/admission.ts";
import type { AdmissionRules } from "../discharges/entry.ts";
import { type Known, unitKey } from "../discharges/judge.ts";
import type { Notice } from "../discharges/notice.ts";
import type { Mapping, RememberedColumns } from "../discharges/row.ts";
import { standing, type Tombstone, type TombstoneChanges } from "../discharges/tombstones.ts";
import { columnNotices, openFile } from "../intake/file.ts";
import { judgeRecord, type Keys, keysOf } from "../intake/keys.ts";
import type { FileRecord } from "../intake/records.ts";
import type { RefusedRow } from "../intake/refused-csv.ts";
import { type AdmittedRow, type ChunkResult, resultOf, rowNotices, rowsToShow } from "../intake/result.ts";
import { isRefusal, Problem, type ProblemCode, type Refusal } from "../problems.ts";
import { isContinuous } from "../responses/continuous.ts";
import type { World } from "../world.ts";

/** A file, or an upload, being read: made once, used for each of its chunks. */
export type Intake = {
  readonly mapping: Mapping;
  readonly known: Known;
  readonly rules: AdmissionRules;
  readonly keys: Keys;
  /** The keyed hash of a number of somebody who may be rung by the robot, so that ringing back finds the case. */
  readonly phoneKeyOf: (phone: string) => string;
  /** What the rows so far said, by discharge key: to tell rows that repeat an earlier one. */
  readonly seen: Map<string, string>;
  /** What the chunks that were only previewed would have ended for good. */
  readonly foreseen: TombstoneChanges[];
};

export type { AdmittedRow, ChunkResult } from "../intake/result.ts";

/** How often a chunk is decided anew when another import writes the same rows at the same time. */
const mostTries = 5;

/** Reads what rows are judged against: units, measurements, the date. */
export async function openIntake(
  world: World,
  source: Pick<Source, "id" | "providerId">,
  mapping: Mapping,
): Promise<Intake> {
  const [units, measurements, rules, namedPersons, divisions] = await Promise.all([
    listUnitsForIntake(world.db, source.providerId),
    listMeasurements(world.db),
    findRules(world.db),
    findNamedPersons(world.db),
    findDivisions(world.db),
  ]);
  const now = world.now();
  const today = localDateOf(now);
  const byKey = new Map(units.flatMap((unit) => (unit.code ? [[unitKey(unit.code), unit] as const] : [])));
  // A name goes before another unit's code.
  for (const unit of units) byKey.set(unitKey(unit.name), unit);
  const { policy, trackRules } = rules;
  const windowOf = (dischargedOn: string, serves: Inclusion) => callWindow(dischargedOn, policyFor(rules, serves));
  return {
    mapping,
    known: { units: byKey, today },
    rules: {
      ...{ sourceId: source.id, providerId: source.providerId, policy, trackRules, windowOf, now, today },
      ...{ namedPersons, divisions },
      measurements: takingIn(measurements),
    },
    keys: keysOf((purpose) => keyedHash(world.config.secret, purpose), source),
    phoneKeyOf: keyedHash(world.config.secret, phoneKeyPurpose),
    seen: new Map(),
    foreseen: [],
  };
}

/** The measurements that take patients in, as their rule reads them. */
const takingIn = (rows: readonly MeasurementRow[]) =>
  rows.filter(({ id }) => !isContinuous(id)).map((row) => ({ ...row, ...plannedOf(row) }));

async function decide(
  world: World,
  intake: Intake,
  rows: readonly RowToDecide[],
): Promise<Decision & { readonly known: readonly Tombstone[] }> {
  const dischargeKeys: string[] = [];
  const patientKeys: string[] = [];
  for (const { dischargeKey, patientKey } of rows) {
    if (dischargeKey !== null) dischargeKeys.push(dischargeKey);
    if (patientKey !== null) patientKeys.push(patientKey);
  }
  const entries = await findKnownEntries(world.db, dischargeKeys, patientKeys);
  const patients = entries.flatMap(({ discharge: { patientKey } }) => (patientKey === null ? [] : [patientKey]));
  const keys = [...new Set([...dischargeKeys, ...patientKeys, ...patients])];
  const known = intake.foreseen.reduce(standing, await findTombstones(world.db, keys));
  return { ...decideAdmissions(rows, { entries, tombstones: known }, intake.rules, world.newId), known };
}

/**
 * Admits a chunk (at most 500 rows where D1 is the database). Throws the Problem "import-busy" when other imports keep writing the same rows;
 * nothing of the chunk is then written, and sending it again is safe.
 */
export async function admitChunk(world: World, intake: Intake, records: readonly FileRecord[]): Promise<ChunkResult> {
  const rows = records.map((record) => judgeRecord(record, intake.mapping, intake.known, intake.keys));
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    // A file takes a while: a lead may start or close a measurement meanwhile.
    const measurements = await listMeasurements(world.db);
    const rules = { ...intake.rules, measurements: takingIn(measurements) };
    const decision = await decide(world, { ...intake, rules }, rows);
    const statements = writeDecision(decision, decision.known, intake.rules.now, world.newId, intake.phoneKeyOf);
    if (statements.length === 0) return resultOf(intake.seen, records, rows, decision);
    if ((await world.atomically([mustRunAs(measurements), ...statements])) === "done")
      return resultOf(intake.seen, records, rows, decision);
  }
  throw new Problem("import-busy");
}

/**
 * What {@link admitChunk} would say, with nothing written. A row that repeats one of an earlier chunk is told as
 * unchanged or updated, as it would be.
 */
export async function previewChunk(world: World, intake: Intake, records: readonly FileRecord[]): Promise<ChunkResult> {
  const rows = records.map((record) => judgeRecord(record, intake.mapping, intake.known, intake.keys));
  const decision = await decide(world, intake, rows);
  const verdicts = decision.verdicts.map((verdict, at) => {
    const { dischargeKey, contentKey } = rows[at] as RowToDecide;
    const earlier = dischargeKey === null ? undefined : intake.seen.get(dischargeKey);
    if (earlier === undefined || verdict.verdict !== "admitted") return verdict;
    return { ...verdict, verdict: earlier === contentKey ? ("unchanged" as const) : ("updated" as const) };
  });
  intake.foreseen.push(decision.tombstones);
  const rowsShown = rowsToShow(rows, verdicts, decision.entries);
  return { ...resultOf(intake.seen, records, rows, { ...decision, verdicts }), rows: rowsShown };
}

/**
 * Rows in one unit of a whole-file import. Random keys touch every page of their indexes, so fewer and larger units write
 * far less; each holds the write lock for some tenths of a second, which a coordinator's saving waits out.
 */
const rowsAtOnce = 4_000;

export type ImportResult = {
  readonly admitted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: readonly { readonly line: number; readonly reason: ProblemCode }[];
  readonly warnings: readonly Notice[];
};

/**
 * A whole file at once, for the command line. `onProgress` hears how many rows are done after each chunk; `onRefused`
 * hears each refused row with its cells, for a list to correct. A file that cannot be read at all is a Refusal.
 */
export async function importFile(
  world: World,
  file: {
    readonly source: Pick<Source, "id" | "providerId"> & { readonly columns?: RememberedColumns };
    readonly bytes: Uint8Array;
    readonly onProgress?: (rows: number) => void;
    readonly onRefused?: (row: RefusedRow) => void;
  },
): Promise<ImportResult | Refusal> {
  const opened = openFile(file.bytes, file.source.columns);
  if (isRefusal(opened)) return opened;
  if (opened.fault) return opened.fault;
  const intake = await openIntake(world, file.source, opened.guess.mapping);
  const count = { admitted: 0, updated: 0, unchanged: 0 };
  const refused: { line: number; reason: ProblemCode }[] = [];
  const notes = new Map<ProblemCode, number>();
  let rows = 0;
  let erases = false;
  try {
    for (const records of together(opened.blocks(), rowsAtOnce)) {
      const result = await admitChunk(world, intake, records);
      erases ||= result.erases;
      for (const kind of ["admitted", "updated", "unchanged"] as const) count[kind] += result[kind];
      for (const row of result.refused) {
        refused.push({ line: row.line, reason: row.reason });
        file.onRefused?.(row);
      }
      for (const [code, touched] of result.notes) notes.set(code, (notes.get(code) ?? 0) + touched);
      rows += records.length;
      file.onProgress?.(rows);
    }
  } finally {
    // Also when a later chunk fails: what the earlier ones erased is gone from the tables and must be from the log.
    if (erases) await world.scrub();
  }
  const warnings = [
    ...opened.textNotices(),
    ...columnNotices(opened.guess.mapping, opened.guess.unknown),
    ...(rows === 0 ? [{ code: "file-no-rows" } as const] : []),
    ...rowNotices(notes),
  ];
  return { ...count, refused, warnings };
}

/** Blocks joined until they hold so many rows. */
function* together(blocks: Iterable<FileRecord[]>, rows: number): Generator<FileRecord[]> {
  let joined: FileRecord[] = [];
  for (const block of blocks) {
    joined = joined.length === 0 ? block : joined.concat(block);
    if (joined.length < rows) continue;
    yield joined;
    joined = [];
  }
  if (joined.length > 0) yield joined;
}

export type UploadPreview = Omit<ChunkResult, "notes" | "erases"> & { readonly notices: readonly Notice[] };

/** What {@link admitChunk} would say of these chunks, one after the other, with nothing written. */
export async function previewUpload(
  world: World,
  source: Pick<Source, "id" | "providerId">,
  mapping: Mapping,
  chunks: readonly (readonly FileRecord[])[],
): Promise<UploadPreview> {
  const intake = await openIntake(world, source, mapping);
  const all = { admitted: 0, updated: 0, unchanged: 0 };
  const refused: RefusedRow[] = [];
  const rows: AdmittedRow[] = [];
  const notes = new Map<ProblemCode, number>();
  for (const records of chunks) {
    const result = await previewChunk(world, intake, records);
    for (const kind of ["admitted", "updated", "unchanged"] as const) all[kind] += result[kind];
    refused.push(...result.refused);
    rows.push(...result.rows);
    for (const [code, touched] of result.notes) notes.set(code, (notes.get(code) ?? 0) + touched);
  }
  return { ...all, refused, rows, notices: rowNotices(notes) };
}

/** {@link admitChunk} for the chunks of one file, one after the other. */
export async function admitRows(world: World, source: Pick<Source, "id" | "providerId">, mapping: Mapping) {
  const intake = await openIntake(world, source, mapping);
  return (records: readonly FileRecord[]): Promise<ChunkResult> => admitChunk(world, intake, records);
}
