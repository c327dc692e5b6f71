/**
 * Somebody rings our number back: what is said, to whom, and what may not be learnt by ringing. Whole calls in process,
 * through the carrier's own signed requests.
 */
import { sql } from "drizzle-orm";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { describe, expect, test } from "vitest";
import { instantOf } from "../src/calendar.ts";
import { swedishPrompts } from "../src/calls/prompts.sv.ts";
import { textFor } from "../src/calls/prompts.ts";
import { forgetPeople } from "../src/steps/forget-people.ts";
import { hearCall, noteCallStatus } from "../src/steps/hear-call.ts";
import { hearInbound } from "../src/steps/hear-inbound.ts";
import { placeCalls } from "../src/steps/place-calls.ts";
import { hangUpUnwanted, reconcileCalls } from "../src/steps/reconcile-calls.ts";
import type { Carrier, Spoken } from "../src/telephony/carrier.ts";
import { elksCarrier } from "../src/telephony/elks.ts";
import { type SimulatorFaults, simulatedCarrier, type Temperament } from "../src/telephony/simulator.ts";
import { simulatorSignature } from "../src/telephony/simulator-webhook.ts";
import { twilioCarrier } from "../src/telephony/twilio.ts";
import { makeApp } from "../src/web/app.ts";
import { type Clinic, makeClinic, type Row } from "./in-process.ts";
import type { TestWorld } from "./world.ts";

const minute = 60_000;
const hour = 60 * minute;
const secret = "a secret of the test";
const said: Row = { robotConsent: "ja" };
/** The number of a sound row, and one that nobody has told us of. */
const patient = "+46701740605";
const stranger = "+46701740699";
const answers = ["1", "2", "1", "1", "2", "1", "2"];
const wholeInterview = ["1", "03", "1", ...answers];

const rows = (world: TestWorld, query: ReturnType<typeof sql>) => world.db.all<Record<string, unknown>>(query);

async function makeLine(faults: SimulatorFaults = {}) {
  const phones = new Map<string, Temperament>();
  let clinic: Clinic | undefined;
  let made: ReturnType<typeof simulatedCarrier> | undefined;
  clinic = await makeClinic({
    carrierOf: (world) => {
      made = simulatedCarrier({
        ...{ publicUrl: world.config.baseUrl, secret, now: world.now, newId: world.newId, faults },
        phoneOf: (number) => phones.get(number) ?? { does: "by-hand" },
        deliver: async ({ url, headers, body }) => {
          const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        },
      });
      return made;
    },
  });
  const { world } = clinic;
  const carrier = made!;
  const voice = `${world.config.baseUrl}/rost`;
  const urls = { turn: `${voice}/in`, fallback: `${voice}/fel`, status: `${voice}/in/status` };
  const pass = async (minutes: number) => {
    const until = world.now() + minutes * minute;
    for (let next = carrier.nextAt(); next !== null && next <= until; next = carrier.nextAt()) {
      world.clock.set(Math.max(next, world.now()));
      await carrier.run(next);
    }
    world.clock.set(until);
  };
  const callsIn = (from: string, ...keys: string[]) => {
    phones.set(from, { does: "answers", keys });
    return carrier.callIn(from, urls);
  };
  return {
    ...clinic,
    carrier,
    phones,
    pass,
    urls,
    callsIn,
    /** Rings us, presses these keys turn by turn and hears it to the end; gives the names of what was said last. */
    ring: async (from: string, ...keys: string[]) => {
      const ref = callsIn(from, ...keys);
      await pass(2);
      return idsOf(carrier.calls().find((call) => call.ref === ref)?.heard);
    },
    /** A request that the carrier has signed. */
    post: async (path: string, fields: Record<string, string>) => {
      const body = new URLSearchParams({ kind: "turn", ...fields }).toString();
      const signature = simulatorSignature(secret, path, body);
      const headers = { "content-type": "application/x-www-form-urlencoded", "x-simulator-signature": signature };
      const answer = await clinic!.app.request(path, { method: "POST", headers, body });
      return { status: answer.status, text: await answer.text() };
    },
    caseRow: async (id: string) => (await rows(world, sql`select * from cases where id = ${id}`))[0]!,
    cases: async () => JSON.stringify(await rows(world, sql`select * from cases order by id`)),
    attempts: () => rows(world, sql`select mode, outcome from attempts order by started_at`),
    calls: () => rows(world, sql`select * from calls order by placed_at, rowid`),
    events: async () => (await rows(world, sql`select kind from events order by rowid`)).map(({ kind }) => kind),
  };
}
type Line = Awaited<ReturnType<typeof makeLine>>;

