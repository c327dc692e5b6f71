/** One case, two modes: what a person may do with a case that the robot has, the robot with a person's, and what they see. */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { listCallEvents } from "../src/db/calls.ts";
import { robotPausedUntil, robotStopped, robotSwitch } from "../src/db/robot-switch.ts";
import { findSettings, setSetting } from "../src/db/settings.ts";
import { placeCalls } from "../src/steps/place-calls.ts";
import { type SimulatorFaults, simulatedCarrier, type Temperament } from "../src/telephony/simulator.ts";
import { type Client, type Clinic, makeClinic, mobile, type Row } from "./in-process.ts";

const minute = 60_000;
const said: Row = { robotConsent: "ja" };
const begin = ["1", "03", "1"];

async function makeLine(phone: Temperament, faults: SimulatorFaults = {}) {
  let clinic: Clinic | undefined;
  let carrier: ReturnType<typeof simulatedCarrier> | undefined;
  clinic = await makeClinic({
    carrierOf: (world) => {
      carrier = simulatedCarrier({
        ...{ publicUrl: world.config.baseUrl, secret: "a secret of the test", now: world.now, newId: world.newId },
        ...{ faults, phoneOf: () => phone },
        deliver: async ({ url, headers, body }) => {
          const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
          return { status: answer.status, body: await answer.text() };
        },
      });
      return carrier;
    },
  });
  const { world } = clinic;
  const rows = (query: ReturnType<typeof sql>) => world.db.all<Record<string, unknown>>(query);
  return {
    ...clinic,
    carrier: carrier!,
    rows,
    caseRow: async (id: string) => (await rows(sql`select * from cases where id = ${id}`))[0]!,
    events: async (id: string) =>
      (await rows(sql`select kind from events where case_id = ${id} order by at, rowid`)).map(({ kind }) => kind),
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

type Line = Awaited<ReturnType<typeof makeLine>>;

/** A telephone that rings at somebody's home, answered when the test says so. */
async function ringing(row: Row = said): Promise<{ line: Line; id: string; base: string; ref: string; anna: Client }> {
  const line = await makeLine({ does: "by-hand" });
  const [id = ""] = await line.admit(row);
  await placeCalls(line.world);
  await line.pass(0.1);
  const { ref } = line.carrier.calls()[0]!;
  return { line, id, base: `/uppfoljningar/${id}`, ref, anna: await line.signedIn("anna") };
}

/** The robot has asked three questions, and the patient has pressed 0. */
async function handedOver() {
  const line = await makeLine({ does: "answers", keys: [...begin, "1", "2", "3", "0"] });
  const [id = ""] = await line.admit(said);
  await placeCalls(line.world);
  await line.pass(16);
  return { line, id, base: `/uppfoljningar/${id}`, anna: await line.signedIn("anna") };
}

const button = "Låt roboten ringa";

describe("a case that the robot calls", () => {
  test("shows nobody its numbers, and can be neither opened, interviewed nor given an outcome", async () => {
    const { line, id, base, anna } = await ringing();
    const before = await line.caseRow(id);
    const { text } = await anna.get(base);
    expect(text).toContain("Roboten ringer just nu (sedan kl. 10:00).");
    expect(text).toMatch(/ledig igen senast kl\. 10:1[78]/);
    expect(text).not.toMatch(/class="phone"|\/visa-nummer|\/borja|\/utfall/);
    const attempts = [
      await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" }),
      await anna.post(`${base}/borja`, { respondent: "patient", kontrollerad: "ja", sjalv: "ja" }),
      await anna.post(`${base}/utfall`, { utfall: "no-answer" }),
      await anna.post(`${base}/utfall`, { utfall: "refused" }),
      await anna.post(`${base}/lat-roboten-ringa`),
      await anna.post(`${base}/svar`, { steg: "plan", svar: "1" }),
    ];
    for (const { status, text } of attempts.slice(0, 5)) {
      expect(status).toBe(422);
      expect(text).toContain("Roboten ringer just nu (sedan kl. 10:00). Uppföljningen är ledig igen senast kl. 10:1");
    }
    expect(await line.caseRow(id)).toEqual(before);
    expect((await anna.get("/lista?visa=vantar")).text).toContain("Roboten ringer");
  });

  test("can be taken over while it rings: the line is put down and the coordinator has it at once", async () => {
    const { line, id, base, ref, anna } = await ringing();
    expect((await anna.post(`${base}/ta-over`)).location).toBe(base);
    expect(line.carrier.calls()).toMatchObject([{ ref, status: "canceled" }]);
    expect(await line.caseRow(id)).toMatchObject({ state: "held", owner_id: "account-anna", attempts: 0 });
    const [call] = await line.rows(sql`select * from calls`);
    expect(call).toMatchObject({ state: "canceled" });
    expect(call!.ended_at).not.toBeNull();
    expect((await listCallEvents(line.world.db, String(call!.id))).map(({ event }) => event)).toContainEqual({
      ...{ kind: "hung-up", because: "taken-over" },
    });
    await line.pass(1);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    expect(await line.caseRow(id)).toMatchObject({ owner_id: "account-anna" });
    // The numbers wait for the look into the journal, as ever.
    expect((await anna.get(base)).text).not.toContain('href="tel:');
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    const { text } = await anna.get(base);
    expect(text).toContain('href="tel:');
    expect(text).toContain("Anna Ek avbröt robotens samtal och tog över.");
  });

  test("cannot be taken over once somebody has answered, also when the carrier's news of it is late", async () => {
    const known = await ringing();
    known.line.carrier.answer(known.ref);
    await known.line.pass(0.02);
    expect((await known.anna.get(known.base)).text).not.toContain("/ta-over");
    const late = await ringing();
    late.line.carrier.answer(late.ref);
    for (const { line, id, base, ref, anna } of [known, late]) {
      const answer = await anna.post(`${base}/ta-over`);
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining("Någon har svarat.")]);
      expect(line.carrier.calls()).toMatchObject([{ ref, status: "answered" }]);
      expect(await line.caseRow(id)).toMatchObject({ owner_id: "robot" });
    }
  });

  test("is not another unit's to take over, hand over or say no for", async () => {
    const { line, id, base } = await ringing();
    const karin = await line.signedIn("karin");
    const before = await line.caseRow(id);
    for (const path of ["ta-over", "lat-roboten-ringa", "sager-nej"]) {
      const answer = await karin.post(`${base}/${path}`, { bekraftat: "ja" });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect(await line.caseRow(id)).toEqual(before);
    expect(line.carrier.calls()).toMatchObject([{ status: "ringing" }]);
  });
});

describe("a no that is phoned in", () => {
  test("counts at once although the robot rings: no attempt, and the telephone stops", async () => {
    const { line, id, base, anna } = await ringing();
    const unsure = await anna.post(`${base}/sager-nej`);
    expect([unsure.status, unsure.text]).toEqual([422, expect.stringContaining("Kryssa för")]);
    expect(await line.caseRow(id)).toMatchObject({ owner_id: "robot" });
    expect((await anna.post(`${base}/sager-nej`, { bekraftat: "ja" })).location).toBe(base);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "withdrawn", attempts: 0 });
    expect(line.carrier.calls()).toMatchObject([{ status: "canceled" }]);
    expect(await line.rows(sql`select * from attempts`)).toEqual([]);
    expect((await anna.get(base)).text).toContain("Anna Ek: Återkallar samtycke.");
  });

  test("puts down a call that is being answered, and what was answered is gone", async () => {
    const { line, id, base, ref, anna } = await ringing();
    line.carrier.answer(ref);
    await line.pass(0.02);
    for (const keys of [...begin, "1", "2"]) {
      line.carrier.press(ref, keys);
      await line.pass(0.02);
    }
    expect(await line.rows(sql`select case_id from interviews`)).toHaveLength(1);
    const { text } = await anna.get(base);
    expect(text).toContain("Besvarat av roboten: 2 av 6 frågor.");
    expect(text).toContain("Någon har svarat");
    await anna.post(`${base}/sager-nej`, { bekraftat: "ja" });
    expect(line.carrier.calls()).toMatchObject([{ status: "completed" }]);
    expect(await line.rows(sql`select * from interviews`)).toEqual([]);
    expect(await line.rows(sql`select * from pending`)).toEqual([]);
    expect(await line.rows(sql`select * from call_replies`)).toEqual([]);
    expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "withdrawn" });
  });

  test("can be registered for a case that nobody has taken, and for a colleague's", async () => {
    const line = await makeLine({ does: "no-answer" });
    const more = { ...said, dischargeRef: "U2", patientRef: "P2", phone1: mobile(1) };
    const ids = await line.admit(said, more);
    const [anna, bo] = [await line.signedIn("anna"), await line.signedIn("bo")];
    await bo.post(`/uppfoljningar/${ids[1]}/visa-nummer`, { kontrollerad: "ja" });
    for (const id of ids) {
      expect((await anna.get(`/uppfoljningar/${id}`)).text).toContain("/sager-nej");
      await anna.post(`/uppfoljningar/${id}/sager-nej`, { bekraftat: "ja" });
      expect(await line.caseRow(id)).toMatchObject({ state: "closed", disposition: "withdrawn", attempts: 0 });
    }
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
  });
});

