/**
 * Admits uploaded files chunk by chunk, so that a long import shows its progress, survives a restart and never holds up
 * the coordinators' saving for long. A request and the timetable may both be at it: each chunk is counted once.
 */
import { mustChange } from "../db/atomic.ts";
import { getSource } from "../db/discharges.ts";
import {
  addCounts,
  changeUpload,
  findNextChunk,
  finishChunk,
  listUnfinishedUploads,
  type UploadRow,
} from "../db/uploads.ts";
import type { Mapping } from "../discharges/row.ts";
import type { FileRecord } from "../intake/records.ts";
import type { RefusedRow } from "../intake/refused-csv.ts";
import type { World } from "../world.ts";

/** How rows are admitted (steps/admit-discharges.ts), handed in by whoever puts the two acts together. */
export type AdmitRows = (
  world: World,
  source: { readonly id: string; readonly providerId: string },
  mapping: Mapping,
) => Promise<(records: readonly FileRecord[]) => Promise<Admitted>>;

type Admitted = {
  readonly admitted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedRow[];
};

/** How long one go may take before the rest is left to the next. */
const budgetMilliseconds = 5_000;

/** Goes on with every file that is being admitted. */
export async function continueImports(world: World, admitRows: AdmitRows): Promise<void> {
  for (const upload of await listUnfinishedUploads(world.db)) await continueUpload(world, upload, admitRows);
}

/** Goes on with one file for a while. Gives whether it is finished. */
export async function continueUpload(
  world: World,
  upload: Pick<UploadRow, "id" | "sourceId" | "mapping">,
  admitRows: AdmitRows,
  forMilliseconds = budgetMilliseconds,
): Promise<{ finished: boolean }> {
  const startedAt = world.wallNow();
  const source = await getSource(world.db, upload.sourceId);
  const admit = await admitRows(world, source, JSON.parse(upload.mapping) as Mapping);
  for (;;) {
    const chunk = await findNextChunk(world.db, upload.id);
    if (!chunk) break;
    if (world.wallNow() - startedAt > forMilliseconds) return { finished: false };
    const result = await admit(JSON.parse(chunk.rows) as FileRecord[]);
    // When another has finished the chunk meanwhile, its rows are in and its counts stand.
    await world.atomically([
      ...mustChange(finishChunk(world.db, chunk, JSON.stringify(result.refused), world.wallNow())),
      addCounts(world.db, upload.id, { ...result, refused: result.refused.length }),
    ]);
  }
  await world.atomically([changeUpload(world.db, upload.id, { state: "done" })]);
  // The file's own copies of names and numbers are gone from the tables; now from the log too.
  await world.scrub();
  return { finished: true };
}
