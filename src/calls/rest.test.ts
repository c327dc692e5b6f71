import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf, localDateOf, localTimeOf } from "../calendar.ts";
import { exampleCase, thursday } from "../cases/example.ts";
import { type OutcomeCode, outcomeOf, outcomes } from "./outcomes.ts";
import { defaultPolicy } from "./policy.ts";
import { restAfter } from "./rest.ts";

const { firstCallAt, lastCallAt, ...facts } = exampleCase();
const rest = (code: OutcomeCode, now: number, earlier: readonly number[] = [], availability = facts.availability) => {
  const asked = { lastCallAt, availability };
  const { restUntil } = restAfter(outcomeOf(code), [...earlier, now], asked, now, defaultPolicy);
  return restUntil === null ? null : `${localDateOf(restUntil)} ${localTimeOf(restUntil)}`;
};

test("nobody is rung again within three hours of no answer, and not in the same part of the day", () => {
  expect(rest("no-answer", thursday("09:10"))).toBe("2026-11-19 12:10");
  expect(rest("no-answer", thursday("12:10"))).toBe("2026-11-19 16:00");
  expect(rest("busy", thursday("10:00"))).toBe("2026-11-19 13:00");
});

test("a call that was turned away is not tried again the same day", () => {
  expect(rest("rejected", thursday("09:10"))).toBe("2026-11-20 09:00");
  expect(rest("acute", thursday("09:10"))).toBe("2026-11-20 09:00");
});

test("after two attempts in a day comes the next day, in the part of day that nobody has tried", () => {
  expect(rest("rejected", thursday("14:00"), [thursday("09:10")])).toBe("2026-11-20 09:00");
  expect(rest("no-answer", thursday("14:00"), [thursday("09:10")])).toBe("2026-11-20 16:00");
  expect(rest("no-answer", thursday("17:00"), [thursday("09:10")])).toBe("2026-11-20 12:00");
});

test("when every part of day has been tried any hour will do", () => {
  const earlier = [thursday("09:10"), thursday("14:00")];
  expect(rest("no-answer", instantOf("2026-11-20", "16:10"), earlier)).toBe("2026-11-20 19:10");
});

test("the spread keeps within what suits the patient", () => {
  expect(rest("no-answer", thursday("09:10"), [], ["forenoon", "evening"])).toBe("2026-11-19 16:00");
  expect(rest("no-answer", thursday("09:10"), [], ["forenoon"])).toBe("2026-11-19 12:10");
});

test("the case says why it rests", () => {
  const because = (code: OutcomeCode, now: number, earlier: readonly number[] = []) =>
    restAfter(outcomeOf(code), [...earlier, now], { lastCallAt, availability: null }, now, defaultPolicy).restBecause;
  expect(because("no-answer", thursday("09:10"))).toBe("attempt");
  expect(because("no-answer", thursday("12:10"))).toBe("part");
  expect(because("rejected", thursday("14:00"), [thursday("09:10")])).toBe("day");
  expect(because("broken-off", thursday("09:10"))).toBeNull();
});

test("a lost line may be rung straight back", () => {
  expect(rest("broken-off", thursday("09:10"))).toBeNull();
});

test("the wish for another part of day never costs the last chance", () => {
  const oneHourLeft = thursday("15:30");
  const asked = { lastCallAt: oneHourLeft, availability: null };
  const { restUntil } = restAfter(outcomeOf("no-answer"), [thursday("12:10")], asked, thursday("12:10"), defaultPolicy);
  expect(localTimeOf(restUntil!)).toBe("15:10");
});

test("a rest never lies in the past and, when the policy asks for spacing, is never shorter than it", () => {
  const instant = fc.integer({ min: firstCallAt!, max: lastCallAt! - 1 });
  fc.assert(
    fc.property(fc.constantFrom(...outcomes), instant, (outcome, now) => {
      const asked = { lastCallAt, availability: null };
      const { restUntil: until } = restAfter(outcome, [now], asked, now, defaultPolicy);
      if (until !== null) expect(until).toBeGreaterThan(now);
      if (outcome.restHours === "spacing" && !outcome.notSameDay)
        expect(until! - now).toBeGreaterThanOrEqual(3 * 3_600_000);
    }),
  );
});
