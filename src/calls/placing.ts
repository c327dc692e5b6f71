/**
 * Where on the work list a case stands, and the sentence about that for whoever looks for one patient: why it is on the
 * list, or why it is not and when it will be. The reason itself is that of reasons.ts, so that no page says another.
 */
import { formatDateTime, localDateOf } from "../calendar.ts";
import type { CaseFacts } from "../cases/case.ts";
import { type CaseToPlan, planCase } from "./planner.ts";
import type { Policy } from "./policy.ts";
import { endedAs, type HandedOver, whenInWords, whyOnList } from "./reasons.ts";

/** The tab of the work list that shows it. */
export type Place = "callable" | "waiting" | "stopped" | "optional" | "closed";

/** At `now` (epoch ms), to an account. What the account itself works with is among the callable, as on its list. */
export function placeOf(facts: CaseFacts, now: number, policy: Policy, accountId: string): Place {
  if (facts.state === "closed" || facts.state === "optional") return facts.state;
  if (facts.state === "held" && facts.ownerId === accountId) return "callable";
  return ({ dial: "callable", wait: "waiting", stop: "stopped" } as const)[planCase(facts, now, policy).decision];
}

/** Why a case that was looked for is on an account's list at `now` (epoch ms), or why it is not and when it will be. */
export function whyFound(
  facts: CaseToPlan & { readonly handedOver?: HandedOver | null },
  now: number,
  policy: Policy,
  accountId: string,
): string {
  const mine = facts.state === "held" && facts.ownerId === accountId;
  const plan = planCase(facts, now, policy);
  const reason = whyOnList(mine ? { ...facts, state: "planned" } : facts, now, policy);
  switch (placeOf(facts, now, policy, accountId)) {
    case "closed":
      return `Inte på listan. ${endedInWords(facts, now)}`;
    case "optional":
    case "stopped":
      return `Inte på listan. ${reason}`;
    case "waiting":
      return plan.decision === "wait" && plan.because !== "held" ? `Inte på tur än. ${reason}` : reason;
    case "callable":
      return mine ? `Du arbetar med den. ${reason}` : `På listan. ${reason}`;
  }
}

/** "Avslutad i dag kl. 10:23: Tackar nej." */
function endedInWords(facts: CaseFacts, now: number): string {
  const { disposition, closedAt } = facts;
  const today = closedAt !== null && localDateOf(closedAt) === localDateOf(now);
  const when = closedAt === null ? "" : ` ${today ? whenInWords(closedAt, now) : formatDateTime(closedAt)}`;
  return disposition === null ? `Avslutad${when}.` : `Avslutad${when}: ${endedAs(facts)}.`;
}
