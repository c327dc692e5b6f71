/** The check against Twilio's document must itself refuse: each kind of fault, in requests and in answers. */
import { describe, expect, test } from "vitest";
import document from "./twilio-calls.json" with { type: "json" };
import {
  faultsInAnswer,
  faultsInJson,
  faultsInRequest,
  type TwilioRequest,
  understood,
  understoodFormats,
} from "./twilio-document.ts";

const accountSid = `AC${"0".repeat(32)}`;
const callSid = `CA${"1".repeat(32)}`;
const root = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}`;
const authorization = `Basic ${btoa(`${accountSid}:token`)}`;
const formType = "application/x-www-form-urlencoded";

type Pairs = readonly (readonly [string, string])[];
const form = (pairs: Pairs) => new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
const order: Pairs = [
  ["To", "+46701740605"],
  ["From", "+46846500400"],
  ["Url", "https://ringupp.example.se/t"],
];
const post = (pairs: Pairs, more: Partial<TwilioRequest> = {}) =>
  faultsInRequest({
    method: "POST",
    url: `${root}/Calls.json`,
    headers: { authorization, "content-type": formType },
    body: form(pairs),
    ...more,
  });
const ask = (method: string, url: string, body: string | null = null) =>
  faultsInRequest({ method, url, headers: { authorization, "content-type": formType }, body });
const withMore = (...more: Pairs) => post([...order, ...more]);

describe("a request to Twilio", () => {
  test("that is as the document says is let through", () => {
    expect(post(order)).toEqual([]);
    const events = ["initiated", "ringing", "answered", "completed"];
    expect(withMore(...events.map((event) => ["StatusCallbackEvent", event] as const))).toEqual([]);
    expect(withMore(["Timeout", "30"], ["Record", "false"], ["Method", "POST"], ["TimeLimit", "900"])).toEqual([]);
    expect(ask("GET", `${root}/Calls/${callSid}.json`)).toEqual([]);
    expect(ask("DELETE", `${root}/Calls/${callSid}.json`)).toEqual([]);
    expect(ask("POST", `${root}/Calls/${callSid}.json`, "Status=completed")).toEqual([]);
    expect(ask("GET", `${root}/Calls.json?StartTime%3E=2026-11-23T09:00:00Z&PageSize=1000&Status=queued`)).toEqual([]);
    expect(ask("GET", `${root.replace("api.", "api.dublin.ie1.")}/Calls.json`)).toEqual([]);
  });

  test("is refused when a required field is missing, or not exactly one way of saying what to say is there", () => {
    expect(post(order.slice(1))).toEqual(["To is missing"]);
    expect(post([])).toEqual(["To is missing", "From is missing", "not exactly one of Url, Twiml, ApplicationSid"]);
    expect(withMore(["Twiml", "<Response/>"])).toEqual(["not exactly one of Url, Twiml, ApplicationSid"]);
  });

  test("is refused for unknown names, also those that differ in case or are inherited by every object", () => {
    for (const name of ["Statuscallback", "url", "StatusCallbackUrl", "constructor", "__proto__", "StartTime>"])
      expect(withMore([name, "x"])).toEqual([`${name} is unknown`]);
    expect(ask("GET", `${root}/Calls.json?Sid=${callSid}`)).toEqual(["Sid is unknown"]);
    expect(ask("POST", `${root}/Calls/${callSid}.json`, "To=%2B46701740605")).toEqual(["To is unknown"]);
    expect(ask("GET", `${root}/Calls/${callSid}.json?Status=queued`)).toEqual(["Status is unknown"]);
  });

  test("is refused for words, shapes, types, lengths and bounds that are not the document's", () => {
    expect(withMore(["Method", "PUT"])).toEqual(["Method is not one of the words"]);
    expect(withMore(["StatusCallbackEvent", "ended"])).toEqual(["StatusCallbackEvent is not one of the words"]);
    expect(withMore(["StatusCallbackEvent", "initiated ringing"])).toHaveLength(1);
    expect(withMore(["MachineDetection", "true"])).toEqual(["MachineDetection is not one of the words"]);
    expect(ask("POST", `${root}/Calls/${callSid}.json`, "Status=busy")).toEqual(["Status is not one of the words"]);
    expect(ask("GET", `${root}/Calls.json?Status=initiated`)).toEqual(["Status is not one of the words"]);
    expect(withMore(["Timeout", "soon"])).toEqual(["Timeout is no integer"]);
    expect(withMore(["Timeout", "30.5"])).toEqual(["Timeout is no integer"]);
    expect(withMore(["Timeout", "900"])).toEqual(["Timeout is too large"]);
    expect(withMore(["Record", "yes"])).toEqual(["Record is no boolean"]);
    expect(withMore(["Byoc", "BY1"])).toEqual(["Byoc does not fit the pattern", "Byoc is too short"]);
    expect(withMore(["StatusCallback", "http://"])).toEqual(["StatusCallback is no uri"]);
    expect(post([["To", "0701740605"], ...order.slice(1)])).toEqual(["To is no endpoint"]);
    expect(ask("GET", `${root}/Calls.json?PageSize=1001`)).toEqual(["PageSize is too large"]);
    expect(ask("GET", `${root}/Calls.json?PageSize=0`)).toEqual(["PageSize is too small"]);
    expect(ask("GET", `${root}/Calls.json?To=0701740605`)).toEqual(["To is no phone-number"]);
    expect(ask("GET", `${root}/Calls.json?StartTime=2026-11-23`)).toEqual(["StartTime is no date-time"]);
  });

  test("is refused when a field comes twice that is no list", () => {
    expect(withMore(["Url", "https://ringupp.example.se/t"])).toContain("Url comes twice");
    expect(ask("GET", `${root}/Calls.json?Page=1&Page=2`)).toContain("Page comes twice");
  });

  test("is refused on a path, a method or a server that the document does not have", () => {
    expect(ask("PUT", `${root}/Calls.json`)).toEqual(["no such operation"]);
    expect(ask("DELETE", `${root}/Calls.json`)).toEqual(["no such operation"]);
    expect(ask("GET", `${root}/Messages.json`)).toEqual(["no such operation"]);
    expect(ask("GET", `${root}/Calls/${callSid}`)).toEqual(["no such operation"]);
    expect(ask("GET", `${root}/Calls/CA1.json`)[0]).toMatch(/^Sid in the path/);
    expect(ask("GET", `${root.replace(accountSid, "AC1")}/Calls.json`)[0]).toMatch(/^AccountSid in the path/);
    expect(ask("GET", `https://api.twilio.com.evil.example/2010-04-01/Accounts/${accountSid}/Calls.json`)).toHaveLength(
      1,
    );
    expect(ask("GET", `${root.replace("https", "http")}/Calls.json`)).toHaveLength(1);
  });

  test("is refused without credentials, in another content type, or with a body where none belongs", () => {
    const noCredentials = ["no credentials of an account"];
    expect(post(order, { headers: { "content-type": formType } })).toEqual(noCredentials);
    expect(post(order, { headers: { authorization: "Bearer x", "content-type": formType } })).toEqual(noCredentials);
    expect(post(order, { headers: { authorization, "content-type": "application/json" } })).toEqual([
      `is not ${formType}`,
    ]);
    expect(ask("DELETE", `${root}/Calls/${callSid}.json`, "Status=completed")).toEqual(["has a body"]);
  });
});

