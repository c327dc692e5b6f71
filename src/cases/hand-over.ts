/**
 * The move by which a coordinator lets the robot have a case again, and what stands in its way. The other direction, by
 * which the robot hands a case to a person, is the end of its call (robot-call.ts).
 */
import { heldUntil, planCase } from "../calls/planner.ts";
import { type Policy, robotCallingPolicy } from "../calls/policy.ts";
import { robotObstacleInWords } from "../calls/reasons.ts";
import { type Refusal, refuse } from "../problems.ts";
import { type CaseFacts, free } from "./case.ts";
import { refuseHeld } from "./hold.ts";
import { type RobotCandidate, type RobotChanges, type RobotObstacle, robotObstacle } from "./robot-call.ts";

/** What stands in the way of handing over: "survey": it cannot be asked by keys. "no-time": no call of the robot's fits. */
export type HandObstacle = RobotObstacle | "survey" | "no-time" | "off";

/** What the robot of this installation can do. */
export type Readiness = {
  /** Has somebody switched it on? */
  readonly isOn: boolean;
  /** Has the region opened it for psychiatric care? */
  readonly psychiatry: boolean;
  /** Local times "HH:MM" on working days between which people can take over. */
  readonly staffed: { readonly from: string; readonly to: string };
  /** Can the case's survey be asked by keys? */
  readonly askable: boolean;
};

export type FactsToHand = CaseFacts & {
  readonly attemptedAt?: readonly number[];
  readonly handedOverAt: number | null;
};

/** Why the robot cannot have the case at `now` (epoch ms), or null. What only time mends is no obstacle: it waits. */
export function handObstacle(
  facts: FactsToHand,
  candidate: RobotCandidate,
  ready: Readiness,
  now: number,
  policy: Policy,
): HandObstacle | null {
  const obstacle = robotObstacle(candidate, ready.psychiatry);
  if (obstacle !== null) return obstacle;
  if (!ready.askable) return "survey";
  const asFree: FactsToHand = { ...facts, state: "planned", ...free };
  if (planCase(asFree, now, robotCallingPolicy(policy, ready.staffed)).decision === "stop") return "no-time";
  return ready.isOn ? null : "off";
}

/**
 * Planned or held by this account → planned, and the robot's to ring. `{}` when it is the robot's already. Refuses what
 * {@link handObstacle} names, and a case that somebody else holds.
 */
export function handToRobot(
  facts: FactsToHand,
  accountId: string,
  candidate: RobotCandidate,
  ready: Readiness,
  now: number,
  policy: Policy,
): RobotChanges | Refusal {
  if (facts.state === "closed") return refuse("case-closed");
  if (facts.state === "optional") return refuse("case-not-on-list");
  const holdEnds = heldUntil(facts, policy);
  if (holdEnds !== null && facts.ownerId !== accountId && now < holdEnds) return refuseHeld(facts, now);
  const obstacle = handObstacle(facts, candidate, ready, now, policy);
  if (obstacle !== null) return refuse("robot-cannot", { because: robotObstacleInWords[obstacle] });
  if (facts.state === "planned" && facts.handedOverAt === null) return {};
  return { state: "planned", ...free, handedOverAt: null, handedOverBecause: null };
}
