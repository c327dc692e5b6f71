/** Whoever has riket, and all the counties that are shown, learns nothing about one that is hidden. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyThresholds } from "../../test/any-thresholds.ts";
import type { Figures } from "./indicators.ts";
import { type RawWhole, suppressCounties } from "./margins.ts";
import { defaultThresholds, type RawGroup, type ShownGroup } from "./suppression.ts";

type Said = { readonly yes: number; readonly no: number; readonly unsure: number };

const figures = ({ yes, no, unsure }: Said): Figures => ({
  positive: yes,
  answered: yes + no,
  allRespondents: yes + no + unsure,
  top: yes,
  distribution: { 1: yes, 4: no },
  notApplicable: 0,
  dontKnow: unsure,
  declined: 0,
  missing: 0,
  put: null,
});
const add = (...all: readonly Said[]): Said => ({
  yes: all.reduce((sum, { yes }) => sum + yes, 0),
  no: all.reduce((sum, { no }) => sum + no, 0),
  unsure: all.reduce((sum, { unsure }) => sum + unsure, 0),
});
const size = ({ yes, no, unsure }: Said): number => yes + no + unsure;
const group = (careType: RawGroup["careType"], said: Said): RawGroup => ({
  careType,
  respondents: size(said),
  byMode: size(said) === 0 ? {} : { human: size(said) },
  byRespondent: size(said) === 0 ? {} : { patient: size(said) },
  indicators: { trygghet: { all: figures(said), apart: null } },
});
type CountySaid = { readonly somatic: Said; readonly psychiatric: Said };
const whole = ({ somatic, psychiatric }: CountySaid): RawWhole => ({
  parts: [group("somatic", somatic), group("psychiatric", psychiatric)],
  total: group(null, add(somatic, psychiatric)),
});
const show = (counties: readonly CountySaid[], frozen = true, thresholds = defaultThresholds) =>
  suppressCounties(
    counties.map(whole),
    whole({
      somatic: add(...counties.map(({ somatic }) => somatic)),
      psychiatric: add(...counties.map(({ psychiatric }) => psychiatric)),
    }),
    thresholds,
    frozen,
  );
const all = (persons: number): Said => ({ yes: Math.ceil(persons / 2), no: Math.floor(persons / 2), unsure: 0 });
const nobody: Said = { yes: 0, no: 0, unsure: 0 };
const hiddenness = (shown: readonly ShownGroup[]) => shown.map(({ hidden }) => hidden);

test("one small county is not to be had by subtraction: the smallest of the others is hidden with it", () => {
  const shown = show([
    { somatic: all(40), psychiatric: nobody },
    { somatic: all(12), psychiatric: nobody },
    { somatic: all(3), psychiatric: nobody },
  ]);
  expect(shown.counties.map(([somatic]) => somatic!.hidden)).toEqual([null, "complement", "few"]);
  expect(hiddenness(shown.country!)).toEqual([null, "few", null]);
});

test("two small counties that are five persons together need no company", () => {
  const shown = show([
    { somatic: all(40), psychiatric: nobody },
    { somatic: all(2), psychiatric: nobody },
    { somatic: all(3), psychiatric: nobody },
  ]);
  expect(shown.counties.map(([somatic]) => somatic!.hidden)).toEqual([null, "few", "few"]);
  expect(shown.country![0]!.hidden).toBeNull();
});

test("an indicator that one county withholds is withheld by another too, or not given back by riket", () => {
  const shown = show([
    { somatic: all(40), psychiatric: nobody },
    { somatic: all(20), psychiatric: nobody },
    { somatic: { yes: 7, no: 0, unsure: 0 }, psychiatric: nobody },
  ]);
  const trygghet = shown.counties.map(([somatic]) => (somatic?.hidden === null ? somatic.indicators.trygghet : null));
  // In the same words: which of the two it is for would tell what the seven said.
  expect(trygghet).toMatchObject([{ positive: 20 }, { withheld: "few" }, { withheld: "few" }]);
});

test("what all hidden counties said alike is not told by riket, however many they are together", () => {
  const none = (persons: number): Said => ({ yes: 0, no: persons, unsure: 0 });
  const trygghetIn = (counties: readonly Said[]) => {
    const shown = show(counties.map((somatic) => ({ somatic, psychiatric: nobody })));
    return [...shown.counties, shown.country!].map(([somatic]) => seen(somatic!)?.positive ?? null);
  };
  // Eleven that nobody of was content: riket would say so of the five and of the six.
  expect(trygghetIn([none(5), none(6)])).toEqual([null, null, null]);
  // No more company is called in: that it was needed would tell that the first ten were of one mind.
  expect(trygghetIn([none(3), none(7), all(40)])).toEqual([null, null, 20, null]);
  expect(trygghetIn([none(3), none(7), all(12), all(40)])).toEqual([null, null, 6, 20, null]);
  expect(trygghetIn([none(3), none(3), all(12), all(40)])).toEqual([null, null, null, 20, 26]);
});

test("where riket withholds what would tell of one county, the others keep theirs", () => {
  const shown = show(
    [
      { yes: 6, no: 0, unsure: 0 },
      { yes: 12, no: 0, unsure: 0 },
    ].map((somatic) => ({ somatic, psychiatric: nobody })),
  );
  const all = [...shown.counties, shown.country!].map(([somatic]) => seen(somatic!)?.positive ?? null);
  expect(all).toEqual([null, 12, null]);
});

const said: fc.Arbitrary<Said> = fc.record({
  yes: fc.integer({ min: 0, max: 14 }),
  no: fc.integer({ min: 0, max: 9 }),
  unsure: fc.integer({ min: 0, max: 2 }),
});
const fewOrMany = fc.oneof(said, fc.constant(nobody), fc.record({ yes: fc.nat(2), no: fc.nat(2), unsure: fc.nat(1) }));
const countries = fc.array(fc.record({ somatic: fewOrMany, psychiatric: fewOrMany }), { minLength: 2, maxLength: 8 });

/** What a group shows of trygghet; null: nothing. */
function seen(group: ShownGroup) {
  const trygghet = group.hidden === null ? group.indicators.trygghet! : null;
  return trygghet && "positive" in trygghet ? trygghet : null;
}

