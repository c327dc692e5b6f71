/** The robot's calls whole: dispatcher, a carrier that rings invented phones, webhooks, case and interview, in process. */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { localDateOf } from "../src/calendar.ts";
import { noteCallStatus } from "../src/steps/hear-call.ts";
import { placeCalls } from "../src/steps/place-calls.ts";
import { reconcileCalls } from "../src/steps/reconcile-calls.ts";
import {
  type Simulator,
  type SimulatorFaults,
  simulatedCarrier,
  type Temperament,
} from "../src/telephony/simulator.ts";
import { simulatorSignature } from "../src/telephony/simulator-webhook.ts";
import { type Clinic, makeClinic, mobile, type Row } from "./in-process.ts";
import type { TestWorld } from "./world.ts";

const minute = 60_000;
const said: Row = { robotConsent: "ja" };
/** One for "det är jag", the day of birth, one to begin. */
const begin = ["1", "03", "1"];
const straight = [...begin, "1", "2", "1", "1", "2", "1", "2"];

async function makeLine(phone: Temperament, faults: SimulatorFaults = {}) {
  let simulator: Simulator | undefined;
  let clinic: Clinic | undefined;
  const carrierOf = (world: TestWorld) => {
    simulator = simulatedCarrier({
      ...{
        publicUrl: world.config.baseUrl,
        secret: "a secret of the test",
        now: world.now,
        newId: world.newId,
        faults,
      },
      phoneOf: () => phone,
      deliver: async ({ url, headers, body }) => {
        const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
        return { status: answer.status, body: await answer.text() };
      },
    });
    return simulator;
  };
  clinic = await makeClinic({ carrierOf });
  const { world } = clinic;
  const carrier = simulator!;
  return {
    ...clinic,
    carrier,
    place: () => placeCalls(world),
    reconcile: () => reconcileCalls(world, noteCallStatus),
    /** Lets time pass, event by event. */
    pass: async (minutes: number) => {
      const until = world.now() + minutes * minute;
      for (;;) {
        const next = carrier.nextAt();
        if (next === null || next > until) break;
        world.clock.set(Math.max(next, world.now()));
        await carrier.run(next);
      }
      world.clock.set(until);
    },
    caseRow: async (id: string) => (await rows(world, sql`select * from cases where id = ${id}`))[0]!,
    interviewState: async (id: string) => {
      const [row] = await rows(world, sql`select state from interviews where case_id = ${id}`);
      return row ? JSON.parse(String(row.state)) : null;
    },
  };
}

const rows = (world: TestWorld, query: ReturnType<typeof sql>) => world.db.all<Record<string, unknown>>(query);
const attemptsOf = (world: TestWorld) => rows(world, sql`select mode, outcome from attempts order by started_at`);
const only = (ids: readonly string[]): string => ids[0] ?? "";

