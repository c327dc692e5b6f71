import { expect, test } from "vitest";
import { readTwilioWebhook } from "./twilio-webhook.ts";

const accountSid = `AC${"0".repeat(32)}`;
const ref = `CA${"1".repeat(32)}`;
const fields = (more: Record<string, string> = {}) =>
  new Map(
    Object.entries({
      AccountSid: accountSid,
      CallSid: ref,
      CallStatus: "in-progress",
      ApiVersion: "2010-04-01",
      Direction: "outbound-api",
      From: "+46846500400",
      To: "+46701740605",
      Called: "+46701740605",
      ToCity: "",
      ToCountry: "SE",
      ...more,
    }),
  );
const read = (more?: Record<string, string>, alsoAllow?: string[]) =>
  readTwilioWebhook(fields(more), accountSid, alsoAllow);

test("the first turn has no digits, silence has none that were pressed, and # and * are keys", () => {
  expect(read()).toMatchObject({ kind: "turn", digits: null, party: "+46701740605" });
  expect(read({ Digits: "", FinishedOnKey: "timeout", msg: "Gather End" })).toMatchObject({ digits: "" });
  expect(read({ Digits: "*" })).toMatchObject({ digits: "*" });
  expect(read({ Digits: "#" })).toMatchObject({ digits: "#" });
});

test("everything that is not surely a human is not called human", () => {
  expect(read({ AnsweredBy: "human" })).toMatchObject({ answeredBy: "human" });
  expect(read({ AnsweredBy: "unknown" })).toMatchObject({ answeredBy: "unknown" });
  for (const word of ["machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax"])
    expect(read({ AnsweredBy: word })).toMatchObject({ answeredBy: "machine" });
  expect(read({ AnsweredBy: "HUMAN" })).toEqual({ unreadable: "AnsweredBy" });
});

test("a callback tells its order and its status in our words", () => {
  const told = (CallStatus: string) =>
    read({ CallStatus, SequenceNumber: "2", CallbackSource: "call-progress-events" });
  expect(told("initiated")).toMatchObject({ kind: "status", status: "ringing", sequence: 2 });
  expect(told("in-progress")).toMatchObject({ status: "answered" });
  for (const status of ["queued", "ringing", "completed", "busy", "no-answer", "failed", "canceled"])
    expect(told(status)).toMatchObject({ status });
  expect(told("paused")).toEqual({ unreadable: "CallStatus" });
});

test("somebody who rings in is known by the other end of the call", () => {
  expect(read({ Direction: "inbound", From: "+46701740606" })).toMatchObject({
    direction: "inbound",
    party: "+46701740606",
  });
  expect(read({ Direction: "inbound", From: "anonymous" })).toMatchObject({ party: null });
});

test("another account's call, unknown fields and values of the wrong shape are refused by name, never by value", () => {
  expect(read({ AccountSid: `AC${"2".repeat(32)}` })).toEqual({ unreadable: "AccountSid" });
  expect(read({ X: "" })).toEqual({ unreadable: "unknown field" });
  expect(read({ Digits: "1X" })).toEqual({ unreadable: "Digits" });
  expect(read({ CallSid: "CA1" })).toEqual({ unreadable: "CallSid" });
  expect(read({ Digits: "1", SequenceNumber: "0" })).toEqual({ unreadable: "Digits" });
  expect(read({ constructor: "x" })).toEqual({ unreadable: "unknown field" });
});

test("a field that Twilio has added is let in only when the configuration names it", () => {
  expect(read({ NewThing: "x" })).toEqual({ unreadable: "unknown field" });
  expect(read({ NewThing: "x" }, ["NewThing"])).toMatchObject({ kind: "turn" });
});
