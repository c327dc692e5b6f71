import { expect, test } from "vitest";
import { fakeElks } from "../../test/fake-carriers.ts";
import type { CallOrder, Spoken } from "./carrier.ts";
import { elksAddresses, elksCarrier, promptsWithoutRecording } from "./elks.ts";

const publicUrl = "https://ringupp.example.se";
const account = {
  username: "u",
  password: "p",
  publicUrl,
  secrets: ["new", "old"] as const,
  recordings: {
    opening: `${publicUrl}/ljud/opening.mp3`,
    question: `${publicUrl}/ljud/question.mp3`,
    "technical-error": `${publicUrl}/ljud/error.mp3`,
  },
};
const order: CallOrder = {
  callId: "a",
  to: "+46701740605",
  from: "+46846500400",
  urls: { turn: `${publicUrl}/t?x=1`, fallback: `${publicUrl}/f`, status: `${publicUrl}/s` },
  ringSeconds: 30,
  limitSeconds: 900,
};
const fake = fakeElks(() => Date.UTC(2026, 10, 23, 9));
const carrier = elksCarrier({ ...account, secrets: ["new", "old"] }, fake.fetch);
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
  expect(promptsWithoutRecording({ ...account, secrets: ["s"] }, ["opening", "new-question", "toString"])).toEqual([
    "new-question",
    "toString",
  ]);
});

test("a webhook is believed from 46elks's addresses with either secret, and not without one of the two", () => {
  const request = (url: string, address: string | null) => carrier.verify({ url, address, headers: {}, body: "" });
  for (const address of elksAddresses) expect(request("/t?nyckel=new", address)).toBe(true);
  expect(request("/t?nyckel=old", `::ffff:${elksAddresses[0]}`)).toBe(true);
  expect(request("/t?nyckel=older", elksAddresses[0]!)).toBe(false);
  expect(request("/t", elksAddresses[0]!)).toBe(false);
  expect(request("/t?nyckel=new&nyckel=new", elksAddresses[0]!)).toBe(false);
  expect(request("/t?nyckel=new", "192.0.2.1")).toBe(false);
  expect(request("/t?nyckel=new", null)).toBe(false);
});

test("the end of a call is told by its state, and an unclear failure is no answer rather than a bad number", () => {
  const ended = (state: string) =>
    carrier.read({ url: "/s", headers: {}, body: `id=c0123456789&state=${state}&duration=15` });
  expect(ended("success")).toMatchObject({ kind: "status", status: "completed", durationSeconds: 15, sequence: null });
  expect(ended("busy")).toMatchObject({ status: "busy" });
  expect(ended("failed")).toMatchObject({ status: "no-answer" });
  expect(ended("exploded")).toEqual({ unreadable: "state" });
});
