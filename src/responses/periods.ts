/**
 * Continuous measurement goes on without end and is told in periods: months, quarters or years, as the region has chosen.
 * Periods are fixed and never overlap, whatever the region chooses and however often it changes its mind: two ways of
 * dividing the same answers would let one be subtracted from the other (domain §8). So a change holds from the next day
 * on which a period begins in both divisions, and no discharge that has been ever moves to another period.
 */
import * as z from "zod";
import { addDays, daysBetween, formatMonth, monthOf } from "../calendar.ts";

export const divisions = ["month", "quarter", "year"] as const;
export type Division = (typeof divisions)[number];

/** A division and the first discharge date that it divides; "" has always been. */
export type DivisionFrom = { readonly from: string; readonly division: Division };
/** All divisions there have been or that are decided on, oldest first; the first one is from "". */
export type Divisions = readonly DivisionFrom[];

/** Until somebody has chosen: months leave most groups of a region too small to be shown. */
export const defaultDivisions: Divisions = [{ from: "", division: "quarter" }];

export type Period = {
  /** "2026-11", "2026-q4" or "2026". */
  readonly key: string;
  /** "november 2026", "kvartal 4 2026" or "2026". */
  readonly name: string;
  /** First and last discharge date. */
  readonly opensOn: string;
  readonly closesOn: string;
};

/** Each divides the next, so that the longer one's boundaries are the shorter one's too. */
const monthsIn: Readonly<Record<Division, number>> = { month: 1, quarter: 3, year: 12 };

/** The first day of the period that a date lies in. */
function startOf(date: string, division: Division): string {
  const month = Number(date.slice(5, 7)) - 1;
  const first = month - (month % monthsIn[division]) + 1;
  return `${date.slice(0, 5)}${String(first).padStart(2, "0")}-01`;
}

/** The first day of the period after the one that a date lies in. */
function startAfter(date: string, division: Division): string {
  let start = startOf(date, division);
  // A first day and 31 days on is always in the next month.
  for (let months = monthsIn[division]; months > 0; months -= 1) start = startOf(addDays(start, 31), "month");
  return start;
}

/** The division of a discharge date, or of the day that is asked about. */
export const divisionOn = (date: string, all: Divisions): Division =>
  all.findLast(({ from }) => from <= date)?.division ?? "quarter";

/** The one period that a discharge date (local, "YYYY-MM-DD") belongs to. */
export function periodOf(date: string, all: Divisions): Period {
  return periodBetween(startOf(date, divisionOn(date, all)), divisionOn(date, all));
}

function periodBetween(opensOn: string, division: Division): Period {
  const year = opensOn.slice(0, 4);
  const quarter = Math.ceil(Number(opensOn.slice(5, 7)) / 3);
  return {
    key: division === "month" ? monthOf(opensOn) : division === "quarter" ? `${year}-q${quarter}` : year,
    name:
      division === "month"
        ? formatMonth(monthOf(opensOn))
        : division === "quarter"
          ? `kvartal ${quarter} ${year}`
          : year,
    opensOn,
    closesOn: addDays(startAfter(opensOn, division), -1),
  };
}

/** How a period that has been given as its first and last day was divided. */
export function divisionOfPeriod({ opensOn, closesOn }: Pick<Period, "opensOn" | "closesOn">): Division {
  const days = daysBetween(opensOn, closesOn) + 1;
  return days <= 31 ? "month" : days <= 92 ? "quarter" : "year";
}

/**
 * The divisions once somebody has chosen another on a local date. It holds from the next boundary that it shares with the
 * one of today; what was decided earlier and has not begun is dropped. The same as today's: nothing will change.
 */
export function changeDivision(all: Divisions, wanted: Division, today: string): Divisions {
  const begun = all.filter(({ from }) => from <= today);
  const current = divisionOn(today, all);
  if (wanted === current) return begun;
  const longer = monthsIn[wanted] > monthsIn[current] ? wanted : current;
  return [...begun, { from: startAfter(today, longer), division: wanted }];
}

/** What is decided and has not begun on a date; null when nothing is. */
export const comingDivision = (all: Divisions, today: string): DivisionFrom | null =>
  all.find(({ from }) => from > today) ?? null;

const stored = z.array(z.object({ from: z.string(), division: z.enum(divisions) })).min(1);

/** The divisions of a stored text; the default when nothing is stored. Throws on a text that is no such list. */
export const readDivisions = (text: string | undefined): Divisions =>
  text === undefined ? defaultDivisions : stored.parse(JSON.parse(text));
