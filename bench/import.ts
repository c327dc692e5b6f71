/**
 * Import of 100,000 rows against its floor, csv-parse alone on the same file: rows per second and peak memory. Ours
 * decodes, judges, hashes and writes three tables to a fresh SQLite file with an fsync per chunk.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { newId } from "../src/platform/chance.ts";
import { importFile } from "../src/steps/admit-discharges.ts";
import { makeIntakeWorld } from "../test/intake-world.ts";

export type BenchRow = {
  readonly name: string;
  /** Rows per second. */
  readonly ours: number;
  readonly floor: number;
  /** Ours as a share of the floor; more is better. */
  readonly ratio: number;
  readonly unit: string;
  readonly peakRssMb: number;
  readonly note: string;
};

const header =
  "Utskrivnings-ID;Patient-ID;Namn;Telefon 1;Telefon 2;Födelsedatum;Utskrivningsdatum;Vårdenhet;Vårdform;Spår;Boende;Samtycke;Språk;Tolk;Närstående;Närståendes telefon;Närståendes relation;Status";
const wards = ["Medicin avd 1", "Geriatrik avd 2", "Kirurgi avd 3", "Psykiatri avd 4"];
const tracks = ["Grönt", "Gult", "Rött"];

/** Invented people; telephone numbers from PTS's fictional series, as people write them. */
function lineOf(at: number): string {
  const mobile = `070-17406${String(5 + (at % 90)).padStart(2, "0")}`;
  const fixed = `08-465 004 ${String(at % 100).padStart(2, "0")}`;
  const born = `${1930 + (at % 70)}-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`;
  const proxy = at % 3 === 0 ? `Märta Öberg;${mobile};dotter` : ";;";
  const stay = `2026-11-${17 + (at % 6)};${wards[at % 4]};${at % 4 === 3 ? "Psykiatri" : "Somatik"};${tracks[at % 3]}`;
  const person = `Påhittad Åkesson ${at % 977};${mobile};${at % 2 === 0 ? fixed : ""};${born}`;
  return `U${1_000_000 + at};P${2_000_000 + at};${person};${stay};Ordinärt boende;Ja;;Nej;${proxy};Hemma\r\n`;
}

/** A list of so many rows, made in place so that making it leaves nothing behind in memory. */
export function makeList(rows: number): Uint8Array {
  const room = new Uint8Array(1_000 + rows * 180);
  const encoder = new TextEncoder();
  let length = encoder.encodeInto(`${header}\r\n`, room).written;
  for (let at = 0; at < rows; at += 1) length += encoder.encodeInto(lineOf(at), room.subarray(length)).written;
  return room.subarray(0, length);
}

/** Highest resident memory of this process so far: run it in a process of its own. */
const peakRssMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

/** Median seconds of csv-parse alone over the file. */
function floorSecondsOf(bytes: Uint8Array, rows: number): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const seconds = [1, 2, 3].map(() => {
    const began = performance.now();
    const records = parse(text, { delimiter: ";" });
    if (records.length !== rows + 1) throw new Error("the floor read another number of rows");
    return (performance.now() - began) / 1000;
  });
  return seconds.toSorted((a, b) => a - b)[1] as number;
}

/** Imports so many rows into a fresh file, then the same file again. */
export async function run(rows = 100_000): Promise<BenchRow> {
  const bytes = makeList(rows);
  const folder = mkdtempSync(join(tmpdir(), "ringupp-bench-"));
  try {
    const made = await makeIntakeWorld({ file: join(folder, "bench.sqlite") });
    const world = { ...made.world, newId };
    const timed = async () => {
      const began = performance.now();
      const result = await importFile(world, { source: made.source, bytes });
      return { result, seconds: (performance.now() - began) / 1000 };
    };
    const first = await timed();
    const peak = peakRssMb();
    const again = await timed();
    if (!("admitted" in first.result) || first.result.admitted !== rows) throw new Error("not every row was admitted");
    if (!("unchanged" in again.result) || again.result.unchanged !== rows) throw new Error("a row changed by itself");
    made.world.close();
    // Measured after ours, so that its records do not count in our memory.
    const floorSeconds = floorSecondsOf(bytes, rows);
    const perSecond = (seconds: number) => Math.round(rows / seconds);
    return {
      name: `import of ${rows} rows`,
      ours: perSecond(first.seconds),
      floor: perSecond(floorSeconds),
      ratio: floorSeconds / first.seconds,
      unit: "rows/s",
      peakRssMb: peak,
      note: `floor: csv-parse alone; ${(bytes.length / 1e6).toFixed(1)} MB; the same file again: ${perSecond(again.seconds)} rows/s`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) console.log(await run());
