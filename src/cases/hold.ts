/**
 * The moves by which a case comes onto the list and somebody takes hold of it or lets go: one owner at a time, and
 * taken only when it may be rung. Each takes the facts as they were read and gives the columns to change, or a refusal;
 * `{}` means that all is as it should be already (a double click). Whoever writes names the version the facts had.
 */
import { heldUntil, type Plan, planCase } from "../calls/planner.ts";
import type { Policy } from "../calls/policy.ts";
import { sinceInWords, untilInWords, whenInWords } from "../calls/reasons.ts";
import { type Refusal, refuse } from "../problems.ts";
import { type CaseChanges, type CaseFacts, free } from "./case.ts";
import { robot, robotDoneBy } from "./robot-call.ts";
import { web } from "./web-link.ts";

/** A person decides that a green case needs a call: optional → planned, and part of the routine from now on. */
export function putOnList(facts: CaseFacts, now: number): CaseChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  if (facts.state !== "optional") return refuse("case-not-optional");
  if (facts.lastCallAt === null) return refuse("case-never-callable");
  if (now >= facts.lastCallAt) return refuse("case-window-passed");
  return { state: "planned", routine: true };
}

/**
 * Takes hold of a case in order to call: planned → held by this account. Only when the planner says that it may be
 * rung now; when the patient rings us ("they-rang") neither rest nor window stands in the way, only another's hold.
 * A hold that has outlasted the policy's holdMinutes may be taken over.
 */
export function take(
  facts: CaseFacts & { readonly attemptedAt?: readonly number[] },
  accountId: string,
  now: number,
  policy: Policy,
  why: "we-ring" | "they-rang" = "we-ring",
): CaseChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  if (facts.state === "optional") return refuse("case-not-on-list");
  if (facts.state === "held" && facts.ownerId === accountId) return {};
  const holdEnds = heldUntil(facts, policy);
  if (holdEnds !== null && now < holdEnds) return refuseHeld(facts, now);
  if (why === "we-ring") {
    const plan = planCase(facts, now, policy);
    if (plan.decision !== "dial") return refusalOf(plan, facts, now);
  }
  return { state: "held", ownerId: accountId, ownedSince: now };
}

/** Somebody holds the case: since when, and who (an account id, for the page to name). The robot says when it is done. */
export function refuseHeld(facts: CaseFacts, now: number): Refusal {
  const ownedSince = facts.ownedSince ?? now;
  if (facts.ownerId === web) return refuse("case-held-by-web");
  const since = sinceInWords(ownedSince, now);
  return facts.ownerId === robot
    ? refuse("case-held-by-robot", { since, until: untilInWords(robotDoneBy(ownedSince)) })
    : refuse("case-held", { since, ownerId: facts.ownerId ?? "" });
}

const refusedWait = {
  "window-not-open": "window-not-open",
  appointment: "case-booked",
  resting: "case-resting",
  availability: "case-other-time",
  "outside-hours": "outside-calling-hours",
} as const;

const refusedStop = {
  closed: "case-closed",
  optional: "case-not-on-list",
  "no-callable-day": "case-never-callable",
  "window-passed": "case-window-passed",
  "no-slot-left": "case-window-passed",
  "max-attempts": "attempts-used-up",
} as const;

function refusalOf(plan: Exclude<Plan, { decision: "dial" }>, facts: CaseFacts, now: number): Refusal {
  if (plan.decision === "stop") return refuse(refusedStop[plan.because]);
  if (plan.because === "held") return refuseHeld(facts, now);
  return refuse(refusedWait[plan.because], { until: whenInWords(plan.until, now) });
}

/** Lets go of a case without an attempt: held → planned. */
export function release(facts: CaseFacts, accountId: string): CaseChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  if (facts.state !== "held") return {};
  if (facts.ownerId !== accountId) return refuse("case-not-held");
  return { state: "planned", ...free };
}

/** Minutes without a line in the case's log after which a colleague may let go of it for whoever holds it. */
export const idleMinutes = 30;

/** Has a person held the case for too long: past the policy's hold, or so long without anything happening? */
export const heldTooLong = (facts: CaseFacts, activeAt: number, now: number, policy: Policy): boolean => {
  const holdEnds = heldUntil(facts, policy);
  if (holdEnds === null || facts.ownerId === robot || facts.ownerId === web) return false;
  return now >= holdEnds || now - activeAt >= idleMinutes * 60_000;
};

/**
 * A colleague lets go of a case that somebody has held for too long: held → planned. `activeAt`: epoch ms of the last
 * line in its log. Never the robot's, which lets go by itself; `{}` when it is free already. What the holder has written
 * stays where it is: an interview in progress is resumed from where it stands by whoever takes the case.
 */
export function releaseAnothers(
  facts: CaseFacts,
  activeAt: number,
  now: number,
  policy: Policy,
): CaseChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  if (facts.state !== "held") return {};
  if (facts.ownerId === robot || facts.ownerId === web) return refuseHeld(facts, now);
  if (!heldTooLong(facts, activeAt, now, policy)) return refuse("hold-still-fresh", { minutes: idleMinutes });
  return { state: "planned", ...free };
}

/** The clock lets go of a case that somebody took and left; `{}` while the hold is fresh. */
export function releaseStale(facts: CaseFacts, now: number, policy: Policy): CaseChanges {
  const holdEnds = heldUntil(facts, policy);
  return holdEnds !== null && now >= holdEnds ? { state: "planned", ...free } : {};
}
