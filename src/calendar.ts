/**
 * The one file that knows about time zones, holidays and how a date is said in Swedish. Everybody else handles local
 * dates as "YYYY-MM-DD" strings (they sort as text), local times as "HH:MM" and instants as epoch milliseconds.
 * Local always means Europe/Stockholm, whatever the machine's own zone is.
 */

const zone = "Europe/Stockholm";

const weekdayNames = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"] as const;
const monthNames = [
  ...(["januari", "februari", "mars", "april", "maj", "juni", "juli"] as const),
  ...(["augusti", "september", "oktober", "november", "december"] as const),
] as const;
const shortMonthNames = [
  "jan",
  "feb",
  "mars",
  "apr",
  "maj",
  "juni",
  "juli",
  "aug",
  "sep",
  "okt",
  "nov",
  "dec",
] as const;

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export type PartOfDay = "forenoon" | "afternoon" | "evening";
export type AgeGroup = "0-17" | "18-64" | "65-79" | "80+";

const plain = (date: string) => Temporal.PlainDate.from(date);
const zoned = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
const twoDigits = (value: number) => String(value).padStart(2, "0");

/** Is this text a day that exists, written exactly "YYYY-MM-DD"? Years 0000 and 9999 leave no room to count days. */
export function isLocalDate(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < 1 || year > 9998 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Temporal.PlainYearMonth(year, month).daysInMonth;
}

/**
 * What was worked out before, by its question: a list of two thousand cases and a file of a hundred thousand rows ask
 * about the same few weeks, and Temporal takes some microseconds for each answer.
 */
function remembered<Question, Answer>(work: (question: Question) => Answer): (question: Question) => Answer {
  const known = new Map<Question, Answer>();
  return (question) => {
    const answer = known.get(question);
    if (answer !== undefined) return answer;
    if (known.size >= mostRemembered) known.clear();
    const made = work(question);
    known.set(question, made);
    return made;
  };
}
const mostRemembered = 4000;

const dayMilliseconds = 86_400_000;

/** The local date at the beginning of a day of UTC, the next one, and the local midnight that parts them. */
const datesOfDay = remembered((utcDay: number) => {
  const first = zoned(utcDay * dayMilliseconds).toPlainDate();
  const next = first.add({ days: 1 });
  const midnight = next.toZonedDateTime(zone).epochMilliseconds;
  return { first: first.toString(), midnight, next: next.toString() };
});

/** The local date of an instant (epoch ms). */
export function localDateOf(instant: number): string {
  const { first, midnight, next } = datesOfDay(Math.floor(instant / dayMilliseconds));
  return instant < midnight ? first : next;
}

