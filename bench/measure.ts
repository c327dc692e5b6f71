/**
 * What the rows of the bench share: the shape of a row, alternating rounds, a throw-away folder, and server processes of
 * our own that are asked over HTTP. Times are milliseconds of real time.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type BenchRow = {
  readonly name: string;
  readonly ours: number;
  /** The same work without us, or with a hundredth of the data, measured in the same run. */
  readonly floor: number;
  /** ours / floor; whether more or less is better follows from the unit and from `hopedFor`. */
  readonly ratio: number;
  readonly unit: string;
  /** "≥ 0.7" or "≤ 1.5", of the ratio. */
  readonly hopedFor: string;
  readonly note: string;
};

/** The whole bench, or sizes a hundredth as large that only prove that it runs. */
export type Size = "full" | "quick";

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** To three significant digits: no number here is surer than that. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** A row from measured values. */
export const rowOf = (
  row: Omit<BenchRow, "ours" | "floor" | "ratio"> & { readonly ours: number; readonly floor: number },
): BenchRow => ({
  name: row.name,
  ours: rounded(row.ours),
  floor: rounded(row.floor),
  ratio: Math.round((row.ours / row.floor) * 100) / 100,
  unit: row.unit,
  hopedFor: row.hopedFor,
  note: row.note,
});

/**
 * Medians of two measurements taken in turns (A B A B …), so that whatever else the machine does meets both alike. A
 * round before them warms up and is thrown away; with no rounds it is all there is, which only proves that it runs.
 */
export async function alternate(
  rounds: number,
  ours: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<{ ours: number; floor: number }> {
  const [a, b]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = [await ours(), await floor()] as const;
    if (round === 0 && rounds > 0) continue;
    a.push(pair[0]);
    b.push(pair[1]);
  }
  return { ours: median(a), floor: median(b) };
}

/** Runs `use` in a new folder and removes the folder, whatever happens. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-bench-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export type RunningServer = {
  readonly port: number;
  /** From spawn to the first 200. */
  readonly startMilliseconds: number;
  /** Highest resident memory so far, in megabytes; null where the kernel does not tell. */
  readonly peakRssMb: () => number | null;
  /** Processor time so far, its own and the kernel's for it; null where the kernel does not tell. */
  readonly cpuSeconds: () => number | null;
  readonly stop: () => Promise<void>;
};

/**
 * Starts `node …args` and asks for `path` until it answers 200. Throws with what the process said when it does not. With
 * BENCH_PROFILE=folder each server leaves a CPU profile there when it stops.
 */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  path: string,
): Promise<RunningServer> {
  const port = await freePort();
  const began = performance.now();
  const folder = process.env.BENCH_PROFILE;
  const profiling = folder ? ["--cpu-prof", `--cpu-prof-dir=${folder}`] : [];
  // Where this process keeps what it has compiled, if it does: then a start is no start from nothing.
  const { NODE_COMPILE_CACHE } = process.env;
  const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
  const child = spawn(process.execPath, [...profiling, ...args], {
    env: { PATH: process.env.PATH, ...compiled, ...env, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const stopped = new Promise<void>((done) => child.once("exit", () => done()));
  const stop = async () => {
    child.kill("SIGTERM");
    await stopped;
  };
  while ((await statusOf(port, path)) !== 200) {
    if (child.exitCode !== null || performance.now() - began > 60_000) {
      await stop();
      throw new Error(`${args.join(" ")} did not answer: ${said}`);
    }
    await new Promise((waited) => setTimeout(waited, 2));
  }
  return {
    port,
    startMilliseconds: performance.now() - began,
    peakRssMb: () => peakRssMbOf(child),
    cpuSeconds: () => cpuSecondsOf(child),
    stop,
  };
}

function statusOf(port: number, path: string): Promise<number> {
  return new Promise((answered) => {
    request({ port, path, host: "127.0.0.1", agent: false }, (response) => {
      response.resume().once("end", () => answered(response.statusCode ?? 0));
    })
      .once("error", () => answered(0))
      .end();
  });
}

function peakRssMbOf(child: ChildProcess): number | null {
  try {
    const kilobytes = readFileSync(`/proc/${child.pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}

/** Linux counts in hundredths of a second (proc(5), utime and stime: fields 14 and 15). */
function cpuSecondsOf(child: ChildProcess): number | null {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
