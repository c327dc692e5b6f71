import { describe, expect, test } from "vitest";
import { soughtBy } from "../../test/carrier-contract.ts";
import { fakeElks } from "../../test/fake-carriers.ts";
import type { CallOrder, Connect, Spoken } from "./carrier.ts";
import { type ElksAccount, elksAddresses, elksCarrier } from "./elks.ts";

const publicUrl = "https://ringupp.example.se";
const recordings = new Map([
  ["opening", `${publicUrl}/ljud/opening.mp3`],
  ["question", `${publicUrl}/ljud/question.mp3`],
  ["technical-fault", `${publicUrl}/ljud/error.mp3`],
]);
const account: ElksAccount = {
  username: "u",
  password: "p",
  publicUrl,
  secrets: ["new", "old"],
  recordingOf: (promptId) => recordings.get(promptId) ?? null,
};
const order: CallOrder = {
  callId: "a",
  to: "+46701740605",
  from: "+46846500400",
  urls: { turn: `${publicUrl}/t?x=1`, fallback: `${publicUrl}/f`, status: `${publicUrl}/s` },
  ringSeconds: 30,
  limitSeconds: 900,
  detectMachine: true,
};
const fake = fakeElks(() => Date.UTC(2026, 10, 23, 9));
const carrier = elksCarrier(account, fake.fetch);
const gather = { gather: { digits: 2, timeoutSeconds: 12, next: `${publicUrl}/t/1` } };

test("an order names the addresses with the secret that is in use, and how long to ring", async () => {
  await carrier.placeCall(order);
  expect(Object.fromEntries(fake.calls.at(-1)!.form)).toEqual({
    from: order.from,
    to: order.to,
    voice_start: `${publicUrl}/t?x=1&nyckel=new`,
    whenhangup: `${publicUrl}/s?nyckel=new`,
    timeout: "30",
  });
  expect(fake.faults).toEqual([]);
});

test("lines are played out one after the other and the last one asks", () => {
  const spoken: Spoken = {
    lines: [{ say: "Hej.", promptId: "opening" }, { pauseSeconds: 1 }, { say: "Fråga.", promptId: "question" }],
    ending: gather,
  };
  expect(JSON.parse(carrier.speak(spoken).body)).toEqual({
    play: `${publicUrl}/ljud/opening.mp3`,
    skippable: false,
    next: {
      ivr: `${publicUrl}/ljud/question.mp3`,
      digits: 2,
      timeout: 12,
      repeat: 1,
      next: `${publicUrl}/t/1?nyckel=new`,
    },
  });
});

test("a prompt that nobody has recorded is an apology and a goodbye, never silence with an open line", () => {
  const spoken: Spoken = { lines: [{ say: "Nytt.", promptId: "new-question" }], ending: gather };
  expect(JSON.parse(carrier.speak(spoken).body)).toEqual({
    play: `${publicUrl}/ljud/error.mp3`,
    next: { hangup: "reject" },
  });
});

const connect: Connect = {
  to: "+46701740606",
  callerId: "+46846500401",
  ringSeconds: 25,
  limitSeconds: 3600,
  next: `${publicUrl}/rost/koppla/a`,
};
const read = (url: string, body: string) => carrier.read({ url, headers: {}, body });

test("a line is connected with the number that is shown, and tells our own address what came of it", () => {
  const spoken: Spoken = { lines: [{ say: "Vi kopplar.", promptId: "opening" }], ending: { connect } };
  expect(JSON.parse(carrier.speak(spoken).body)).toEqual({
    play: `${publicUrl}/ljud/opening.mp3`,
    skippable: false,
    next: {
      connect: connect.to,
      callerid: connect.callerId,
      timeout: 25,
      next: `${publicUrl}/rost/koppla/a?nyckel=new&led=kopplat`,
    },
  });
});

test("what came of a connected line is never taken for keys, nor silence for a line that failed", () => {
  const [after, asked] = ["/rost/koppla/a?nyckel=new&led=kopplat", "/rost/a/1/t?nyckel=new"];
  const came = (result: string) => read(after, `callid=c0123456789&result=${result}`);
  expect(came("success")).toEqual({
    kind: "connected",
    ref: "c0123456789",
    status: "completed",
    durationSeconds: null,
    otherRef: null,
  });
  expect(came("busy")).toMatchObject({ kind: "connected", status: "busy" });
  expect(came("failed")).toMatchObject({ kind: "connected", status: "no-answer" });
  for (const result of ["1", "", "constructor"]) expect(came(result)).toEqual({ unreadable: "result" });
  expect(read(after, "callid=c0123456789")).toEqual({ unreadable: "result" });
  expect(read(asked, "callid=c0123456789&result=failed")).toMatchObject({ kind: "turn", digits: "" });
  for (const result of ["success", "busy"])
    expect(read(asked, `callid=c0123456789&result=${result}`)).toEqual({ unreadable: "result" });
});

