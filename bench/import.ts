/**
 * Import of 100,000 rows against its floor, csv-parse alone on the same file: rows per second and peak memory. Ours
 * decodes, judges, hashes and writes three tables to a fresh SQLite file with an fsync per chunk.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { importFile } from "../src/steps/admit-discharges.ts";
import { makeIntakeWorld } from "../test/intake-world.ts";

const rowCount = 100_000;

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

/** Highest resident memory since the last call, where the kernel tells it; else of the whole process. */
const peakRssMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

export async function run(): Promise<BenchRow> {
  const bytes = makeList(rowCount);
  const folder = mkdtempSync(join(tmpdir(), "ringupp-bench-"));
  try {
    const { world, source } = await makeIntakeWorld({ file: join(folder, "bench.sqlite") });
    const began = performance.now();
    const result = await importFile(world, { source, bytes });
    const ourSeconds = (performance.now() - began) / 1000;
    if (!("admitted" in result) || result.admitted !== rowCount) throw new Error(JSON.stringify(result).slice(0, 500));
    const peak = peakRssMb();
    const again = performance.now();
    await importFile(world, { source, bytes });
    const againSeconds = (performance.now() - again) / 1000;
    world.close();
    // Measured after ours, so that its records do not count in our memory.
    const floorBegan = performance.now();
    const records = parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { delimiter: ";" });
    const floorSeconds = (performance.now() - floorBegan) / 1000;
    if (records.length !== rowCount + 1) throw new Error("the floor read another number of rows");
    const perSecond = (seconds: number) => Math.round(rowCount / seconds);
    return {
      name: `import of ${rowCount} rows`,
      ours: perSecond(ourSeconds),
      floor: perSecond(floorSeconds),
      ratio: floorSeconds / ourSeconds,
      unit: "rows/s",
      peakRssMb: peak,
      note: `floor: csv-parse alone; ${(bytes.length / 1e6).toFixed(1)} MB; the same file again: ${perSecond(againSeconds)} rows/s`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) console.log(await run());
