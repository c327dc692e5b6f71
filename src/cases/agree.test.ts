import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf } from "../calendar.ts";
import { planCase } from "../calls/planner.ts";
import { defaultPolicy as policy } from "../calls/policy.ts";
import { skipLengths } from "../calls/skips.ts";
import { callWindow } from "../calls/window.ts";
import { isRefusal } from "../problems.ts";
import { bookTime, cancelTime, noTime, rememberAvailability, skip, unskip } from "./agree.ts";
import { close } from "./case.ts";
import { exampleCase } from "./example.ts";

const minute = 60_000;
const monday = (time: string) => instantOf("2026-11-23", time);
const facts = exampleCase();
const codeOf = (answer: object) => (isRefusal(answer) ? answer.refused : "done");
const said = { reason: "away", length: "hour", note: "" };

describe("a skip", () => {
  test("never leads past the last callable slot, and always to a moment when the planner says dial", () => {
    const anyMoment = fc.record({
      day: fc.integer({ min: 0, max: 2500 }),
      after: fc.integer({ min: 2 * 24 * 60, max: 9 * 24 * 60 }),
      length: fc.constantFrom("hour", "afternoon", "tomorrow"),
    });
    fc.assert(
      fc.property(anyMoment, ({ day, after, length }) => {
        const from = instantOf("2026-01-01", "12:00") + day * 24 * 60 * minute;
        const date = new Date(from).toISOString().slice(0, 10);
        const window = callWindow(date, policy);
        const open = {
          ...facts,
          ...{ opensOn: window.opens, closesOn: window.closes },
          ...{ firstCallAt: window.firstCallAt, lastCallAt: window.lastCallAt },
        };
        const now = instantOf(date, "00:00") + after * minute;
        const answer = skip(open, "anna", { ...said, length }, now, policy);
        const offered = skipLengths(now, open.lastCallAt, policy).some((one) => one.length === length);
        if (isRefusal(answer)) {
          if (answer.refused !== "skip-not-due") expect(offered).toBe(false);
          return;
        }
        expect(offered).toBe(true);
        const until = answer.changes.restUntil ?? 0;
        expect(until).toBeGreaterThan(now);
        expect(until).toBeLessThan(open.lastCallAt ?? 0);
        const skipped = { ...open, ...answer.changes };
        expect(planCase(skipped, until - 1, policy).decision).toBe("wait");
        expect(planCase(skipped, until, policy).decision).toBe("dial");
        expect(planCase({ ...skipped, ...unskip(skipped, "bo", now, policy) }, now, policy).decision).toBe("dial");
      }),
      { numRuns: 300 },
    );
  });

  test("is refused with what is missing, and where there is nothing to pass over", () => {
    const now = monday("10:00");
    const refused = (change: Partial<typeof facts>, form: Partial<typeof said> = {}) =>
      codeOf(skip({ ...facts, ...change }, "anna", { ...said, ...form }, now, policy));
    expect(refused({})).toBe("done");
    expect(refused({}, { reason: "bored" })).toBe("skip-reason-needed");
    expect(refused({}, { reason: "other" })).toBe("skip-note-needed");
    expect(refused({}, { length: "week" })).toBe("skip-length-needed");
    expect(refused({ appointmentAt: now })).toBe("skip-booked");
    expect(refused({ restUntil: now + minute })).toBe("skip-not-due");
    expect(refused({ state: "optional" })).toBe("case-not-on-list");
    expect(refused(close("refused", now))).toBe("case-closed");
    expect(refused({ state: "held", ownerId: "bo", ownedSince: now })).toBe("case-held");
    expect(refused({ state: "held", ownerId: "anna", ownedSince: now })).toBe("done");
    expect(codeOf(skip(facts, "anna", { ...said, length: "afternoon" }, monday("12:00"), policy))).toBe(
      "skip-length-over",
    );
  });

  test("that was no skip is not taken back: a rest after an attempt stands", () => {
    const rests = { ...facts, restUntil: monday("13:00"), restBecause: "attempt" as const };
    expect(unskip(rests, "anna", monday("10:00"), policy)).toEqual({});
  });
});

test("a time is booked on an open case alone, and by nobody else while somebody rings", () => {
  const now = monday("10:00");
  const time = { ...noTime, appointmentAt: monday("14:00"), appointmentFor: "bo" };
  const book = (change: Partial<typeof facts>) => codeOf(bookTime({ ...facts, ...change }, "anna", time, now, policy));
  expect(book({})).toBe("done");
  expect(book({ state: "held", ownerId: "anna", ownedSince: now })).toBe("done");
  expect(book({ state: "held", ownerId: "bo", ownedSince: now })).toBe("case-held");
  expect(book({ state: "held", ownerId: "bo", ownedSince: now - policy.holdMinutes * minute })).toBe("done");
  expect(book({ state: "optional" })).toBe("case-not-on-list");
  expect(book(close("dead", now))).toBe("case-closed");
  expect(cancelTime({ ...facts, appointmentAt: null }, "anna", now, policy)).toEqual({});
  expect(cancelTime({ ...facts, appointmentAt: monday("14:00") }, "anna", now, policy)).toEqual(noTime);
});

test("what suits the patient is written down while the case is open", () => {
  expect(rememberAvailability(facts, ["evening"])).toEqual({ availability: ["evening"] });
  expect(codeOf(rememberAvailability({ ...facts, ...close("refused", 1) }, null))).toBe("case-closed");
});
