import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween, holidayName, instantOf, localDateOf, localTimeOf, weekdayOf } from "../calendar.ts";
import { defaultPolicy } from "./policy.ts";
import { callWindow, nextCallableMoment } from "./window.ts";

const firstDate = "2024-01-01";
const everyDate = Array.from({ length: daysBetween(firstDate, "2033-01-01") }, (_, day) => addDays(firstDate, day));
const weekendPolicy = { ...defaultPolicy, weekends: true };
const callableDaysOf = (date: string) => callWindow(date, defaultPolicy).callableDays.length;

describe("scarce dates", () => {
  test("some discharges before Christmas leave no day to call, and say so", () => {
    for (const date of ["2025-12-21", "2029-12-19", "2031-12-21"]) {
      const window = callWindow(date, defaultPolicy);
      expect(window).toMatchObject({ callableDays: [], firstCallAt: null, lastCallAt: null });
      expect(window.warnings).toEqual(["no-callable-day"]);
    }
    expect(everyDate.filter((date) => callableDaysOf(date) === 0)).toEqual(["2025-12-21", "2029-12-19", "2031-12-21"]);
  });

  test("in 2026 exactly six discharge dates leave a single day, and none leaves less", () => {
    const scarce = everyDate.filter((date) => date.startsWith("2026") && callableDaysOf(date) <= 1);
    expect(scarce).toEqual(["2026-03-30", "2026-03-31", "2026-12-20", "2026-12-21", "2026-12-27", "2026-12-28"]);
    for (const date of scarce) expect(callWindow(date, defaultPolicy).warnings).toEqual(["one-callable-day"]);
  });

  test("opening the weekend rescues the dates that had no day", () => {
    expect(callWindow("2025-12-21", weekendPolicy).callableDays.map((day) => day.date)).toEqual([
      "2025-12-27",
      "2025-12-28",
    ]);
  });

  test("an ordinary week leaves 3 days after Sunday–Wednesday, 4 after Thursday and Saturday, 5 after Friday", () => {
    const week = Array.from({ length: 7 }, (_, day) => addDays("2026-09-07", day));
    expect(week.map(callableDaysOf)).toEqual([3, 3, 3, 4, 5, 4, 3]);
  });

  test("the window of a discharge on 20 December 2026", () => {
    expect(callWindow("2026-12-20", defaultPolicy)).toMatchObject({
      opens: "2026-12-23",
      closes: "2026-12-27",
      callableDays: [{ date: "2026-12-23", from: "09:00", to: "19:00" }],
    });
  });
});

describe("every date of 2024–2032", () => {
  for (const policy of [defaultPolicy, weekendPolicy])
    test(`weekends ${policy.weekends ? "open" : "closed"}: days lie inside the window, in order, never on a holiday`, () => {
      for (const date of everyDate) {
        const window = callWindow(date, policy);
        expect(daysBetween(date, window.opens)).toBe(3);
        expect(daysBetween(date, window.closes)).toBe(7);
        const dates = window.callableDays.map((day) => day.date);
        expect(dates).toEqual([...new Set(dates)].sort());
        for (const day of window.callableDays) {
          expect(day.date >= window.opens && day.date <= window.closes).toBe(true);
          expect(holidayName(day.date)).toBeNull();
          if (!policy.weekends) expect(weekdayOf(day.date)).toBeLessThanOrEqual(5);
          expect(day.from < day.to).toBe(true);
        }
        const inside = Array.from({ length: 5 }, (_, day) => addDays(window.opens, day));
        const skipped = inside.filter((day) => !dates.includes(day));
        for (const day of skipped)
          expect(holidayName(day) !== null || (!policy.weekends && weekdayOf(day) > 5), day).toBe(true);
      }
    });

  test("the instants say the same as the days, DST nights included", () => {
    for (const date of everyDate) {
      const { callableDays, firstCallAt, lastCallAt } = callWindow(date, defaultPolicy);
      const [first, last] = [callableDays[0], callableDays.at(-1)];
      if (!first || !last) {
        expect([firstCallAt, lastCallAt]).toEqual([null, null]);
        continue;
      }
      expect(`${localDateOf(firstCallAt!)} ${localTimeOf(firstCallAt!)}`).toBe(`${first.date} ${first.from}`);
      expect(`${localDateOf(lastCallAt!)} ${localTimeOf(lastCallAt!)}`).toBe(`${last.date} ${last.to}`);
      expect(firstCallAt!).toBeLessThan(lastCallAt!);
    }
  });

  test("asking twice, or with another policy in between, gives the same window", () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyDate), (date) => {
        const once = callWindow(date, defaultPolicy);
        callWindow(date, weekendPolicy);
        expect(callWindow(date, { ...defaultPolicy })).toEqual(once);
      }),
    );
  });
});

describe("the next moment a call may begin", () => {
  const next = (date: string, time: string, last = "2026-11-27") => {
    const moment = nextCallableMoment(instantOf(date, time), last, defaultPolicy);
    return moment === null ? null : `${localDateOf(moment)} ${localTimeOf(moment)}`;
  };

  test("is now inside the hours, the morning before them, the next working day after them", () => {
    expect(next("2026-11-23", "10:15")).toBe("2026-11-23 10:15");
    expect(next("2026-11-23", "07:00")).toBe("2026-11-23 09:00");
    expect(next("2026-11-23", "19:00")).toBe("2026-11-24 09:00");
    expect(next("2026-11-21", "12:00")).toBe("2026-11-23 09:00");
  });

  test("is nothing once the last day is over", () => {
    expect(next("2026-11-27", "18:59")).toBe("2026-11-27 18:59");
    expect(next("2026-11-27", "19:00")).toBeNull();
  });

  test("is never outside the hours, on a holiday or before it was asked for", () => {
    const from = instantOf(firstDate, "00:00");
    fc.assert(
      fc.property(fc.integer({ min: from, max: from + 8 * 365 * 86_400_000 }), (instant) => {
        const moment = nextCallableMoment(instant, "2032-12-30", defaultPolicy)!;
        expect(moment).toBeGreaterThanOrEqual(instant);
        const time = localTimeOf(moment);
        expect(time >= "09:00" && time < "19:00").toBe(true);
        expect(holidayName(localDateOf(moment))).toBeNull();
      }),
    );
  });
});
