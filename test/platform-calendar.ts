/** A handful of awkward dates, asked on every home: a runtime's own Temporal and time zone data must not show. */
import { formatDateTime, holidayName, instantOf, isWorkingDay, localDateOf, localTimeOf } from "../src/calendar.ts";
import { defaultPolicy } from "../src/calls/policy.ts";
import { callWindow } from "../src/calls/window.ts";

export function calendarAnswers() {
  const window = (dischargedOn: string) => {
    const { callableDays, warnings, firstCallAt, lastCallAt } = callWindow(dischargedOn, defaultPolicy);
    return { days: callableDays.map(({ date }) => date.slice(5)), warnings, firstCallAt, lastCallAt };
  };
  return {
    summer: localDateOf(Date.UTC(2026, 5, 30, 22, 30)),
    winter: localTimeOf(Date.UTC(2026, 10, 23, 9, 0)),
    said: formatDateTime(Date.UTC(2026, 10, 23, 9, 0)),
    /** The hour that spring skips, and the one that autumn has twice. */
    skipped: instantOf("2027-03-28", "02:30"),
    doubled: instantOf("2026-10-25", "02:30"),
    easter: holidayName("2027-03-26"),
    midsummer: isWorkingDay("2027-06-25"),
    ordinary: window("2026-11-19"),
    overAutumnNight: window("2026-10-22"),
    scarce: window("2026-12-20"),
    none: window("2025-12-21"),
  };
}

/** Worked out by hand from the almanac: Sweden is at UTC+1, in summer UTC+2. */
export const expectedCalendarAnswers: ReturnType<typeof calendarAnswers> = {
  summer: "2026-07-01",
  winter: "10:00",
  said: "mån 23 nov kl. 10:00",
  skipped: Date.UTC(2027, 2, 28, 1, 30),
  doubled: Date.UTC(2026, 9, 25, 0, 30),
  easter: "långfredagen",
  midsummer: false,
  ordinary: {
    days: ["11-23", "11-24", "11-25", "11-26"],
    warnings: [],
    firstCallAt: Date.UTC(2026, 10, 23, 8, 0),
    lastCallAt: Date.UTC(2026, 10, 26, 18, 0),
  },
  overAutumnNight: {
    days: ["10-26", "10-27", "10-28", "10-29"],
    warnings: [],
    firstCallAt: Date.UTC(2026, 9, 26, 8, 0),
    lastCallAt: Date.UTC(2026, 9, 29, 18, 0),
  },
  scarce: {
    days: ["12-23"],
    warnings: ["one-callable-day"],
    firstCallAt: Date.UTC(2026, 11, 23, 8, 0),
    lastCallAt: Date.UTC(2026, 11, 23, 18, 0),
  },
  none: { days: [], warnings: ["no-callable-day"], firstCallAt: null, lastCallAt: null },
};
