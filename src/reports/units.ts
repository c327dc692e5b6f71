/**
 * Suppression of units, the discharging wards, as parts of what one county shows of one care type. margins.ts goes first;
 * here nothing is added to what it hides, and nothing that it shows is taken back: it is the units that give way.
 *
 * What is shown of a care type is cut into blocks: units, "the unit is not told", and "other units" where those of fewer
 * than `hideBelow` are put together (foldSmall). Everybody is in one block, so the sum is honest. Each block could be shown
 * by itself, and for each indicator the blocks that withhold it could, taken together, be shown as one block, in which not all
 * said the same unless all of the care type did; where they could not, every block withholds it. An indicator that the care type
 * withholds no unit shows, and only where a care type is shown are there units at all.
 *
 * So nothing hidden comes back. What is shown of a care type is then exactly the figures of its blocks (its own are their
 * sum), and every figure of another care type, county, or total either holds all of these persons or none of them. Whatever
 * is added and subtracted, the persons of this care type who are left are all, nobody, or whole blocks. All and nobody are
 * what could be had without units; whole blocks may be shown. That goes for a unit whose name stands in two care types too,
 * since no figure is of both. test/attacks/units.test.ts tries it by solving the equations.
 *
 * A unit of a few who all said the same is one of the others too. Withheld beside its number of respondents, it would say so
 * itself, and the sum of what is withheld would say what. Among the others it is not even told that it is there.
 *
 * Two partitions that cross each other are no such tree, so nothing is shown that would make another one: of a unit neither
 * the distribution, the top box, nor what närstående said; how answers were given only where each mode has enough in every
 * block; how many närstående only where there are none. And only in a measurement that has stopped growing: what one night
 * adds to a unit is too few to look at (responses/release.ts adds at least `hideBelow` at a time, and no more than that).
 */
import type { Figures } from "./indicators.ts";
import {
  addFigures,
  type Cell,
  figuresIn,
  hideUntil,
  isAlike,
  isPutAlike,
  tellsOfNone,
  together,
  withhold,
} from "./margins.ts";
import {
  type Because,
  foldSmall,
  type Mix,
  mayShow,
  type RawGroup,
  type ShownGroup,
  showAlone,
  type Thresholds,
} from "./suppression.ts";

/** A unit with everything that is known about it; "" is where the unit is not told. */
export type RawUnit = { readonly unit: string; readonly group: RawGroup };

/** "together": units of too few, as one; "untold": those whose unit is not told; "rest": both of these. */
export type UnitKind = "unit" | "together" | "untold" | "rest";

export type ShownUnit = {
  readonly kind: UnitKind;
  /** Null unless it is one unit. */
  readonly unit: string | null;
  readonly respondents: number;
  /** As in ShownGroup. */
  readonly modes: { readonly kinds: readonly string[]; readonly counts: Mix | null };
  /** Some answered in a patient's place, here or at another unit of the care type: how many is not told. */
  readonly mayHaveProxies: boolean;
  readonly indicators: Readonly<
    Record<string, Pick<Figures, "positive" | "answered" | "allRespondents"> | { readonly withheld: Because }>
  >;
};

/**
 * What may be shown of the units of one county's care type, given what is shown of that (`whole`): units in the order they
 * came, then the others together, then those not told. Empty where there are fewer than two rows. `units` hold everybody
 * that `whole` is the sum of.
 */
