/** Click to call whole: the coordinator's page, a carrier that rings invented phones, webhooks, attempt and talk. */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { eraseAtCarrier } from "../src/steps/erase-at-carrier.ts";
import { noteCallStatus } from "../src/steps/hear-call.ts";
import { placeCalls, placeCallTo } from "../src/steps/place-calls.ts";
import { hangUpUnwanted, reconcileCalls } from "../src/steps/reconcile-calls.ts";
import {
  type Simulator,
  type SimulatorFaults,
  simulatedCarrier,
  type Temperament,
} from "../src/telephony/simulator.ts";
import { simulatorSignature } from "../src/telephony/simulator-webhook.ts";
import { type Client, type Clinic, interviewWhole, makeClinic, mobile, type Row } from "./in-process.ts";
import type { TestWorld } from "./world.ts";

const minute = 60_000;
const secret = "a secret of the test";
const annasPhone = "+46846500410";
const bosPhone = "+46846500411";
const unitsNumber = "+46846500490";
const patientsPhone = "+46701740605";
const pressesOne: Temperament = { does: "answers", afterSeconds: 3, keys: ["1"] };
const talks = (seconds: number): Temperament => ({
  does: "answers",
  afterSeconds: 6,
  keys: [],
  talksSeconds: seconds,
});
const byHand: Temperament = { does: "by-hand" };

type Phones = { readonly own?: Temperament; readonly patient?: Temperament };

async function makeLine(
  { own = pressesOne, patient = talks(200) }: Phones = {},
  faults: SimulatorFaults = {},
  forgetsAfterSeconds?: number,
) {
  let simulator: Simulator | undefined;
  let clinic: Clinic | undefined;
  const carrierOf = (world: TestWorld) => {
    simulator = simulatedCarrier({
      ...{ publicUrl: world.config.baseUrl, secret, now: world.now, newId: world.newId, faults },
      ...(forgetsAfterSeconds === undefined ? {} : { forgetsAfterSeconds }),
      phoneOf: (to) => (to === annasPhone || to === bosPhone ? own : patient),
      deliver: async ({ url, headers, body }) => {
        const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
        return { status: answer.status, body: await answer.text() };
      },
    });
    return simulator;
  };
  clinic = await makeClinic({ carrierOf });
  const { world } = clinic;
  await world.atomically([
    sql`update accounts set phone = ${annasPhone} where id = 'account-anna'`,
    sql`update accounts set phone = ${bosPhone} where id = 'account-bo'`,
    sql`update care_units set caller_id = ${unitsNumber}`,
  ]);
  const carrier = simulator!;
  const rows = (query: ReturnType<typeof sql>) => world.db.all<Record<string, unknown>>(query);
  return {
    ...clinic,
    carrier,
    rows,
    pass: async (seconds: number) => {
      const until = world.now() + seconds * 1000;
      for (;;) {
        const next = carrier.nextAt();
        if (next === null || next > until) break;
        world.clock.set(Math.max(next, world.now()));
        await carrier.run(next);
      }
      world.clock.set(until);
    },
    reconcile: () => reconcileCalls(world, noteCallStatus),
    caseRow: async (id: string) => (await rows(sql`select * from cases where id = ${id}`))[0]!,
    calls: () => rows(sql`select * from calls order by placed_at`),
    attempts: () => rows(sql`select account_id, mode, outcome, talk_seconds from attempts order by started_at`),
    kinds: async (id: string) =>
      (await rows(sql`select kind from events where case_id = ${id} order by at, rowid`)).map(({ kind }) => kind),
    /** The carrier's own signed request, to any of our addresses. */
    tell: async (url: string, fields: Record<string, string>) => {
      const body = new URLSearchParams(fields).toString();
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-simulator-signature": simulatorSignature(secret, url, body),
      };
      return clinic!.visitor().send(url, { method: "POST", headers, body });
    },
  };
}

