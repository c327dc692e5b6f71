/** A comparison says how large, how sure, and when not to; and never more than the reports that it is made from. */
import { expect, test } from "vitest";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { compare, differenceInWords, type Side } from "./comparison.ts";
import { makeReport } from "./report.ts";
import { defaultThresholds } from "./suppression.ts";
import { tallyOf } from "./tally.ts";

const measurement = { ...orebro2019Measurement, counties: ["18"] };

function side(
  responses: readonly Response[],
  careType: "somatic" | "psychiatric" | null,
  facts: Partial<Side> = {},
): Side {
  const tallies = tallyOf(responses);
  const survey = getSurvey("punktmatning-kort", 1);
  const report = makeReport({ measurement, survey, tallies, thresholds: defaultThresholds });
  const group = report.groups.find((each) => each.careType === careType)!;
  return {
    label: `${careType ?? "totalt"}`,
    measurementId: "orebro-2019-11",
    survey: { id: "punktmatning-kort", version: 1 },
    madeUp: false,
    group,
    responseRate: 0.6,
    ...facts,
  };
}
const somatic = side(orebro2019Responses, "somatic");
const psychiatric = side(orebro2019Responses, "psychiatric");
const changed = (facts: Partial<Response>, count: number) =>
  orebro2019Responses.map((row, at) => (at < count ? { ...row, ...facts } : row));

test("Örebro 2019: no difference between somatic and psychiatric care is established", () => {
  const { indicators, notComparable } = compare([somatic, psychiatric]);
  expect(notComparable).toBeNull();
  expect(indicators.map(({ differences }) => differences.map(({ established }) => established))).toEqual(
    Array.from({ length: 6 }, () => [false]),
  );
  const delaktighet = indicators.find(({ key }) => key === "delaktighet")!;
  expect(delaktighet.differences[0]!.inWords).toBe(
    "21 procentenheter lägre (intervall −46 till 5): ingen statistiskt säkerställd skillnad",
  );
});

test("measurements with different modules are compared in what all of them asked, and the page is told of the rest", () => {
  const asked = (...keys: string[]) => ({ asked: keys.map((key) => ({ key, label: key.toUpperCase() })) });
  const all = asked("delaktighet", "plan", "trygghet");
  const other = { ...somatic, measurementId: "annan" };
  const { indicators, cautions, notComparable } = compare([
    { ...somatic, ...all },
    { ...other, ...asked("trygghet", "delaktighet") },
    { ...other, measurementId: "tredje", ...asked("delaktighet", "plan") },
  ]);
  expect(notComparable).toBeNull();
  expect(indicators.map(({ key }) => key)).not.toContain("trygghet");
  expect(indicators.map(({ key }) => key)).not.toContain("plan");
  expect(indicators.find(({ key }) => key === "delaktighet")!.differences).toHaveLength(2);
  expect(cautions[0]).toMatch(/inte ställt samma moduler.*: PLAN, TRYGGHET\. Frågor som ställs före kan påverka/);
  const same = compare([
    { ...somatic, ...all },
    { ...other, ...all },
  ]);
  expect([same.indicators.length, same.cautions.join()]).toEqual([6, expect.not.stringContaining("moduler")]);
});

test("a difference is established only when its interval excludes 0", () => {
  const rows = (count: number, code: number): Response[] =>
    Array.from({ length: 40 }, (_, at) => ({
      ...orebro2019Responses[0]!,
      answers: JSON.stringify({ trygghet: at < count ? 1 : code }),
    }));
  const one = side(rows(36, 4), "somatic");
  const other = side(rows(20, 4), "somatic", { measurementId: "annan" });
  const [trygghet] = compare([one, other]).indicators.filter(({ key }) => key === "trygghet");
  expect(trygghet!.differences[0]).toMatchObject({ established: true, difference: -0.4 });
  expect(trygghet!.differences[0]!.inWords).toContain("40 procentenheter lägre");
});

test("other wordings stand beside each other without a difference", () => {
  const { notComparable, indicators } = compare([
    somatic,
    { ...psychiatric, survey: { id: "punktmatning-kort", version: 2 } },
  ]);
  expect(notComparable).toContain("Frågorna är inte desamma");
  expect(indicators.every(({ differences }) => differences.length === 0)).toBe(true);
  expect(indicators[0]!.shares.every((share) => share !== null)).toBe(true);
});

test("a part is not compared with its whole, nor invented figures with real ones", () => {
  expect(compare([side(orebro2019Responses, null), somatic]).notComparable).toContain("innehåller");
  expect(compare([{ ...somatic, madeUp: true }, psychiatric]).notComparable).toContain("påhittade");
  // The same county in two measurements are different people.
  expect(compare([side(orebro2019Responses, null), { ...somatic, measurementId: "annan" }]).notComparable).toBeNull();
});

