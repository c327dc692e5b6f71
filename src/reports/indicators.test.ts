/** What an indicator counts follows the survey's own codes, whichever end of a scale is the good one. */
import { expect, test } from "vitest";
import { getSurvey } from "../surveys/catalog.ts";
import { figuresOf, indicatorsOf } from "./indicators.ts";
import { gather } from "./tally.ts";

const [sample] = indicatorsOf(getSurvey("punktmatning-kort", 1));
const counts = { ...gather([], null), respondents: 30, answers: { fraga: { 1: 2, 2: 4, 3: 8, 4: 16 } } };
const topOf = (positive: readonly number[]) =>
  figuresOf(
    { ...sample!, key: "fraga", positive, scale: [1, 2, 3, 4].map((code) => ({ code, text: `${code}` })) },
    counts,
  ).top;

test("the most positive answer is the positive one furthest out, also where the scale ends with the best", () => {
  expect(topOf([1, 2])).toBe(2);
  expect(topOf([3, 4])).toBe(16);
  expect(topOf([2])).toBe(4);
  expect(topOf([3])).toBe(8);
});
