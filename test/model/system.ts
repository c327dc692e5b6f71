/**
 * The real program in process, with what stands around it: a carrier whose lines outlive us, a clock that may be wrong,
 * and a knife that kills the program before or after any effect it has on the world. The program is thrown away and
 * opened again from the bytes of its database; nothing else of it is kept.
 */
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { seededIds, seededRandom, seededShuffle } from "../../src/demo/random.ts";
import { refusedBy, unknown, type WebhookRequest } from "../../src/telephony/carrier.ts";
import { type Simulator, simulatedCarrier, type Temperament } from "../../src/telephony/simulator.ts";
import { tick } from "../../src/timetable.ts";
import { makeApp } from "../../src/web/app.ts";
import type { LogLine, World } from "../../src/world.ts";
import { makeTestWorld } from "../world.ts";
import { cookieOf, type OpenClinic, type Staff, type Store } from "./clinic.ts";

export const simulatorSecret = "a secret of the model";
export const staffed = { from: "09:00", to: "16:00" } as const;
export const mostAtOnce = 2;
export const mostPerSecond = 2;

/** What goes wrong at the carrier, by order, by webhook and by question; each list is gone round. */
export type Misfortune = {
  readonly place: readonly (
    | null
    | "reply-lost"
    | "lost-on-the-way"
    | "too-many"
    | "unavailable"
    | "bad-number"
    | "unreachable"
    | "credentials"
  )[];
  readonly deliver: readonly (readonly number[])[];
  readonly ask: readonly (null | "unknown" | "slow-down")[];
  readonly queueSeconds: number;
};

/** What a watcher is told while it happens. */
export type Watcher = {
  readonly ordered: (order: { readonly callId: string; readonly to: string }) => void;
  readonly ringing: (ref: string) => void;
  /** `reply` is null when nobody answered, or died before answering. */
  readonly delivered: (request: WebhookRequest, reply: { status: number; body: string } | null) => void;
};

export type Reply = { readonly status: number; readonly text: string; readonly location: string };
export type System = Awaited<ReturnType<typeof openSystem>>;

class Killed extends Error {}

const config = (() => {
  const world = makeTestWorld({ mode: "production" });
  world.close();
  return world.config;
})();
const minute = 60_000;

