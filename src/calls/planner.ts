/**
 * May this case be rung now, when may it be, or why not any more? One pure decision that the work list, the robot and
 * the taking of a case all ask, so that they cannot disagree. A due appointment outranks everything except the calling
 * hours and the window (domain §5). What a person reads about the decision is in reasons.ts.
 */
import { addDays, instantOf, localDateOf } from "../calendar.ts";
import type { CaseFacts } from "../cases/case.ts";
import type { Policy } from "./policy.ts";
import { attemptsToday } from "./rest.ts";
import { nextCallableMoment } from "./window.ts";

export type WaitReason = "window-not-open" | "held" | "appointment" | "resting" | "daily-limit" | "outside-hours";
export type StopReason = "closed" | "optional" | "no-callable-day" | "window-passed" | "max-attempts" | "no-slot-left";

export type Plan =
  | { readonly decision: "dial" }
  | { readonly decision: "wait"; readonly until: number; readonly because: WaitReason }
  | { readonly decision: "stop"; readonly because: StopReason };

/** A case and when its attempts began (epoch ms); without them only the case's own rest and count are known. */
export type CaseToPlan = CaseFacts & { readonly attemptedAt?: readonly number[] };

const stop = (because: StopReason): Plan => ({ decision: "stop", because });
const minute = 60_000;

/** Epoch ms when a hold ends by itself; null when nobody holds the case. */
export const heldUntil = (facts: CaseFacts, policy: Policy): number | null =>
  facts.state === "held" && facts.ownedSince !== null ? facts.ownedSince + policy.holdMinutes * minute : null;

/** Dial, wait until an instant (epoch ms), or stop: at `now` (epoch ms) under a policy. */
export function planCase(facts: CaseToPlan, now: number, policy: Policy): Plan {
  if (facts.state === "closed" || facts.state === "optional") return stop(facts.state);
  const { firstCallAt, lastCallAt } = facts;
  if (firstCallAt === null || lastCallAt === null) return stop("no-callable-day");
  if (now >= lastCallAt) return stop("window-passed");
  const holdEnds = heldUntil(facts, policy);
  if (holdEnds !== null && now < holdEnds) return { decision: "wait", until: holdEnds, because: "held" };

  const [earliest, because] = earliestMoment(facts, firstCallAt, now, policy);
  if (because === "max-attempts") return stop(because);
  const until = nextCallableMoment(Math.max(earliest, now), localDateOf(lastCallAt), policy);
  if (until === null || until >= lastCallAt) return stop("no-slot-left");
  return until <= now ? { decision: "dial" } : { decision: "wait", until, because };
}

/** The first instant that nothing but the calling hours speaks against, and what spoke last. */
function earliestMoment(
  facts: CaseToPlan,
  firstCallAt: number,
  now: number,
  policy: Policy,
): readonly [number, WaitReason | "max-attempts"] {
  if (now < firstCallAt && (facts.appointmentAt ?? 0) <= firstCallAt) return [firstCallAt, "window-not-open"];
  if (facts.appointmentAt !== null)
    return facts.appointmentAt > now ? [facts.appointmentAt, "appointment"] : [now, "outside-hours"];
  if (facts.attempts >= policy.maxAttempts) return [now, "max-attempts"];
  if (facts.restUntil !== null && facts.restUntil > now) return [facts.restUntil, "resting"];
  if (attemptsToday(facts.attemptedAt ?? [], now) >= policy.maxAttemptsPerDay)
    return [instantOf(addDays(localDateOf(now), 1), policy.hours.from), "daily-limit"];
  return [now, "outside-hours"];
}
