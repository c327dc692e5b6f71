/**
 * "Varför är den här på min lista?" answered in one or two Swedish sentences, from the same decision that the planner
 * takes, so that the words and the order of the list never contradict each other.
 */
import { addDays, formatDate, formatTime, localDateOf } from "../calendar.ts";
import type { CaseFacts } from "../cases/case.ts";
import type { HandObstacle } from "../cases/hand-over.ts";
import { type HandOverReason, robot } from "../cases/robot-call.ts";
import { web } from "../cases/web-link.ts";
import { availabilityInWords, isMissed } from "./appointments.ts";
import { outcomeOf } from "./outcomes.ts";
import { type CaseToPlan, isAgainstWish, type Plan, planCase } from "./planner.ts";
import type { Policy } from "./policy.ts";

/** "i dag kl. 14:00", "i morgon kl. 09:00" or "fredag 27 november kl. 19:00", as seen from `now` (epoch ms). */
export function whenInWords(instant: number, now: number): string {
  return `${dayInWords(localDateOf(instant), localDateOf(now))} kl. ${formatTime(instant)}`;
}

/** As {@link whenInWords}, but only "kl. 10:05" on the same day: for what is going on. */
export const sinceInWords = (instant: number, now: number): string =>
  localDateOf(instant) === localDateOf(now) ? `kl. ${formatTime(instant)}` : whenInWords(instant, now);

/** "kl. 10:23": the end of what is going on. */
export const untilInWords = (instant: number): string => `kl. ${formatTime(instant)}`;

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

/** What the robot left to a person: when (epoch ms), why, and how many questions it had got answers to. */
export type HandedOver = { readonly at: number; readonly because: HandOverReason; readonly answered: number };

/** Why the case is on the list and until when, in words, at `now` (epoch ms). */
export function whyOnList(
  facts: CaseToPlan & { readonly handedOver?: HandedOver | null },
  now: number,
  policy: Policy,
): string {
  const goOn =
    facts.handedOver && facts.handedOver.because !== "web"
      ? "Fortsätt där roboten slutade"
      : "Intervjun är påbörjad. Fortsätt där ni slutade";
  const reason = reasonFor(facts, planCase(facts, now, policy), now, policy, goOn);
  if (facts.state !== "planned" && facts.state !== "held") return reason;
  const first = facts.handedOver ? `${handedOverInWords(facts.handedOver, now)} ` : "";
  return `${first}${reason}${facts.surveyConsent ? "" : " Ring, men fråga inte enkäten."}`;
}

const handedOverBecause: Readonly<Record<HandOverReason, string>> = {
  person: "patienten bad om en människa",
  anybody: "den som svarade bad om en människa",
  silence: "det blev tyst i luren",
  "wrong-keys": "knapparna gick inte att förstå",
  later: "patienten vill hellre bli uppringd en annan gång",
  "wrong-person": "någon annan än patienten svarade",
  "wrong-birthday": "födelsedagen stämde inte",
  "nothing-to-ask": "det fanns inget kvar för roboten att fråga",
  "not-reached": "samtalet gick inte att koppla fram",
  fault: "det blev ett fel hos oss när patienten svarade",
  number: "numret går inte att ringa automatiskt",
  web: "patienten vill hellre bli uppringd",
};

export const isHandOverReason = (text: string): text is HandOverReason => Object.hasOwn(handedOverBecause, text);

/** "Roboten lämnade över: patienten bad om en människa." */
export const handOverInWords = (because: HandOverReason, at = ""): string =>
  `${because === "web" ? "Webbformuläret lämnades" : "Roboten lämnade över"}${at === "" ? "" : ` ${at}`}: ${handedOverBecause[because]}.`;

function handedOverInWords({ at, because, answered }: HandedOver, now: number): string {
  const handedOver = handOverInWords(because, sinceInWords(at, now));
  if (answered === 0) return handedOver;
  return `${handedOver} ${answered === 1 ? "En fråga besvarad" : `${answered} frågor besvarade`}.`;
}

/** Why the robot may not have the case, for the coordinator who would hand it over. */
export const robotObstacleInWords: Readonly<Record<HandObstacle, string>> = {
  "not-wanted": "Patienten har inte sagt ja till automatiska samtal.",
  "no-survey": "Patienten har inte sagt ja till enkäten, och det är bara den som roboten kan fråga om.",
  psychiatry: "Roboten ringer inte till patienter i psykiatrisk vård.",
  protected: "Patienten har skyddade personuppgifter.",
  "not-home": "Patienten är inte hemma enligt den senaste listan.",
  interpreter: "Patienten behöver tolk, och roboten talar bara svenska.",
  language: "Roboten talar bara svenska.",
  "no-birthday": "Födelsedatum saknas, så roboten kan inte veta om rätt person svarar.",
  "no-number": "Det finns inget nummer kvar att ringa.",
  appointment: "En tid är bokad, och då ska en människa ringa.",
  survey: "Enkäten går inte att ställa i ett automatiskt samtal.",
  "no-time": "Det finns ingen tid kvar då roboten får ringa.",
  off: "Roboten är avstängd. En administratör kan sätta på den.",
};

