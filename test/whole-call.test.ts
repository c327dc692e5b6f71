/**
 * Whole calls over the two real carriers, in production mode: the order as their interface takes it, and webhooks as they
 * send them, executed reply by reply as they would. The test plays the carrier; the program is whole.
 */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { recordingFile, recordingOf } from "../src/calls/every-piece.ts";
import { setSetting } from "../src/db/settings.ts";
import { eraseAtCarrier } from "../src/steps/erase-at-carrier.ts";
import { placeCalls } from "../src/steps/place-calls.ts";
import type { TelephoneConfig } from "../src/telephone-config.ts";
import { elksAddresses } from "../src/telephony/elks.ts";
import { openTelephone } from "../src/telephony/open-telephone.ts";
import { makeApp } from "../src/web/app.ts";
import { type FakeCarrier, fakeElks, fakeTwilio } from "./fake-carriers.ts";
import { makeClinic } from "./in-process.ts";
import { twilioSigned } from "./twilio-signed.ts";

const publicUrl = "http://localhost:3000";
const accountSid = `AC${"0".repeat(31)}1`;
const common = {
  ...{ from: "+46846500400", callsAtOnce: 5, callsPerSecond: 1, psychiatry: false },
  staffed: { from: "09:00", to: "16:00" },
};
const twilio: TelephoneConfig = {
  ...common,
  account: {
    carrier: "twilio",
    twilio: {
      ...{ accountSid, authTokens: ["the token in use", "the token before it"], alsoAllow: [] },
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

/** A clinic with one patient who said yes, and a call that the carrier has taken. `address`: who sends the webhooks. */
async function placed(config: TelephoneConfig, fakeOf: (now: () => number) => FakeCarrier, address: string | null) {
  const clinic = await makeClinic({ mode: "production" });
  const { world } = clinic;
  const fake = fakeOf(world.now);
  const wait = async (milliseconds: number) => world.clock.advance(milliseconds);
  world.telephone = openTelephone(config, { publicUrl, fetch: fake.fetch, wait });
  await world.atomically([setSetting(world.db, "robot", "on")]);
  await clinic.admit({ robotConsent: "ja" });
  expect(await placeCalls(world)).toEqual({ placed: 1 });
  expect(fake.faults).toEqual([]);
  const app = makeApp(
    () => world,
    () => address,
  );
  const post = async (url: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await app.request(url, {
      ...{ method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers } },
    });
    return { status: answer.status, text: await answer.text(), type: answer.headers.get("content-type") };
  };
  return { ...clinic, fake, post, order: fake.calls[0]! };
}

const rows = (world: { db: Awaited<ReturnType<typeof makeClinic>>["world"]["db"] }, query: ReturnType<typeof sql>) =>
  world.db.all<Record<string, unknown>>(query);

const straight = ["1", "03", "1", "1", "2", "1", "1", "2", "1", "2"];

describe("Twilio", () => {
  /** Asks as Twilio does, and executes what it is told: gives what was said, until the line is put down. */
  async function ring(line: Awaited<ReturnType<typeof placed>>, keys: readonly string[], answeredBy = "human") {
    const { order, post } = line;
    const fields = (more: Record<string, string>) => ({
      ...{ CallSid: order.id, AccountSid: accountSid, From: order.from, To: order.to, Called: order.to },
      ...{ Caller: order.from, CallStatus: "in-progress", Direction: "outbound-api", ApiVersion: "2010-04-01" },
      ...more,
    });
    const send = (url: string, more: Record<string, string>, token = "the token in use") =>
      post(...twilioSigned(token, url, fields(more)));
    const status = (CallStatus: string, SequenceNumber: number, more = {}) =>
      send(order.form.get("StatusCallback")!, {
        ...{ CallStatus, SequenceNumber: String(SequenceNumber), CallbackSource: "call-progress-events" },
        ...{ Timestamp: "Mon, 23 Nov 2026 09:00:00 +0000", ...more },
      });
    const said: string[] = [];
    expect((await status("initiated", 0)).status).toBe(204);
    expect((await status("ringing", 1)).status).toBe(204);
    let reply = await send(order.form.get("Url")!, { AnsweredBy: answeredBy });
    for (let turn = 0; ; turn += 1) {
      expect([reply.status, reply.type]).toEqual([200, "text/xml; charset=utf-8"]);
      said.push(reply.text.replace(/<[^>]*>/g, " "));
      const action = /<Gather[^>]* action="([^"]*)"/.exec(reply.text)?.[1];
      if (!action) break;
      expect(reply.text).not.toMatch(/<\/Gather>.+<\/Response>/);
      reply = await send(action.replaceAll("&amp;", "&"), { Digits: keys[turn] ?? "", msg: "Gather End" });
    }
    expect(reply.text).toMatch(/<Hangup\/><\/Response>$/);
    await status("completed", 3, { CallDuration: "140", Duration: "3" });
    return { said, send, status, first: order.form.get("Url")! };
  }

  test("a call that is answered to the end is sealed, and the number leaves Twilio's books the day after", async () => {
    const line = await placed(twilio, fakeTwilio, null);
    const { said } = await ring(line, straight);
    expect(said[0]).toContain("automatiskt samtal från Region Exempel");
    expect(said.join(" ")).not.toMatch(/Åsa|Geriatrik|070|1740605/);
    expect(await rows(line.world, sql`select mode, completeness from pending`)).toEqual([
      { mode: "robot", completeness: "complete" },
    ]);
    expect(await rows(line.world, sql`select state, disposition from cases`)).toEqual([
      { state: "closed", disposition: "completed" },
    ]);
    line.order.state = "completed";
    line.world.clock.advance(25 * 3_600_000);
    expect(await eraseAtCarrier(line.world)).toEqual({ erased: 1 });
    expect([line.fake.calls, line.fake.faults]).toEqual([[], []]);
  });

  test.each(["machine_start", "fax", "unknown"])("%s is told nothing at all", async (answeredBy) => {
    const line = await placed(twilio, fakeTwilio, null);
    const { said } = await ring(line, [], answeredBy);
    expect(said.map((text) => text.trim())).toEqual([""]);
    expect(await rows(line.world, sql`select outcome from attempts`)).toEqual([{ outcome: "voicemail" }]);
  });

  test("silence is sent back to us and ends at the third, with a person to take over", async () => {
    const line = await placed(twilio, fakeTwilio, null);
    await ring(line, ["1", "03", "1", "1"]);
    const [row] = await rows(line.world, sql`select state, handed_over_at from cases`);
    expect(row).toMatchObject({ state: "planned" });
    expect(row?.handed_over_at).not.toBeNull();
  });

  test("the token before the present one is still believed, another is not, and Host decides nothing", async () => {
    const line = await placed(twilio, fakeTwilio, null);
    const url = line.order.form.get("Url")!;
    const fields = {
      ...{ CallSid: line.order.id, AccountSid: accountSid, From: line.order.from, To: line.order.to },
      ...{ CallStatus: "in-progress", Direction: "outbound-api", ApiVersion: "2010-04-01", AnsweredBy: "human" },
    };
    const before = JSON.stringify(await rows(line.world, sql`select * from calls`));
    const [, body, headers] = twilioSigned("a token of somebody else", url, fields);
    expect(await line.post(url, body, headers)).toMatchObject({ status: 403, text: "" });
    const forged = twilioSigned("the token in use", "http://evil.example.com/rost/fel", fields);
    for (const name of ["host", "x-forwarded-host", "x-original-url"])
      expect(
        await line.post(`${publicUrl}/rost/fel`, forged[1], { ...forged[2], [name]: "evil.example.com" }),
      ).toMatchObject({
        status: 403,
      });
    const digits = twilioSigned("the token in use", url, { ...fields, Digits: "1X" });
    const cut = new URLSearchParams({ ...fields, Digits: "1", X: "" }).toString();
    expect(await line.post(url, cut, digits[2])).toMatchObject({ status: 403, text: "" });
    expect(JSON.stringify(await rows(line.world, sql`select * from calls`))).toBe(before);
    const old = twilioSigned("the token before it", url, fields);
    expect(await line.post(...old)).toMatchObject({ status: 200 });
  });

  test("when our database fails, the fallback still says in Swedish that we ring again", async () => {
    const line = await placed(twilio, fakeTwilio, null);
    const fields = { CallSid: line.order.id, AccountSid: accountSid, CallStatus: "in-progress", From: "+46846500400" };
    line.world.close();
    const url = line.order.form.get("FallbackUrl")!;
    const sent = { ...fields, To: line.order.to, Direction: "outbound-api", ErrorCode: "11200", ErrorUrl: url };
    const answer = await line.post(...twilioSigned("the token in use", url, sent));
    expect(answer).toMatchObject({ status: 200, type: "text/xml; charset=utf-8" });
    expect(answer.text).toContain("Det blev ett fel hos oss. Förlåt.");
  });
});

