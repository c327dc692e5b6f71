/**
 * Who leaves the waiting room tonight. Two looks at a report must never differ by fewer than `minimum` persons, so a
 * group grows by at least that many at a time, and a running group always keeps some behind for the last time.
 *
 * Only answers given inside the call window are counted in reports, so only they count here; those given later are kept
 * and travel along with them.
 */
import { coarsen } from "./coarsen.ts";
import { inCanonicalOrder, type PendingResponse, type ReleasePolicy } from "./response.ts";

export type GroupState = {
  /** The measurement is over: what is left may go. */
  readonly closed: boolean;
  /** Something of this group has been released before. */
  readonly releasedBefore: boolean;
};

export type Release<Row> = {
  /** The rows that leave, as they waited: to be deleted. */
  readonly taken: readonly Row[];
  /** What they become: coarsened and in random order. As many as `taken`, but not in the same order. */
  readonly responses: readonly Row[];
  /** Their free texts, parted from the answers, in a random order of their own. */
  readonly remarks: readonly string[];
};

/**
 * Decides one release of one measurement × county × care type. Takes all its waiting rows in any order, and chance as
 * a function; gives what to write, or null when nobody may leave yet.
 */
export function planRelease<Row extends PendingResponse>(
  waiting: readonly Row[],
  group: GroupState,
  policy: ReleasePolicy,
  shuffle: <T>(items: readonly T[]) => T[],
): Release<Row> | null {
  const taken = group.closed
    ? lastRelease(waiting, group, policy)
    : interimRelease(inCanonicalOrder(waiting), policy, shuffle);
  if (taken.length === 0) return null;
  const responses = shuffle(inCanonicalOrder(toldOf(taken, group, policy)));
  const remarks = taken.flatMap((row) => (row.remark === null ? [] : [row.remark])).sort();
  return { taken, responses, remarks: shuffle(remarks) };
}

/**
 * What may be told of those who leave. Those who are counted keep company with one another only: a unit that kept its name
 * by somebody who is not counted would grow by fewer than `minimum` in every report. So each release adds nobody or at
 * least `minimum` counted persons to each unit, and to those whose unit is not told.
 */
function toldOf<Row extends PendingResponse>(taken: readonly Row[], group: GroupState, policy: ReleasePolicy): Row[] {
  const withoutUnit = (rows: readonly Row[]) => rows.map((row) => ({ ...row, unit: null }));
  const counted = taken.filter((row) => row.insideWindow);
  const late = withoutUnit(taken.filter((row) => !row.insideWindow));
  // The unit of the last ones is not told: they are what is left, and a unit's colleagues know who was late.
  const told = group.closed ? withoutUnit(counted) : counted;
  return [...coarsen(told, policy.minimum), ...coarsen(late, policy.minimum)];
}

function interimRelease<Row extends PendingResponse>(
  waiting: readonly Row[],
  policy: ReleasePolicy,
  shuffle: <T>(items: readonly T[]) => T[],
): readonly Row[] {
  const counted = waiting.filter((row) => row.insideWindow);
  if (counted.length < policy.minimum + policy.leaveBehind) return [];
  return [...shuffle(counted).slice(policy.leaveBehind), ...waiting.filter((row) => !row.insideWindow)];
}

/**
 * All that is left goes, with one exception: a few latecomers to a group that has already been shown would be told
 * apart by the difference, so they wait. A group that has never been shown may leave however small; coarsening takes
 * all its facts and every report hides it.
 */
function lastRelease<Row extends PendingResponse>(
  waiting: readonly Row[],
  group: GroupState,
  policy: ReleasePolicy,
): readonly Row[] {
  const counted = waiting.filter((row) => row.insideWindow).length;
  const wouldStandOut = (counted > 0 && counted < policy.minimum) || waiting.length < policy.minimum;
  return group.releasedBefore && wouldStandOut ? [] : waiting;
}