test("no line is connected to a number that may not be rung, to several at once, or to another host afterwards", () => {
  const speak = (changes: Partial<Connect>) => () =>
    carrier.speak({ lines: [], ending: { connect: { ...connect, ...changes } } });
  for (const to of ["+14155550100", `${connect.to},+46701740607`, "sip:evil.example", ""])
    expect(speak({ to })).toThrow();
  for (const callerId of ["", "anonymous", "+46701740606,+46701740607"]) expect(speak({ callerId })).toThrow();
  expect(speak({ next: "https://evil.example/x" })).toThrow();
});

test("somebody who rings our number is read with theirs, and a hidden number is nobody's", () => {
  const rings = (from: string) =>
    read("/rost/in", `direction=incoming&callid=c0123456789&from=${from}&to=%2B46846500400&created=2026-11-23T09%3A00`);
  expect(rings("%2B46701740605")).toMatchObject({ kind: "turn", direction: "inbound", digits: null, party: order.to });
  expect(rings("anonymous")).toMatchObject({ direction: "inbound", party: null });
});

test("star and hash are keys, and an input that only ended is silence", () => {
  const digits = (result: string) => read("/t", `callid=c0123456789&result=${encodeURIComponent(result)}`);
  for (const key of ["*", "#", "05", "5#"]) expect(digits(key)).toMatchObject({ digits: key });
  expect(digits("")).toMatchObject({ digits: "" });
  expect(digits("1 2")).toEqual({ unreadable: "result" });
});

describe("whoever sends a webhook", () => {
  const [sender] = elksAddresses as [string];
  const believed = (url: string, address: string | null | undefined, headers: Record<string, string> = {}) =>
    carrier.verify({ url, address: address ?? null, headers, body: "callid=c0123456789&result=1" });

  test("is believed from 46elks's addresses with either secret, however the platform writes the address", () => {
    for (const address of elksAddresses) expect(believed("/t?nyckel=new", address)).toBe(true);
    expect(believed("/t?a=1&nyckel=old", `::ffff:${sender}`)).toBe(true);
    expect(believed("/t?nyckel=new", "2001:9B0:2:902::199")).toBe(true);
  });

  test("is not believed with a wrong key, with none, or with a right key beside another", () => {
    for (const query of ["?nyckel=older", "?nyckel=", "?Nyckel=new", "", "?nyckel=ne", "?nyckel=new%00", "#nyckel=new"])
      expect(believed(`/t${query}`, sender), query).toBe(false);
    for (const query of ["?nyckel=new&nyckel=new", "?nyckel=x&nyckel=new", "?nyckel=new&nyckel=x"])
      expect(believed(`/t${query}`, sender), query).toBe(false);
  });

  test("is not believed for a key in the body, nor for a second secret that was never set", () => {
    const request = { url: "/t", address: sender, headers: {}, body: "nyckel=new&callid=c0123456789" };
    expect(carrier.verify(request)).toBe(false);
    const half = elksCarrier({ ...account, secrets: ["new", ""] }, fake.fetch);
    expect(half.verify({ ...request, url: "/t?nyckel=" })).toBe(false);
    expect(half.verify({ ...request, url: "/t" })).toBe(false);
  });

  test("is not believed from elsewhere, from nowhere, or from an address that only a header tells", () => {
    for (const address of ["192.0.2.1", `${sender}0`, `${sender}, 192.0.2.1`, "", null])
      expect(believed("/t?nyckel=new", address)).toBe(false);
    for (const name of ["x-forwarded-for", "x-real-ip", "cf-connecting-ip", "forwarded", "address"])
      expect(believed("/t?nyckel=new", null, { [name]: sender })).toBe(false);
    expect(carrier.verify({ url: "/t?nyckel=new", headers: { "x-forwarded-for": sender }, body: "" })).toBe(false);
  });
});

test("the end of a call is told by its state, and an unclear failure is no answer rather than a bad number", () => {
  const ended = (state: string) => read("/s", `id=c0123456789&state=${state}&duration=15`);
  expect(ended("success")).toMatchObject({ kind: "status", status: "completed", durationSeconds: 15, sequence: null });
  expect(ended("busy")).toMatchObject({ status: "busy" });
  expect(ended("failed")).toMatchObject({ status: "no-answer" });
  expect(ended("exploded")).toEqual({ unreadable: "state" });
});

test("a call is found again on a later page of the history", async () => {
  const now = Date.UTC(2026, 10, 23, 9);
  const busy = fakeElks(() => now);
  const other = elksCarrier(account, busy.fetch);
  await other.placeCall(order);
  for (let count = 0; count < 120; count++) await other.placeCall({ ...order, to: "+46701740607" });
  expect(await other.find(soughtBy(order.to, now))).toMatchObject({ found: [{ ref: busy.calls[0]!.id }] });
  expect(busy.faults).toEqual([]);
});
