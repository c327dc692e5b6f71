/**
 * Who leaves the waiting room tonight. Two looks at a report must never differ by fewer than `minimum` persons, so a
 * group grows by at least that many at a time, and a running group always keeps some behind for the last time. Nor may they
 * differ by persons who all said the same: what leaves, and what stays behind, could each be told by itself (tellable.ts).
 *
 * Only answers given inside the call window are counted in reports, so only they count here; those given later are kept
 * and travel along with them.
 */
import { coarsen } from "./coarsen.ts";
import { inCanonicalOrder, type PendingResponse, type ReleasePolicy } from "./response.ts";
import { less, mayPart, mayTellAll, more, sumOf, type Telling } from "./tellable.ts";

export type GroupState = {
  /** The measurement is over: what is left may go. */
  readonly closed: boolean;
  /** Something of this group has been released before. */
  readonly releasedBefore: boolean;
  /** Its county is one of several that are summed. */
  readonly summed?: boolean;
};

export type Release<Row> = {
  /** The rows that leave, as they waited: to be deleted. */
  readonly taken: readonly Row[];
  /** What they become: coarsened and in random order. As many as `taken`, but not in the same order. */
  readonly responses: readonly Row[];
  /** Their free texts, parted from the answers, in a random order of their own. */
  readonly remarks: readonly string[];
};

type Shuffle = <T>(items: readonly T[]) => T[];

/**
 * Decides one release of one measurement × county × care type. Takes all its waiting rows in any order, what its questions
 * may tell, and chance as a function; gives what to write, or null when nobody may leave yet.
 */
export function planRelease<Row extends PendingResponse>(
  waiting: readonly Row[],
  group: GroupState,
  policy: ReleasePolicy,
  telling: Telling,
  shuffle: Shuffle,
): Release<Row> | null {
  const taken = group.closed
    ? lastRelease(waiting, group, policy)
    : interimRelease(inCanonicalOrder(waiting), group, policy, telling, shuffle);
  if (taken.length === 0) return null;
  const responses = shuffle(inCanonicalOrder(toldOf(taken, group, policy, telling)));
  const remarks = taken.flatMap((row) => (row.remark === null ? [] : [row.remark])).sort();
  return { taken, responses, remarks: shuffle(remarks) };
}

/**
 * What may be told of those who leave. Those who are counted keep company with one another only: a unit that kept its name
 * by somebody who is not counted would grow by fewer than `minimum` in every report. So each release adds nobody or at
 * least `minimum` counted persons to each unit, and to those whose unit is not told, and none whose answers could not be
 * told by themselves: the units of the last report stand beside the looks of the nights.
 */
function toldOf<Row extends PendingResponse>(
  taken: readonly Row[],
  group: GroupState,
  policy: ReleasePolicy,
  telling: Telling,
): Row[] {
  const withoutUnit = (rows: readonly Row[]) => rows.map((row) => ({ ...row, unit: null }));
  const counted = taken.filter((row) => row.insideWindow);
  const late = withoutUnit(taken.filter((row) => !row.insideWindow));
  // The unit of the last ones is not told: they are what is left, and a unit's colleagues know who was late.
  const told = group.closed ? withoutUnit(counted) : counted;
  return [...tellableUnits(coarsen(told, policy.minimum), policy, telling), ...coarsen(late, policy.minimum)];
}

/** The smallest units lose their names until every part may be told. All together may be: they are what is taken. */
function tellableUnits<Row extends PendingResponse>(
  rows: readonly Row[],
  policy: ReleasePolicy,
  telling: Telling,
): Row[] {
  const tells = (some: readonly Row[]) =>
    some.length >= policy.minimum && mayTellAll(sumOf(some.map(({ answers }) => telling.countsOf(answers))), telling);
  const byUnit = Map.groupBy(rows, ({ unit }) => unit);
  const named = [...byUnit].filter(([unit]) => unit !== null);
  const kept = named.filter(([, theirs]) => tells(theirs));
  kept.sort(([a, some], [b, others]) => others.length - some.length || (String(a) < String(b) ? 1 : -1));
  const nameless = named.filter((part) => !kept.includes(part)).map(([, theirs]) => theirs);
  const untold = byUnit.get(null) ?? [];
  const apart = () => [...untold, ...nameless.flat()];
  while (kept.length > 0 && apart().length > 0 && !tells(apart())) nameless.push(kept.pop()![1]);
  // Track and age group are kept within a unit only.
  const without = nameless.flat().map((row) => ({ ...row, unit: null, ageGroup: null, track: null }));
  return [...untold, ...without, ...kept.flatMap(([, theirs]) => theirs)];
}

/** Rows that are looked at before a group is told to wait: thousands of ways of parting ten persons, one of parting many. */
const mostWork = 10_000;

/** By chance, as few as may be left behind; nobody leaves when no way was found in which both sides may be told. */
function interimRelease<Row extends PendingResponse>(
  waiting: readonly Row[],
  group: GroupState,
  policy: ReleasePolicy,
  telling: Telling,
  shuffle: Shuffle,
): readonly Row[] {
  const counted = waiting
    .filter((row) => row.insideWindow)
    .map((row) => ({ row, counts: telling.countsOf(row.answers) }));
  if (counted.length < policy.minimum + policy.leaveBehind) return [];
  const all = sumOf(counted.map(({ counts }) => counts));
  let taken: readonly Row[] = [];
  const mostTaken = counted.length - policy.leaveBehind;
  for (let work = 0; work < mostWork && taken.length < mostTaken; work += counted.length) {
    const order = shuffle(counted);
    let left = sumOf(order.slice(0, policy.leaveBehind).map(({ counts }) => counts));
    // One more stays behind until both sides may be told, or the way found before was better.
    for (let at = policy.leaveBehind; order.length - at >= Math.max(policy.minimum, taken.length + 1); at += 1) {
      if (mayPart(less(all, left), left, group, telling)) {
        taken = order.slice(at).map(({ row }) => row);
        break;
      }
      left = more(left, order[at]!.counts);
    }
  }
  return taken.length === 0 ? [] : [...taken, ...waiting.filter((row) => !row.insideWindow)];
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
