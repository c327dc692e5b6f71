/** May the robot ring this case now, and if not, why and until when: the words for whoever would like it to. */
import type { CaseFacts } from "../cases/case.ts";
import { isPerhapsDeclined, type RobotCandidate, robotObstacle } from "../cases/robot-call.ts";
import { type CaseToPlan, planCase } from "./planner.ts";
import { type Policy, robotCallingPolicy } from "./policy.ts";
import { robotObstacleInWords, whenInWords, whyOnList } from "./reasons.ts";
import { attemptsToday } from "./rest.ts";

export type RobotReason = { readonly mayRing: boolean; readonly text: string };

type Facts = CaseFacts & {
  readonly handedOverAt: number | null;
  readonly attemptedAt: readonly number[];
  readonly tried?: Parameters<typeof isPerhapsDeclined>[0];
};

/**
 * The dispatcher's answer in advance, at `now` (epoch ms): an obstacle, a hand-over that stands, the rest between two
 * attempts, then the planner under the robot's own hours. `staffed`: local times between which people can take over.
 */
export function robotReason(
  facts: Facts,
  candidate: RobotCandidate,
  telephone: { readonly psychiatry: boolean; readonly staffed: { readonly from: string; readonly to: string } },
  now: number,
  policy: Policy,
): RobotReason {
  const not = (text: string): RobotReason => ({ mayRing: false, text });
  const obstacle = robotObstacle(candidate, telephone.psychiatry);
  if (obstacle !== null) return not(robotObstacleInWords[obstacle]);
  if (facts.handedOverAt !== null) return not("Roboten har lämnat över. Nu är det en människas tur att ringa.");
  const toPlan: CaseToPlan = facts;
  const hours = robotCallingPolicy(policy, telephone.staffed);
  const plan = planCase(toPlan, now, hours);
  if (plan.decision !== "dial") return not(whyOnList(toPlan, now, hours));
  const rested = Math.max(...facts.attemptedAt) + policy.spacingHours * 3_600_000;
  if (rested > now) return not(`Vilar efter senaste försöket. Kan ringas igen ${whenInWords(rested, now)}.`);
  if (isPerhapsDeclined(facts.tried ?? [], now))
    return not("Upptaget, eller avvisat, i dag. Roboten ringer inte igen förrän en annan dag.");
  if (attemptsToday(facts.attemptedAt, now) >= policy.maxAttemptsPerDay)
    return not("Dagens försök är gjorda. Roboten ringer inte igen förrän en annan dag.");
  return { mayRing: true, text: `Kan ringas nu. Ringfönstret stänger ${whenInWords(facts.lastCallAt ?? now, now)}.` };
}
