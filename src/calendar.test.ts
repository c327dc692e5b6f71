import Holidays from "date-holidays";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  ageGroupOf,
  ageOn,
  daysBetween,
  formatDate,
  formatDateShort,
  formatDateTime,
  formatMonth,
  formatTime,
  holidayName,
  instantOf,
  isLocalDate,
  isWorkingDay,
  localDateOf,
  localTimeOf,
  monthOf,
  partOfDay,
  weekdayOf,
} from "./calendar.ts";

const firstDate = "2024-01-01";
const everyDate = Array.from({ length: daysBetween(firstDate, "2033-01-01") }, (_, day) => addDays(firstDate, day));
const anyDate = fc.constantFrom(...everyDate);

test("the suite runs in a zone that is not ours, so nothing here leans on the machine's", () => {
  expect(new Date(2026, 0, 1).getTimezoneOffset()).not.toBe(-60);
});

describe("dates", () => {
  test("a date is a day that exists, written one way only", () => {
    for (const date of everyDate) expect(isLocalDate(date)).toBe(true);
    for (const text of [
      "2026-02-29",
      "2026-13-01",
      "2026-00-10",
      "2026-04-31",
      "2026-1-1",
      "20260101",
      "",
      "2026-01-01T10",
    ])
      expect(isLocalDate(text), text).toBe(false);
    for (const text of ["0000-01-01", "9999-12-30"]) expect(isLocalDate(text), text).toBe(false);
    expect(isLocalDate("2028-02-29")).toBe(true);
  });

  test("adding days and counting them undo each other", () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        const other = addDays(date, days);
        expect(daysBetween(date, other)).toBe(days);
        expect(addDays(other, -days)).toBe(date);
      }),
    );
  });

  test("weekdays follow each other, Monday being 1", () => {
    expect(weekdayOf("2024-01-01")).toBe(1);
    everyDate.forEach((date, index) => {
      expect(weekdayOf(date)).toBe((index % 7) + 1);
    });
  });

  test("a month is the date's first seven characters", () => {
    expect(monthOf("2026-11-23")).toBe("2026-11");
  });
});

describe("instants", () => {
  test("every whole hour of every day but the skipped one comes back as the same local date and time", () => {
    for (const date of everyDate)
      for (const time of ["00:00", "01:59", "03:00", "09:00", "18:59", "23:59"]) {
        const instant = instantOf(date, time);
        expect(`${localDateOf(instant)} ${localTimeOf(instant)}`).toBe(`${date} ${time}`);
      }
  });

  test("the autumn night has 25 hours and the spring night 23", () => {
    const hours = (date: string) => (instantOf(addDays(date, 1), "00:00") - instantOf(date, "00:00")) / 3_600_000;
    expect(hours("2026-10-25")).toBe(25);
    expect(hours("2027-03-28")).toBe(23);
    expect(hours("2026-10-24")).toBe(24);
  });

  test("a time that the spring night skips moves forward, of one that comes twice the first is meant", () => {
    expect(localTimeOf(instantOf("2027-03-28", "02:30"))).toBe("03:30");
    expect(instantOf("2026-10-25", "02:30")).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  test("winter is one hour before UTC, summer two", () => {
    expect(instantOf("2026-11-23", "10:00")).toBe(Date.UTC(2026, 10, 23, 9));
    expect(instantOf("2026-07-01", "10:00")).toBe(Date.UTC(2026, 6, 1, 8));
  });

  test("what is not a time is refused loudly", () => {
    expect(() => instantOf("2026-11-23", "25:00")).toThrow(RangeError);
    expect(() => instantOf("2026-02-30", "10:00")).toThrow(RangeError);
  });

  test("the parts of a calling day meet at 12 and 16", () => {
    const part = (time: string) => partOfDay(instantOf("2026-11-23", time));
    expect([part("09:00"), part("11:59")]).toEqual(["forenoon", "forenoon"]);
    expect([part("12:00"), part("15:59")]).toEqual(["afternoon", "afternoon"]);
    expect([part("16:00"), part("18:59")]).toEqual(["evening", "evening"]);
  });
});

describe("holidays", () => {
  const oracle = new Holidays("SE");
  const eves = ["påskafton", "midsommarafton", "julafton", "nyårsafton"];

  test("the named days of 2024–2032 are an independent almanac's public days and the four eves, no more and no less", () => {
    for (let year = 2024; year <= 2032; year += 1) {
      const expected = oracle
        .getHolidays(year)
        .filter((day) => day.type === "public" || eves.includes(day.name))
        .map((day) => day.date.slice(0, 10));
      const ours = everyDate.filter((date) => date.startsWith(String(year)) && holidayName(date) !== null);
      expect(ours).toEqual([...new Set(expected)].sort());
    }
  });

  test("a working day is a Monday to Friday without a name", () => {
    for (const date of everyDate) expect(isWorkingDay(date)).toBe(weekdayOf(date) <= 5 && holidayName(date) === null);
  });

  test("an ordinary Sunday has no name and is no working day", () => {
    expect(holidayName("2026-11-22")).toBeNull();
    expect(isWorkingDay("2026-11-22")).toBe(false);
  });

  test("each holiday has its Swedish name", () => {
    expect(holidayName("2026-04-03")).toBe("långfredagen");
    expect(holidayName("2026-05-14")).toBe("Kristi himmelsfärdsdag");
    expect(holidayName("2026-06-19")).toBe("midsommarafton");
    expect(holidayName("2026-10-31")).toBe("alla helgons dag");
    expect(holidayName("2026-12-31")).toBe("nyårsafton");
  });
});

describe("ages", () => {
  test("somebody is a year older on the birthday, not the day before", () => {
    expect(ageOn("1950-11-23", "2026-11-22")).toBe(75);
    expect(ageOn("1950-11-23", "2026-11-23")).toBe(76);
    expect(ageOn("2008-02-29", "2026-02-28")).toBe(17);
    expect(ageOn("2008-02-29", "2026-03-01")).toBe(18);
  });

  test("the groups leave no age out", () => {
    expect([0, 17, 18, 64, 65, 79, 80, 111].map(ageGroupOf)).toEqual([
      "0-17",
      "0-17",
      "18-64",
      "18-64",
      "65-79",
      "65-79",
      "80+",
      "80+",
    ]);
  });
});

describe("as people read it", () => {
  test("dates and times are Swedish whatever the machine speaks", () => {
    const instant = instantOf("2026-11-23", "10:00");
    expect(formatDate("2026-11-23")).toBe("måndag 23 november");
    expect(formatDateShort("2026-11-23")).toBe("mån 23 nov");
    expect(formatDateShort("2026-03-07")).toBe("lör 7 mars");
    expect(formatTime(instant)).toBe("10:00");
    expect(formatDateTime(instant)).toBe("mån 23 nov kl. 10:00");
    expect(formatMonth("2026-11")).toBe("november 2026");
  });

  test("every weekday and month has its own name", () => {
    expect(new Set(everyDate.slice(0, 7).map((date) => formatDate(date).split(" ")[0])).size).toBe(7);
    expect(new Set(everyDate.slice(0, 366).map((date) => formatMonth(monthOf(date)))).size).toBe(12);
  });
});