describe("what the robot leaves to a person", () => {
  test("stands first on the list and says why and how much, but not what", async () => {
    const { line, base, anna } = await handedOver();
    await line.admit({ dischargeRef: "U2", patientRef: "P2", name: "Nils Nyss", dischargeDate: "2026-11-17" });
    const list = (await anna.get("/lista")).text;
    expect(list.indexOf("Åsa Ök")).toBeGreaterThan(0);
    expect(list.indexOf("Åsa Ök")).toBeLessThan(list.indexOf("Nils Nyss"));
    const why = /Roboten lämnade över kl\. 10:0\d: patienten bad om en människa\. 3 frågor besvarade\./;
    expect(list).toMatch(why);
    const page = (await anna.get(base)).text;
    expect(page).toMatch(why);
    expect(page).toContain("Fortsätt där roboten slutade");
    expect(page).toContain("Besvarat av roboten: 3 av 6 frågor.");
    expect(page).toContain("Roboten lämnade över: patienten bad om en människa.");
    expect(page).not.toMatch(/helt och hållet|till stor del/i);
  });

  test.each<readonly [string, Temperament, RegExp]>([
    ["silence", { does: "answers", keys: [...begin, "1"] }, /det blev tyst i luren\. En fråga besvarad\./],
    ["wrong keys", { does: "answers", keys: [...begin, "6", "6", "6"] }, /knapparna gick inte att förstå\./],
    ["another person", { does: "answers", keys: ["2"] }, /någon annan än patienten svarade\./],
    ["0 before it is known who it is", { does: "answers", keys: ["0"] }, /den som svarade bad om en människa\./],
    ["another day", { does: "answers", keys: ["1", "03", "2"] }, /vill hellre bli uppringd en annan gång\./],
  ])("tells of %s in words", async (_, phone, why) => {
    const line = await makeLine(phone);
    const [id = ""] = await line.admit(said);
    await placeCalls(line.world);
    await line.pass(16);
    expect((await (await line.signedIn("anna")).get(`/uppfoljningar/${id}`)).text).toMatch(why);
  });

  test("stands first until a person has tried", async () => {
    const { line, id, base, anna } = await handedOver();
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    expect((await anna.get(base)).text).toContain("patienten bad om en människa");
    await anna.post(`${base}/utfall`, { utfall: "no-answer" });
    expect(await line.caseRow(id)).toMatchObject({ handed_over_because: null, state: "planned" });
    expect((await line.caseRow(id)).handed_over_at).not.toBeNull();
    expect((await anna.get(base)).text).not.toContain("bad om en människa. 3");
  });
});

