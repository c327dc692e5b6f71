/**
 * Lets sealed answers out of the waiting room: per measurement, county and care type, in coarsened batches under new ids
 * and in random order. Runs nightly from the timetable, so that the order of a day's work leaves no trace.
 *
 * What is left when a measurement closes leaves in one unit, all its groups at once, and nothing after that: a single
 * latecomer would be what riket has today and had not yesterday (test/attacks/releases.test.ts).
 */
import { localDateOf } from "../calendar.ts";
import { mustChange } from "../db/atomic.ts";
import { addCounty, listToDrain, markReleased, surveyOf } from "../db/measurements.ts";
import {
  insertRemarks,
  insertResponses,
  listWaiting,
  listWaitingGroups,
  mustCountWaiting,
  takeWaiting,
} from "../db/responses.ts";
import { readThresholds } from "../reports/thresholds.ts";
import { isContinuous } from "../responses/continuous.ts";
import { planRelease } from "../responses/release.ts";
import { releasePolicyFor } from "../responses/response.ts";
import { tellingOf } from "../responses/tellable.ts";
import type { Statement, World } from "../world.ts";

type Waiting = Awaited<ReturnType<typeof listWaitingGroups>>[number];
/** What of a group leaves; `waiting`: how many there were. */
type Batch = { readonly statements: readonly Statement[]; readonly waiting: number; readonly responses: number };

/**
 * Releases every batch that may leave now. Gives how many batches and answers left. What somebody else released at the same
 * moment is left to them.
 */
export async function releaseBatches(world: World): Promise<{ batches: number; responses: number }> {
  const done = { batches: 0, responses: 0 };
  const waiting = await listWaitingGroups(world.db);
  const release = async (batches: readonly Batch[], more: readonly Statement[]) => {
    if (batches.length + more.length === 0) return;
    const statements = [...batches.flatMap((batch) => batch.statements), ...more];
    if ((await world.atomically(statements)) === "conflict") return;
    done.batches += batches.filter(({ responses }) => responses > 0).length;
    done.responses += batches.reduce((sum, { responses }) => sum + responses, 0);
  };
  for (const group of waiting.filter(({ state }) => !isClosed(state))) {
    await release(await batchesOf(world, [group], false, countiesOf(group, waiting)), []);
  }
  for (const { id } of await listToDrain(world.db)) {
    // Read anew: it may have been closed, and answered, since this night began.
    const groups = (await listWaitingGroups(world.db)).filter(({ measurementId }) => measurementId === id);
    const batches = await batchesOf(world, groups, true);
    const left = batches.reduce((sum, { waiting: rows, responses }) => sum + rows - responses, 0);
    const over = mustChange(markReleased(world.db, id, localDateOf(world.now())));
    // Whoever answers while this is decided would wait for ever: then it is the last night tomorrow.
    await release(batches, [...over, mustCountWaiting(id, left)]);
  }
  // The rows that waited are gone from their table; now from the log too.
  if (done.batches > 0) await world.scrub();
  return done;
}

const isClosed = (state: Waiting["state"]): boolean => state === "closed" || state === "published";

/** The counties of a group's measurement: those that it is made in, and those that somebody has answered in. */
const countiesOf = ({ measurementId, counties }: Waiting, waiting: readonly Waiting[]): ReadonlySet<string> =>
  new Set([
    ...(counties === null ? [] : (JSON.parse(counties) as string[])),
    ...waiting.filter((other) => other.measurementId === measurementId).map(({ county }) => county),
  ]);

/** `counties`: those that are summed. */
async function batchesOf(
  world: World,
  groups: readonly Waiting[],
  closed: boolean,
  counties: ReadonlySet<string> = new Set(),
): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (const group of groups) {
    const rows = await listWaiting(world.db, group);
    const state = { closed, releasedBefore: group.releasedBefore === 1, summed: counties.size > 1 };
    const [row] = rows;
    if (!row) continue;
    const thresholds = readThresholds(group.thresholds);
    const telling = tellingOf(surveyOf({ ...row, modules: group.modules }), thresholds);
    const release = planRelease(rows, state, releasePolicyFor(thresholds), telling, world.shuffle);
    if (!release) {
      if (closed) batches.push({ statements: [], waiting: rows.length, responses: 0 });
      continue;
    }
    batches.push({
      waiting: rows.length,
      statements: [
        ...takeWaiting(release.taken.map((row) => row.key)),
        ...insertResponses(release.responses.map((row) => ({ ...row, id: world.newId() }))),
        // Not when somebody answers: that a county has come in would tell of an answer that has not left.
        ...(isContinuous(group.measurementId) ? [addCounty(world.db, group.measurementId, group.county)] : []),
        ...insertRemarks(
          group,
          release.remarks.map((text) => ({ id: world.newId(), text })),
        ),
      ],
      responses: release.taken.length,
    });
  }
  return batches;
}
