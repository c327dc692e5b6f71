import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { getSurvey } from "../../surveys/catalog.ts";
import { type CallScenario, playCall } from "./scenario.ts";

const folder = new URL("../../../test/scenarios/calls/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("whole calls", () => {
  test("there are enough of them", () => expect(files.length).toBeGreaterThanOrEqual(40));

  test.each(files)("%s", (file) => {
    const scenario = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as CallScenario;
    const turns = playCall(getSurvey(scenario.survey, scenario.version), scenario);
    expect(turns.length).toBe(scenario.turns.length + 1);
    for (const [number, { hear, came, expected }] of turns.entries())
      expect(came, `${scenario.name}, turn ${number}: ${hear}`).toEqual(expected);
  });
});