const idsOf = (spoken: Spoken | null | undefined): string[] =>
  (spoken?.lines ?? []).map((line) => ("say" in line ? (line.promptId ?? "") : "")).map((id) => id.split(":")[0]!);
const only = (ids: readonly string[]): string => ids[0] ?? "";

describe("who rings back and is the right person", () => {
  test("is asked the questions, and what was answered is sealed like any interview with the robot", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    expect(await line.ring(patient, ...wholeInterview)).toContain("goodbye");
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed", attempts: 1 });
    expect(await line.attempts()).toEqual([{ mode: "robot", outcome: "completed" }]);
    expect(await rows(line.world, sql`select mode, completeness from pending`)).toEqual([
      { mode: "robot", completeness: "complete" },
    ]);
    expect(await rows(line.world, sql`select * from interviews`)).toEqual([]);
    expect(await rows(line.world, sql`select * from call_replies`)).toEqual([]);
    expect(await line.calls()).toMatchObject([
      { direction: "inbound", case_id: id, caller_key: null, conversation: null, state: "completed" },
    ]);
  });

  test("goes on where a call of ours broke off, although the case rests", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    line.phones.set(patient, { does: "answers", keys: ["1", "03", "1", "1", "2"], hangsUpAtTurn: 6 });
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
    await line.pass(16);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", interrupted: 1 });
    const ref = line.callsIn(patient, "1", "03");
    await line.pass(0.2);
    const heard = line.carrier.calls().find((call) => call.ref === ref)?.heard;
    expect(idsOf(heard).slice(0, 3)).toEqual(["welcome-back", "question-number", "step"]);
    expect(heard?.lines).toContainEqual(expect.objectContaining({ promptId: "question-number:3:6" }));
    expect(await line.caseRow(id)).toMatchObject({ state: "held", owner_id: "robot" });
    line.carrier.patientHangsUp(ref);
    await line.pass(1);
    expect(await line.ring(patient, "1", "03", "1", "1", "2", "1", "2")).toContain("goodbye");
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed" });
    expect((await line.attempts()).map(({ mode }) => mode)).toEqual(["robot", "robot", "robot"]);
  });

  test("books a person's call with a nought: the case stands first on the list", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    expect(await line.ring(patient, "1", "03", "0")).toEqual(["person"]);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", owner_id: null, handed_over_because: "person" });
    expect((await line.caseRow(id)).handed_over_at).not.toBeNull();
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
  });

  test("keeps a time that was booked with a person, when the interview breaks off", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    const at = line.world.now() + 5 * hour;
    await line.world.atomically([sql`update cases set appointment_at = ${at} where id = ${id}`]);
    line.phones.set(patient, { does: "answers", keys: ["1", "03", "1"], hangsUpAtTurn: 4 });
    line.carrier.callIn(patient, line.urls);
    await line.pass(5);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", appointment_at: at, interrupted: 1 });
  });

  test("and says no in the middle, at another door, has the line put down", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    const ref = line.callsIn(patient, "1", "03", "1");
    await line.pass(0.3);
    const anna = await line.signedIn("anna");
    await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "withdrawn", bekraftat: "ja" });
    await hangUpUnwanted(line.world, noteCallStatus);
    expect(line.carrier.calls().find((call) => call.ref === ref)?.status).toBe("completed");
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "withdrawn" });
    expect(await rows(line.world, sql`select * from interviews`)).toEqual([]);
  });
});

