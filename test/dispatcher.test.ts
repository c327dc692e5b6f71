/** The dispatcher: how many, how fast, when and to whom; and that a no reaches a telephone that rings. */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { instantOf } from "../src/calendar.ts";
import { insertCall, listCallEvents } from "../src/db/calls.ts";
import { setSetting } from "../src/db/settings.ts";
import { eraseAtCarrier } from "../src/steps/erase-at-carrier.ts";
import { forgetPeople } from "../src/steps/forget-people.ts";
import { noteCallStatus } from "../src/steps/hear-call.ts";
import { placeCalls } from "../src/steps/place-calls.ts";
import { hangUpUnwanted, reconcileCalls } from "../src/steps/reconcile-calls.ts";
import { refusedBy } from "../src/telephony/carrier.ts";
import { type SimulatorOptions, simulatedCarrier, type Temperament } from "../src/telephony/simulator.ts";
import { type Clinic, makeClinic, mobile, type Row } from "./in-process.ts";

const minute = 60_000;
const many = (count: number, more: Row = {}): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ dischargeRef: `U${at}`, patientRef: `P${at}`, phone1: mobile(at), robotConsent: "ja", ...more },
  }));

async function makeLine(
  phone: Temperament,
  options: Partial<SimulatorOptions> = {},
  mode: "demo" | "production" = "demo",
) {
  let clinic: Clinic | undefined;
  let carrier: ReturnType<typeof simulatedCarrier> | undefined;
  clinic = await makeClinic({
    mode,
    carrierOf: (world) => {
      carrier = simulatedCarrier({
        ...{ publicUrl: world.config.baseUrl, secret: "a secret of the test", now: world.now, newId: world.newId },
        phoneOf: () => phone,
        deliver: async ({ url, headers, body }) => {
          const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        },
        ...options,
      });
      return carrier;
    },
  });
  const { world } = clinic;
  const telephone = world.telephone!;
  return {
    ...clinic,
    carrier: carrier!,
    use: (change: Partial<typeof telephone>) => {
      world.telephone = { ...telephone, ...change };
    },
    rows: (query: ReturnType<typeof sql>) => world.db.all<Record<string, unknown>>(query),
    pass: async (minutes: number) => {
      const until = world.now() + minutes * minute;
      for (;;) {
        const next = carrier!.nextAt();
        if (next === null || next > until) break;
        world.clock.set(Math.max(next, world.now()));
        await carrier!.run(next);
      }
      world.clock.set(until);
    },
  };
}

const anHour: Temperament = { does: "answers", keys: [], talksSeconds: 60 };

describe("how many and how fast", () => {
  test("never more at once than may be, also with two dispatchers", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(...many(9));
    line.use({ callsAtOnce: 4 });
    const placed = await Promise.all([placeCalls(line.world), placeCalls(line.world)]);
    expect(placed[0].placed + placed[1].placed).toBe(4);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    await line.pass(2);
    expect(await placeCalls(line.world)).toEqual({ placed: 4 });
  });

  test("never faster than the carrier takes them, also with two dispatchers", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(...many(8));
    line.use({ callsPerSecond: 2 });
    await Promise.all([placeCalls(line.world), placeCalls(line.world)]);
    const at = (await line.rows(sql`select placed_at from calls order by placed_at`)).map((row) =>
      Number(row.placed_at),
    );
    expect(at.length).toBeGreaterThan(3);
    for (const begun of at)
      expect(at.filter((one) => one > begun - 1000 && one <= begun).length).toBeLessThanOrEqual(2);
  });

  test("one call in so many seconds, when the carrier takes less than one a second", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(...many(3));
    line.use({ callsPerSecond: 0.2 });
    expect(await placeCalls(line.world)).toEqual({ placed: 3 });
    const at = (await line.rows(sql`select placed_at from calls order by placed_at`)).map((row) =>
      Number(row.placed_at),
    );
    expect(at.map((one) => one - at[0]!)).toEqual([0, 5000, 10_000]);
  });

  test("a coordinator's own call takes no line from the robot", async () => {
    const line = await makeLine({ does: "no-answer" });
    const [, other] = await line.admit(...many(2));
    line.use({ callsAtOnce: 1 });
    await line.world.atomically([
      sql`update cases set state = 'held', owner_id = 'account-anna' where id = ${other}`,
      ...insertCall(
        line.world.db,
        {
          ...{ id: "bridge", kind: "bridge", caseId: other ?? "", accountId: "account-anna", carrier: "simulator" },
          ...{
            direction: "outbound",
            token: "t",
            placedAt: line.world.now(),
            deadlineAt: line.world.now() + 3_600_000,
          },
        },
        { kind: "ordered" },
      ),
    ]);
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
  });

  test("a carrier that says not now is left alone for a while, and everybody is rung in the end", async () => {
    let busy = true;
    const faults = { place: () => (busy ? ("too-many" as const) : null) };
    const line = await makeLine({ does: "no-answer" }, { faults });
    await line.admit(...many(2));
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    busy = false;
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    await line.pass(1);
    expect(await placeCalls(line.world)).toEqual({ placed: 2 });
  });
});

