/**
 * The robot's dispatcher: rings those who have said yes to an automatic call, when the planner says that they may be
 * rung. The case is claimed and the call written down in one unit before anything is dialled, so that two dispatchers,
 * or a coordinator and the robot, can never ring the same person at once; and no order without a clear answer is repeated.
 */
import { robotFaults } from "../calls/conversation.ts";
import { defaultPolicy, robotPolicy } from "../calls/policy.ts";
import { take } from "../cases/hold.ts";
import { endRobotCall, robot } from "../cases/robot-call.ts";
import { mustChange } from "../db/atomic.ts";
import {
  changeCall,
  type DueCase,
  findCall,
  insertCall,
  listDueForRobot,
  listLiveCalls,
  nameCall,
} from "../db/calls.ts";
import { findCaseFile } from "../db/case-file.ts";
import { changeCase, insertEvent } from "../db/cases.ts";
import { findMeasurement } from "../db/measurements.ts";
import { findPerson } from "../db/people.ts";
import { isRefusal } from "../problems.ts";
import { findNewest, getSurvey } from "../surveys/catalog.ts";
import { type Carrier, carrierRefusals, type Refused } from "../telephony/carrier.ts";
import type { World } from "../world.ts";

export type Telephone = {
  readonly carrier: Carrier;
  /** E.164, a number of ours at the carrier: shown to who is rung. */
  readonly from: string;
};

/** Candidates looked at beyond the calls there is room for: the planner may say no to some of them. */
const lookedAt = 50;

/** Rings as many as there is room for. Gives how many orders went out. */
export async function placeCalls(world: World, telephone: Telephone): Promise<{ placed: number }> {
  let room = robotPolicy.maxLiveCalls - (await listLiveCalls(world.db)).length;
  let placed = 0;
  if (room <= 0) return { placed };
  for (const due of await listDueForRobot(world.db, world.now(), room + lookedAt)) {
    if (room <= 0) break;
    const order = await claim(world, telephone, due);
    if (order === null) continue;
    room -= 1;
    const answer = await telephone.carrier.placeCall(order);
    if ("accepted" in answer) {
      placed += 1;
      await world.atomically([nameCall(world.db, order.callId, answer.accepted)]);
    } else if ("refused" in answer) {
      await giveBack(world, order.callId, answer);
      const { remedy } = carrierRefusals[answer.refused];
      // Trying the next one now would be refused alike.
      if (remedy === "stop" || remedy === "retry") break;
    }
    // Unknown: it may be ringing. The reconciler asks the carrier before anything is dialled again.
  }
  return { placed };
}

/** Takes the case and writes the call down, or null when it may not be rung now or somebody else was first. */
async function claim(world: World, { carrier, from }: Telephone, { caseId, unitId, measurementId }: DueCase) {
  const viewer = { accountId: robot, unitIds: [unitId], purpose: "call" } as const;
  const file = await findCaseFile(world.db, viewer, caseId);
  const person = await findPerson(world.db, viewer, caseId);
  if (!file || !person?.birthDate) return null;
  const to = person.phones[file.attempts.filter(({ outcome }) => outcome === "bad-number").length];
  if (to === undefined) return null;
  const now = world.now();
  // A conversation that broke off may be taken up at once by a person; a machine that rings straight back is a nuisance.
  const rested = now - defaultPolicy.spacingHours * 3_600_000;
  if (file.attempts.some(({ startedAt }) => startedAt > rested)) return null;
  const measurement = measurementId === null ? undefined : await findMeasurement(world.db, measurementId);
  const survey =
    file.interview?.survey ??
    (measurement ? getSurvey(measurement.surveyId, measurement.surveyVersion) : findNewest("punktmatning-kort"));
  if (!survey || robotFaults(survey).length > 0) return null;
  const changes = take(file.facts, robot, now, defaultPolicy);
  if (isRefusal(changes) || Object.keys(changes).length === 0) return null;

  const [callId, token] = [world.newId(), world.newId()];
  const { ringSeconds, limitSeconds, graceSeconds } = robotPolicy;
  const written = await world.atomically([
    ...mustChange(changeCase(world.db, file.row, changes)),
    insertCall(world.db, {
      ...{ id: callId, caseId, carrier: carrier.name, direction: "outbound", state: "ordered", token, placedAt: now },
      deadlineAt: now + (ringSeconds + limitSeconds + graceSeconds) * 1000,
    }),
    insertEvent(world.db, { id: world.newId(), caseId, at: now, kind: "robot-called", accountId: robot }),
  ]);
  if (written === "conflict") return null;
  const voice = `${world.config.baseUrl}/rost`;
  const urls = {
    turn: `${voice}/${callId}/0/${token}`,
    fallback: `${voice}/fel`,
    status: `${voice}/${callId}/status`,
  };
  return { callId, to, from, urls, ringSeconds, limitSeconds };
}

/** Nothing was dialled: the case goes back as it was, or to a person when the number needs one. */
async function giveBack(world: World, callId: string, { refused, carrierCode }: Refused): Promise<void> {
  const { remedy, alarm } = carrierRefusals[refused];
  world.log({ what: alarm ? "carrier-alarm" : "carrier-refused", refused, carrierCode });
  const call = await findCall(world.db, callId);
  if (!call) return;
  const now = world.now();
  const file = await findCaseFile(world.db, { accountId: robot, unitIds: [call.unitId], purpose: "call" }, call.caseId);
  const end = { outcome: null, personTakesOver: remedy === "person", attemptedAt: [] };
  const changes = file ? endRobotCall(file.facts, { ...end, evidence: file.evidence }, now, defaultPolicy) : null;
  const later = remedy === "later" ? { restUntil: now + defaultPolicy.spacingHours * 3_600_000 } : {};
  await world.atomically([
    ...mustChange(changeCall(world.db, call, { state: "failed", settledAt: now, endedAt: now })),
    ...(file && changes && !isRefusal(changes)
      ? mustChange(changeCase(world.db, file.row, { ...changes, ...later }))
      : []),
  ]);
}