/** The local time of an instant (epoch ms) as "HH:MM"; seconds are cut off. */
export function localTimeOf(instant: number): string {
  const { hour, minute } = zoned(instant);
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

/**
 * The instant (epoch ms) of a local date and "HH:MM". A time that a DST night skips is moved forward by the gap; of a
 * time that comes twice the first is meant. Throws RangeError on a date or time that is not one.
 */
export const instantOf = (date: string, time: string): number => instantOfBoth(`${date}T${time}`);
const instantOfBoth = remembered(
  (both: string) =>
    plain(both.slice(0, both.indexOf("T"))).toZonedDateTime({
      timeZone: zone,
      plainTime: Temporal.PlainTime.from(both.slice(both.indexOf("T") + 1)),
    }).epochMilliseconds,
);

/** The date so many calendar days later (negative: earlier). Throws RangeError when `date` is not a date. */
export const addDays = (date: string, days: number): string => plain(date).add({ days }).toString();

/** Calendar days from one date to another; negative when `to` comes first. */
export const daysBetween = (from: string, to: string): number =>
  plain(from).until(plain(to), { largestUnit: "days" }).days;

/** Monday is 1, Sunday 7. */
export const weekdayOf = (date: string): Weekday => plain(date).dayOfWeek as Weekday;

/** The number of a date's week, 1–53, as Swedish calendars number them (ISO 8601). */
export const weekNumberOf = (date: string): number => {
  const number = plain(date).weekOfYear;
  if (number === undefined) throw new Error("the ISO calendar numbers its weeks");
  return number;
};

/** "2026-11-23" → "2026-11". */
export const monthOf = (date: string): string => date.slice(0, 7);

/** Easter Sunday of a Gregorian year (Meeus, Jones, Butcher). */
function easterOf(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return `${year}-${twoDigits(Math.floor(n / 31))}-${twoDigits((n % 31) + 1)}`;
}

/** The first Saturday on or after a date. */
const saturdayFrom = (date: string): string => addDays(date, 6 - (weekdayOf(date) % 7));

/** Law 1989:253 but for ordinary Sundays, and the four eves that nobody works. Later lines yield to earlier ones. */
function holidaysOf(year: number): ReadonlyMap<string, string> {
  const easter = easterOf(year);
  const midsummer = saturdayFrom(`${year}-06-20`);
  const named: readonly (readonly [string, string])[] = [
    [`${year}-01-01`, "nyårsdagen"],
    [`${year}-01-06`, "trettondedag jul"],
    [addDays(easter, -2), "långfredagen"],
    [addDays(easter, -1), "påskafton"],
    [easter, "påskdagen"],
    [addDays(easter, 1), "annandag påsk"],
    [`${year}-05-01`, "första maj"],
    [addDays(easter, 39), "Kristi himmelsfärdsdag"],
    [addDays(easter, 49), "pingstdagen"],
    [`${year}-06-06`, "nationaldagen"],
    [addDays(midsummer, -1), "midsommarafton"],
    [midsummer, "midsommardagen"],
    [saturdayFrom(`${year}-10-31`), "alla helgons dag"],
    [`${year}-12-24`, "julafton"],
    [`${year}-12-25`, "juldagen"],
    [`${year}-12-26`, "annandag jul"],
    [`${year}-12-31`, "nyårsafton"],
  ];
  return new Map(named.toReversed());
}

/** Holidays by year, worked out once: an import asks about the same few weeks a hundred thousand times. */
const knownYears = new Map<number, ReadonlyMap<string, string>>();

/** The Swedish name of a holiday or of an eve that nobody works; null on other days, ordinary Sundays included. */
export function holidayName(date: string): string | null {
  const year = Number(date.slice(0, 4));
  let holidays = knownYears.get(year);
  if (!holidays) {
    holidays = holidaysOf(year);
    knownYears.set(year, holidays);
  }
  return holidays.get(date) ?? null;
}

/** Monday to Friday, and neither a holiday nor an eve that nobody works. */
export const isWorkingDay = remembered((date: string): boolean => weekdayOf(date) <= 5 && holidayName(date) === null);

/** Which of the three parts of a calling day an instant lies in: before 12, 12 to 16, from 16 on (domain §5). */
export function partOfDay(instant: number): PartOfDay {
  const { hour } = zoned(instant);
  if (hour < 12) return "forenoon";
  return hour < 16 ? "afternoon" : "evening";
}

/** Whole years of age on a date. Who is born on 29 February turns a year older on 1 March when there is no such day. */
export function ageOn(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) >= birthDate.slice(5) ? years : years - 1;
}

/** The four age groups that a nameless answer may carry. */
export function ageGroupOf(age: number): AgeGroup {
  if (age < 18) return "0-17";
  if (age < 65) return "18-64";
  return age < 80 ? "65-79" : "80+";
}

/** "2026-11-23" → "måndag 23 november". */
export function formatDate(date: string): string {
  const { dayOfWeek, day, month } = plain(date);
  return `${weekdayNames[dayOfWeek - 1]} ${day} ${monthNames[month - 1]}`;
}

/** "1941-03-14" → "14 mars", as a person says their birthday. */
export const formatBirthday = (date: string): string => formatDate(date).replace(/^\S+ /, "");

/** "2026-11-23" → "mån 23 nov". */
export function formatDateShort(date: string): string {
  const { dayOfWeek, day, month } = plain(date);
  return `${weekdayNames[dayOfWeek - 1]?.slice(0, 3)} ${day} ${shortMonthNames[month - 1]}`;
}

/** An instant (epoch ms) → "10:00". */
export const formatTime = localTimeOf;

/** An instant (epoch ms) → "mån 23 nov kl. 10:00". */
export const formatDateTime = (instant: number): string =>
  `${formatDateShort(localDateOf(instant))} kl. ${formatTime(instant)}`;

/** "2026-11" → "november 2026". */
export const formatMonth = (month: string): string =>
  `${monthNames[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;
