/**
 * The one place that decides what may be shown; margins.ts carries it through care types and counties. Every way out
 * gets its numbers from there, so what is hidden on one of them is hidden on all.
 *
 * - A group of fewer than `hideBelow` respondents is hidden. So is an indicator that fewer than that have answered.
 * - Below `extremesFrom`, a share of 0 or 100 % tells what every single one said: the indicator is withheld, with the same
 *   words as one that too few have answered, so that the withholding itself does not tell.
 * - Complementary suppression: a total is shown only where every part that holds anybody is shown. That is stricter than
 *   hiding one more part (the usual secondary suppression) and can be seen to be right: whoever subtracts parts from a
 *   total only ever gets a part that is shown anyway. A part that nobody has answered in protects nobody and does not
 *   hide its total. It goes for groups, and again for each figure that a visible group withholds.
 * - Answers given by närstående are split off only when both sides may be shown, of all indicators alike ({@link splitsOf}),
 *   and only in a measurement that has stopped growing: releases are safe steps for a group, not for a part of it. The same
 *   goes for the top box, from `extremesFrom`, and the distribution: two of them would give the distribution of the few who
 *   came in between.
 * - A question that is put only to those whom an earlier answer leads there tells by how many it was put to what was
 *   answered earlier: it is withheld where that is everybody of a few.
 *
 * How many answered in each mode is shown when each of the modes that a group has is at least `hideBelow` persons, so that
 * no mode is left over when the others are subtracted; and in a total only when every part shows its own. Counts of
 * respondents are shown with every visible group. Neither tells anything of what anybody said.
 *
 * Counts of fieldwork (who was rung, who was reached) have no answers in them, but a row of three patients still is three
 * patients. There small groups are put together ({@link foldSmall}) instead of hidden, so that the whole can always be
 * shown beside its parts.
 */
import type { CareType } from "../responses/response.ts";
import type { Figures, Put } from "./indicators.ts";
import type { Thresholds } from "./thresholds.ts";

export { defaultThresholds, type Thresholds } from "./thresholds.ts";

export type Mix = Readonly<Record<string, number>>;

/** A group with everything that is known about it. Never leaves this folder. */
export type RawGroup = {
  /** Null is the total. */
  readonly careType: CareType | null;
  readonly respondents: number;
  readonly byMode: Mix;
  readonly byRespondent: Mix;
  readonly indicators: Readonly<Record<string, RawIndicator>>;
};
export type RawIndicator = {
  readonly all: Figures;
  /** Null when all answered for themselves or the question is not about the patient's own experience. */
  readonly apart: { readonly own: Figures; readonly proxy: Figures } | null;
};

/**
 * "few": too few to show. "complement": it would give away what is hidden beside it. Of an indicator a part says "few" for
 * both reasons (margins.ts, withhold), and a total "complement".
 */
export type Because = "few" | "complement";

export type ShownFigures = Omit<Figures, "top" | "distribution"> & {
  readonly top: number | null;
  readonly distribution: Figures["distribution"] | null;
  readonly apart: RawIndicator["apart"];
};
export type ShownIndicator = ShownFigures | { readonly withheld: Because };
export type ShownGroup =
  | { readonly careType: CareType | null; readonly hidden: Because }
  | (Omit<RawGroup, "indicators" | "byMode"> & {
      readonly hidden: null;
      /** How the answers were given; `counts` is null where a mode has too few. */
      readonly modes: { readonly kinds: readonly string[]; readonly counts: Mix | null };
      readonly indicators: Readonly<Record<string, ShownIndicator>>;
    });

/** What may be shown of a group that stands by itself, whatever stands beside it. */
export function showAlone(group: RawGroup, thresholds: Thresholds, frozen: boolean): ShownGroup {
  if (group.respondents < thresholds.hideBelow) return { careType: group.careType, hidden: "few" };
  const splits = frozen ? splitsOf(group, thresholds) : new Set<string>();
  const indicators = Object.entries(group.indicators).map(([key, { all, apart }]): [string, ShownIndicator] => {
    if (!mayShow(all, thresholds)) return [key, { withheld: "few" }];
    return [
      key,
      {
        ...all,
        top: !frozen || all.allRespondents < thresholds.extremesFrom ? null : all.top,
        distribution: !frozen || all.allRespondents < thresholds.distributionFrom ? null : all.distribution,
        apart: splits.has(key) ? apart : null,
      },
    ];
  });
  const { byMode, ...rest } = group;
  return { ...rest, hidden: null, modes: modesOf(byMode, thresholds), indicators: Object.fromEntries(indicators) };
}

function modesOf(byMode: Mix, { hideBelow }: Thresholds) {
  const used = Object.entries(byMode).filter(([, count]) => count > 0);
  const mayTell = used.every(([, count]) => count >= hideBelow);
  return { kinds: used.map(([mode]) => mode), counts: mayTell ? Object.fromEntries(used) : null };
}