describe("whoever rings", () => {
  test("hears the name that the robot's own calls say: the care provider's, from the first word to the last", async () => {
    const line = await makeLine();
    await line.admit(said);
    await line.world.atomically([sql`update care_providers set name = 'Region Annan'`]);
    for (const keys of [[], ["2"], ["1", "04", "05"]] as string[][]) {
      const ref = line.callsIn(patient, ...keys);
      const words: string[] = [];
      for (let second = 0; second < 120; second += 1) {
        await line.pass(1 / 60);
        words.push(JSON.stringify(line.carrier.calls().find((call) => call.ref === ref)?.heard));
      }
      expect(words.join()).not.toContain("Region Exempel");
      expect(words.join()).toContain("Region Annan");
    }
  });

  test("hears the same and costs the same, known or not, until the day of birth has been found right", async () => {
    const line = await makeLine();
    await line.admit(said);
    const work = async (party: string | null, days: readonly string[]) => {
      const done: unknown[] = [];
      let asked = 0;
      const db = new Proxy(line.world.db, {
        get(target, name, receiver) {
          if (name === "select" || name === "all") asked += 1;
          return Reflect.get(target, name, receiver) as unknown;
        },
      });
      const world = {
        ...line.world,
        db,
        atomically: (statements: Parameters<TestWorld["atomically"]>[0]) => {
          done.push(["written", statements.length]);
          return line.world.atomically(statements);
        },
      };
      const ref = `SIM${line.world.newId()}`;
      let spoken = await hearInbound(world, { ref, party });
      for (const digits of ["", "1", ...days]) {
        if ("refused" in spoken) throw new Error(spoken.refused);
        const lines = spoken.lines.map((one) => ("say" in one ? one.say : ""));
        done.push([lines, Object.keys(spoken.ending), asked]);
        if (!("gather" in spoken.ending)) break;
        const [callId = "", turn = "", token = ""] = spoken.ending.gather.next.split("/").slice(-3);
        asked = 0;
        spoken = await hearCall(world, { callId, turn: Number(turn), token, ref, digits, answeredBy: null });
      }
      done.push([idsOf(spoken as Spoken), asked]);
      return done;
    };
    const known = await work(patient, ["04", "17"]);
    expect(known.length).toBeGreaterThan(8);
    expect(await work(stranger, ["04", "17"])).toEqual(known);
    expect(await work(null, ["04", "17"])).toEqual(known);
    // Now the number is no better than any: the right day is as wrong.
    expect(await work(patient, ["04", "03"])).toEqual(known);
  });

  test.each([
    ["in the evening", "2026-11-23", "19:00"],
    ["after the last of those who could take over has gone home", "2026-11-23", "16:00"],
    ["at night", "2026-11-24", "02:00"],
    ["on a Saturday", "2026-11-28", "11:00"],
    ["on Christmas Day", "2026-12-25", "11:00"],
  ])("hears %s that it is closed, and no question", async (_, date, time) => {
    const line = await makeLine();
    await line.admit(said);
    line.world.clock.set(instantOf(date, time));
    const before = await line.cases();
    for (const from of [patient, stranger]) {
      expect(await line.ring(from, ...wholeInterview)).toEqual(["closed-inbound"]);
      line.world.clock.set(instantOf(date, time));
    }
    const words = textFor(swedishPrompts.prompts["closed-inbound"], "Region Exempel");
    expect(words).toMatch(/ett ett två.*elva sjuttiosju/);
    expect(line.carrier.calls().map(({ turn }) => turn)).toEqual([1, 1]);
    expect(await line.cases()).toBe(before);
    for (const call of await line.calls()) expect(call).toMatchObject({ case_id: null, caller_key: null });
    for (const call of await line.calls()) expect(call.settled_at).not.toBeNull();
  });

  test("and is not identified changes no case, leaves no attempt and nothing to find the number by", async () => {
    const line = await makeLine();
    await line.admit(said);
    const before = await line.cases();
    const heard = [
      await line.ring(patient, "2"),
      await line.ring(patient, "0"),
      await line.ring(patient, "1", "0"),
      await line.ring(patient, "*", "*", "*"),
      await line.ring(patient),
      await line.ring(stranger, ...wholeInterview),
      await line.ring(patient, "1", "04", "05"),
    ];
    expect(heard).toEqual([
      ["inbound-wrong-person"],
      ...[["inbound-person-unknown"], ["inbound-person-unknown"]],
      ...[["inbound-silent-unknown"], ["inbound-silent-unknown"]],
      ...[["inbound-birthday-wrong-again"], ["inbound-birthday-wrong-again"]],
    ]);
    expect(await line.cases()).toBe(before);
    expect(await line.attempts()).toEqual([]);
    for (const call of await line.calls()) {
      expect(call).toMatchObject({ case_id: null, caller_key: null, conversation: null, state: "completed" });
      expect(call.settled_at).not.toBeNull();
    }
    expect(await rows(line.world, sql`select * from call_replies`)).toEqual([]);
    expect(JSON.stringify(await rows(line.world, sql`select * from call_events`))).not.toMatch(/"0?[45]"|467/);
    line.world.clock.advance(8 * 24 * hour);
    await line.world.atomically([sql`update calls set erased_at = ${line.world.now()}`]);
    await forgetPeople(line.world);
    expect(await line.calls()).toEqual([]);
  });
});

