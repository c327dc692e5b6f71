/** The three carriers at their workbenches, each held to the one contract. */
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { describe, expect, test } from "vitest";
import type { CallStatus, WebhookRequest } from "../src/telephony/carrier.ts";
import { elksAddresses, elksCarrier } from "../src/telephony/elks.ts";
import { readForm, writeForm } from "../src/telephony/form.ts";
import { simulatedCarrier, type Temperament } from "../src/telephony/simulator.ts";
import { simulatorSignature } from "../src/telephony/simulator-webhook.ts";
import { twilioCarrier } from "../src/telephony/twilio.ts";
import { carrierContract, order, publicUrl, soughtBy, type Workbench } from "./carrier-contract.ts";
import { fakeElks, fakeTwilio } from "./fake-carriers.ts";

const accountSid = `AC${"0".repeat(32)}`;
const token = "an invented token";

function twilio(): Workbench & { readonly fake: ReturnType<typeof fakeTwilio> } {
  const fake = fakeTwilio(Date.now);
  const carrier = twilioCarrier({ accountSid, authTokens: [token], publicUrl }, fake.fetch);
  const signed = (url: string, body: string): WebhookRequest => {
    const signature = getExpectedTwilioSignature(token, url, Object.fromEntries(readForm(body) ?? []));
    return { url, body, headers: { "x-twilio-signature": signature } };
  };
  const words: Partial<Record<CallStatus, string>> = { answered: "in-progress" };
  const about = (ref: string, status: CallStatus): [string, string][] => [
    ["AccountSid", accountSid],
    ["CallSid", ref],
    ["CallStatus", words[status] ?? status],
    ["Direction", "outbound-api"],
    ["From", order.from],
    ["To", order.to],
  ];
  const xml = (text: string) =>
    text.replace(
      /&(amp|lt|gt|quot|apos);/g,
      (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" })[name]!,
    );
  return {
    fake,
    carrier,
    failNext: (how) => {
      fake.failNext = how;
    },
    placed: () => fake.calls.length,
    bring: (ref, status) => {
      fake.calls.find(({ id }) => id === ref)!.state = words[status] ?? status;
    },
    turn: (ref, digits) =>
      signed(
        order.urls.turn,
        writeForm([...about(ref, "answered"), ...(digits === null ? [] : [["Digits", digits] as const])]),
      ),
    status: (ref, status, sequence) =>
      signed(order.urls.status, writeForm([...about(ref, status), ["SequenceNumber", String(sequence)]])),
    connected: (ref, status, durationSeconds) =>
      signed(
        order.urls.turn,
        writeForm([
          ...about(ref, "answered"),
          ["DialCallSid", `CA${"d".repeat(32)}`],
          ["DialCallStatus", status],
          ...(durationSeconds === null ? [] : [["DialCallDuration", String(durationSeconds)] as const]),
          ["DialBridged", String(status === "completed")],
        ]),
      ),
    recut: (request, body) => ({ ...request, body }),
    forged: (request) => ({ ...request, body: `${request.body}&Digits=2` }),
    keysField: "Digits",
    acts: (body) => {
      const tags = [...body.matchAll(/<(\w+)((?: \w+="[^"<>]*")*)\/?>/g)];
      // Every angle bracket must belong to a whole tag: then nothing else in the text can be one.
      const whole = /<\?xml [^<>]*\?>|<\w+(?: \w+="[^"<>]*")*\/?>|<\/\w+>/g;
      expect(body.replace(whole, "")).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|apos);)/);
      const markup = /^(Response|prosody|break|Number)$/;
      const names: Record<string, string> = { Dial: "connect" };
      return {
        acts: tags
          .map(([, tag]) => tag!)
          .filter((tag) => !markup.test(tag))
          .map((tag) => names[tag] ?? tag.toLowerCase()),
        rings: [...body.matchAll(/<Number>([^<]*)</g)].map(([, number]) => number!),
        addresses: [
          ...tags.flatMap(([, , attributes]) =>
            [...attributes!.matchAll(/ action="([^"]*)"/g)].map(([, url]) => xml(url!)),
          ),
          ...[...body.matchAll(/<Play>([^<]*)</g)].map(([, url]) => xml(url!)),
        ],
      };
    },
  };
}

function elks(): Workbench {
  const fake = fakeElks(Date.now);
  const carrier = elksCarrier(
    {
      username: "u",
      password: "p",
      publicUrl,
      secrets: ["a secret in every address"],
      recordingOf: (promptId) => `${publicUrl}/ljud/${promptId}.mp3`,
    },
    fake.fetch,
  );
  const sent = (url: string, pairs: [string, string][]): WebhookRequest => ({
    url: `${url}?nyckel=a+secret+in+every+address`,
    headers: {},
    body: writeForm(pairs),
    address: elksAddresses[0]!,
  });
  const states: Partial<Record<CallStatus, string>> = { answered: "ongoing", completed: "success" };
  const walk = (action: Record<string, unknown>): { acts: string[]; addresses: string[]; rings: string[] } => {
    const names: Record<string, string> = { ivr: "gather" };
    const keys = Object.keys(action).filter(
      (key) => !["digits", "timeout", "repeat", "next", "skippable", "callerid"].includes(key),
    );
    const next = action.next;
    const rest =
      typeof next === "object" && next
        ? walk(next as Record<string, unknown>)
        : { acts: [], addresses: next ? [String(next)] : [], rings: [] };
    return {
      acts: [...keys.map((key) => names[key] ?? key), ...rest.acts],
      addresses: [...[action.ivr, action.play].filter((url) => url !== undefined).map(String), ...rest.addresses],
      rings: [...(action.connect === undefined ? [] : [String(action.connect)]), ...rest.rings],
    };
  };
  return {
    carrier,
    failNext: (how) => {
      fake.failNext = how;
    },
    placed: () => fake.calls.length,
    bring: (ref, status) => {
      const call = fake.calls.find(({ id }) => id === ref)!;
      call.state = states[status] ?? status;
      // A call that has been picked up has a start time.
      call.pickedUp = status !== "busy";
    },
    turn: (ref, digits) =>
      sent(order.urls.turn, [
        ["callid", ref],
        ["direction", "outgoing"],
        ["from", order.from],
        ["to", order.to],
        ...(digits === null ? [] : [["result", digits === "" ? "failed" : digits] as [string, string]]),
      ]),
    status: (ref, status) =>
      sent(order.urls.status, [
        ["id", ref],
        ["state", states[status] ?? status],
        ["duration", "12"],
      ]),
    connected: (ref, status) => {
      const results: Partial<Record<typeof status, string>> = {
        completed: "success",
        busy: "busy",
        "no-answer": "failed",
      };
      const result = results[status];
      if (result === undefined) return null;
      const { url, ...rest } = sent(order.urls.turn, [
        ["callid", ref],
        ["result", result],
      ]);
      return { ...rest, url: `${url}&led=kopplat` };
    },
    recut: (request, body) => ({ ...request, body }),
    forged: (request) => ({ ...request, url: request.url.replace("secret", "guess") }),
    keysField: "result",
    acts: (body) => walk(JSON.parse(body)),
  };
}

function simulator(): Workbench {
  let now = Date.now();
  let id = 0;
  let fault: "reply-lost" | "too-many" | "unavailable" | null = null;
  let temperament: Temperament = { does: "by-hand" };
  const secret = "a secret of the process";
  const carrier = simulatedCarrier({
    publicUrl,
    secret,
    now: () => now,
    newId: () => `${++id}`,
    deliver: async () => ({
      status: 200,
      body: JSON.stringify({
        lines: [],
        ending: { gather: { digits: 1, timeoutSeconds: 12, next: order.urls.turn } },
      }),
    }),
    phoneOf: () => temperament,
    faults: {
      place: () => {
        const how = fault;
        fault = null;
        return how;
      },
    },
  });
  const signed = (url: string, pairs: [string, string][]): WebhookRequest => {
    const body = writeForm(pairs);
    return { url, body, headers: { "x-simulator-signature": simulatorSignature(secret, url, body) } };
  };
  const run = async (seconds: number) => {
    now += seconds * 1000;
    await carrier.run(now);
  };
  return {
    carrier,
    failNext: (how) => {
      fault = how;
    },
    placed: () => carrier.calls().length,
    bring: async (ref, status) => {
      if (status === "busy") temperament = { does: "busy" };
      await run(2);
      if (status === "busy") return;
      carrier.answer(ref);
      await run(1);
      if (status === "completed") carrier.patientHangsUp(ref);
    },
    turn: (ref, digits) =>
      signed(order.urls.turn, [
        ["kind", "turn"],
        ["ref", ref],
        ["to", order.to],
        ...(digits === null ? [] : [["digits", digits] as [string, string]]),
      ]),
    status: (ref, status, sequence) =>
      signed(order.urls.status, [
        ["kind", "status"],
        ["ref", ref],
        ["status", status],
        ["sequence", String(sequence)],
      ]),
    connected: (ref, status, durationSeconds) =>
      signed(order.urls.turn, [
        ["kind", "connected"],
        ["ref", ref],
        ["status", status],
        ...(durationSeconds === null ? [] : [["seconds", String(durationSeconds)] as [string, string]]),
      ]),
    recut: (request, body) => ({ ...request, body }),
    forged: (request) => ({ ...request, body: `${request.body}&digits=2` }),
    keysField: "digits",
    acts: (body) => {
      const { lines, ending } = JSON.parse(body);
      const names: Record<string, string> = { pauseSeconds: "pause", hangUp: "hangup" };
      const acts = [...lines, ending].flatMap((line: object) => Object.keys(line).filter((key) => key !== "promptId"));
      return {
        acts: acts.map((act) => names[act] ?? act),
        addresses: [
          ...lines.flatMap((line: { play?: string }) => line.play ?? []),
          ...[ending.gather, ending.connect].flatMap((asked?: { next: string }) => asked?.next ?? []),
        ],
        rings: ending.connect ? [ending.connect.to] : [],
      };
    },
  };
}

carrierContract("simulator", simulator);
carrierContract("twilio", twilio);
carrierContract("46elks", elks);

describe("requests to Twilio", () => {
  test("are what Twilio's own document describes, and no call is ever recorded", async () => {
    const { carrier, fake, bring } = twilio();
    const answer = await carrier.placeCall(order);
    const ref = "accepted" in answer ? answer.accepted : "";
    await carrier.look(ref);
    await carrier.find(soughtBy(order.to, Date.now()));
    await carrier.joined(ref);
    await carrier.hangUp(ref);
    bring(ref, "completed");
    const form = fake.calls[0]!.form;
    await carrier.erase(ref);
    expect(fake.faults).toEqual([]);
    expect(form.getAll("StatusCallbackEvent")).toEqual(["initiated", "ringing", "answered", "completed"]);
    expect([...form.keys()].filter((name) => /record/i.test(name))).toEqual([]);
    expect(form.get("FallbackUrl")).toBe(order.urls.fallback);
    expect([form.get("Timeout"), form.get("TimeLimit")]).toEqual(["30", "900"]);
  });
});
