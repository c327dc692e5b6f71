/**
 * Options and words about what is agreed beside an attempt, which the case's page, the list, the search and the calendar
 * share.
 */
import { localDateOf, localTimeOf, type PartOfDay } from "../calendar.ts";
import {
  availabilityInWords,
  fullAt,
  isMissed,
  loadOf,
  partLabels,
  slotMinutes,
  slotOf,
  timesToOffer,
} from "../calls/appointments.ts";
import type { Policy } from "../calls/policy.ts";
import { whenInWords } from "../calls/reasons.ts";
import { reasonLabels, relationLabels } from "../cases/proxy.ts";
import { type BookedTime, listBookedTimes } from "../db/agreements.ts";
import type { CaseRow } from "../db/cases.ts";
import type { World } from "../world.ts";
import type { OfferedTimes, Option } from "./views.ts";

/** A local "YYYY-MM-DDTHH:MM", as a datetime field sends it. */
export const forInput = (instant: number): string => `${localDateOf(instant)}T${localTimeOf(instant)}`;

export const optionsOf = (labels: Readonly<Record<string, string>>, selected = ""): Option[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label, selected: value === selected }));

const unpicked: Option = { value: "", label: "Välj", selected: false };

/** For whoever helps or answers: an empty first choice, so that nobody is said to be what nobody picked. */
export const relationOptions = (selected = ""): Option[] => [unpicked, ...optionsOf(relationLabels, selected)];
export const reasonOptions = (selected = ""): Option[] => [unpicked, ...optionsOf(reasonLabels, selected)];

export const partOptions = (suits: readonly PartOfDay[] | null): Option[] =>
  Object.entries(partLabels).map(([value, label]) => ({
    value,
    label: `${label[0]?.toUpperCase()}${label.slice(1)}`,
    selected: suits?.includes(value as PartOfDay) ?? false,
  }));

const week = 7 * 24 * 60 * 60_000;

/** What the units have booked in the days that a window can reach. */
export const bookedSoon = (world: World, unitIds: readonly string[]): Promise<BookedTime[]> =>
  listBookedTimes(world.db, unitIds, slotOf(world.now()), world.now() + 2 * week);

/** Times to offer for a case, by what its unit has booked already. */
export function offeredTimes(
  row: CaseRow,
  booked: readonly BookedTime[],
  now: number,
  policy: Policy,
  picked = "",
): OfferedTimes {
  const load = loadOf(booked.filter(({ caseId }) => caseId !== row.id).map(({ appointmentAt }) => appointmentAt));
  return timesToOffer(row, load, row.availability, now, policy).map((at) => ({
    value: forInput(at),
    label: whenInWords(at, now),
    hint: loadInWords(load.get(at) ?? 0),
    selected: forInput(at) === picked,
  }));
}

/** "2 andra är bokade då." */
export const loadInWords = (count: number): string =>
  count === 0 ? "" : count === 1 ? "En annan är bokad då." : `${count} andra är bokade då.`;

export type Colleague = { readonly id: string; readonly name: string };

export const forWhomOptions = (
  colleagues: readonly Colleague[],
  accountId: string,
  selected: string | null,
): Option[] => [
  { value: "", label: "Vem som helst på enheten", selected: selected === null || selected === "" },
  { value: accountId, label: "Jag", selected: selected === accountId },
  ...colleagues
    .filter(({ id }) => id !== accountId)
    .map(({ id, name }) => ({ value: id, label: name, selected: id === selected })),
];

/** How a booking that was just made is answered: was the half hour full already? */
export async function isFull(world: World, row: CaseRow): Promise<boolean> {
  if (row.appointmentAt === null) return false;
  const from = slotOf(row.appointmentAt);
  const others = await listBookedTimes(world.db, [row.unitId], from, from + slotMinutes * 60_000);
  return others.filter(({ caseId }) => caseId !== row.id).length >= fullAt;
}

/** What can be done to a row of the list without opening it: pass over, or take that back. */
export function rowActs(row: CaseRow, view: string, now: number) {
  const isSkipped = row.state === "planned" && row.restBecause === "skipped" && (row.restUntil ?? 0) > now;
  const maySkip = view === "callable" && row.state === "planned" && row.appointmentAt === null;
  return {
    skipHref: maySkip ? `/uppfoljningar/${row.id}?gor=hoppa-over#hoppa-over` : null,
    unskip: isSkipped ? `/uppfoljningar/${row.id}/ta-tillbaka` : null,
  };
}

/** Marks beside a case on the list and its own page: whose time it is, an interpreter, what suits the patient. */
export function agreedMarks(
  row: CaseRow,
  accountId: string,
  names: ReadonlyMap<string, string>,
  now: number,
): string[] {
  if (row.state === "closed") return [];
  const marks: string[] = [];
  if (row.appointmentAt !== null) {
    const missed = row.state === "planned" && isMissed(row.appointmentAt, now);
    if (row.appointmentFor === accountId) marks.push("Din tid");
    else if (row.appointmentFor !== null)
      marks.push(`${names.get(row.appointmentFor) ?? "En kollega"} ${missed ? "skulle ha ringt" : "ringer"}`);
    if (row.interpreterAt === row.appointmentAt) marks.push("Tolk bokad");
  }
  const suits = availabilityInWords(row.availability);
  if (suits !== null) marks.push(suits);
  return marks;
}
