/**
 * The times that a unit can book a call for: half hours of the coming calling days, how full they are, and when an agreed
 * time has been missed. Instants are epoch ms. The moves that book and cancel are cases/agree.ts's.
 */
import {
  addDays,
  formatDate,
  formatTime,
  instantOf,
  localDateOf,
  localTimeOf,
  type PartOfDay,
  partOfDay,
} from "../calendar.ts";
import { type Refusal, refuse } from "../problems.ts";
import type { Policy } from "./policy.ts";
import { isCallableDay, nextCallableMoment } from "./window.ts";

/** Minutes of one place in the calendar: an interview and its notes take half of it, and some calls run over. */
export const slotMinutes = 30;

/** So many agreed times in one half hour are as many as a unit can keep: warned of, never refused. */
export const fullAt = 3;

/** Minutes past the agreed time after which it is everybody's to ring. */
export const missedAfterMinutes = 15;

const minute = 60_000;

/** The half hour that an instant lies in, by local time. */
export function slotOf(instant: number): number {
  const past = Number(localTimeOf(instant).slice(3)) % slotMinutes;
  return Math.floor(instant / minute) * minute - past * minute;
}

/** The beginnings of all half hours of a calling day; none on a day when nobody may be called. */
export function slotsOn(date: string, policy: Policy): number[] {
  if (!isCallableDay(date, policy)) return [];
  const slots: number[] = [];
  const end = instantOf(date, policy.hours.to);
  for (let at = instantOf(date, policy.hours.from); at < end; at += slotMinutes * minute) slots.push(at);
  return slots;
}

/** The calling days from today until `daysAhead` days later: as far as any window that is open now can reach. */
export function comingDays(now: number, daysAhead: number, policy: Policy): string[] {
  const today = localDateOf(now);
  return Array.from({ length: daysAhead + 1 }, (_, ahead) => addDays(today, ahead)).filter((date) =>
    isCallableDay(date, policy),
  );
}

/** What an agreed time has to keep to. */
export type Bounds = {
  readonly firstCallAt: number | null;
  readonly lastCallAt: number | null;
  readonly closesOn: string;
};

/** May a call be agreed for this instant: in the future, inside the case's window, on a calling day, in calling hours? */
export const fits = (at: number, bounds: Bounds, now: number, policy: Policy): boolean =>
  at > now &&
  bounds.lastCallAt !== null &&
  at >= (bounds.firstCallAt ?? Infinity) &&
  at < bounds.lastCallAt &&
  nextCallableMoment(at, bounds.closesOn, policy) === at;

/** Why a time cannot be agreed on, or null. */
export function refuseTime(at: number, bounds: Bounds, now: number, policy: Policy): Refusal | null {
  if (at <= now) return refuse("appointment-past");
  if (bounds.lastCallAt === null || now >= bounds.lastCallAt) return refuse("appointment-not-possible");
  if (fits(at, bounds, now, policy)) return null;
  const last = `${formatDate(localDateOf(bounds.lastCallAt))} före kl. ${formatTime(bounds.lastCallAt)}`;
  return refuse("appointment-outside-window", { ...policy.hours, last });
}

/** How many are booked in each half hour, by its beginning. */
export type Load = ReadonlyMap<number, number>;

export function loadOf(bookedAt: readonly number[]): Load {
  const load = new Map<number, number>();
  for (const at of bookedAt) load.set(slotOf(at), (load.get(slotOf(at)) ?? 0) + 1);
  return load;
}

/**
 * Some times to offer, spread over the days and parts of day: the first half hour that is not full in each part, those
 * that suit the patient alone when there are any, at least half an hour from now.
 */
export function timesToOffer(
  bounds: Bounds,
  load: Load,
  suits: readonly PartOfDay[] | null,
  now: number,
  policy: Policy,
  most = 6,
): number[] {
  if (bounds.lastCallAt === null) return [];
  const offered: { at: number; part: PartOfDay }[] = [];
  const seen = new Set<string>();
  for (let date = localDateOf(now); date <= localDateOf(bounds.lastCallAt); date = addDays(date, 1)) {
    for (const at of slotsOn(date, policy)) {
      if (!fits(at, bounds, now + slotMinutes * minute, policy) || (load.get(at) ?? 0) >= fullAt) continue;
      const part = partOfDay(at);
      if (seen.has(`${date} ${part}`)) continue;
      seen.add(`${date} ${part}`);
      offered.push({ at, part });
    }
  }
  const suiting = suits === null ? [] : offered.filter(({ part }) => suits.includes(part));
  return (suiting.length > 0 ? suiting : offered).slice(0, most).map(({ at }) => at);
}

/** Has the agreed time passed without anybody having tried? Nobody has it any longer for their own then. */
export const isMissed = (appointmentAt: number | null, now: number): boolean =>
  appointmentAt !== null && now >= appointmentAt + missedAfterMinutes * minute;

export type Agreed = { readonly appointmentAt: number | null; readonly appointmentFor: string | null };

/**
 * Whose turn a time that is due is, as an account sees it; the lowest first: 0 missed and therefore everybody's, 1 one's
 * own, 2 the unit's, 3 a colleague's own. The list's query sorts by the same.
 */
export function turnOf(agreed: Agreed, accountId: string, now: number): 0 | 1 | 2 | 3 {
  if (isMissed(agreed.appointmentAt, now)) return 0;
  if (agreed.appointmentFor === accountId) return 1;
  return agreed.appointmentFor === null ? 2 : 3;
}

/** In the order of the day. */
export const partLabels: Readonly<Record<PartOfDay, string>> = {
  forenoon: "förmiddag",
  afternoon: "eftermiddag",
  evening: "kväll",
};

const parts = ["forenoon", "afternoon", "evening"] as const satisfies readonly PartOfDay[];

/** Parts of day as a form sent them, in the order of the day; null when none or all were picked: then any time will do. */
export function readAvailability(picked: readonly string[]): readonly PartOfDay[] | null {
  const known = parts.filter((part) => picked.includes(part));
  return known.length === 0 || known.length === parts.length ? null : known;
}

/** "Helst förmiddag eller kväll"; null when any time will do. */
export const availabilityInWords = (suits: readonly PartOfDay[] | null): string | null =>
  suits === null || suits.length === 0 ? null : `Helst ${suits.map((part) => partLabels[part]).join(" eller ")}`;
