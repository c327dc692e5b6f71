/**
 * `npm run bench`: every row beside its floor, measured in the same run. A table, or with `--json` the rows alone;
 * `--only NAME` one part; `--quick` small sizes that prove that the bench runs and say nothing about speed; `--answers N`
 * another number of answers than ten million.
 *
 * Each part runs in a process of its own, so that one part's memory and warm code are not another's.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { BenchRow, Size } from "./measure.ts";

type Part = (size: Size, answers?: number) => Promise<readonly BenchRow[]>;

/** In the order of the table. What a part loads is loaded only when it runs. */
export const parts: Readonly<Record<string, Part>> = {
  "answer-turn": async (size) => (await import("./answer-turn.ts")).run(size),
  "ivr-turn": async (size) => (await import("./ivr-turn.ts")).run(size),
  "thousand-calls": async (size) => (await import("./thousand-calls.ts")).run(size),
  "day-of-calls": async (size) => (await import("./thousand-calls.ts")).runDay(size),
  import: async (size) => {
    const { run } = await import("./import.ts");
    const row = await run(size === "full" ? 100_000 : 1000);
    return [
      {
        ...row,
        ratio: Math.round(row.ratio * 100) / 100,
        hopedFor: "≥ 0.2",
        note: `${row.note}; peak ${row.peakRssMb} MB, hoped for < 300`,
      },
    ];
  },
  "work-list": async (size) => (await import("./work-list.ts")).run(size),
  report: async (size, answers) => (await import("./report.ts")).run(size, answers),
  "answers-in-lots": async (size) => (await import("./released.ts")).run(size),
  start: async (size) => (await import("./start.ts")).run(size),
};

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    quick: { type: "boolean" },
    only: { type: "string" },
    answers: { type: "string" },
  },
});
const size: Size = values.quick ? "quick" : "full";
const answers = values.answers === undefined ? undefined : Number(values.answers);
if (answers !== undefined && !(Number.isInteger(answers) && answers >= 1000)) {
  console.error("--answers takes a whole number from 1000");
  process.exit(2);
}

/** One part in a process of its own. Its progress goes to stderr, its rows come back. */
function runApart(name: string): readonly BenchRow[] {
  process.stderr.write(`${name} …\n`);
  // The flag is the one that `npm run ringupp` starts an import with.
  const flags = name === "import" ? ["--max-semi-space-size=8"] : [];
  const words = [
    ...flags,
    fileURLToPath(import.meta.url),
    "--json",
    "--only",
    name,
    ...(values.quick ? ["--quick"] : []),
    ...(values.answers ? ["--answers", values.answers] : []),
  ];
  const { status, stdout } = spawnSync(process.execPath, words, {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${name} did not get through`);
  return JSON.parse(stdout) as BenchRow[];
}

function print(rows: readonly BenchRow[]): void {
  if (values.json) {
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  console.table(
    Object.fromEntries(
      rows.map(({ name, ours, floor, ratio, unit, hopedFor }) => [name, { ours, floor, unit, ratio, hopedFor }]),
    ),
  );
  for (const { name, note } of rows) console.log(`${name}: ${note}`);
}

if (values.only !== undefined) {
  const part = Object.hasOwn(parts, values.only) ? parts[values.only] : undefined;
  if (!part) {
    console.error(`--only takes one of: ${Object.keys(parts).join(", ")}`);
    process.exitCode = 2;
  } else print(await part(size, answers));
} else print(Object.keys(parts).flatMap((name) => [...runApart(name)]));