describe("when", () => {
  test.each([
    ["before there are people at work", "2026-11-24", "08:59", 0],
    ["when they have come", "2026-11-24", "09:00", 1],
    ["when a call would still end while they are there", "2026-11-24", "15:44", 1],
    ["when it would not", "2026-11-24", "15:45", 0],
    ["on a Saturday", "2026-11-28", "10:00", 0],
  ])("%s", async (_, date, time, placed) => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(...many(1, { dischargeDate: date === "2026-11-28" ? "2026-11-23" : "2026-11-20" }));
    line.world.clock.set(instantOf(date, time));
    expect(await placeCalls(line.world)).toEqual({ placed });
  });

  test("what the carrier still queues at closing time is taken out of the queue, and the case is as before", async () => {
    const line = await makeLine({ does: "no-answer" }, { queueSeconds: 3600 });
    const [id] = await line.admit(...many(1));
    line.world.clock.set(instantOf("2026-11-23", "15:44"));
    await placeCalls(line.world);
    await line.pass(15);
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 0 });
    await line.pass(2);
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 1 });
    expect(line.carrier.calls()[0]).toMatchObject({ status: "canceled" });
    const [row] = await line.rows(sql`select state, attempts, handed_over_at from cases where id = ${id}`);
    expect(row).toEqual({ state: "planned", attempts: 0, handed_over_at: null });
    await line.pass(300);
    expect(line.carrier.calls()[0]).toMatchObject({ status: "canceled" });
  });

  test("who does not answer is rung in another part of the day, at most twice a day and five times in all", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(...many(1, { dischargeDate: "2026-11-20" }));
    const parts: string[] = [];
    for (let hour = 0; hour < 24 * 5; hour += 1) {
      if ((await placeCalls(line.world)).placed > 0) parts.push(new Date(line.world.now()).toISOString().slice(5, 13));
      await line.pass(60);
    }
    expect(parts).toEqual(["11-23T09", "11-23T13", "11-24T08", "11-24T12", "11-25T08"]);
  });

  test("nobody is rung while the robot is switched off", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(...many(1));
    await line.world.atomically([setSetting(line.world.db, "robot", "off")]);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
  });
});

describe("to whom", () => {
  test.each<[string, Row]>([
    ["without a yes to automatic calls", { robotConsent: "nej" }],
    ["who needs an interpreter", { interpreter: "ja" }],
    ["who speaks another language", { language: "finska" }],
    ["whose day of birth nobody knows", { birthDate: "" }],
    ["in psychiatric care, unless the region has opened it", { careType: "psykiatri", unit: "Psykiatri avd 4" }],
    ["who was not asked for the survey", { consent: "" }],
  ])("never to somebody %s", async (_, row) => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(...many(1, row));
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
  });

  test("a crowd that may not be rung stands in nobody's way", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(
      ...Array.from({ length: 90 }, (_, at) => ({
        ...{ dischargeRef: `Q${at}`, patientRef: `Q${at}`, phone1: mobile(at), robotConsent: "ja" },
        ...{ dischargeDate: "2026-11-17", ...(at % 2 === 0 ? { birthDate: "" } : {}) },
        ...(at % 2 === 1 ? { careType: "psykiatri", unit: "Psykiatri avd 4" } : {}),
      })),
      ...many(1),
    );
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
  });

  test("to psychiatric care where the region has opened it", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(...many(1, { careType: "psykiatri", unit: "Psykiatri avd 4" }));
    line.use({ psychiatry: true });
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
  });
});

