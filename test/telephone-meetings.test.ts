/**
 * Where the telephone meets what else happens to a case: rules that change while calls are queued, newer lists, numbers,
 * an undone outcome, tasks, a skip. Through the real doors, with a carrier that rings invented phones. Longer than other
 * files because every meeting needs the same clinic and the same line.
 */
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { instantOf } from "../src/calendar.ts";
import { robotSwitch } from "../src/db/robot-switch.ts";
import { findNewestChange, findRules } from "../src/db/rules.ts";
import { setSetting } from "../src/db/settings.ts";
import { changeRules, replanAll } from "../src/steps/change-rules.ts";
import { noteCallStatus } from "../src/steps/hear-call.ts";
import { placeCalls } from "../src/steps/place-calls.ts";
import { hangUpUnwanted, reconcileCalls } from "../src/steps/reconcile-calls.ts";
import { releaseCase } from "../src/steps/take-case.ts";
import { type SimulatorOptions, simulatedCarrier, type Temperament } from "../src/telephony/simulator.ts";
import { answerSheet, type Client, type Clinic, makeClinic, mobile, openInterview, type Row } from "./in-process.ts";

const minute = 60_000;
const said: Row = { robotConsent: "ja" };
const begin = ["1", "03", "1"];
const patient = "+46701740605";
const annasPhone = "+46846500410";
const byHand: Temperament = { does: "by-hand" };

const opened: Clinic[] = [];
afterEach(() => {
  for (const clinic of opened.splice(0)) clinic.world.close();
});

async function makeLine(phone: Temperament = byHand, options: Partial<SimulatorOptions> = {}) {
  const phones = new Map<string, Temperament>();
  let carrier: ReturnType<typeof simulatedCarrier> | undefined;
  let clinic: Clinic | undefined;
  clinic = await makeClinic({
    carrierOf: (world) => {
      carrier = simulatedCarrier({
        ...{ publicUrl: world.config.baseUrl, secret: "a secret of the test", now: world.now, newId: world.newId },
        phoneOf: (to) => phones.get(to) ?? phone,
        deliver: async ({ url, headers, body }) => {
          const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        },
        ...options,
      });
      return carrier;
    },
  });
  opened.push(clinic);
  const { world } = clinic;
  await world.atomically([
    sql`update accounts set phone = ${annasPhone} where id = 'account-anna'`,
    sql`update care_units set caller_id = '+46846500490'`,
  ]);
  const rows = (query: ReturnType<typeof sql>) => world.db.all<Record<string, unknown>>(query);
  const voice = `${world.config.baseUrl}/rost`;
  const urls = { turn: `${voice}/in`, fallback: `${voice}/fel`, status: `${voice}/in/status` };
  const pass = async (minutes: number) => {
    const until = world.now() + minutes * minute;
    for (let next = carrier!.nextAt(); next !== null && next <= until; next = carrier!.nextAt()) {
      world.clock.set(Math.max(next, world.now()));
      await carrier!.run(next);
    }
    world.clock.set(until);
  };
  return {
    ...clinic,
    carrier: carrier!,
    phones,
    rows,
    pass,
    urls,
    ringsIn: async (from: string, ...keys: string[]) => {
      phones.set(from, { does: "answers", keys });
      carrier!.callIn(from, urls);
      await pass(2);
    },
    at: (date: string, time: string) => world.clock.set(instantOf(date, time)),
    place: () => placeCalls(world),
    reconcile: () => reconcileCalls(world, noteCallStatus),
    hangUp: () => hangUpUnwanted(world, noteCallStatus),
    rules: async (policy: Partial<Awaited<ReturnType<typeof findRules>>["policy"]>) => {
      const now = await findRules(world.db);
      const wanted = { ...now, policy: { ...now.policy, ...policy } };
      return changeRules(world, "account-adam", wanted, await findNewestChange(world.db));
    },
    caseRow: async (id: string) => (await rows(sql`select * from cases where id = ${id}`))[0]!,
    statuses: () => carrier!.calls().map(({ status }) => status),
  };
}

const base = (id: string) => `/uppfoljningar/${id}`;
const show = (client: Client, id: string) => client.post(`${base(id)}/visa-nummer`, { kontrollerad: "ja" });

