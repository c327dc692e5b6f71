/**
 * What a release by itself tells of each question. Who keeps the report of the evening before subtracts it from that of the
 * morning after and has the figures of those who left in between. Five persons are not enough of a step: five who all said
 * yes tell what each of them said, and so does one who answered a question that the other four declined or did not know the
 * answer to. So each question is such as may be shown of those who left: at least `hideBelow` have taken a stand, and below
 * `extremesFrom` not all of them the same (reports/suppression.ts, mayShow).
 */
import { indicatorsOf } from "../reports/indicators.ts";
import { mayShow, type Thresholds } from "../reports/suppression.ts";
import { own } from "../surveys/route.ts";
import { reserved, type Survey } from "../surveys/survey.ts";

/** Persons, of one question. */
type Count = { readonly positive: number; readonly answered: number; readonly allRespondents: number };
/** One for each of {@link Telling.questions}, in their order. */
export type Counts = readonly Count[];

/** How answers are counted, and when the counts of some may be told. */
export type Telling = {
  /** What one person's answers (JSON, question → code) add. */
  readonly countsOf: (answers: string) => Counts;
  /** Large enough and not all alike. What holds for some holds for them with others too. */
  readonly mayTell: (count: Count) => boolean;
};

/** All the survey's indicators, whatever modules are asked: what nobody was asked tells nothing. */
export function tellingOf(survey: Survey, thresholds: Thresholds): Telling {
  const indicators = indicatorsOf(survey).map(({ key, positive, scale }) => ({
    ...{ key, positive: new Set(positive), stands: new Set(scale.map(({ code }) => code)) },
  }));
  return {
    countsOf: (answers) => {
      const said: Record<string, number> = JSON.parse(answers);
      return indicators.map(({ key, positive, stands }) => {
        const code = own(said, key);
        if (code === undefined) return nobody;
        const answered = stands.has(code) ? 1 : 0;
        const other = code === reserved.notApplicable || code === reserved.dontKnow ? 1 : 0;
        return { positive: positive.has(code) ? 1 : 0, answered, allRespondents: answered + other };
      });
    },
    mayTell: (count) => mayShow(count, thresholds),
  };
}

const nobody: Count = { positive: 0, answered: 0, allRespondents: 0 };

export const sumOf = (all: readonly Counts[]): Counts => all.reduce(more, []);
export const more = (some: Counts, others: Counts): Counts =>
  some.length === 0 ? others : some.map((one, at) => plus(one, others[at]!, 1));
export const less = (all: Counts, some: Counts): Counts => all.map((one, at) => plus(one, some[at]!, -1));

const plus = (a: Count, b: Count, sign: 1 | -1): Count => ({
  positive: a.positive + sign * b.positive,
  answered: a.answered + sign * b.answered,
  allRespondents: a.allRespondents + sign * b.allRespondents,
});

/**
 * May those who are `taken` leave, and may those who are `left` be the last ones? Of a question that any of them answered both
 * must be such as may be told; of those left now, since whoever comes after can only be added to them. Until something of
 * the group has been released a question may wait whole among those who are left.
 */
export const mayPart = (taken: Counts, left: Counts, releasedBefore: boolean, { mayTell }: Telling): boolean =>
  taken.every((count, at) => {
    const other = left[at]!;
    if (count.allRespondents === 0 && (!releasedBefore || other.allRespondents === 0)) return true;
    return mayTell(count) && mayTell(other);
  });

/** Of every question that any of them answered. */
export const mayTellAll = (counts: Counts, { mayTell }: Telling): boolean =>
  counts.every((count) => count.allRespondents === 0 || mayTell(count));