describe("one number, several people", () => {
  const spouse: Row = { ...said, dischargeRef: "U2", patientRef: "P2", name: "Ove Ök", birthDate: "1938-07-21" };

  test("the day of birth tells which of two spouses it is", async () => {
    const line = await makeLine();
    await line.admit(said, spouse);
    expect(await line.ring(patient, "1", "21", "1", ...answers)).toContain("goodbye");
    const born = sql`select c.state, p.birth_date from cases c join people p on p.case_id = c.id order by p.birth_date`;
    expect(await rows(line.world, born)).toEqual([
      { state: "closed", birth_date: "1938-07-21" },
      { state: "planned", birth_date: "1940-02-03" },
    ]);
  });

  test("born on the same day they are not told apart: nothing is said of either, and a person rings both", async () => {
    const line = await makeLine();
    const ids = await line.admit(said, { ...spouse, birthDate: "1938-07-03" });
    expect(await line.ring(patient, "1", "03")).toEqual(["inbound-person-unknown"]);
    for (const id of ids) {
      expect(await line.caseRow(id)).toMatchObject({ state: "planned", attempts: 0, handed_over_because: "anybody" });
    }
    expect(await line.attempts()).toEqual([]);
  });
});

describe("a case that is in other hands", () => {
  test("stays with the coordinator who has it, and the caller hears only that a person rings", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    const anna = await line.signedIn("anna");
    await anna.post(`/uppfoljningar/${id}/visa-nummer`, { kontrollerad: "ja" });
    const before = await line.cases();
    expect(await line.ring(patient, "1", "03")).toEqual(["inbound-person-unknown"]);
    expect(await line.cases()).toBe(before);
    expect(await line.attempts()).toEqual([]);
  });

  test("is left to the call that lives about it already", async () => {
    const line = await makeLine();
    const landline = "+46846500401";
    const id = only(await line.admit({ ...said, phone2: "08-46500401" }));
    await placeCalls(line.world);
    await line.pass(0.1);
    expect(await line.caseRow(id)).toMatchObject({ state: "held", owner_id: "robot" });
    line.callsIn(landline, "1", "03");
    await line.pass(0.3);
    expect(await line.caseRow(id)).toMatchObject({ state: "held", owner_id: "robot", attempts: 0 });
    const calls = await rows(line.world, sql`select direction, case_id from calls order by rowid`);
    expect(calls).toEqual([
      { direction: "outbound", case_id: id },
      { direction: "inbound", case_id: null },
    ]);
  });

  test("rung by the robot meanwhile, stands first on the list when nobody has answered: a person was promised", async () => {
    const line = await makeLine();
    const other = only(
      await line.admit({ ...{ dischargeRef: "U2", patientRef: "P2", phone1: "070-1740610", name: "Ove Ök" } }),
    );
    const id = only(await line.admit({ ...said, phone2: "08-46500401" }));
    line.phones.set(patient, { does: "no-answer" });
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
    expect(line.carrier.calls()[0]?.status).toBe("queued");
    expect(await line.ring("+46846500401", "1", "03")).toEqual(["inbound-person-unknown"]);
    await line.pass(2);
    expect(line.carrier.calls()[0]?.status).toBe("no-answer");
    expect(await line.attempts()).toEqual([{ mode: "robot", outcome: "no-answer" }]);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", owner_id: null, handed_over_because: "anybody" });
    const { text } = await (await line.signedIn("anna")).get("/lista");
    expect(text).toContain("Roboten lämnade över");
    expect(text.indexOf(id)).toBeGreaterThan(0);
    expect(text.indexOf(id)).toBeLessThan(text.indexOf(other));
    line.world.clock.advance(3 * hour);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
  });

  test("rung by the robot meanwhile and answered to the end, is a person's task: it was promised all the same", async () => {
    const line = await makeLine();
    const id = only(await line.admit({ ...said, phone2: "08-46500401" }));
    line.phones.set(patient, { does: "answers", keys: wholeInterview, afterSeconds: 40 });
    await placeCalls(line.world);
    line.callsIn("+46846500401", "1", "03");
    await line.pass(6);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed" });
    expect(await rows(line.world, sql`select kind, raised_by from tasks`)).toEqual([
      { kind: "call-back", raised_by: "robot" },
    ]);
  });

  test("waits for a person while a call that is over is not known to be down", async () => {
    const line = await makeLine({ deliver: (what) => (what === "status" ? [] : [0]) });
    const id = only(await line.admit(said));
    line.phones.set(patient, { does: "answers", keys: [] });
    await placeCalls(line.world);
    await line.pass(2);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", handed_over_because: "silence", attempts: 1 });
    expect(await line.ring(patient, "1", "03")).toEqual(["inbound-person-unknown"]);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", handed_over_because: "anybody", attempts: 1 });
  });

  test("cannot be opened for calling while the patient talks with the robot, nor be rung by it", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    line.callsIn(patient, "1", "03");
    await line.pass(0.2);
    const anna = await line.signedIn("anna");
    await anna.post(`/uppfoljningar/${id}/visa-nummer`, { kontrollerad: "ja" });
    expect(await line.caseRow(id)).toMatchObject({ state: "held", owner_id: "robot" });
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
  });

  test("two who ring at once from both of a patient's numbers hold one interview", async () => {
    const line = await makeLine();
    const id = only(await line.admit({ ...said, phone2: "08-46500401" }));
    line.callsIn(patient, ...wholeInterview);
    line.callsIn("+46846500401", ...wholeInterview);
    await line.pass(16);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed", attempts: 1 });
    expect(await rows(line.world, sql`select mode from pending`)).toHaveLength(1);
  });
});

