/** Puts a unit's board in words: from counts and rows to what the page shows. Pure, so that samples are made by it too. */
import { daysBetween, formatDate, formatTime, isWorkingDay, localDateOf, localTimeOf } from "../calendar.ts";
import { sinceInWords, whenInWords } from "../calls/reasons.ts";
import type { BoardCounts, ProgressCounts, TaskCounts } from "../db/board.ts";
import type { ShiftNote } from "../db/shift-notes.ts";
import type { BoardCase, BoardView, ShiftNoteView } from "./views.ts";

/** The counts of units added up. */
export function sumOf(counts: readonly BoardCounts[]): BoardCounts {
  const sum = (of: (one: BoardCounts) => number) => counts.reduce((total, one) => total + of(one), 0);
  return {
    unitId: "",
    ...{ callable: sum((one) => one.callable), laterToday: sum((one) => one.laterToday) },
    ...{ tomorrow: sum((one) => one.tomorrow), lastToday: sum((one) => one.lastToday) },
    ...{ lastTomorrow: sum((one) => one.lastTomorrow), overdueAppointments: sum((one) => one.overdueAppointments) },
    ...{ held: sum((one) => one.held), robots: sum((one) => one.robots) },
    ...{ doneToday: sum((one) => one.doneToday), completedToday: sum((one) => one.completedToday) },
  };
}

const patients = (count: number): string => (count === 1 ? "1 patient" : `${count} patienter`);

/** Who will be missed if nobody rings. */
export function headlineOf({ lastToday, lastTomorrow }: BoardCounts): string {
  if (lastToday === 0 && lastTomorrow === 0) return "Ingen har sin sista chans i dag eller i morgon.";
  const tomorrow = `${patients(lastTomorrow)} har sin sista chans i morgon.`;
  if (lastToday === 0) return tomorrow;
  const today = `${patients(lastToday)} missas om ingen når ${lastToday === 1 ? "hen" : "dem"} i dag.`;
  return lastTomorrow === 0 ? today : `${today} ${tomorrow}`;
}

/** Local time from which an untouched list is worth a word. */
const idleFrom = "10:00";

/** On a working day after ten, units with somebody to ring and nobody who has. */
export const idleUnits = (counts: readonly BoardCounts[], worked: ReadonlySet<string>, now: number): string[] =>
  isWorkingDay(localDateOf(now)) && localTimeOf(now) >= idleFrom
    ? counts
        .filter(({ unitId, callable, lastToday }) => callable + lastToday > 0 && !worked.has(unitId))
        .map(({ unitId }) => unitId)
    : [];

export function idleTextOf(names: readonly string[], unitsShown: number): string | null {
  if (names.length === 0) return null;
  const said = "Ingen har arbetat med listan i dag";
  return unitsShown === 1 ? `${said}.` : `${said}: ${names.join(", ")}.`;
}

/** `linked`: the reader has a work list to go to. */
export function todayOf(counts: BoardCounts, linked: (view: string) => string | null): BoardView["today"] {
  return [
    { label: "Kan ringas nu", value: String(counts.callable), href: linked("att-ringa") },
    { label: "Senare i dag", value: String(counts.laterToday), href: linked("vantar") },
    {
      label: counts.doneToday === 0 ? "Avslutade i dag" : `Avslutade i dag, ${counts.completedToday} genomförda`,
      ...{ value: String(counts.doneToday), href: linked("klara") },
    },
    { label: "I morgon", value: String(counts.tomorrow), href: null },
  ];
}

export function tasksText(tasks: readonly TaskCounts[]): { tasksText: string; tasksUrgent: boolean } {
  const sum = (of: (one: TaskCounts) => number) => tasks.reduce((total, one) => total + of(one), 0);
  const [open, unseen, late] = [sum((one) => one.open), sum((one) => one.unacknowledged), sum((one) => one.overdue)];
  if (open === 0) return { tasksText: "Inga öppna åtgärder.", tasksUrgent: false };
  const first = open === 1 ? "1 öppen åtgärd" : `${open} öppna åtgärder`;
  return {
    tasksText: `${first}: ${unseen === 1 ? "1 är inte kvitterad" : `${unseen} är inte kvitterade`}, ${late === 1 ? "1 är försenad" : `${late} är försenade`}.`,
    tasksUrgent: unseen + late > 0,
  };
}

