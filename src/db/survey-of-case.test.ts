/** The robot never begins a call whose words nobody has recorded. */
import { expect, test } from "vitest";
import { getSurvey } from "../surveys/catalog.ts";
import { begin } from "../surveys/engine.ts";
import { usualModules, withChosen } from "../surveys/route.ts";
import { robotCanAsk } from "./survey-of-case.ts";

const long = getSurvey("ring-upp", 1);
const recorded = { recorded: true };

test("with a voice the robot asks any choice of modules; with recordings only the usual one", () => {
  const other = withChosen(long, ["sip"]);
  expect([robotCanAsk({}, other, null), robotCanAsk(null, other, null)]).toEqual([true, true]);
  expect(robotCanAsk(recorded, other, null)).toBe(false);
  expect(robotCanAsk(recorded, withChosen(long, usualModules(long).toReversed()), null)).toBe(true);
  expect(robotCanAsk(recorded, getSurvey("punktmatning-kort", 1), null)).toBe(true);
});

test("an interview that a person has begun is asked on by what it holds, not by what a new one would", () => {
  const begun = begin(withChosen(long, ["sip"]), { respondent: "patient" }).state;
  expect(robotCanAsk(recorded, long, begun)).toBe(false);
  expect(robotCanAsk(recorded, withChosen(long, ["sip"]), begin(long, { respondent: "patient" }).state)).toBe(true);
});

test("a survey for people only is never the robot's", () => {
  expect(robotCanAsk({}, getSurvey("sip", 1), null)).toBe(false);
});
