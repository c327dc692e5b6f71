import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, holidayName, instantOf, localDateOf, localTimeOf } from "../calendar.ts";
import { exampleCase, monday, thursday } from "../cases/example.ts";
import { compareOnList, isAgainstWish, planCase } from "./planner.ts";
import { defaultPolicy } from "./policy.ts";

const plan = (change: Parameters<typeof exampleCase>[0], now: number) =>
  planCase(exampleCase(change), now, defaultPolicy);

describe("dial", () => {
  test("a planned case inside its window and the calling hours", () => {
    expect(plan({}, thursday("10:00"))).toEqual({ decision: "dial" });
    expect(plan({}, monday("18:59"))).toEqual({ decision: "dial" });
  });

  test("a due appointment, even after rest and attempts say no", () => {
    const booked = { appointmentAt: thursday("14:00"), restUntil: monday("09:00"), attempts: 5 };
    expect(plan(booked, thursday("14:00"))).toEqual({ decision: "dial" });
  });

  test("a case that somebody took and left", () => {
    const held = { state: "held" as const, ownerId: "a", ownedSince: thursday("09:00") };
    expect(plan(held, thursday("11:00"))).toEqual({ decision: "dial" });
  });
});

describe("wait", () => {
  test("until the window opens", () => {
    expect(plan({}, instantOf("2026-11-18", "10:00"))).toMatchObject({
      until: thursday("09:00"),
      because: "window-not-open",
    });
  });

  test("over night and over the weekend", () => {
    expect(plan({}, thursday("20:00"))).toMatchObject({
      until: instantOf("2026-11-20", "09:00"),
      because: "outside-hours",
    });
    expect(plan({}, instantOf("2026-11-21", "12:00"))).toMatchObject({
      until: monday("09:00"),
      because: "outside-hours",
    });
  });

  test("until the rest is over, and then until somebody may ring", () => {
    expect(plan({ restUntil: thursday("13:00") }, thursday("10:00"))).toMatchObject({
      until: thursday("13:00"),
      because: "resting",
    });
    expect(plan({ restUntil: thursday("19:30") }, thursday("16:30"))).toMatchObject({
      until: instantOf("2026-11-20", "09:00"),
    });
  });

  test("until the agreed time", () => {
    expect(plan({ appointmentAt: thursday("14:00") }, thursday("13:59"))).toMatchObject({
      until: thursday("14:00"),
      because: "appointment",
    });
  });

  test("until the agreed time when it was agreed before the window opened", () => {
    expect(plan({ appointmentAt: thursday("14:00") }, instantOf("2026-11-18", "10:00"))).toMatchObject({
      until: thursday("14:00"),
      because: "appointment",
    });
  });

  test("a due appointment still waits for the calling hours", () => {
    expect(plan({ appointmentAt: thursday("18:30") }, thursday("19:05"))).toMatchObject({
      until: instantOf("2026-11-20", "09:00"),
      because: "outside-hours",
    });
  });

  test("for the part of day that suits the patient, also after a rest", () => {
    const mornings = { availability: ["forenoon"] as const };
    expect(plan(mornings, thursday("11:59"))).toEqual({ decision: "dial" });
    const friday = { until: instantOf("2026-11-20", "09:00"), because: "availability" };
    expect(plan(mornings, thursday("12:00"))).toMatchObject(friday);
    expect(plan({ ...mornings, restUntil: thursday("12:30") }, thursday("09:30"))).toMatchObject(friday);
    const evenings = { availability: ["forenoon", "evening"] as const, restUntil: thursday("12:30") };
    expect(plan(evenings, thursday("09:30"))).toMatchObject({ until: thursday("16:00"), because: "availability" });
  });

  test("while a colleague holds it", () => {
    const held = { state: "held" as const, ownerId: "a", ownedSince: thursday("09:00") };
    expect(plan(held, thursday("10:59"))).toMatchObject({ because: "held", until: thursday("11:00") });
  });
});