/** `isOn`: null where there is no telephone. */
export function robotText(isOn: boolean | null, robots: number): string | null {
  if (isOn === null) return null;
  if (!isOn && robots === 0) return "Roboten är av.";
  const calling = robots === 0 ? "Den ringer ingen just nu." : `Den ringer ${patients(robots)} just nu.`;
  return `${isOn ? "Roboten är på." : "Roboten är av, men samtal som pågår får bli klara."} ${calling}`;
}

export type Measured = {
  readonly id: string;
  readonly name: string;
  /** First and last date of discharge, and the last date of the last window. */
  readonly opensOn: string;
  readonly closesOn: string;
  readonly endsOn: string;
  readonly target: number | null;
};

const days = (count: number): string => (count === 1 ? "1 dag kvar" : `${count} dagar kvar`);

export function progressOf(
  { name, closesOn, endsOn, target }: Measured,
  { eligible, closed, completed }: Omit<ProgressCounts, "measurementId">,
  today: string,
): BoardView["progress"][number] {
  const left =
    today <= closesOn
      ? `Utskrivna till och med ${formatDate(closesOn)} kommer med: ${days(daysBetween(today, closesOn) + 1)}.`
      : `Alla utskrivna är med. Ring till och med ${formatDate(endsOn)}: ${days(Math.max(daysBetween(today, endsOn) + 1, 0))}.`;
  const aim = target === null ? "" : ` Målet är ${target} ${target === 1 ? "intervju" : "intervjuer"}.`;
  return {
    name,
    text: `${completed} av ${eligible} som kan vara med är intervjuade. ${eligible - closed} är inte klara.${aim}`,
    value: Math.min(completed, target ?? eligible),
    max: Math.max(target ?? eligible, 1),
    daysText: left,
  };
}

// ── what only the unit's own people see ──

export const appointmentText = (at: number, now: number): string => `Bokad ${whenInWords(at, now)}`;
export const lastCallText = (at: number, attempts: number): string =>
  `Ring senast kl. ${formatTime(at)}. ${attempts === 0 ? "Ingen har ringt än." : attempts === 1 ? "1 försök är gjort." : `${attempts} försök är gjorda.`}`;

/** `all`: how many there are, those that this person may not see among them. */
export function someOf(cases: readonly BoardCase[], all: number, limit: number) {
  const left = Math.max(all - cases.length, 0);
  if (left === 0) return { cases, moreText: null };
  const one = left === 1;
  return {
    cases,
    moreText:
      cases.length < limit
        ? `${one ? "1 uppföljning till" : `${left} uppföljningar till`} har skyddade personuppgifter och syns bara för den som enheten har utsett.`
        : `och ${left} till. Alla står på arbetslistan.`,
  };
}

export const holdText = (holder: string | undefined, since: number, now: number): string =>
  `${holder ?? "En kollega"}, sedan ${sinceInWords(since, now)}`;

export const releaseText = (activeAt: number, now: number): string =>
  `Inget har hänt sedan ${sinceInWords(activeAt, now)}.`;

/** "Anna", "Anna och Bo", "Anna, Bo och Siv". */
const together = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} och ${names.at(-1)}`;

export function noteView(
  note: ShiftNote,
  unitName: string,
  names: ReadonlyMap<string, string>,
  reader: string,
  now: number,
): ShiftNoteView {
  const nameOf = (id: string) => names.get(id) ?? "en kollega";
  const others = note.readBy.filter((id) => id !== note.writtenBy);
  return {
    ...{ readAction: `/tavla/lapp/${note.id}/last`, unitName, text: note.text },
    fromText: `${nameOf(note.writtenBy)}, ${whenInWords(note.writtenAt, now)}`,
    readText: others.length === 0 ? "Ingen annan har läst den än." : `Läst av ${together(others.map(nameOf))}.`,
    unread: !note.readBy.includes(reader),
  };
}
