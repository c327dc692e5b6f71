/**
 * Suppression where several counties are summed to "riket" (domain §8). A county's care type that may not be shown must
 * not come back as riket minus the counties that are: the hidden ones of a care type must together be a group that could
 * itself be shown. Where they are not, the smallest visible county is hidden with them, until they are. The same goes for
 * each indicator by itself (secondary suppression: Hundepool et al., Statistical Disclosure Control, 2012, ch. 4). There the
 * hidden ones may not all have said the same either, however many they are together: a sum of 0 or of everybody is that of
 * each of its parts, the three persons of the smallest among them. Where nobody said anything else, riket withholds the
 * indicator, and the counties keep theirs. So it does where those hidden for fewer than `hideBelow`, and these few, all said
 * the same: were one more county called in, who saw it would know what they had said (test/attacks/silences.test.ts).
 *
 * Sums across care types are shown only where all their parts are (suppression.ts), so they never tell anything new, and
 * each care type can be seen to by itself.
 */
import type { Figures } from "./indicators.ts";
import {
  mayShow,
  type RawGroup,
  type ShownGroup,
  type ShownIndicator,
  showAlone,
  showTotal,
  type Thresholds,
} from "./suppression.ts";

/** A whole and the care types it is made of, in the same order everywhere. */
export type RawWhole = { readonly parts: readonly RawGroup[]; readonly total: RawGroup };

/** What may be shown of one whole: parts first, then their total. */
export type ShownWhole = readonly ShownGroup[];

/**
 * Takes counties and the country that is their sum (null: there is but one county, or they are not to be summed); gives
 * what may be shown of each. `frozen`: the measurement has stopped growing.
 */
export function suppressCounties(
  counties: readonly RawWhole[],
  country: RawWhole | null,
  thresholds: Thresholds,
  frozen: boolean,
): { readonly counties: readonly ShownWhole[]; readonly country: ShownWhole | null } {
  const alone = counties.map(({ parts }) => parts.map((part) => showAlone(part, thresholds, frozen)));
  const columns = (country?.parts ?? []).map((whole, at) =>
    suppressColumn(
      counties.map(({ parts }, row) => ({ raw: parts[at]!, shown: alone[row]![at]! })),
      whole,
      thresholds,
      frozen,
    ),
  );
  const shownParts = counties.map(({ parts }, row) =>
    parts.map((_, at) => columns[at]?.cells[row] ?? alone[row]![at]!),
  );
  const withTotal = ({ parts, total }: RawWhole, shown: readonly ShownGroup[]): ShownWhole => {
    // While it grows, a total beside one part would tell that the hidden part has had no release yet, and afterwards when
    // its first one came. Once it is frozen, a care type in which nobody answered hides nobody.
    const beside = frozen ? shown.filter((_, at) => parts[at]!.respondents > 0) : shown;
    return [...shown, showTotal(total, beside, thresholds, { frozen, summed: country !== null })];
  };
  return {
    counties: counties.map((whole, row) => withTotal(whole, shownParts[row]!)),
    country:
      country &&
      withTotal(
        country,
        columns.map(({ whole }) => whole),
      ),
  };
}

/** A group with what is shown of it so far. */
export type Cell = { readonly raw: RawGroup; readonly shown: ShownGroup };
type Column = { readonly cells: readonly ShownGroup[]; readonly whole: ShownGroup };

/** One care type in all counties, and their sum. */
function suppressColumn(given: readonly Cell[], sum: RawGroup, thresholds: Thresholds, frozen: boolean): Column {
  const whole = showAlone(sum, thresholds, frozen);
  if (whole.hidden !== null) return { cells: given.map(({ shown }) => shown), whole };
  let cells = hideUntil(given, (hidden) => enoughPersons(hidden, thresholds), isHidden, sizeOf, hideCell);
  const indicators = Object.entries(whole.indicators).map(([key, shown]): [string, ShownIndicator] => {
    if ("withheld" in shown) return [key, shown];
    const isOut = (cell: Cell) => cell.raw.respondents > 0 && figuresIn(cell, key) === null;
    const safe = (hidden: readonly Cell[]) => tellsOfNone(hidden, key, thresholds);
    // Who has company already gets no more: that there was more would tell that they and their company all said the same.
    const less =
      cells.some(isCompany) && !cells.some((cell) => isSeenToWithhold(cell, key))
        ? cells
        : hideUntil(
            cells,
            safe,
            (cell) => figuresIn(cell, key) === null,
            (cell) => answeredIn(cell, key),
            (cell) => withhold(cell, key),
          );
    const out = less.filter(isOut);
    if (out.length > 0 && !safe(out)) return [key, { withheld: "few" }];
    cells = less;
    return [key, partsOfWhole(key, shown, cells, thresholds)];
  });
  const counts = cells.some(({ raw, shown }) => raw.respondents > 0 && (shown.hidden !== null || !shown.modes.counts));
  const modes = { ...whole.modes, counts: counts ? null : whole.modes.counts };
  return {
    cells: cells.map(({ shown }) => shown),
    whole: { ...whole, modes, indicators: Object.fromEntries(indicators) },
  };
}

/**
 * May these cells' sum be told where each of them withholds the indicator? Of all of one mind it would tell what each said.
 * `known`: what is told of everybody, these cells and all others.
 */
