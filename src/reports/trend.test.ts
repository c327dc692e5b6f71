/** A line is drawn only between answers that were collected alike, and never through what may not be shown. */
import { expect, test } from "vitest";
import { orebro2019Measurement, orebro2019Responses } from "../responses/fixtures/orebro-2019-11.ts";
import type { Response } from "../responses/response.ts";
import { getSurvey } from "../surveys/catalog.ts";
import { makeReport } from "./report.ts";
import { tallyOf } from "./tally.ts";
import { defaultThresholds } from "./thresholds.ts";
import { makeTrend } from "./trend.ts";

const somatic = (responses: readonly Response[]) => {
  const survey = getSurvey("punktmatning-kort", 1);
  const measurement = { ...orebro2019Measurement, counties: ["18"] };
  const report = makeReport({ measurement, survey, tallies: tallyOf(responses), thresholds: defaultThresholds });
  return report.groups.find(({ careType }) => careType === "somatic") ?? null;
};
const people = somatic(orebro2019Responses);
const robot = somatic(orebro2019Responses.map((row, at) => (at % 2 === 0 ? { ...row, mode: "robot" as const } : row)));
const hidden = somatic(orebro2019Responses.slice(0, 3));
const over = (...groups: readonly (typeof people)[]) =>
  makeTrend(groups.map((group, at) => ({ label: `kvartal ${at + 1}`, at, group })));

test("the same questions asked in the same way make a line", () => {
  const { breaks, indicators } = over(people, people);
  expect(breaks).toEqual([null, null]);
  expect(indicators.find(({ key }) => key === "trygghet")?.shares).toMatchObject([
    { positive: 27, allRespondents: 30 },
    { positive: 27, allRespondents: 30 },
  ]);
});

test("where the robot began to ring there is a break, said in words", () => {
  const { breaks } = over(people, people, robot, robot);
  expect(breaks.map((one) => one?.heading ?? null)).toEqual([null, null, "Brott före kvartal 3.", null]);
  expect(breaks[2]?.text).toContain("med roboten");
});

test("a time that may not be shown is a gap, and a break is seen across it", () => {
  const { breaks, indicators } = over(people, hidden, null, robot);
  expect(indicators.every(({ shares }) => shares[1] === null && shares[2] === null)).toBe(true);
  expect(breaks.map((one) => one !== null)).toEqual([false, false, false, true]);
});