describe("rules that change", () => {
  test.each([
    ["the hours end before the staff goes home", "12:00", "11:59", { from: "09:00", to: "12:00" }],
    ["the hours are moved while it waits", null, "10:00", { from: "13:00", to: "19:00" }],
  ])("%s: what the carrier still queues is taken out of the queue", async (_, first, placedAt, hours) => {
    const line = await makeLine({ does: "no-answer" }, { queueSeconds: 3600 });
    const [id = ""] = await line.admit(said);
    if (first !== null) await line.rules({ hours });
    line.at("2026-11-23", placedAt);
    expect(await line.place()).toEqual({ placed: 1 });
    await line.pass(2);
    if (first === null) await line.rules({ hours });
    await line.reconcile();
    expect(line.statuses()).toEqual(["canceled"]);
    expect(await line.caseRow(id)).toMatchObject({ state: "planned", attempts: 0 });
  });

  test("fewer attempts a day hold for who has been rung today", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(said);
    line.at("2026-11-23", "09:00");
    expect(await line.place()).toEqual({ placed: 1 });
    await line.pass(4 * 60);
    await line.rules({ maxAttemptsPerDay: 1 });
    expect(await line.place()).toEqual({ placed: 0 });
    line.at("2026-11-24", "13:00");
    expect(await line.place()).toEqual({ placed: 1 });
  });

  test("new rules do not open the window of a patient who is back in hospital, while the robot rings", async () => {
    const line = await makeLine();
    const [id = ""] = await line.admit(said);
    await line.place();
    await line.pass(0.1);
    await line.admit({ ...said, status: "återinlagd" });
    await line.rules({ spacingHours: 4 });
    await line.hangUp();
    expect(line.statuses()).toEqual(["canceled"]);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed" });
    expect(await line.place()).toEqual({ placed: 0 });
  });
});

describe("a newer list", () => {
  test.each<[string, Row]>([
    ["that the patient has died", { status: "avliden" }],
    ["that the patient is protected", { protected: "ja" }],
    ["that the patient is in hospital again", { dischargeDate: "2026-11-21" }],
  ])("tells by another stay, while the telephone rings, %s: the line is put down", async (_, news) => {
    const line = await makeLine();
    const [id = ""] = await line.admit(said);
    await line.place();
    await line.pass(0.1);
    await line.admit({ ...said, dischargeRef: "U2", ...news });
    expect(await line.hangUp()).toEqual({ hungUp: 1 });
    expect(await line.caseRow(id)).toMatchObject({ state: "closed" });
  });

  test("tells in the middle of the questions that the patient is protected: the line is put down at once", async () => {
    const line = await makeLine();
    const [id = ""] = await line.admit(said);
    await line.place();
    await line.pass(0.1);
    const { ref } = line.carrier.calls()[0]!;
    line.carrier.answer(ref);
    for (const keys of [...begin, "1"]) {
      await line.pass(0.02);
      line.carrier.press(ref, keys);
    }
    await line.pass(0.02);
    await line.admit({ ...said, dischargeRef: "U2", protected: "ja" });
    expect(await line.hangUp()).toEqual({ hungUp: 1 });
    expect(line.statuses()).toEqual(["completed"]);
    expect(await line.caseRow(id)).toMatchObject({ owner_id: null });
    expect(await line.place()).toEqual({ placed: 0 });
  });
});

describe("a need for help", () => {
  test("that a person has written down is no second task when the robot takes the interview up", async () => {
    const line = await makeLine();
    const [id = ""] = await line.admit(said);
    const anna = await line.signedIn("anna");
    await openInterview(anna, id);
    await answerSheet(anna, id, "12");
    await anna.post(`${base(id)}/vidare`);
    await anna.post(`${base(id)}/svar`, { steg: "hjalp", svar: "ja" });
    const [talk] = await line.rows(sql`select state from interviews`);
    expect(JSON.parse(String(talk!.state))).toMatchObject({ raised: ["help"] });
    await anna.post(`${base(id)}/utfall`, {
      ...{ utfall: "broken-off", behov: "Hjälp med stödstrumpor", behov_ja: "ja" },
    });
    expect(await line.rows(sql`select raised_by from tasks`)).toEqual([{ raised_by: "account-anna" }]);
    await line.ringsIn(patient, "1", "03", "1", "1", "1", "1", "2");
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed" });
    expect(await line.rows(sql`select raised_by from tasks`)).toEqual([{ raised_by: "account-anna" }]);
  });
});

