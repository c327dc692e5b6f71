/**
 * A samverkansmätning: some weeks, a county, and the units of three parties that take part. A unit is a name and a party,
 * since the kommun's units are not care units of ours. It runs from the start and is closed by a person or by the clock.
 */
import { addDays, daysBetween, formatDate, isLocalDate, weekdayOf, weekNumberOf } from "../calendar.ts";
import { onOneLine, sameName } from "../measurements/plain-text.ts";
import { type Refusal, refuse } from "../problems.ts";
import { type Party, parties } from "./form.ts";

export type CooperationPeriod = {
  /** First and last local date of the discharges it is about. */
  readonly opensOn: string;
  readonly closesOn: string;
};

export type CooperationDraft = CooperationPeriod & {
  readonly name: string;
  /** SCB's county code. */
  readonly county: string;
  readonly units: readonly { readonly party: Party; readonly name: string }[];
};

/** As a form sends it; the units of each party one on a line. */
export type TypedCooperation = {
  readonly name: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly county: string;
  readonly units: Readonly<Record<Party, string>>;
};
export type CooperationFault = { readonly field: string; readonly refusal: Refusal };

const longestName = 100;
const longestUnitName = 80;
const mostUnits = 100;
/** Two months: there is one link per unit and week, and somebody has to hand them out. */
const longestDays = 63;

export const unitsField = (party: Party): string => `enheter-${party}`;

/** What two names of units have in common when they read the same, so that one unit is not counted as two. */
export const unitKey = (name: string): string => onOneLine(name.normalize("NFKC")).toLocaleLowerCase("sv");

/** The names on the lines of a field: without blank lines, each once however it is written. */
export const namesIn = (text: string): readonly string[] => [
  ...new Map(
    text
      .split(/\r?\n/)
      .map(onOneLine)
      .filter((line) => line !== "")
      .map((line) => [unitKey(line), line] as const),
  ).values(),
];

/** What is wrong with the names of a party's units; `there`: how many it has already. */
export function unitFault(names: readonly string[], there = 0): Refusal | null {
  if (names.some((name) => name.length > longestUnitName))
    return refuse("cooperation-unit-long", { limit: longestUnitName });
  return names.length + there > mostUnits ? refuse("cooperation-units-many", { limit: mostUnits }) : null;
}

/** The measurement, or everything that is wrong with what was typed. `names`: those of the others. */
export function readCooperation(
  typed: TypedCooperation,
  known: { readonly counties: ReadonlySet<string>; readonly names?: readonly string[] },
): CooperationDraft | readonly CooperationFault[] {
  const faults: CooperationFault[] = [];
  const fault = (field: string, refusal: Refusal) => faults.push({ field, refusal });
  const name = onOneLine(typed.name);
  if (name === "") fault("namn", refuse("measurement-name-needed"));
  if ([...name].length > longestName) fault("namn", refuse("measurement-name-long", { limit: longestName }));
  // In the list, in a file and beside the one before it nothing else tells them apart.
  if (known.names?.some((other) => sameName(other, name))) fault("namn", refuse("measurement-name-taken"));
  const [from, to] = [isLocalDate(typed.opensOn), isLocalDate(typed.closesOn)];
  if (!from) fault("fran", refuse("measurement-date-needed"));
  if (!to) fault("till", refuse("measurement-date-needed"));
  if (from && to && typed.closesOn < typed.opensOn) fault("till", refuse("measurement-dates-turned"));
  else if (from && to && daysBetween(typed.opensOn, typed.closesOn) >= longestDays)
    fault("till", refuse("cooperation-too-long", { weeks: longestDays / 7 }));
  if (!known.counties.has(typed.county)) fault("lan", refuse("cooperation-county-needed"));
  const units = parties.flatMap((party) => namesIn(typed.units[party]).map((name) => ({ party, name })));
  for (const party of parties) {
    const wrong = unitFault(namesIn(typed.units[party]));
    if (wrong) fault(unitsField(party), wrong);
  }
  if (new Set(units.map(({ party }) => party)).size < 2)
    fault(unitsField("municipality"), refuse("cooperation-two-parties"));
  if (faults.length > 0) return faults;
  const { county, opensOn, closesOn } = typed;
  return { name, county, opensOn, closesOn, units };
}

// ── weeks ──

/** The Monday of a date's week. */
const mondayOf = (date: string): string => addDays(date, 1 - weekdayOf(date));

/** The weeks that the period touches, each by its Monday. */
export function weeksOf({ opensOn, closesOn }: CooperationPeriod): readonly string[] {
  const weeks: string[] = [];
  for (let week = mondayOf(opensOn); week <= closesOn; week = addDays(week, 7)) weeks.push(week);
  return weeks;
}

/** A week's link takes answers to the Wednesday after it: who went home on a Friday is written about on the Monday. */
const graceDays = 3;

/** Also where the measurement itself ends before the week's Sunday: what the lead has told the units holds for all weeks. */
const endOf = (week: string): string => addDays(week, 6 + graceDays);

/** First and last local date on which this week's link can be answered. */
export const datesOfWeek = (week: string, period: CooperationPeriod): CooperationPeriod => ({
  opensOn: week > period.opensOn ? week : period.opensOn,
  closesOn: endOf(week),
});

/** Is there still a day, today or later, on which this week's link can be answered? */
export const isWeekAhead = (week: string, today: string): boolean => today <= endOf(week);

/** The last local date on which any link can be answered. */
export const lastAnswerOn = ({ closesOn }: Pick<CooperationPeriod, "closesOn">): string => endOf(mondayOf(closesOn));

/** "18–24 mars", "30 mars – 5 april"; one day alone is itself. */
export function datesText(from: string, to: string): string {
  const [first, last] = [from, to].map((date) => formatDate(date).replace(/^\S+ /, "")) as [string, string];
  if (first === last) return first;
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  return sameMonth ? `${first.replace(/ .*/, "")}–${last}` : `${first} – ${last}`;
}

/** "Vecka 12 (18–24 mars)", within the period. */
export function weekText(week: string, { opensOn, closesOn }: CooperationPeriod): string {
  const sunday = addDays(week, 6);
  const dates = datesText(week > opensOn ? week : opensOn, sunday < closesOn ? sunday : closesOn);
  return `Vecka ${weekNumberOf(week)} (${dates})`;
}
