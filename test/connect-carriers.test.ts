/**
 * Click to call over the two real carriers, in production mode: the order as their interface takes it, and webhooks as
 * they send them. The test plays the carrier; the program is whole.
 */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { TelephoneConfig } from "../src/telephone-config.ts";
import { elksAddresses } from "../src/telephony/elks.ts";
import { openTelephone } from "../src/telephony/open-telephone.ts";
import { makeApp } from "../src/web/app.ts";
import { type FakeCarrier, fakeElks, fakeTwilio } from "./fake-carriers.ts";
import { makeClinic } from "./in-process.ts";
import { twilioSigned } from "./twilio-signed.ts";

const publicUrl = "http://localhost:3000";
const accountSid = `AC${"0".repeat(31)}1`;
const [annasPhone, unitsNumber, patientsPhone] = ["+46846500410", "+46846500490", "+46701740605"];
const common = {
  ...{ from: "+46846500400", callsAtOnce: 5, callsPerSecond: 1, psychiatry: false },
  staffed: { from: "09:00", to: "16:00" },
};
const token = "the token in use";
const twilio: TelephoneConfig = {
  ...common,
  account: {
    carrier: "twilio",
    twilio: {
      ...{ accountSid, authTokens: [token], alsoAllow: [] },
      ...{ edge: "dublin", region: "ie1", voice: undefined },
    },
  },
  recordingsUrl: null,
};
const secret = "0123456789abcdef01234567";
const elks: TelephoneConfig = {
  ...common,
  account: { carrier: "46elks", elks: { username: "u", password: "p", secrets: [secret], addresses: undefined } },
  recordingsUrl: "https://ljud.example.se/2026",
};

/** Anna has opened a patient's number and asked to be rung; the carrier has taken the order. */
async function asked(config: TelephoneConfig, fakeOf: (now: () => number) => FakeCarrier, address: string | null) {
  const clinic = await makeClinic({ mode: "production" });
  const { world } = clinic;
  const fake = fakeOf(world.now);
  world.telephone = openTelephone(config, { publicUrl, fetch: fake.fetch, wait: async () => {} });
  await world.atomically([
    sql`update accounts set phone = ${annasPhone} where id = 'account-anna'`,
    sql`update care_units set caller_id = ${unitsNumber}`,
  ]);
  const [id = ""] = await clinic.admit({});
  const anna = await clinic.signedIn("anna");
  await anna.post(`/uppfoljningar/${id}/visa-nummer`, { kontrollerad: "ja" });
  expect((await anna.post(`/uppfoljningar/${id}/ring-upp`, { nummer: "0" })).status).toBe(303);
  expect(fake.faults).toEqual([]);
  const app = makeApp(
    () => world,
    () => address,
  );
  const post = async (url: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await app.request(url, {
      ...{ method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers } },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const rows = (query: ReturnType<typeof sql>) => world.db.all<Record<string, unknown>>(query);
  return { ...clinic, id, post, rows, order: fake.calls[0]! };
}

describe("Twilio", () => {
  async function joined() {
    const line = await asked(twilio, fakeTwilio, null);
    const { order, post } = line;
    const fields = (more: Record<string, string>) => ({
      ...{ CallSid: order.id, AccountSid: accountSid, From: order.from, To: order.to, Called: order.to },
      ...{ Caller: order.from, CallStatus: "in-progress", Direction: "outbound-api", ApiVersion: "2010-04-01" },
      ...more,
    });
    const send = (url: string, more: Record<string, string>) => post(...twilioSigned(token, url, fields(more)));
    expect(order.to).toBe(annasPhone);
    expect(order.form.get("MachineDetection")).toBeNull();
    const first = await send(order.form.get("Url")!, {});
    expect(first.text).toContain("Tryck ett för att bli kopplad");
    const action = /<Gather[^>]* action="([^"]*)"/.exec(first.text)![1]!.replaceAll("&amp;", "&");
    const reply = await send(action, { Digits: "1", msg: "Gather End" });
    expect(reply.text).toContain(`callerId="${unitsNumber}"`);
    expect(reply.text).toContain(`>${patientsPhone}</Number>`);
    const next = /<Dial[^>]* action="([^"]*)"/.exec(reply.text)![1]!.replaceAll("&amp;", "&");
    const status = () =>
      send(order.form.get("StatusCallback")!, {
        ...{ CallStatus: "completed", SequenceNumber: "3", CallbackSource: "call-progress-events" },
        ...{ Timestamp: "Mon, 23 Nov 2026 09:00:00 +0000", CallDuration: "140", Duration: "3" },
      });
    const dialled = (DialCallStatus: string, more = {}) =>
      send(next, { DialCallStatus, DialCallSid: `CA${"b".repeat(32)}`, ...more });
    return { ...line, status, dialled };
  }

  test.each(["before", "after"])("keeps the length of a talk that is told %s the end of the call", async (order) => {
    const line = await joined();
    if (order === "after") await line.status();
    const reply = await line.dialled("completed", { DialCallDuration: "95", DialBridged: "true" });
    expect([reply.status, /<Hangup/.test(reply.text)]).toEqual([200, true]);
    if (order === "before") await line.status();
    expect(await line.rows(sql`select state, talk_seconds from calls`)).toEqual([
      { state: "completed", talk_seconds: 95 },
    ]);
  });

  test("makes an attempt of a line that rang out", async () => {
    const line = await joined();
    expect((await line.dialled("no-answer")).text).toContain("Ingen svarar");
    await line.status();
    expect(await line.rows(sql`select account_id, mode, outcome from attempts`)).toEqual([
      { account_id: "account-anna", mode: "human", outcome: "no-answer" },
    ]);
  });
});

test("46elks rings, asks for a key, connects with the unit's number and tells what came of it", async () => {
  const line = await asked(elks, fakeElks, elksAddresses[0]!);
  const { order, post } = line;
  expect(order.to).toBe(annasPhone);
  const form = (fields: Record<string, string>) => new URLSearchParams({ callid: order.id, ...fields }).toString();
  const begun = { direction: "outgoing", from: order.from, to: order.to };
  const first = JSON.parse((await post(order.form.get("voice_start")!, form(begun))).text);
  expect(first.ivr).toBe("https://ljud.example.se/2026/bridge-opening.mp3");
  const action = JSON.parse((await post(first.next, form({ result: "1" }))).text);
  expect(action).toMatchObject({ connect: patientsPhone, callerid: unitsNumber });
  const done = await post(action.next, form({ result: "busy" }));
  expect([done.status, JSON.parse(done.text)]).toEqual([
    200,
    { play: "https://ljud.example.se/2026/bridge-busy.mp3", skippable: false, next: { hangup: "reject" } },
  ]);
  await post(
    order.form.get("whenhangup")!,
    new URLSearchParams({ id: order.id, state: "success", duration: "20" }).toString(),
  );
  expect(await line.rows(sql`select account_id, outcome from attempts`)).toEqual([
    { account_id: "account-anna", outcome: "busy" },
  ]);
  expect(await line.rows(sql`select state from calls`)).toEqual([{ state: "completed" }]);
});
