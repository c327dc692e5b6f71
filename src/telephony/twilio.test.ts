import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { describe, expect, test } from "vitest";
import { soughtBy } from "../../test/carrier-contract.ts";
import { type Failure, fakeTwilio } from "../../test/fake-carriers.ts";
import type { CallOrder } from "./carrier.ts";
import { twilioCarrier } from "./twilio.ts";

const publicUrl = "https://ringupp.example.se";
const accountSid = `AC${"0".repeat(32)}`;
const order: CallOrder = {
  callId: "a",
  to: "+46701740605",
  from: "+46846500400",
  urls: { turn: `${publicUrl}/t`, fallback: `${publicUrl}/f`, status: `${publicUrl}/s` },
  ringSeconds: 30,
  limitSeconds: 900,
  detectMachine: true,
};
const instant = Date.UTC(2026, 10, 23, 9);

function bench(more: { edge?: string; region?: string } = {}) {
  const fake = fakeTwilio(() => instant);
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    asked.push(`${init?.method} ${input}`);
    return fake.fetch(input, init);
  };
  return { fake, asked, carrier: twilioCarrier({ accountSid, authTokens: ["t"], publicUrl, ...more }, fetch) };
}

async function placeWith(failure: Failure) {
  const { fake, carrier } = bench();
  fake.failNext = failure;
  return { answer: await carrier.placeCall(order), placed: fake.calls.length };
}

describe("an order to Twilio", () => {
  test("each of Twilio's codes becomes the act it calls for", async () => {
    const expected = {
      "slow-down": [20429],
      pause: [10004],
      credentials: [20003],
      "bad-from": [21210, 21212],
      "bad-number": [21211, 21217, 13224],
      unreachable: [21214],
      "country-closed": [21215, 13227, 32205],
      blocked: [21216],
      rejected: [21205, 99999],
    };
    for (const [refused, codes] of Object.entries(expected))
      for (const code of codes)
        expect((await placeWith(code)).answer).toMatchObject({ refused, carrierCode: String(code) });
    expect((await placeWith("credentials")).answer).toMatchObject({ refused: "credentials" });
  });

  test("429 tells how long to wait", async () => {
    expect((await placeWith("too-many")).answer).toMatchObject({ refused: "slow-down", retryAfterSeconds: 7 });
    expect((await placeWith("unavailable")).answer).toMatchObject({ refused: "slow-down", retryAfterSeconds: null });
  });

  test("a timeout, a reset, a gateway's page and a lost reply all leave it unknown whether a phone rings", async () => {
    for (const failure of ["timeout", "reset", "html"] as const)
      expect(await placeWith(failure)).toEqual({ answer: { unknown: true }, placed: 0 });
    expect(await placeWith("reply-lost")).toEqual({ answer: { unknown: true }, placed: 1 });
  });

  test("a page of HTML that says 200 is no acceptance", async () => {
    const page = async () => new Response("<html>Välkommen</html>", { status: 200 });
    const carrier = twilioCarrier({ accountSid, authTokens: ["t"], publicUrl }, page);
    expect(await carrier.placeCall(order)).toEqual({ unknown: true });
    expect(await carrier.look(`CA${"1".repeat(32)}`)).toEqual({ unknown: true });
    expect(await carrier.find(soughtBy(order.to, instant))).toEqual({ unknown: true });
  });

  test("no webhook address outside our own host is ever handed over", async () => {
    const { carrier, fake } = bench();
    const urls = { ...order.urls, status: "https://evil.example/s" };
    await expect(carrier.placeCall({ ...order, urls })).rejects.toThrow();
    expect(fake.calls).toEqual([]);
  });
});

test("a call that waits in Twilio's queue is found too, though it has no start time", async () => {
  const { carrier, fake } = bench();
  await carrier.placeCall(order);
  await carrier.placeCall(order);
  fake.calls[1]!.state = "in-progress";
  const found = await carrier.find(soughtBy(order.to, instant));
  expect("found" in found && found.found.map(({ status }) => status).sort()).toEqual(["answered", "queued"]);
  expect(fake.faults).toEqual([]);
  expect(await carrier.find(soughtBy(order.to, instant + 600_000))).toEqual({ found: [] });
});