type Line = Awaited<ReturnType<typeof makeLine>>;
const base = (id: string) => `/uppfoljningar/${id}`;
const open = (client: Client, id: string) => client.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });
const ringUp = (client: Client, id: string, nummer = "0") => client.post(`${base(id)}/ring-upp`, { nummer });

/** Anna has opened the number of one patient. */
async function atDesk(line: Line, row: Row = {}) {
  const [id = ""] = await line.admit(row);
  const anna = await line.signedIn("anna");
  await open(anna, id);
  return { id, anna, page: async () => (await anna.get(base(id))).text };
}

describe("the offer", () => {
  test("stands on the page of whoever holds the case, with the number that is rung and the number that is shown", async () => {
    const line = await makeLine();
    const [id = ""] = await line.admit({});
    const anna = await line.signedIn("anna");
    expect((await anna.get(base(id))).text).not.toContain("Ring upp åt mig");
    await open(anna, id);
    const { text } = await anna.get(base(id));
    for (const said of ["Ring upp åt mig", "08-465 004 10", "08-465 004 90", "070-174 06 05"])
      expect(text).toContain(said);
    expect((await (await line.signedIn("bo")).get(base(id))).text).not.toContain("Ring upp åt mig");
  });

  test.each([
    ["the account has no telephone", sql`update accounts set phone = null`],
    ["the unit has no number to show", sql`update care_units set caller_id = null`],
  ])("is not there when %s, and cannot be had by its form either", async (_, without) => {
    const line = await makeLine();
    await line.world.atomically([without]);
    const { id, anna, page } = await atDesk(line);
    expect(await page()).not.toContain("Ring upp åt mig");
    expect((await ringUp(anna, id)).status).toBe(422);
    expect(line.carrier.calls()).toEqual([]);
  });

  test("is not there without a telephone in the world, nor with a carrier that cannot connect", async () => {
    const line = await makeLine();
    const { telephone } = line.world;
    const { id, anna, page } = await atDesk(line);
    const cannot = { ...telephone!.carrier, can: { ...telephone!.carrier.can, connect: false } };
    for (const world of [null, { ...telephone!, carrier: cannot }]) {
      line.world.telephone = world;
      expect(await page()).not.toContain("Ring upp åt mig");
      expect((await ringUp(anna, id)).status).toBe(422);
    }
    expect(line.carrier.calls()).toEqual([]);
  });

  test("is refused to a stranger, to a colleague, and to whoever has not opened the number", async () => {
    const line = await makeLine();
    const [id = ""] = await line.admit({});
    const anna = await line.signedIn("anna");
    expect((await ringUp(anna, id)).status).toBe(422);
    await open(anna, id);
    expect((await ringUp(await line.signedIn("bo"), id)).status).toBe(422);
    expect((await ringUp(await line.signedIn("karin"), id)).status).toBe(404);
    expect((await ringUp(await line.signedIn("adam"), id)).status).toBe(403);
    expect((await ringUp(line.visitor(), id)).status).toBe(401);
    expect(line.carrier.calls()).toEqual([]);
  });

  test("is refused outside the calling hours, also to whoever still holds the case", async () => {
    const line = await makeLine();
    line.world.clock.advance(8.9 * 60 * minute);
    const { id, anna } = await atDesk(line);
    line.world.clock.advance(0.2 * 60 * minute);
    const answer = await ringUp(anna, id);
    expect([answer.status, /utanför ringtiden/.test(answer.text)]).toEqual([422, true]);
    expect(line.carrier.calls()).toEqual([]);
  });
});