describe("46elks", () => {
  const address = elksAddresses[0]!;

  async function ring(line: Awaited<ReturnType<typeof placed>>, keys: readonly string[]) {
    const { order, post } = line;
    const fields = (more: Record<string, string> = {}) =>
      new URLSearchParams({
        callid: order.id,
        direction: "outgoing",
        from: order.from,
        to: order.to,
        ...more,
      }).toString();
    const played: string[] = [];
    let pressed = 0;
    let reply = await post(order.form.get("voice_start")!, fields());
    for (;;) {
      expect([reply.status, reply.type]).toEqual([200, "application/json; charset=utf-8"]);
      let action = JSON.parse(reply.text) as Record<string, unknown>;
      while (typeof action.play === "string") {
        played.push(action.play);
        action = action.next as Record<string, unknown>;
      }
      if (typeof action.ivr !== "string") {
        expect(action).toEqual({ hangup: "reject" });
        break;
      }
      played.push(action.ivr);
      const key = keys[pressed++];
      reply = await post(String(action.next), fields({ result: key === undefined ? "failed" : key }));
    }
    await post(
      order.form.get("whenhangup")!,
      new URLSearchParams({ id: order.id, direction: "outgoing", state: "success", duration: "99" }).toString(),
    );
    return played;
  }

  test("a call that is answered to the end is sealed; every line is a recording of the region's own", async () => {
    const line = await placed(elks, fakeElks, address);
    const played = await ring(line, straight);
    expect(played[0]).toBe(recordingOf("https://ljud.example.se/2026")("opening"));
    expect(played[0]).toContain(recordingFile("opening"));
    expect(await rows(line.world, sql`select mode, completeness from pending`)).toEqual([
      { mode: "robot", completeness: "complete" },
    ]);
    expect(await rows(line.world, sql`select state, ended_at is null as live from calls`)).toEqual([
      { state: "completed", live: 0 },
    ]);
  });

  test("only its own addresses are believed, as the platform knows them, and only with the secret", async () => {
    for (const sender of [null, "192.0.2.7"]) {
      const line = await placed(elks, fakeElks, sender);
      const url = line.order.form.get("voice_start")!;
      const body = new URLSearchParams({ callid: line.order.id, direction: "outgoing" }).toString();
      const claimed = { "x-forwarded-for": address, "cf-connecting-ip": address };
      expect(await line.post(url, body, claimed)).toMatchObject({ status: 403, text: "" });
    }
    const line = await placed(elks, fakeElks, `::ffff:${address}`);
    const url = line.order.form.get("voice_start")!;
    const body = new URLSearchParams({ callid: line.order.id, direction: "outgoing" }).toString();
    expect(await line.post(url.replace(secret, "fel"), body)).toMatchObject({ status: 403, text: "" });
    expect(await line.post(url, body)).toMatchObject({ status: 200 });
  });
});
