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
const mixed = (robots: number) =>
  somatic(orebro2019Responses.map((row, at) => (at < robots ? { ...row, mode: "robot" as const } : row)));
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

test("small steps that come to a large one break the line where it has become large", () => {
  // 17, 23 and 30 % by the robot: 7 points at a time.
  const { breaks } = over(mixed(5), mixed(7), mixed(9), mixed(9));
  expect(breaks.map((one) => one !== null)).toEqual([false, false, true, false]);
  expect(breaks[2]?.text).toContain("annat sätt än kvartal 1. Förut: ");
});

test("another division of the time is marked where it begins, whether or not anything is shown there", () => {
  const divided = (second: typeof people) =>
    makeTrend([
      { label: "december 2026", at: 0, group: people, division: "month" },
      { label: "kvartal 1 2027", at: 0.4, group: second, division: "quarter" },
      { label: "2028", at: 1, group: robot, division: "year" },
    ]).breaks;
  const [, second, third] = divided(people);
  expect(second).toEqual({
    heading: "Ny indelning från kvartal 1 2027.",
    text: "Svaren räknas ihop per kvartal, förut per månad. Perioderna är olika långa.",
    mark: "ny indelning",
  });
  expect(third?.heading).toBe("Brott före 2028.");
  expect(third?.text).toMatch(/på ett annat sätt än gången före\..* Svaren räknas ihop per år, förut per kvartal\./);
  expect(third?.mark).toBe("efter brott, ny indelning");
  expect(divided(hidden).map((one) => one?.mark ?? null)).toEqual([null, "ny indelning", "ny indelning"]);
});

test("where a mode has too few to be told of, the break says that it cannot be known", () => {
  const { breaks } = over(mixed(3), mixed(2));
  expect(breaks[1]?.text).toMatch(/^Svaren är insamlade på flera sätt, och för få .* fördelade som gången före\.$/);
  expect(over(people, mixed(2)).breaks[1]?.text).toMatch(/^Svaren är insamlade på ett annat sätt än gången före\./);
});
