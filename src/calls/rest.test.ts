import fc from "fast-check";
import { expect, test } from "vitest";
import { localDateOf, localTimeOf } from "../calendar.ts";
import { exampleCase, monday, thursday } from "../cases/example.ts";
import { type OutcomeCode, outcomeOf, outcomes } from "./outcomes.ts";
import { defaultPolicy } from "./policy.ts";
import { restAfter } from "./rest.ts";

const { firstCallAt, lastCallAt } = exampleCase();
const rest = (code: OutcomeCode, now: number, earlier: readonly number[] = []) => {
  const until = restAfter(outcomeOf(code), [...earlier, now], lastCallAt, now, defaultPolicy);
  return until === null ? null : `${localDateOf(until)} ${localTimeOf(until)}`;
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

test("after two attempts in a day comes the next day", () => {
  expect(rest("no-answer", thursday("14:00"), [thursday("09:10")])).toBe("2026-11-20 09:00");
});

test("after five attempts comes nothing more", () => {
  const earlier = [thursday("09:00"), thursday("13:00"), thursday("16:00"), monday("09:00")];
  expect(rest("no-answer", monday("13:00"), earlier)).toBe("2026-11-23 19:00");
});

test("a lost line may be rung straight back", () => {
  expect(rest("broken-off", thursday("09:10"))).toBeNull();
});

test("the wish for another part of day never costs the last chance", () => {
  const oneHourLeft = thursday("15:30");
  const until = restAfter(outcomeOf("no-answer"), [thursday("12:10")], oneHourLeft, thursday("12:10"), defaultPolicy);
  expect(localTimeOf(until!)).toBe("15:10");
});

test("a rest never lies in the past and, when the policy asks for spacing, is never shorter than it", () => {
  const instant = fc.integer({ min: firstCallAt!, max: lastCallAt! - 1 });
  fc.assert(
    fc.property(fc.constantFrom(...outcomes), instant, (outcome, now) => {
      const until = restAfter(outcome, [now], lastCallAt, now, defaultPolicy);
      if (until !== null) expect(until).toBeGreaterThan(now);
      if (outcome.restHours === "spacing" && !outcome.notSameDay)
        expect(until! - now).toBeGreaterThanOrEqual(3 * 3_600_000);
    }),
  );
});