describe("a no that comes while the telephone rings", () => {
  test.each<[string, Row]>([
    ["the list now says no to automatic calls", { robotConsent: "nej" }],
    ["the list now says no to the survey", { consent: "nej" }],
    ["an interpreter turns out to be needed", { interpreter: "ja" }],
  ])("%s: the line is put down and the case is the unit's to ring", async (_, news) => {
    const line = await makeLine(anHour);
    const [id] = await line.admit(...many(1));
    await placeCalls(line.world);
    await line.pass(0.05);
    await line.admit(...many(1, news));
    expect(await hangUpUnwanted(line.world, noteCallStatus)).toEqual({ hungUp: 1 });
    expect(line.carrier.calls()[0]).toMatchObject({ status: "canceled" });
    expect(await line.rows(sql`select state, attempts from cases where id = ${id}`)).toEqual([
      { state: "planned", attempts: 0 },
    ]);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
  });

  test("no to the survey before the first question: nothing is asked", async () => {
    const line = await makeLine({ does: "answers", keys: ["1", "03", "1", "1", "1", "1", "1", "1", "1", "2"] });
    await line.admit(...many(1));
    await placeCalls(line.world);
    await line.pass(0.15);
    expect(line.carrier.calls()[0]).toMatchObject({ status: "answered" });
    await line.admit(...many(1, { consent: "nej" }));
    await line.pass(5);
    expect(await line.rows(sql`select * from pending`)).toEqual([]);
    expect(await line.rows(sql`select * from interviews`)).toEqual([]);
    expect(await line.rows(sql`select state, owner_id from cases`)).toEqual([{ state: "planned", owner_id: null }]);
  });

  test("the robot is switched off: what the carrier still queues is taken out of the queue", async () => {
    const line = await makeLine(anHour, { queueSeconds: 600 }, "production");
    await line.admit(...many(1));
    await placeCalls(line.world);
    await line.pass(1);
    const adam = await line.signedIn("adam");
    await adam.post("/roboten", { lage: "av" });
    expect(line.carrier.calls()[0]).toMatchObject({ status: "canceled" });
  });

  test.each<[string, Row]>([
    ["consent is withdrawn", { consent: "återkallat" }],
    ["the patient is back in hospital", { status: "återinlagd" }],
    ["the patient has died", { status: "avliden" }],
  ])("%s: the line is put down at once, and nobody is rung again", async (_, news) => {
    const line = await makeLine(anHour);
    const [id] = await line.admit(...many(1));
    await placeCalls(line.world);
    await line.pass(0.05);
    expect(line.carrier.calls()[0]).toMatchObject({ status: "ringing" });
    await line.admit(...many(1, news));
    expect(await hangUpUnwanted(line.world, noteCallStatus)).toEqual({ hungUp: 1 });
    expect(line.carrier.calls()[0]).toMatchObject({ status: "canceled" });
    expect(await line.rows(sql`select state from cases where id = ${id}`)).toEqual([{ state: "closed" }]);
    const [call] = await line.rows(sql`select * from calls`);
    expect(call).toMatchObject({ state: "canceled", case_id: id });
    expect(call?.settled_at).not.toBeNull();
    const log = await listCallEvents(line.world.db, String(call?.id));
    expect(log.map(({ event }) => event)).toContainEqual({ kind: "hung-up", because: "unwanted" });
    await line.pass(60 * 24);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
  });

  test("any form that is sent puts the line down, without a clock", async () => {
    const line = await makeLine(anHour);
    await line.admit(...many(1));
    await placeCalls(line.world);
    await line.pass(0.05);
    await line.admit(...many(1, { consent: "återkallat" }));
    const anna = await line.signedIn("anna");
    await anna.post("/logga-ut");
    expect(line.carrier.calls()[0]).toMatchObject({ status: "canceled" });
  });

  test("a call that goes on undisturbed is left alone", async () => {
    const line = await makeLine(anHour);
    await line.admit(...many(1));
    await placeCalls(line.world);
    expect(await hangUpUnwanted(line.world, noteCallStatus)).toEqual({ hungUp: 0 });
  });
});

