/** Chance from the platform's cryptographic source; the same code on Node and on Workers. */

/** Crockford's base32, without letters that are mistaken for digits when read aloud. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Drawn in one go and used up piece by piece: asking the platform for 16 bytes costs more than using them. */
const drawn = new Uint8Array(4096);
let used = drawn.length;

/** 16 characters, 80 random bits. */
export function newId(): string {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  let id = "";
  for (const end = used + 16; used < end; used += 1) id += alphabet[(drawn[used] as number) & 31];
  return id;
}

/** A new array in uniformly random order (Fisher–Yates; the bias of a 32-bit remainder is below 1 in 10⁶ here). */
export function shuffle<T>(items: readonly T[]): T[] {
  const mixed = [...items];
  const random = crypto.getRandomValues(new Uint32Array(Math.min(mixed.length, 16_384)));
  for (let last = mixed.length - 1; last > 0; last--) {
    if (last % 16_384 === 0) crypto.getRandomValues(random);
    const other = (random[last % 16_384] as number) % (last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
