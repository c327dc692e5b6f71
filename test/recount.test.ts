/** However answers are released and counted, the counts are those of a recount and of counting by hand. */
import { expect, test } from "vitest";
import { countInLots } from "../bench/released.ts";
import { tallyResponses } from "../src/steps/tally-responses.ts";
import { seed } from "./chance.ts";
import { worldOver } from "./home-world.ts";
import { openInMemory } from "./world.ts";

/** The bench does the same with a million. */
const people = Number(process.env.RINGUPP_PEOPLE ?? 10_000);

test("random answers in random lots, counted a part at a time: tallies, recount and a count in script are the same", async () => {
  const home = openInMemory();
  const { lots, cells } = await countInLots(worldOver(home), home, people, seed);
  expect([seed, lots > 20, cells > 300]).toEqual([seed, true, true]);
  home.close();
}, 600_000);

test("a night with nothing new reads no answer: only the index of what is not counted, however many millions are", async () => {
  const home = openInMemory();
  const prepare = home.raw.prepare.bind(home.raw);
  const asked = new Set<string>();
  home.raw.prepare = ((text: string) => {
    asked.add(text);
    return prepare(text);
  }) as typeof prepare;
  expect(await tallyResponses(worldOver(home))).toEqual({ groups: 0 });
  const steps = [...asked].flatMap((text) => prepare(`explain query plan ${text}`).all() as { detail: string }[]);
  const reads = steps.map(({ detail }) => detail).filter((detail) => /\bresponses\b/.test(detail));
  expect(reads).toEqual([expect.stringContaining("responses_untallied")]);
  home.close();
});