describe("a call with the robot", () => {
  test("that is answered to the end is sealed like any interview, and nothing of it stays beside the answers", async () => {
    const line = await makeLine({ does: "answers", keys: straight });
    const { world } = line;
    const id = only(await line.admit(said));
    expect(await line.place()).toEqual({ placed: 1 });
    expect(await line.caseRow(id)).toMatchObject({ state: "held", owner_id: "robot" });
    await line.pass(16);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed", attempts: 1 });
    expect(await attemptsOf(world)).toEqual([{ mode: "robot", outcome: "completed" }]);
    const [pending] = await rows(world, sql`select mode, completeness, answers from pending`);
    expect(pending).toMatchObject({ mode: "robot", completeness: "complete" });
    expect(await rows(world, sql`select * from interviews`)).toEqual([]);
    expect(await rows(world, sql`select * from call_replies`)).toEqual([]);
    expect(await rows(world, sql`select state, conversation from calls`)).toEqual([
      { state: "completed", conversation: null },
    ]);
  });

  test("that asks for a person at question 4 comes back first on the list, and a person goes on there", async () => {
    const line = await makeLine({ does: "answers", keys: [...begin, "1", "2", "3", "0"] });
    const { world } = line;
    const id = only(await line.admit(said));
    await line.place();
    await line.pass(16);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", owner_id: null, interrupted: 1 });
    expect((await line.caseRow(id)).handed_over_at).not.toBeNull();
    expect((await line.interviewState(id)).answers).toEqual({
      delaktighet: { mode: "robot", respondent: "patient", code: 1 },
      onskemal: { mode: "robot", respondent: "patient", code: 2 },
      information: { mode: "robot", respondent: "patient", code: 3 },
    });
    await line.pass(24 * 60);
    expect(await line.place()).toEqual({ placed: 0 });

    const anna = await line.signedIn("anna");
    const base = `/uppfoljningar/${id}`;
    await anna.post(`${base}/borja`, { respondent: "patient", kontrollerad: "ja" });
    expect((await anna.get(`${base}/intervju`)).text).toMatch(/4 av|Fråga 4/);
    for (const [steg, svar] of [
      ["plan", "1"],
      ["samordning", "2"],
      ["trygghet", "1"],
    ] as const)
      await anna.post(`${base}/svar`, { steg, svar });
    await anna.post(`${base}/svar`, { steg: "fritext", text: "" });
    await anna.post(`${base}/svar`, { steg: "hjalp", svar: "nej" });
    await anna.post(`${base}/svar`, { steg: "tack" });
    await anna.post(`${base}/spara`);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed" });
    const [pending] = await rows(world, sql`select mode, completeness from pending`);
    expect(pending).toEqual({ mode: "mixed", completeness: "complete" });
  });

  test("that falls silent three times keeps the answers and brings a person", async () => {
    const line = await makeLine({ does: "answers", keys: [...begin, "1", "2"] });
    const id = only(await line.admit(said));
    await line.place();
    await line.pass(16);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", interrupted: 1 });
    expect((await line.caseRow(id)).handed_over_at).not.toBeNull();
    expect(Object.keys((await line.interviewState(id)).answers)).toHaveLength(2);
  });

  test("that says no twice is never rung again", async () => {
    const line = await makeLine({ does: "answers", keys: ["1", "03", "*", "*"] });
    const id = only(await line.admit(said));
    await line.place();
    await line.pass(16);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "refused" });
    await line.pass(24 * 60);
    expect(await line.place()).toEqual({ placed: 0 });
  });

  test("in which help is asked for makes a task for the unit", async () => {
    const line = await makeLine({ does: "answers", keys: [...straight.slice(0, -1), "1"] });
    await line.admit(said);
    await line.place();
    await line.pass(16);
    expect(await rows(line.world, sql`select kind, raised_by from tasks`)).toEqual([
      { kind: "call-back", raised_by: "robot" },
    ]);
  });

  test.each([
    ["no-answer", "no-answer"],
    ["busy", "busy"],
    ["voicemail", "voicemail"],
  ] as const)("that meets %s is an attempt after which the case rests", async (does, outcome) => {
    const line = await makeLine({ does });
    const id = only(await line.admit(said));
    await line.place();
    await line.pass(2);
    expect(await attemptsOf(line.world)).toEqual([{ mode: "robot", outcome }]);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", owner_id: null, attempts: 1 });
    expect(await line.place()).toEqual({ placed: 0 });
    expect(line.carrier.calls()).toHaveLength(1);
  });
});

