/**
 * The moves of a case whose patient answers on the web: nobody rings while they write, what they send ends the case as a
 * saved interview does, a no is a no in every channel, and "ring me instead" puts the case before others on the list. Each
 * takes the facts as they were read and gives the columns to change, or a refusal. Instants are epoch ms.
 */
import type { CaseEvidence } from "../calls/disposition.ts";
import { heldUntil } from "../calls/planner.ts";
import type { Policy } from "../calls/policy.ts";
import { type Refusal, refuse } from "../problems.ts";
import { complete, recordOutcome } from "./attempt.ts";
import { type CaseChanges, type CaseFacts, free } from "./case.ts";
import type { RobotChanges } from "./robot-call.ts";
import { outcomeOfNo, web } from "./web-link.ts";

/** A form takes five minutes; who has laid it aside for longer is rung as everybody else. */
const holdMinutes = 15;

/**
 * Holds the case while the patient writes: planned → held by the web. Neither rest nor window stands in the way, only
 * another's hold. `ownedSince` is set so that the rule that ends every hold (heldUntil) ends this one after 15 minutes.
 */
export function holdForWeb(facts: CaseFacts, now: number, policy: Policy): CaseChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  if (facts.state === "optional") return refuse("case-not-on-list");
  if (isAnothers(facts, now, policy)) return refuse("web-rung-now");
  const ownedSince = now - Math.max(policy.holdMinutes - holdMinutes, 0) * 60_000;
  return { state: "held", ownerId: web, ownedSince };
}

/** A hold is made longer only when less than this is left of it, so that the case is not written at every choice. */
const renewMinutes = 10;

/** Is it time to hold the case anew for a patient who goes on writing? */
export const holdRunsOut = (facts: CaseFacts, now: number, policy: Policy): boolean =>
  facts.ownerId !== web || (heldUntil(facts, policy) ?? 0) - now < renewMinutes * 60_000;

function isAnothers(facts: CaseFacts, now: number, policy: Policy): boolean {
  const holdEnds = heldUntil(facts, policy);
  return holdEnds !== null && now < holdEnds && facts.ownerId !== web;
}

const asHeld = (facts: CaseFacts, now: number): CaseFacts => ({
  ...facts,
  state: "held",
  ownerId: web,
  ownedSince: now,
});

/** The form is sent: as "Spara och lås". Refuses while a person or the robot has the patient on the line. */
export function completeOnWeb(
  facts: CaseFacts,
  evidence: CaseEvidence,
  now: number,
  policy: Policy,
): CaseChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  if (isAnothers(facts, now, policy)) return refuse("web-rung-now");
  return complete(asHeld(facts, now), web, { ...evidence, eligibleAtInterview: true }, now);
}

/** "Jag vill inte svara": final, whoever holds the case just then. */
export function refuseOnWeb(
  facts: CaseFacts & { readonly attemptedAt: readonly number[] },
  evidence: CaseEvidence,
  now: number,
  policy: Policy,
): CaseChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  const outcome = outcomeOfNo(evidence.interview !== "none");
  const attemptedAt = [...facts.attemptedAt, now];
  const recorded = { accountId: web, outcome, appointmentAt: null, note: null, evidence, attemptedAt };
  return recordOutcome(asHeld(facts, now), recorded, now, policy);
}

/** "Ring mig i stället": free, rested, and before others on the list; whoever holds the case keeps it. */
export function callInstead(facts: CaseFacts, now: number, policy: Policy): RobotChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  const freed = isAnothers(facts, now, policy) ? {} : ({ state: "planned", ...free } as const);
  return { ...freed, restUntil: null, restBecause: null, handedOverAt: now, handedOverBecause: "web" };
}
