/**
 * Faults that the telephone must survive, each caused offline: a carrier that fails in every way carriers fail, a death
 * between the claim and the dialling, a clock that is wrong, a full disk, a locked database, a new token. Long because it is a
 * list: one fault after the other.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import Database from "better-sqlite3";
import { sql } from "drizzle-orm";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { afterEach, describe, expect, test } from "vitest";
import { eraseAtCarrier } from "../../src/steps/erase-at-carrier.ts";
import { noteCallStatus } from "../../src/steps/hear-call.ts";
import { placeCalls } from "../../src/steps/place-calls.ts";
import { hangUpUnwanted, reconcileCalls } from "../../src/steps/reconcile-calls.ts";
import type { Carrier } from "../../src/telephony/carrier.ts";
import { type Simulator, simulatedCarrier, type Temperament } from "../../src/telephony/simulator.ts";
import { twilioCarrier } from "../../src/telephony/twilio.ts";
import { tick } from "../../src/timetable.ts";
import { type Failure, fakeTwilio } from "../fake-carriers.ts";
import { type Clinic, makeClinic, mobile, type Row } from "../in-process.ts";
import type { TestWorld } from "../world.ts";

const minute = 60_000;
const yes: Row = { robotConsent: "ja" };
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "ringupp-faults-"));
  folders.push(folder);
  return join(folder, "ringupp.sqlite");
};
const rows = (world: TestWorld, text: string) => world.db.all<Record<string, unknown>>(sql.raw(text));
const rawOf = (world: TestWorld) => (world.db as unknown as { $client: Database.Database }).$client;
const reconcile = (world: TestWorld) => reconcileCalls(world, noteCallStatus);

/** A clinic whose calls are simulated. `around` may put something between the program and the carrier. */
async function withSimulator(
  phoneOf: (to: string) => Temperament,
  options: { file?: string; around?: (carrier: Simulator) => Carrier } = {},
) {
  let clinic: Clinic | undefined;
  let simulator: Simulator | undefined;
  const carrierOf = (world: TestWorld) => {
    simulator = simulatedCarrier({
      ...{
        publicUrl: world.config.baseUrl,
        secret: "a secret of the test",
        now: world.now,
        newId: world.newId,
        phoneOf,
      },
      deliver: async ({ url, headers, body }) => {
        const answer = await clinic!.app.request(url, { method: "POST", headers: { ...headers }, body });
        return { status: answer.status, body: await answer.text() };
      },
    });
    return options.around?.(simulator) ?? simulator;
  };
  clinic = await makeClinic({ carrierOf, ...(options.file ? { file: options.file } : {}) });
  const { world } = clinic;
  const carrier = simulator!;
  const pass = async (minutes: number) => {
    const until = world.now() + minutes * minute;
    for (;;) {
      const next = carrier.nextAt();
      if (next === null || next > until) break;
      world.clock.set(Math.max(next, world.now()));
      await carrier.run(next);
    }
    world.clock.set(until);
  };
  return { ...clinic, carrier, pass };
}

/** A clinic over Twilio as seen through fetch. */
async function withTwilio(tokens: readonly [string, ...string[]] = ["an invented token"], clockAheadMs = 0) {
  let fake: ReturnType<typeof fakeTwilio> | undefined;
  const clinic = await makeClinic({
    carrierOf: (world) => {
      fake = fakeTwilio(() => world.now() - clockAheadMs);
      const account = { accountSid: `AC${"0".repeat(32)}`, authTokens: tokens, publicUrl: world.config.baseUrl };
      return twilioCarrier(account, fake.fetch);
    },
  });
  return { ...clinic, fake: fake! };
}

const straight = ["1", "03", "1", "1", "2", "1", "1", "2", "1", "2"];

