/**
 * The robot's dispatcher: rings those who have said yes to an automatic call, when the planner says that they may be
 * rung. The case is claimed and the call written down in one unit before anything is dialled, so that two dispatchers,
 * or a coordinator and the robot, can never ring the same person at once; and no order without a clear answer is repeated.
 */
import { type Policy, robotCallingPolicy, robotPolicy } from "../calls/policy.ts";
import { attemptsToday } from "../calls/rest.ts";
import { take } from "../cases/hold.ts";
import { endRobotCall, isPerhapsDeclined, robot, robotObstacle } from "../cases/robot-call.ts";
import { keyedHash } from "../crypto/keyed-hash.ts";
import { decidedAnew, mustChange } from "../db/atomic.ts";
import { appendToCall, findCall, insertCall, listLiveCalls, mustHaveRoom } from "../db/calls.ts";
import { findCaseFile } from "../db/case-file.ts";
import { changeCase, findCase, findDischarge, insertEvent } from "../db/cases.ts";
import { findWhyNotDial } from "../db/dialling.ts";
import { type DueCase, listDueForRobot } from "../db/due-for-robot.ts";
import { findMeasurement } from "../db/measurements.ts";
import { findPerson } from "../db/people.ts";
import { phoneKeyPurpose } from "../db/phone-keys.ts";
import { isStaffed } from "../db/robot-call.ts";
import { isRobotOn, robotPausedUntil, robotStopped } from "../db/robot-switch.ts";
import { findRules } from "../db/rules.ts";
import { findSettings, setSetting } from "../db/settings.ts";
import { getSurveyFor, robotCanAsk } from "../db/survey-of-case.ts";
import { isRefusal, type Refusal, refuse } from "../problems.ts";
import { type CallOrder, carrierRefusals, type Refused, type Telephone } from "../telephony/carrier.ts";
import type { World } from "../world.ts";

/** Candidates looked at beyond the calls there is room for: the planner may say no to some of them. */
const lookedAt = 50;

/** Minutes before an order is tried again after a no that trying again does not mend by itself. */
const minutesAfterStop = 15;

/** An attempt after this instant is too near for another. */
const triedBefore = (now: number, policy: Policy): number => now - policy.spacingHours * 3_600_000;

/** Rings as many as there is room for. Gives how many orders went out. */
export async function placeCalls(world: World): Promise<{ placed: number }> {
  const { telephone } = world;
  let placed = 0;
  if (telephone === null || !(await isStaffed(world, world.now())) || !(await isRobotOn(world))) return { placed };
  if (world.now() < Number((await findSettings(world.db)).get(robotPausedUntil) ?? 0)) return { placed };
  const live = (await listLiveCalls(world.db)).filter(
    ({ kind, direction }) => kind === "robot" && direction === "outbound",
  );
  let room = telephone.callsAtOnce - live.length;
  if (room <= 0) return { placed };
  const now = world.now();
  const { psychiatry } = telephone;
  const { policy } = await findRules(world.db);
  const tried = triedBefore(now, policy);
  for (const due of await listDueForRobot(world.db, now, tried, psychiatry, policy, room + lookedAt)) {
    const order = await claim(world, telephone, due);
    if (order === null) continue;
    room -= 1;
    const went = await dial(world, telephone, order);
    if (went === "out") placed += 1;
    if (went === "no-more") break;
    if (room <= 0) break;
    await telephone.wait(1000 / telephone.callsPerSecond);
    // A round takes seconds: somebody may have switched it off.
    if (!(await isRobotOn(world))) break;
  }
  return { placed };
}

/**
 * Rings one case now, because somebody asked for it (the demo's telephone): the same claim and the same rules, but the
 * switch. Refuses as the claim does.
 */
export async function placeCallTo(world: World, due: DueCase): Promise<{ callId: string } | Refusal> {
  const { telephone } = world;
  if (telephone === null) return refuse("no-telephone");
  const order = await claim(world, telephone, due);
  if (order === null) return refuse("robot-may-not-ring");
  return (await dial(world, telephone, order)) === "no-more" ? refuse("carrier-refuses") : { callId: order.callId };
}