/**
 * All that can be had by subtraction: every sum shown, less any of its parts that are shown. Sums across care types are
 * differences of the same kind, one step further.
 */
test("no difference between what is shown is fewer than are hidden, or what every one of a few said", () => {
  fc.assert(
    fc.property(countries, fc.boolean(), anyThresholds, (counties, frozen, thresholds) => {
      const { hideBelow, distributionFrom } = thresholds;
      const shown = show(counties, frozen, thresholds);
      const rows = counties.map(({ somatic, psychiatric }, row) => {
        const [somaticShown, psychiatricShown, total] = shown.counties[row]!;
        // A total that holds one care type's people only is known to whoever sees that care type, shown or not.
        const sole = size(psychiatric) === 0 ? somaticShown! : size(somatic) === 0 ? psychiatricShown! : total!;
        return {
          truth: [somatic, psychiatric, add(somatic, psychiatric)],
          shown: [somaticShown!, psychiatricShown!, total!.hidden === null ? total! : sole],
        };
      });
      const truthOf = (at: number) => add(...rows.map(({ truth }) => truth[at]!));
      const lookFor = (whole: ShownGroup, parts: readonly { truth: Said; shown: ShownGroup }[]) => {
        if (whole.hidden !== null) return;
        const unseen = add(...parts.filter(({ shown }) => shown.hidden !== null).map(({ truth }) => truth));
        if (size(unseen) > 0) expect(size(unseen)).toBeGreaterThanOrEqual(hideBelow);
        const figure = seen(whole);
        if (!figure) return;
        const left = add(...parts.filter(({ shown }) => seen(shown) === null).map(({ truth }) => truth));
        if (size(left) === 0) return;
        expect(left.yes + left.no).toBeGreaterThanOrEqual(hideBelow);
        expect([0, left.yes + left.no]).not.toContain(left.yes);
        const noTop = add(
          ...parts.filter(({ shown }) => (seen(shown)?.top ?? null) === null).map(({ truth }) => truth),
        );
        if (figure.top !== null && size(noTop) > 0) expect([0, size(noTop)]).not.toContain(noTop.yes);
        const undistributed = add(
          ...parts.filter(({ shown }) => (seen(shown)?.distribution ?? null) === null).map(({ truth }) => truth),
        );
        if (figure.distribution !== null && size(undistributed) > 0)
          expect(size(undistributed)).toBeGreaterThanOrEqual(distributionFrom);
      };
      for (const at of [0, 1, 2])
        lookFor(
          shown.country![at]!,
          rows.map((row) => ({ truth: row.truth[at]!, shown: row.shown[at]! })),
        );
      for (const { truth, shown } of rows)
        lookFor(
          shown[2]!,
          [0, 1].map((at) => ({ truth: truth[at]!, shown: shown[at]! })),
        );
      lookFor(
        shown.country![2]!,
        [0, 1].map((at) => ({ truth: truthOf(at), shown: shown.country![at]! })),
      );
    }),
    {
      numRuns: 2000,
      examples: [
        // Ten of ten in a care type that is shown, in a county whose other care type has nobody yet.
        [
          [
            { somatic: all(5), psychiatric: all(5) },
            { somatic: nobody, psychiatric: { yes: 10, no: 0, unsure: 0 } },
          ],
          false,
          defaultThresholds,
        ],
      ],
    },
  );
});
