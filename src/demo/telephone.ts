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

/** What was heard in one turn of a call that is held in the hand, and when (epoch ms). */
export type HeardByHand = { readonly at: number; readonly lines: readonly string[] };

export type DemoTelephone = Telephone & {
  readonly carrier: Simulator;
  readonly inside: NonNullable<Telephone["inside"]>;
  /** This call is answered by whoever sits at "Prova telefonen". Said before it rings. */
  readonly takeByHand: (callId: string) => void;
  /** All that has been heard in such a call, newest first; null for a call that answers by itself or is forgotten. */
  readonly heardByHand: (callId: string) => readonly HeardByHand[] | null;
};

/** Calls whose words are remembered: more than anybody has open at once. */
const mostByHand = 50;

/** The telephone of a demo world; undefined where there is none. */
export const demoTelephoneOf = (world: World): DemoTelephone | undefined => telephones.get(world.telephone ?? {});
const telephones = new WeakMap<object, DemoTelephone>();

/** `deliver` carries a webhook to our own routes. */
export function demoTelephone(world: World, deliver: SimulatorOptions["deliver"]): DemoTelephone {
  /** By number: the day of the month on which whoever lives there was born, and whether the telephone is held in the hand. */
  let people: ReadonlyMap<string, { readonly birthDay: string; readonly byHand: boolean }> = new Map();
  const byHand = new Map<string, HeardByHand[]>();
  const carrier = simulatedCarrier({
    ...{ publicUrl: world.config.baseUrl, secret: world.newId() + world.newId(), now: world.now, newId: world.newId },
    deliver: async (asked) => {
      const answer = await deliver(asked);
      remember(asked.url, answer);
      return answer;
    },
    phoneOf: (to) => (people.get(to)?.byHand ? { does: "by-hand" } : temperamentOf(to, people.get(to)?.birthDay ?? "")),
  });
  /** Lets the invented people know of themselves, before their telephones ring. All at once: another run may be going on. */
  const introduce = async () => {
    const known = new Map<string, { birthDay: string; byHand: boolean }>();
    for (const { id, caseId, unitId } of await listLiveCalls(world.db)) {
      if (caseId === null || unitId === null) continue;
      const person = await findPerson(world.db, { accountId: robot, unitIds: [unitId], purpose: "call" }, caseId);
      for (const phone of person?.phones ?? [])
        known.set(phone, { birthDay: person?.birthDate?.slice(8) ?? "", byHand: byHand.has(id) });
    }
    people = known;
  };
  const remember = (url: string, { status, body }: { readonly status: number; readonly body: string }) => {
    const heard = byHand.get(/\/rost\/([^/]+)\/\d+\//.exec(url)?.[1] ?? "");
    if (!heard || status !== 200) return;
    const { lines } = JSON.parse(body) as Spoken;
    heard.unshift({ at: world.now(), lines: lines.flatMap((line) => ("say" in line ? [line.say] : [])) });
  };
  const telephone: DemoTelephone = {
    carrier,
    ...{ from, callsAtOnce: 20, callsPerSecond: 1000, psychiatry: false },
    staffed: { from: "09:00", to: "16:00" },
    wait: async () => {},
    takeByHand: (callId) => {
      byHand.set(callId, []);
      for (const oldest of [...byHand.keys()].slice(0, -mostByHand)) byHand.delete(oldest);
    },
    heardByHand: (callId) => byHand.get(callId) ?? null,
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

/** How long two talk whom a coordinator's click has joined: long enough to be seen, short enough to be waited for. */
const talksSeconds = 20;

/** Who answers at a number, the same each time: most do, some are out, engaged or let a machine answer. */
function temperamentOf(to: string, birthDay: string): Temperament {
  const kind = Number(to.slice(-2)) % 7;
  if (kind === 0) return { does: "no-answer" };
  if (kind === 1) return { does: "busy" };
  if (kind === 2) return { does: "voicemail" };
  return { does: "answers", keys: keysOf(kind, birthDay), talksSeconds };
}

/** Presses what is asked for; one in four of those who answer would rather talk to a person from question 4 on. */
const keysOf =
  (kind: number, birthDay: string) =>
  ({ lines }: Spoken): string => {
    const said = lines.map((line) => ("say" in line ? (line.promptId ?? "") : ""));
    if (said.includes("birthday")) return birthDay;
    // A coordinator who has asked to be rung.
    if (said.includes("bridge-opening")) return "1";
    if (said.includes("help")) return "2";
    if (kind === 3 && said.some((id) => id.startsWith("question-number:4:"))) return "0";
    return said.includes("opening") || said.some((id) => id.startsWith("intro")) ? "1" : String(1 + (kind % 2));
  };
