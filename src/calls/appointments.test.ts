import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf, localDateOf, partOfDay } from "../calendar.ts";
import {
  availabilityInWords,
  comingDays,
  fits,
  fullAt,
  isMissed,
  loadOf,
  readAvailability,
  slotOf,
  slotsOn,
  timesToOffer,
  turnOf,
} from "./appointments.ts";
import { defaultPolicy as policy } from "./policy.ts";
import { callWindow } from "./window.ts";

const minute = 60_000;
const monday = (time: string) => instantOf("2026-11-23", time);

describe("half hours", () => {
  test("begin with the calling hours, and the last one ends with them", () => {
    const slots = slotsOn("2026-11-23", policy);
    expect(slots).toHaveLength(20);
    expect([slots[0], slots.at(-1)]).toEqual([monday("09:00"), monday("18:30")]);
    expect(slotsOn("2026-11-28", policy)).toEqual([]);
    expect(slotsOn("2026-12-24", { ...policy, weekends: true })).toEqual([]);
  });

  test("hold every minute of theirs, also on the days after the clocks were changed", () => {
    for (const date of ["2026-10-26", "2027-03-29", "2026-11-23"])
      for (const [time, slot] of [
        ["10:30", "10:30"],
        ["10:59", "10:30"],
        ["11:00", "11:00"],
      ] as const)
        expect(slotOf(instantOf(date, time))).toBe(instantOf(date, slot));
    expect(loadOf([monday("10:30"), monday("10:45"), monday("11:00")]).get(monday("10:30"))).toBe(2);
  });

  test("the calendar shows no day on which nobody may be called", () => {
    expect(comingDays(instantOf("2026-12-22", "10:00"), 7, policy)).toEqual([
      "2026-12-22",
      "2026-12-23",
      "2026-12-28",
      "2026-12-29",
    ]);
  });
});

describe("times that are offered", () => {
  const anyTime = fc
    .record({ day: fc.integer({ min: 0, max: 3000 }), after: fc.integer({ min: 3 * 24 * 60, max: 8 * 24 * 60 }) })
    .map(({ day, after }) => {
      const discharged = localDateOf(instantOf("2026-01-01", "12:00") + day * 24 * 60 * minute);
      const window = callWindow(discharged, policy);
      const bounds = { firstCallAt: window.firstCallAt, lastCallAt: window.lastCallAt, closesOn: window.closes };
      return { bounds, now: instantOf(discharged, "00:00") + after * minute };
    });
  const someParts = fc.subarray(["forenoon", "afternoon", "evening"] as const);

  test("can all be had, in order, none of them full or in the past", () => {
    fc.assert(
      fc.property(anyTime, someParts, fc.array(fc.nat(200), { maxLength: 60 }), ({ bounds, now }, parts, booked) => {
        const load = loadOf(booked.map((half) => slotOf(now) + half * 30 * minute));
        const suits = parts.length === 0 ? null : parts;
        const times = timesToOffer(bounds, load, suits, now, policy);
        expect(times.length).toBeLessThanOrEqual(6);
        expect(times.toSorted((a, b) => a - b)).toEqual(times);
        for (const at of times) {
          expect(fits(at, bounds, now, policy)).toBe(true);
          expect(load.get(at) ?? 0).toBeLessThan(fullAt);
        }
        const suiting = times.filter((at) => suits?.includes(partOfDay(at)) ?? true);
        expect(suiting.length === times.length || suiting.length === 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("are none once the window has no time left", () => {
    const { firstCallAt, lastCallAt, closes } = callWindow("2026-11-20", policy);
    const bounds = { firstCallAt, lastCallAt, closesOn: closes };
    expect(timesToOffer(bounds, new Map(), null, instantOf("2026-11-27", "18:31"), policy)).toEqual([]);
    expect(timesToOffer({ ...bounds, lastCallAt: null }, new Map(), null, monday("10:00"), policy)).toEqual([]);
  });
});

test("a time is missed a quarter of an hour after it, and everybody's then; before that its owner's first", () => {
  const at = monday("10:30");
  expect([14, 15].map((minutes) => isMissed(at, at + minutes * minute))).toEqual([false, true]);
  const turns = (now: number) =>
    ["anna", null, "bo"].map((appointmentFor) => turnOf({ appointmentAt: at, appointmentFor }, "anna", now));
  expect(turns(at)).toEqual([1, 2, 3]);
  expect(turns(at + 15 * minute)).toEqual([0, 0, 0]);
});

test("parts of day that suit are kept in the order of the day; none and all of them are no wish", () => {
  expect(readAvailability(["evening", "forenoon", "night", "evening"])).toEqual(["forenoon", "evening"]);
  expect(readAvailability([])).toBeNull();
  expect(readAvailability(["evening", "forenoon", "afternoon"])).toBeNull();
  expect(availabilityInWords(["forenoon", "evening"])).toBe("Helst förmiddag eller kväll");
  expect(availabilityInWords(null)).toBeNull();
});
