/**
 * (e) From starting the program to its first page, on a folder that holds the demo's data already: from source and
 * bundled, against a bare Hono server's start. A new process each time.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { alternate, type BenchRow, inFolder, rowOf, type Size, startServer } from "./measure.ts";

/** Where the program is started from. */
const ways = [
  ["start, from source", join("src", "platform", "node.ts")],
  ["start, bundled", join("dist", "ringupp.mjs")],
] as const;

export async function run(size: Size): Promise<BenchRow[]> {
  const rounds = size === "full" ? 7 : 0;
  execFileSync(process.execPath, ["build.mjs"], { stdio: ["ignore", "ignore", "pipe"] });
  return inFolder(async (folder) => {
    const environment = { RINGUPP_MODE: "demo", RINGUPP_DATA: join(folder, "data") };
    const rows: BenchRow[] = [];
    for (const [name, program] of ways) {
      const peaks = { ours: 0, floor: 0 };
      const start = async (which: "ours" | "floor") => {
        const server = await (which === "ours"
          ? startServer([program, "serve"], environment, "/logga-in")
          : startServer([join("bench", "floor-server.ts")], {}, "/"));
        peaks[which] = server.peakRssMb() ?? 0;
        await server.stop();
        return server.startMilliseconds;
      };
      // The first of all also makes the demo's data.
      const found = await alternate(
        rounds,
        () => start("ours"),
        () => start("floor"),
      );
      rows.push(
        rowOf({
          name,
          ...found,
          unit: "ms",
          hopedFor: "–",
          note: `spawn to the first 200 of /logga-in; peak ${peaks.ours} MB; floor: a bare Hono server, ${peaks.floor} MB`,
        }),
      );
    }
    return rows;
  });
}
