/** What a routine interview is counted as, by its name. */
import { expect, test } from "vitest";
import { continuousFrame, continuousMeasurement, continuousMeasurementId, frameOf } from "./continuous.ts";
import { type Division, divisions } from "./periods.ts";

const survey = { id: "punktmatning-kort", version: 1 };
const always = (division: Division) => [{ from: "", division }];

test("its name tells the period and what was asked", () => {
  expect(divisions.map((division) => continuousMeasurementId("2026-11-20", survey, always(division)))).toEqual([
    "lopande-2026-11-punktmatning-kort-1",
    "lopande-2026-q4-punktmatning-kort-1",
    "lopande-2026-punktmatning-kort-1",
  ]);
});

test("each version of the questions is a measurement of its own, about the same stays", () => {
  const known = { divisions: always("quarter"), madeUp: false };
  const made = [1, 2].map((version) => continuousMeasurement("2026-11-20", { ...survey, version }, "18", known));
  expect(new Set(made.map(({ id }) => id)).size).toBe(2);
  expect(made.map(frameOf)).toEqual(["lopande-2026-q4", "lopande-2026-q4"]);
  expect(continuousFrame("2026-12-31", known.divisions)).toBe("lopande-2026-q4");
  expect(made[0]).toMatchObject({ opensOn: "2026-10-01", closesOn: "2026-12-31", state: "running" });
});

test("a measurement that somebody has made is never taken for one", () => {
  expect(frameOf({ id: "hosten-2026", surveyId: "punktmatning-kort", surveyVersion: 1 })).toBeNull();
});
