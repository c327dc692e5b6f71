/**
 * Where a whole-call scenario is played: a clinic over some home's database, a clock, and each kind of step as something
 * that can be done there. Longer than other files because every step stands here.
 */
import { TrieRouter } from "hono/router/trie-router";
import { noteCallStatus } from "../src/steps/hear-call.ts";
import { placeCalls } from "../src/steps/place-calls.ts";
import { reconcileCalls } from "../src/steps/reconcile-calls.ts";
import { tick } from "../src/timetable.ts";
import { makeApp } from "../src/web/app.ts";
import type { World } from "../src/world.ts";
import { type Client, listOf, openClinic, type Row, type Username } from "./clinic.ts";
import { type HomeOfWorld, worldOver } from "./home-world.ts";
import { openTelephones } from "./telephone-lines.ts";
import type { Coordinator, Expected, Heard, Step, TelephoneScenario } from "./telephone-scenario.ts";
import {
  brokenNow,
  caseIdsByName,
  instantOfText,
  leftOver,
  newsOfCases,
  patientStands,
  sealedAnswers,
  tasksRaised,
  textOfInstant,
} from "./telephone-standing.ts";

/** A home's empty database, and the same database as a program sees it that has just started. */
export type ScenarioHome = { readonly home: HomeOfWorld; readonly again: () => HomeOfWorld };

const minute = 60_000;

/**
 * What lives between two requests: the whole program; its routes, as in a Worker, whose world may be gone at any time; or
 * nothing but the database.
 */
export type Lives = "program" | "routes" | "nothing";

