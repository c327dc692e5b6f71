import { expect, test } from "vitest";
import { outcomes } from "../calls/outcomes.ts";
import { stageLabels, stageOf, windowEnds } from "./case.ts";
import { exampleCase, monday, thursday } from "./example.ts";

test("an open case is shown by what it waits for", () => {
  const stage = (change: Parameters<typeof exampleCase>[0], now = thursday("10:00")) =>
    stageOf(exampleCase(change), now);
  expect(stage({})).toBe("callable");
  expect(stage({}, thursday("08:59"))).toBe("waiting");
  expect(stage({ firstCallAt: null, lastCallAt: null })).toBe("waiting");
  expect(stage({ restUntil: thursday("10:01") })).toBe("resting");
  expect(stage({ restUntil: thursday("10:00") })).toBe("callable");
  expect(stage({ appointmentAt: thursday("14:00"), interrupted: true })).toBe("booked");
  expect(stage({ interrupted: true })).toBe("interrupted");
  expect(stage({ state: "held" })).toBe("held");
  expect(stage({ state: "optional" })).toBe("optional");
});

test("a closed case is shown by its disposition's class, and every disposition has a stage with a label", () => {
  const stage = (disposition: (typeof outcomes)[number]["code"]) =>
    stageOf(exampleCase({ state: "closed", disposition }), monday("10:00"));
  expect(stage("completed")).toBe("completed");
  expect(stage("broken-off")).toBe("refused");
  expect(stage("never-called")).toBe("not-reached");
  expect(stage("language")).toBe("unable");
  expect(stage("not-chosen")).toBe("not-eligible");
  for (const { code } of outcomes) expect(stageLabels[stage(code)]).toBeTruthy();
});

test("a window ends with its last callable slot, or with its last date when it had none", () => {
  expect(windowEnds(exampleCase())).toBe(monday("19:00"));
  expect(windowEnds(exampleCase({ lastCallAt: null })) - monday("23:59")).toBe(60_000);
});
