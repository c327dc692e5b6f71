/** A test that fails beside others is tried once more; what is wrong stays red. Runs a suite of its own in a folder of its own. */
/** What test/run.ts tries again and what it does not, with vitest over files made for it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { removeFolder } from "./front-door.ts";

/** Runs test files, each a text with COUNT for how often it has been begun, as `npm test` would. */
function runAll(files: readonly string[]): { code: number | null; said: string; begun: number[] } {
  mkdirSync("node_modules/.cache", { recursive: true });
  const root = mkdtempSync("node_modules/.cache/ringupp-run-test-");
  onTestFinished(() => removeFolder(root));
  writeFileSync(join(root, "vitest.config.ts"), "export default { test: { isolate: false, maxWorkers: 1 } };");
  files.forEach((text, index) => {
    writeFileSync(
      join(root, `f${index}.test.ts`),
      `import { appendFileSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
const path = new URL("./begun-${index}", import.meta.url);
appendFileSync(path, "I");
const count = readFileSync(path, "utf8").length;
${text}`,
    );
  });
  const env = { ...process.env, PATH: `${join(process.cwd(), "node_modules/.bin")}:${process.env.PATH}` };
  const run = spawnSync(process.execPath, ["test/run.ts", `--root=${root}`], { env, encoding: "utf8" });
  const begun = files.map((_, index) => readFileSync(join(root, `begun-${index}`), "utf8").length);
  return { code: run.status, said: run.stdout + run.stderr, begun };
}

const green = `test("green", () => expect(1).toBe(1));`;
const lateOnce = `test("late", () => expect(count).toBe(2));`;
const red = `test("red", () => expect(1).toBe(2));`;

test("what failed is tried once more, from the beginning and with nothing beside it", () => {
  const { code, said, begun } = runAll([green, lateOnce]);
  expect(begun).toEqual([1, 2]);
  expect(said).toMatch(/Passed when tried alone: .*f1\.test\.ts/);
  expect(code).toBe(0);
});

test("what is wrong stays red, and nothing is tried again that passed", () => {
  const { code, said, begun } = runAll([green, red]);
  expect(begun).toEqual([1, 2]);
  expect(said).toMatch(/Failed again when tried alone/);
  expect(code).toBe(1);
});

test("a fault outside every test, and more failures than lateness explains, are not tried again", () => {
  const outside = `test("outside", () => { setTimeout(() => { throw new Error("later"); }); return new Promise((done) => setTimeout(done, 50)); });`;
  expect(runAll([lateOnce, outside])).toMatchObject({ code: 1, begun: [1, 1] });
  expect(runAll(Array(5).fill(lateOnce))).toMatchObject({ code: 1, begun: [1, 1, 1, 1, 1] });
});