describe("the call", () => {
  test("rings the coordinator, waits for a key, rings the patient from the unit's number, and keeps how long they talked", async () => {
    const line = await makeLine();
    const { id, anna, page } = await atDesk(line);
    expect((await ringUp(anna, id)).location).toBe(`${base(id)}#ring-upp`);
    expect(line.carrier.calls()).toMatchObject([{ to: annasPhone, shownNumber: "+46846500400" }]);
    expect(await page()).toContain("Din telefon ringer");
    await line.pass(5);
    expect(line.carrier.calls()).toHaveLength(1);
    expect(await page()).toContain("Tryck ett på din telefon");
    await line.pass(3);
    expect(line.carrier.calls()[1]).toMatchObject({ to: patientsPhone, shownNumber: unitsNumber });
    expect(await page()).toContain("Patientens telefon ringer");
    await line.pass(60);
    expect(await page()).toContain("Ni är kopplade");
    await line.pass(300);
    expect(await page()).toContain("Samtalet varade 3 minuter 20 sekunder.");
    expect(await line.calls()).toMatchObject([
      { kind: "bridge", account_id: "account-anna", state: "completed", talk_seconds: 200, conversation: null },
    ]);
    expect(await line.kinds(id)).toEqual(["journal-checked", "number-shown", "connect-ordered", "connected"]);
    expect(await line.attempts()).toEqual([]);
    await anna.post(`${base(id)}/utfall`, { utfall: "refused" });
    expect(await line.attempts()).toEqual([
      { account_id: "account-anna", mode: "human", outcome: "refused", talk_seconds: 200 },
    ]);
  });

  test.each(["before", "after"])("gives its length to an interview that is saved %s the line is down", async (when) => {
    const line = await makeLine();
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(30);
    if (when === "after") await line.pass(300);
    await interviewWhole(anna, id, { sheet: "121121" });
    await line.pass(300);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed" });
    expect(await line.attempts()).toMatchObject([{ mode: "human", outcome: "completed", talk_seconds: 200 }]);
  });

  test("leaves no number at the carrier a day later: the patient's own line is erased too", async () => {
    const line = await makeLine({}, {}, 30 * 24 * 3600);
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(400);
    expect(line.carrier.calls().map(({ to }) => to)).toEqual([annasPhone, patientsPhone]);
    expect(await line.calls()).toMatchObject([{ other_ref: line.carrier.calls()[1]!.ref }]);
    await line.pass(24 * 3600);
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 1 });
    expect(line.carrier.calls()).toEqual([]);
  });

  test("leaves no number at the carrier when the word of the patient's line was lost: the carrier is asked which it was", async () => {
    const lost = { deliver: (what: string) => (what === "connected" ? [] : [0]) };
    const line = await makeLine({}, lost, 30 * 24 * 3600);
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(400);
    expect(line.carrier.calls().map(({ to }) => to)).toEqual([annasPhone, patientsPhone]);
    expect(await line.calls()).toMatchObject([{ other_ref: null, dialled_key: null }]);
    await line.pass(24 * 3600);
    await line.reconcile();
    await line.pass(24 * 3600);
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 1 });
    expect(line.carrier.calls()).toEqual([]);
  });

  test("adds up the talks of one sitting", async () => {
    const line = await makeLine({ patient: talks(30) });
    const { id, anna } = await atDesk(line);
    for (const _ of [1, 2]) {
      await ringUp(anna, id);
      await line.pass(100);
    }
    await anna.post(`${base(id)}/utfall`, { utfall: "refused" });
    expect(await line.attempts()).toMatchObject([{ outcome: "refused", talk_seconds: 60 }]);
  });

  test.each([
    ["busy", "Det var upptaget."],
    ["no-answer", "Ingen svarade."],
  ] as const)("that meets %s is the coordinator's own attempt, and the case rests", async (does, told) => {
    const line = await makeLine({ patient: { does } });
    const { id, anna, page } = await atDesk(line);
    const before = line.world.now();
    await ringUp(anna, id);
    await line.pass(120);
    expect(await line.attempts()).toEqual([
      { account_id: "account-anna", mode: "human", outcome: does, talk_seconds: null },
    ]);
    const [attempt] = await line.rows(sql`select started_at from attempts`);
    expect(Number(attempt?.started_at)).toBeGreaterThan(before);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", owner_id: null, attempts: 1 });
    expect((await line.caseRow(id)).rest_until).not.toBeNull();
    expect(await page()).toContain(told);
    expect(await page()).toContain("Försöket är registrerat");
    // Who says the same by hand a moment later is heard, and nothing is counted twice.
    await anna.post(`${base(id)}/utfall`, { utfall: does });
    expect(await line.attempts()).toHaveLength(1);
  });

  test("says nothing of its own about a number that is dead: the coordinator looks at it", async () => {
    const line = await makeLine({ patient: { does: "dead-number" } });
    const { id, anna, page } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(120);
    expect(await line.attempts()).toEqual([]);
    expect(await line.caseRow(id)).toMatchObject({ state: "held", owner_id: "account-anna" });
    expect(await page()).toContain("Det gick inte att nå numret.");
  });

  test("leaves the outcome to a coordinator who has begun an interview", async () => {
    const line = await makeLine({ patient: { does: "busy" } });
    const { id, anna } = await atDesk(line);
    await anna.post(`${base(id)}/borja`, { respondent: "patient" });
    await ringUp(anna, id);
    await line.pass(120);
    expect(await line.attempts()).toEqual([]);
    expect(await line.caseRow(id)).toMatchObject({ state: "held" });
  });

  test.each<readonly [string, Temperament]>([
    ["does not answer", { does: "no-answer" }],
    ["is busy", { does: "busy" }],
    ["is a voicemail", { does: "voicemail" }],
    ["is answered by somebody who presses nothing", { does: "answers", keys: [] }],
    ["is answered by somebody who presses something else", { does: "answers", keys: ["2", "2"] }],
    ["is put down", { does: "answers", keys: [], hangsUpAtTurn: 1 }],
  ])("whose first telephone %s rings no patient and is no attempt", async (_, own) => {
    const line = await makeLine({ own });
    const { id, anna, page } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(180);
    expect(line.carrier.calls()).toHaveLength(1);
    expect(await line.attempts()).toEqual([]);
    expect(await line.caseRow(id)).toMatchObject({ state: "held", owner_id: "account-anna", attempts: 0 });
    expect(await page()).toContain("Patienten har inte blivit uppringd.");
    const [call] = await line.calls();
    expect([call?.settled_at, call?.ended_at]).not.toContain(null);
    // And it can be tried again.
    expect((await ringUp(anna, id)).status).toBe(303);
  });

  test("that is answered at the second asking goes on", async () => {
    const line = await makeLine({ own: { does: "answers", keys: ["", "1"] } });
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(60);
    expect(line.carrier.calls()[1]).toMatchObject({ to: patientsPhone });
  });

  test("goes to the number that was chosen, also a närstående's, and to no other", async () => {
    const line = await makeLine();
    const { id, anna, page } = await atDesk(line, {
      ...{ phone2: mobile(1), proxyName: "Eva Ök", proxyPhone: mobile(2), proxyRelation: "dotter" },
    });
    expect(await page()).toContain("Ring upp: Eva Ök, dotter");
    for (const nummer of ["3", "-1", "", "070-1740605", "0 or 1"])
      expect((await ringUp(anna, id, nummer)).status).toBe(422);
    expect(line.carrier.calls()).toEqual([]);
    await ringUp(anna, id, "2");
    await line.pass(20);
    expect(line.carrier.calls()[1]).toMatchObject({ to: "+46701740607" });
  });

  test("never offers a number that was found to be wrong", async () => {
    const line = await makeLine();
    const { id, anna, page } = await atDesk(line, { phone2: mobile(1) });
    await anna.post(`${base(id)}/utfall`, { utfall: "bad-number", fel_nummer: "0.05.2" });
    expect(await page()).not.toContain("Ring upp: Patienten, 070-174 06 05");
    expect((await ringUp(anna, id, "1")).status).toBe(422);
    await ringUp(anna, id, "0");
    await line.pass(20);
    expect(line.carrier.calls()[1]).toMatchObject({ to: "+46701740606" });
  });

  test("to a number that may not be rung is never made, whatever the database says", async () => {
    const line = await makeLine();
    const { id, anna } = await atDesk(line);
    await line.world.atomically([sql`update people set phones = '["+12125550100"]'`]);
    expect((await ringUp(anna, id)).status).toBe(422);
    await line.world.atomically([
      sql`update people set phones = ${JSON.stringify([patientsPhone])}`,
      sql`update accounts set phone = '+12125550100'`,
    ]);
    expect((await ringUp(anna, id)).status).toBe(422);
    expect(line.carrier.calls()).toEqual([]);
  });

  test("that the carrier refuses is told, and can be tried again", async () => {
    let refuses = true;
    const line = await makeLine({}, { place: () => (refuses ? "unavailable" : null) });
    const { id, anna, page } = await atDesk(line);
    const answer = await ringUp(anna, id);
    expect([answer.status, /Telefontjänsten tar inte emot/.test(answer.text)]).toEqual([422, true]);
    expect(await page()).toContain("Det gick inte att ringa din telefon.");
    refuses = false;
    expect((await ringUp(anna, id)).status).toBe(303);
  });

  test("leaves neither keys nor numbers in its rows and its log", async () => {
    const line = await makeLine({ own: byHand, patient: byHand });
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(2);
    line.carrier.answer(line.carrier.calls()[0]!.ref);
    await line.pass(1);
    line.carrier.press(line.carrier.calls()[0]!.ref, "1");
    await line.pass(5);
    const kept = [
      ...(await line.calls()),
      ...(await line.rows(sql`select * from call_events`)),
      ...(await line.rows(sql`select * from call_replies`)),
      ...(await line.rows(sql`select * from events`)),
    ];
    expect(JSON.stringify(kept)).not.toMatch(/\+46|70174|"digits"/);
  });
});