describe("letting the robot ring", () => {
  test("a case that it handed over is its own again, and it goes on where it stopped, after its rest", async () => {
    const { line, id, base, anna } = await handedOver();
    expect((await anna.get(base)).text).toContain(button);
    await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    expect((await anna.post(`${base}/lat-roboten-ringa`)).location).toBe(base);
    expect(await line.caseRow(id)).toMatchObject({
      ...{ state: "planned", owner_id: null, handed_over_at: null, handed_over_because: null, interrupted: 1 },
    });
    expect(await line.events(id)).toContain("handed-to-robot");
    const page = (await anna.get(base)).text;
    expect(page).toContain("Anna Ek lät roboten ringa.");
    expect(page).not.toContain(button);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    await line.pass(3 * 60);
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
  });

  test.each<readonly [string, Row, string]>([
    ["no yes to it", { robotConsent: "nej" }, "Patienten har inte sagt ja till automatiska samtal."],
    ["an interpreter", { interpreter: "ja", language: "arabiska" }, "behöver tolk"],
    ["no birthday", { birthDate: "" }, "Födelsedatum saknas"],
  ])(
    "%s: the page says so instead of a button, and a form that is sent all the same changes nothing",
    async (_, row, why) => {
      const line = await makeLine({ does: "no-answer" });
      const [id = ""] = await line.admit({ ...said, ...row });
      const base = `/uppfoljningar/${id}`;
      const anna = await line.signedIn("anna");
      await anna.post(`${base}/visa-nummer`, { kontrollerad: "ja" });
      const { text } = await anna.get(base);
      expect(text).toContain(why);
      expect(text).not.toContain(button);
      const before = await line.caseRow(id);
      const sent = await anna.post(`${base}/lat-roboten-ringa`);
      expect([sent.status, sent.text]).toEqual([422, expect.stringContaining("Roboten kan inte ringa.")]);
      expect(await line.caseRow(id)).toEqual(before);
    },
  );

  test("while it is switched off that is said; without a telephone there is nothing to say", async () => {
    const { line, base, anna } = await handedOver();
    await line.world.atomically([setSetting(line.world.db, robotSwitch, "off")]);
    expect((await anna.get(base)).text).toContain("Roboten är avstängd.");
    expect((await anna.post(`${base}/lat-roboten-ringa`)).text).toContain("Roboten är avstängd.");
    line.world.telephone = null;
    expect((await anna.get(base)).text).not.toContain("Roboten är avstängd.");
    expect((await anna.post(`${base}/lat-roboten-ringa`)).text).toContain("inte kopplat till någon telefontjänst");
  });

  test("a case that a colleague holds stays the colleague's", async () => {
    const { line, id, base, anna } = await handedOver();
    await (await line.signedIn("bo")).post(`${base}/visa-nummer`, { kontrollerad: "ja" });
    expect((await anna.post(`${base}/lat-roboten-ringa`)).status).toBe(422);
    expect(await line.caseRow(id)).toMatchObject({ owner_id: "account-bo" });
  });
});

