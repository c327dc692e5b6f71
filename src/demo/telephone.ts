/**
 * The demo's telephone: a carrier inside the program that rings invented people, so that the robot can be followed from
 * the list to the report without an account anywhere. Real steps and real webhooks, no sound.
 */
import { robot } from "../cases/robot-call.ts";
import { listLiveCalls } from "../db/calls.ts";
import { findPerson } from "../db/people.ts";
import type { Spoken, Telephone } from "../telephony/carrier.ts";
import { type Simulator, type SimulatorOptions, simulatedCarrier, type Temperament } from "../telephony/simulator.ts";
import type { World } from "../world.ts";

/** Our own number: of PTS's series for films and books. */
const from = "+46846500400";

export type DemoTelephone = Telephone & {
  readonly carrier: Simulator;
  /** The next call to this case is answered by whoever sits at "Prova telefonen". */
  readonly takeByHand: (caseId: string) => void;
};

/** The telephone of a demo world; undefined where there is none. */
export const demoTelephoneOf = (world: World): DemoTelephone | undefined => telephones.get(world.telephone ?? {});
const telephones = new WeakMap<object, DemoTelephone>();

/** `deliver` carries a webhook to our own routes. */
export function demoTelephone(world: World, deliver: SimulatorOptions["deliver"]): DemoTelephone {
  /** What invented people know of themselves, by number: the day of the month on which they were born. */
  const birthDays = new Map<string, string>();
  const byHand = new Set<string>();
  const handled = new Set<string>();
  const carrier = simulatedCarrier({
    ...{ publicUrl: world.config.baseUrl, secret: world.newId() + world.newId(), now: world.now, newId: world.newId },
    deliver,
    phoneOf: (to) => (handled.has(to) ? { does: "by-hand" } : temperamentOf(to, birthDays.get(to) ?? "")),
  });
  /** Lets the invented people know of themselves, before their telephones ring. */
  const introduce = async () => {
    birthDays.clear();
    handled.clear();
    for (const { caseId, unitId } of await listLiveCalls(world.db)) {
      if (caseId === null || unitId === null) continue;
      const person = await findPerson(world.db, { accountId: robot, unitIds: [unitId], purpose: "call" }, caseId);
      for (const phone of person?.phones ?? []) {
        birthDays.set(phone, person?.birthDate?.slice(8) ?? "");
        if (byHand.has(caseId)) handled.add(phone);
      }
    }
  };
  const telephone: DemoTelephone = {
    carrier,
    ...{ from, callsAtOnce: 20, callsPerSecond: 1000, psychiatry: false },
    staffed: { from: "09:00", to: "16:00" },
    wait: async () => {},
    takeByHand: (caseId) => byHand.add(caseId),
    inside: {
      nextAt: carrier.nextAt,
      async listen() {
        const next = carrier.nextAt();
        if (next === null || next > world.now()) return;
        await introduce();
        await carrier.run(world.now());
      },
    },
  };
  telephones.set(telephone, telephone);
  return telephone;
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
