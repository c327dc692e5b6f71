/**
 * How long a case is left in peace after an attempt: the outcome's own rest, the policy's spacing, its limit per day, and
 * a fair spread over the parts of day. Kept as one instant and its reason, so that a list can be read without knowing the
 * attempts.
 */
import { addDays, instantOf, localDateOf, type PartOfDay, partOfDay } from "../calendar.ts";
import type { Outcome } from "./outcomes.ts";
import type { Policy } from "./policy.ts";
import { nextWishedMoment, partsOfDay, type Wish } from "./wish.ts";

const hour = 3_600_000;

/** "attempt": spacing. "day": the day's attempts are made. "part": another part of day is to be tried. */
export type Rest = { readonly restUntil: number | null; readonly restBecause: "attempt" | "day" | "part" | null };

export const noRest: Rest = { restUntil: null, restBecause: null };

/** Attempts that began on the local date of `now`. */
export function attemptsToday(attemptedAt: readonly number[], now: number): number {
  const today = localDateOf(now);
  return attemptedAt.filter((at) => localDateOf(at) === today).length;
}

/** The rest of a case whose attempts of the day are made: until the next day. None while one is left. */
export function restOfDay(attemptedAt: readonly number[], now: number, policy: Policy): Rest {
  if (attemptsToday(attemptedAt, now) < policy.maxAttemptsPerDay) return noRest;
  return { restUntil: tomorrow(now, policy), restBecause: "day" };
}

const tomorrow = (now: number, policy: Policy): number => instantOf(addDays(localDateOf(now), 1), policy.hours.from);

/**
 * Until when (epoch ms) the case is not to be rung after an attempt that ended at `now`, and why. `attemptedAt` holds the
 * beginnings of all attempts, this one included; `lastCallAt` is the end of the case's last callable slot; `wish` the
 * parts of day that suit the patient, which the spread keeps within.
 */
export function restAfter(
  outcome: Outcome,
  attemptedAt: readonly number[],
  { lastCallAt, availability }: { readonly lastCallAt: number | null; readonly availability: Wish },
  now: number,
  policy: Policy,
): Rest {
  const day = restOfDay(attemptedAt, now, policy);
  const restHours = outcome.restHours === "spacing" ? policy.spacingHours : outcome.restHours;
  if (day.restUntil === null && !outcome.notSameDay && restHours === 0) return noRest;
  const rested = day.restUntil ?? (outcome.notSameDay ? tomorrow(now, policy) : now + restHours * hour);
  const plain: Rest = { restUntil: rested, restBecause: day.restUntil === null ? "attempt" : "day" };
  if (!outcome.otherPartOfDay || lastCallAt === null) return plain;
  const untried = untriedParts(attemptedAt, availability);
  const next = nextWishedMoment(rested, localDateOf(lastCallAt), untried, policy);
  // Better a part of day that has been tried than no further call at all.
  if (next === null || next >= lastCallAt || next === nextCallable(rested, lastCallAt, policy)) return plain;
  return { restUntil: next, restBecause: "part" };
}

/** The parts of day, of those that suit the patient, in which nobody has tried yet. */
function untriedParts(attemptedAt: readonly number[], wish: Wish): PartOfDay[] {
  const tried = new Set(attemptedAt.map(partOfDay));
  const suiting = partsOfDay.map(({ part }) => part).filter((part) => !wish?.length || wish.includes(part));
  return suiting.filter((part) => !tried.has(part));
}

const nextCallable = (from: number, lastCallAt: number, policy: Policy): number | null =>
  nextWishedMoment(
    from,
    localDateOf(lastCallAt),
    partsOfDay.map(({ part }) => part),
    policy,
  );