describe("a carrier that fails when an order is sent", () => {
  const nothingDialled: readonly Failure[] = ["too-many", "unavailable", "credentials", 21214];
  const nobodyKnows: readonly Failure[] = ["html", "timeout", "reset", "reply-lost"];

  test.each(nothingDialled)("%s: nothing was dialled, and the patient is rung later", async (failure) => {
    const { world, fake, admit } = await withTwilio();
    await admit(yes);
    fake.failNext = failure;
    expect(await placeCalls(world)).toEqual({ placed: 0 });
    expect(await rows(world, "select state, attempts from cases")).toEqual([{ state: "planned", attempts: 0 }]);
    world.clock.advance(4 * 60 * minute);
    expect(await placeCalls(world)).toEqual({ placed: 1 });
    expect(fake.calls).toHaveLength(1);
  });

  test.each(nobodyKnows)("%s: nothing is dialled again before the carrier has been asked", async (failure) => {
    const { world, fake, admit } = await withTwilio();
    await admit(yes);
    fake.failNext = failure;
    await placeCalls(world);
    for (let minutes = 0; minutes < 15; minutes += 1) {
      world.clock.advance(minute);
      await placeCalls(world);
      await reconcile(world);
    }
    expect(fake.calls.length).toBeLessThanOrEqual(1);
    const [call] = fake.calls;
    if (call) call.state = "no-answer";
    world.clock.advance(10 * minute);
    await reconcile(world);
    expect(await rows(world, "select state, attempts from cases")).toEqual([
      { state: "planned", attempts: call ? 1 : 0 },
    ]);
    world.clock.advance(3 * 60 * minute);
    await placeCalls(world);
    expect(fake.calls).toHaveLength(call ? 2 : 1);
  });

  test("500 with the carrier's own JSON: nothing was dialled, no alarm, and the patient is rung later", async () => {
    const { world, fake, admit } = await withTwilio();
    await admit(yes);
    fake.failNext = "server-error";
    expect(await placeCalls(world)).toEqual({ placed: 0 });
    expect(fake.calls).toEqual([]);
    expect(await rows(world, "select state, attempts from cases")).toEqual([{ state: "planned", attempts: 0 }]);
    expect(await rows(world, "select state from calls where ended_at is null")).toEqual([]);
    expect(world.logged.filter(({ what }) => what === "carrier-alarm")).toEqual([]);
    world.clock.advance(5 * minute);
    expect(await placeCalls(world)).toEqual({ placed: 1 });
    expect(fake.calls).toHaveLength(1);
  });

  test("a no that erases the number while nobody knows the call: it is found by what the number hashes to, and put down", async () => {
    const { world, fake, admit } = await withTwilio();
    await admit(yes);
    fake.failNext = "reply-lost";
    await placeCalls(world);
    await admit({ ...yes, consent: "återkallat" });
    expect(await rows(world, "select * from people where phones <> '[]'")).toEqual([]);
    expect(await rows(world, "select * from phone_keys")).toEqual([]);
    fake.calls[0]!.state = "ringing";
    for (let minutes = 0; minutes < 4; minutes += 1) {
      world.clock.advance(minute);
      await reconcile(world);
      await hangUpUnwanted(world, noteCallStatus);
    }
    expect(fake.calls[0]!.state).toBe("canceled");
    expect(await rows(world, "select state, dialled_key, ref from calls")).toEqual([
      { state: "canceled", dialled_key: null, ref: fake.calls[0]!.id },
    ]);
    expect(fake.faults).toEqual([]);
  });

  test.each([60, 5, -5, -60])(
    "an order whose answer is lost is found by a clock that is %i minutes ahead",
    async (ahead) => {
      const { world, fake, admit } = await withTwilio(undefined, ahead * minute);
      await admit(yes);
      fake.failNext = "reply-lost";
      await placeCalls(world);
      fake.calls[0]!.state = "busy";
      world.clock.advance(3 * minute);
      expect(await reconcile(world)).toEqual({ closed: 1 });
      expect(await rows(world, "select state, ref from calls")).toEqual([{ state: "busy", ref: fake.calls[0]!.id }]);
    },
  );
});

test.each<Failure>(["too-many", "unavailable", "html", "timeout", "reset"])(
  "a carrier that answers %s when a line is to be put down, looked at or erased is asked again until it is done",
  async (failure) => {
    const { world, fake, admit, signedIn } = await withTwilio();
    const [id] = await admit(yes);
    await placeCalls(world);
    const anna = await signedIn("anna");
    fake.failNext = failure;
    await anna.post(`/uppfoljningar/${id}/utfall`, { utfall: "withdrawn", bekraftat: "ja" });
    expect(fake.calls[0]!.state).toBe("queued");
    await hangUpUnwanted(world, noteCallStatus);
    expect(fake.calls[0]!.state).toBe("canceled");
    world.clock.advance(30 * minute);
    fake.failNext = failure;
    await reconcile(world);
    await reconcile(world);
    expect(await rows(world, "select id from calls where ended_at is null or settled_at is null")).toEqual([]);
    world.clock.advance(25 * 60 * minute);
    fake.failNext = failure;
    await eraseAtCarrier(world);
    await eraseAtCarrier(world);
    expect(fake.calls).toEqual([]);
    expect(fake.faults).toEqual([]);
  },
);

