/**
 * What leaves the waiting room tonight. Each question of each party grows by itself, and only in steps that could be
 * shown by themselves: at least five answers from at least three units, none of which dominates, and not all of a few the
 * same. So two looks at a result never differ by what a few persons, one unit or a handful of one mind have said.
 *
 * Dominance is the p%-rule of official statistics: a cell is sensitive when the contributor who is second largest, and
 * takes away its own part, comes within p per cent of the largest one's (Hundepool et al., Statistical Disclosure Control,
 * 2012, §4.2.2). A unit's part is how many answers it has given. Groups that keep the rule keep it together as well, so a
 * sum of safe steps is safe.
 *
 * A step is taken only when what stays behind would be such a step too. What stays can only grow, so the last night lets
 * it out. Only a unit that has sent very much can make that last step dominated; then as many of its answers as the rule
 * bears are counted, drawn by lot, and the rest never are: no unit can outvote the others, nor hide what they have said.
 */
import { isExtreme, type Thresholds } from "../reports/suppression.ts";
import type { Question } from "./form.ts";

export type WaitingAnswer = { readonly key: string; readonly unitId: string; readonly code: number };

export type CooperationThresholds = Thresholds & {
  /** Units that must have answered: fewer are recognised by those who work with them. */
  readonly unitsAtLeast: number;
  /** p of the p%-rule: what is left without the two largest units is at least so many per cent of the largest. */
  readonly dominancePercent: number;
};

/** The codes that count as the share that is shown: satisfied; changed; twice or more; yes. */
const positiveCodes: Readonly<Record<Question, readonly number[]>> = {
  sheets: [],
  "about-municipality": [1, 2],
  "about-primary-care": [1, 2],
  "about-hospital": [1, 2],
  date: [2, 3],
  times: [2],
  sip: [1],
};
export const isPositive = (question: Question, code: number): boolean => positiveCodes[question].includes(code);

/** Does one unit have so large a part that the second largest could tell it apart? Takes answers per unit. */
export function isDominated(byUnit: readonly number[], { dominancePercent }: CooperationThresholds): boolean {
  const [largest = 0, , ...rest] = [...byUnit].sort((a, b) => b - a);
  return rest.reduce((sum, answers) => sum + answers, 0) * 100 < largest * dominancePercent;
}

/** Answers, how many of them positive, and how many each unit has given. */
export type Cell = { readonly answered: number; readonly positive: number; readonly byUnit: readonly number[] };

/** May this be shown by itself? Sheets are counted without a share, so nothing is extreme about them. */
export const isSafe = (question: Question, cell: Cell, thresholds: CooperationThresholds): boolean =>
  cell.answered >= thresholds.hideBelow &&
  cell.byUnit.length >= thresholds.unitsAtLeast &&
  !isDominated(cell.byUnit, thresholds) &&
  (question === "sheets" || !isExtreme(cell.positive, cell.answered, thresholds));

/** Unit → its answers. */
export function countByUnit(rows: readonly Pick<WaitingAnswer, "unitId">[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { unitId } of rows) counts.set(unitId, (counts.get(unitId) ?? 0) + 1);
  return counts;
}

const isSafeStep = (question: Question, step: readonly WaitingAnswer[], thresholds: CooperationThresholds): boolean =>
  isSafe(
    question,
    {
      answered: step.length,
      positive: step.filter(({ code }) => isPositive(question, code)).length,
      byUnit: [...countByUnit(step).values()],
    },
    thresholds,
  );

/** How often the date was changed is asked only of those whose date was: it is let out when the measurement is over. */
const onlyAtTheEnd = (question: Question): boolean => question === "times";

type Shuffle = <T>(items: readonly T[]) => T[];
const mix = (rows: readonly WaitingAnswer[], shuffle: Shuffle) =>
  shuffle([...rows].sort((a, b) => (a.key < b.key ? -1 : 1)));

/**
 * Takes everything that waits of one party's answers to one question, in any order, and chance; gives what leaves tonight
 * while the measurement runs, which may be nothing.
 */
export function planStep(
  question: Question,
  waiting: readonly WaitingAnswer[],
  thresholds: CooperationThresholds,
  shuffle: Shuffle,
): readonly WaitingAnswer[] {
  if (onlyAtTheEnd(question)) return [];
  const mixed = mix(waiting, shuffle);
  for (let behind = thresholds.hideBelow; behind <= mixed.length - thresholds.hideBelow; behind += 1) {
    if (!isSafeStep(question, mixed.slice(0, behind), thresholds)) continue;
    const leaving = mixed.slice(behind);
    return isSafeStep(question, leaving, thresholds) ? leaving : [];
  }
  return [];
}

/** Draws of the lot before a last step that will not be safe is given up: it takes bad luck to need a second. */
const draws = 20;

/**
 * What is counted on the last night: the most of it that is a safe step. Where nothing is, and nothing of the group has been
 * seen before, all of it: it is then the whole that is hidden (reports/cooperation.ts).
 */
export function planLastStep(
  question: Question,
  waiting: readonly WaitingAnswer[],
  seenBefore: boolean,
  thresholds: CooperationThresholds,
  shuffle: Shuffle,
): readonly WaitingAnswer[] {
  for (let draw = 0; draw < draws; draw += 1) {
    const step = withoutDominance(mix(waiting, shuffle), thresholds);
    if (isSafeStep(question, step, thresholds)) return step;
  }
  return seenBefore ? [] : waiting;
}

/** The largest unit loses its last answer until it dominates no more. */
function withoutDominance(
  mixed: readonly WaitingAnswer[],
  thresholds: CooperationThresholds,
): readonly WaitingAnswer[] {
  const allowed = new Map(countByUnit(mixed));
  while (isDominated([...allowed.values()], thresholds)) {
    const [largest = "", answers = 0] = [...allowed].sort(([, a], [, b]) => b - a)[0] ?? [];
    if (answers <= 1) break;
    allowed.set(largest, answers - 1);
  }
  return mixed.filter(({ unitId }) => {
    const left = allowed.get(unitId) ?? 0;
    allowed.set(unitId, left - 1);
    return left > 0;
  });
}
