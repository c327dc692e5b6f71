/** Comparing secrets and signatures: how long it takes must not tell how much of a guess was right. */

const encoder = new TextEncoder();

/** Equal texts. The time depends on the lengths alone, and the lengths are no secret here. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [encoder.encode(one), encoder.encode(other)];
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a[at]! ^ (b[at % (b.length || 1)] ?? 0);
  return difference === 0;
}