test("who dies between the claim and the dialling loses nobody: the case is free after the deadline and rung again", async () => {
  let dies = true;
  const line = await withSimulator(() => ({ does: "no-answer" }), {
    around: (carrier) => ({
      ...carrier,
      placeCall: (order) => (dies ? Promise.reject(new Error("dead")) : carrier.placeCall(order)),
    }),
  });
  const { world } = line;
  await line.admit(yes);
  await expect(placeCalls(world)).rejects.toThrow("dead");
  dies = false;
  for (let minutes = 0; minutes < 16; minutes += 1) {
    await line.pass(1);
    await tick(world, world.now());
  }
  expect(line.carrier.calls()).toHaveLength(0);
  for (let minutes = 0; minutes < 8; minutes += 1) {
    await line.pass(1);
    await tick(world, world.now());
  }
  expect(line.carrier.calls()).toHaveLength(1);
  expect(await rows(world, "select outcome from attempts")).toEqual([{ outcome: "no-answer" }]);
});

describe("a clock that is wrong", () => {
  test.each([1, 24])("by %i hours ahead and set right again does not stop the calls", async (hours) => {
    const line = await withSimulator(() => ({ does: "no-answer" }));
    const { world } = line;
    await tick(world, world.now());
    world.clock.advance(hours * 60 * minute);
    await tick(world, world.now());
    world.clock.advance(-hours * 60 * minute);
    await line.admit(yes);
    await tick(world, world.now());
    expect(line.carrier.calls()).toHaveLength(1);
    await line.pass(2);
    expect(await rows(world, "select id from calls where ended_at is null")).toEqual([]);
  });

  test("that is set back an hour in the middle of a call rings nobody anew", async () => {
    const line = await withSimulator(() => ({ does: "by-hand" }));
    await line.admit(yes);
    await placeCalls(line.world);
    await line.pass(0.1);
    line.world.clock.advance(-60 * minute);
    await placeCalls(line.world);
    expect(line.carrier.calls()).toHaveLength(1);
  });

  test.each([
    ["to summer time, over Easter", "2027-03-24", "2027-03-27T22:00Z", "2027-03-30T07:00"],
    ["to winter time", "2026-10-22", "2026-10-24T22:00Z", "2026-10-26T08:00"],
  ])("by nobody's fault: over the night %s the first call is at nine in the morning", async (_, out, from, first) => {
    const line = await withSimulator(() => ({ does: "no-answer" }));
    const { world } = line;
    world.clock.set(Date.parse(from) - 24 * 60 * minute);
    await line.admit({ ...yes, dischargeDate: out });
    world.clock.set(Date.parse(from));
    while (line.carrier.calls().length === 0 && world.now() < Date.parse(`${first}Z`) + 24 * 60 * minute) {
      world.clock.advance(10 * minute);
      await placeCalls(world);
    }
    expect(new Date(world.now()).toISOString().slice(0, 16)).toBe(first);
  });
});

