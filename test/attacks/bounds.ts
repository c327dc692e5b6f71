/**
 * The attacker's ruler: the least and the most that something can be, given sums that are known and that no number of
 * persons is below nought. Linear programming by the simplex method (Dantzig; Bland's rule against going in circles), which is
 * how statistical offices audit suppressed tables (Hundepool et al., Statistical Disclosure Control, 2012, §4.3.2).
 */
const tiny = 1e-7;

type Row = number[];

/** What can be said of the numbers that these sums are of: each of `sums` is which numbers are added up, and to what. */
export function knowing(sums: readonly { readonly of: readonly number[]; readonly is: number }[]) {
  const width = sums[0]?.of.length ?? 0;
  // Every equation gets a number of its own that makes it true; the first task is to get rid of them.
  const rows: Row[] = sums.map(({ of, is }, at) => [...of, ...sums.map((_, own) => (own === at ? 1 : 0)), is]);
  const basis = sums.map((_, at) => width + at);
  const left = minimise(rows, basis, [...new Array<number>(width).fill(0), ...sums.map(() => 1)]);
  for (const [at, column] of basis.entries()) {
    const other = column < width ? -1 : rows[at]!.slice(0, width).findIndex((value) => Math.abs(value) > tiny);
    if (other >= 0) pivot(rows, basis, at, other);
  }
  // An equation that still has its own number says nothing that the others do not say.
  const kept = basis.flatMap((column, at) => (column < width ? [at] : []));
  const own = kept.map((at) => [...rows[at]!.slice(0, width), rows[at]!.at(-1)!]);
  const columns = kept.map((at) => basis[at]!);
  return {
    /** False: no persons at all could make these sums. */
    possible: left < tiny,
    least: (of: readonly number[]) => minimise(own, columns, of),
    most: (of: readonly number[]) =>
      -minimise(
        own,
        columns,
        of.map((value) => -value),
      ),
  };
}

/** Changes the rows until what is added up is as small as it can be, and gives that. */
function minimise(rows: Row[], basis: number[], cost: readonly number[]): number {
  const value = (column: number) => rows.reduce((sum, row, at) => sum + (cost[basis[at]!] ?? 0) * row.at(column)!, 0);
  for (;;) {
    const inside = new Set(basis);
    const enters = cost.findIndex((one, column) => !inside.has(column) && one - value(column) < -tiny);
    if (enters < 0) return value(-1);
    let leaves = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [at, row] of rows.entries()) {
      if (row[enters]! <= tiny) continue;
      const step = row.at(-1)! / row[enters]!;
      if (step > least + tiny || (step > least - tiny && leaves >= 0 && basis[at]! > basis[leaves]!)) continue;
      [leaves, least] = [at, step];
    }
    if (leaves < 0) return Number.NEGATIVE_INFINITY;
    pivot(rows, basis, leaves, enters);
  }
}

function pivot(rows: Row[], basis: number[], leaves: number, enters: number): void {
  const row = rows[leaves]!;
  const scale = row[enters]!;
  for (const column of row.keys()) row[column] = row[column]! / scale;
  for (const [at, other] of rows.entries()) {
    const times = other[enters]!;
    if (at === leaves || Math.abs(times) < 1e-12) continue;
    for (const column of row.keys()) other[column] = other[column]! - times * row[column]!;
  }
  basis[leaves] = enters;
}
