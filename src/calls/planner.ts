/**
 * May this case be rung now, when may it be, or why not any more? One pure decision that the work list, the robot and
 * the taking of a case all ask, so that they cannot disagree. A due appointment outranks everything except the calling
 * hours and the window (domain §5). Knows nothing but the columns of the case, so that the list's query (db/work-list.ts)
 * can say the same of thousands. What a person reads about the decision is in reasons.ts.
 */
import { localDateOf } from "../calendar.ts";
import type { CaseFacts } from "../cases/case.ts";
import { turnOf } from "./appointments.ts";
import type { Policy } from "./policy.ts";
import { nextCallableMoment } from "./window.ts";
import { hasWish, nextWishedMoment, wishEnds } from "./wish.ts";

export type WaitReason = "window-not-open" | "held" | "appointment" | "resting" | "availability" | "outside-hours";
export type StopReason = "closed" | "optional" | "no-callable-day" | "window-passed" | "max-attempts" | "no-slot-left";

/** What the planner needs to know: the columns of the case and nothing else. */
export type CaseToPlan = CaseFacts;

export type Plan =
  | { readonly decision: "dial" }
  | { readonly decision: "wait"; readonly until: number; readonly because: WaitReason }
  | { readonly decision: "stop"; readonly because: StopReason };

const stop = (because: StopReason): Plan => ({ decision: "stop", because });
const minute = 60_000;

/** Epoch ms when a hold ends by itself; null when nobody holds the case. */
export const heldUntil = (facts: CaseFacts, policy: Policy): number | null =>
  facts.state === "held" && facts.ownedSince !== null ? facts.ownedSince + policy.holdMinutes * minute : null;

/** Dial, wait until an instant (epoch ms), or stop: at `now` (epoch ms) under a policy. */
export function planCase(facts: CaseFacts, now: number, policy: Policy): Plan {
  if (facts.state === "closed" || facts.state === "optional") return stop(facts.state);
  const { firstCallAt, lastCallAt } = facts;
  if (firstCallAt === null || lastCallAt === null) return stop("no-callable-day");
  if (now >= lastCallAt) return stop("window-passed");
  const holdEnds = heldUntil(facts, policy);
  if (holdEnds !== null && now < holdEnds) return { decision: "wait", until: holdEnds, because: "held" };
  if (facts.appointmentAt === null && facts.attempts >= policy.maxAttempts) return stop("max-attempts");

  const [earliest, because] = earliestMoment(facts, firstCallAt, now);
  const from = Math.max(earliest, now);
  const last = localDateOf(lastCallAt);
  const wished = isWishKept(facts, from, lastCallAt, policy);
  const callable = nextCallableMoment(from, last, policy);
  const until = wished ? nextWishedMoment(from, last, facts.availability, policy) : callable;
  if (until === null || until >= lastCallAt) return stop("no-slot-left");
  if (until <= now) return { decision: "dial" };
  return { decision: "wait", until, because: until === callable ? because : "availability" };
}

/** The first instant that nothing but hours and wishes speaks against, and what spoke last. */
function earliestMoment(facts: CaseFacts, firstCallAt: number, now: number): readonly [number, WaitReason] {
  const { appointmentAt, restUntil } = facts;
  if (now < firstCallAt && (appointmentAt ?? restUntil ?? 0) <= firstCallAt) return [firstCallAt, "window-not-open"];
  if (appointmentAt !== null) return appointmentAt > now ? [appointmentAt, "appointment"] : [now, "outside-hours"];
  return restUntil !== null && restUntil > now ? [restUntil, "resting"] : [now, "outside-hours"];
}

/**
 * Is there still a time of day that suits the patient, from `from` (epoch ms) on? If not the case is rung anyway: better
 * an unsuitable time than none. A booked time goes before any wish.
 */
const isWishKept = (facts: CaseFacts, from: number, lastCallAt: number, policy: Policy): boolean =>
  facts.appointmentAt === null && hasWish(facts) && from < wishEnds(facts.availability, lastCallAt, policy);

/** Is the case rung at `now` (epoch ms) though the patient would rather have another time of day? */
export const isAgainstWish = (facts: CaseFacts, now: number, policy: Policy): boolean =>
  planCase(facts, now, policy).decision === "dial" &&
  facts.appointmentAt === null &&
  hasWish(facts) &&
  nextWishedMoment(now, localDateOf(now), facts.availability, policy) !== now;

// ── the order of the list ──

/** What of a case its place on the list depends on. */
export type ListedCase = {
  readonly id: string;
  readonly appointmentAt: number | null;
  /** The account that rings at the booked time; null: anybody of the unit. */
  readonly appointmentFor?: string | null;
  readonly handedOverBecause: string | null;
  readonly lastCallAt: number | null;
  readonly attempts: number;
};

/**
 * Before (negative) or after (positive) at `now` (epoch ms): booked times that are due, those
 * that are missed first, then the account's own, and of these the longest overdue first; then
 * patients whom the robot has left to a person; then the one whose last callable slot ends soonest; then the one tried
 * least. The list's query sorts by the same.
 */
export function compareOnList(a: ListedCase, b: ListedCase, now: number, accountId = ""): number {
  const due = ({ appointmentAt }: ListedCase) =>
    appointmentAt !== null && appointmentAt <= now ? appointmentAt : null;
  const rank = (one: ListedCase) => (due(one) !== null ? 0 : one.handedOverBecause !== null ? 1 : 2);
  const turn = (one: ListedCase) => (due(one) === null ? 0 : turnOf({ appointmentFor: null, ...one }, accountId, now));
  return (
    rank(a) - rank(b) ||
    turn(a) - turn(b) ||
    (due(a) ?? 0) - (due(b) ?? 0) ||
    (a.lastCallAt ?? 0) - (b.lastCallAt ?? 0) ||
    a.attempts - b.attempts ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