describe("our own fault", () => {
  test("somebody answers and we have no word to say: nobody is said to have refused, and a person takes over", async () => {
    const line = await makeLine({ does: "answers", keys: [] }, { deliver: async () => ({ status: 500, body: "" }) });
    const [id] = await line.admit(...many(1));
    await placeCalls(line.world);
    await line.pass(5);
    expect(line.carrier.calls()[0]).toMatchObject({ status: "completed" });
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 0 });
    await line.pass(20);
    expect(await reconcileCalls(line.world, noteCallStatus)).toEqual({ closed: 1 });
    expect(await line.rows(sql`select outcome from attempts`)).toEqual([{ outcome: "no-answer" }]);
    const [row] = await line.rows(sql`select state, handed_over_because from cases where id = ${id}`);
    expect(row).toEqual({ state: "planned", handed_over_because: "fault" });
    const [call] = await line.rows(sql`select id from calls`);
    const log = await listCallEvents(line.world.db, String(call?.id));
    // The line was down long before we asked: nobody put it down.
    expect(log.map(({ event }) => event.kind)).not.toContain("hung-up");
  });
});

describe("the carrier's books", () => {
  test("hold no number a day after the call, and ours hold nothing of it when the person is forgotten", async () => {
    const line = await makeLine({ does: "busy" });
    await line.admit(...many(1));
    await placeCalls(line.world);
    await line.pass(5);
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 0 });
    line.world.clock.advance(24 * 60 * minute);
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 1 });
    expect(line.carrier.calls()).toEqual([]);
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 0 });
    await line.world.atomically([sql`update cases set state = 'closed', disposition = 'window-passed'`]);
    line.world.clock.advance(30 * 24 * 60 * minute);
    await forgetPeople(line.world);
    for (const table of ["calls", "call_events", "call_replies", "people"])
      expect([table, await line.rows(sql.raw(`select * from ${table}`))]).toEqual([table, []]);
  });

  test("are cleared of every call that is due, however many, and one that is refused stands in no other's way", async () => {
    const line = await makeLine({ does: "busy" });
    const at = line.world.now();
    const ended = Array.from({ length: 450 }, (_, place) => [
      ...insertCall(
        line.world.db,
        {
          ...{ id: `c${place}`, kind: "robot", direction: "inbound", carrier: "simulator", token: "t" },
          ...{ ref: `SIM${place}`, placedAt: at, deadlineAt: at },
        },
        { kind: "came-in" },
      ),
      sql`update calls set ended_at = ${at}, settled_at = ${at} where id = ${`c${place}`}`,
    ]).flat();
    await line.world.atomically(ended);
    line.world.clock.advance(25 * 60 * minute);
    const { carrier } = line.world.telephone!;
    const stubborn = new Set(["SIM0", "SIM250"]);
    const refuses = (because: "rejected" | "credentials" | "slow-down") =>
      line.use({
        carrier: { ...carrier, erase: async (ref) => (stubborn.has(ref) ? refusedBy(because) : { done: true }) },
      });
    for (const because of ["credentials", "slow-down"] as const) {
      refuses(because);
      expect(await eraseAtCarrier(line.world)).toEqual({ erased: 0 });
    }
    refuses("rejected");
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 448 });
    const left = await line.rows(sql`select ref from calls where erased_at is null order by ref`);
    expect(left).toEqual([{ ref: "SIM0" }, { ref: "SIM250" }]);
    line.use({ carrier });
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 2 });
  });

  test("a carrier that cannot be reached is asked again, also when the person has been forgotten meanwhile", async () => {
    const line = await makeLine({ does: "busy" });
    await line.admit(...many(1));
    await placeCalls(line.world);
    await line.pass(5);
    await line.world.atomically([sql`update cases set state = 'closed', disposition = 'window-passed'`]);
    line.world.clock.advance(30 * 24 * 60 * minute);
    const { carrier } = line.world.telephone!;
    line.use({ carrier: { ...carrier, erase: async () => ({ unknown: true }) } });
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 0 });
    await forgetPeople(line.world);
    const [kept] = await line.rows(sql`select * from calls`);
    expect(kept).toMatchObject({ case_id: null, account_id: null });
    line.use({ carrier });
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 1 });
    await forgetPeople(line.world);
    expect(await line.rows(sql`select * from calls`)).toEqual([]);
  });
});