describe("a database that takes nothing", () => {
  /** A call at which the first question has been asked. */
  async function atFirstQuestion() {
    const line = await withSimulator(() => ({ does: "by-hand" }), { file: newFile() });
    await line.admit(yes);
    await placeCalls(line.world);
    await line.pass(0.1);
    const { ref } = line.carrier.calls()[0]!;
    line.carrier.answer(ref);
    await line.pass(0.02);
    for (const keys of ["1", "03", "1", "2"]) {
      line.carrier.press(ref, keys);
      await line.pass(0.02);
    }
    return { line, ref, world: line.world };
  }
  const heard = (carrier: Simulator) => JSON.stringify(carrier.calls()[0]!.heard);
  const answers = async (world: TestWorld) =>
    Object.keys(JSON.parse(String((await rows(world, "select state from interviews"))[0]!.state)).answers);

  test("because the disk is full: an apology, nothing half written, and the call comes to its end afterwards", async () => {
    const { line, ref, world } = await atFirstQuestion();
    const raw = rawOf(world);
    // Nothing free inside the file, and no page more: SQLite's own "database or disk is full".
    raw.exec("create table filler (x); insert into filler values (zeroblob(1))");
    const most = raw.pragma("page_count", { simple: true }) as number;
    raw.pragma(`max_page_count = ${most}`);
    for (let size = 200_000; size > 50; size = Math.floor(size / 2))
      for (;;)
        try {
          raw.prepare("insert into filler values (zeroblob(?))").run(size);
        } catch {
          break;
        }
    // What was begun on half-filled pages may still find room there; then comes the page that there is no room for.
    let before = { calls: await rows(world, "select * from calls"), answers: await answers(world) };
    for (const keys of ["3", "2", "1", "4", "9", "9", "9", "9"]) {
      line.carrier.press(ref, keys);
      await line.pass(0.01);
      if (heard(line.carrier).includes("technical-fault")) break;
      before = { calls: await rows(world, "select * from calls"), answers: await answers(world) };
    }
    expect(heard(line.carrier)).toContain("technical-fault");
    expect({ calls: await rows(world, "select * from calls"), answers: await answers(world) }).toEqual(before);
    raw.pragma("max_page_count = 1000000");
    await line.pass(30);
    await reconcile(world);
    expect(await rows(world, "select id from calls where ended_at is null or settled_at is null")).toEqual([]);
    expect(await answers(world)).toEqual(before.answers);
    expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
    world.close();
  });

  test("because another program has locked it: an apology, and the call comes to its end afterwards", async () => {
    const { line, ref, world } = await atFirstQuestion();
    rawOf(world).pragma("busy_timeout = 20");
    const other = new Database(rawOf(world).name);
    other.exec("begin immediate");
    line.carrier.press(ref, "3");
    await line.pass(0.01);
    expect(heard(line.carrier)).toContain("technical-fault");
    other.exec("rollback");
    other.close();
    await line.pass(30);
    await reconcile(world);
    expect(await rows(world, "select id from calls where ended_at is null or settled_at is null")).toEqual([]);
    expect(await answers(world)).toEqual(["delaktighet"]);
    world.close();
  });
});

test("while a token is changed both are believed, and afterwards the old one no more", async () => {
  const { world, app, admit, fake } = await withTwilio(["the new token", "the old token"]);
  await admit(yes);
  await placeCalls(world);
  const sid = fake.calls[0]!.id;
  const [call] = await rows(world, "select id from calls");
  const url = `${world.config.baseUrl}/rost/${call!.id}/status`;
  let sequence = 0;
  const send = (token: string) => {
    const fields = {
      ...{ AccountSid: `AC${"0".repeat(32)}`, CallSid: sid, CallStatus: "ringing", Direction: "outbound-api" },
      ...{ From: "+46846500400", To: "+46701740605", SequenceNumber: String(sequence++) },
    };
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": getExpectedTwilioSignature(token, url, fields),
    };
    return app.request(url, { method: "POST", headers, body: new URLSearchParams(fields) });
  };
  for (const token of ["the old token", "the new token"])
    expect([token, (await send(token)).status]).toEqual([token, 204]);
  const { telephone } = world;
  const account = { accountSid: `AC${"0".repeat(32)}`, publicUrl: world.config.baseUrl };
  world.telephone = {
    ...telephone!,
    carrier: twilioCarrier({ ...account, authTokens: ["the new token"] }, fake.fetch),
  };
  expect((await send("the old token")).status).toBe(403);
  expect((await send("the new token")).status).toBe(204);
});

test("five hundred calls in twenty-four hours leave nothing behind in memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const line = await withSimulator((to) =>
    Number(to.at(-1)) < 3 ? { does: "answers", keys: straight } : { does: "busy" },
  );
  const { world } = line;
  const heap: number[] = [];
  for (let round = 0; round < 24; round += 1) {
    const patients = Array.from({ length: 21 }, (_, at): Row => {
      const place = round * 21 + at;
      return { ...yes, dischargeRef: `U${place}`, patientRef: `P${place}`, phone1: mobile(place) };
    });
    await line.admit(...patients);
    for (let waves = 0; waves < 3; waves += 1) {
      await placeCalls(world);
      await line.pass(5);
    }
    // The working day is gone round: what is left over is only time.
    world.clock.set(world.now() - 15 * minute);
    if (round % 8 !== 7) continue;
    collect();
    heap.push(process.memoryUsage().heapUsed);
  }
  expect(line.carrier.calls().length).toBeGreaterThanOrEqual(500);
  const [, second, third] = heap as [number, number, number];
  // What stays is the carrier's own memory of its calls, about ten kilobytes each.
  expect((third - second) / 168).toBeLessThan(20_000);
}, 240_000);
