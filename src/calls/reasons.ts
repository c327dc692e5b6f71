/**
 * "Varför är den här på min lista?" answered in one or two Swedish sentences, from the same decision that the planner
 * takes, so that the words and the order of the list never contradict each other.
 */
import { addDays, formatDate, formatTime, localDateOf } from "../calendar.ts";
import type { CaseFacts } from "../cases/case.ts";
import { outcomeOf } from "./outcomes.ts";
import { type CaseToPlan, type Plan, planCase } from "./planner.ts";
import type { Policy } from "./policy.ts";

/** "i dag kl. 14:00", "i morgon kl. 09:00" or "fredag 27 november kl. 19:00", as seen from `now` (epoch ms). */
export function whenInWords(instant: number, now: number): string {
  return `${dayInWords(localDateOf(instant), localDateOf(now))} kl. ${formatTime(instant)}`;
}

/** As {@link whenInWords}, but only "kl. 10:05" on the same day: for what is going on. */
export const sinceInWords = (instant: number, now: number): string =>
  localDateOf(instant) === localDateOf(now) ? `kl. ${formatTime(instant)}` : whenInWords(instant, now);

function dayInWords(date: string, today: string): string {
  if (date === today) return "i dag";
  return date === addDays(today, 1) ? "i morgon" : formatDate(date);
}

const numbers = ["Inga", "Ett", "Två", "Tre", "Fyra", "Fem"] as const;

function attemptsInWords(attempts: number): string {
  if (attempts === 0) return "Inga försök än.";
  return attempts === 1 ? "Ett försök är gjort." : `${numbers[attempts] ?? attempts} försök är gjorda.`;
}

/** Is this the last calling day, or as near the end as the policy calls the last chance? */
export const isLastChance = (facts: CaseFacts, now: number, policy: Policy): boolean =>
  facts.lastCallAt !== null && now < facts.lastCallAt && facts.lastCallAt - now <= policy.lastChanceMinutes * 60_000;

/** Why the case is on the list and until when, in words, at `now` (epoch ms). */
export function whyOnList(facts: CaseToPlan, now: number, policy: Policy): string {
  const reason = reasonFor(facts, planCase(facts, now, policy), now, policy);
  const open = facts.state === "planned" || facts.state === "held";
  return open && !facts.surveyConsent ? `${reason} Ring, men fråga inte enkäten.` : reason;
}

function reasonFor(facts: CaseToPlan, plan: Plan, now: number, policy: Policy): string {
  if (plan.decision === "stop") return reasonToStop(facts, plan.because, now);
  const last = whenInWords(facts.lastCallAt ?? now, now);
  const attempts = attemptsInWords(facts.attempts);
  if (plan.decision === "dial") {
    if (facts.appointmentAt !== null)
      return facts.appointmentAt < now - 5 * 60_000
        ? `Bokad tid ${whenInWords(facts.appointmentAt, now)} har passerat. Ring nu.`
        : `Bokad tid ${whenInWords(facts.appointmentAt, now)}. Ring nu.`;
    if (facts.interrupted) return `Intervjun är påbörjad. Fortsätt där ni slutade, senast ${last}.`;
    return `${callBefore(facts, now, policy, last)} ${attempts}`;
  }
  const from = whenInWords(plan.until, now);
  switch (plan.because) {
    case "held":
      return `Någon arbetar med uppföljningen sedan ${sinceInWords(facts.ownedSince ?? now, now)}.`;
    case "appointment":
      return `Bokad tid ${from}.`;
    case "window-not-open":
      return `Kan ringas från ${from}, senast ${last}.`;
    case "daily-limit":
      return `Dagens försök är gjorda. Kan ringas igen ${from}, senast ${last}. ${attempts}`;
    case "resting":
      return facts.interrupted
        ? `Intervjun är påbörjad. Fortsätt där ni slutade, från ${from} och senast ${last}.`
        : `Vilar efter senaste försöket. Kan ringas igen ${from}, senast ${last}. ${attempts}`;
    case "outside-hours":
      if (facts.appointmentAt !== null)
        return `Bokad tid ${whenInWords(facts.appointmentAt, now)} har passerat. Ring ${from}.`;
      if (facts.interrupted) return `Intervjun är påbörjad. Fortsätt där ni slutade, från ${from} och senast ${last}.`;
      return `Ring från ${from}, senast ${last}. ${attempts}`;
  }
}

function callBefore(facts: CaseFacts, now: number, policy: Policy, last: string): string {
  if (!isLastChance(facts, now, policy)) return `Ring senast ${last}.`;
  return `Sista möjligheten i dag: ring före kl. ${formatTime(facts.lastCallAt ?? now)}.`;
}

function reasonToStop(facts: CaseFacts, because: Extract<Plan, { decision: "stop" }>["because"], now: number): string {
  const closes = facts.lastCallAt === null ? "" : whenInWords(facts.lastCallAt, now);
  switch (because) {
    case "closed":
      return facts.disposition === null ? "Avslutad." : `Avslutad: ${outcomeOf(facts.disposition).label}.`;
    case "optional":
      return closes === "" || (facts.lastCallAt ?? 0) <= now
        ? "Rings bara om någon tar med den på listan, men ringfönstret har ingen ringdag kvar."
        : `Rings bara om du tar med den på listan. Det går till och med ${closes}.`;
    case "no-callable-day":
      return "Ringfönstret har ingen dag då det går att ringa. Be projektledaren öppna helgen.";
    case "window-passed":
      return `Ringfönstret stängde ${closes}.`;
    case "max-attempts":
      return `${attemptsInWords(facts.attempts)} Ring inte mer. Ringfönstret stänger ${closes}.`;
    case "no-slot-left":
      return `Det finns ingen ringtid kvar. Ringfönstret stänger ${closes}.`;
  }
}
