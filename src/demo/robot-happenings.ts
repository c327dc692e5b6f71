/**
 * Plays a call of the robot's before the demo's first moment, by the steps that the carrier's webhooks lead to, so that
 * some patients come with a history of their own. There is no telephone yet: what a carrier would tell is told here.
 */
import { robot } from "../cases/robot-call.ts";
import { findCall } from "../db/calls.ts";
import type { DueCase } from "../db/due-for-robot.ts";
import { findPerson } from "../db/people.ts";
import { isRefusal } from "../problems.ts";
import { hearCall, noteCallStatus } from "../steps/hear-call.ts";
import { placeCallTo } from "../steps/place-calls.ts";
import { type Carrier, refusedBy, type Telephone } from "../telephony/carrier.ts";
import type { World } from "../world.ts";
import type { Stage } from "./happenings.ts";

const notPossible = async () => refusedBy("not-possible");
const unheard = () => {
  throw new Error("nobody listens before the demo has begun");
};

/** Takes every order and does nothing with it. */
const carrier: Carrier = {
  name: "simulator",
  can: { hangUp: false, erase: false, speakText: true, detectMachine: false, connect: false, hashKey: true },
  placeCall: async ({ callId }) => ({ accepted: `SIM${callId}` }),
  ...{ hangUp: notPossible, look: notPossible, find: notPossible, joined: notPossible, erase: notPossible },
  ...{ verify: () => false, read: unheard, speak: unheard },
};

const telephone: Telephone = {
  ...{ carrier, from: "+46846500400", callsAtOnce: 20, callsPerSecond: 1000, psychiatry: false },
  ...{ staffed: { from: "09:00", to: "16:00" }, wait: async () => {} },
};

/** The robot rings a case at the stage's present time. A refusal is a fault in the demo's story and is thrown. */
export async function letRobotRing(
  stage: Stage,
  due: DueCase,
  ending: "no-answer" | "asks-for-a-person",
): Promise<void> {
  const world: World = { ...stage.world, telephone };
  const placed = await placeCallTo(world, due);
  if (isRefusal(placed)) throw new Error(`the demo's story cannot be played: the robot: ${placed.refused}`);
  const { callId } = placed;
  const ref = `SIM${callId}`;
  let sequence = 0;
  const tell = async (status: "ringing" | "answered" | "completed" | "no-answer", minutesBefore: number) => {
    stage.advance(minutesBefore);
    await noteCallStatus(world, { callId, ref, status, sequence: sequence++ });
  };
  await tell("ringing", 0.05);
  if (ending === "no-answer") return tell("no-answer", 0.75);
  await tell("answered", 0.2);
  const viewer = { accountId: robot, unitIds: [due.unitId], purpose: "call" } as const;
  const birthDay = (await findPerson(world.db, viewer, due.caseId))?.birthDate?.slice(8) ?? "";
  for (const digits of [null, "1", birthDay, "0"]) {
    const call = await findCall(world.db, callId);
    await hearCall(world, {
      callId,
      ref,
      turn: call?.turn ?? 0,
      token: call?.token ?? "",
      digits,
      answeredBy: "human",
    });
    stage.advance(0.3);
  }
  await tell("completed", 0.1);
}
