/** The bench runs, with sizes that say nothing about speed: a number nobody can measure again is worth nothing. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const run = promisify(execFile);

/** Rows of one part, in the order of the table. */
const parts: Record<string, readonly string[]> = {
  "answer-turn": ["answer turn"],
  "ivr-turn": ["telephone turn"],
  "thousand-calls": ["half within", "99 in 100 within", "memory after the last wave"],
  "day-of-calls": ["memory after the last hour's"],
  import: ["import"],
  "work-list": ["work list", "work list, done", "next case", "planning a whole list"],
  report: ["report page", "comparison page", "full recount"],
  "answers-in-lots": ["answers counted in lots"],
  start: ["start, from source", "start, bundled"],
};

describe("every row of the bench stands beside its floor", () => {
  for (const [part, names] of Object.entries(parts)) {
    test(part, { timeout: 180_000 }, async () => {
      const words = ["bench/run.ts", "--json", "--quick", "--only", part];
      const { stdout } = await run(process.execPath, words);
      const rows = JSON.parse(stdout) as Record<string, unknown>[];
      expect(rows.map(({ name }) => name)).toEqual(names.map((name) => expect.stringContaining(name)));
      for (const row of rows) {
        expect(row).toMatchObject({ unit: expect.any(String), hopedFor: expect.any(String), note: expect.any(String) });
        expect(row.ours).toBeGreaterThan(0);
        expect(row.floor).toBeGreaterThan(0);
        expect(row.ratio).toBeGreaterThan(0);
      }
    });
  }
});
