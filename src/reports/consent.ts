/** Who was asked at discharge, and who said yes, per discharging unit (domain §10). Counts of stays, never a stay. */
import { namesTogether, type Share, shareOf } from "./fieldwork.ts";
import { foldSmall, type Thresholds } from "./suppression.ts";

/** One unit's discharges: how many were asked, and said yes. All tracks. */
export type ConsentCell = {
  readonly unit: string;
  readonly cases: number;
  readonly asked: number;
  readonly consented: number;
};
export type ConsentLine = {
  readonly name: string;
  readonly cases: number;
  readonly asked: Share;
  /** Of those who were asked. */
  readonly consented: Share;
};

/** Small wards are told together. A ward where everybody said yes, or nobody was asked, is what the table is for. */
export function consentOf(
  cells: readonly ConsentCell[],
  thresholds: Pick<Thresholds, "hideBelow">,
): readonly ConsentLine[] {
  const line = (name: string, some: readonly ConsentCell[]): ConsentLine => {
    const sum = (what: (cell: ConsentCell) => number) => some.reduce((total, cell) => total + what(cell), 0);
    const [cases, asked] = [sum((cell) => cell.cases), sum((cell) => cell.asked)];
    return {
      name,
      cases,
      asked: shareOf(asked, cases),
      consented: shareOf(
        sum((cell) => cell.consented),
        asked,
      ),
    };
  };
  const byName = cells.toSorted((a, b) => a.unit.localeCompare(b.unit, "sv"));
  const folded = foldSmall(byName, ({ cases }) => cases, thresholds);
  const lines = (folded?.apart ?? []).map((cell) => line(cell.unit, [cell]));
  const { together = [] } = folded ?? {};
  return together.length === 0
    ? lines
    : [...lines, line(namesTogether(together.map(({ unit }) => [unit] as const)), together)];
}