describe("the robot's own page", () => {
  test("is the administrator's, and only where there is a telephone", async () => {
    const line = await makeLine({ does: "no-answer" });
    const [adam, anna] = [await line.signedIn("adam"), await line.signedIn("anna")];
    const { text } = await adam.get("/roboten");
    for (const words of ["Roboten är på", "inget skyddsnät", "08-465 004 00", "09:00–16:00"])
      expect(text).toContain(words);
    expect((await adam.get("/enheter")).text).toContain('href="/roboten"');
    expect((await anna.get("/lista")).text).not.toContain('href="/roboten"');
    expect([(await anna.get("/roboten")).status, (await anna.post("/roboten", { lage: "av" })).status]).toEqual([
      403, 403,
    ]);
    line.world.telephone = null;
    expect((await adam.get("/roboten")).status).toBe(404);
    expect((await adam.get("/enheter")).text).not.toContain('href="/roboten"');
  });

  test("switches the robot: off rings nobody, on rings again", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.admit(said);
    const adam = await line.signedIn("adam");
    expect((await adam.get("/roboten")).text).toMatch(/Väntar i dag<\/dt><dd>1</);
    expect((await adam.post("/roboten", { lage: "av" })).location).toBe("/roboten");
    expect((await adam.get("/roboten")).text).toContain("Roboten är av");
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    await adam.post("/roboten", { lage: "pa" });
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
    expect((await adam.get("/roboten")).text).toMatch(/Ringer nu<\/dt><dd>1</);
    await line.pass(2);
    expect((await adam.get("/roboten")).text).toMatch(/Inget svar<\/th><td>1</);
  });

  test("says what the operator must do when the carrier says no, and switching on tries again", async () => {
    const line = await makeLine({ does: "no-answer" });
    await line.world.atomically([
      setSetting(line.world.db, robotStopped, "credentials"),
      setSetting(line.world.db, robotPausedUntil, String(line.world.now() + 15 * minute)),
    ]);
    const adam = await line.signedIn("adam");
    expect((await adam.get("/roboten")).text).toContain(
      "Kontrollera konto och nyckel i inställningarna. Roboten försöker igen kl. 10:15.",
    );
    await line.admit(said);
    expect(await placeCalls(line.world)).toEqual({ placed: 0 });
    await adam.post("/roboten", { lage: "pa" });
    expect((await findSettings(line.world.db)).get(robotStopped)).toBe("");
    expect(await placeCalls(line.world)).toEqual({ placed: 1 });
  });
});