describe("a carrier that misbehaves", () => {
  test.each([
    ["in parallel", [0, 0]],
    ["a second later", [0, 1]],
    ["minutes later", [0, 240]],
  ] as const)("sends every webhook twice, %s: every answer is taken once", async (_, delays) => {
    const deliver = () => delays;
    const line = await makeLine({ does: "answers", keys: straight }, { deliver });
    const id = only(await line.admit(said));
    await line.place();
    await line.pass(30);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed", attempts: 1 });
    const sealed = await rows(line.world, sql`select answers from pending`);
    expect(sealed).toHaveLength(1);

    const plain = await makeLine({ does: "answers", keys: straight });
    await plain.admit(said);
    await plain.place();
    await plain.pass(30);
    expect(sealed).toEqual(await rows(plain.world, sql`select answers from pending`));
  });

  test("loses the answer to an order: the call is found again and not made twice", async () => {
    const line = await makeLine({ does: "no-answer" }, { place: () => "reply-lost", deliver: () => [] });
    const id = only(await line.admit(said));
    await line.place();
    await line.place();
    await line.pass(3);
    expect(await line.reconcile()).toEqual({ closed: 1 });
    expect(line.carrier.calls()).toHaveLength(1);
    expect(await attemptsOf(line.world)).toEqual([{ mode: "robot", outcome: "no-answer" }]);
    expect((await line.caseRow(id)).state).toBe("planned");
  });

  test("forgets to tell that the line is down: the call is closed after its deadline", async () => {
    const line = await makeLine({ does: "busy" }, { deliver: (what) => (what === "status" ? [] : [0]) });
    await line.admit(said);
    await line.place();
    await line.pass(30);
    expect(await line.reconcile()).toEqual({ closed: 1 });
    expect(await attemptsOf(line.world)).toEqual([{ mode: "robot", outcome: "busy" }]);
  });

  test("that refuses for now leaves the case as it was", async () => {
    const line = await makeLine({ does: "no-answer" }, { place: () => "too-many" });
    const id = only(await line.admit(said));
    expect(await line.place()).toEqual({ placed: 0 });
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", owner_id: null, attempts: 0 });
  });

  test("is believed only when it signs, and never learns which calls there are", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(said);
    await line.place();
    const [call] = await rows(line.world, sql`select id, token from calls`);
    const body = "kind=turn&ref=SIM1";
    for (const path of [`/rost/${call!.id}/0/${call!.token}`, `/rost/${call!.id}/status`, "/rost/fel", "/rost/x/0/y"]) {
      const answer = await line.visitor().send(path, { method: "POST", body });
      expect([path, answer.status, answer.text]).toEqual([path, 403, ""]);
    }
  });
});

describe("a webhook that comes again", () => {
  const secret = "a secret of the test";
  /** A call at which somebody has pressed 1, and the carrier's own signed requests about it. */
  async function atBirthday() {
    const line = await makeLine({ does: "by-hand" });
    await line.admit(said);
    await line.place();
    await line.pass(0.1);
    const { ref } = line.carrier.calls()[0]!;
    const [first] = await rows(line.world, sql`select id, token from calls`);
    line.carrier.answer(ref);
    await line.pass(0.02);
    line.carrier.press(ref, "1");
    await line.pass(0.02);
    const [now] = await rows(line.world, sql`select * from calls`);
    expect(now).toMatchObject({ turn: 2, state: "answered" });
    const send = async (path: string, fields: Record<string, string>) => {
      const url = `/rost/${first!.id}/${path}`;
      const body = new URLSearchParams({ ref, ...fields }).toString();
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-simulator-signature": simulatorSignature(secret, url, body),
      };
      return line.visitor().send(url, { method: "POST", headers, body });
    };
    const turn = (path: string, digits?: string, more = {}) =>
      send(path, { kind: "turn", to: "+46701740605", ...(digits && { digits }), answeredBy: "human", ...more });
    const calls = async () => JSON.stringify(await rows(line.world, sql`select * from calls`));
    return { line, ref, firstToken: String(first!.token), token: String(now!.token), send, turn, calls };
  }

  test("gets the words that were said then, with the next turn's address, and changes nothing", async () => {
    const { firstToken, turn, calls } = await atBirthday();
    const before = await calls();
    const [once, again] = [await turn(`0/${firstToken}`), await turn(`0/${firstToken}`)];
    expect([once.status, again.text]).toEqual([200, once.text]);
    expect(once.text).toContain("opening");
    expect(await calls()).toBe(before);
  });

  test("with another token, turn or reference is told nothing, however well it is signed", async () => {
    const { firstToken, token, turn, send, calls } = await atBirthday();
    const before = await calls();
    const attempts = [
      await turn(`2/${firstToken}`, "03"),
      await turn(`0/${token}`),
      await turn(`1/${token}`, "1"),
      await turn(`3/${token}`, "03"),
      await turn(`2/${token}`, "03", { ref: "SIMsomebodyelse" }),
      await turn("0x2/token", "03"),
      await send("status", { kind: "status", status: "completed", sequence: "9", ref: "SIMsomebodyelse" }),
      await send("status", { kind: "turn", digits: "03" }),
    ];
    expect(attempts.map(({ status, text }) => [status, text])).toEqual(attempts.map(() => [403, ""]));
    expect(await calls()).toBe(before);
  });

  test("tells an old status: nothing goes back from an answer, and nothing leaves the end", async () => {
    const { line, ref, send, token, turn, calls } = await atBirthday();
    const status = (status: string, sequence: number) =>
      send("status", { kind: "status", status, sequence: String(sequence) });
    const answered = await calls();
    for (const old of [await status("ringing", 0), await status("ringing", 7)]) expect(old.status).toBe(204);
    expect(await calls()).toBe(answered);
    line.carrier.patientHangsUp(ref);
    await line.pass(0.02);
    const ended = await calls();
    expect(JSON.parse(ended)).toMatchObject([{ state: "completed" }]);
    for (const late of [await status("busy", 8), await status("answered", 9)]) expect(late.status).toBe(204);
    expect((await turn(`2/${token}`, "03")).text).toContain("after-the-end");
    expect(await calls()).toBe(ended);
    expect(await attemptsOf(line.world)).toEqual([{ mode: "robot", outcome: "rejected" }]);
  });
});