/**
 * Keys of the indicators that are split between patients and närstående. The sum of both is shown in any case: were one of
 * them left whole because a side all said the same, that would tell that they did, and the sum beside it what they said. So
 * all that have a side of fewer than `extremesFrom` are split or none of them, and one by itself is not.
 */
function splitsOf({ indicators }: RawGroup, thresholds: Thresholds): ReadonlySet<string> {
  const sides = Object.entries(indicators).flatMap(([key, { apart }]) =>
    apart ? [{ key, sides: [apart.own, apart.proxy] }] : [],
  );
  const from = (least: number) => sides.filter((one) => one.sides.every(({ answered }) => answered >= least));
  const large = from(thresholds.extremesFrom);
  const small = from(thresholds.hideBelow).filter((one) => !large.includes(one));
  const tell = small.length > 1 && small.every((one) => one.sides.every((side) => mayShow(side, thresholds)));
  return new Set([...large, ...(tell ? small : [])].map(({ key }) => key));
}

/** Enough have taken a stand, and not all of a few the same, here or at the question that leads to this one. */
export const mayShow = (
  figures: Pick<Figures, "positive" | "answered" | "allRespondents"> & Partial<Pick<Figures, "put">>,
  thresholds: Thresholds,
): boolean =>
  figures.answered >= thresholds.hideBelow &&
  !isExtreme(figures.positive, figures.answered, thresholds) &&
  !isExtreme(figures.positive, figures.allRespondents, thresholds) &&
  mayShowPut(figures.put ?? null, thresholds);

/** Who was asked may be told: not everybody of a few, nor nobody. */
export const mayShowPut = (put: Put | null, thresholds: Thresholds): boolean =>
  put === null || !isExtreme(put.to, put.of, thresholds);

/** All or nobody of a few: what every single one said. */
export const isExtreme = (count: number, n: number, thresholds: Thresholds): boolean =>
  n < thresholds.extremesFrom && (count === 0 || count === n);

/**
 * A total beside its parts as they are shown: nothing of it that a part withholds. Parts that are each too small for a
 * distribution may have one together, but not where the total is itself `summed` with others: their sum would tell it.
 */
export function showTotal(
  total: RawGroup,
  parts: readonly ShownGroup[],
  thresholds: Thresholds,
  { frozen, summed }: { readonly frozen: boolean; readonly summed: boolean },
): ShownGroup {
  const alone = showAlone(total, thresholds, frozen);
  if (alone.hidden !== null) return alone;
  const visible = parts.filter((part) => part.hidden === null);
  if (visible.length < parts.length) return { careType: total.careType, hidden: "complement" };
  const indicators = Object.entries(alone.indicators).map(([key, whole]): [string, ShownIndicator] => {
    if ("withheld" in whole) return [key, whole];
    const beside = visible.flatMap((part) => part.indicators[key] ?? []);
    const shown = beside.filter((part) => "positive" in part);
    if (shown.length < beside.length) return [key, { withheld: "complement" }];
    const none = !summed && shown.every((part) => part.distribution === null);
    const splits = visible.every((part, index) => !(part.byRespondent.proxy ?? 0) || shown[index]!.apart !== null);
    return [
      key,
      {
        ...whole,
        top: shown.some((part) => part.top === null) ? null : whole.top,
        distribution: none || shown.every((part) => part.distribution !== null) ? whole.distribution : null,
        apart: splits ? whole.apart : null,
      },
    ];
  });
  const counts = visible.some(({ modes }) => modes.counts === null) ? null : alone.modes.counts;
  return { ...alone, modes: { ...alone.modes, counts }, indicators: Object.fromEntries(indicators) };
}

/**
 * Puts groups of fewer than `hideBelow` persons together to one, and takes the smallest of the others along until that one
 * is large enough, so that no sum or difference of what is shown, within one whole, is a group of 1…hideBelow − 1. Groups
 * that nobody is in are left out. Null when all of them together are too few.
 */
export function foldSmall<Group>(
  groups: readonly Group[],
  personsIn: (group: Group) => number,
  { hideBelow }: Pick<Thresholds, "hideBelow">,
): { readonly apart: readonly Group[]; readonly together: readonly Group[] } | null {
  const bySize = groups
    .map((group, at) => ({ group, at, persons: personsIn(group) }))
    .filter(({ persons }) => persons > 0)
    .sort((a, b) => a.persons - b.persons);
  let taken = 0;
  let persons = 0;
  for (const next of bySize) {
    if (next.persons >= hideBelow && (persons === 0 || persons >= hideBelow)) break;
    taken += 1;
    persons += next.persons;
  }
  if (persons < hideBelow && taken === bySize.length) return null;
  const apart = bySize.slice(taken).sort((a, b) => a.at - b.at);
  return { apart: apart.map(({ group }) => group), together: bySize.slice(0, taken).map(({ group }) => group) };
}
