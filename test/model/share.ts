/**
 * A share of the model test as a test of its own file, so that the shares run side by side. RINGUPP_SEED (../chance.ts) and
 * RINGUPP_PATH repeat what a failure prints; RINGUPP_SEQUENCES changes how many each share runs.
 */
import { expect, test } from "vitest";
import { seed } from "../chance.ts";
import { type Emphasis, runSequences } from "./sequences.ts";

const numberFrom = (name: string, otherwise: number): number => {
  const text = process.env[name];
  return text === undefined || text === "" ? otherwise : Number(text);
};

/** Declares the test of a share that runs `usually` so many sequences. */
export function testSequences(emphasis: Emphasis, usually: number): void {
  const numRuns = numberFrom("RINGUPP_SEQUENCES", usually);
  const path = process.env.RINGUPP_PATH;
  test(`${numRuns} sequences with an eye on the ${emphasis} break no promise`, async () => {
    process.stdout.write(`  telephone model, ${emphasis}: ${numRuns} sequences, RINGUPP_SEED=${seed}\n`);
    const { ran, broken } = await runSequences(emphasis, numRuns, seed, path);
    expect(broken ?? "").toBe("");
    if (!path) expect(ran).toBe(numRuns);
  }, 900_000);
}