export async function openSystem(
  store: Store,
  given: {
    readonly startsAt: number;
    /** Real time, which stands still: nobody is signed out while days go by. */
    readonly wallNow: number;
    readonly seed: number;
    readonly misfortune: Misfortune;
    /** Who answers at a number, the n-th time it is rung, from 0. */
    readonly phoneOf: (to: string, time: number) => Temperament;
    readonly watcher: Watcher;
  },
) {
  const { watcher } = given;
  // No seed of the clinic's own: its ids are taken.
  const random = seededRandom(given.seed + 1_000_003);
  const logged: LogLine[] = [];
  /** True time, which is the carrier's, and how wrong our own clock is. */
  let trueNow = given.startsAt;
  let skew = 0;
  let mostSkew = 0;
  let clockMoves = 0;
  let calm = false;
  /** Effects left before the knife falls, and on which side of that effect. */
  let knife: { left: number; readonly side: "before" | "after" } | null = null;
  /** Turns of the loop that each effect waits, so that two acts at once meet in many orders; gone round. */
  let mix: readonly number[] = [];
  const counts = { place: 0, deliver: 0, ask: 0, mix: 0 };
  const next = <T>(list: readonly T[], count: keyof typeof counts): T | undefined =>
    calm || list.length === 0 ? undefined : list[counts[count]++ % list.length];

  /** How often each number has been rung, by line. */
  const lineNumbers = new Map<string, number>();

  const open = (clinic: OpenClinic) => {
    const life = { alive: true };
    const effect = async <T>(act: () => Promise<T>): Promise<T> => {
      for (let turns = mix.length === 0 ? 0 : mix[counts.mix++ % mix.length]!; turns > 0; turns -= 1)
        await turnOfTheLoop();
      if (!life.alive) throw new Killed();
      const falls = knife !== null && knife.left-- === 0 ? knife.side : null;
      if (falls !== null) knife = null;
      if (falls === "before") life.alive = false;
      if (!life.alive) throw new Killed();
      const done = await act();
      if (falls === "after") life.alive = false;
      if (!life.alive) throw new Killed();
      return done;
    };
    const asked = <T>(act: () => Promise<T>): Promise<T | ReturnType<typeof refusedBy> | typeof unknown> =>
      effect(async () => {
        const fault = next(given.misfortune.ask, "ask");
        if (fault === "unknown") return unknown;
        return fault === "slow-down" ? refusedBy("slow-down", "429", 1) : act();
      });
    const world: World = {
      ...{ db: clinic.db, atomically: (unit) => effect(() => clinic.atomically(unit)) },
      scrub: () => effect(() => clinic.scrub()),
      ...{ now: () => trueNow + skew, wallNow: () => given.wallNow },
      ...{ newId: seededIds(random), shuffle: seededShuffle(random) },
      fetch: () => Promise.reject(new Error("no test may reach the network")),
      log: (line) => logged.push(line),
      config,
      telephone: {
        carrier: {
          ...simulator,
          placeCall: async (order) => {
            // By what is so when the order leaves us: on its way it may be overtaken by a no, and is then put down.
            if (life.alive) watcher.ordered(order);
            return effect(async () => {
              const fault = next(given.misfortune.place, "place") ?? null;
              if (fault === "too-many" || fault === "unavailable") return refusedBy("slow-down", "429", 1);
              if (fault === "bad-number" || fault === "unreachable" || fault === "credentials") return refusedBy(fault);
              if (fault === "lost-on-the-way") return unknown;
              const answer = await simulator.placeCall(order);
              return fault === "reply-lost" ? unknown : answer;
            });
          },
          hangUp: (ref) => asked(() => simulator.hangUp(ref)),
          look: (ref) => asked(() => simulator.look(ref)),
          // A clock that is more than an hour ahead when an order's answer is lost would hide the call: forgiven here.
          find: (sought) =>
            asked(() => simulator.find({ ...sought, since: sought.since - Math.max(0, mostSkew - 60 * minute) })),
          joined: (ref) => asked(() => simulator.joined(ref)),
          erase: (ref) => asked(() => simulator.erase(ref)),
        },
        ...{ from: "+46846500400", callsAtOnce: mostAtOnce, callsPerSecond: mostPerSecond, psychiatry: false, staffed },
        wait: async (milliseconds) => {
          trueNow += milliseconds;
        },
      },
    };
    return { clinic, world, life, app: makeApp(() => world) };
  };

  const simulator: Simulator = simulatedCarrier({
    ...{ publicUrl: config.baseUrl, secret: simulatorSecret, now: () => trueNow, newId: seededIds(random) },
    queueSeconds: given.misfortune.queueSeconds,
    // It forgets nothing by itself: what is left in its books at the end was not erased.
    forgetsAfterSeconds: 400 * 86_400,
    phoneOf: (to) => {
      // A number that is dialled again is another line: the latest one counts.
      const time = simulator.calls().filter((call) => call.to === to && call.direction === "outbound").length;
      return given.phoneOf(to, time - 1);
    },
    faults: {
      deliver: (what, ref) => {
        const line = simulator.calls().find((call) => call.ref === ref);
        if (what === "status" && line?.status === "ringing" && !lineNumbers.has(ref)) {
          lineNumbers.set(ref, lineNumbers.size);
          watcher.ringing(ref);
        }
        return next(given.misfortune.deliver, "deliver") ?? [0];
      },
    },
    deliver: (request) => send(request),
  });
  store.refill();
  let program = open(store.open());

  /** The carrier's own request to our webhooks. Rejects when nobody answers, as a network does. */
  const send = async (request: WebhookRequest) => {
    const { life, app } = program;
    let reply: { status: number; body: string } | null = null;
    if (life.alive) {
      const { url, headers, body } = request;
      const answer = await app.request(url, { method: "POST", headers: { ...headers }, body });
      if (life.alive) reply = { status: answer.status, body: await answer.text() };
    }
    watcher.delivered(request, reply);
    if (reply === null) throw new Error("connection refused");
    return reply;
  };

  /** Opens the program again if it has been killed. */
  const revive = async () => {
    if (program.life.alive) return;
    // Whatever the dead one had handed to the disk is written or not; nothing of it may be written later.
    for (let turns = 0; turns < 3; turns += 1) await turnOfTheLoop();
    program.clinic.shut();
    program = open(store.open());
  };

  /** A step of the program. Its death is no fault of the test's; anything else that it throws is. */
  const step = async <T>(run: (world: World) => Promise<T>): Promise<T | null> => {
    try {
      return await run(program.world);
    } catch (error) {
      if (error instanceof Killed || !program.life.alive) return null;
      throw error;
    }
  };

  return {
    ...{ logged, simulator, send, revive, step },
    raw: () => program.clinic.raw,
    world: () => program.world,
    isAlive: () => program.life.alive,
    now: () => trueNow + skew,
    trueNow: () => trueNow,
    /** Changes whenever our clock is set, so that instants on either side are not compared. */
    clockEra: () => clockMoves,
    moveClock: (milliseconds: number) => {
      skew += milliseconds;
      mostSkew = Math.max(mostSkew, skew);
      clockMoves += 1;
    },
    sharpen: (left: number, side: "before" | "after") => {
      knife = { left, side };
    },
    sheathe: () => {
      knife = null;
    },
    mixWith: (turns: readonly number[]) => {
      mix = turns;
    },
    calmDown: () => {
      calm = true;
    },
    hasMishaps: () => !calm && given.misfortune.ask.some((fault) => fault !== null),
    /** A form of a coordinator's; null when the program died over it. */
    post: async (who: Staff, path: string, fields: Record<string, string> = {}): Promise<Reply | null> => {
      const { app, life } = program;
      if (!life.alive) return null;
      const headers = { cookie: cookieOf(who), "sec-fetch-site": "same-origin", accept: "application/json" };
      const body = new URLSearchParams(fields);
      const answer = await app.request(`${config.baseUrl}${path}`, { method: "POST", headers, body });
      const text = await answer.text();
      return life.alive ? { status: answer.status, text, location: answer.headers.get("location") ?? "" } : null;
    },
    /** Lets time pass, event by event; the timetable beats every minute while somebody is on the line, else seldom. */
    pass: async (milliseconds: number, idleMinutes = 97) => {
      const until = trueNow + milliseconds;
      const lives = () => simulator.calls().some((call) => call.endedAt === null);
      let beatAt = trueNow + minute;
      while (trueNow < until) {
        const event = simulator.nextAt();
        const at = Math.max(trueNow, Math.min(event ?? until, beatAt, until));
        trueNow = at;
        if (event !== null && event <= at) await simulator.run(at);
        if (trueNow < beatAt) continue;
        await revive();
        await step((world) => tick(world, world.now()));
        beatAt = trueNow + (lives() ? minute : idleMinutes * minute);
      }
    },
    close: () => program.clinic.shut(),
  };
}
