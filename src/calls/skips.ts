/**
 * Passing over a patient for a while: why, and until when. No attempt is counted, since nobody was rung. Instants are
 * epoch ms. The move is cases/agree.ts's.
 */
import { addDays, formatDateShort, formatTime, instantOf, localDateOf } from "../calendar.ts";
import type { Policy } from "./policy.ts";
import { nextCallableMoment } from "./window.ts";

export type SkipReason = "away" | "interpreter" | "colleague" | "other";
export type SkipLength = "hour" | "afternoon" | "tomorrow";

/** In the order of the form. */
export const skipReasons: Readonly<Record<SkipReason, string>> = {
  away: "Patienten är på besök eller behandling",
  interpreter: "Väntar på tolk",
  colleague: "Behöver fråga en kollega",
  other: "Annat",
};

export const isSkipReason = (text: string): text is SkipReason => Object.hasOwn(skipReasons, text);
export const isSkipLength = (text: string): text is SkipLength => ["hour", "afternoon", "tomorrow"].includes(text);

/** When the afternoon begins (calendar.ts, partOfDay). */
const noon = "12:00";

/** The last date to look for calling hours on: a fortnight holds the longest row of holidays. */
const farEnough = (now: number): string => addDays(localDateOf(now), 14);

/** Until when, at the first calling moment from then; null when there is none, or the afternoon has begun already. */
export function skippedUntil(length: SkipLength, now: number, policy: Policy): number | null {
  const today = localDateOf(now);
  if (length === "hour") return nextCallableMoment(now + 3_600_000, farEnough(now), policy);
  if (length === "tomorrow") return nextCallableMoment(instantOf(addDays(today, 1), "00:00"), farEnough(now), policy);
  const afternoon = instantOf(today, noon);
  return afternoon <= now ? null : nextCallableMoment(afternoon, today, policy);
}

const lengthLabels: Readonly<Record<SkipLength, string>> = {
  hour: "En timme",
  afternoon: "Till i eftermiddag",
  tomorrow: "Till nästa ringdag",
};

/** What can be picked at `now`, each with the moment it leads to: "En timme (till 11:10)". */
export function skipLengths(now: number, lastCallAt: number | null, policy: Policy) {
  return (["hour", "afternoon", "tomorrow"] as const).flatMap((length) => {
    const until = skippedUntil(length, now, policy);
    if (until === null || lastCallAt === null || until >= lastCallAt) return [];
    const sameDay = localDateOf(until) === localDateOf(now);
    const when = sameDay
      ? `kl. ${formatTime(until)}`
      : `${formatDateShort(localDateOf(until))} kl. ${formatTime(until)}`;
    return [{ length, label: `${lengthLabels[length]} (${when})` }];
  });
}