/** Orders the call and writes down what the carrier said. "no-more": trying the next one now would be refused alike. */
async function dial(world: World, { carrier }: Telephone, order: CallOrder): Promise<"out" | "in-doubt" | "no-more"> {
  // The last look before somebody is disturbed: a no may have come since the claim.
  if (!(await isStillOurs(world, order.callId))) {
    await decidedAnew(() => dropOrder(world, order.callId));
    return "in-doubt";
  }
  const answer = await carrier.placeCall(order);
  if ("accepted" in answer) {
    await decidedAnew(() => noteAccepted(world, order.callId, answer.accepted));
    // And since the order went out: the line is put down at once, and the carrier tells that it is.
    if (!(await isStillOurs(world, order.callId))) await carrier.hangUp(answer.accepted);
    return "out";
  }
  // It may be ringing. The reconciler asks the carrier before anything is dialled again.
  if ("unknown" in answer) return "in-doubt";
  await decidedAnew(() => giveBack(world, order.callId, answer));
  const { remedy } = carrierRefusals[answer.refused];
  if (remedy !== "stop" && remedy !== "retry") return "in-doubt";
  const now = world.now();
  const seconds = remedy === "stop" ? minutesAfterStop * 60 : Math.max(30, answer.retryAfterSeconds ?? 0);
  await world.atomically([
    setSetting(world.db, robotPausedUntil, String(now + Math.round(seconds * 1000 * (1 + chance(world) / 2)))),
    ...(remedy === "stop" ? [setSetting(world.db, robotStopped, answer.refused)] : []),
  ]);
  return "no-more";
}

/** Nothing was dialled and nothing will be: the case is no longer the robot's to give back. */
async function dropOrder(world: World, callId: string): Promise<{ dropped: true } | Refusal> {
  const call = await findCall(world.db, callId);
  if (!call || call.endedAt !== null) return { dropped: true };
  const events = [
    { kind: "hung-up", because: "unwanted" },
    { kind: "told", status: "canceled", sequence: null },
    { kind: "settled", outcome: null, handedOver: false },
  ] as const;
  const written = await world.atomically(appendToCall(world.db, call, events, world.now()));
  return written === "done" ? { dropped: true } : refuse("case-just-changed");
}

/** Does the robot still hold the case of a call? Cheap, because it is asked about every order. */
async function isStillOurs(world: World, callId: string): Promise<boolean> {
  const call = await findCall(world.db, callId);
  const row =
    call?.caseId && call.unitId
      ? await findCase(world.db, { accountId: robot, unitIds: [call.unitId] }, call.caseId)
      : undefined;
  return row?.state === "held" && row.ownerId === robot;
}

/** 0 ≤ … < 1, so that two dispatchers that were told to wait do not come back at the same moment. */
const chance = (world: World): number =>
  [...world.newId()].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 1000, 7) / 1000;

