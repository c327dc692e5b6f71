import { describe, expect, test } from "vitest";
import { addDays } from "../calendar.ts";
import {
  type CooperationPeriod,
  datesOfWeek,
  isWeekAhead,
  lastAnswerOn,
  namesIn,
  readCooperation,
  weeksOf,
  weekText,
} from "./measurement.ts";

const isWeekOpen = (week: string, of: CooperationPeriod, today: string) => {
  const { opensOn, closesOn } = datesOfWeek(week, of);
  return opensOn <= today && today <= closesOn;
};
const period = { opensOn: "2019-03-18", closesOn: "2019-03-31" };

describe("weeks", () => {
  test("are those of the calendar: 18–31 March 2019 is weeks 12 and 13", () => {
    expect(weeksOf(period).map((week) => weekText(week, period))).toEqual([
      "Vecka 12 (18–24 mars)",
      "Vecka 13 (25–31 mars)",
    ]);
    const newYear = { opensOn: "2026-12-30", closesOn: "2027-01-05" };
    expect(weeksOf(newYear).map((week) => weekText(week, newYear))).toEqual([
      "Vecka 53 (30 december – 3 januari)",
      "Vecka 1 (4–5 januari)",
    ]);
  });

  test("take answers from their first day to the Wednesday after, never before and never later", () => {
    for (let day = "2019-03-10"; day < "2019-04-10"; day = addDays(day, 1)) {
      expect(isWeekOpen("2019-03-18", period, day), day).toBe(day >= "2019-03-18" && day <= "2019-03-27");
      expect(isWeekOpen("2019-03-25", period, day), day).toBe(day >= "2019-03-25" && day <= "2019-04-03");
      expect(isWeekAhead("2019-03-25", day), day).toBe(day <= lastAnswerOn(period));
    }
  });

  test("begin with the measurement, and end on the Wednesday after also when it ends in the middle of the week", () => {
    const middle = { opensOn: "2019-03-20", closesOn: "2019-03-21" };
    expect(isWeekOpen("2019-03-18", middle, "2019-03-19")).toBe(false);
    expect(isWeekOpen("2019-03-18", middle, "2019-03-20")).toBe(true);
    expect(isWeekOpen("2019-03-18", middle, "2019-03-27")).toBe(true);
    expect(isWeekOpen("2019-03-18", middle, "2019-03-28")).toBe(false);
    expect(lastAnswerOn(middle)).toBe("2019-03-27");
  });
});

describe("what is typed", () => {
  const typed = {
    ...{ name: "Samverkan", ...period, county: "18" },
    units: { municipality: "A\n\n  a \nB", "primary-care": "", hospital: "Medicin 1" },
  };
  const known = { counties: new Set(["18"]) };

  test("gives each unit once, without blank lines", () => {
    expect(namesIn(" Norr \r\nnorr\r\n\r\nSöder")).toEqual(["norr", "Söder"]);
    const read = readCooperation(typed, known);
    expect("name" in read && read.units.map(({ name }) => name)).toEqual(["a", "B", "Medicin 1"]);
  });

  test("is refused with every fault at once", () => {
    const wrong = {
      ...{ name: "", opensOn: "2019-03-18", closesOn: "2019-06-30", county: "02" },
      units: { municipality: "x".repeat(81), "primary-care": "", hospital: "" },
    };
    const read = readCooperation(wrong, known);
    expect("name" in read ? [] : read.map(({ refusal }) => refusal.refused)).toEqual([
      "measurement-name-needed",
      "cooperation-too-long",
      "cooperation-county-needed",
      "cooperation-unit-long",
      "cooperation-two-parties",
    ]);
  });
});