describe("one live call per case", () => {
  test("a double click makes one call", async () => {
    const line = await makeLine({ own: byHand });
    const { id, anna } = await atDesk(line);
    const both = await Promise.all([ringUp(anna, id), ringUp(anna, id)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    await ringUp(anna, id);
    await line.pass(5);
    expect(line.carrier.calls()).toHaveLength(1);
  });

  test("nobody has two patients on one telephone", async () => {
    const line = await makeLine({ own: byHand });
    const { id, anna } = await atDesk(line);
    const [other = ""] = await line.admit({ dischargeRef: "U2", patientRef: "P2", phone1: mobile(5) });
    await open(anna, other);
    await ringUp(anna, id);
    const answer = await ringUp(anna, other);
    expect([answer.status, /redan uppringd/.test(answer.text)]).toEqual([422, true]);
    expect(line.carrier.calls()).toHaveLength(1);
  });

  test("the robot does not ring meanwhile, also when the case is let go of while they talk", async () => {
    const line = await makeLine({ patient: talks(1000) });
    const { id, anna } = await atDesk(line, { robotConsent: "ja" });
    await ringUp(anna, id);
    await line.pass(60);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    await anna.post(`${base(id)}/slapp`);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned" });
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    const { unit_id: unitId, measurement_id: measurementId } = await line.caseRow(id);
    const due = { caseId: id, unitId: String(unitId), measurementId: measurementId as string | null };
    expect(await placeCallTo(line.world, due)).toEqual({ refused: "robot-may-not-ring" });
    expect(line.carrier.calls().map(({ status }) => status)).toEqual(["answered", "answered"]);
  });

  test("a couple with one telephone is not rung twice at once", async () => {
    const line = await makeLine({ patient: byHand });
    const { id, anna } = await atDesk(line, { robotConsent: "ja" });
    await line.admit({ dischargeRef: "U2", patientRef: "P2", robotConsent: "ja" });
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
    const answer = await ringUp(anna, id);
    expect([answer.status, /Någon ringer redan/.test(answer.text)]).toEqual([422, true]);
    expect(line.carrier.calls()).toHaveLength(1);
  });

  test("while the robot rings nobody is connected", async () => {
    const line = await makeLine({ patient: byHand });
    const [id = ""] = await line.admit({ robotConsent: "ja" });
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
    const anna = await line.signedIn("anna");
    await open(anna, id);
    expect((await ringUp(anna, id)).status).toBe(422);
    expect(line.carrier.calls()).toHaveLength(1);
  });
});

describe("a call that nobody wants any more", () => {
  test.each([
    ["her own telephone rings", 2],
    ["she has not pressed the key", 3.5],
    ["the patient's rings", 7],
  ])("is hung up when the coordinator lets go while %s, and the patient hears nothing", async (_, seconds) => {
    const line = await makeLine({ patient: byHand });
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(seconds);
    await anna.post(`${base(id)}/slapp`);
    await line.pass(100);
    expect(line.carrier.calls().every(({ status }) => status === "completed" || status === "canceled")).toBe(true);
    expect(line.carrier.calls().length).toBe(seconds > 5 ? 2 : 1);
    expect(await line.attempts()).toEqual([]);
    const [call] = await line.calls();
    expect([call?.settled_at, call?.ended_at]).not.toContain(null);
  });

  test("is hung up when the patient withdraws through a colleague while it rings", async () => {
    const line = await makeLine({ patient: byHand });
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(7);
    const bo = await line.signedIn("bo");
    await bo.post(`${base(id)}/utfall`, { utfall: "withdrawn", bekraftat: "ja" });
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "withdrawn" });
    await line.pass(5);
    expect(line.carrier.calls().map(({ status }) => status)).toEqual(["completed", "canceled"]);
    expect(await line.attempts()).toEqual([]);
  });

  test("is not cut off when the coordinator saves what was said while they still talk", async () => {
    const line = await makeLine({ patient: talks(300) });
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(20);
    await anna.post(`${base(id)}/utfall`, { utfall: "refused" });
    expect(await line.caseRow(id)).toMatchObject({ state: "closed" });
    await line.pass(100);
    await hangUpUnwanted(line.world, noteCallStatus);
    expect(line.carrier.calls().map(({ status }) => status)).toEqual(["answered", "answered"]);
    await line.pass(300);
    expect(await line.attempts()).toMatchObject([{ outcome: "refused", talk_seconds: 300 }]);
  });
});