function reasonFor(facts: CaseToPlan, plan: Plan, now: number, policy: Policy, goOn: string): string {
  if (plan.decision === "stop") return reasonToStop(facts, plan.because, now);
  const last = whenInWords(facts.lastCallAt ?? now, now);
  const attempts = attemptsInWords(facts.attempts);
  if (plan.decision === "dial") {
    if (facts.appointmentAt !== null)
      return isMissed(facts.appointmentAt, now)
        ? `Skulle ha ringts ${whenInWords(facts.appointmentAt, now)}. Ring nu.`
        : `Bokad tid ${whenInWords(facts.appointmentAt, now)}. Ring nu.`;
    if (facts.interrupted) return `${goOn}, senast ${last}.`;
    return `${callBefore(facts, now, policy, last)} ${attempts}${againstWish(facts, now, policy)}`;
  }
  const from = whenInWords(plan.until, now);
  switch (plan.because) {
    case "held":
      if (facts.ownerId === web) return "Patienten svarar på webben just nu.";
      return facts.ownerId === robot
        ? `Roboten ringer just nu (sedan ${sinceInWords(facts.ownedSince ?? now, now)}).`
        : `Någon arbetar med uppföljningen sedan ${sinceInWords(facts.ownedSince ?? now, now)}.`;
    case "appointment":
      // The calling hours may have been changed since.
      return facts.appointmentAt === null || facts.appointmentAt === plan.until
        ? `Bokad tid ${from}.`
        : `Bokad tid ${whenInWords(facts.appointmentAt, now)}, utanför ringtiden. Ring ${from}.`;
    case "window-not-open":
      return `Kan ringas från ${from}, senast ${last}.`;
    case "resting":
      return facts.interrupted && facts.restBecause !== "skipped"
        ? `${goOn}, från ${from} och senast ${last}.`
        : `${restInWords[facts.restBecause ?? "attempt"]} Kan ringas igen ${from}, senast ${last}. ${attempts}`;
    case "availability":
      return facts.interrupted
        ? `${availabilityInWords(facts.availability)}. ${goOn}, från ${from} och senast ${last}.`
        : `${availabilityInWords(facts.availability)}. Kan ringas från ${from}, senast ${last}. ${attempts}`;
    case "outside-hours":
      if (facts.appointmentAt !== null)
        return `Skulle ha ringts ${whenInWords(facts.appointmentAt, now)}. Ring ${from}.`;
      if (facts.interrupted) return `${goOn}, från ${from} och senast ${last}.`;
      return `Ring från ${from}, senast ${last}. ${attempts}`;
  }
}

const restInWords: Readonly<Record<NonNullable<CaseFacts["restBecause"]>, string>> = {
  attempt: "Vilar efter senaste försöket.",
  day: "Dagens försök är gjorda.",
  part: "Nästa försök görs på en annan tid på dagen.",
  skipped: "Hoppades över.",
};

/** Why the patient is rung at a time that does not suit. */
const againstWish = (facts: CaseToPlan, now: number, policy: Policy): string =>
  isAgainstWish(facts, now, policy) ? ` ${availabilityInWords(facts.availability)}, men ingen sådan tid är kvar.` : "";

function callBefore(facts: CaseFacts, now: number, policy: Policy, last: string): string {
  if (!isLastChance(facts, now, policy)) return `Ring senast ${last}.`;
  if (localDateOf(facts.lastCallAt ?? now) !== localDateOf(now)) return `Sista möjligheten: ring senast ${last}.`;
  return `Sista möjligheten i dag: ring före kl. ${formatTime(facts.lastCallAt ?? now)}.`;
}

/**
 * What an ended case came to. Nobody has rung a patient whom the list or the rules left out: then it is said what that may
 * be, since the outcome alone names only one of the reasons.
 */
export function endedAs({ disposition, attempts }: Pick<CaseFacts, "disposition" | "attempts">): string {
  if (disposition === "not-eligible" && attempts === 0)
    return "Ska inte ringas (återinlagd, inte hemma, för ung, har en nyare vistelse eller ett spår som inte rings)";
  return disposition === null ? "" : outcomeOf(disposition).label;
}

function reasonToStop(facts: CaseFacts, because: Extract<Plan, { decision: "stop" }>["because"], now: number): string {
  const closes = facts.lastCallAt === null ? "" : whenInWords(facts.lastCallAt, now);
  switch (because) {
    case "closed":
      return facts.disposition === null ? "Avslutad." : `Avslutad: ${endedAs(facts)}.`;
    case "optional":
      return closes === "" || (facts.lastCallAt ?? 0) <= now
        ? "Rings bara om någon tar med den på listan, men ringfönstret har ingen ringdag kvar."
        : `Rings bara om du tar med den på listan. Det går till och med ${closes}.`;
    case "no-callable-day":
      return "Ringfönstret har ingen dag då det går att ringa. Be en administratör öppna helgen.";
    case "window-passed":
      return `Ringfönstret stängde ${closes}.`;
    case "max-attempts":
      return `${attemptsInWords(facts.attempts)} Ring inte mer. Ringfönstret stänger ${closes}.`;
    case "no-slot-left":
      return `Det finns ingen ringtid kvar. Ringfönstret stänger ${closes}.`;
  }
}