test("another mode mix, another share of närstående and another response rate are said before the numbers", () => {
  const cautions = (other: Side) => compare([somatic, { ...other, measurementId: "annan" }]).cautions.join(" ");
  expect(cautions(somatic)).not.toMatch(/olika sätt|närstående|Svarsfrekvensen/);
  expect(cautions(side(changed({ mode: "robot" }, 10), "somatic"))).toContain("insamlade på olika sätt");
  expect(cautions(side(changed({ mode: "robot" }, 2), "somatic"))).toContain("insamlade på olika sätt");
  expect(cautions(side(changed({ respondent: "proxy" }, 6), "somatic"))).toContain("(0\u00a0% till 20\u00a0%)");
  expect(cautions({ ...somatic, responseRate: 0.45 })).toContain(
    "Svarsfrekvensen skiljer sig åt (45\u00a0% till 60\u00a0%)",
  );
  expect(cautions({ ...somatic, responseRate: null })).toContain("Svarsfrekvensen är inte känd");
  expect(cautions({ ...somatic, running: true })).toContain("Minst en mätning pågår.");
  expect(cautions({ ...somatic, partial: true })).toContain("bara en del av sin period");
  expect(cautions(somatic)).not.toContain("Totalt är");
  expect(cautions({ ...somatic, group: { ...somatic.group, careType: null } })).toContain(
    "Totalt är somatik och psykiatri tillsammans.",
  );
});

test("each reason to be careful is given from just over its limit, and not at it", () => {
  const rows = (counts: Partial<Record<string, number>>, key: "mode" | "respondent") =>
    Object.entries(counts).flatMap(([value, count = 0]) =>
      orebro2019Responses
        .slice(0, 10)
        .flatMap((row) => Array.from({ length: count }, () => ({ ...row, [key]: value }))),
    );
  const cautions = (one: Partial<Record<string, number>>, other: typeof one, key: "mode" | "respondent") =>
    compare([
      side(rows(one, key), "somatic"),
      side(rows(other, key), "somatic", { measurementId: "annan" }),
    ]).cautions.join(" ");
  // 30 % and 40 %, of which the difference is a little more than 10 points in binary; then 41 %.
  expect(cautions({ human: 7, robot: 3 }, { human: 6, robot: 4 }, "mode")).not.toContain("olika sätt");
  expect(cautions({ human: 70, robot: 30 }, { human: 59, robot: 41 }, "mode")).toContain("olika sätt");
  expect(cautions({ patient: 7, proxy: 3 }, { patient: 6, proxy: 4 }, "respondent")).not.toContain("från närstående");
  expect(cautions({ patient: 70, proxy: 30 }, { patient: 59, proxy: 41 }, "respondent")).toContain("från närstående");
  const rates = (one: number, other: number) =>
    compare([
      { ...somatic, responseRate: one },
      { ...somatic, measurementId: "annan", responseRate: other },
    ]).cautions.join(" ");
  expect(rates(0.3, 0.4)).not.toContain("Svarsfrekvensen");
  expect(rates(0.3, 0.401)).toContain("Svarsfrekvensen");
});

test("the response rate of a hidden side is told by no caution", () => {
  const few = side(orebro2019Responses.slice(0, 4), "somatic", { measurementId: "annan", responseRate: 0.31 });
  expect(few.group.hidden).toBe("few");
  expect(compare([somatic, few]).cautions.join(" ")).not.toMatch(/Svarsfrekvensen|31/);
});

test("one group that is shown has no other to have been asked differently from", () => {
  const few = side(changed({ mode: "web" }, 2), "somatic");
  const hidden = side([], "somatic", { measurementId: "annan" });
  expect(compare([few, hidden]).cautions.join(" ")).not.toContain("olika sätt");
});

test("many comparisons come with a word about chance", () => {
  expect(compare([somatic, psychiatric]).cautions.at(-1)).toContain("6 jämförelser");
});

test("a hidden group shows nothing and is said to be hidden", () => {
  const hidden = side(orebro2019Responses.slice(0, 33), "psychiatric", { measurementId: "annan" });
  const { indicators, cautions } = compare([somatic, hidden]);
  expect(indicators.every(({ shares }) => shares[1] === null)).toBe(true);
  expect(indicators.flatMap(({ differences }) => differences)).toEqual([]);
  expect(cautions.join(" ")).toContain("Färre än 5 svarande");
});

test("two to eight", () => {
  expect(() => compare([somatic])).toThrow(RangeError);
  expect(() => compare(Array.from({ length: 9 }, () => somatic))).toThrow(RangeError);
});

test("a difference in words, and 0 is never read in the interval of one that is established", () => {
  expect(differenceInWords(0.01, [0.001, 0.02], true)).toBe(
    "1 procentenhet högre (intervall strax över 0 till 2): skillnaden är statistiskt säkerställd",
  );
  expect(differenceInWords(-0.1, [-0.2, -0.004], true)).toContain("(intervall −20 till strax under 0)");
  expect(differenceInWords(-0.1, [-0.2, 0.004], false)).toContain("(intervall −20 till 0)");
  expect(differenceInWords(0, [-0.1, 0.1], false)).toContain("Lika stor andel (intervall −10 till 10)");
  // Among very many, less than half a point may be established: then the shares are not alike.
  expect(differenceInWords(-0.004, [-0.007, -0.001], true)).toBe(
    "Mindre än 1 procentenhet lägre (intervall −1 till strax under 0): skillnaden är statistiskt säkerställd",
  );
});

test("shares are called equally large only when they are: 77 % beside 76 % are not", () => {
  // 49 of 64 is 76,6 %, 146 of 191 is 76,4 %.
  expect(differenceInWords(49 / 64 - 146 / 191, [-0.13, 0.11], false)).toBe(
    "Mindre än 1 procentenhet högre (intervall −13 till 11): ingen statistiskt säkerställd skillnad",
  );
  expect(differenceInWords(249 / 250 - 1, [-0.02, 0.27], false)).toContain("Mindre än 1 procentenhet lägre");
  expect(differenceInWords(2 / 6 - 1 / 3, [-0.1, 0.1], false)).toContain("Lika stor andel");
});
