/**
 * "Helst på förmiddagen": the parts of day that suit a patient best. A wish is kept while a slot of its parts is left in
 * the window; after that the patient is rung in any calling hour (domain §6, availability).
 */
import { addDays, instantOf, localDateOf, localTimeOf, type PartOfDay } from "../calendar.ts";
import type { Policy } from "./policy.ts";
import { isCallableDay } from "./window.ts";

export type Wish = readonly PartOfDay[] | null;

/** In the order of the day; local times, `to` itself is the next part's (calendar.ts, partOfDay). */
export const partsOfDay = [
  { part: "forenoon", from: "00:00", to: "12:00" },
  { part: "afternoon", from: "12:00", to: "16:00" },
  { part: "evening", from: "16:00", to: "24:00" },
] as const satisfies readonly { part: PartOfDay; from: string; to: string }[];

export const hasWish = ({ availability }: { readonly availability: Wish }): boolean =>
  availability !== null && availability.length > 0;

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a > b ? a : b);

/** The parts of a calling day from one local time to another, latest first, with when each of them ends on it. */
const partsWithin = (from: string, to: string) =>
  partsOfDay
    .filter((one) => one.from < to && one.to > from)
    .map((one) => ({ part: one.part, from: later(one.from, from), to: earlier(one.to, to) }))
    .toReversed();

/** The parts that the calling hours leave, latest first, each with the milliseconds from its end to the day's last hour. */
export const partMargins = ({ hours }: Policy): { readonly part: PartOfDay; readonly margin: number }[] =>
  partsWithin(hours.from, hours.to).map(({ part, to }) => ({ part, margin: millisecondsBetween(to, hours.to) }));

/**
 * Epoch ms from which no slot of the wish is left before the end of the last callable slot; -Infinity when the hours hold
 * none of its parts. The last day's hours end when its slot does, also where a policy closes earlier (the robot's).
 */
export function wishEnds(wish: Wish, lastCallAt: number, { hours }: Policy): number {
  const closing = localTimeOf(lastCallAt);
  const latest = partsWithin(hours.from, closing).find(({ part }) => wish?.includes(part));
  return latest ? lastCallAt - millisecondsBetween(latest.to, closing) : -Infinity;
}

/** The first instant at or after `from` (epoch ms), up to the last date, that is callable and in a part of the wish. */
export function nextWishedMoment(from: number, lastDate: string, wish: Wish, policy: Policy): number | null {
  const parts = partsWithin(policy.hours.from, policy.hours.to)
    .toReversed()
    .filter(({ part }) => wish?.includes(part));
  for (let date = localDateOf(from); date <= lastDate; date = addDays(date, 1)) {
    if (!isCallableDay(date, policy)) continue;
    const slot = parts.find(({ to }) => from < instantOf(date, to));
    if (slot) return Math.max(from, instantOf(date, slot.from));
  }
  return null;
}

function millisecondsBetween(from: string, to: string): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return (minutes(to) - minutes(from)) * 60_000;
}
