/**
 * Random answers released in random lots and counted now and then, a part of the groups at a time, as no night would have
 * it: what the tallies then hold must be what a recount gives, and what counting the rows one by one in script gives.
 * Thousands of people in a test, a million in the bench.
 */
import { join } from "node:path";
import { listUntalliedGroups } from "../src/db/responses.ts";
import { tallyGroup } from "../src/db/tallies.ts";
import { seededRandom, seededShuffle } from "../src/demo/random.ts";
import { openSqlite, type SqliteHome } from "../src/platform/sqlite.ts";
import { recount, tallyResponses } from "../src/steps/tally-responses.ts";
import type { World } from "../src/world.ts";
import { prepareDrawn } from "./answers.ts";
import { cellsByHand, compareCells, talliedCells } from "./cells.ts";
import { worldOver } from "./door.ts";
import { type BenchRow, inFolder, rowOf, type Size } from "./measure.ts";

/**
 * Draws, releases and counts `people`. Gives how long counting took in all and how long one recount took, in milliseconds.
 * Throws with the seed when any two of the three ways to count differ.
 */
export async function countInLots(
  world: World,
  home: Pick<SqliteHome, "raw">,
  people: number,
  seed: number,
): Promise<{ readonly lots: number; readonly cells: number; readonly counting: number; readonly recounting: number }> {
  const random = seededRandom(seed);
  const shuffle = seededShuffle(random);
  const insert = prepareDrawn(home.raw, {
    ...{ seed, measurementIds: ["hosten-2026", "varen-2026"], counties: ["05", "18"], unitsPerCounty: 4 },
  });
  const usual = people / 40;
  let [lots, counting] = [0, 0];
  const timed = async (act: () => Promise<unknown>) => {
    const from = performance.now();
    await act();
    counting += performance.now() - from;
  };
  for (let first = 0; first < people; lots += 1) {
    const total = Math.min(people - first, 1 + Math.floor(random() * 2 * usual));
    insert({ first, total, tallied: false });
    first += total;
    const night = random();
    if (night < 0.5) await timed(() => tallyResponses(world));
    else if (night < 0.8) {
      const groups = shuffle(await listUntalliedGroups(world.db));
      const some = groups.slice(0, Math.ceil(groups.length * random()));
      await timed(() => world.atomically(some.flatMap(tallyGroup)));
    }
  }
  await timed(() => tallyResponses(world));
  const [tallied, byHand] = [talliedCells(home), cellsByHand(home)];
  const from = performance.now();
  await recount(world);
  const recounting = performance.now() - from;
  compareCells(tallied, `counting by hand gives (seed ${seed})`, byHand);
  compareCells(tallied, `a recount gives (seed ${seed})`, talliedCells(home));
  return { lots, cells: tallied.length, counting, recounting };
}

/** A million on a file, counted lot by lot beside one recount of all. Fails when the ways to count differ. */
export async function run(size: Size): Promise<BenchRow[]> {
  const [people, seed] = size === "full" ? [1_000_000, Date.now() % 1_000_000] : [2_000, 1];
  return inFolder(async (folder) => {
    const home = openSqlite(join(folder, "answers.sqlite"), "drizzle");
    const { lots, cells, counting, recounting } = await countInLots(worldOver(home, 0), home, people, seed);
    home.close();
    return [
      rowOf({
        ...{ name: `${people} answers counted in lots, against one recount`, unit: "ms", hopedFor: "–" },
        ...{ ours: counting, floor: recounting },
        note: `${lots} lots of random size, now and then counted in part; tallies, recount and a count in script are the same in ${cells} cells (seed ${seed})`,
      }),
    ];
  });
}
