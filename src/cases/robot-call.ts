/**
 * The moves by which a call of the robot's lets go of its case: the same outcomes as a person's call, and when a person
 * has to go on, the case goes to the top of the unit's list and the robot leaves it alone. One owner per case: while the
 * robot rings, it holds the case as a person would.
 */
import { localDateOf } from "../calendar.ts";
import type { CallEvent } from "../calls/call-log.ts";
import type { CallEnd } from "../calls/conversation/endings.ts";
import type { CaseEvidence } from "../calls/disposition.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import { type Policy, robotPolicy } from "../calls/policy.ts";
import { restOfDay } from "../calls/rest.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { complete, recordOutcome } from "./attempt.ts";
import { type CaseChanges, type CaseFacts, free } from "./case.ts";

/** The owner of a case that the robot rings. */
export const robot = "robot";

/** Why the robot may not ring somebody whom a person may. */
export type RobotObstacle =
  | "not-wanted"
  | "no-survey"
  | "psychiatry"
  | "protected"
  | "not-home"
  | "interpreter"
  | "language"
  | "no-birthday"
  | "no-number"
  | "appointment";

export type RobotCandidate = {
  readonly surveyConsent: boolean;
  readonly appointmentAt: number | null;
  readonly robotConsent: boolean;
  readonly protected: boolean;
  readonly status: string;
  readonly careType: string;
  readonly interpreter: boolean;
  readonly language: string | null;
  readonly birthDate: string | null;
  /** A number that has not turned out to be wrong. */
  readonly hasNumber: boolean;
};

/**
 * What stands in the way of an automatic call, or null. The patient has to have said yes to it at discharge; the robot
 * speaks Swedish only, needs a birth day to know whom it talks to, and keeps no appointment (telephony, "The
 * conversation"). `psychiatry`: has the region opened the robot for psychiatric care?
 */
export function robotObstacle(facts: RobotCandidate, psychiatry: boolean): RobotObstacle | null {
  if (!facts.robotConsent) return "not-wanted";
  if (!facts.surveyConsent) return "no-survey";
  if (facts.careType !== "somatic" && !psychiatry) return "psychiatry";
  if (facts.protected) return "protected";
  if (facts.status !== "home") return "not-home";
  if (facts.interpreter) return "interpreter";
  if (facts.language !== null && facts.language !== "sv") return "language";
  if (facts.birthDate === null) return "no-birthday";
  if (!facts.hasNumber) return "no-number";
  return facts.appointmentAt === null ? null : "appointment";
}

type Tried = { readonly mode: string; readonly outcome: string | null; readonly startedAt: number };

/**
 * Has a call of the robot's perhaps been declined today (`now`: epoch ms)? No carrier tells such a call from an engaged
 * line, and who declines is not rung again that day (telephony, "The conversation"). A person may ring as after any call.
 */
export const isPerhapsDeclined = (attempts: readonly Tried[], now: number): boolean =>
  attempts.some(
    ({ mode, outcome, startedAt }) =>
      mode === "robot" && outcome === "busy" && localDateOf(startedAt) === localDateOf(now),
  );

/**
 * Why a person goes on where the robot stopped. "anybody": whoever answered asked for a person and never said who they
 * are. "not-reached": the carrier could not get through. "number": the carrier does not ring such a number.
 */
export type HandOverReason =
  | "person"
  | "anybody"
  | "silence"
  | "wrong-keys"
  | "later"
  | "wrong-person"
  | "wrong-birthday"
  | "nothing-to-ask"
  | "not-reached"
  | "fault"
  | "number"
  // The patient's own wish on the web (cases/web-answer.ts); no robot was there.
  | "web";

const reasonOfEnd: Partial<Record<CallEnd, HandOverReason>> = {
  person: "person",
  silence: "silence",
  "wrong-keys": "wrong-keys",
  later: "later",
  "wrong-person": "wrong-person",
  "wrong-birthday": "wrong-birthday",
  "nothing-to-ask": "nothing-to-ask",
};

/** Why, by the log of the call's end and the outcome that it came to. */
export function handOverReason(events: readonly CallEvent[], outcome: OutcomeCode | null): HandOverReason {
  const end = events.findLast((event) => event.kind === "heard" && event.happened === "ended");
  const as = end?.kind === "heard" ? end.as : undefined;
  // Somebody lifted the receiver and not a word of ours came.
  const isFault = events.some((event) => event.kind === "told" && event.status === "completed");
  const reason = (as && reasonOfEnd[as]) ?? (isFault ? "fault" : "not-reached");
  return reason === "person" && outcome === "wrong-person" ? "anybody" : reason;
}

/** Epoch ms when a case that the robot took at `ownedSince` is free again at the latest: no call lasts longer. */
export const robotDoneBy = (ownedSince: number): number =>
  ownedSince + (robotPolicy.ringSeconds + robotPolicy.limitSeconds + robotPolicy.graceSeconds) * 1000;

/** As the columns of `cases`; `handedOverAt` in epoch ms. */
export type RobotChanges = CaseChanges & {
  readonly handedOverAt?: number | null;
  readonly handedOverBecause?: HandOverReason | null;
};

export type RobotCallEnd = {
  /** Null: the call says nothing about the case (it never rang, or there was nothing to ask). */
  readonly outcome: OutcomeCode | null;
  readonly personTakesOver: boolean;
  /** Why, when a person takes over. */
  readonly because?: HandOverReason;
  /** What is known with the interview as it stands now, before this outcome. */
  readonly evidence: CaseEvidence;
  /** When the attempts before this one began, epoch ms. */
  readonly attemptedAt: readonly number[];
};

/** Held by the robot → planned or closed, at `now` (epoch ms). Refuses when the robot does not hold the case. */
export function endRobotCall(
  facts: CaseFacts,
  ended: RobotCallEnd,
  now: number,
  policy: Policy,
): RobotChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  if (facts.state !== "held" || facts.ownerId !== robot) return refuse("case-not-held");
  const { outcome, personTakesOver, evidence } = ended;
  const handOver = personTakesOver ? { handedOverAt: now, handedOverBecause: ended.because ?? "not-reached" } : {};
  if (outcome === null) return { state: "planned", ...free, ...handOver };
  if (outcome === "completed" || outcome === "partial") return complete(facts, robot, evidence, now);
  const attemptedAt = [...ended.attemptedAt, facts.ownedSince ?? now];
  if (outcome === "later") {
    // "En annan gång": a person rings and agrees on a time, which the robot cannot.
    const rest = restOfDay(attemptedAt, now, policy);
    return { state: "planned", ...free, attempts: facts.attempts + 1, ...rest, ...handOver };
  }
  const recorded = { accountId: robot, outcome, appointmentAt: null, note: null, evidence, attemptedAt };
  const changes = recordOutcome(facts, recorded, now, policy);
  if (isRefusal(changes) || changes.state === "closed") return changes;
  // Somebody with a booked time rang us before it: what was agreed with a person still holds.
  const booked =
    facts.appointmentAt !== null && facts.appointmentAt > now ? { appointmentAt: facts.appointmentAt } : {};
  return { ...changes, ...booked, ...handOver };
}