describe("a carrier that asks again", () => {
  test("in parallel and later, makes one call and hears the same words", async () => {
    const line = await makeLine();
    await line.admit(said);
    const begin = () => line.post("/rost/in", { ref: "SIM1", from: patient });
    const both = await Promise.all([begin(), begin(), begin()]);
    const calls = JSON.stringify(await line.calls());
    line.world.clock.advance(minute);
    const all = [...both, await begin()];
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(all.map(({ text }) => text)).size).toBe(1);
    expect(JSON.stringify(await line.calls())).toBe(calls);
    expect(JSON.parse(calls)).toHaveLength(1);
  });

  test.each([
    ["in parallel", [0, 0]],
    ["minutes later", [0, 240]],
  ] as const)("sends every webhook twice, %s: every answer is taken once", async (_, delays) => {
    const line = await makeLine({ deliver: () => delays });
    const id = only(await line.admit(said));
    await line.ring(patient, ...wholeInterview);
    await line.pass(15);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed", attempts: 1 });
    expect(await line.calls()).toHaveLength(1);
  });

  test("gets the closed words again too", async () => {
    const line = await makeLine();
    line.world.clock.set(instantOf("2026-11-24", "02:00"));
    const [once, again] = [
      await line.post("/rost/in", { ref: "SIM1", from: patient }),
      await line.post("/rost/in", { ref: "SIM1", from: patient }),
    ];
    expect(again).toEqual(once);
    expect(once.text).toContain("closed-inbound");
  });

  test("never tells that the line is down: some minutes after the last turn it is asked, and the case is free", async () => {
    const line = await makeLine({ deliver: (what) => (what === "status" ? [] : [0]) });
    const id = only(await line.admit(said));
    const ref = line.callsIn(patient, "1", "03", "1", "1");
    await line.pass(0.3);
    line.carrier.patientHangsUp(ref);
    await line.pass(2);
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 0 });
    await line.pass(1.5);
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 1 });
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", owner_id: null, interrupted: 1 });
    expect(await line.ring(patient, "1", "03", "0")).toEqual(["person"]);
  });

  test("tells nothing of a line that is still up: it is asked about, and not put down for being slow", async () => {
    const line = await makeLine({ deliver: (what) => (what === "status" ? [] : [0]) });
    const ref = line.carrier.callIn(patient, line.urls);
    await line.pass(0.1);
    line.world.clock.advance(4 * minute);
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 0 });
    expect(line.carrier.calls().find((call) => call.ref === ref)?.status).toBe("answered");
    line.world.clock.advance(15 * minute);
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 1 });
  });

  test("never tells that the line is down: the call is closed after its deadline", async () => {
    const line = await makeLine({ deliver: (what) => (what === "status" ? [] : [0]) });
    const id = only(await line.admit(said));
    const [known, unknown] = [line.callsIn(patient, "1", "03", "1", "1"), line.callsIn(stranger, "1")];
    await line.pass(0.3);
    for (const ref of [known, unknown]) line.carrier.patientHangsUp(ref);
    await line.pass(20);
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 2 });
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", owner_id: null, interrupted: 1 });
    expect(await line.attempts()).toEqual([{ mode: "robot", outcome: "broken-off" }]);
  });
});

