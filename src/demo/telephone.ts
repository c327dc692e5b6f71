/**
 * The demo's telephone: a carrier inside the program that rings invented people, so that the robot can be followed from
 * the list to the report without an account anywhere. Real steps and real webhooks, no sound. Nobody is rung until the
 * setting "demo-robot" says "on": a newcomer's list should not change by itself.
 */
import { robot } from "../cases/robot-call.ts";
import { listLiveCalls } from "../db/calls.ts";
import { findPerson } from "../db/people.ts";
import { findSettings } from "../db/settings.ts";
import { noteCallStatus } from "../steps/hear-call.ts";
import { placeCalls } from "../steps/place-calls.ts";
import { reconcileCalls } from "../steps/reconcile-calls.ts";
import type { Carrier, Spoken } from "../telephony/carrier.ts";
import { type SimulatorOptions, simulatedCarrier, type Temperament } from "../telephony/simulator.ts";
import type { World } from "../world.ts";
import { readClock } from "./demo.ts";

/** Our own number: of PTS's series for films and books. */
const from = "+46846500400";

export type DemoTelephone = {
  readonly carrier: Carrier;
  /** Carries out what has happened in the calls up to now. To be called about once a second. */
  readonly listen: () => Promise<void>;
  /** Rings whom the robot may ring now, when it is switched on, and closes what was left open. */
  readonly dispatch: () => Promise<void>;
};

/** `deliver` carries a webhook to our own routes. */
export function demoTelephone(world: World, deliver: SimulatorOptions["deliver"]): DemoTelephone {
  /** What invented people know of themselves, by number: the day of the month on which they were born. */
  const birthDays = new Map<string, string>();
  const carrier = simulatedCarrier({
    ...{ publicUrl: world.config.baseUrl, secret: world.newId() + world.newId(), now: world.now, newId: world.newId },
    ...{ deliver, phoneOf: (to) => temperamentOf(to, birthDays.get(to) ?? "") },
  });
  const introduce = async () => {
    for (const { caseId, unitId } of await listLiveCalls(world.db)) {
      const person = await findPerson(world.db, { accountId: robot, unitIds: [unitId], purpose: "call" }, caseId);
      for (const phone of person?.phones ?? []) birthDays.set(phone, person?.birthDate?.slice(8) ?? "");
    }
  };
  return {
    carrier,
    async listen() {
      const next = carrier.nextAt();
      if (next !== null && next <= world.now()) await carrier.run(world.now());
    },
    async dispatch() {
      await readClock(world);
      if ((await findSettings(world.db)).get("demo-robot") === "on") await placeCalls(world, { carrier, from });
      birthDays.clear();
      await introduce();
      await reconcileCalls(world, carrier, noteCallStatus);
    },
  };
}

/** Who answers at a number, the same each time: most do, some are out, engaged or let a machine answer. */
function temperamentOf(to: string, birthDay: string): Temperament {
  const kind = Number(to.slice(-2)) % 7;
  if (kind === 0) return { does: "no-answer" };
  if (kind === 1) return { does: "busy" };
  if (kind === 2) return { does: "voicemail" };
  return { does: "answers", keys: keysOf(kind, birthDay) };
}

/** Presses what is asked for; one in four of those who answer would rather talk to a person from question 4 on. */
const keysOf =
  (kind: number, birthDay: string) =>
  ({ lines }: Spoken): string => {
    const said = lines.map((line) => ("say" in line ? (line.promptId ?? "") : ""));
    if (said.includes("birthday")) return birthDay;
    if (said.includes("help")) return "2";
    if (kind === 3 && said.some((id) => id.startsWith("question-number:4:"))) return "0";
    return said.includes("opening") || said.some((id) => id.startsWith("intro")) ? "1" : String(1 + (kind % 2));
  };