describe("a carrier that misbehaves", () => {
  const connectedLater = (seconds: number): SimulatorFaults => ({
    deliver: (what) => [what === "connected" ? seconds : 0],
  });

  test.each([
    ["tells of the patient's line long after its own", connectedLater(600)],
    ["tells of its own line long after the patient's", { deliver: (what) => [what === "status" ? 600 : 0] }],
    ["tells everything twice at once", { deliver: () => [0, 0] }],
    ["tells everything again minutes later", { deliver: () => [0, 200] }],
  ] satisfies readonly (readonly [string, SimulatorFaults])[])("%s: busy is one attempt", async (_, faults) => {
    const line = await makeLine({ patient: { does: "busy" } }, faults);
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(1500);
    expect(await line.attempts()).toMatchObject([{ mode: "human", outcome: "busy" }]);
    expect(await line.caseRow(id)).toMatchObject({ attempts: 1 });
    expect((await line.kinds(id)).filter((kind) => kind === "outcome-recorded")).toHaveLength(1);
    const [call] = await line.calls();
    expect([call?.settled_at, call?.ended_at]).not.toContain(null);
  });

  test.each([
    ["tells of the talk after its own line is down", connectedLater(600)],
    ["tells everything twice", { deliver: () => [0, 3] }],
  ] satisfies readonly (readonly [string, SimulatorFaults])[])("%s: the talk is counted once", async (_, faults) => {
    const line = await makeLine({ patient: talks(90) }, faults);
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(60);
    await anna.post(`${base(id)}/utfall`, { utfall: "refused" });
    await line.pass(1500);
    expect(await line.attempts()).toMatchObject([{ outcome: "refused", talk_seconds: 90 }]);
    expect((await line.kinds(id)).filter((kind) => kind === "connected")).toHaveLength(1);
  });

  test("loses the answer to an order: the call is found by the coordinator's own number, and made once", async () => {
    const line = await makeLine({ own: { does: "no-answer" } }, { place: () => "reply-lost", deliver: () => [] });
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await ringUp(anna, id);
    await line.pass(120);
    expect(await line.reconcile()).toEqual({ closed: 1 });
    expect(line.carrier.calls()).toHaveLength(1);
    expect(await line.attempts()).toEqual([]);
    expect(await line.calls()).toMatchObject([{ state: "no-answer" }]);
  });

  test("forgets to tell that the line is down: the call is closed after its deadline and holds nobody up", async () => {
    const line = await makeLine({ own: { does: "busy" } }, { deliver: (what) => (what === "status" ? [] : [0]) });
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(80 * 60);
    expect(await line.reconcile()).toEqual({ closed: 1 });
    // Her session has ended meanwhile, and so has her hold of the case.
    const again = await line.signedIn("anna");
    await open(again, id);
    expect(await ringUp(again, id)).toMatchObject({ status: 303, location: expect.stringContaining(base(id)) });
  });
});