describe("who would find something out by ringing", () => {
  test("does not find the day of birth by trying, one call after the other", async () => {
    const line = await makeLine();
    await line.admit(said);
    const before = await line.cases();
    const heard = new Set<string>();
    for (let day = 4; day <= 31; day += 1)
      heard.add((await line.ring(patient, "1", String(day).padStart(2, "0"))).join());
    expect(heard).toEqual(new Set(["inbound-silent-unknown"]));
    expect((await line.events()).filter((kind) => kind === "inbound-wrong-birthday")).toHaveLength(2);
    // Not even the right one is right any more.
    expect(await line.ring(patient, "1", "03", "1")).not.toContain("question-number");
    expect(await line.cases()).toBe(before);
  });

  test("nor by trying in many calls at once", async () => {
    const line = await makeLine();
    await line.admit(said);
    const begun = await Promise.all(
      Array.from({ length: 31 }, (_, at) => line.post("/rost/in", { ref: `SIM${at}`, from: patient })),
    );
    const press = (text: string, at: number, digits: string) => {
      const { next } = (JSON.parse(text) as { ending: { gather: { next: string } } }).ending.gather;
      return line.post(new URL(next).pathname, { ref: `SIM${at}`, from: patient, digits });
    };
    const there = await Promise.all(begun.map(({ text }, at) => press(text, at, "1")));
    const wrongFirst = [...there.entries()].sort(([a], [b]) => Number(a === 2) - Number(b === 2));
    await Promise.all(wrongFirst.map(([at, { text }]) => press(text, at, String(at + 1).padStart(2, "0"))));
    expect(await rows(line.world, sql`select id from calls where case_id is not null`)).toEqual([]);
    const wrong = (await line.events()).filter((kind) => kind === "inbound-wrong-birthday");
    expect(wrong).toHaveLength(2);
  });

  test("nor from the patient's other number, and what is wrong once may still be put right", async () => {
    const line = await makeLine();
    await line.admit({ ...said, phone2: "08-46500401" });
    await line.ring(patient, "1", "04");
    expect(await line.ring("+46846500401", "1", "05", "03", "1")).toEqual(["inbound-birthday-wrong-again"]);
    const other = await makeLine();
    const id = only(await other.admit(said));
    expect(await other.ring(patient, "1", "30", "03", "1", ...answers)).toContain("goodbye");
    expect(await other.caseRow(id)).toMatchObject({ disposition: "completed" });
  });

  test("is believed again after a day, but not for ever", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    await line.ring(patient, "1", "04", "05");
    line.world.clock.set(instantOf("2026-11-24", "09:30"));
    expect(await line.ring(patient, "1", "03", "03")).toEqual(["inbound-birthday-wrong-again"]);
    line.world.clock.set(instantOf("2026-11-24", "10:30"));
    expect(await line.ring(patient, "1", "06", "07")).toEqual(["inbound-birthday-wrong-again"]);
    line.world.clock.set(instantOf("2026-11-25", "11:00"));
    expect(await line.ring(patient, "1", "03", "1")).not.toContain("question-number");
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", attempts: 0 });

    const once = await makeLine();
    const other = only(await once.admit(said));
    await once.ring(patient, "1", "04", "05");
    once.world.clock.set(instantOf("2026-11-24", "10:30"));
    await once.ring(patient, ...wholeInterview);
    expect(await once.caseRow(other)).toMatchObject({ disposition: "completed" });
  });

  test("nor by sending a turn again with another day, or to an address of another call", async () => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    const nextOf = (text: string) =>
      new URL((JSON.parse(text) as { ending: { gather: { next: string } } }).ending.gather.next).pathname;
    const [mine, theirs] = [
      { ref: "SIMmine", from: stranger },
      { ref: "SIMtheirs", from: patient },
    ] as const;
    const at = async (who: { ref: string; from: string }) => {
      const opening = nextOf((await line.post("/rost/in", who)).text);
      return nextOf((await line.post(opening, { ...who, digits: "1" })).text);
    };
    const [ours, others] = [await at(mine), await at(theirs)];
    const wrong = await line.post(others, { ...theirs, digits: "04" });
    expect(wrong.text).toContain("birthday-wrong");
    // The same turn again gives the same words, whatever is pressed in it.
    expect(await line.post(others, { ...theirs, digits: "03" })).toEqual(wrong);
    const third = nextOf(wrong.text);
    for (const [path, who] of [
      [third, mine],
      [third.replace(/[^/]+$/, ours.split("/").at(-1)!), theirs],
      [ours, theirs],
      [ours.replace(/^\/rost\/[^/]+/, third.replace(/\/\d+\/[^/]+$/, "")), mine],
      [third.replace(/\/(\d+)\//, (_, turn) => `/${Number(turn) + 1}/`), theirs],
    ] as const)
      expect([path, await line.post(path, { ...who, digits: "03" })]).toEqual([path, { status: 403, text: "" }]);
    // Somebody else's number in a later turn makes nobody of somebody, nor somebody of nobody.
    const forged = await line.post(ours, { ref: "SIMmine", from: patient, digits: "03" });
    expect(forged.text).toContain("birthday-wrong");
    expect(await line.caseRow(id)).toMatchObject({ state: "planned" });
  });

  test.each([
    ["an order of ours", { ref: "SIM1", to: patient }],
    ["keys before anything was asked", { ref: "SIM1", from: patient, digits: "1" }],
    ["a number that is none", { ref: "SIM1", from: "070" }],
  ])("is refused when the carrier tells of %s", async (_, fields) => {
    const line = await makeLine();
    expect(await line.post("/rost/in", fields)).toEqual({ status: 403, text: "" });
    expect(await line.calls()).toEqual([]);
  });

  test("is refused without the carrier's signature", async () => {
    const line = await makeLine();
    for (const path of ["/rost/in", "/rost/in/status"]) {
      const body = new URLSearchParams({ kind: "turn", ref: "SIM1", from: patient });
      const answer = await line.visitor().send(path, { method: "POST", body });
      expect([answer.status, answer.text]).toEqual([403, ""]);
    }
    expect(await line.calls()).toEqual([]);
  });
});