export async function openScenario(scenario: TelephoneScenario, { home, again }: ScenarioHome, lives: Lives) {
  const world = worldOver(home, { now: instantOfText(scenario.now ?? "2026-11-23 10:00") });
  const trace: string[] = [];
  const note = (text: string) => trace.push(`${textOfInstant(world.now())?.slice(5)}:${secondsOf(world)}  ${text}`);

  /** Lends a world to one request or one step: one that knows nothing but the database, unless the program lives. */
  async function lent<Done>(act: (world: World) => Promise<Done>): Promise<Done> {
    if (lives === "program") return act(world);
    const { close, ...fresh } = again();
    try {
      return await act({ ...world, ...fresh });
    } finally {
      close?.();
    }
  }
  const newApp = () => makeApp((c) => c.env as unknown as World);
  const app = newApp();
  /** Routes for one request: found by a router that takes no time to set up, where the usual one takes most of it. */
  const appForOne = () => {
    const one = newApp();
    one.router = new TrieRouter();
    for (const route of one.routes) one.router.add(route.method, route.path, [route.handler, route]);
    return one;
  };
  const send = (request: Request) =>
    lent(async (lentWorld) => (lives === "nothing" ? appForOne() : app).request(request, undefined, lentWorld));

  const telephones = openTelephones(scenario, world, note, send);
  const { carrier, rows } = telephones;
  const clinic = await openClinic(world, { carrierOf: () => telephones.counted, request: send });
  const admitted = await clinic.admit(...Object.values(rows));
  const idOf = new Map<string, string>();
  for (const [name, id] of await caseIdsByName(world)) idOf.set(name, id);
  note(`${admitted.length} taken in`);

  const signedIn = new Map<Username, { readonly client: Client; readonly at: number }>();
  /** A session is ended by idleness: whoever comes back has signed in again. */
  async function client(who: Username): Promise<Client> {
    const known = signedIn.get(who);
    if (known && world.now() - known.at < 30 * minute) return known.client;
    const fresh = await clinic.signedIn(who);
    signedIn.set(who, { client: fresh, at: world.now() });
    return fresh;
  }

  async function passTo(until: number): Promise<void> {
    for (;;) {
      const next = carrier.nextAt();
      if (next === null || next > until) break;
      world.clock.set(Math.max(next, world.now()));
      await carrier.run(next);
    }
    world.clock.set(Math.max(until, world.now()));
  }

  async function passTicking(until: number, everyMinutes: number): Promise<void> {
    while (world.now() < until) {
      await passTo(Math.min(until, world.now() + everyMinutes * minute));
      await lent((lentWorld) => tick(lentWorld, world.now()));
    }
  }

  async function coordinate({ who, does, with: fields = {}, status = 303 }: Coordinator, patient: string) {
    const browser = await client(who);
    const base = `/uppfoljningar/${idOf.get(patient)}`;
    const post = (path: string, form: Readonly<Record<string, string>> = {}) => browser.post(`${base}/${path}`, form);
    const acts: Record<Coordinator["does"], () => ReturnType<Client["post"]>> = {
      takes: () => post("visa-nummer", { kontrollerad: "ja" }),
      releases: () => post("slapp"),
      withdraws: () => post("utfall", { utfall: "withdrawn", bekraftat: "ja" }),
      records: () => post("utfall", fields),
      "takes-over": () => post("ta-over"),
      "hands-to-robot": () => post("lat-roboten-ringa"),
      "hears-no": () => post("sager-nej", { bekraftat: "ja" }),
      begins: () => post("borja", { respondent: "patient", kontrollerad: "ja" }),
      answers: async () => {
        let last = await browser.get(`${base}/intervju`);
        for (const [steg, svar] of Object.entries(fields)) last = await post("svar", { steg, svar });
        return last;
      },
      closes: async () => {
        await post("svar", { steg: "fritext", text: "" });
        await post("svar", { steg: "hjalp", svar: "nej" });
        await post("svar", { steg: "tack" });
        return post("spara");
      },
    };
    return { expected: status, came: (await acts[does]()).status };
  }

  const changed = (changes: Readonly<Record<string, Row>>): Row[] =>
    Object.entries(changes).map(([name, row]) => ({ ...rows[name], ...row }));

  /** Through the coordinator's own page, as a list comes in any day. */
  async function takeIn(changes: Readonly<Record<string, Row>>) {
    const anna = await client("anna");
    const list = listOf(...changed(changes));
    const file = new File([list], "lista.csv", { type: "text/csv" });
    const { location } = await anna.post("/intag", { kalla: "Journalsystemet", fil: file });
    return (await anna.post(`${location}/ta-in`)).status;
  }

  /** One piece of news at a time, so that the carrier has carried it to us before the next. */
  async function byHand(patient: string, act: (ref: string) => void): Promise<void> {
    act(telephones.lineOf(patient));
    await passTo(world.now() + 1000);
  }

  /** Carries a step out; gives what it should come to by its own words, and what it came to. */
  async function act(step: Step): Promise<{ expected: unknown; came: unknown }> {
    const nothing = { expected: null, came: null };
    if ("place" in step) return { expected: step.place, came: (await lent(placeCalls)).placed };
    if ("placeTwice" in step) {
      const both = await Promise.all([lent(placeCalls), lent(placeCalls)]);
      return { expected: step.placeTwice, came: both[0].placed + both[1].placed };
    }
    if ("reconcile" in step) {
      const { closed } = await lent((lentWorld) => reconcileCalls(lentWorld, noteCallStatus));
      return { expected: step.reconcile, came: closed };
    }
    if ("coordinator" in step) return coordinate(step.coordinator, step.patient);
    if ("list" in step) return { expected: 303, came: await takeIn(step.list) };
    if ("listElsewhere" in step) await clinic.admit(...changed(step.listElsewhere));
    if ("pass" in step) await passTo(world.now() + step.pass * minute);
    if ("until" in step) {
      if (step.ticksEvery === undefined) await passTo(instantOfText(step.until));
      else await passTicking(instantOfText(step.until), step.ticksEvery);
    }
    if ("tick" in step) await lent((lentWorld) => tick(lentWorld, world.now()));
    if ("phone" in step) telephones.phones[step.patient] = step.phone;
    if ("ringsIn" in step) telephones.ringIn(step.ringsIn);
    if ("hand" in step)
      await byHand(step.patient, (ref) => {
        if (step.hand === "answers") carrier.answer(ref);
        if (step.hand === "declines") carrier.decline(ref);
        if (step.hand === "hangs-up") carrier.patientHangsUp(ref);
        if (step.hand === "lets-a-machine-answer") carrier.letMachineAnswer(ref, "machine");
      });
    if ("presses" in step)
      for (const keys of step.presses) await byHand(step.patient, (ref) => carrier.press(ref, keys));
    return nothing;
  }

  async function standing(expected: Expected): Promise<Expected> {
    const { patients, callers, orders, sealed, tasks, alarms } = expected;
    const came: Record<string, unknown> = {};
    if (patients) {
      const stand = Object.entries(patients).map(
        async ([name, wanted]) => [name, await patientAs(name, wanted)] as const,
      );
      came.patients = Object.fromEntries(await Promise.all(stand));
    }
    if (callers) {
      const heard = Object.entries(callers).map(([name, wanted]) => [name, heardAs(telephones.inbound(name), wanted)]);
      came.callers = Object.fromEntries(heard);
    }
    if (orders !== undefined) came.orders = telephones.orders();
    if (sealed) came.sealed = await sealedAnswers(world);
    if (tasks) came.tasks = await tasksRaised(world);
    if (alarms) came.alarms = world.logged.filter(({ what }) => what === "carrier-alarm").map(({ refused }) => refused);
    return came as Expected;
  }

  /** What was said in a call, beside what a file names of it. */
  function heardAs(ref: string, { said, neverSaid = [], ...wanted }: Heard): Heard {
    const turns = telephones.heard.get(ref) ?? [];
    const all = turns.flat();
    return {
      ...(said && { said: holdsInOrder(turns, said) ? said : turns.map((pieces) => pieces.join(" ")) }),
      ...(neverSaid.length > 0 && {
        neverSaid: neverSaid.filter((piece) => !all.some((one) => one.startsWith(piece))),
      }),
      ...("turns" in wanted && { turns: turns.length }),
    };
  }

  async function patientAs(name: string, wanted: NonNullable<Expected["patients"]>[string]) {
    const id = idOf.get(name);
    const stands = await patientStands(world, id);
    const { logged } = wanted;
    const more: Record<string, unknown> = { ...stands, ...heardAs(stands.lastRef, wanted) };
    if (logged) more.logged = isSubsequence(stands.log, logged) ? logged : stands.log;
    if ("place" in wanted) {
      const list = (await (await client("anna")).get("/lista")).text;
      const listed = [...new Set([...list.matchAll(/\/uppfoljningar\/(\w+)/g)].map(([, one]) => one))];
      more.place = listed.indexOf(id) + 1 || null;
    }
    return Object.fromEntries(Object.keys(wanted).map((key) => [key, more[key]]));
  }

  let before = await newsOfCases(world);
  return {
    trace,
    note,
    standing,
    broken: () => brokenNow(world, carrier),
    async carryOut(step: Step) {
      const done = await act(step);
      const after = await newsOfCases(world);
      for (const [key, text] of after) if (before.get(key) !== text) note(`   ${text}`);
      before = after;
      return done;
    },
    async leftOver() {
      await passTo(world.now() + 20 * minute);
      await lent((lentWorld) => reconcileCalls(lentWorld, noteCallStatus));
      await passTo(world.now() + minute);
      return leftOver(world, carrier);
    },
  };
}

const secondsOf = (world: World): string => String(Math.floor(world.now() / 1000) % 60).padStart(2, "0");

const isSubsequence = (all: readonly string[], wanted: readonly string[]): boolean => {
  let at = 0;
  for (const one of all) if (at < wanted.length && one.startsWith(wanted[at]!)) at += 1;
  return at === wanted.length;
};

/** Are these said in this order, the first at the first turn and the last at the last? */
function holdsInOrder(turns: readonly (readonly string[])[], said: readonly string[]): boolean {
  const has = (pieces: readonly string[] | undefined, piece = "") =>
    pieces?.some((one) => one.startsWith(piece)) ?? false;
  if (said.length === 0) return turns.flat().length === 0;
  return has(turns[0], said[0]) && has(turns.at(-1), said.at(-1)) && isSubsequence(turns.flat(), said);
}