export function tellsOfNone(
  cells: readonly Cell[],
  key: string,
  thresholds: Thresholds,
  known = { alike: false, put: false },
): boolean {
  const sum = together(cells, key);
  return mayShow(sum, thresholds) && (known.alike || !isAlike(sum)) && (known.put || !isPutAlike(sum));
}

/** All who took a stand said yes, or none of them. */
export const isAlike = ({ positive, answered }: Pick<Figures, "positive" | "answered">): boolean =>
  positive === 0 || positive === answered;

/** A question that is put to some was put to all of them, or to none. */
export const isPutAlike = ({ put }: Pick<Figures, "put">): boolean =>
  put !== null && (put.to === 0 || put.to === put.of);

/** Hidden for the sake of others, who are too few. */
const isCompany = ({ shown }: Cell): boolean => shown.hidden === "complement";
const isSeenToWithhold = ({ shown }: Cell, key: string): boolean =>
  shown.hidden === null && "withheld" in shown.indicators[key]!;

const answeredIn = ({ raw }: Cell, key: string): number => raw.indicators[key]!.all.answered;

/** Hides the smallest visible cell with the hidden ones until these are `safe` together, or nothing more is visible. */
export function hideUntil(
  given: readonly Cell[],
  safe: (hidden: readonly Cell[]) => boolean,
  hidden: (cell: Cell) => boolean,
  size: (cell: Cell) => number,
  hide: (cell: Cell) => Cell,
): readonly Cell[] {
  const cells = [...given];
  for (;;) {
    const out = cells.filter((cell) => cell.raw.respondents > 0 && hidden(cell));
    const visible = cells.filter((cell) => !hidden(cell)).sort((a, b) => size(a) - size(b));
    if (out.length === 0 || visible.length === 0 || safe(out)) return cells;
    cells[cells.indexOf(visible[0]!)] = hide(visible[0]!);
  }
}

const isHidden = ({ shown }: Cell): boolean => shown.hidden !== null;
const sizeOf = ({ raw }: Cell): number => raw.respondents;
const hideCell = ({ raw }: Cell): Cell => ({ raw, shown: { careType: raw.careType, hidden: "complement" } });
const enoughPersons = (cells: readonly Cell[], { hideBelow }: Thresholds): boolean =>
  cells.reduce((sum, { raw }) => sum + raw.respondents, 0) >= hideBelow;

/**
 * The cell without one of its indicators, in the same words as one that withholds it on its own account: who knew which of
 * two it is, and their sum, would know that all in it said the same, and what.
 */
export function withhold({ raw, shown }: Cell, key: string): Cell {
  if (shown.hidden !== null) return { raw, shown };
  return { raw, shown: { ...shown, indicators: { ...shown.indicators, [key]: { withheld: "few" } } } };
}

/** What a cell shows of an indicator; null: nothing. */
export function figuresIn({ shown }: Cell, key: string) {
  const indicator = shown.hidden === null ? shown.indicators[key] : undefined;
  return indicator && "positive" in indicator ? indicator : null;
}

/** The country's distribution, top box and split, as far as what its counties leave out is still a group of some size. */
function partsOfWhole(
  key: string,
  whole: Exclude<ShownIndicator, { withheld: unknown }>,
  cells: readonly Cell[],
  thresholds: Thresholds,
): ShownIndicator {
  const peopled = cells.filter(({ raw }) => raw.respondents > 0);
  const lacking = (lacks: (shown: NonNullable<ReturnType<typeof figuresIn>>) => boolean): Figures | null => {
    const out = peopled.filter((cell) => {
      const shown = figuresIn(cell, key);
      return shown === null || lacks(shown);
    });
    return out.length === 0 ? null : together(out, key);
  };
  const noTop = lacking(({ top }) => top === null);
  const noDistribution = lacking(({ distribution }) => distribution === null);
  const splits = peopled.every(
    (cell) => !(cell.raw.byRespondent.proxy ?? 0) || (figuresIn(cell, key)?.apart ?? null) !== null,
  );
  return {
    ...whole,
    top: noTop && tellsTop(noTop, thresholds) ? null : whole.top,
    distribution:
      noDistribution && noDistribution.allRespondents < thresholds.distributionFrom ? null : whole.distribution,
    apart: splits ? whole.apart : null,
  };
}

/** Too few to tell the top box of, or all of one mind about it. */
const tellsTop = ({ top, allRespondents }: Figures, { extremesFrom }: Thresholds): boolean =>
  allRespondents < extremesFrom || isAlike({ positive: top, answered: allRespondents });

/** Their sum. */
export function together(cells: readonly Cell[], key: string): Figures {
  return cells.map(({ raw }) => raw.indicators[key]!.all).reduce(addFigures);
}

export function addFigures(a: Figures, b: Figures): Figures {
  const codes = [...new Set([...Object.keys(a.distribution), ...Object.keys(b.distribution)])].map(Number);
  return {
    positive: a.positive + b.positive,
    answered: a.answered + b.answered,
    allRespondents: a.allRespondents + b.allRespondents,
    top: a.top + b.top,
    distribution: Object.fromEntries(
      codes.map((code) => [code, (a.distribution[code] ?? 0) + (b.distribution[code] ?? 0)]),
    ),
    notApplicable: a.notApplicable + b.notApplicable,
    dontKnow: a.dontKnow + b.dontKnow,
    declined: a.declined + b.declined,
    missing: a.missing + b.missing,
    put: a.put && b.put && { to: a.put.to + b.put.to, of: a.put.of + b.put.of },
  };
}
