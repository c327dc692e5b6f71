/**
 * What a coordinator agrees on or decides about a case without an attempt: a time to ring, the parts of day that suit the
 * patient, passing over the case for a while. Each gives the columns to change, or a refusal; whoever writes names the
 * version the facts had. Instants are epoch ms.
 */
import { formatDate, formatTime, localDateOf, type PartOfDay } from "../calendar.ts";
import { readAvailability, refuseTime } from "../calls/appointments.ts";
import { type CaseToPlan, heldUntil, planCase } from "../calls/planner.ts";
import type { Policy } from "../calls/policy.ts";
import { isSkipLength, isSkipReason, type SkipReason, skippedUntil } from "../calls/skips.ts";
import { type Refusal, refuse } from "../problems.ts";
import { type CaseChanges, type CaseFacts, free } from "./case.ts";
import { refuseHeld } from "./hold.ts";

/** As the columns of `cases`. */
export type AgreedTime = {
  readonly appointmentAt: number | null;
  /** The account that will ring; null: anybody of the unit. */
  readonly appointmentFor: string | null;
  /** The instant that an interpreter is booked for. */
  readonly interpreterAt: number | null;
};

export const noTime: AgreedTime = { appointmentAt: null, appointmentFor: null, interpreterAt: null };

function refuseUnlessOpen(facts: CaseFacts, accountId: string, now: number, policy: Policy): Refusal | null {
  if (facts.state === "closed") return refuse("case-closed");
  if (facts.state === "optional") return refuse("case-not-on-list");
  const holdEnds = heldUntil(facts, policy);
  return holdEnds !== null && facts.ownerId !== accountId && now < holdEnds ? refuseHeld(facts, now) : null;
}

/** Books or moves the agreed time. Nobody else may be ringing; who holds the case goes on holding it. */
export function bookTime(
  facts: CaseFacts,
  accountId: string,
  time: AgreedTime & { readonly appointmentAt: number },
  now: number,
  policy: Policy,
): AgreedTime | Refusal {
  return refuseUnlessOpen(facts, accountId, now, policy) ?? refuseTime(time.appointmentAt, facts, now, policy) ?? time;
}

/** Takes the agreed time back; `{}` when there is none. The case comes onto the list by its window alone again. */
export function cancelTime(facts: CaseFacts, accountId: string, now: number, policy: Policy) {
  const refusal = refuseUnlessOpen(facts, accountId, now, policy);
  if (refusal) return refusal;
  return facts.appointmentAt === null ? {} : noTime;
}

/** Writes down which parts of day suit the patient; null: any. Whoever is ringing is not disturbed by it. */
export const rememberAvailability = (
  facts: CaseFacts,
  availability: readonly PartOfDay[] | null,
): { readonly availability: readonly PartOfDay[] | null } | Refusal =>
  facts.state === "closed" ? refuse("case-closed") : { availability };

/** What was said in a call about the next one. `suits`: parts of day as a form sent them. */
export type NextCall = {
  /** Whoever records it rings then. */
  readonly mine: boolean;
  readonly interpreterBooked: boolean;
  readonly suits: readonly string[];
};

/** The columns that an outcome with these changes sets beside them: what was agreed replaces what stood there. */
export function agreedInCall(changes: CaseChanges, accountId: string, next: NextCall | undefined) {
  const { appointmentAt = null } = changes;
  const suits = next && next.suits.length > 0 ? { availability: readAvailability(next.suits) } : {};
  return {
    appointmentFor: appointmentAt !== null && next?.mine ? accountId : null,
    interpreterAt: next?.interpreterBooked ? appointmentAt : null,
    restNote: null,
    ...suits,
  };
}

export type Skip = { readonly reason: string; readonly length: string; readonly note: string };

/** As the columns of `cases`. */
export type SkipColumns = {
  readonly state: "planned";
  readonly ownerId: null;
  readonly ownedSince: null;
  readonly restUntil: number | null;
  readonly restBecause: "skipped" | null;
  readonly restNote: string | null;
};

/**
 * Passes over a case that could be rung now; planned or held by this account → planned and resting. Never past the last
 * callable slot: a skip may cost an hour, not the patient. An agreed time is moved or cancelled instead.
 */
export function skip(
  facts: CaseToPlan,
  accountId: string,
  { reason, length, note }: Skip,
  now: number,
  policy: Policy,
): { readonly changes: SkipColumns; readonly reason: SkipReason } | Refusal {
  const refusal = refuseUnlessOpen(facts, accountId, now, policy);
  if (refusal) return refusal;
  if (facts.appointmentAt !== null) return refuse("skip-booked");
  if (planCase({ ...facts, state: "planned", ...free }, now, policy).decision !== "dial") return refuse("skip-not-due");
  if (!isSkipReason(reason)) return refuse("skip-reason-needed");
  if (reason === "other" && note === "") return refuse("skip-note-needed");
  if (!isSkipLength(length)) return refuse("skip-length-needed");
  const until = skippedUntil(length, now, policy);
  if (until === null) return refuse("skip-length-over");
  if (facts.lastCallAt === null || until >= facts.lastCallAt) {
    const last = facts.lastCallAt ?? now;
    return refuse("skip-too-long", { last: `${formatDate(localDateOf(last))} kl. ${formatTime(last)}` });
  }
  const rest = { restUntil: until, restBecause: "skipped", restNote: note === "" ? null : note } as const;
  return { changes: { state: "planned", ...free, ...rest }, reason };
}

/** Takes a skip back: the case could be rung when it was skipped, so it can be rung again. `{}` when it is over. */
export function unskip(
  facts: CaseFacts & { readonly restBecause: string | null },
  accountId: string,
  now: number,
  policy: Policy,
) {
  const refusal = refuseUnlessOpen(facts, accountId, now, policy);
  if (refusal) return refusal;
  if (facts.restBecause !== "skipped" || facts.restUntil === null) return {};
  return { restUntil: null, restBecause: null, restNote: null };
}