export function suppressUnits(units: readonly RawUnit[], whole: ShownGroup, thresholds: Thresholds): ShownUnit[] {
  if (whole.hidden !== null) return [];
  const blocks = blocksOf(units, whole, thresholds);
  if (blocks.length < 2) return [];
  const everybody = whole.respondents + 1;
  const notUnits = new Set(blocks.filter(({ kind }) => kind !== "unit").map(({ group }) => group));
  const isUnit = ({ raw }: Cell) => !notUnits.has(raw);
  let cells: readonly Cell[] = blocks.map(({ group }) => ({ raw: group, shown: showAlone(group, thresholds, false) }));
  for (const [key, figures] of Object.entries(whole.indicators)) {
    if ("withheld" in figures) {
      cells = cells.map((cell) => withhold(cell, key));
      continue;
    }
    const less = hideUntil(
      cells,
      (hidden) => together(hidden, key).answered >= thresholds.hideBelow,
      (cell) => figuresIn(cell, key) === null,
      // What is no unit gives way before a unit does.
      (cell) => cell.raw.indicators[key]!.all.answered - (isUnit(cell) ? 0 : everybody),
      (cell) => withhold(cell, key),
    );
    const out = less.filter((cell) => figuresIn(cell, key) === null);
    const known = { alike: isAlike(figures), put: isPutAlike(figures) };
    // Not one more by one: that there was need of more would tell that those before all said the same.
    const safe = out.length === 0 || tellsOfNone(out, key, thresholds, known);
    cells = safe ? less : cells.map((cell) => withhold(cell, key));
  }
  const modesOfAll = cells.every(({ shown }) => shown.hidden === null && shown.modes.counts !== null);
  const mayHaveProxies = (whole.byRespondent.proxy ?? 0) > 0;
  return cells.flatMap(({ raw, shown }, at): ShownUnit[] => {
    const { kind, unit } = blocks[at]!;
    if (shown.hidden !== null) return [];
    const modes = modesOfAll ? shown.modes : { kinds: whole.modes.kinds, counts: null };
    const indicators = Object.entries(shown.indicators).map(([key, figures]) => [
      key,
      "withheld" in figures ? figures : plain(figures),
    ]);
    return [
      {
        ...{ kind, unit, respondents: raw.respondents, modes, mayHaveProxies },
        indicators: Object.fromEntries(indicators),
      },
    ];
  });
}

const plain = ({ positive, answered, allRespondents }: Figures | Omit<Figures, "top" | "distribution">) => ({
  positive,
  answered,
  allRespondents,
});

type ShownWholeGroup = Extract<ShownGroup, { hidden: null }>;
type Block = Pick<ShownUnit, "kind" | "unit"> & { readonly group: RawGroup };

function blocksOf(units: readonly RawUnit[], whole: ShownWholeGroup, thresholds: Thresholds): Block[] {
  const folded = foldSmall(units, ({ group }) => group.respondents, thresholds);
  if (folded === null) return [];
  const { apart, together: small } = foldAlike(folded, whole, thresholds);
  const named = apart.filter(({ unit }) => unit !== "");
  const untold = apart.filter(({ unit }) => unit === "");
  return [
    ...named.map(({ unit, group }): Block => ({ kind: "unit", unit, group })),
    ...(small.length === 0 ? [] : [{ kind: kindOf(small), unit: null, group: sumOf(small) }]),
    ...untold.map(({ group }): Block => ({ kind: "untold", unit: null, group })),
  ];
}

type Folded = { readonly apart: readonly RawUnit[]; readonly together: readonly RawUnit[] };

/** Puts units that all said the same with the others, and the smallest along, until those are not all alike. */
function foldAlike({ apart, together }: Folded, whole: ShownWholeGroup, thresholds: Thresholds): Folded {
  const keys = Object.entries(whole.indicators).flatMap(([key, shown]) => ("withheld" in shown ? [] : [key]));
  const alike = (some: readonly RawUnit[]) =>
    some.length > 0 &&
    keys.some((key) => {
      const figures = some.map(({ group }) => group.indicators[key]!.all).reduce(addFigures);
      return figures.answered >= thresholds.hideBelow && !mayShow(figures, thresholds);
    });
  const [left, taken] = [
    apart.filter((unit) => !alike([unit])),
    [...together, ...apart.filter((unit) => alike([unit]))],
  ];
  // Those whose unit is not told come along before a unit does.
  const size = ({ unit, group }: RawUnit) => (unit === "" ? 0 : group.respondents);
  const bySize = left.toSorted((a, b) => size(b) - size(a));
  while (alike(taken) && bySize.length > 0) taken.push(bySize.pop()!);
  return { apart: left.filter((unit) => !taken.includes(unit)), together: taken };
}

const kindOf = (small: readonly RawUnit[]): UnitKind => (small.some(({ unit }) => unit === "") ? "rest" : "together");

function sumOf(units: readonly RawUnit[]): RawGroup {
  return units
    .map(({ group }) => group)
    .reduce((a, b) => ({
      careType: a.careType,
      respondents: a.respondents + b.respondents,
      byMode: addMix(a.byMode, b.byMode),
      byRespondent: addMix(a.byRespondent, b.byRespondent),
      indicators: Object.fromEntries(
        Object.entries(a.indicators).map(([key, { all }]) => [
          key,
          { all: addFigures(all, b.indicators[key]!.all), apart: null },
        ]),
      ),
    }));
}

const addMix = (a: Mix, b: Mix): Mix =>
  Object.fromEntries(Object.keys({ ...a, ...b }).map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
