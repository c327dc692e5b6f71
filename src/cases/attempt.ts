/**
 * The moves that end an attempt: an outcome is recorded, or an interview is locked. The outcome table and the evidence
 * decide what follows; here they are only brought together. Each gives the columns to change, or a refusal. Whoever
 * writes names the version the facts had. Instants are epoch ms.
 */
import { refuseTime } from "../calls/appointments.ts";
import { type CaseEvidence, finalDisposition } from "../calls/disposition.ts";
import { type Outcome, type OutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import type { Policy } from "../calls/policy.ts";
import { noRest, restAfter } from "../calls/rest.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { type CaseChanges, type CaseFacts, close, free } from "./case.ts";

/** What a coordinator (or the robot) says came of the attempt that is going on. */
export type RecordedOutcome = {
  readonly accountId: string;
  readonly outcome: OutcomeCode;
  /** The agreed time, epoch ms. Required when the outcome says so, allowed with every outcome that ends nothing. */
  readonly appointmentAt: number | null;
  readonly note: string | null;
  /** What was known before this outcome. */
  readonly evidence: CaseEvidence;
  /** When the attempts began, this one included. */
  readonly attemptedAt: readonly number[];
};

/** Ends an attempt: held → planned with its rest or appointment, or → closed with the derived disposition. */
export function recordOutcome(
  facts: CaseFacts,
  recorded: RecordedOutcome,
  now: number,
  policy: Policy,
): CaseChanges | Refusal {
  const notHeld = refuseUnlessHeld(facts, recorded.accountId);
  if (notHeld) return notHeld;
  const outcome = outcomeOf(recorded.outcome);
  if (!outcome.pickable && outcome.code !== "acute") return refuse("outcome-not-pickable");
  if (outcome.code === "care-call-made" && facts.surveyConsent) return refuse("outcome-not-pickable");
  if (outcome.needsNote && (recorded.note ?? "").trim() === "")
    return refuse("note-needed", { about: outcome.noteHint ?? "" });

  const attempts = facts.attempts + 1;
  const evidence = withOutcome(recorded.evidence, outcome);
  const disposition = finalDisposition(evidence);
  if (disposition !== null) return { ...close(disposition, now), attempts };

  const appointmentAt = agreedTime(facts, outcome, recorded.appointmentAt, now, policy);
  if (isRefusal(appointmentAt)) return appointmentAt;
  return {
    state: "planned",
    ...free,
    attempts,
    appointmentAt,
    ...(appointmentAt === null ? restAfter(outcome, recorded.attemptedAt, facts, now, policy) : noRest),
    interrupted: evidence.interview !== "none",
  };
}

function refuseUnlessHeld(facts: CaseFacts, accountId: string): Refusal | null {
  if (facts.state === "closed") return refuse("case-closed");
  return facts.state === "held" && facts.ownerId === accountId ? null : refuse("case-not-held");
}

/** An outcome that ends the case closes the interview too, so that half an interview is kept and not lost to it. */
function withOutcome(evidence: CaseEvidence, outcome: Outcome): CaseEvidence {
  const outOfNumbers = outcome.dropsNumber && !evidence.numberLeft;
  return {
    ...evidence,
    outcomes: [...evidence.outcomes, outcome.code],
    eligibleAtInterview: evidence.eligibleAtInterview || evidence.interview !== "none",
    closing: outcome.final === "yes" || outOfNumbers,
  };
}

/**
 * Is a minute left to agree on? Who wants to be rung later in the window's last minute has been spoken with all the same,
 * and the case closes by that.
 */
export const mayAgree = ({ lastCallAt }: Pick<CaseFacts, "lastCallAt">, now: number): boolean =>
  lastCallAt !== null && now + 60_000 < lastCallAt;

/** The agreed time checked: in the future, inside the window, on a calling day and in the calling hours. */
function agreedTime(
  facts: CaseFacts,
  outcome: Outcome,
  appointmentAt: number | null,
  now: number,
  policy: Policy,
): number | null | Refusal {
  if (appointmentAt === null)
    return outcome.needsAppointment && mayAgree(facts, now) ? refuse("appointment-needed") : null;
  return refuseTime(appointmentAt, facts, now, policy) ?? appointmentAt;
}

/**
 * "Spara och lås": the interview ended in good order and is locked as it is. All of the core answered: completed; at
 * least half (some declined): partial; less: broken off, and nothing of it is kept.
 */
export function complete(
  facts: CaseFacts,
  accountId: string,
  evidence: CaseEvidence,
  now: number,
): CaseChanges | Refusal {
  const notHeld = refuseUnlessHeld(facts, accountId);
  if (notHeld) return notHeld;
  if (evidence.interview === "none") return refuse("interview-not-begun");
  const disposition = finalDisposition({ ...evidence, eligibleAtInterview: true, closing: true });
  return { ...close(disposition ?? "broken-off", now), attempts: facts.attempts + 1 };
}
