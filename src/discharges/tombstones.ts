/**
 * What must outlive everything else about a row: that a patient is dead or protected, that a consent was withdrawn. Kept
 * as keyed hashes with the reason and nothing more, so that no later list revives what an earlier one ended, also when
 * nothing else was ever known of the stay (domain §4).
 */
import type { DiscardReason } from "./discarding.ts";

/** What a stay that was not kept has been counted as (counting.ts). */
export type CountedAs =
  | ("protected" | "dead" | "withdrawn" | "no-consent")
  | ("not-eligible" | "not-chosen" | "never-called");

/**
 * Beside the reasons to refuse, which bind: "counted-…" says that a stay has been counted without being kept, and "over"
 * that its case has become counts (db/field-counts.ts).
 */
export type StoneReason = DiscardReason | `counted-${CountedAs}` | "over";

/** `key` is a discharge key or a patient key. */
export type Tombstone = { readonly key: string; readonly reason: StoneReason };

/** What stood when a chunk was read, and what its rows have changed since. */
export type Tombstones = {
  readonly known: ReadonlySet<string>;
  readonly changed: Map<string, Tombstone & { readonly stands: boolean }>;
};

export type TombstoneChanges = { readonly added: readonly Tombstone[]; readonly lifted: readonly Tombstone[] };

/** Hashes hold no space, so that a reason and a key have one name together. */
const nameOf = ({ key, reason }: Tombstone): string => `${reason} ${key}`;

export const openTombstones = (known: readonly Tombstone[]): Tombstones => ({
  known: new Set(known.map(nameOf)),
  changed: new Map(),
});

const stands = (stones: Tombstones, stone: Tombstone): boolean =>
  stones.changed.get(nameOf(stone))?.stands ?? stones.known.has(nameOf(stone));

function set(stones: Tombstones, keys: readonly (string | null | undefined)[], reason: StoneReason, up: boolean) {
  for (const key of keys) {
    if (key && stands(stones, { key, reason }) !== up)
      stones.changed.set(`${reason} ${key}`, { key, reason, stands: up });
  }
}

/** From here on rows with one of these keys are refused. A withdrawal belongs to the stay, so it is given no patient key. */
export const bury = (stones: Tombstones, keys: readonly (string | null | undefined)[], reason: DiscardReason): void =>
  set(stones, keys, reason, true);

/** Protection alone can end, and only when a row says so in so many words. */
export const liftProtection = (stones: Tombstones, keys: readonly (string | null | undefined)[]): void =>
  set(stones, keys, "protected", false);

/**
 * Why rows with one of these keys are refused: what can never change first. Null when they are not. `but`: what is no
 * reason now, because named persons have the patient in hand.
 */
export function bindingReason(
  stones: Tombstones,
  keys: readonly (string | null | undefined)[],
  but: DiscardReason | null = null,
): DiscardReason | null {
  if (stones.known.size === 0 && stones.changed.size === 0) return null;
  const order = ["dead", "withdrawn", "protected"] as const;
  return order.find((reason) => reason !== but && keys.some((key) => key && stands(stones, { key, reason }))) ?? null;
}

const countedReasons: readonly CountedAs[] = [
  ...(["protected", "dead", "withdrawn", "no-consent"] as const),
  ...(["not-eligible", "not-chosen", "never-called"] as const),
];

/** What a stay that is not kept has been counted as; null when it has not been. */
export function countedAs(stones: Tombstones, key: string): CountedAs | null {
  if (stones.known.size === 0 && stones.changed.size === 0) return null;
  return countedReasons.find((as) => stands(stones, { key, reason: `counted-${as}` })) ?? null;
}
export const markCounted = (stones: Tombstones, key: string, as: CountedAs): void =>
  set(stones, [key], `counted-${as}`, true);
export const unmarkCounted = (stones: Tombstones, key: string, as: CountedAs): void =>
  set(stones, [key], `counted-${as}`, false);

/** The stay's case has become counts: it is over, whatever a list says of it. */
export const isOver = (stones: Tombstones, key: string): boolean => stands(stones, { key, reason: "over" });

/** What there is to write. */
export function changesOf(stones: Tombstones): TombstoneChanges {
  const moved = [...stones.changed.values()].filter((stone) => stone.stands !== stones.known.has(nameOf(stone)));
  const plain = ({ key, reason }: Tombstone): Tombstone => ({ key, reason });
  return {
    added: moved.filter((stone) => stone.stands).map(plain),
    lifted: moved.filter((stone) => !stone.stands).map(plain),
  };
}

/** What stands after such changes: for a preview, which writes nothing and still remembers from chunk to chunk. */
export function standing(known: readonly Tombstone[], changes: TombstoneChanges): readonly Tombstone[] {
  const gone = new Set(changes.lifted.map(nameOf));
  const all = [...known, ...changes.added].filter((stone) => !gone.has(nameOf(stone)));
  return [...new Map(all.map((stone) => [nameOf(stone), stone])).values()];
}
