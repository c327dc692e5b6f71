/**
 * Chance that is repeatable from a seed number: the same seed gives the same demo and the same test. Never used where
 * chance protects somebody (platform/chance.ts has the real one).
 */
import type { World } from "../world.ts";

/** A small, well-mixed generator of numbers in [0, 1) (mulberry32, Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Identifiers of the same shape as real ones: 16 characters. */
export function seededIds(random: () => number): World["newId"] {
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  return () => Array.from({ length: 16 }, () => alphabet[Math.floor(random() * 32)]).join("");
}

/** Fisher and Yates. */
export function seededShuffle(random: () => number): World["shuffle"] {
  return <T>(items: readonly T[]) => {
    const mixed = [...items];
    for (let last = mixed.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
    }
    return mixed;
  };
}