describe("one owner per case", () => {
  test("two dispatchers at once make one call", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(said, { ...said, dischargeRef: "U2", patientRef: "P2", phone1: mobile(1) });
    const both = await Promise.all([line.place(), line.place()]);
    expect(both[0].placed + both[1].placed).toBe(2);
    expect(line.carrier.calls()).toHaveLength(2);
  });

  test("a case that a coordinator holds is not dialled, and one that the robot rings cannot be opened for calling", async () => {
    const line = await makeLine({ does: "no-answer" });
    const [held = "", free = ""] = await line.admit(said, { ...said, dischargeRef: "U2", patientRef: "P2" });
    const anna = await line.signedIn("anna");
    await anna.post(`/uppfoljningar/${held}/visa-nummer`, { kontrollerad: "ja" });
    expect(await line.caseRow(held)).toMatchObject({ state: "held", owner_id: "account-anna" });
    expect(await line.place()).toEqual({ placed: 1 });
    expect(await rows(line.world, sql`select case_id from calls`)).toEqual([{ case_id: free }]);
    await anna.post(`/uppfoljningar/${free}/visa-nummer`, { kontrollerad: "ja" });
    expect(await line.caseRow(free)).toMatchObject({ owner_id: "robot" });
    expect((await anna.get(`/uppfoljningar/${free}`)).text).toContain("Roboten");
  });

  test("who withdraws while it rings is not spoken to", async () => {
    const line = await makeLine({ does: "by-hand" });
    const id = only(await line.admit(said));
    await line.place();
    await line.pass(0.1);
    const anna = await line.signedIn("anna");
    await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "withdrawn", bekraftat: "ja" });
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "withdrawn" });
    await line.reconcile();
    await line.pass(0.1);
    expect(line.carrier.calls().map(({ status }) => status)).toEqual(["canceled"]);
    expect(await attemptsOf(line.world)).toEqual([]);
    const [call] = await rows(line.world, sql`select ended_at, settled_at from calls`);
    expect(call).not.toMatchObject({ ended_at: null });
    expect(call).not.toMatchObject({ settled_at: null });
  });
});

describe("who the robot never rings", () => {
  test.each<readonly [string, Row]>([
    ["no yes to an automatic call", { robotConsent: "nej" }],
    ["no yes to the survey", { consent: "nej" }],
    ["psychiatry", { unit: "Psykiatri avd 4", careType: "psykiatri" }],
    ["no birth date", { birthDate: "" }],
    ["an interpreter is needed", { interpreter: "ja" }],
    ["protected", { protected: "ja" }],
  ])("%s", async (_, row) => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit({ ...said, ...row });
    expect(await line.place()).toEqual({ placed: 0 });
  });

  test("nobody in the evening or at night", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(said);
    for (let hours = 0; hours < 24; hours += 1) {
      line.world.clock.advance(60 * minute);
      const time = new Date(line.world.now()).getUTCHours() + 1;
      if (time >= 19 || time < 9) expect([time, await line.place()]).toEqual([time, { placed: 0 }]);
    }
    expect(localDateOf(line.world.now())).toBe("2026-11-24");
    expect(await line.place()).toEqual({ placed: 1 });
  });
});
