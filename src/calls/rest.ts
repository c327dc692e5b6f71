/**
 * How long a case is left in peace after an attempt: the outcome's own rest, the policy's spacing, its limits per day
 * and in all, and a fair spread over the parts of day. Kept as one instant (`restUntil`), so that a list can be read
 * without knowing the attempts.
 */
import { addDays, instantOf, localDateOf, partOfDay } from "../calendar.ts";
import type { Outcome } from "./outcomes.ts";
import type { Policy } from "./policy.ts";
import { nextCallableMoment } from "./window.ts";

const hour = 3_600_000;

/** Local times at which the afternoon and the evening begin (calendar.ts, partOfDay). */
const laterParts = ["12:00", "16:00"] as const;

/** Attempts that began on the local date of `now`. */
export function attemptsToday(attemptedAt: readonly number[], now: number): number {
  const today = localDateOf(now);
  return attemptedAt.filter((at) => localDateOf(at) === today).length;
}

/**
 * Epoch ms before which the case is not to be rung again, or null for no rest. `attemptedAt` holds the beginnings of
 * all attempts, this one included; `lastCallAt` is the end of the case's last callable slot.
 */
export function restAfter(
  outcome: Outcome,
  attemptedAt: readonly number[],
  lastCallAt: number | null,
  now: number,
  policy: Policy,
): number | null {
  if (attemptedAt.length >= policy.maxAttempts) return lastCallAt;
  const today = localDateOf(now);
  const tomorrow = instantOf(addDays(today, 1), policy.hours.from);
  if (outcome.notSameDay || attemptsToday(attemptedAt, now) >= policy.maxAttemptsPerDay) return tomorrow;
  const restHours = outcome.restHours === "spacing" ? policy.spacingHours : outcome.restHours;
  if (restHours === 0) return null;
  const rested = now + restHours * hour;
  if (!outcome.otherPartOfDay || localDateOf(rested) !== today || partOfDay(rested) !== partOfDay(now)) return rested;
  const nextPart = laterParts.map((time) => instantOf(today, time)).find((start) => start > rested) ?? tomorrow;
  // Better the same part of day than no further call at all.
  return hasSlotAfter(nextPart, lastCallAt, policy) ? nextPart : rested;
}

function hasSlotAfter(instant: number, lastCallAt: number | null, policy: Policy): boolean {
  if (lastCallAt === null) return false;
  const next = nextCallableMoment(instant, localDateOf(lastCallAt), policy);
  return next !== null && next < lastCallAt;
}