test("a call is found on a later page, by what its number hashes to; what others ordered or a Dial placed is none of ours", async () => {
  const { carrier, fake, asked } = bench();
  for (let count = 0; count < 4; count += 1) await carrier.placeCall({ ...order, to: "+46701740607" });
  await carrier.placeCall(order);
  const ours = fake.calls.at(-1)!;
  for (const call of fake.calls) call.state = "in-progress";
  fake.calls.push({ ...ours, id: `CA${"a".repeat(32)}`, parent: ours.id });
  fake.mostOnPage = 2;
  const found = await carrier.find({ ...soughtBy(order.to, instant), to: null });
  expect("found" in found && found.found.map(({ ref }) => ref)).toEqual([ours.id]);
  expect(asked.filter((line) => line.includes("PageToken"))).toHaveLength(2);
  expect(await carrier.joined(ours.id)).toEqual({ found: [`CA${"a".repeat(32)}`] });
  expect(fake.faults).toEqual([]);
});

test("a list that goes on over the page is unknown rather than half", async () => {
  const page = async () => Response.json({ calls: [], next_page_uri: "/2" });
  const carrier = twilioCarrier({ accountSid, authTokens: ["t"], publicUrl }, page);
  expect(await carrier.find(soughtBy(order.to, instant))).toEqual({ unknown: true });
});

test("calls are handled where the configuration says", async () => {
  for (const [more, host] of [
    [{}, "api.twilio.com"],
    [{ edge: "dublin", region: "ie1" }, "api.dublin.ie1.twilio.com"],
    [{ edge: "dublin" }, "api.dublin.us1.twilio.com"],
  ] as const) {
    const { carrier, asked } = bench(more);
    await carrier.placeCall(order);
    expect(asked).toEqual([`POST https://${host}/2010-04-01/Accounts/${accountSid}/Calls.json`]);
  }
});

test("Twilio is asked who answers only when the order says so", async () => {
  for (const [detectMachine, asked] of [
    [true, ["Enable"]],
    [false, []],
  ] as const) {
    const { carrier, fake } = bench();
    await carrier.placeCall({ ...order, detectMachine });
    expect([...fake.calls[0]!.form.keys()].filter((name) => name.startsWith("MachineDetection"))).toHaveLength(
      asked.length,
    );
    expect(fake.calls[0]!.form.getAll("MachineDetection")).toEqual(asked);
  }
});

test("a call that has been answered is ended too, and a queued one is taken out of the queue", async () => {
  const { carrier, fake } = bench();
  await carrier.placeCall(order);
  await carrier.placeCall(order);
  fake.calls[1]!.state = "in-progress";
  for (const { id } of fake.calls) expect(await carrier.hangUp(id)).toEqual({ done: true });
  expect(fake.calls.map(({ state }) => state)).toEqual(["canceled", "completed"]);
  expect(fake.faults).toEqual([]);
});

test("an order that Twilio says it has already begun is unknown, not refused", async () => {
  expect((await placeWith(21204)).answer).toEqual({ unknown: true });
});

test("a recorded prompt is played where the account has a recording", () => {
  const recordingOf = (id: string) => (id === "opening" ? `${publicUrl}/ljud/opening.mp3` : null);
  const carrier = twilioCarrier({ accountSid, authTokens: ["t"], publicUrl, recordingOf }, globalThis.fetch);
  const lines = [
    { say: "Hej.", promptId: "opening" },
    { say: "Tryck ett.", promptId: "choices" },
  ];
  const { body } = carrier.speak({ lines, ending: { hangUp: true } });
  expect(body).toContain(`<Play>${publicUrl}/ljud/opening.mp3</Play><Say`);
  expect(body).not.toContain("Hej.");
});

test("a body cut anew keeps its signature, and is refused all the same by its shape; under a new token the old holds", () => {
  const carrier = twilioCarrier({ accountSid, authTokens: ["new", "old"], publicUrl }, globalThis.fetch);
  const fields = { AccountSid: accountSid, CallSid: `CA${"1".repeat(32)}`, CallStatus: "in-progress", Digits: "15" };
  const signature = getExpectedTwilioSignature("old", `${publicUrl}/t`, fields);
  const sent = (body: string) => ({ url: "/t", headers: { "x-twilio-signature": signature }, body });
  const whole = new URLSearchParams(fields).toString();
  expect(carrier.verify(sent(whole))).toBe(true);
  expect(carrier.read(sent(whole))).toMatchObject({ kind: "turn", digits: "15" });
  // The same letters in the same order, so the same signature: another key, another name, a name inside a value.
  for (const cut of ["Digits=&15=", "Digits=1&5=", "Digit=s15", "Digits1=5"]) {
    const recut = sent(whole.replace("Digits=15", cut));
    expect(carrier.read(recut)).toHaveProperty("unreadable");
  }
  expect(carrier.verify(sent(whole.replace("Digits=15", "Digit=s15")))).toBe(true);
  expect(carrier.verify(sent(whole.replace("Digits=15", "Digits1=5")))).toBe(true);
});
