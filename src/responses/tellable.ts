/**
 * What a release by itself tells of each question. Who keeps the report of the evening before subtracts it from that of the
 * morning after and has the figures of those who left in between. Five persons are not enough of a step: five who all said
 * yes tell what each of them said, and so does one who answered a question that the other four declined or did not know the
 * answer to. So each question is such as may be shown of those who left: at least `hideBelow` have taken a stand, and below
 * `extremesFrom` not all of them the same (reports/suppression.ts, mayShow). A question that is put only to those whom an
 * earlier answer leads there tells by whom it was put to as well: below `extremesFrom` neither to all of them nor to none.
 */
import { indicatorsOf, type Put } from "../reports/indicators.ts";
import { isAlike, isPutAlike } from "../reports/margins.ts";
import { mayShow, mayShowPut, type Thresholds } from "../reports/suppression.ts";
import { own, usualModules, withModules } from "../surveys/route.ts";
import { reserved, type Survey } from "../surveys/survey.ts";

/** Persons, of one question. */
type Count = {
  readonly positive: number;
  readonly answered: number;
  readonly allRespondents: number;
  readonly put: Put | null;
};
/** One for each of {@link Telling.questions}, in their order. */
export type Counts = readonly Count[];

/** How answers are counted, and when the counts of some may be told. */
export type Telling = {
  /** What one person's answers (JSON, question → code) add. */
  readonly countsOf: (answers: string) => Counts;
  /** Large enough and not all alike. What holds for some holds for them with others too. */
  readonly mayTell: (count: Count) => boolean;
  /** The same of a question that nobody has answered: does it tell that it was put to none of them? */
  readonly mayTellNobody: (count: Count) => boolean;
};

/** Of the indicators that a report of the survey shows: those of its modules as the choice (route.ts, withChosen). */
export function tellingOf(survey: Survey, thresholds: Thresholds): Telling {
  const indicators = indicatorsOf(withModules(survey, usualModules(survey))).map((indicator) => ({
    ...{ key: indicator.key, positive: new Set(indicator.positive) },
    stands: new Set(indicator.scale.map(({ code }) => code)),
    putTo: (persons: number): Put | null => (indicator.asksSome ? { to: persons, of: 1 } : null),
  }));
  return {
    countsOf: (answers) => {
      const said: Record<string, number> = JSON.parse(answers);
      return indicators.map(({ key, positive, stands, putTo }) => {
        const code = own(said, key);
        if (code === undefined) return { positive: 0, answered: 0, allRespondents: 0, put: putTo(0) };
        const answered = stands.has(code) ? 1 : 0;
        const other = code === reserved.notApplicable || code === reserved.dontKnow ? 1 : 0;
        return { positive: positive.has(code) ? 1 : 0, answered, allRespondents: answered + other, put: putTo(1) };
      });
    },
    mayTell: (count) => mayShow(count, thresholds),
    mayTellNobody: ({ put }) => mayShowPut(put, thresholds),
  };
}

export const sumOf = (all: readonly Counts[]): Counts => all.reduce(more, []);
export const more = (some: Counts, others: Counts): Counts =>
  some.length === 0 ? others : some.map((one, at) => plus(one, others[at]!, 1));
export const less = (all: Counts, some: Counts): Counts => all.map((one, at) => plus(one, some[at]!, -1));

const plus = (a: Count, b: Count, sign: 1 | -1): Count => ({
  positive: a.positive + sign * b.positive,
  answered: a.answered + sign * b.answered,
  allRespondents: a.allRespondents + sign * b.allRespondents,
  put: a.put && b.put && { to: a.put.to + sign * b.put.to, of: a.put.of + sign * b.put.of },
});

/**
 * May those who are `taken` leave, and may those who are `left` be the last ones? Of a question that any of them answered both
 * must be such as may be told; of those left now, since whoever comes after can only be added to them. Until something of
 * the group has been released a question may wait whole among those who are left.
 *
 * Where the group is `summed` with other counties, those left may not all have said the same however many they are: their
 * county may have to be hidden in the end for the sake of a smaller one, and then riket, less what was seen of their county
 * before, is they and the few together. Nor may a question wait there: riket may have shown it already, without them.
 */
export const mayPart = (
  taken: Counts,
  left: Counts,
  { releasedBefore, summed = false }: { readonly releasedBefore: boolean; readonly summed?: boolean },
  telling: Telling,
): boolean =>
  taken.every((count, at) => {
    const other = left[at]!;
    if (silent(count) && !releasedBefore && !summed) return true;
    if (silent(count) !== silent(other)) return false;
    return mayTellOne(count, telling) && mayTellOne(other, telling) && !(summed && isOfOneMind(other));
  });

/** Of every question that any of them answered. */
export const mayTellAll = (counts: Counts, telling: Telling): boolean =>
  counts.every((count) => mayTellOne(count, telling));

const isOfOneMind = (count: Count): boolean =>
  silent(count) ? isPutAlike(count) : isAlike(count) || isPutAlike(count);
const silent = ({ allRespondents }: Count): boolean => allRespondents === 0;
const mayTellOne = (count: Count, { mayTell, mayTellNobody }: Telling): boolean =>
  silent(count) ? mayTellNobody(count) : mayTell(count);
