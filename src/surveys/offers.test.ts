import { expect, test } from "vitest";
import { findNewest } from "./catalog.ts";
import { remindsOfHelp } from "./offers.ts";

const said = (answers: Record<string, number>) => ({
  answers: Object.fromEntries(
    Object.entries(answers).map(([key, code]) => [key, { mode: "human", respondent: "patient", code } as const]),
  ),
});

test("only a plain no to being safe or to a working day at home reminds of the offer", () => {
  expect(remindsOfHelp(said({ trygghet: 4 }))).toBe(true);
  expect(remindsOfHelp(said({ samordning: 4, trygghet: 1 }))).toBe(true);
  expect(remindsOfHelp(said({ trygghet: 3, samordning: 8, delaktighet: 4 }))).toBe(false);
  expect(remindsOfHelp(said({}))).toBe(false);
});

test("the questions that remind are in the surveys, where four is the plain no", () => {
  for (const id of ["punktmatning-kort", "ring-upp"]) {
    const survey = findNewest(id);
    for (const key of ["trygghet", "samordning"]) {
      const step = survey?.steps.find((one) => one.key === key);
      expect([id, key, step?.kind === "choice" ? step.scale : null]).toEqual([id, key, "J4"]);
    }
  }
});
