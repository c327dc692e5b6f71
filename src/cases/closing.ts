/**
 * The moves that no attempt makes: the clock closes a window, newer intake or a withdrawal ends a case, newer intake
 * opens it again. Each gives the columns to change, or a refusal; `{}` means that all is as it should be already (a late
 * event that outranks nothing). Whoever writes names the version the facts had. Instants are epoch ms.
 */
import { type CaseEvidence, finalDisposition, outranks } from "../calls/disposition.ts";
import type { OutcomeCode } from "../calls/outcomes.ts";
import { heldUntil } from "../calls/planner.ts";
import type { Policy } from "../calls/policy.ts";
import { type Refusal, refuse } from "../problems.ts";
import { type CaseChanges, type CaseFacts, close, windowEnds } from "./case.ts";
import { refuseHeld } from "./hold.ts";

/**
 * The clock closes a case whose window is over. A fresh hold is left alone: a conversation begun in time may run over.
 * A green case that nobody put on the list was never in the routine and is no miss.
 */
export function closeByWindow(
  facts: CaseFacts,
  evidence: CaseEvidence,
  now: number,
  policy: Policy,
): CaseChanges | Refusal {
  if (facts.state === "closed") return {};
  if (now < windowEnds(facts)) return refuse("window-still-open");
  const holdEnds = heldUntil(facts, policy);
  if (holdEnds !== null && now < holdEnds) return refuseHeld(facts, now);
  if (facts.state === "optional") return close("not-chosen", now);
  return close(finalDisposition({ ...evidence, closing: true }) ?? "never-called", now);
}

/**
 * Newer intake says that the patient may not be dialled (cases/eligibility.ts gives the code). Closes an open case,
 * held or not; on a closed one it counts only when it outranks what stands there.
 */
export const closeByEligibility = (
  facts: CaseFacts,
  reason: OutcomeCode,
  evidence: CaseEvidence,
  now: number,
): CaseChanges =>
  learn(facts, { ...evidence, eligibility: reason, eligibleAtInterview: evidence.interview !== "none" }, now);

/**
 * Consent is withdrawn, without an attempt and in whatever state. After the seal nothing changes: the calls are over
 * and the answers can no longer be found (`{}`).
 */
export const withdraw = (facts: CaseFacts, evidence: CaseEvidence, now: number): CaseChanges =>
  learn(facts, { ...evidence, withdrawn: true }, now);

function learn(facts: CaseFacts, evidence: CaseEvidence, now: number): CaseChanges {
  const disposition = finalDisposition({ ...evidence, closing: true });
  if (disposition === null) return {};
  if (facts.state !== "closed") return close(disposition, now);
  if (facts.disposition !== null && !outranks(disposition, facts.disposition)) return {};
  return { disposition };
}

/** Dispositions that newer intake can undo: all said by intake itself, none of them by the patient. */
const undoable: readonly OutcomeCode[] = ["no-number", "not-eligible", "protected", "no-consent"];

/** Newer intake makes a case eligible again that intake had closed: closed → planned or optional. Never after a no. */
export function reopen(
  facts: CaseFacts,
  inclusion: { readonly state: "planned" | "optional"; readonly survey: boolean },
  now: number,
): CaseChanges | Refusal {
  if (facts.state !== "closed") return {};
  if (facts.disposition === null || !undoable.includes(facts.disposition)) return refuse("case-cannot-reopen");
  if (now >= windowEnds(facts)) return refuse("case-window-passed");
  return { state: inclusion.state, disposition: null, closedAt: null, surveyConsent: inclusion.survey };
}
