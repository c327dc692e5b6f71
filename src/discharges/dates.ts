/**
 * Dates as people and systems write them in lists. A date that can be read in two ways is refused, never guessed: a
 * wrong day moves the whole call window.
 */
import { addDays, isLocalDate, localDateOf } from "../calendar.ts";
import { type ProblemCode, type Refusal, refuse } from "../problems.ts";

export type ReadDate = { readonly date: string; readonly note?: ProblemCode };

const months = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
const englishMonths: Readonly<Record<string, number>> = { may: 5, oct: 10 };

/** Excel counts days from here (its 1900 is a leap year, so day 60 and earlier do not matter to us). */
const excelDayZero = "1899-12-30";

const time = String.raw`(?:[T ]+(?:kl\.? ?)?([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.][0-5]\d(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?`;
const yearFirst = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${time}$`, "i");
const compact = new RegExp(`^(\\d{4})(\\d\\d)(\\d\\d)${time}$`, "i");
const dayFirst = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})([-/. ])(\\d{4})${time}$`, "i");
const named = new RegExp(`^(\\d{1,2})[. -]+([a-z]{3,9})\\.?[ -]+(\\d{4})${time}$`, "i");

const dateOf = (year: string, month: string | number, day: string): string =>
  `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;

/** The local date of a date with time and zone: late in the evening in UTC it is tomorrow in Sweden. */
function inSweden(date: string, hour?: string, minute?: string, zone?: string): string {
  if (!zone || !isLocalDate(date)) return date;
  const sign = zone.startsWith("-") ? -1 : 1;
  const offset = /^z$/i.test(zone) ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  return localDateOf(Date.UTC(year, month - 1, day, Number(hour), Number(minute) - offset));
}

function parse(text: string): ReadDate | ProblemCode {
  const iso = yearFirst.exec(text);
  if (iso) return { date: inSweden(dateOf(iso[1]!, iso[3]!, iso[4]!), iso[5], iso[6], iso[7]) };
  const plain = compact.exec(text);
  if (plain) return { date: inSweden(dateOf(plain[1]!, plain[2]!, plain[3]!), plain[4], plain[5], plain[6]) };
  const day = dayFirst.exec(text);
  if (day) {
    const [, first = "", sign, second = "", secondSign, year = ""] = day;
    // 3/4 2026 and 03.04.2026 are only written day first; 03/04/2026 and 03-04-2026 are written both ways.
    const clear = sign === "." || secondSign === " " || Number(first) > 12 || Number(first) === Number(second);
    return clear ? { date: dateOf(year, second, first) } : "date-ambiguous";
  }
  const word = named.exec(text);
  if (word) {
    const month = word[2]!.toLowerCase().slice(0, 3);
    return { date: dateOf(word[3]!, englishMonths[month] ?? months.indexOf(month) + 1, word[1]!) };
  }
  if (/^[1-7]\d{4}(?:[.,]\d+)?$/.test(text)) {
    return { date: addDays(excelDayZero, Number(text.slice(0, 5))), note: "date-from-serial" };
  }
  if (/^\d{1,2}[-/.]\d{1,2}[-/. ]\d{2}$/.test(text)) return "date-ambiguous";
  return "date-unreadable";
}

/** Reads a cell as a local date. Refusals: "date-unreadable", "date-ambiguous", with `column` in their details. */
export function readDate(text: string, column: string): ReadDate | Refusal {
  // Every month has a day up to the 28th: most cells need no calendar.
  if (/^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/.test(text)) return { date: text };
  const read = parse(text);
  if (typeof read === "string") return refuse(read, { column });
  return isLocalDate(read.date) ? read : refuse("date-unreadable", { column });
}
