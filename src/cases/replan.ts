/**
 * An open case under rules that have changed: its window anew, and whether it is called at all when nobody has touched it
 * yet. Gives the columns to change, `{}` when all is as it should be already, so that it can be asked again and again.
 */
import { daysBetween, localDateOf } from "../calendar.ts";
import { type OutcomeCode, outcomeOf } from "../calls/outcomes.ts";
import { robotCallingPolicy } from "../calls/policy.ts";
import { restAfter } from "../calls/rest.ts";
import { policyFor, type Rules } from "../calls/rules.ts";
import { callWindow } from "../calls/window.ts";
import type { CaseChanges, CaseFacts } from "./case.ts";
import type { Track } from "./inclusion.ts";

export type CaseToReplan = CaseFacts & { readonly track: Track | null; readonly handedOverAt: number | null };

/** What the case itself does not say. */
export type KnownOfCase = {
  readonly dischargedOn: string;
  /** A person has put it on the list: no rule takes it off. */
  readonly chosen: boolean;
  /** Oldest first; epoch ms. */
  readonly attempts: readonly {
    readonly startedAt: number;
    readonly endedAt: number | null;
    readonly outcome: OutcomeCode | null;
    readonly mode: string;
  }[];
};

/** Local times between which the robot rings; null: there is none. */
export type Staffed = { readonly from: string; readonly to: string } | null;

/** The columns that the rules say otherwise at `now` (epoch ms). */
export function replan(
  facts: CaseToReplan,
  known: KnownOfCase,
  rules: Rules,
  now: number,
  staffed: Staffed = null,
): CaseChanges {
  if (facts.state === "closed") return {};
  // Newer intake has ended its window because the patient may not be called: the interview under way is weighed and kept.
  if (facts.interrupted && facts.lastCallAt !== null && facts.lastCallAt <= now) return {};
  const called = calledBy(facts, known, rules);
  const window = windowOf({ ...facts, ...called }, known.dischargedOn, rules);
  const rest = restOf({ ...facts, ...window }, known, rules, now, staffed);
  return changed(facts, { ...called, ...window, ...rest });
}

const isTouched = (facts: CaseToReplan): boolean =>
  facts.state === "held" ||
  facts.attempts > 0 ||
  facts.appointmentAt !== null ||
  facts.interrupted ||
  facts.handedOverAt !== null;

/**
 * The track's rule. What somebody has begun goes on, whatever the rule says; what nobody has begun and no rule calls any
 * more is left to a person, since taking it away for good could not be undone by changing the rule back.
 */
function calledBy(facts: CaseToReplan, { chosen }: KnownOfCase, { trackRules }: Rules) {
  const always = facts.track !== null && trackRules[facts.track] === "always";
  if (isTouched(facts)) return { routine: facts.routine || always, state: facts.state };
  const routine = always || chosen;
  // Without consent a measurement has nothing to call about.
  const measured = facts.measurementId !== null && facts.surveyConsent;
  return { routine, state: routine || measured ? ("planned" as const) : ("optional" as const) };
}

/** The window anew, reaching to the day of a booked time: what was agreed with a patient holds. */
function windowOf(facts: CaseToReplan, dischargedOn: string, rules: Rules) {
  const policy = policyFor(rules, facts);
  const booked = facts.appointmentAt === null ? null : daysBetween(dischargedOn, localDateOf(facts.appointmentAt));
  const firstDay = Math.min(policy.firstDay, booked ?? policy.firstDay);
  const lastDay = Math.max(policy.lastDay, booked ?? policy.lastDay);
  const reaches = firstDay < policy.firstDay || lastDay > policy.lastDay;
  const { opens, closes, firstCallAt, lastCallAt } = callWindow(
    dischargedOn,
    reaches ? { ...policy, firstDay, lastDay } : policy,
  );
  return { opensOn: opens, closesOn: closes, firstCallAt, lastCallAt };
}

/** A rest after an attempt is worked out anew; one that somebody asked for stays. */
function restOf(facts: CaseToReplan, { attempts }: KnownOfCase, rules: Rules, now: number, staffed: Staffed) {
  const last = attempts.at(-1);
  const begun = attempts.map(({ startedAt }) => startedAt);
  const isOurs = facts.restBecause !== null && facts.restBecause !== "skipped";
  if (!isOurs || !last?.outcome || last.endedAt === null) return {};
  // What the robot tried it tries again in its own hours (db/robot-call.ts).
  const isRobots = last.mode === "robot" && facts.handedOverAt === null && staffed !== null;
  const policy = isRobots ? robotCallingPolicy(rules.policy, staffed) : rules.policy;
  const rest = restAfter(outcomeOf(last.outcome), begun, facts, last.endedAt, policy);
  // One that is over by both rules is left as it is.
  return Math.max(facts.restUntil ?? 0, rest.restUntil ?? 0) > now ? rest : {};
}

function changed(facts: CaseFacts, wanted: CaseChanges): CaseChanges {
  const entries = Object.entries(wanted).filter(([key, value]) => facts[key as keyof CaseFacts] !== value);
  return Object.fromEntries(entries);
}
