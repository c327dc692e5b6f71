/**
 * What leaves the waiting room tonight. Each question of each party grows by itself, and only in steps that could be
 * shown by themselves: at least five answers from at least three units, and not all of a few the same. So two looks at a
 * result never differ by what a few persons, one unit or a handful of one mind have said.
 *
 * A step is taken only when what stays behind would be such a step too. What stays can only grow, so the last night lets
 * everything out and is still a safe step.
 */
import { isExtreme, type Thresholds } from "../reports/suppression.ts";
import type { Question } from "./form.ts";

export type WaitingAnswer = { readonly key: string; readonly unitId: string; readonly code: number };

export type CooperationThresholds = Thresholds & {
  /** Units that must have answered: fewer are recognised by those who work with them. */
  readonly unitsAtLeast: number;
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

/** May this be shown by itself? Sheets are counted without a share, so nothing is extreme about them. */
export const isSafe = (
  question: Question,
  { answered, positive, units }: { readonly answered: number; readonly positive: number; readonly units: number },
  thresholds: CooperationThresholds,
): boolean =>
  answered >= thresholds.hideBelow &&
  units >= thresholds.unitsAtLeast &&
  (question === "sheets" || !isExtreme(positive, answered, thresholds));

const isSafeStep = (question: Question, step: readonly WaitingAnswer[], thresholds: CooperationThresholds): boolean =>
  isSafe(
    question,
    {
      answered: step.length,
      positive: step.filter(({ code }) => isPositive(question, code)).length,
      units: new Set(step.map(({ unitId }) => unitId)).size,
    },
    thresholds,
  );

/** How often the date was changed is asked only of those whose date was: it is let out when the measurement is over. */
const onlyAtTheEnd = (question: Question): boolean => question === "times";

/**
 * Takes everything that waits of one party's answers to one question, in any order, and chance; gives what leaves tonight
 * while the measurement runs, which may be nothing.
 */
export function planStep(
  question: Question,
  waiting: readonly WaitingAnswer[],
  thresholds: CooperationThresholds,
  shuffle: <T>(items: readonly T[]) => T[],
): readonly WaitingAnswer[] {
  if (onlyAtTheEnd(question)) return [];
  const mixed = shuffle([...waiting].sort((a, b) => (a.key < b.key ? -1 : 1)));
  for (let behind = thresholds.hideBelow; behind <= mixed.length - thresholds.hideBelow; behind += 1) {
    if (!isSafeStep(question, mixed.slice(0, behind), thresholds)) continue;
    const leaving = mixed.slice(behind);
    return isSafeStep(question, leaving, thresholds) ? leaving : [];
  }
  return [];
}