/** Takes the case and writes the call down, or null when it may not be rung now or somebody else was first. */
async function claim(world: World, telephone: Telephone, { caseId, unitId, measurementId }: DueCase) {
  const { db } = world;
  const viewer = { accountId: robot, unitIds: [unitId], purpose: "call" } as const;
  const file = await findCaseFile(db, viewer, caseId);
  const person = await findPerson(db, viewer, caseId);
  const discharge = await findDischarge(db, caseId);
  if (!file || !person || !discharge) return null;
  const [to] = person.phones;
  const candidate = { ...file.row, ...discharge, birthDate: person.birthDate, hasNumber: to !== undefined };
  if (to === undefined || robotObstacle(candidate, telephone.psychiatry) !== null) return null;
  const now = world.now();
  // A conversation that broke off may be taken up at once by a person; a machine that rings straight back is a nuisance.
  const { policy } = await findRules(db);
  if (file.attempts.some(({ startedAt }) => startedAt > triedBefore(now, policy))) return null;
  // A rest goes when a time is booked and cancelled again, and new rules may allow fewer.
  if (attemptsToday(file.facts.attemptedAt, now) >= policy.maxAttemptsPerDay) return null;
  if (isPerhapsDeclined(file.attempts, now)) return null;
  if (await findWhyNotDial(db, viewer, file, now, policy)) return null;
  // Nobody is disturbed for a measurement that is over: what they say would never be counted.
  const measurement = file.row.routine || measurementId === null ? undefined : await findMeasurement(db, measurementId);
  if (measurement?.state === "closed" || measurement?.state === "published") return null;
  const survey = file.interview?.survey ?? (await getSurveyFor(db, measurementId));
  if (!robotCanAsk(telephone, survey, file.interview?.state ?? null)) return null;
  const changes = take(file.facts, robot, now, robotCallingPolicy(policy, telephone.staffed));
  if (isRefusal(changes) || Object.keys(changes).length === 0) return null;

  const [callId, token] = [world.newId(), world.newId()];
  const { ringSeconds, limitSeconds, graceSeconds } = robotPolicy;
  const dialledKey = keyedHash(world.config.secret, phoneKeyPurpose)(to);
  const call = { id: callId, kind: "robot", caseId, carrier: telephone.carrier.name, direction: "outbound" } as const;
  const deadlineAt = now + (ringSeconds + limitSeconds + graceSeconds) * 1000;
  const written = await world.atomically([
    ...mustChange(changeCase(db, file.row, changes)),
    ...insertCall(db, { ...call, dialledKey, token, placedAt: now, deadlineAt }, { kind: "ordered" }),
    mustHaveRoom(telephone.callsAtOnce, telephone.callsPerSecond, now),
    insertEvent(db, { id: world.newId(), caseId, at: now, kind: "robot-called", accountId: robot }),
  ]);
  if (written === "conflict") return null;
  const voice = `${world.config.baseUrl}/rost`;
  const urls = {
    turn: `${voice}/${callId}/0/${token}`,
    fallback: `${voice}/fel`,
    status: `${voice}/${callId}/status`,
  };
  return { callId, to, from: telephone.from, urls, ringSeconds, limitSeconds, detectMachine: true };
}

/** The carrier's name for the call, unless a webhook has told it already; and the robot is at work again. */
async function noteAccepted(world: World, callId: string, ref: string): Promise<{ noted: true } | Refusal> {
  const call = await findCall(world.db, callId);
  if (!call) return { noted: true };
  const statements = [
    ...appendToCall(world.db, call, [{ kind: "accepted" }], world.now(), { ref: call.ref ?? ref }),
    setSetting(world.db, robotStopped, ""),
  ];
  return (await world.atomically(statements)) === "done" ? { noted: true } : refuse("case-just-changed");
}

/** Nothing was dialled: the case goes back as it was, or to a person when the number needs one. */
async function giveBack(
  world: World,
  callId: string,
  { refused, carrierCode }: Refused,
): Promise<{ given: true } | Refusal> {
  const { remedy, alarm } = carrierRefusals[refused];
  world.log({ what: alarm ? "carrier-alarm" : "carrier-refused", refused, carrierCode });
  const call = await findCall(world.db, callId);
  if (!call?.caseId || !call.unitId) return { given: true };
  const now = world.now();
  const file = await findCaseFile(world.db, { accountId: robot, unitIds: [call.unitId], purpose: "call" }, call.caseId);
  const toPerson = remedy === "person";
  const end = { outcome: null, personTakesOver: toPerson, because: "number", attemptedAt: [] } as const;
  const { policy } = await findRules(world.db);
  const changes = file ? endRobotCall(file.facts, { ...end, evidence: file.evidence }, now, policy) : null;
  const later =
    remedy === "later" ? { restUntil: now + policy.spacingHours * 3_600_000, restBecause: "attempt" as const } : {};
  const written = await world.atomically([
    ...appendToCall(world.db, call, [{ kind: "refused", because: refused }], now),
    ...(file && changes && !isRefusal(changes)
      ? [
          ...mustChange(changeCase(world.db, file.row, { ...changes, ...later })),
          ...(toPerson ? [handedOver(world, file.row.id, now)] : []),
        ]
      : []),
  ]);
  return written === "done" ? { given: true } : refuse("case-just-changed");
}

const handedOver = (world: World, caseId: string, at: number) =>
  insertEvent(world.db, {
    ...{ id: world.newId(), caseId, at, kind: "handed-over", accountId: robot, detail: "number" },
  });
