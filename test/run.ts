/**
 * The whole suite, as `npm test` runs it. Files in which something failed are run once more by themselves, from the
 * beginning, when the machine does nothing else: beside other work on a small machine a browser is late now and then, and
 * a test whose patient has been called cannot be tried again on the same data. What is wrong is wrong again, since the
 * tests draw the same each time (test/chance.ts); drawn anew, nothing is tried again. Words after the
 * command are passed on to vitest (options as `--name=value`).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { failedFilesName } from "./failed-files.ts";

/** More than this is not lateness. */
const fewFiles = 4;
const cache = "node_modules/.cache";
const written = join(cache, `ringupp-failed-${process.pid}.json`);

/** Gives the exit code. */
function vitest(words: readonly string[]): number {
  const env = { ...process.env, TZ: "Pacific/Kiritimati", [failedFilesName]: written };
  const reporters = ["--reporter=default", `--reporter=${join(import.meta.dirname, "failed-files.ts")}`];
  const shell = process.platform === "win32";
  return spawnSync("vitest", ["run", ...reporters, ...words], { stdio: "inherit", env, shell }).status ?? 1;
}

mkdirSync(cache, { recursive: true });
const words = process.argv.slice(2);
let code = vitest(words);
const failed: string[] = existsSync(written) ? JSON.parse(readFileSync(written, "utf8")) : [];
const drawsTheSame = process.env.RINGUPP_SEED === undefined;
if (drawsTheSame && code !== 0 && failed.length > 0 && failed.length <= fewFiles) {
  const names = failed.map((path) => relative(process.cwd(), path));
  console.error(`\nOnce more, alone: ${names.join(", ")}\n`);
  code = vitest([...words.filter((word) => word.startsWith("-")), ...failed]);
  console.error(`\n${code === 0 ? "Passed" : "Failed again"} when tried alone: ${names.join(", ")}`);
}
rmSync(written, { force: true });
process.exit(code);