describe("webhooks", () => {
  /** A call in which the patient's line rings, and every address that has been given out for it. */
  async function ringingPatient() {
    const line = await makeLine({ own: byHand, patient: byHand });
    const desk = await atDesk(line, { phone2: mobile(1) });
    await ringUp(desk.anna, desk.id);
    await line.pass(2);
    const { ref } = line.carrier.calls()[0]!;
    const [call] = await line.calls();
    const tokens = [String(call!.token)];
    const token = async () => tokens.push(String((await line.calls())[0]!.token));
    line.carrier.answer(ref);
    await line.pass(1);
    await token();
    line.carrier.press(ref, "1");
    await line.pass(5);
    await token();
    const at = `/rost/koppla/${call!.id}`;
    const turn = (path: string, digits?: string, more = {}) =>
      line.tell(`${at}/${path}`, { kind: "turn", ref, to: annasPhone, ...(digits && { digits }), ...more });
    const done = (path: string, status = "no-answer", more = {}) =>
      line.tell(`${at}/${path}`, { kind: "connected", ref, status, seconds: "0", ...more });
    const all = async () =>
      JSON.stringify([await line.calls(), await line.attempts(), await line.rows(sql`select * from cases`)]);
    return { ...desk, line, ref, at, tokens, turn, done, all };
  }

  test("a turn that comes again hears the same, whatever is pressed then, and changes nothing", async () => {
    const { tokens, turn, all } = await ringingPatient();
    const before = await all();
    const [asked, again] = [await turn(`0/${tokens[0]}`), await turn(`0/${tokens[0]}`)];
    expect([asked.status, again.text]).toEqual([200, asked.text]);
    expect(asked.text).toContain("bridge-opening");
    const [joined, silent] = [await turn(`1/${tokens[1]}`, "1"), await turn(`1/${tokens[1]}`, "")];
    expect(joined.text).toContain(patientsPhone);
    expect(silent.text).toBe(joined.text);
    expect(await all()).toBe(before);
  });

  test("with another call, turn, token or reference nothing is told and nothing happens, however well it is signed", async () => {
    const { line, at, tokens, turn, done, all } = await ringingPatient();
    const [first, second, last] = tokens;
    const before = await all();
    const attempts = [
      await turn(`1/${first}`, "1"),
      await turn(`0/${second}`),
      await turn(`2/${last}`, "1"),
      await turn(`3/${last}`, "1"),
      await turn(`1/${second}`, "1", { ref: "SIMsomebodyelse" }),
      await turn(`0x1/${second}`, "1"),
      await turn(`klar/${last}`),
      await done(`klar/${first}`),
      await done(`klar/${second}`),
      await done(`klar/${last}`, "no-answer", { ref: "SIMsomebodyelse" }),
      await done(`2/${last}`),
      await line.tell(`/rost/koppla/another/klar/${last}`, {
        kind: "connected",
        ref: "SIM1",
        status: "busy",
        seconds: "0",
      }),
      // A coordinator's call is none of the robot's.
      await line.tell(`${at.replace("/koppla", "")}/1/${second}`, { kind: "turn", ref: "SIM1", digits: "1" }),
    ];
    expect(attempts.map(({ status, text }) => [status, text])).toEqual(attempts.map(() => [403, ""]));
    expect(await all()).toBe(before);
  });

  test("unsigned ones get nothing", async () => {
    const { line, at, tokens } = await ringingPatient();
    for (const path of [`${at}/1/${tokens[1]}`, `${at}/klar/${tokens[2]}`, `${at}/status`]) {
      const answer = await line.visitor().send(path, { method: "POST", body: "kind=turn&ref=SIM1" });
      expect([answer.status, answer.text]).toEqual([403, ""]);
    }
  });

  test("what became of the patient's line is taken in once, and cannot be told otherwise afterwards", async () => {
    const { line, tokens, done, all } = await ringingPatient();
    expect((await done(`klar/${tokens[2]}`)).text).toContain("bridge-no-answer");
    expect(await line.attempts()).toMatchObject([{ outcome: "no-answer" }]);
    const before = await all();
    await done(`klar/${tokens[2]}`);
    await done(`klar/${tokens[2]}`, "completed", { seconds: "500" });
    expect(await all()).toBe(before);
  });

  test("a key that is pressed after the case was let go of connects nobody", async () => {
    const line = await makeLine({ own: byHand });
    const { id, anna } = await atDesk(line);
    await ringUp(anna, id);
    await line.pass(2);
    const { ref } = line.carrier.calls()[0]!;
    line.carrier.answer(ref);
    await line.pass(1);
    await line.world.atomically([sql`update cases set state = 'planned', owner_id = null, version = version + 1`]);
    line.carrier.press(ref, "1");
    await line.pass(60);
    expect(line.carrier.calls().map(({ status }) => status)).toEqual(["completed"]);
  });

  test("after the end nobody is connected by a late one", async () => {
    const { line, ref, tokens, turn } = await ringingPatient();
    line.carrier.patientHangsUp(ref);
    await line.pass(5);
    const late = await turn(`1/${tokens[1]}`, "1");
    expect(late.text).toContain("bridge-not-now");
    expect(late.text).not.toContain("+46");
    expect(line.carrier.calls()).toHaveLength(2);
  });
});