describe("a number behind which there is nobody to ask", () => {
  const update = (line: Line, row: Row) => line.admit({ ...said, ...row });

  test.each<readonly [string, (line: Line, id: string) => Promise<unknown>]>([
    ["no yes to automatic calls any more", (line) => update(line, { robotConsent: "nej" })],
    ["withdrawn by a list", (line) => update(line, { consent: "återkallat" })],
    ["dead by a list", (line) => update(line, { status: "avliden" })],
    ["protected by a list", (line) => update(line, { protected: "ja" })],
    ["readmitted", (line) => update(line, { status: "återinlagd" })],
    ["an interpreter is needed", (line) => update(line, { interpreter: "ja" })],
    ["another number now", (line) => update(line, { phone1: "070-1740690" })],
    ["no birth date", (line) => update(line, { birthDate: "" })],
    ["psychiatry", (line) => line.world.atomically([sql`update discharges set care_type = 'psychiatric'`])],
    [
      "withdrawn in a call",
      async (line, id) =>
        (await line.signedIn("anna")).post(`/uppfoljningar/${id}/utfall`, {
          utfall: "withdrawn",
          bekraftat: "ja",
          kontrollerad: "ja",
        }),
    ],
    [
      "dead by a call",
      async (line, id) => {
        const anna = await line.signedIn("anna");
        await anna.post(`/uppfoljningar/${id}/visa-nummer`, { kontrollerad: "ja" });
        return anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "dead", bekraftat: "ja" });
      },
    ],
    ["answered already", (line) => line.ring(patient, ...wholeInterview)],
    ["the window has closed", async (line) => line.world.clock.set(instantOf("2026-11-30", "10:00"))],
  ])("%s: the right day is as wrong as any", async (_, end) => {
    const line = await makeLine();
    const id = only(await line.admit(said));
    await end(line, id);
    const before = await line.cases();
    expect(await line.ring(patient, "1", "03", "03")).toEqual(["inbound-birthday-wrong-again"]);
    expect(await line.cases()).toBe(before);
    expect(await line.events()).not.toContain("inbound-wrong-birthday");
  });
});

