/**
 * The attacker's pencil: every published number is a sum over groups of persons, so all of them together are a system of
 * equations. What can be solved from it, by any chain of additions and subtractions, is its row space. Counted in whole
 * numbers modulo a prime, so that nothing is lost to rounding.
 */
const prime = 1_000_003;
const modulo = (value: number): number => ((value % prime) + prime) % prime;

function inverse(value: number): number {
  let [result, base] = [1, modulo(value)];
  for (let power = prime - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % prime;
    base = (base * base) % prime;
  }
  return result;
}

export type Solved = {
  /** In reduced echelon form: each row's pivot is 1, and 0 in every other row. */
  readonly rows: readonly (readonly number[])[];
  readonly pivots: readonly number[];
};

/** Each equation is a row of 0 and 1: which groups its number is the sum of. */
export function solve(equations: readonly (readonly number[])[]): Solved {
  const rows: number[][] = [];
  const pivots: number[] = [];
  for (const equation of equations) {
    const rest = [...equation];
    for (const [at, row] of rows.entries()) subtract(rest, row, rest[pivots[at]!]!);
    const pivot = rest.findIndex((value) => modulo(value) !== 0);
    if (pivot < 0) continue;
    const scale = inverse(rest[pivot]!);
    const next = rest.map((value) => modulo(value * scale));
    for (const row of rows) subtract(row, next, row[pivot]!);
    rows.push(next);
    pivots.push(pivot);
  }
  return { rows, pivots };
}

function subtract(from: number[], row: readonly number[], times: number): void {
  if (times === 0) return;
  for (const [at, value] of row.entries()) from[at] = modulo(from[at]! - times * value);
}

/** Every set of groups whose sum can be had from the equations: places of the groups in each. Two to the rank are tried. */
export function* derivableSets({ rows, pivots }: Solved): Generator<number[]> {
  const width = rows[0]?.length ?? 0;
  const sum = new Array<number>(width).fill(0);
  // At its pivots a vector of the row space is its own coefficients, so those of a set are 0 and 1. In Gray's order, one
  // row comes or goes at a time.
  const taken = rows.map(() => false);
  for (let step = 1; step < 2 ** pivots.length; step += 1) {
    const at = 31 - Math.clz32(step & -step);
    subtract(sum, rows[at]!, taken[at] ? 1 : -1);
    taken[at] = !taken[at];
    if (sum.every((value) => value === 0 || value === 1))
      yield sum.flatMap((value, place) => (value === 1 ? place : []));
  }
}

/** Can the sum of these groups be had? */
export function isDerivable({ rows, pivots }: Solved, wanted: readonly number[]): boolean {
  const rest = [...wanted];
  for (const [at, row] of rows.entries()) subtract(rest, row, rest[pivots[at]!]!);
  return rest.every((value) => modulo(value) === 0);
}
