/** A survey can be played line by line, and a kept play is a scenario that goes the same way again. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { getSurvey } from "../surveys/catalog.ts";
import { answersOf } from "../surveys/engine.ts";
import { playScenario, type Scenario } from "../surveys/scenario.ts";
import { playInTerminal } from "./terminal.ts";

const survey = getSurvey("punktmatning-kort", 1);

async function play(lines: readonly string[], keep?: string, longer?: readonly string[]) {
  let screen = "";
  const output = new Writable({
    write(chunk, _encoding, written) {
      screen += String(chunk);
      written();
    },
  });
  const input = Readable.from(lines.map((line) => `${line}\n`));
  const options = { ...(keep === undefined ? {} : { keep }), ...(longer ? { modules: longer } : {}) };
  const played = longer ? getSurvey("ring-upp", 1) : survey;
  const state = await playInTerminal(played, { input, output }, options);
  return { state, screen };
}
const opening = ["", "j", "j", "j"];

test("a whole interview is played, revised at the summary and finished", async () => {
  const { state, screen } = await play([
    ...opening,
    "1",
    "2",
    "v",
    "b",
    "e",
    "1",
    "n",
    "4",
    "Bra hela vägen",
    "n",
    "",
    "1",
    "3",
    "k",
  ]);
  expect(answersOf(survey, state)).toEqual({
    delaktighet: 3,
    onskemal: 2,
    information: 7,
    plan: 1,
    samordning: 9,
    trygghet: 4,
  });
  expect(state.ended).toBe("partial");
  expect(screen).toContain("Hej, jag heter [ditt namn] och ringer från [regionen].");
  expect(screen).toContain("Fråga 6 av 7\nKänner du dig trygg hemma nu?");
  expect(screen).toContain("  1  Delaktighet: Till viss del");
  expect(screen).toContain("Intervjun är delvis genomförd.");
});

test("a play can be paused and goes on, and the end of input hangs up and keeps the answers", async () => {
  const { state, screen } = await play([...opening, "1", "p", "", "2"]);
  expect(screen).toContain("Pausad. Enter: fortsätt där ni var.");
  expect(state).toMatchObject({ at: "information", interrupted: "hang-up", ended: null });
  expect(answersOf(survey, state)).toEqual({ delaktighet: 1, onskemal: 2 });
});

test("a key that means nothing changes nothing, and the keys can be shown", async () => {
  const { state, screen } = await play(["x", "?", ...opening, "5", "j", "q", "1"]);
  expect(answersOf(survey, state)).toEqual({});
  expect(screen).toContain("Det valet finns inte här.");
  expect(screen).toContain("Det går inte här.");
  expect(screen).toContain("återkalla");
});

test("a kept play is a scenario that goes the same way again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-"));
  try {
    const keep = join(folder, "odd.json");
    await play([...opening, "m", "", "1", "tyst", "fel", "b", "2", "2", "2", "2", "", "", "j", "", "k"], keep);
    const scenario = JSON.parse(readFileSync(keep, "utf8")) as Scenario;
    expect(scenario.turns.at(-1)!.expect.ended).toBe("completed");
    for (const turn of playScenario(survey, scenario)) expect(turn.came).toEqual(turn.expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a survey is played with the modules that are chosen, and the kept play has them with it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "play-"));
  try {
    const keep = join(folder, "moduler.json");
    const lines = [...opening, "1", "1", "1", "1", "1", "1", "3", "", "n", "", "k"];
    const { state, screen } = await play(lines, keep, ["tidpunkt"]);
    expect([state.ended, state.modules]).toEqual(["completed", ["tidpunkt"]]);
    expect(screen).toContain("Fråga 7 av 8\nÅkte du hem från sjukhuset vid rätt tid");
    const scenario = JSON.parse(readFileSync(keep, "utf8")) as Scenario;
    for (const { expected, came } of playScenario(getSurvey("ring-upp", 1), scenario)) expect(came).toEqual(expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