describe("the keys of numbers", () => {
  const keys = (world: TestWorld) => rows(world, sql`select key, case_id from phone_keys order by key`);

  test("are kept of those who said yes alone, one for each number, and tell nothing by themselves", async () => {
    const line = await makeLine();
    await line.admit(
      { ...said, phone2: "08-46500401" },
      { dischargeRef: "U2", patientRef: "P2", phone1: "070-1740610", phone2: "08-46500402" },
    );
    const [{ id } = {}] = await rows(line.world, sql`select id from discharges where robot_consent = 1`);
    const found = await keys(line.world);
    expect(found).toHaveLength(2);
    for (const { key, case_id } of found) expect([String(key).length, case_id]).toEqual([22, id]);
    expect(JSON.stringify(found)).not.toMatch(/1740605|46500401/);
  });

  test("follow the person's numbers and yes, and go with the person", async () => {
    const line = await makeLine();
    await line.admit(said);
    const first = await keys(line.world);
    await line.admit({ ...said, track: "rött" });
    expect(await keys(line.world)).toEqual(first);
    await line.admit({ ...said, phone1: "070-1740690" });
    const second = await keys(line.world);
    expect(second).toHaveLength(1);
    expect(second).not.toEqual(first);
    await line.admit({ robotConsent: "nej" });
    expect(await keys(line.world)).toEqual([]);
    await line.admit(said);
    expect(await keys(line.world)).toEqual(first);
    await line.admit({ ...said, protected: "ja" }).catch(() => undefined);
    expect(await keys(line.world)).toEqual([]);
  });

  test("a list of thousands takes no more statements than one of two", async () => {
    const line = await makeLine();
    const list = (count: number, from: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...{ ...said, dischargeRef: `U${from + at}`, patientRef: `P${from + at}` },
        phone1: `070-1740${605 + (at % 90)}`,
      }));
    const units: number[] = [];
    const { atomically } = line.world;
    const counted = Object.assign(line.world, {
      atomically: (statements: Parameters<typeof atomically>[0]) => {
        units.push(statements.length);
        return atomically(statements);
      },
    });
    await line.admit(...list(2, 0));
    await line.admit(...list(3000, 10));
    expect(new Set(units).size).toBe(1);
    expect(await keys(counted)).toHaveLength(3002);
  });
});

describe("the carriers' own words", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  type Made = (world: TestWorld) => Carrier;
  type Ask = (path: string, fields: Record<string, string>) => readonly [string, RequestInit];
  const twilio: Made = ({ config, fetch }) =>
    twilioCarrier({ accountSid: `AC${"0".repeat(32)}`, authTokens: ["the token"], publicUrl: config.baseUrl }, fetch);
  const elks: Made = ({ config, fetch }) =>
    elksCarrier(
      {
        ...{ username: "u", password: "p", publicUrl: config.baseUrl, secrets: ["the-key"], addresses: ["192.0.2.1"] },
        recordingOf: (id) => `https://prov.example/${id}.mp3`,
      },
      fetch,
    );
  const askTwilio: Ask = (path, more) => {
    const fields = {
      ...{ CallSid: `CA${"1".repeat(32)}`, AccountSid: `AC${"0".repeat(32)}`, ApiVersion: "2010-04-01" },
      ...{ Direction: "inbound", CallStatus: "ringing", To: "+46846500400", Called: "+46846500400", ...more },
    };
    const signature = getExpectedTwilioSignature("the token", `http://localhost:3000${path}`, fields);
    const headers = { ...form, "x-twilio-signature": signature };
    return [path, { method: "POST", headers, body: new URLSearchParams(fields) }];
  };
  const askElks: Ask = (path, more) => {
    const url = path.includes("nyckel=") ? path : `${path}?nyckel=the-key`;
    const fields = { callid: "c1234567890abcdef", created: "2026-11-23T09:00:00", ...more };
    return [url, { method: "POST", headers: form, body: new URLSearchParams(fields) }];
  };

  test.each([
    ["Twilio", twilio, askTwilio, { From: patient, Caller: patient }, { From: "anonymous" }, "Digits"],
    [
      "46elks",
      elks,
      askElks,
      { direction: "incoming", from: patient, to: "+46846500400" },
      { direction: "incoming", from: "", to: "+46846500400" },
      "result",
    ],
  ] as const)(
    "%s: a known number goes through to its case, a hidden one to nobody's",
    async (_, carrierOf, ask, known, hidden, pressed) => {
      for (const from of [known, hidden]) {
        const clinic = await makeClinic({ carrierOf });
        const { world } = clinic;
        const id = only(await clinic.admit(said));
        const app = makeApp(
          () => world,
          () => "192.0.2.1",
        );
        const send = async (path: string, fields: Record<string, string>) => {
          const answer = await app.request(...ask(path, fields));
          expect(answer.status).toBe(200);
          return answer.text();
        };
        const nextIn = (text: string) => /\/rost\/[\w-]+\/\d+\/[\w-]+(\?nyckel=[\w-]+)?/.exec(text)?.[0] ?? "";
        const opening = await send("/rost/in", from);
        expect(await send("/rost/in", from)).toBe(opening);
        // 46elks tells who rings when the call begins, and not again.
        const later = pressed === "Digits" ? { ...from, CallStatus: "in-progress" } : {};
        const birthday = await send(nextIn(opening), { ...later, [pressed]: "1" });
        await send(nextIn(birthday), { ...later, [pressed]: "03" });
        const calls = await rows(world, sql`select direction, case_id from calls`);
        expect(calls).toEqual([{ direction: "inbound", case_id: from === known ? id : null }]);
      }
    },
  );
});