describe("click to call", () => {
  async function atKey(row: Row = {}, secondsLeft?: number) {
    const line = await makeLine();
    if (secondsLeft !== undefined) line.world.clock.set(instantOf("2026-11-23", "19:00") - secondsLeft * 1000);
    const [id = ""] = await line.admit(row);
    const anna = await line.signedIn("anna");
    await show(anna, id);
    await anna.post(`${base(id)}/ring-upp`, { nummer: "0" });
    await line.pass(0.05);
    const { ref } = line.carrier.calls()[0]!;
    line.carrier.answer(ref);
    await line.pass(0.05);
    const press = async () => {
      line.carrier.press(ref, "1");
      await line.pass(0.1);
    };
    return { line, id, anna, press, dialled: () => line.carrier.calls().map(({ to }) => to) };
  }

  test("rings the number that was chosen, also when a newer list has put another one in its place", async () => {
    const { line, press, dialled } = await atKey({ phone2: mobile(1) });
    await line.admit({ phone1: mobile(1), phone2: mobile(0) });
    await press();
    expect(dialled()).not.toContain("+46701740606");
  });

  test("rings nobody when the calling hours end while the coordinator's own telephone rings", async () => {
    const { press, dialled, line } = await atKey({}, 10);
    await line.pass(0.1);
    await press();
    expect(JSON.stringify(line.carrier.calls()[0]?.heard)).toContain("bridge-not-now");
    expect(dialled()).toEqual([annasPhone]);
  });

  test("rings nobody when the case is let go of before the key, and says so", async () => {
    const { line, id, press, dialled } = await atKey();
    await releaseCase(line.world, await line.accountOf("anna"), id);
    await press();
    expect(dialled()).toEqual([annasPhone]);
    expect(JSON.stringify(line.carrier.calls()[0]?.heard)).toContain("bridge-not-now");
  });

  test("nor when it is let go of between the decision and the write", async () => {
    const { line, id, press, dialled } = await atKey();
    const { atomically } = line.world;
    const account = await line.accountOf("anna");
    let once = true;
    Object.assign(line.world, {
      atomically: async (statements: Parameters<typeof atomically>[0]) => {
        if (once) {
          once = false;
          await releaseCase(line.world, account, id);
        }
        return atomically(statements);
      },
    });
    await press();
    expect(dialled()).toEqual([annasPhone]);
    expect(JSON.stringify(line.carrier.calls()[0]?.heard)).toContain("bridge-not-now");
  });
});

describe("an outcome that is undone", () => {
  test("gives a protected patient no key by which somebody who rings is found", async () => {
    const line = await makeLine();
    await line.world.atomically([
      sql`update account_units set handles_protected = 1 where account_id = 'account-anna'`,
    ]);
    const [id = ""] = await line.admit({ ...said, protected: "ja", phone2: mobile(1) });
    const anna = await line.signedIn("anna");
    await show(anna, id);
    const first = await anna.post(`${base(id)}/utfall`, { utfall: "bad-number", fel_nummer: "0.05.2" });
    expect(first.location).toContain("#nummer");
    const undone = await anna.post(`${base(id)}/angra`);
    expect(undone.status).toBe(303);
    expect(await line.rows(sql`select * from numbers where gone_at is not null`)).toEqual([]);
    expect(await line.rows(sql`select * from phone_keys`)).toEqual([]);
  });
});

describe("one telephone that several have", () => {
  const wife: Row = { ...said, dischargeRef: "U2", patientRef: "P2", name: "Eva Ök", birthDate: "1942-05-17" };

  test("is asked for by the day of birth: each gets their own case, and never both at once", async () => {
    const line = await makeLine();
    const [his = "", hers = ""] = await line.admit(said, wife);
    const all = ["1", "1", "1", "1", "1", "1", "2"];
    await line.ringsIn(patient, "1", "17", "1", ...all);
    expect(await line.rows(sql`select id from cases where disposition = 'completed'`)).toHaveLength(1);
    await line.ringsIn(patient, "1", "03", "1", ...all);
    const done = await line.rows(sql`select disposition from cases where id in (${his}, ${hers})`);
    expect(done).toEqual([{ disposition: "completed" }, { disposition: "completed" }]);
  });

  test("rings for one of them while the other has just rung us: the robot waits", async () => {
    const line = await makeLine();
    await line.admit(said, wife);
    line.phones.set(patient, byHand);
    line.carrier.callIn(patient, line.urls);
    await line.pass(0.02);
    expect(await line.place()).toEqual({ placed: 0 });
  });

  test("and that is dead for one of them finds the other only", async () => {
    const line = await makeLine();
    await line.admit({ ...said, phone2: mobile(1) }, wife);
    const [one] = await line.rows(sql`select discharges.id from discharges join people on case_id = discharges.id
      where people.name = 'Åsa Ök'`);
    const anna = await line.signedIn("anna");
    await anna.post(`${base(String(one!.id))}/nummer`, { gor: "fungerar-inte", nummer: "0.05.2" });
    const before = await line.caseRow(String(one!.id));
    await line.ringsIn(patient, "1", "03");
    expect(await line.caseRow(String(one!.id))).toEqual(before);
    await line.ringsIn(patient, "1", "17", "1", "1");
    expect(await line.rows(sql`select count(*) as n from interviews`)).toEqual([{ n: 1 }]);
  });
});

