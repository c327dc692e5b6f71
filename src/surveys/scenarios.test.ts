/** Every interview under test/scenarios/interviews/ goes as its file says, with the state stored between turns. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { getSurvey } from "./catalog.ts";
import { playScenario, type Scenario } from "./scenario.ts";

const folder = new URL("../../test/scenarios/interviews/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("whole interviews", () => {
  test("there are enough of them", () => expect(files.length).toBeGreaterThanOrEqual(14));

  test.each(files)("%s", (file) => {
    const scenario = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Scenario;
    const turns = playScenario(getSurvey(scenario.survey, scenario.version), scenario);
    expect(turns.length).toBeGreaterThan(0);
    for (const [number, turn] of turns.entries())
      expect(turn.came, `${scenario.name}, turn ${number + 1}: ${JSON.stringify(turn.hear)}`).toEqual(turn.expected);
  });
});