const answer = (status: number, body: unknown, contentType: string | null = "application/json") =>
  faultsInAnswer(
    { method: "GET", url: `${root}/Calls/${callSid}.json` },
    { status, contentType, body: typeof body === "string" ? body : JSON.stringify(body) },
  );

describe("an answer of the Twilio that tests make believe", () => {
  test("is let through when the document could have given it", () => {
    expect(answer(200, { sid: callSid, status: "in-progress", duration: null })).toEqual([]);
    expect(answer(404, "not in the document")).toEqual([]);
  });

  test("is refused for unknown names, wrong types, words and shapes, and answers that the document lacks", () => {
    expect(answer(200, { id: callSid })).toEqual(["answer.id is unknown"]);
    expect(answer(200, { duration: 12 })).toEqual(["answer.duration is no string"]);
    expect(answer(200, { status: "initiated" })).toEqual(["answer.status is not one of the words"]);
    expect(answer(200, { status: null })).toEqual(["answer.status is no string"]);
    expect(answer(200, { sid: "CA1" })).toHaveLength(2);
    expect(answer(200, { date_created: "2026-11-23T09:00:00Z" })).toEqual([
      "answer.date_created is no date-time-rfc-2822",
    ]);
    expect(answer(200, [])).toEqual(["answer is no object"]);
    expect(answer(201, {})).toEqual(["no answer 201"]);
    expect(answer(200, {}, "text/html")).toEqual(["is not application/json"]);
    const list = { method: "GET", url: `${root}/Calls.json` };
    const body = JSON.stringify({ calls: [{ sid: callSid, status: "ended" }], page: "0" });
    expect(faultsInAnswer(list, { status: 200, contentType: "application/json", body })).toEqual([
      "answer.calls[0].status is not one of the words",
      "answer.page is no integer",
    ]);
    const gone = { method: "DELETE", url: `${root}/Calls/${callSid}.json` };
    expect(faultsInAnswer(gone, { status: 204, contentType: null, body: "{}" })).toEqual(["has a body"]);
  });
});

/** Every schema in the document with the path to it. */
function schemasIn(value: unknown, at: string, within = false): [string, Record<string, unknown>][] {
  if (typeof value !== "object" || value === null) return [];
  const own = value as Record<string, unknown>;
  const inner = Object.entries(own).flatMap(([name, part]) => {
    if (within && name === "properties")
      return Object.entries(part as object).flatMap(([key, schema]) => schemasIn(schema, `${at}.${key}`, true));
    if (within && name !== "items") return [];
    return schemasIn(part, `${at}.${name}`, within || name === "schema");
  });
  return within ? [[at, own], ...inner] : inner;
}

test("no rule of the document goes unread: every keyword and every format in it is one that is checked", () => {
  const all = [
    ...schemasIn(document.paths, "paths"),
    ...Object.entries(document.components.schemas).flatMap(([name, schema]) => schemasIn(schema, name, true)),
  ];
  expect(all.length).toBeGreaterThan(100);
  for (const [at, schema] of all) {
    expect(
      Object.keys(schema).filter((keyword) => !understood.has(keyword)),
      at,
    ).toEqual([]);
    if (typeof schema.format === "string") expect(understoodFormats, at).toContain(schema.format);
  }
});

test("Twilio's own example answers are let through", () => {
  const schema = document.components.schemas["api.v2010.account.call"] as never;
  const operations = document.paths["/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json"];
  const { examples } = operations.get.responses["200"].content["application/json"];
  const values = Object.values(examples).map(({ value }) => value);
  expect(values.length).toBeGreaterThan(0);
  for (const value of values) expect(faultsInJson(value, schema, "answer")).toEqual([]);
});