describe("a time of day that suits the patient", () => {
  const mornings = { availability: ["forenoon"] as const };

  test("is not waited for when none is left in the window", () => {
    expect(plan(mornings, monday("12:00"))).toEqual({ decision: "dial" });
    expect(isAgainstWish(exampleCase(mornings), monday("12:00"), defaultPolicy)).toBe(true);
    expect(isAgainstWish(exampleCase(mornings), monday("11:59"), defaultPolicy)).toBe(false);
    expect(plan({ ...mornings, restUntil: monday("13:00") }, monday("10:00"))).toMatchObject({
      until: monday("13:00"),
      because: "resting",
    });
  });

  test("yields to a booked time and to hours that have none of it", () => {
    expect(plan({ ...mornings, appointmentAt: thursday("14:00") }, thursday("14:00"))).toEqual({ decision: "dial" });
    const early = { ...defaultPolicy, hours: { from: "09:00", to: "16:00" } };
    const facts = exampleCase({ availability: ["evening"], lastCallAt: monday("16:00") });
    expect(planCase(facts, thursday("10:00"), early)).toEqual({ decision: "dial" });
  });

  test("is left to people when the robot may not ring then", () => {
    const robots = { ...defaultPolicy, hours: { from: "09:00", to: "15:45" } };
    const evenings = exampleCase({ availability: ["evening"] });
    expect(planCase(evenings, thursday("10:00"), robots)).toMatchObject({ decision: "stop", because: "no-slot-left" });
  });
});

test("due appointments stand first, the longest overdue before the others; then what the robot left; then who has least time", () => {
  const now = thursday("14:00");
  const one = { id: "x", appointmentAt: null, handedOverBecause: null, lastCallAt: monday("19:00"), attempts: 0 };
  const inOrder = [
    { ...one, id: "missed", appointmentAt: thursday("09:30") },
    { ...one, id: "due", appointmentAt: now, handedOverBecause: "person", attempts: 3 },
    { ...one, id: "handed over", handedOverBecause: "later" },
    { ...one, id: "handed over, booked later", handedOverBecause: "later", appointmentAt: now + 1, attempts: 1 },
    { ...one, id: "last day", lastCallAt: thursday("19:00"), attempts: 4 },
    { ...one, id: "untried" },
    { ...one, id: "tried", attempts: 1 },
  ];
  expect(inOrder.toReversed().toSorted((a, b) => compareOnList(a, b, now))).toEqual(inOrder);
});

describe("stop", () => {
  test("closed, not on the list, window passed, no day, attempts used up, no slot left", () => {
    expect(plan({ state: "closed" }, thursday("10:00"))).toMatchObject({ because: "closed" });
    expect(plan({ state: "optional" }, thursday("10:00"))).toMatchObject({ because: "optional" });
    expect(plan({}, monday("19:00"))).toMatchObject({ because: "window-passed" });
    expect(plan({ firstCallAt: null, lastCallAt: null }, thursday("10:00"))).toMatchObject({
      because: "no-callable-day",
    });
    expect(plan({ attempts: 5 }, thursday("10:00"))).toMatchObject({ because: "max-attempts" });
    expect(plan({ restUntil: monday("20:00") }, monday("18:00"))).toMatchObject({ because: "no-slot-left" });
    const shorter = { lastCallAt: monday("12:00"), restUntil: monday("12:00") };
    expect(plan(shorter, monday("10:00")), "hours were widened later").toMatchObject({ because: "no-slot-left" });
  });
});

test("whatever the case, nobody is dialled outside the window, the hours or on a holiday, and every wait ends in a slot", () => {
  const anyDischarge = fc.integer({ min: 0, max: 3200 }).map((day) => addDays("2024-01-02", day));
  const minutes = (from: number, to: number) => fc.integer({ min: from * 60, max: to * 60 }).map((n) => n * 60_000);
  fc.assert(
    fc.property(
      anyDischarge,
      minutes(0, 10 * 24),
      fc.option(minutes(0, 9 * 24)),
      fc.option(minutes(0, 9 * 24)),
      fc.integer({ min: 0, max: 6 }),
      (dischargedOn, since, restSince, bookedSince, attempts) => {
        const start = instantOf(dischargedOn, "00:00");
        const facts = exampleCase(
          {
            attempts,
            restUntil: restSince === null ? null : start + restSince,
            appointmentAt: bookedSince === null ? null : start + bookedSince,
          },
          dischargedOn,
        );
        const now = start + since;
        const decided = planCase(facts, now, defaultPolicy);
        if (decided.decision === "stop") return;
        const at = decided.decision === "dial" ? now : decided.until;
        expect(at).toBeGreaterThanOrEqual(now);
        expect(at >= facts.firstCallAt! && at < facts.lastCallAt!).toBe(true);
        expect(localTimeOf(at) >= "09:00" && localTimeOf(at) < "19:00").toBe(true);
        expect(holidayName(localDateOf(at))).toBeNull();
      },
    ),
    { numRuns: 2000 },
  );
});
