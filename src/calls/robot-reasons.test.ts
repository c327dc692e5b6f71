import { expect, test } from "vitest";
import { exampleCase, monday, thursday } from "../cases/example.ts";
import type { RobotCandidate } from "../cases/robot-call.ts";
import { defaultPolicy } from "./policy.ts";
import { robotReason } from "./robot-reasons.ts";

const candidate: RobotCandidate = {
  ...{ surveyConsent: true, appointmentAt: null, robotConsent: true, protected: false, status: "home" },
  ...{ careType: "somatic", interpreter: false, language: null, birthDate: "1940-02-03", hasNumber: true },
};
const telephone = { psychiatry: false, staffed: { from: "09:00", to: "16:00" } };
const at = (
  now: number,
  facts: Partial<Parameters<typeof robotReason>[0]> = {},
  differs: Partial<RobotCandidate> = {},
) =>
  robotReason(
    { ...exampleCase(), handedOverAt: null, attemptedAt: [], ...facts },
    { ...candidate, ...differs },
    telephone,
    now,
    defaultPolicy,
  );

test("whoever said yes and is in the window may be rung while people can take over", () => {
  expect(at(thursday("10:00"))).toEqual({
    mayRing: true,
    text: "Kan ringas nu. Ringfönstret stänger måndag 23 november kl. 19:00.",
  });
});

test.each([
  ["an obstacle comes first", at(thursday("10:00"), {}, { interpreter: true }), "tolk"],
  ["a hand-over stands", at(thursday("10:00"), { handedOverAt: thursday("09:10") }), "lämnat över"],
  ["too late for the robot, though a person may ring", at(thursday("16:30")), "fredag 20 november|i morgon"],
  ["the window is over", at(monday("19:30")), "stängde"],
  [
    "a conversation that broke off rests from the robot",
    at(thursday("10:00"), { attemptedAt: [thursday("09:30")] }),
    "i dag kl. 12:30",
  ],
  ["the window has not opened", at(thursday("10:00") - 3 * 86_400_000), "Kan ringas från torsdag"],
])("who may not be rung has a reason in words: %s", (_, reason, words) => {
  expect(reason.mayRing).toBe(false);
  expect(reason.text).toMatch(new RegExp(words));
});