describe("the office", () => {
  test("an administrator sets a coordinator's telephone and a unit's number; what cannot be rung is refused", async () => {
    const line = await makeLine();
    const adam = await line.signedIn("adam");
    const phone = async () => (await line.rows(sql`select phone from accounts where id = 'account-anna'`))[0]?.phone;
    for (const telefon of ["0900-123456", "+1 212 555 0100", "anknytning 12", "08-465 004 10, 08-465 004 11"]) {
      const answer = await adam.post("/konton/account-anna/telefon", { telefon });
      expect([telefon, answer.status, await phone()]).toEqual([telefon, 422, annasPhone]);
      expect(answer.text).toContain(telefon);
    }
    expect((await adam.post("/konton/account-anna/telefon", { telefon: "070-174 06 30" })).status).toBe(303);
    expect(await phone()).toBe("+46701740630");
    expect((await adam.get("/konton")).text).toContain("070-174 06 30");
    await adam.post("/konton/account-anna/telefon", { telefon: "" });
    expect(await phone()).toBeNull();
    expect((await (await line.signedIn("anna")).post("/konton/account-anna/telefon", { telefon: "" })).status).toBe(
      403,
    );

    const unit = { id: "geriatrik2", namn: "Geriatrik avd 2", kod: "", sort: "ward", vardform: "somatic", ringer: "" };
    expect((await adam.post("/enheter", { ...unit, jour: "", visas: "0900-123456" })).status).toBe(422);
    expect((await adam.post("/enheter", { ...unit, jour: "", visas: "08-465 004 77" })).status).toBe(303);
    expect(await line.rows(sql`select caller_id from care_units where id = 'geriatrik2'`)).toEqual([
      { caller_id: "+46846500477" },
    ]);
    expect((await adam.get("/enheter?enhet=geriatrik2")).text).toContain("08-465 004 77");
  });
});