describe("a relative's telephone", () => {
  test("that rings in is nobody's, also when the patient's own was said to be the relative's", async () => {
    const line = await makeLine();
    const [id = ""] = await line.admit({ ...said, phone2: mobile(1), proxyName: "Eva Ök", proxyPhone: mobile(2) });
    const anna = await line.signedIn("anna");
    await anna.post(`${base(id)}/nummer`, { gor: "fungerar-inte", nummer: "0.05.3" });
    await anna.post(`${base(id)}/nummer`, {
      ...{ gor: "lagg-till", nytt: "070-1740605", vems: "relative", relation: "son" },
    });
    const before = await line.caseRow(id);
    for (const from of [patient, "+46701740607"]) await line.ringsIn(from, "1", "03", "03");
    expect(await line.caseRow(id)).toEqual(before);
  });
});

describe("a call that is declined", () => {
  test("comes as a busy line and is not made again by the robot that day, though a person may ring", async () => {
    const line = await makeLine({ does: "rejects" });
    const [id = ""] = await line.admit(said);
    line.at("2026-11-23", "09:00");
    await line.place();
    await line.pass(4 * 60);
    expect(await line.place()).toEqual({ placed: 0 });
    expect((await show(await line.signedIn("anna"), id)).status).toBe(303);
    await line.world.atomically([sql`update cases set state = 'planned', owner_id = null, owned_since = null`]);
    line.at("2026-11-24", "13:00");
    expect(await line.place()).toEqual({ placed: 1 });
  });
});

describe("what a coordinator decides", () => {
  test("a case that is passed over rests for the robot too, and who rings us is heard all the same", async () => {
    const line = await makeLine();
    const [id = ""] = await line.admit(said);
    const anna = await line.signedIn("anna");
    await anna.post(`${base(id)}/hoppa-over`, { skal: "away", lange: "hour" });
    expect(await line.caseRow(id)).toMatchObject({ rest_because: "skipped" });
    expect(await line.place()).toEqual({ placed: 0 });
    await line.ringsIn(patient, "1", "03", "1", "1", "1", "1", "1", "1", "1", "2");
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "completed" });
  });

  test("the robot that is switched off orders nothing more, also in the middle of a round", async () => {
    const line = await makeLine();
    await line.admit(
      ...Array.from({ length: 5 }, (_, at) => ({
        ...{ ...said, dischargeRef: `U${at}`, patientRef: `P${at}`, phone1: mobile(at) },
      })),
    );
    const { telephone } = line.world;
    line.world.telephone = {
      ...telephone!,
      wait: async (milliseconds) => {
        line.world.clock.advance(milliseconds);
        await line.world.atomically([setSetting(line.world.db, robotSwitch, "off")]);
      },
    };
    expect(await line.place()).toEqual({ placed: 1 });
  });

  test("every night's planning leaves the robot the parts of day in which it may ring", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(said);
    const rung: string[] = [];
    for (let hour = 0; hour < 24 * 5; hour += 1) {
      if ((await line.place()).placed > 0) rung.push(new Date(line.world.now()).toISOString().slice(5, 13));
      await line.pass(60);
      if (hour % 24 === 16) await replanAll(line.world);
    }
    expect(rung).toEqual(["11-23T09", "11-23T13", "11-24T08", "11-24T12", "11-25T08"]);
  });
});

describe("a measurement that is closed early", () => {
  async function measured(track: string) {
    const line = await makeLine();
    await line.world.atomically([
      sql`insert into measurements (id, name, survey_id, survey_version, state, opens_on, closes_on, counties, made_up)
        values ('m', 'Mätning', 'punktmatning-kort', 1, 'running', '2026-11-16', '2026-11-22', '["18"]', 0)`,
    ]);
    const [id = ""] = await line.admit({ ...said, track });
    expect(await line.caseRow(id)).toMatchObject({ measurement_id: "m" });
    const close = async () => {
      const lena = await line.signedIn("lena");
      expect((await lena.post("/matningar/m/avsluta", { anda: "ja" })).status).toBe(303);
    };
    return { line, id, close };
  }

  test("has the robot ring nobody more for its sake alone", async () => {
    const { line, close } = await measured("grönt");
    await close();
    expect(await line.place()).toEqual({ placed: 0 });
  });

  test("leaves the routine's patients on the robot's list", async () => {
    const { line, close } = await measured("gult");
    await close();
    expect(await line.place()).toEqual({ placed: 1 });
  });

  test("gets the answers of the call that goes on", async () => {
    const { line, id, close } = await measured("grönt");
    line.phones.set(patient, { does: "answers", keys: [...begin, "1", "1", "1", "1", "1", "1", "2"] });
    await line.place();
    await line.pass(0.4);
    await close();
    expect(await line.caseRow(id)).toMatchObject({ state: "held" });
    await line.pass(5);
    expect(await line.rows(sql`select measurement_id from pending`)).toEqual([{ measurement_id: "m" }]);
  });
});
