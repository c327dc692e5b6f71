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

test("a Dial that is over tells what became of the other line", () => {
  const told = (DialCallStatus: string, more: Record<string, string> = {}) => read({ DialCallStatus, ...more });
  const talked = { DialCallSid: `CA${"d".repeat(32)}`, DialCallDuration: "63", DialBridged: "true" };
  const completed = { kind: "connected", ref, status: "completed" } as const;
  expect(told("completed", talked)).toEqual({ ...completed, durationSeconds: 63, otherRef: talked.DialCallSid });
  expect(told("answered")).toEqual({ ...completed, durationSeconds: null, otherRef: null });
  for (const status of ["busy", "no-answer", "failed", "canceled"])
    expect(told(status, { DialBridged: "false", CallStatus: "completed" })).toMatchObject({
      kind: "connected",
      status,
    });
  expect(told("completed", { DialBridged: "false" })).toMatchObject({ status: "canceled" });
});

test("a Dial's callback with a recording, with keys, or with half of its fields is refused", () => {
  const done = { DialCallStatus: "completed", DialCallDuration: "63" };
  expect(read({ ...done, RecordingUrl: "https://api.twilio.com/x" })).toEqual({ unreadable: "unknown field" });
  expect(read({ ...done, RecordingSid: `RE${"1".repeat(32)}` })).toEqual({ unreadable: "unknown field" });
  expect(read({ ...done, Digits: "1" })).toEqual({ unreadable: "Digits" });
  expect(read({ ...done, SequenceNumber: "1" })).toEqual({ unreadable: "SequenceNumber" });
  expect(read({ DialCallDuration: "63" })).toEqual({ unreadable: "DialCallStatus" });
  expect(read({ ...done, DialCallDuration: "-1" })).toEqual({ unreadable: "DialCallDuration" });
  expect(read({ DialCallStatus: "talking" })).toEqual({ unreadable: "DialCallStatus" });
  expect(read({ ...done, DialBridged: "yes" })).toEqual({ unreadable: "DialBridged" });
});

test("the first word of a call that somebody makes to us is read, with all that may come with it", () => {
  const places = ["City", "State", "Zip", "Country"].flatMap((place) =>
    ["From", "To", "Caller", "Called"].map((whose) => [`${whose}${place}`, place === "Country" ? "SE" : ""]),
  );
  const inbound = {
    ...Object.fromEntries(places),
    CallStatus: "ringing",
    Direction: "inbound",
    From: "+46701740606",
    Caller: "+46701740606",
    To: "+46846500400",
    Called: "+46846500400",
    CalledVia: "+46846500401",
    ForwardedFrom: "+46846500401",
    CallerName: "",
    StirVerstat: "No-TN-Validation",
    StirPassportToken: "e".repeat(3000),
    CallToken: "e".repeat(6000),
  };
  expect(read(inbound)).toMatchObject({ kind: "turn", direction: "inbound", digits: null, party: "+46701740606" });
});

test("the first word of a call of ours brings the verdict on who answered", () => {
  const verdict = { AnsweredBy: "machine_start", MachineDetectionDuration: "3400" };
  expect(read(verdict)).toMatchObject({ kind: "turn", answeredBy: "machine", digits: null });
});

test("a cut that hides a telling field within a harmless one is refused", () => {
  for (const hidden of ["Digits1", "AnsweredByhuman", "CallStatusin-progress", "SequenceNumber0", "DialBridgedfalse"])
    for (const name of ["CallerZip", "CallerName", "CallToken"])
      expect(read({ [name]: hidden })).toEqual({ unreadable: name });
});
